//! The tables: their columns, keys and references.

use crate::table::Kind::{Date, Integer, Number, String};
use crate::table::{Column, Layout, Reference};

const REPORT: Column = ("report", String, "Id of the report");
const START: Column = ("start", Integer, "First code point");
const END: Column = ("end", Integer, "One past the last code point");
const TEXT: Column = ("text", String, "The words");
const RULE: Column = ("rule", String, "Rule that found it");
const EVENT: Column = ("event", String, "Id of the event");
const ENTITY: Column = ("entity", String, "Id of the entity; empty where it is not known");
const WHEN: Column = (
    "when",
    String,
    "EDTF or TIMEX3 pattern; empty where nothing is known",
);
const EARLIEST: Column = ("earliest", Date, "First possible day");
const LATEST: Column = ("latest", Date, "Last possible day");
const CERTAINTY: Column = ("certainty", String, "certain, inferred, approximate or open");

const TO_REPORT: Reference = (&["report"], "reports", &["id"]);
const TO_ENTITY: Reference = (&["entity"], "entities", &["id"]);
const TO_EVENT: Reference = (&["event"], "events", &["id"]);

pub(crate) const REPORTS: Layout = Layout {
    name: "reports",
    title: "Reports, in the order of their publication",
    columns: &[
        ("id", String, "Id, derived from the content"),
        ("source", String, "File, relative to the folder"),
        ("url", String, "Address"),
        ("sha256", String, "SHA-256 of the file"),
        ("language", String, "BCP 47 tag"),
        ("outlet", String, "Who published it"),
        ("outlet_basis", String, "How the outlet is known"),
        ("headline", String, "Headline"),
        (
            "published",
            String,
            "When, EDTF; empty where only bounds are known",
        ),
        ("published_earliest", Date, "First possible day"),
        ("published_latest", Date, "Last possible day"),
        ("published_basis", String, "On what ground the date is known"),
        ("updated", String, "When it was changed"),
        ("saved", String, "When the page was saved"),
        ("characters", Integer, "Code points of the text"),
    ],
    key: &["id"],
    references: &[],
};

pub(crate) const CREDITS: Layout = Layout {
    name: "credits",
    title: "Authors and agencies of reports",
    columns: &[
        REPORT,
        ("role", String, "author or agency"),
        ("name", String, "Name as written"),
    ],
    key: &[],
    references: &[TO_REPORT],
};

pub(crate) const TIMES: Layout = Layout {
    name: "times",
    title: "Time expressions",
    columns: &[
        REPORT,
        ("id", String, "Id within the report"),
        START,
        END,
        TEXT,
        ("type", String, "date, time, duration or set"),
        ("value", String, "Value as all reports together license it"),
        ("literal", String, "Value as this report alone licenses it"),
        ("grain", String, "Smallest unit"),
        CERTAINTY,
        ("calendar", String, "Calendar of the words"),
        ("anchor", String, "What it is counted from"),
        RULE,
    ],
    key: &["report", "id"],
    references: &[TO_REPORT],
};

pub(crate) const MENTIONS: Layout = Layout {
    name: "mentions",
    title: "Where entities are named",
    columns: &[
        REPORT,
        ("id", String, "Id within the report"),
        START,
        END,
        TEXT,
        ("kind", String, "person, organization, place or group"),
        ("form", String, "name, short, title, anaphor or metonym"),
        ENTITY,
        RULE,
    ],
    key: &["report", "id"],
    references: &[TO_REPORT, TO_ENTITY],
};

pub(crate) const QUOTATIONS: Layout = Layout {
    name: "quotations",
    title: "Who said what",
    columns: &[
        REPORT,
        ("id", String, "Id within the report"),
        START,
        END,
        TEXT,
        ("kind", String, "direct, mixed or indirect"),
        ("cue", String, "The word that introduces it"),
        ("stance", String, "How the reporter stands to it"),
        ("speaker", String, "Id of the entity that said it"),
        (
            "chain",
            String,
            "Who said it, then who carried it, outwards, in the report's words",
        ),
        RULE,
    ],
    key: &["report", "id"],
    references: &[TO_REPORT, (&["speaker"], "entities", &["id"])],
};

pub(crate) const LINKS: Layout = Layout {
    name: "links",
    title: "The links of the chains of quotations and tellings",
    columns: &[
        REPORT,
        ("of", String, "Id of the quotation or telling"),
        ("position", Integer, "0 said it; each next one carried it"),
        ENTITY,
        START,
        END,
        TEXT,
        ("verb", String, "The verb of this link"),
        ("medium", String, "statement, press-conference and so on"),
        ("anonymous", String, "Kind of an unnamed source"),
    ],
    key: &["report", "of", "position"],
    references: &[TO_REPORT, TO_ENTITY],
};

pub(crate) const TELLINGS: Layout = Layout {
    name: "tellings",
    title: "What each report says of an event",
    columns: &[
        REPORT,
        ("id", String, "Id within the report"),
        START,
        END,
        TEXT,
        ("type", String, "PLOVER type"),
        ("mode", String, "PLOVER mode"),
        ("trigger", String, "The word that names it"),
        ("modality", String, "happened, planned, denied and so on"),
        ("polarity", String, "positive or negative"),
        ("place", String, "Id of the place"),
        ("place_text", String, "The place in the report's words"),
        ("time", String, "When, as far as the report says"),
        EVENT,
        RULE,
    ],
    key: &["report", "id"],
    references: &[TO_REPORT, TO_EVENT, (&["place"], "entities", &["id"])],
};

pub(crate) const ACTORS: Layout = Layout {
    name: "telling_participants",
    title: "Who takes part, as each report says it",
    columns: &[
        REPORT,
        ("telling", String, "Id of the telling within the report"),
        ("position", Integer, "From 0"),
        ("role", String, "Role in the event"),
        ENTITY,
        START,
        END,
        TEXT,
    ],
    key: &["report", "telling", "position"],
    references: &[(&["report", "telling"], "tellings", &["report", "id"]), TO_ENTITY],
};

pub(crate) const FIGURES: Layout = Layout {
    name: "figures",
    title: "Numbers with what they count",
    columns: &[
        REPORT,
        ("id", String, "Id within the report"),
        START,
        END,
        TEXT,
        ("value", Number, "The number"),
        ("unit", String, "What is counted, as written"),
        ("scope", String, "Of what"),
    ],
    key: &["report", "id"],
    references: &[TO_REPORT],
};

pub(crate) const EVENTS: Layout = Layout {
    name: "events",
    title: "Events, one row for all reports of each",
    columns: &[
        ("id", String, "Id"),
        ("title", String, "How the briefing tells it"),
        ("type", String, "PLOVER type"),
        ("mode", String, "PLOVER mode"),
        ("status", String, "The furthest status any report gives it"),
        WHEN,
        EARLIEST,
        LATEST,
        CERTAINTY,
        ("place", String, "Id of the place"),
        ("tellings", Integer, "How often it is told"),
        (
            "roots",
            Integer,
            "Independent roots: one wire in four papers is one",
        ),
    ],
    key: &["id"],
    references: &[(&["place"], "entities", &["id"])],
};

pub(crate) const PARTICIPANTS: Layout = Layout {
    name: "participants",
    title: "Who took part in which event",
    columns: &[EVENT, ENTITY, ("role", String, "Role in the event")],
    key: &[],
    references: &[TO_EVENT, TO_ENTITY],
};

pub(crate) const TOPICS: Layout = Layout {
    name: "topics",
    title: "Agenda items of events",
    columns: &[EVENT, TEXT],
    key: &[],
    references: &[TO_EVENT],
};

pub(crate) const PARTS: Layout = Layout {
    name: "parts",
    title: "Events that are parts of others",
    columns: &[EVENT, ("part", String, "Id of the event that is a part of it")],
    key: &[],
    references: &[TO_EVENT, (&["part"], "events", &["id"])],
};

pub(crate) const ROOTS: Layout = Layout {
    name: "roots",
    title: "What the reports of an event go back to",
    columns: &[
        EVENT,
        (
            "root",
            String,
            "An agency, a speaker, or the id of the first report",
        ),
        ("because", String, "Why its reports count as one"),
        REPORT,
    ],
    key: &[],
    references: &[TO_EVENT, TO_REPORT],
};

pub(crate) const ENTITIES: Layout = Layout {
    name: "entities",
    title: "Persons, organizations, places and groups",
    columns: &[
        ("id", String, "Id, derived from kind and name"),
        ("kind", String, "person, organization, place or group"),
        ("name", String, "The name by which it is listed"),
        (
            "same_as",
            String,
            "The same in other vocabularies, blank-separated",
        ),
    ],
    key: &["id"],
    references: &[],
};

pub(crate) const FORMS: Layout = Layout {
    name: "forms",
    title: "Names and titles that reports give to entities",
    columns: &[
        ENTITY,
        ("use", String, "name or title"),
        TEXT,
        REPORT,
        ("count", Integer, "How often in this report"),
    ],
    key: &[],
    references: &[TO_ENTITY, TO_REPORT],
};

pub(crate) const TIMELINE: Layout = Layout {
    name: "timeline",
    title: "Events in order of time",
    columns: &[
        ("position", Integer, "From 0"),
        EVENT,
        WHEN,
        EARLIEST,
        LATEST,
        CERTAINTY,
        (
            "after",
            String,
            "Ids of events that a report puts before it, blank-separated",
        ),
        (
            "before",
            String,
            "Ids of events that a report puts after it, blank-separated",
        ),
    ],
    key: &["position"],
    references: &[TO_EVENT],
};

pub(crate) const COMMITMENTS: Layout = Layout {
    name: "commitments",
    title: "What is agreed, promised, demanded or due",
    columns: &[
        ("id", String, "Id"),
        (
            "kind",
            String,
            "agreement, promise, demand, plan, threat, deadline or refusal",
        ),
        ("by", String, "Id of the entity that is bound or asks"),
        (
            "by_text",
            String,
            "The same by name, or in the words of the report",
        ),
        ("to", String, "Id of the entity it is addressed to"),
        (
            "to_text",
            String,
            "The same by name, or in the words of the report",
        ),
        ("what", String, "What, in the words of the first report"),
        ("due", String, "By when, EDTF"),
        ("due_earliest", Date, "First possible day"),
        ("due_latest", Date, "Last possible day"),
        ("state", String, "open, met, missed, withdrawn or unknown"),
    ],
    key: &["id"],
    references: &[(&["by"], "entities", &["id"]), (&["to"], "entities", &["id"])],
};

pub(crate) const DISCREPANCIES: Layout = Layout {
    name: "discrepancies",
    title: "Where reports differ: one row for each value of each report",
    columns: &[
        ("id", String, "Id of the discrepancy"),
        ("position", Integer, "Which of its values, from 0"),
        EVENT,
        ENTITY,
        ("field", String, "What differs"),
        ("cause", String, "Why they may differ"),
        ("value", String, "The value"),
        REPORT,
    ],
    key: &["id", "position"],
    references: &[TO_EVENT, TO_ENTITY, TO_REPORT],
};

pub(crate) const EVIDENCE: Layout = Layout {
    name: "evidence",
    title: "The words that commitments and discrepancies rest on",
    columns: &[
        ("of", String, "Id of the commitment or discrepancy"),
        (
            "value",
            Integer,
            "Position of the discrepancy's value; 0 for a commitment",
        ),
        ("position", Integer, "From 0"),
        REPORT,
        START,
        END,
        TEXT,
    ],
    key: &["of", "value", "position"],
    references: &[TO_REPORT],
};

pub(crate) const FRAMING: Layout = Layout {
    name: "framing",
    title: "How each report names each actor",
    columns: &[
        ENTITY,
        REPORT,
        ("outlet", String, "Who published the report"),
        START,
        END,
        TEXT,
    ],
    key: &[],
    references: &[TO_ENTITY, TO_REPORT],
};

pub(crate) const SILENCES: Layout = Layout {
    name: "silences",
    title: "Outlets that do not tell an event that others tell",
    columns: &[
        EVENT,
        ("outlet", String, "Who does not tell it"),
        (
            "window",
            String,
            "EDTF interval in which it published something else",
        ),
    ],
    key: &[],
    references: &[TO_EVENT],
};

pub(crate) const GAPS: Layout = Layout {
    name: "gaps",
    title: "What the reports do not say",
    columns: &[EVENT, ENTITY, REPORT, ("missing", String, "What is missing")],
    key: &[],
    references: &[TO_EVENT, TO_ENTITY, TO_REPORT],
};

pub(crate) const DIAGNOSTICS: Layout = Layout {
    name: "diagnostics",
    title: "What was odd in the input",
    columns: &[
        (
            "report",
            String,
            "Id of the report, or the path of a file that gave none",
        ),
        START,
        END,
        ("message", String, "What is odd"),
        ("hint", String, "What to do about it"),
        RULE,
    ],
    key: &[],
    references: &[],
};
