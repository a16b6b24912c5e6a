//! From what words mean alone to what they mean in their report.

use super::{
    Antecedent,
    compose::{Found, Refers},
};
use isnad_model::{Certainty, Date, Direction, Grain, Reading, TimeExpression, TimeKind, calendar};

/// Places expressions one after the other, in the order of the text.
pub(super) struct Composer {
    pub(super) published: Option<Date>,
    pub(super) block: usize,
    /// The last date of the block.
    pub(super) last: Option<Antecedent>,
}

impl Composer {
    pub(super) fn place(&mut self, text: &str, id: String, found: Found) -> TimeExpression {
        let mut time = TimeExpression {
            id,
            start: found.span.start,
            end: found.span.end,
            text: found.span.of(text).to_owned(),
            kind: found.kind,
            value: found.pattern(),
            literal: String::new(),
            alternative: found.alternative.clone(),
            grain: found.grain,
            certainty: Certainty::Open,
            calendar: if found.hijri {
                "islamic-umalqura"
            } else {
                "gregorian"
            }
            .to_owned(),
            anchor: "none".to_owned(),
            rule: found.rule.clone(),
            reading: found.single().then_some(found.reading),
            because: Vec::new(),
        };
        match (found.refers, &self.last) {
            (Refers::Then, Some(last)) => {
                time.value.clone_from(&last.value);
                time.anchor.clone_from(&last.id);
            }
            (Refers::SinceThen, Some(last)) => {
                let until = self.published.map_or_else(|| "..".to_owned(), |d| d.to_string());
                time.value = format!("{}/{until}", last.value);
                time.anchor.clone_from(&last.id);
            }
            (Refers::Beside(n, unit), Some(last)) => {
                let most = match unit {
                    Grain::Day => 0,
                    Grain::Week => 6,
                    Grain::Month => 30,
                    _ => 366,
                };
                let day = calendar::bounds(&last.value)
                    .filter(|(first, last)| calendar::days(*first, *last) <= most)
                    .map(|b| if n < 0 { b.0 } else { b.1 });
                let beside = Reading {
                    shift: Some(n),
                    unit: Some(unit),
                    ..Reading::default()
                };
                if let Some(value) = day.and_then(|day| beside.on(day)) {
                    time.value = value;
                    time.anchor.clone_from(&last.id);
                }
            }
            _ => self.count(&found, &mut time),
        }
        time.literal.clone_from(&time.value);
        time.certainty =
            if time.value.contains('X') || time.value.ends_with("_REF") || time.alternative.is_some() {
                Certainty::Open
            } else if found.hijri {
                // the moon decides, not the calendar
                Certainty::Approximate
            } else {
                Certainty::Certain
            };
        if found.refers == Refers::No
            && let Some(last) = Antecedent::of(&time)
        {
            self.last = Some(last);
        }
        time
    }

    /// Counts from the day of publication, where the words ask for it and the day is known.
    fn count(&self, found: &Found, time: &mut TimeExpression) {
        if !found.is_open() {
            return;
        }
        time.anchor = "published".to_owned();
        if let Some(value) = self.published.and_then(|day| found.on(day)) {
            time.value = value;
        }
    }
}

impl Found {
    /// The value where the day of publication is not known.
    fn pattern(&self) -> String {
        let own = self.timed(self.value.clone());
        match &self.until {
            Some(until) => format!("{own}/{}", until.pattern()),
            None => own,
        }
    }

    /// Is its reading all there is to it? Two ends, and days inside other units, have no single one.
    fn single(&self) -> bool {
        self.reading != Reading::default()
            && self.nested.is_none()
            && (self.until.is_none() || !self.reading.is_open())
    }

    /// Does the value hang on the day of publication?
    fn is_open(&self) -> bool {
        let own = matches!(self.kind, TimeKind::Date | TimeKind::Time)
            && (self.nested.is_some() || self.reading != Reading::default() && self.reading.is_open())
            && !self.value.starts_with('P');
        own || self.until.as_ref().is_some_and(|u| u.is_open())
    }

    /// The value on a day of publication.
    fn on(&self, today: Date) -> Option<String> {
        let own = match (&self.nested, self.reading.is_open()) {
            (Some(nested), _) => nested.on(today)?,
            (None, true) if self.reading != Reading::default() && !self.value.starts_with('P') => {
                self.reading.on(today)?
            }
            _ => self.value.clone(),
        };
        let Some(until) = &self.until else {
            return Some(self.timed(own));
        };
        let own = own.split('/').next().map_or_else(String::new, str::to_owned);
        let open_date = |f: &Found| {
            f.nested.is_none()
                && f.reading.is_open()
                && f.reading.shift.is_none()
                && (f.reading.month.is_some() || f.reading.weekday.is_some())
        };
        let mut own = own;
        let mut from = calendar::bounds(&own).map_or(today, |b| b.0);
        let end = if open_date(until) && until.reading.direction != Direction::Open && open_date(self) {
            // "from June to July last": the end says which way, the beginning is the last such day before it
            let end = until.reading.on(today)?;
            let behind = calendar::bounds(&end)?.1.tomorrow().ok()?;
            let back = Reading {
                direction: Direction::Past,
                ..self.reading
            };
            own = back.on(behind)?;
            from = calendar::bounds(&own)?.0;
            until.timed(end)
        } else if open_date(until) {
            // the end is the first such day on or after the beginning
            let ahead = Reading {
                direction: Direction::Future,
                ..until.reading
            };
            until.timed(ahead.on(from.yesterday().ok()?)?)
        } else {
            until.on(today)?
        };
        let end = end.rsplit('/').next().unwrap_or(&end);
        let ordered = calendar::bounds(end).is_none_or(|(_, last)| from <= last);
        ordered.then(|| format!("{}/{end}", self.timed(own)))
    }

    fn timed(&self, value: String) -> String {
        match &self.clock {
            Some(clock) if value.is_empty() => format!("XXXX-XX-XXT{}", clock.code()),
            Some(clock) if !value.contains('/') => format!("{value}T{}", clock.code()),
            _ => value,
        }
    }
}
