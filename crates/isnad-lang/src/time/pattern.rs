//! Patterns of time expressions.
//!
//! A form is a sequence of atoms, separated by blanks:
//!
//! | atom | matches |
//! |---|---|
//! | `day` `monthnum` `year` `shortyear` `hour` `minute` `second` | digits in the range of the unit |
//! | `num` | a cardinal number, in digits or words (several words: "twenty five") |
//! | `ord` | an ordinal, as a word or as digits with an ending of ordinal 0; `last-ord`: the last one; `high-ord`: one from the twentieth on |
//! | `hour-ord` | an hour in words |
//! | `daynum` | a day in words that are a cardinal number |
//! | `month` `weekday` `part` `half` `edge` `season` `shift` `vague` `every` | a word of that class |
//! | `dir` `past` `present` `future` | a word that points some way, or one way |
//! | `unit` `dual` `units` | a unit: one, two, many, without article; `the-unit` `the-dual` `the-units` with it |
//! | `the-part` | a part of the day with the article |
//! | `weekdays` | a weekday as something that recurs |
//! | `bare-weekday` | a weekday in a form that is another word too |
//! | `half-word` | a half of the day that is no single letter |
//! | `fraction` `minus` `minutes` | parts of an hour (or of any unit), what takes them off, a number of minutes below 60 |
//! | `moment` `zone` `feast` `decade` | a named clock time, a time zone, a named day, a decade's tens |
//! | `and-minutes` | minutes with a conjunction written together with them |
//! | `yearnum` | a year of our times in words |
//! | `hijri-year` | digits that are a year of the Hijri calendar |
//! | `longyear` | any year of three or four digits, or in words |
//! | `@name` | a word of the pack's own class |
//! | `"/"` | this mark |
//! | `~atom` | the atom with no blank before it |
//! | `[ … ]` | optional |
//! | `( … \| … )` | one of them |
//! | `<` `>` | the expression begins or ends here; what stands outside is context |
//! | `=name` | a part that `[parts]` names |

use super::{Count, Part, Reads, Unit, Way, matcher::AtomSet};

/// A pattern.
#[derive(Debug)]
pub struct Pattern {
    /// Id of the rule.
    pub rule: String,
    /// What its expressions are.
    pub reads: Reads,
    /// Which way they point where no word says it.
    pub way: Option<Way>,
    /// The unit, where no word says it.
    pub unit: Option<Unit>,
    /// The part of the day, where no word says it.
    pub part: Option<Part>,
    /// The token before must not be of these named classes (bits).
    pub(super) not_after: u128,
    /// The token behind must not be of these named classes (bits).
    pub(super) not_before: u128,
    /// A word that the number would count must not follow.
    pub(super) uncounted: bool,
    /// Nothing of the same clause may follow.
    pub(super) closing: bool,
    /// It counts only joined with another expression beside it.
    pub weak: bool,
    /// A longer expression that begins inside does not take its last words from it.
    pub(super) firm: bool,
    /// The month must not be a word that means something else as well.
    pub(super) sure: bool,
    /// No number may stand before it.
    pub(super) unnumbered: bool,
    /// No token but the first may have a preposition written together with it.
    pub(super) plain: bool,
    pub(super) program: Vec<Op>,
    /// For each step what can come next.
    pub(super) ahead: Vec<Ahead>,
    /// Which atoms can come first.
    pub(super) first: AtomSet,
    /// Which atoms can come second, and which third; none where fewer are enough.
    pub(super) more: [Option<AtomSet>; 2],
}

/// What can come next from a step on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ahead {
    /// The atoms that can take the next token.
    pub(super) atoms: AtomSet,
    /// The pattern can end here.
    pub(super) ends: bool,
}

/// One step of a compiled pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Take {
        atom: Atom,
        glued: bool,
    },
    /// Try the next step, then the one given.
    Split(usize),
    Jump(usize),
    Begin,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Atom {
    Day,
    MonthNumber,
    Year,
    ShortYear,
    Hour,
    Minute,
    Second,
    Num,
    Ord,
    HourOrd,
    Month,
    Weekday,
    Part,
    Half,
    Edge,
    Season,
    Shift,
    Vague,
    Every,
    ThePart,
    BareWeekday,
    Weekdays,
    HalfWord,
    Fraction,
    Minus,
    Minutes,
    AndMinutes,
    HijriYear,
    HighOrd,
    DayNum,
    LastOrd,
    Moment,
    Zone,
    Feast,
    Decade,
    YearNum,
    LongYear,
    Dir(Option<Way>),
    Unit(Count, bool),
    Named(u8),
    Mark(char),
}

impl Atom {
    /// Does it stand for nothing but the digits of one token?
    pub(super) const fn is_digits(self) -> bool {
        matches!(
            self,
            Self::Day
                | Self::MonthNumber
                | Self::Year
                | Self::ShortYear
                | Self::Hour
                | Self::Minute
                | Self::HijriYear
                | Self::Second
        )
    }

    fn parse(word: &str, named: &dyn Fn(&str) -> Option<u8>) -> Result<Self, String> {
        if let Some(name) = word.strip_prefix('@') {
            return named(name)
                .map(Self::Named)
                .ok_or_else(|| format!("expected a class of [words], found @{name}"));
        }
        if let Some(mark) = word.strip_prefix('"').and_then(|w| w.strip_suffix('"')) {
            let mut chars = mark.chars();
            return match (chars.next(), chars.next()) {
                (Some(c), None) => Ok(Self::Mark(c)),
                _ => Err(format!("expected one mark between quotes, found {word}")),
            };
        }
        Ok(match word {
            "day" => Self::Day,
            "monthnum" => Self::MonthNumber,
            "year" => Self::Year,
            "shortyear" => Self::ShortYear,
            "hour" => Self::Hour,
            "minute" => Self::Minute,
            "second" => Self::Second,
            "num" => Self::Num,
            "ord" => Self::Ord,
            "hour-ord" => Self::HourOrd,
            "month" => Self::Month,
            "weekday" => Self::Weekday,
            "part" => Self::Part,
            "half" => Self::Half,
            "edge" => Self::Edge,
            "season" => Self::Season,
            "shift" => Self::Shift,
            "vague" => Self::Vague,
            "every" => Self::Every,
            "the-part" => Self::ThePart,
            "weekdays" => Self::Weekdays,
            "bare-weekday" => Self::BareWeekday,
            "half-word" => Self::HalfWord,
            "fraction" => Self::Fraction,
            "minus" => Self::Minus,
            "minutes" => Self::Minutes,
            "and-minutes" => Self::AndMinutes,
            "hijri-year" => Self::HijriYear,
            "daynum" => Self::DayNum,
            "high-ord" => Self::HighOrd,
            "last-ord" => Self::LastOrd,
            "moment" => Self::Moment,
            "zone" => Self::Zone,
            "feast" => Self::Feast,
            "decade" => Self::Decade,
            "yearnum" => Self::YearNum,
            "longyear" => Self::LongYear,
            "dir" => Self::Dir(None),
            "past" => Self::Dir(Some(Way::Past)),
            "present" => Self::Dir(Some(Way::Present)),
            "future" => Self::Dir(Some(Way::Future)),
            "unit" => Self::Unit(Count::One, false),
            "dual" => Self::Unit(Count::Two, false),
            "units" => Self::Unit(Count::Many, false),
            "the-unit" => Self::Unit(Count::One, true),
            "the-dual" => Self::Unit(Count::Two, true),
            "the-units" => Self::Unit(Count::Many, true),
            _ => {
                return Err(format!(
                    "expected a slot, a @class, a mark in quotes or one of [ ] ( | ) < >, found {word}"
                ));
            }
        })
    }
}

/// Compiles a form.
pub(super) fn compile(
    form: &str,
    named: &dyn Fn(&str) -> Option<u8>,
    part: &dyn Fn(&str) -> Option<String>,
) -> Result<(Vec<Op>, AtomSet), String> {
    let words = expand(form, part, 0)?;
    let mut parser = Parser {
        words: &words,
        at: 0,
        named,
        ops: Vec::new(),
    };
    parser.sequence()?;
    if let Some(word) = words.get(parser.at) {
        return Err(format!("found {word} without its opening bracket"));
    }
    let ops = parser.ops;
    let mut first = AtomSet::default();
    firsts(&ops, 0, &mut first)?;
    Ok((ops, first))
}

fn expand(form: &str, part: &dyn Fn(&str) -> Option<String>, depth: usize) -> Result<Vec<String>, String> {
    if depth > 8 {
        return Err("the parts of this form contain each other".to_owned());
    }
    let mut out = Vec::new();
    for word in form.split_whitespace() {
        match word.strip_prefix('=') {
            Some(name) => {
                let inner = part(name).ok_or_else(|| format!("expected a name of [parts], found ={name}"))?;
                out.push("(".to_owned());
                out.extend(expand(&inner, part, depth + 1)?);
                out.push(")".to_owned());
            }
            None => out.push(word.to_owned()),
        }
    }
    Ok(out)
}

struct Parser<'a> {
    words: &'a [String],
    at: usize,
    named: &'a dyn Fn(&str) -> Option<u8>,
    ops: Vec<Op>,
}

impl Parser<'_> {
    fn sequence(&mut self) -> Result<(), String> {
        while let Some(word) = self.words.get(self.at) {
            match word.as_str() {
                "]" | ")" | "|" => return Ok(()),
                "<" => self.push(Op::Begin),
                ">" => self.push(Op::End),
                "[" => {
                    self.at += 1;
                    let split = self.ops.len();
                    self.ops.push(Op::Split(0));
                    self.alternatives("]")?;
                    self.ops[split] = Op::Split(self.ops.len());
                }
                "(" => {
                    self.at += 1;
                    self.alternatives(")")?;
                }
                word => {
                    let (glued, name) = word.strip_prefix('~').map_or((false, word), |w| (true, w));
                    let atom = Atom::parse(name, self.named)?;
                    self.push(Op::Take { atom, glued });
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, op: Op) {
        self.ops.push(op);
        self.at += 1;
    }

    fn alternatives(&mut self, close: &str) -> Result<(), String> {
        let mut jumps = Vec::new();
        loop {
            let split = self.ops.len();
            self.ops.push(Op::Split(0));
            self.sequence()?;
            match self.words.get(self.at).map(String::as_str) {
                Some("|") => {
                    self.at += 1;
                    jumps.push(self.ops.len());
                    self.ops.push(Op::Jump(0));
                    self.ops[split] = Op::Split(self.ops.len());
                }
                Some(word) if word == close => {
                    self.at += 1;
                    // the last alternative has no other
                    self.ops[split] = Op::Jump(split + 1);
                    break;
                }
                _ => return Err(format!("expected {close}")),
            }
        }
        let end = self.ops.len();
        for jump in jumps {
            self.ops[jump] = Op::Jump(end);
        }
        Ok(())
    }
}

fn firsts(ops: &[Op], at: usize, out: &mut AtomSet) -> Result<(), String> {
    match ops.get(at) {
        None => Err("this form can match nothing at all".to_owned()),
        Some(Op::Take {
            atom: Atom::Mark(_), ..
        }) => Err("a form cannot begin with a mark".to_owned()),
        Some(&Op::Take { atom, .. }) => {
            *out = out.or(AtomSet::of(atom));
            Ok(())
        }
        Some(&Op::Split(other)) => {
            firsts(ops, at + 1, out)?;
            firsts(ops, other, out)
        }
        Some(&Op::Jump(to)) => firsts(ops, to, out),
        Some(Op::Begin | Op::End) => firsts(ops, at + 1, out),
    }
}

/// Which atoms can come second, and which third; none where the form can end before.
pub(super) fn openings(ops: &[Op]) -> [Option<AtomSet>; 2] {
    let mut takes = Vec::new();
    following(ops, 0, &mut takes);
    let mut ends = false;
    [(); 2].map(|()| {
        let mut next = Vec::new();
        for &take in &takes {
            ends |= following(ops, take + 1, &mut next);
        }
        next.sort_unstable();
        next.dedup();
        takes.clone_from(&next);
        (!ends).then(|| atoms(ops, &takes))
    })
}

/// The atoms of some steps.
fn atoms(ops: &[Op], takes: &[usize]) -> AtomSet {
    let atoms = takes.iter().filter_map(|&t| match ops.get(t) {
        Some(&Op::Take { atom, .. }) => Some(AtomSet::of(atom)),
        _ => None,
    });
    atoms.fold(AtomSet::default(), AtomSet::or)
}

/// For each step what can come next.
pub(super) fn aheads(ops: &[Op]) -> Vec<Ahead> {
    let ahead = |at: usize| {
        let mut takes = Vec::new();
        let ends = following(ops, at, &mut takes);
        Ahead {
            atoms: atoms(ops, &takes),
            ends,
        }
    };
    (0..ops.len()).map(ahead).collect()
}

/// The steps that can take the next token; tells whether the form can end before.
fn following(ops: &[Op], at: usize, out: &mut Vec<usize>) -> bool {
    match ops.get(at) {
        None => true,
        Some(Op::Take { .. }) => {
            out.push(at);
            false
        }
        Some(&Op::Split(other)) => following(ops, at + 1, out) | following(ops, other, out),
        Some(&Op::Jump(to)) => following(ops, to, out),
        Some(Op::Begin | Op::End) => following(ops, at + 1, out),
    }
}
