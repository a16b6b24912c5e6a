//! One entry per event of a report: which finds count, and which name the same event.

use super::found::Found;
use crate::{Layers, Page};
use isnad_lang::events::{Bare, EventWords, Frame, Marker, Shape, Status};
use isnad_model::{EntityKind, Mention, MentionForm, Role};
use isnad_text::hash_folded;
use rustc_hash::FxHashMap;

/// For every mention the number of the mention that stands for its entity in this report.
pub(super) fn actors(mentions: &[Mention]) -> Vec<usize> {
    let names: Vec<u64> = mentions.iter().map(|m| hash_folded(&m.text)).collect();
    let mut by_id: FxHashMap<&str, usize> = FxHashMap::default();
    let mut by_entity: FxHashMap<&str, usize> = FxHashMap::default();
    // by the hashes of folded names, of their parts and of titles
    let mut by_name: FxHashMap<u64, usize> = FxHashMap::default();
    let mut by_part: FxHashMap<u64, usize> = FxHashMap::default();
    let mut by_title: FxHashMap<u64, usize> = FxHashMap::default();
    for (n, m) in mentions.iter().enumerate() {
        by_id.insert(&m.id, n);
        if m.kind == EntityKind::Person && m.form == MentionForm::Name {
            for part in m.text.split_whitespace() {
                by_part.entry(hash_folded(part)).or_insert(n);
            }
            for t in &m.titles {
                by_title.entry(hash_folded(&t.text)).or_insert(n);
            }
        }
    }
    let mut out: Vec<usize> = (0..mentions.len()).collect();
    for (n, (m, &name)) in mentions.iter().zip(&names).enumerate() {
        let same = if !m.entity.is_empty() {
            *by_entity.entry(&m.entity).or_insert(n)
        } else if let Some(&to) = m
            .refers_to
            .as_deref()
            .filter(|id| !id.is_empty())
            .and_then(|id| by_id.get(id))
        {
            if to < n {
                out.get(to).copied().unwrap_or(to)
            } else {
                to
            }
        } else if m.kind == EntityKind::Person && m.form == MentionForm::Short {
            let last = m.text.split_whitespace().next_back();
            last.and_then(|last| by_part.get(&hash_folded(last)))
                .copied()
                .unwrap_or(n)
        } else if m.kind == EntityKind::Person && m.form == MentionForm::Title {
            by_title.get(&name).copied().unwrap_or(n)
        } else {
            n
        };
        let same = if same == n {
            *by_name.entry(name).or_insert(n)
        } else {
            out.get(same).copied().unwrap_or(same)
        };
        if let Some(slot) = out.get_mut(n) {
            *slot = same;
        }
    }
    out
}

/// Sentences over which "both sides" or "the meeting" point back.
const NEAR: usize = 2;

/// Sets aside what is no event, and merges what is one.
pub(super) fn settle(page: &Page<'_>, layers: &Layers, mut found: Vec<Found>) -> Vec<Found> {
    let words = &page.pack.events;
    let same = actors(&layers.mentions);
    say_more(&mut found);
    promised(page, &mut found);
    yielded(page, &mut found);
    let mut kept: Vec<Found> = Vec::new();
    for mut f in found {
        let Some(frame) = words.frames.get(f.frame) else {
            continue;
        };
        if f.dropped {
            continue;
        }
        if f.actors.is_empty()
            && (f.sides && (f.is_verb() || f.light || f.caller) || frame.sides)
            && frame.kind() != "consult"
            && let Some(talks) = talks(words, &kept, &f)
        {
            let who: Vec<usize> = talks.actors.iter().map(|(m, _)| *m).take(4).collect();
            let role = match f.caller {
                true => "caller",
                false => frame.subject().unwrap_or("party"),
            };
            who.into_iter().for_each(|m| f.add(m, role));
            f.place = f.place.or(talks.place);
        }
        if frame.mode.as_deref() == Some("visit") {
            heads(layers, &kept, &mut f);
        }
        let full = counts(layers, frame, &f);
        // the one told last before it
        let target = kept
            .iter()
            .enumerate()
            .filter(|(_, k)| {
                words.frames.get(k.frame).is_some_and(|kf| {
                    kf.family == frame.family && one(layers, &same, (kf, k), (frame, &f), full)
                })
            })
            .max_by_key(|(_, k)| k.last)
            .map(|(n, _)| n);
        match target.and_then(|t| kept.get_mut(t)) {
            Some(k) => absorb(layers, k, f, frame, full),
            None if full => kept.push(f),
            None => {}
        }
    }
    headlines(page, &layers.mentions, &same, &mut kept);
    attacks(page, layers, &same, &mut kept);
    visits(words, layers, &same, &mut kept);
    for k in &mut kept {
        let mut seen = Vec::new();
        k.actors.retain(|(m, _)| {
            let who = same.get(*m).copied().unwrap_or(*m);
            let new = !seen.contains(&who);
            seen.push(who);
            new
        });
    }
    kept.sort_by_key(|f| f.token);
    kept
}

/// What only says more of another find goes to it.
fn say_more(found: &mut [Found]) {
    for n in 0..found.len() {
        let Some(of) = found.get(n).and_then(|f| f.of).filter(|&of| of < n) else {
            continue;
        };
        let Some(more) = found.get_mut(n) else { continue };
        more.dropped = true;
        let more = more.clone();
        let Some(head) = found.get_mut(of) else { continue };
        for (m, role) in &more.actors {
            head.add(*m, role);
        }
        head.unnamed |= more.unnamed;
        head.sides |= more.sides;
        if !head.own_place && more.place.is_some() && (more.own_place || head.place.is_none()) {
            head.place = more.place;
            head.own_place = more.own_place;
        }
        if head.times.is_empty() {
            head.times = more.times;
        }
        head.topics.extend(more.topics);
    }
}

/// "The attack", "the killing of ten in the attack": the one attack told before it, where only one was told.
fn attacks(page: &Page<'_>, layers: &Layers, same: &[usize], kept: &mut Vec<Found>) {
    let words = &page.pack.events;
    kept.sort_by_key(|f| f.token);
    let assault = |f: &Found| {
        words.frames.get(f.frame).is_some_and(|x| {
            let family = matches!(x.family.as_str(), "fighting" | "killing");
            x.kind() == "assault" && family && ahead(x, f) == Some(false)
        })
    };
    let mut n = 1;
    while n < kept.len() {
        // of several the one told right before
        const CLOSE: usize = 1;
        let mut before = (0..n).rev().filter(|&k| kept.get(k).is_some_and(assault));
        let last = before.next();
        let alone = before.next().is_none();
        let close = |k: &usize| {
            kept.get(*k)
                .zip(kept.get(n))
                .is_some_and(|(k, f)| f.sentence.saturating_sub(k.last_sentence) <= CLOSE)
        };
        let only = last.filter(|k| alone || close(k));
        let pair = only.and_then(|k| Some((kept.get(k)?, kept.get(n)?)));
        let again = pair.is_some_and(|(k, f)| assault(f) && is_told_again(page, layers, same, k, f));
        if let Some(only) = only.filter(|_| again) {
            let f = kept.remove(n);
            if let Some((k, frame)) = kept.get_mut(only).zip(words.frames.get(f.frame)) {
                absorb(layers, k, f, frame, true);
            }
        } else {
            n += 1;
        }
    }
}

/// Is the later one the attack told before: "the attack", or the dead of it, with nothing that tells them apart?
fn is_told_again(page: &Page<'_>, layers: &Layers, same: &[usize], k: &Found, f: &Found) -> bool {
    let words = &page.pack.events;
    let key = |m: usize| same.get(m).copied().unwrap_or(m);
    let killing = |x: &Found| words.frames.get(x.frame).is_some_and(|x| x.family == "killing");
    let place = |x: &Found| x.place.filter(|_| x.own_place).map(key);
    let there = place(k).zip(place(f)).is_none_or(|(a, b)| a == b);
    let shared = f.actors.is_empty()
        || k.actors.is_empty()
        || f.actors
            .iter()
            .any(|(m, _)| k.actors.iter().any(|(o, _)| key(*o) == key(*m)));
    let day = |x: &Found| {
        let time = x.times.first().and_then(|&t| layers.times.get(t));
        time.map(|t| t.value.split('T').next().unwrap_or_default().to_owned())
    };
    let days = day(k).zip(day(f)).is_none_or(|(a, b)| a == b);
    let dead = killing(f) && there && (!killing(k) || f.actors.is_empty() && !f.own_place);
    // "ten were killed in a raid"
    const FAR: usize = 14;
    let together = f.sentence == k.sentence
        && f.clause == k.clause
        && f.token.abs_diff(k.token) <= FAR
        && killing(f) != killing(k);
    let again = f.times.is_empty() && (f.definite || dead);
    // "the clashes began after the killing of one man": that was before them
    let earlier = killing(f)
        && !killing(k)
        && f.token > 0
        && page
            .pack
            .commitments
            .after
            .longest(&page.tokens, f.token - 1)
            .is_some();
    !earlier && !f.is_verb() && f.block == Role::Paragraph && shared && days && (again || together)
}

/// A visit told without day or place has those of the visitor's meetings, where these agree.
fn visits(words: &EventWords, layers: &Layers, same: &[usize], kept: &mut [Found]) {
    let key = |m: usize| same.get(m).copied().unwrap_or(m);
    let mode = |f: &Found| words.frames.get(f.frame).and_then(|fr| fr.mode.as_deref());
    let real = |f: &Found| {
        words
            .frames
            .get(f.frame)
            .is_some_and(|fr| f.settled(fr).is_none())
    };
    let value = |f: &Found| {
        let first = f.times.first().and_then(|&t| layers.times.get(t))?;
        Some(first.value.split('T').next().unwrap_or_default().to_owned())
    };
    for n in 0..kept.len() {
        let Some(visit) = kept.get(n).filter(|f| mode(f) == Some("visit") && real(f)) else {
            continue;
        };
        if visit.own_place && !visit.times.is_empty() {
            continue;
        }
        let with = |f: &&Found| {
            mode(f) == Some("meeting")
                && real(f)
                && f.block == Role::Paragraph
                && f.actors.iter().any(|(m, _)| {
                    visit
                        .actors
                        .iter()
                        .any(|(v, r)| r != "host" && key(*v) == key(*m))
                })
        };
        let meetings: Vec<&Found> = kept.iter().filter(with).collect();
        let Some(first) = meetings.first() else { continue };
        let day = value(first).filter(|d| meetings.iter().all(|m| value(m).as_ref() == Some(d)));
        // the one that says the day alone, without its hour
        let times = meetings
            .iter()
            .filter(|_| day.is_some() && visit.times.is_empty())
            .min_by_key(|m| {
                m.times
                    .first()
                    .and_then(|&t| layers.times.get(t))
                    .map_or(0, |t| t.value.len())
            })
            .map(|m| m.times.clone());
        let place = first
            .place
            .filter(|p| visit.place.is_none() && meetings.iter().all(|m| m.place.map(key) == Some(key(*p))));
        if let Some(visit) = kept.get_mut(n) {
            visit.place = visit.place.or(place);
            if let Some(times) = times {
                visit.times = times;
            }
        }
    }
}

/// Whose delegation is told to visit visits with it.
fn heads(layers: &Layers, kept: &[Found], f: &mut Found) {
    let group = |m: usize| {
        layers
            .mentions
            .get(m)
            .is_some_and(|m| m.kind == EntityKind::Group)
    };
    if !f.actors.iter().any(|(m, _)| group(*m)) || f.actors.iter().any(|(_, r)| r == "head") {
        return;
    }
    let leads = |r: &str| matches!(r, "head" | "chair");
    let told = kept.iter().rev().find(|k| {
        (k.unnamed || k.actors.iter().any(|(m, _)| group(*m))) && k.actors.iter().any(|(_, r)| leads(r))
    });
    let heads: Vec<usize> = told
        .into_iter()
        .flat_map(|k| k.actors.iter().filter(|(_, r)| leads(r)).map(|(m, _)| *m))
        .collect();
    heads.into_iter().for_each(|m| f.add(m, "head"));
}

/// The talks whose sides are meant: the last ones, if they stand near or no others were told of.
fn talks<'a>(words: &EventWords, kept: &'a [Found], f: &Found) -> Option<&'a Found> {
    let told = |k: &&Found| {
        words.frames.get(k.frame).is_some_and(|kf| kf.kind() == "consult") && k.actors.len() >= 2
    };
    let body = |k: &&Found| told(k) && matches!(k.block, Role::Paragraph | Role::Standfirst);
    let top = |k: &&Found| told(k) && k.block == Role::Headline;
    let (last, only) = match kept.iter().filter(body).max_by_key(|k| k.last) {
        Some(last) => (last, kept.iter().filter(body).count() == 1),
        None => (kept.iter().find(top)?, true),
    };
    (only && !f.sides || f.sentence.saturating_sub(last.last_sentence) <= NEAR).then_some(last)
}

/// A headline tells what the first sentences of the body tell, if that is one event of the family, at no other place, with one of its
/// participants at least where both name any.
fn headlines(page: &Page<'_>, mentions: &[Mention], same: &[usize], kept: &mut Vec<Found>) {
    const LEDE: usize = 4;
    let key = |m: &usize| same.get(*m).copied().unwrap_or(*m);
    let words = &page.pack.events;
    // an office or a town names nobody
    let pale = |m: usize| {
        mentions.get(m).is_none_or(|m| {
            m.form == MentionForm::Title || m.kind == EntityKind::Place && m.form != MentionForm::Metonym
        })
    };
    let top = |f: &Found| matches!(f.block, Role::Headline | Role::Kicker | Role::Standfirst);
    let family = |f: &Found| words.frames.get(f.frame).map(|fr| fr.family.clone());
    let mut n = 0;
    while n < kept.len() {
        let Some(head) = kept.get(n).filter(|f| top(f)).cloned() else {
            n += 1;
            continue;
        };
        let body: Vec<usize> = (0..kept.len())
            .filter(|&b| {
                kept.get(b)
                    .is_some_and(|f| !top(f) && f.block != Role::Caption && family(f) == family(&head))
            })
            .filter(|&b| {
                kept.get(b).is_some_and(|f| {
                    let shared = f
                        .actors
                        .iter()
                        .any(|(m, _)| head.actors.iter().any(|(o, _)| key(o) == key(m)));
                    let places = f.place.zip(head.place).is_none_or(|(a, b)| key(&a) == key(&b));
                    let consult = words.frames.get(f.frame).is_some_and(|fr| fr.kind() == "consult");
                    !consult
                        || f.sentence.saturating_sub(head.sentence) <= LEDE
                            && places
                            && (shared || f.actors.is_empty() || head.actors.iter().all(|(m, _)| pale(*m)))
                })
            })
            .collect();
        // of several the first, where the body begins with it
        let told = match body.as_slice() {
            [only] => Some(*only),
            [first, ..] => kept
                .get(*first)
                .filter(|f| f.sentence.saturating_sub(head.sentence) <= LEDE)
                .filter(|_| head.actors.iter().all(|(m, _)| pale(*m)))
                .map(|_| *first),
            [] => None,
        };
        if let Some(k) = told.and_then(|t| kept.get_mut(t)) {
            // who is only called by his office may be one of those named
            let told = k.actors.len();
            for (m, role) in &head.actors {
                let office = mentions.get(*m).is_some_and(|x| x.form == MentionForm::Title);
                if !office || told < head.actors.len() {
                    k.add(*m, role);
                }
            }
            k.place = k.place.or(head.place);
            kept.remove(n);
        } else {
            n += 1;
        }
    }
}

/// Who promises a visit is to visit.
fn promised(page: &Page<'_>, found: &mut [Found]) {
    let frames = &page.pack.events.frames;
    for n in 0..found.len() {
        let Some(f) = found.get(n).filter(|f| !f.is_verb() && !f.unnamed) else {
            continue;
        };
        let Some(role) = frames
            .get(f.frame)
            .filter(|fr| fr.animate)
            .and_then(|fr| fr.subject())
        else {
            continue;
        };
        let told = f.actors.iter().filter(|(_, r)| r == role).count();
        if told > usize::from(role == "participant") {
            continue;
        }
        let giver = f.under.and_then(|u| found.get(u)).filter(|g| {
            let gives = frames.get(g.frame).and_then(|fr| fr.gives);
            gives == Some(Status::Promised) && g.sentence == f.sentence
        });
        let Some(who) = giver.and_then(|g| g.actors.first()).map(|(m, _)| *m) else {
            continue;
        };
        if let Some(f) = found.get_mut(n) {
            f.add(who, role);
        }
    }
}

/// A demand whose content is an event of its own gives way to it.
fn yielded(page: &Page<'_>, found: &mut [Found]) {
    let words = &page.pack.events;
    let givers: Vec<(usize, usize)> = found
        .iter()
        .enumerate()
        .filter(|(_, f)| {
            !f.dropped
                && words
                    .frames
                    .get(f.frame)
                    .is_some_and(|fr| matches!(fr.bare, Bare::Always | Bare::Argument))
        })
        .filter_map(|(n, f)| Some((n, f.under?)))
        .collect();
    for (n, giver) in givers {
        let Some(g) = found
            .get_mut(giver)
            .filter(|g| words.frames.get(g.frame).is_some_and(|fr| fr.yields))
        else {
            continue;
        };
        g.dropped = true;
        let (actors, sides) = (g.actors.clone(), g.sides);
        let recipient = words
            .frames
            .get(g.frame)
            .and_then(Frame::object)
            .map(str::to_owned);
        if let Some(f) = found.get_mut(n) {
            f.sides |= sides && f.actors.is_empty();
            let does = words
                .frames
                .get(f.frame)
                .and_then(Frame::subject)
                .unwrap_or("recipient");
            for (m, role) in actors {
                // who is called upon is to do it
                let role = if Some(&role) == recipient.as_ref() {
                    does
                } else {
                    "caller"
                };
                f.add(m, role);
            }
        }
    }
}

/// Is it an event by itself, or at best a word for one told elsewhere?
fn counts(layers: &Layers, frame: &Frame, f: &Found) -> bool {
    let kind = |m: usize| layers.mentions.get(m).map(|m| (m.kind, m.form));
    let animate = f
        .actors
        .iter()
        .filter(|(m, _)| {
            kind(*m).is_some_and(|(k, form)| k != EntityKind::Place || form == MentionForm::Metonym)
        })
        .count();
    if f.is_verb() {
        let n = usize::from(f.company)
            + usize::from(f.unnamed)
            + if frame.animate && frame.kind() == "consult" {
                animate.max(f.actors.len().min(1))
            } else {
                f.actors.len()
            };
        // "plots that target the army": nobody who acts
        let idle = f.closed
            && frame.family == "fighting"
            && !f.unnamed
            && !f.actors.iter().any(|(_, r)| Some(r.as_str()) == frame.subject());
        let arrived = frame.kind() == "consult" && f.own_place && f.shape == Shape::Past && f.unnamed;
        let enough = arrived || n >= frame.needs || (f.sides && frame.needs < 2);
        return enough
            && !idle
            && (!frame.animate || animate > 0 || f.unnamed || f.place.is_some())
            && !(f.sides && f.actors.is_empty());
    }
    if f.settled(frame) == Some(Status::Discussed) && frame.bare != Bare::Always {
        return !f.actors.is_empty() && f.own_place;
    }
    let aside = |r: &str| {
        matches!(
            r,
            "chair" | "attendee" | "head" | "host" | "companion" | "recipient"
        )
    };
    if f.definite && frame.kind() == "consult" && !f.actors.is_empty() {
        // "the talks between A and B"
        let sides = f
            .actors
            .iter()
            .filter(|(_, r)| frame.role(Marker::Between) == Some(r))
            .count();
        let lone = animate.max(sides) < 2 && !f.light && !f.own_place;
        // part of a long title of somebody who attended is nobody else
        let pale = |m: usize| kind(m).is_some_and(|(_, form)| form == MentionForm::Title);
        // "chaired the fourth meeting on Monday" tells one of its own
        let dated = f.light && !f.times.is_empty() && f.actors.iter().any(|(_, r)| r == "chair");
        if !dated && (lone || f.actors.iter().all(|(m, r)| aside(r) || f.light && pale(*m))) {
            return false;
        }
    }
    match frame.bare {
        _ if f.light => f.has_argument() || f.sides || f.unnamed && frame.kind() != "consult",
        Bare::Always => true,
        // where and when it was is told as of an event of its own
        Bare::Participant
            if frame.kind() == "consult" && f.own_place && (!f.definite || !f.times.is_empty()) =>
        {
            true
        }
        Bare::Participant => f.actors.len() + usize::from(f.unnamed) >= frame.needs.max(1),
        Bare::Argument => f.has_argument(),
        Bare::Never => false,
    }
}

/// Real, open, or not yet: what is told as done and what is ahead are two events.
fn ahead(frame: &Frame, f: &Found) -> Option<bool> {
    match f.settled(frame) {
        None if f.open => None,
        None | Some(Status::Ongoing | Status::Background) => Some(false),
        Some(Status::Planned | Status::Promised | Status::Agreed) => Some(true),
        Some(_) => Some(true),
    }
}

fn one(
    layers: &Layers,
    same: &[usize],
    (kf, k): (&Frame, &Found),
    (ff, f): (&Frame, &Found),
    full: bool,
) -> bool {
    let key = |m: usize| same.get(m).copied().unwrap_or(m);
    // a bare reference goes to the last event of its kind
    if !full {
        let shares = || {
            f.actors
                .iter()
                .any(|(m, _)| k.actors.iter().any(|(o, _)| key(*o) == key(*m)))
        };
        let near = k.block != Role::Caption
            && (ff.kind() != "consult" || f.sentence.saturating_sub(k.last_sentence) <= NEAR);
        let aside = |r: &str| matches!(r, "chair" | "attendee" | "head" | "companion");
        // "the meeting was attended by …" at the end of a report
        let pale = |m: usize| {
            let form = layers.mentions.get(m).map(|m| m.form);
            form == Some(MentionForm::Title)
        };
        let guests = k.block == Role::Paragraph
            && f.actors.iter().any(|(_, r)| aside(r))
            && f.actors.iter().all(|(m, r)| aside(r) || pale(*m));
        return if f.is_verb() {
            near && f.sides || shares()
        } else {
            (near || guests) && (f.definite || f.sides)
                || f.sentence == k.sentence && f.clause == k.clause
                || shares() && (f.definite || f.sentence == k.sentence)
        };
    }
    let picture =
        |x: &Found, frame: &Frame| x.settled(frame) == Some(Status::Background) && x.block == Role::Caption;
    if picture(f, ff) || picture(k, kf) {
        return false;
    }
    if kf.single && ff.single && ff.mode.is_none() {
        return true;
    }
    // "the vote" without a day of its own is the one told of
    if kf.single && ff.single && f.times.is_empty() && !f.own_place && f.status.is_none() {
        return true;
    }
    if ahead(kf, k).zip(ahead(ff, f)).is_some_and(|(a, b)| a != b) {
        return false;
    }
    if kf.single && ff.single {
        return true;
    }
    let near = k.block != Role::Caption
        && (ff.kind() != "consult" || f.sentence.saturating_sub(k.last_sentence) <= NEAR);
    if f.sides && near {
        return true;
    }
    let days = |x: &Found| {
        x.times
            .first()
            .and_then(|&t| layers.times.get(t))
            .map(|t| t.value.clone())
            .filter(|v| v.len() >= 10 && !v.contains('X'))
    };
    let day = |x: &Found| {
        let first = x.times.first().and_then(|&t| layers.times.get(t))?;
        first.value.split('T').next().map(str::to_owned)
    };
    if let (Some(a), Some(b)) = (days(k), days(f))
        && a.get(..10) != b.get(..10)
        && k.block == f.block
    {
        return false;
    }
    let mine: Vec<usize> = f.actors.iter().map(|(m, _)| key(*m)).collect();
    let theirs: Vec<usize> = k.actors.iter().map(|(m, _)| key(*m)).collect();
    let shared = mine.iter().filter(|m| theirs.contains(m)).count();
    let smaller = mine.len().min(theirs.len());
    let place = |x: &Found| x.place.filter(|_| x.own_place).map(key);
    let places = place(k).zip(place(f)).map(|(a, b)| a == b);
    if smaller == 0 {
        let top = |x: &Found| matches!(x.block, Role::Headline | Role::Kicker | Role::Standfirst);
        let another = f.own_place && k.place.is_none() && !f.times.is_empty();
        // the arrest, and then who was arrested; two clashes of one day
        const LATER: usize = 4;
        let told = |x: &Found| x.block == Role::Paragraph || x.block == Role::Headline;
        let coerced = ff.kind() == "coerce"
            && mine.is_empty() != theirs.is_empty()
            && f.sentence.saturating_sub(k.sentence) <= LATER
            && kf.id != "legal-measures";
        let known = |x: &Found| day(x).filter(|d| d.len() > 7 && (d.contains('W') || !d.contains('X')));
        let daily = matches!(ff.kind(), "assault" | "protest") && known(k).is_some() && known(k) == known(f);
        if told(k) && told(f) && places != Some(false) && (coerced || daily) {
            return true;
        }
        return f.definite && near && places != Some(false) && !another
            || places == Some(true) && (f.definite || f.actors.is_empty())
            || top(k) && (top(f) || f.sentence.saturating_sub(k.sentence) <= NEAR) && places != Some(false)
            || f.sentence == k.sentence && f.clause == k.clause
            || ff.loose
                && kf.loose
                && places != Some(false)
                && !(f.is_verb() && k.is_verb())
                // "it was agreed that …" is not the agreement of which more is told
                && !(f.len > 1 && k.len == 1 && !k.is_verb() && (k.sides || k.light));
    }
    if shared == 0 {
        // "the minister and his guest discussed": nobody but those told to have met
        let pale = |m: &Mention| matches!(m.form, MentionForm::Title | MentionForm::Anaphor);
        let told = |x: &Found| {
            x.actors
                .iter()
                .filter_map(|(m, _)| layers.mentions.get(*m))
                .all(pale)
        };
        return near
            // "X held a meeting" tells of another one
            && (f.definite || !f.light)
            && f.sentence.saturating_sub(k.last_sentence) <= 1
            && ff.kind() == "consult"
            && ff.family == "meeting"
            && k.actors.len() >= 2
            && places != Some(false)
            && told(f)
            && !told(k);
    }
    if places == Some(false) && ff.mode.as_deref() == Some("visit") && k.block == f.block && !f.definite {
        return false;
    }
    shared >= 2 || shared == smaller
}

/// Adds what the second mention says to the first; a body sentence beats a headline.
fn absorb(layers: &Layers, k: &mut Found, mut f: Found, frame: &Frame, full: bool) {
    let last = (f.token.max(k.last), f.sentence.max(k.last_sentence));
    let outside = |role: Role| !matches!(role, Role::Paragraph);
    // who took part tells more than a bare reference
    let weight = |x: &Found| x.actors.len() + x.times.len() + usize::from(x.own_place);
    let fuller = outside(k.block) == outside(f.block) && k.actors.is_empty() && weight(&f) > weight(k) + 1;
    if (outside(k.block) && !outside(f.block) || fuller) && full {
        std::mem::swap(k, &mut f);
    }
    if full || f.light {
        for (m, role) in &f.actors {
            k.add(*m, role);
        }
    } else {
        for (m, role) in f
            .actors
            .iter()
            .filter(|(_, r)| matches!(r.as_str(), "chair" | "attendee" | "head" | "host" | "companion"))
        {
            k.add(*m, role);
        }
    }
    if k.place.is_none() || (!k.own_place && f.own_place) {
        k.place = f.place.or(k.place);
        k.own_place |= f.own_place;
    }
    // the same thing told with its day
    let digits = |x: &Found| {
        x.times
            .first()
            .and_then(|&t| layers.times.get(t))
            .map_or(0, |t| t.value.len())
    };
    if k.times.is_empty() || digits(k) < 8 && digits(&f) >= 10 {
        k.times = f.times;
    }
    if k.status.is_none() && k.open && frame.status.is_none() {
        k.status = f.status;
        k.open = f.open;
    }
    k.topics.extend(f.topics);
    (k.last, k.last_sentence) = last;
}
