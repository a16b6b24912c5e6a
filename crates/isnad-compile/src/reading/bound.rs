//! Words that bind somebody: promises, demands, refusals and the like, with what they govern.

use super::{Bound, Reader, bag::stripped};
use isnad_lang::{
    commitments::Head,
    events::{Reach, Status},
};
use isnad_model::{CommitmentKind, EntityKind, EventMention, Grain, Modality};
use isnad_text::{Form, Sentence, Span};

impl Reader<'_> {
    /// Words of a sentence that bind somebody, then the event mentions that do.
    pub(super) fn bound(&self, sentence: &Sentence, events: &[usize], out: &mut Vec<Bound>) {
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

    /// A conjunction that stands by itself, or a mark that opens a quotation behind one.
    fn is_loose(&self, at: usize) -> bool {
        let mark = self.tokens.get(at).is_some_and(|t| {
            matches!(
                t.span.of(&self.report.text),
                "\u{AB}" | "\u{BB}" | "\"" | "\u{201C}"
            )
        });
        mark && self.stands_alone(at - 1) || self.stands_alone(at)
    }

    fn stands_alone(&self, at: usize) -> bool {
        let word = self.tokens.folded(at);
        self.pack.clitics.conjunctions.iter().any(|c| c == word)
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
