//! Counted nouns.

use serde::Deserialize;

/// CLDR plural categories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Zero.
    Zero,
    /// One.
    One,
    /// Two.
    Two,
    /// Few (Arabic: 3 to 10, 103 to 110 …).
    Few,
    /// Many (Arabic: 11 to 99, 111 to 199 …).
    Many,
    /// All others.
    #[default]
    Other,
}

/// A rule that gives a number its category; the first that fits counts.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluralRule {
    /// The category.
    pub category: Category,
    /// Look at the remainder by this number; 0 looks at the number itself.
    #[serde(default)]
    pub modulo: usize,
    /// Smallest number that fits.
    pub from: usize,
    /// Largest number that fits.
    pub to: usize,
}

/// A noun in its counted forms, `{n}` being the number.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// Form for zero.
    pub zero: Option<String>,
    /// Form for one.
    pub one: Option<String>,
    /// Form for two.
    pub two: Option<String>,
    /// Form for few.
    pub few: Option<String>,
    /// Form for many.
    pub many: Option<String>,
    /// Form for all others.
    pub other: String,
}

impl Counted {
    /// The noun with its number.
    pub fn say(&self, n: usize, rules: &[PluralRule]) -> String {
        let category = rules
            .iter()
            .find(|r| (r.from..=r.to).contains(&if r.modulo == 0 { n } else { n % r.modulo }))
            .map_or(Category::Other, |r| r.category);
        let form = match category {
            Category::Zero => &self.zero,
            Category::One => &self.one,
            Category::Two => &self.two,
            Category::Few => &self.few,
            Category::Many => &self.many,
            Category::Other => &None,
        };
        form.as_ref()
            .unwrap_or(&self.other)
            .replace("{n}", &n.to_string())
    }
}
