//! One pass over the words of each report: what is needed to compare event mentions, what binds somebody, what comes
//! before or after what.

mod contrast;

use crate::prepare::Text;
use isnad_lang::{
    Pack,
    commitments::Head,
    events::{Reach, Status},
    names::flag,
};
use isnad_model::{CommitmentKind, EntityKind, EventMention, Grain, Modality, Report, Role};
use isnad_text::{Form, Kind, Sentence, Span, Tokens, hash_word};
use serde::{Deserialize, Serialize};

/// What one report's words say beyond its layers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Reading {
    /// One for every event mention of the report, in its order.
    pub(crate) features: Vec<Feature>,
    /// The content words of every quotation of the report, in its order.
    pub(crate) said: Vec<WordBag>,
    /// Words that bind somebody.
    pub(crate) bound: Vec<Bound>,
    /// Event mentions that a connecting word puts in order.
    pub(crate) order: Vec<Order>,
    /// What is told of the part that an actor plays.
    pub(crate) parts: Vec<Part>,
    /// Who came with the head of a delegation.
    pub(crate) members: Vec<Members>,
}

/// What a report says an actor is to others: "X is the main backer of Y".
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Part {
    /// Number of the mention that names the actor.
    pub(crate) mention: usize,
    /// Number of the role in the pack.
    pub(crate) role: u8,
    /// The words from the actor or the role on, whichever stands first.
    pub(crate) span: Span,
    /// Content words behind the word of the role.
    pub(crate) words: WordBag,
}

/// Who is told to have come with the head of a delegation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Members {
    /// Number of the event mention, and of its participant that heads.
    pub(crate) event: usize,
    pub(crate) head: usize,
    /// The words for the others.
    pub(crate) span: Span,
    /// Their content words.
    pub(crate) words: WordBag,
}

/// Two event mentions in order: "a week after the visit they came".
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    /// The one behind the connecting word.
    pub(crate) behind: usize,
    /// The other one.
    pub(crate) other: usize,
    /// Does the one behind the word come first ("after …")?
    pub(crate) after: bool,
    /// End of the connecting word.
    pub(crate) word: usize,
}

/// What is compared of an event mention.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Feature {
    /// Content words of the clause.
    pub(crate) words: WordBag,
    /// Content words from the trigger on that name nobody, no place and no time.
    pub(crate) focus: WordBag,
    /// Content words of the trigger.
    pub(crate) trigger: WordBag,
    /// Place in a series, 0 where not said.
    pub(crate) ordinal: u8,
    /// An earlier occasion ("previous meeting").
    pub(crate) earlier: bool,
    /// Headline, standfirst or one of the first paragraphs: the news itself.
    pub(crate) lede: bool,
    /// First byte of the sentence.
    pub(crate) sentence: usize,
}

/// Words that bind somebody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Bound {
    /// What they do.
    pub(crate) kind: CommitmentKind,
    /// Head and content.
    pub(crate) span: Span,
    /// Content.
    pub(crate) what: Span,
    /// Event mention it rests on or lies in.
    pub(crate) mention: Option<usize>,
    /// Content words of the content.
    pub(crate) words: WordBag,
}

/// Up to 64 content words, each under every form without proclitics and article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WordBag {
    forms: Vec<(u64, u8)>,
    count: u8,
}

impl WordBag {
    /// Number of words.
    pub(crate) fn len(&self) -> usize {
        self.count as usize
    }

    /// How many words the two share, counted on the side where fewer match.
    pub(crate) fn shared(&self, other: &Self) -> usize {
        let (mut mine, mut theirs) = (0u64, 0u64);
        let (mut i, mut j) = (0, 0);
        // which of two hashes is the smaller is chance: steps are counted, not branched on
        while let (Some(a), Some(b)) = (self.forms.get(i), other.forms.get(j)) {
            if a.0 == b.0 {
                let same = |list: &[(u64, u8)], from: usize| {
                    list[from..]
                        .iter()
                        .take_while(|x| x.0 == a.0)
                        .fold(0u64, |m, x| m | 1 << x.1)
                };
                mine |= same(&self.forms, i);
                theirs |= same(&other.forms, j);
            }
            i += usize::from(a.0 <= b.0);
            j += usize::from(b.0 <= a.0);
        }
        mine.count_ones().min(theirs.count_ones()) as usize
    }

    /// Shared words as a part of the shorter bag.
    pub(crate) fn containment(&self, other: &Self) -> f32 {
        let least = self.len().min(other.len());
        if least == 0 {
            0.0
        } else {
            self.shared(other) as f32 / least as f32
        }
    }

    /// Shared words as a part of all words.
    pub(crate) fn likeness(&self, other: &Self) -> f32 {
        let shared = self.shared(other);
        let all = self.len() + other.len() - shared;
        if all == 0 { 0.0 } else { shared as f32 / all as f32 }
    }

    /// A few numbers that texts with the same words share: the smallest form hashes.
    pub(crate) fn sketch(&self, n: usize) -> impl Iterator<Item = u64> + '_ {
        self.forms.iter().map(|f| f.0).take(n)
    }

    fn add(&mut self, tokens: &Tokens, at: usize, article: &str) {
        if self.count >= 64 {
            return;
        }
        let Some(token) = tokens.get(at) else { return };
        let folded = tokens.folded(at);
        let id = self.count;
        for form in token.forms() {
            self.forms.push((form.hash, id));
        }
        // the bare word: proclitics as the tokens know them, then the article
        let mut letters = folded;
        for form in token.forms() {
            let rest = if form.off & Form::FUSED == 0 {
                stripped(tokens, at, form.skip as usize)
            } else {
                continue;
            };
            letters = rest;
            if let Some(bare) = letters
                .strip_prefix(article)
                .filter(|b| !article.is_empty() && b.chars().count() >= 3)
            {
                self.forms.push((hash_word(bare), id));
            }
        }
        if token.forms().iter().any(|f| f.off & Form::FUSED != 0) {
            // preposition and article fused: the letters after both
            let bare = letters.char_indices().nth(2).map_or("", |(i, _)| &letters[i..]);
            if bare.chars().count() >= 3 {
                self.forms.push((hash_word(bare), id));
            }
        }
        self.count += 1;
    }

    fn seal(&mut self) {
        self.forms.sort_unstable();
        self.forms.dedup();
    }
}

/// The folded letters of a token without as many letters as `skip` original bytes hold.
fn stripped(tokens: &Tokens, at: usize, skip: usize) -> &str {
    // proclitics are single letters of two bytes in the original; folded they are two bytes as well
    tokens.folded(at).get(skip..).unwrap_or("")
}

impl Reading {
    /// Reads one report, its layers as analysis left them.
    pub(crate) fn of(report: &Report, text: &Text<'_>) -> Self {
        Reader::new(report, text).read()
    }

    /// The reading of a report in a language without a pack.
    pub(crate) fn none(report: &Report) -> Self {
        Self {
            features: report.events.iter().map(|_| Feature::default()).collect(),
            said: report.quotations.iter().map(|_| WordBag::default()).collect(),
            ..Self::default()
        }
    }
}

struct Reader<'a> {
    report: &'a Report,
    pack: &'a Pack,
    tokens: &'a Tokens,
    /// Sentence and number of its block among the paragraphs; role.
    sentences: Vec<(&'a Sentence, usize, Role)>,
}

impl<'a> Reader<'a> {
    fn new(report: &'a Report, text: &'a Text<'_>) -> Self {
        let mut all = Vec::with_capacity(text.sentences.len());
        let mut paragraphs = 0;
        let mut last = None;
        for s in &text.sentences {
            // paragraphs before the one it stands in
            if last.is_some_and(|(block, role)| block != s.block && role == Role::Paragraph) {
                paragraphs += 1;
            }
            last = Some((s.block, s.role));
            all.push((&s.sentence, paragraphs, s.role));
        }
        Self {
            report,
            pack: text.pack,
            tokens: text.tokens,
            sentences: all,
        }
    }

    fn read(&self) -> Reading {
        let features = self.report.events.iter().map(|e| self.feature(e)).collect();
        let mut out = Reading {
            features,
            said: self
                .report
                .quotations
                .iter()
                .map(|q| self.bag(q.span()))
                .collect(),
            ..Reading::default()
        };
        let all = &self.report.events;
        let mut sorted: Vec<usize> = (0..all.len()).collect();
        sorted.sort_by_key(|&e| (all[e].trigger.start, e));
        for &(sentence, ..) in &self.sentences {
            let from = sorted.partition_point(|&e| all[e].trigger.start < sentence.span.start);
            let to = sorted.partition_point(|&e| all[e].trigger.start < sentence.span.end);
            let here = sorted.get(from..to).unwrap_or(&[]);
            self.order(sentence, here, &mut out.order);
            self.bound(sentence, here, &mut out.bound);
        }
        contrast::read(self, &mut out);
        out
    }

    fn sentence_at(&self, byte: usize) -> Option<&(&'a Sentence, usize, Role)> {
        let i = self.sentences.partition_point(|s| s.0.span.end <= byte);
        self.sentences.get(i).filter(|s| s.0.span.holds(byte))
    }

    fn is_content(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| match t.kind {
            Kind::Word => {
                self.tokens.folded(at).chars().nth(2).is_some()
                    && !t.forms().iter().any(|f| self.pack.is_frequent(f.hash))
            }
            Kind::Number => true,
            Kind::Mark => false,
        })
    }

    fn feature(&self, event: &EventMention) -> Feature {
        let article = self.pack.clitics.article.as_str();
        let mut out = Feature {
            sentence: event.trigger.start,
            ..Feature::default()
        };
        let trigger = self.tokens.within(event.trigger.span());
        let mut around = trigger.clone();
        if let Some((sentence, paragraph, role)) = self.sentence_at(event.trigger.start) {
            out.lede = matches!(role, Role::Headline | Role::Kicker | Role::Standfirst)
                || *role == Role::Paragraph && *paragraph < 2;
            out.sentence = sentence.span.start;
            around = sentence.tokens.clone();
        }
        // the words around the trigger, not of a whole long sentence
        let from = around.start.max(trigger.start.saturating_sub(20));
        let to = around.end.min(trigger.end + 24);
        for at in from..to {
            if self.is_content(at) {
                out.words.add(self.tokens, at, article);
            }
        }
        for at in trigger.clone() {
            if self.is_content(at) {
                out.trigger.add(self.tokens, at, article);
            }
        }
        let named = |at: usize| {
            self.tokens.get(at).is_some_and(|t| {
                event.participants.iter().any(|p| p.span().overlaps(t.span))
                    || event
                        .place
                        .as_ref()
                        .is_some_and(|p| Span::new(p.start, p.end).overlaps(t.span))
                    || event.time.as_ref().is_some_and(|time| {
                        let mut own = self.report.times.iter().filter(|x| time.times.contains(&x.id));
                        own.any(|x| x.span().overlaps(t.span))
                    })
            })
        };
        for at in trigger.start..around.end.max(trigger.end) {
            if out.focus.len() >= 12 {
                break;
            }
            let stops =
                || self.ends_clause(at) || self.pack.commitments.stops.longest(self.tokens, at).is_some();
            if at >= trigger.end && out.focus.len() >= 3 && stops() {
                break;
            }
            if self.is_content(at) && !named(at) {
                out.focus.add(self.tokens, at, article);
            }
        }
        let near = trigger.start.saturating_sub(2)..(trigger.end + 3).min(self.tokens.len());
        let words = &self.pack.commitments;
        out.earlier = near
            .clone()
            .any(|at| words.earlier.longest(self.tokens, at).is_some());
        out.ordinal = (trigger.start..near.end)
            .find_map(|at| words.ordinals.longest(self.tokens, at))
            .map_or(0, |h| *h.value);
        for bag in [&mut out.words, &mut out.focus, &mut out.trigger] {
            bag.seal();
        }
        out
    }

    fn ends_clause(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| {
            t.kind == Kind::Mark
                && matches!(
                    t.span.of(&self.report.text),
                    "\u{060C}" | "," | ";" | "\u{061B}" | ":" | "." | "(" | "\u{00BB}" | "\u{201D}"
                )
        })
    }

    /// Pairs of event mentions that a connecting word puts in order.
    fn order(&self, sentence: &Sentence, events: &[usize], out: &mut Vec<Order>) {
        if events.is_empty() {
            return;
        }
        let all = &self.report.events;
        for at in sentence.tokens.clone() {
            let words = &self.pack.commitments;
            let (hit, after) = match (
                words.after.longest(self.tokens, at),
                words.before.longest(self.tokens, at),
            ) {
                (Some(hit), _) => (hit, true),
                (None, Some(hit)) => (hit, false),
                _ => continue,
            };
            let span = hit.span(self.tokens, at);
            let Some(limit) = self
                .tokens
                .get((at + hit.len + 5).min(sentence.tokens.end.saturating_sub(1)))
            else {
                continue;
            };
            let Some(second) = events
                .iter()
                .copied()
                .find(|&e| all[e].trigger.start >= span.end && all[e].trigger.start < limit.span.end)
            else {
                continue;
            };
            let behind = all[second].trigger.end;
            let first = events
                .iter()
                .rev()
                .copied()
                .find(|&e| all[e].trigger.end <= span.start);
            let first = first
                .or_else(|| self.meant(sentence, at))
                .or_else(|| events.iter().copied().find(|&e| all[e].trigger.start >= behind));
            if let Some(other) = first.filter(|&f| f != second) {
                out.push(Order {
                    behind: second,
                    other,
                    after,
                    word: span.end,
                });
            }
        }
    }

    /// The event told before the sentence that a noun in it means: "this visit comes hours after …".
    fn meant(&self, sentence: &Sentence, before: usize) -> Option<usize> {
        const NEAR: usize = 48;
        let frames = &self.pack.events.frames;
        let triggers = &self.pack.events.triggers;
        (sentence.tokens.start..before).rev().find_map(|t| {
            let hit = triggers
                .longest(self.tokens, t)
                .filter(|h| h.value.shape.is_noun())?;
            let frame = frames.get(hit.value.frame)?;
            // mentions stand in the order of the text
            let before = self
                .report
                .events
                .partition_point(|e| e.trigger.start < sentence.span.start);
            let mut near = (before.saturating_sub(NEAR)..before).rev();
            near.find(|&n| {
                let e = &self.report.events[n];
                e.kind == frame.kind() && e.mode == frame.mode
            })
        })
    }

    /// Words of a sentence that bind somebody, then the event mentions that do.
    fn bound(&self, sentence: &Sentence, events: &[usize], out: &mut Vec<Bound>) {
        let words = &self.pack.commitments;
        let first = out.len();
        let mut talks = false;
        let mut free = sentence.tokens.start;
        for at in sentence.tokens.clone() {
            talks |= words.talks.longest(self.tokens, at).is_some();
            if at < free {
                continue;
            }
            let mut hits = words.heads.all(self.tokens, at);
            hits.sort_by_key(|h| std::cmp::Reverse(h.len));
            for hit in hits {
                let head = hit.value;
                // a word of its own that only looks like preposition and head
                let other = hit.form.off & (Form::PREPOSITION | Form::FUSED) != 0
                    && words
                        .talks
                        .longest_where(self.tokens, at, |f| f.off & !Form::CONJUNCTION == 0)
                        .is_some();
                if other || head.in_talks && !talks || self.denied(at, sentence.tokens.start) {
                    continue;
                }
                let Some(from) = self.linked(head, at + hit.len, sentence.tokens.end) else {
                    continue;
                };
                let kind = if head.open_in_talks && talks {
                    CommitmentKind::Plan
                } else {
                    kind_of(&head.kind)
                };
                let start = hit.span(self.tokens, at).start;
                // "asked A B to …": who asks stands between
                let asks = head.link.is_empty() && !head.keep && head.kind == "demand";
                let from = if asks { self.behind_name(from) } else { from };
                free = self
                    .items(kind, start, from, sentence, head.keep, out)
                    .max(at + hit.len);
                break;
            }
        }
        let found = out.len();
        for &e in events {
            let event = &self.report.events[e];
            let inside = |b: &&mut Bound| b.span.overlaps(event.trigger.span());
            let told = out[first..found]
                .iter_mut()
                .find(inside)
                .map(|b| b.mention.get_or_insert(e))
                .is_some();
            let due = self.due(event);
            if let Some(due) = due {
                let trigger = event.trigger.span();
                let near = trigger.end <= due.start
                    && due.start - trigger.end <= 160
                    && due.end <= sentence.span.end;
                let span = if near { trigger.join(due) } else { due };
                out.push(Bound {
                    kind: CommitmentKind::Deadline,
                    span,
                    what: span,
                    mention: Some(e),
                    words: self.bag(span),
                });
            }
            let Some(kind) =
                binding(event).filter(|k| !(told || due.is_some() && *k == CommitmentKind::Plan))
            else {
                continue;
            };
            let tokens = self.tokens.within(event.trigger.span());
            let span = self
                .tokens
                .get(tokens.start)
                .map_or(event.trigger.span(), |t| t.span);
            let before = out.len();
            self.items(kind, span.start, tokens.end, sentence, true, out);
            out.truncate(before + 1);
            // the words of its content stand there already
            let twin = out.get(before).and_then(|b| {
                out[first..found]
                    .iter()
                    .position(|x| x.kind == b.kind && x.span.overlaps(b.span))
            });
            if let Some(twin) = twin {
                out.truncate(before);
                out[first + twin].mention.get_or_insert(e);
            }
            let Some(rest) = out.get_mut(before..) else {
                continue;
            };
            rest.iter_mut().for_each(|b| b.mention = Some(e));
        }
    }

    /// The first token behind the name of a person that stands here, with its titles.
    fn behind_name(&self, from: usize) -> usize {
        let Some(at) = self.tokens.get(from).map(|t| t.span) else {
            return from;
        };
        let holds = |m: &&isnad_model::Mention| {
            m.kind == EntityKind::Person
                && (m.span().overlaps(at) || m.titles.iter().any(|t| t.span().overlaps(at)))
        };
        self.report
            .mentions
            .iter()
            .find(holds)
            .map_or(from, |m| self.tokens.within(Span::new(at.start, m.end)).end)
    }

    /// Is it told only to be denied?
    fn denied(&self, at: usize, start: usize) -> bool {
        (start.max(at.saturating_sub(14))..at).any(|t| {
            self.pack
                .events
                .cues
                .all(self.tokens, t)
                .iter()
                .any(|h| h.value.status == Status::Denied && h.value.reach == Reach::After)
        })
    }

    /// The day for which something is set that has not taken place.
    fn due(&self, event: &EventMention) -> Option<Span> {
        let ahead = matches!(
            event.modality,
            Modality::Planned
                | Modality::CalledFor
                | Modality::Postponed
                | Modality::Agreed
                | Modality::Promised
        );
        let time = event.time.as_ref().filter(|_| ahead)?;
        let fixed = |t: &&isnad_model::TimeExpression| {
            time.times.contains(&t.id)
                && matches!(t.grain, Grain::Day | Grain::Hour | Grain::Minute | Grain::DayPart)
        };
        self.report.times.iter().find(fixed).map(|t| t.span())
    }

    /// The first token of what a head governs.
    fn linked(&self, head: &Head, from: usize, end: usize) -> Option<usize> {
        if head.link.is_empty() {
            return (from < end || head.keep).then_some(from);
        }
        let mut commas = 0;
        for at in from..end.min(from + 9) {
            if self.ends_clause(at) {
                // "they came, lately, to …": a comma may stand between
                commas += usize::from(self.is_comma(at));
                if !self.is_comma(at) || commas > 2 {
                    return None;
                }
            }
            let token = self.tokens.get(at)?;
            let folded = self.tokens.folded(at);
            for link in &head.link {
                if let Some(letter) = link.strip_suffix('+') {
                    // a preposition written together with the next word, under a conjunction or not
                    let off = |f: &Form| f.off & (Form::PREPOSITION | Form::FUSED) != 0;
                    let starts = token.forms().iter().any(|f| {
                        f.off == Form::CONJUNCTION
                            && stripped(self.tokens, at, f.skip as usize).starts_with(letter)
                    });
                    if commas == 0
                        && token.forms().iter().any(off)
                        && (folded.starts_with(letter) || starts)
                        && !self.is_name(token.span)
                    {
                        return Some(at);
                    }
                } else if folded == link
                    && self
                        .pack
                        .events
                        .markers
                        .longest(self.tokens, at)
                        .is_none_or(|h| h.len == 1)
                {
                    return (at + 1 < end).then_some(at + 1);
                }
            }
        }
        None
    }

    fn is_name(&self, span: Span) -> bool {
        let i = self.report.mentions.partition_point(|m| m.start < span.start);
        self.report.mentions.get(i).is_some_and(|m| m.start == span.start)
    }

    /// What a head governs, up to the end of its clause, and the items that are listed after it. Gives the first token behind.
    fn items(
        &self,
        kind: CommitmentKind,
        start: usize,
        from: usize,
        sentence: &Sentence,
        keep: bool,
        out: &mut Vec<Bound>,
    ) -> usize {
        let words = &self.pack.commitments;
        let mut begin = from;
        // "agreed on the need to …": the need is no demand of its own
        while let Some(hit) = words
            .heads
            .longest(self.tokens, begin)
            .filter(|h| h.value.link.is_empty() && !h.value.keep)
        {
            begin += hit.len;
        }
        // "pledged last March to …": the day of the pledge is none of its content
        while begin + 1 < sentence.tokens.end
            && begin < from + 6
            && !keep
            && self.tokens.get(begin).is_some_and(|t| {
                self.report
                    .times
                    .iter()
                    .any(|x| x.span().contains(t.span) && x.end < sentence.span.end)
            })
        {
            begin += 1;
        }
        let mut start = start;
        let mut listed = 0;
        loop {
            let mut end = begin;
            let mut open = 0;
            while end < sentence.tokens.end && end - begin < 32 {
                let mark = self.tokens.get(end).map_or("", |t| t.span.of(&self.report.text));
                match mark {
                    "\u{00AB}" | "\u{201C}" => open += 1,
                    // a quotation that began inside goes on to its end
                    "\u{00BB}" | "\u{201D}" if open > 0 => open -= 1,
                    _ if self.ends_clause(end)
                        || end > begin
                            && (words.stops.longest(self.tokens, end).is_some()
                                || keep && self.talked_of(end)) =>
                    {
                        break;
                    }
                    _ => {}
                }
                end += 1;
            }
            // a conjunction before a quotation mark joins nothing any more
            let mut last = end;
            while last > begin + 1 && self.is_loose(last - 1) {
                last -= 1;
            }
            let mut what = self.span(begin, last);
            if end == begin && keep && listed == 0 {
                what = self
                    .tokens
                    .get(begin.saturating_sub(1))
                    .map(|t| t.span)
                    .unwrap_or_default();
            }
            if what.is_empty() {
                return end;
            }
            if start == usize::MAX {
                // an item of a list begins behind its conjunction
                let skip = self
                    .tokens
                    .get(begin)
                    .and_then(|t| t.forms().iter().find(|f| f.off == Form::CONJUNCTION));
                what.start += skip.map_or(0, |f| f.skip as usize);
            }
            let whole = Span::new(start.min(what.start), what.end);
            if kind == CommitmentKind::Deadline {
                // only with its day: the words up to the end of the time expression
                if let Some(due) = self.report.times.iter().find(|t| whole.overlaps(t.span())) {
                    let span = Span::new(whole.start, due.end);
                    out.push(Bound {
                        kind,
                        span,
                        what: span,
                        mention: None,
                        words: self.bag(span),
                    });
                }
                return end;
            }
            out.push(Bound {
                kind,
                span: whole,
                what: if keep { whole } else { what },
                mention: None,
                words: self.bag(what),
            });
            listed += 1;
            let next = end + 1;
            // "signed a truce, and they press for talks": only what somebody agrees on is a list
            let signed = keep && kind == CommitmentKind::Agreement;
            let goes_on = self.is_comma(end)
                && listed < 8
                && !signed
                && matches!(
                    kind,
                    CommitmentKind::Agreement | CommitmentKind::Demand | CommitmentKind::Promise
                )
                && next + 1 < sentence.tokens.end
                && self.tokens.get(next).is_some_and(|t| {
                    t.forms()
                        .iter()
                        .any(|f| f.off == Form::CONJUNCTION && !self.is_verb(f.hash))
                        && !self.is_cue(t.span)
                })
                && words.stops.longest(self.tokens, next).is_none()
                && words
                    .heads
                    .longest(self.tokens, next)
                    .is_none_or(|h| h.value.in_talks)
                && words.talks.longest(self.tokens, next).is_none();
            if !goes_on {
                return end;
            }
            begin = next;
            start = usize::MAX;
        }
    }

    /// "… and discussing": another thing that is only talked of begins here.
    fn talked_of(&self, at: usize) -> bool {
        let joined = |f: Form| f.off & Form::CONJUNCTION != 0;
        self.pack
            .commitments
            .talks
            .longest_where(self.tokens, at, joined)
            .is_some()
    }

    /// A conjunction that stands by itself, or a mark that opens a quotation.
    fn is_loose(&self, at: usize) -> bool {
        let alone = self.tokens.get(at).is_some_and(|t| {
            matches!(
                t.span.of(&self.report.text),
                "\u{AB}" | "\u{BB}" | "\"" | "\u{201C}"
            )
        });
        alone && self.is_conjunction(at - 1) || self.is_conjunction(at)
    }

    fn is_conjunction(&self, at: usize) -> bool {
        let word = self.tokens.folded(at);
        self.pack.clitics.conjunctions.iter().any(|c| c == word)
    }

    fn bag(&self, span: Span) -> WordBag {
        let mut out = WordBag::default();
        for at in self.tokens.within(span) {
            if self.is_content(at) {
                out.add(self.tokens, at, &self.pack.clitics.article);
            }
        }
        out.seal();
        out
    }

    fn is_comma(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|t| matches!(t.span.of(&self.report.text), "\u{060C}" | ","))
    }

    fn is_verb(&self, hash: u64) -> bool {
        let word = self.pack.names.word(hash);
        word.is(flag::VERB) && !word.is(flag::NOUN)
    }

    fn is_cue(&self, span: Span) -> bool {
        self.report
            .quotations
            .iter()
            .any(|q| q.cue.as_ref().is_some_and(|c| c.span().overlaps(span)))
    }

    fn span(&self, from: usize, to: usize) -> Span {
        match (
            self.tokens.get(from),
            to.checked_sub(1).and_then(|i| self.tokens.get(i)),
        ) {
            (Some(a), Some(b)) if from < to => Span::new(a.span.start, b.span.end),
            _ => Span::default(),
        }
    }
}

/// What an event mention binds somebody to, if anything.
fn binding(event: &EventMention) -> Option<CommitmentKind> {
    Some(match (event.kind.as_str(), event.modality) {
        ("threaten", _) => CommitmentKind::Threat,
        ("reject", Modality::Happened | Modality::Rejected | Modality::Denied) => CommitmentKind::Refusal,
        ("request", Modality::Happened | Modality::CalledFor) | (_, Modality::CalledFor) => {
            CommitmentKind::Demand
        }
        (_, Modality::Promised) => CommitmentKind::Promise,
        ("agree", Modality::Happened) | (_, Modality::Agreed) => CommitmentKind::Agreement,
        (_, Modality::Planned) => CommitmentKind::Plan,
        _ => return None,
    })
}

fn kind_of(name: &str) -> CommitmentKind {
    match name {
        "promise" => CommitmentKind::Promise,
        "demand" => CommitmentKind::Demand,
        "plan" => CommitmentKind::Plan,
        "threat" => CommitmentKind::Threat,
        "refusal" => CommitmentKind::Refusal,
        "deadline" => CommitmentKind::Deadline,
        _ => CommitmentKind::Agreement,
    }
}
