//! The time of the day.

use isnad_lang::time::{Part, Slots};

/// A clock time or a part of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clock {
    /// Hour as the words say it, 0 to 24; none for a part of the day.
    pub(super) hour: Option<u8>,
    pub(super) minute: u8,
    second: Option<u8>,
    /// The second half of the day; none where no word tells.
    afternoon: Option<bool>,
    part: Option<Part>,
    /// Minutes ahead of Greenwich.
    zone: Option<i16>,
}

impl Clock {
    /// The clock time that slots hold; none where they hold neither an hour nor a part of the day.
    pub(super) fn of(slots: &Slots) -> Option<Self> {
        let Some(hour) = slots.hour else {
            // "on Tuesday p.m."
            let half = slots
                .afternoon
                .map(|late| if late { Part::Afternoon } else { Part::Morning });
            return slots.part.or(half).map(|part| Self {
                part: Some(part),
                ..Self::default()
            });
        };
        let mut minutes = i16::from(hour) * 60 + i16::from(slots.minute.unwrap_or(0));
        // "twelve minus a quarter" at midnight is a quarter before midnight
        minutes = (minutes + slots.offset.unwrap_or(0)).rem_euclid(24 * 60 + 1);
        let mut out = Self {
            hour: u8::try_from(minutes / 60).ok(),
            minute: u8::try_from(minutes % 60).unwrap_or(0),
            second: slots.second,
            afternoon: slots.afternoon.or(slots.moment.then_some(hour >= 12)),
            part: None,
            zone: slots.zone,
        };
        if let Some(part) = slots.part {
            out = out.in_part(part);
        }
        Some(out)
    }

    /// An hour alone.
    pub(super) fn hour(hour: u8) -> Self {
        Self {
            hour: Some(hour),
            ..Self::default()
        }
    }

    /// The same without its half of the day.
    pub(super) const fn bare(self) -> Self {
        Self {
            afternoon: None,
            ..self
        }
    }

    /// The same in the half of the day of the other.
    pub(super) const fn like(self, other: Self) -> Self {
        Self {
            afternoon: other.afternoon,
            ..self
        }
    }

    /// Is it a part of the day, no clock time?
    pub(super) const fn is_part(&self) -> bool {
        self.hour.is_none()
    }

    /// The clock time, known to lie in the part of the day that the other tells; none where both are clock times.
    pub(super) fn joined(self, other: Self) -> Option<Self> {
        match (
            self.part.filter(|_| self.is_part()),
            other.part.filter(|_| other.is_part()),
        ) {
            (Some(part), None) => Some(other.in_part(part)),
            (None, Some(part)) => Some(self.in_part(part)),
            (Some(_), Some(_)) => Some(self),
            (None, None) => None,
        }
    }

    fn in_part(mut self, part: Part) -> Self {
        if self.afternoon.is_none() {
            let hour = self.hour.unwrap_or(0);
            self.afternoon = Some(match part {
                Part::Morning => false,
                Part::Noon => hour != 11,
                Part::Afternoon | Part::Evening => true,
                Part::Night => (6..12).contains(&hour),
            });
        }
        self
    }

    /// Hour of 24, minute.
    fn on_dial(&self) -> (u8, u8) {
        let hour = self.hour.unwrap_or(0);
        let hour = match (self.afternoon, hour) {
            (Some(true), 1..=11) => hour + 12,
            (Some(false), 12) => 0,
            _ => hour,
        };
        (hour, self.minute)
    }

    /// Two ends of a stretch of time tell each other their halves of the day: "from 5 to 6 in the evening", "from 1:30 p.m. to 3".
    pub(super) fn stretch(from: Self, to: Self) -> (Self, Self) {
        let (mut from, mut to) = (from, to);
        let small = |c: &Self| c.hour.is_some_and(|h| (1..=12).contains(&h));
        match (from.afternoon, to.afternoon) {
            (None, Some(half)) if small(&from) => {
                let same = Self {
                    afternoon: Some(half),
                    ..from
                };
                from = if same.on_dial() < to.on_dial() {
                    same
                } else {
                    Self {
                        afternoon: Some(false),
                        ..from
                    }
                };
            }
            (Some(_), None) if small(&to) => {
                let later = [false, true]
                    .map(|half| Self {
                        afternoon: Some(half),
                        ..to
                    })
                    .into_iter()
                    .find(|c| c.on_dial() > from.on_dial());
                to = later.unwrap_or(to);
            }
            _ => {}
        }
        (from, to)
    }

    /// What stands behind the `T`.
    pub(super) fn code(&self) -> String {
        if let (true, Some(part)) = (self.is_part(), self.part) {
            return part.code().to_owned();
        }
        let (hour, minute) = self.on_dial();
        let mut code = match self.second {
            Some(second) => format!("{hour:02}:{minute:02}:{second:02}"),
            None => format!("{hour:02}:{minute:02}"),
        };
        match self.zone {
            Some(0) => code.push('Z'),
            Some(ahead) => {
                let sign = if ahead < 0 { '-' } else { '+' };
                code.push_str(&format!("{sign}{:02}:{:02}", ahead.abs() / 60, ahead.abs() % 60));
            }
            None => {}
        }
        code
    }
}
