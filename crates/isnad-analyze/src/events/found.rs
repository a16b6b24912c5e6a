//! What the search collects before event mentions are made of it.

use isnad_lang::events::{Frame, Shape, Status};
use isnad_model::Role;
use isnad_text::Span;

/// An event as one place of a report names it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Number of the frame.
    pub frame: usize,
    /// Form of the trigger.
    pub shape: Shape,
    /// Number of the sentence on the page.
    pub sentence: usize,
    /// Role of its block.
    pub block: Role,
    /// First token of the trigger and the number of its tokens.
    pub token: usize,
    pub len: usize,
    /// Clause of the sentence in which the trigger stands, counted from 0.
    pub clause: usize,
    /// Where the trigger stands.
    pub trigger: Span,
    /// Participants: mention and role.
    pub actors: Vec<(usize, String)>,
    /// Does a verb have its subject, its object?
    pub subject: bool,
    pub object: bool,
    /// The mention that names the place.
    pub place: Option<usize>,
    /// Is the place said in the trigger's own clause?
    pub own_place: bool,
    /// The time expressions, the first gives the value.
    pub times: Vec<usize>,
    /// Agenda items.
    pub topics: Vec<Span>,
    /// A light verb names it as an event.
    pub light: bool,
    /// It has the article or a demonstrative.
    pub definite: bool,
    /// "Both sides" take part: the participants of the event before.
    pub sides: bool,
    /// Those sides call for it.
    pub caller: bool,
    /// Somebody without a name is with the subject ("with a delegation").
    pub company: bool,
    /// A common noun tells who acts or suffers ("gunmen", "five civilians").
    pub unnamed: bool,
    /// Its subject is a noun that is no name: nobody spoken of elsewhere is meant.
    pub closed: bool,
    /// May the man or woman told as subject of the verb be the one who suffers it ("was arrested" is written like "arrested")?
    pub active: bool,
    /// It only says more of the event with this number: its verb in a relative clause, its outcome, the verb's own object.
    pub of: Option<usize>,
    /// Token and sentence of its last mention so far.
    pub last: usize,
    pub last_sentence: usize,
    /// What other words make of it.
    pub status: Option<Status>,
    /// It stands in the scope of wanting, agreeing …, of the event with this number.
    pub under: Option<usize>,
    /// A finite verb of the present in a headline may tell what happened.
    pub open: bool,
    /// Who takes part if nobody else is named: the subject of an unknown verb before the noun.
    pub presumed: Vec<usize>,
    /// Set aside.
    pub dropped: bool,
}

impl Found {
    /// Adds a participant once.
    pub(super) fn add(&mut self, mention: usize, role: &str) {
        if !self.actors.iter().any(|(m, _)| *m == mention) {
            self.actors.push((mention, role.to_owned()));
        }
    }

    /// Is it named by a verb?
    pub(super) fn is_verb(&self) -> bool {
        !self.shape.is_noun()
    }

    /// Does it have anything of its own?
    pub(super) fn has_argument(&self) -> bool {
        !self.actors.is_empty() || self.own_place || !self.times.is_empty()
    }

    /// The status its words and its frame give it.
    pub(super) fn settled(&self, frame: &Frame) -> Option<Status> {
        self.status.or(frame.status)
    }
}
