//! Sentences with slots.

/// A sentence with named slots: `"meeting of {sides}[ in {place}]"`.
///
/// Words in square brackets are left out where one of their slots is empty; a slot outside brackets must be filled.
///
/// ```
/// use isnad_lang::wording::Template;
/// let template = Template::parse("visit of {visitor}[ to {place}]").unwrap();
/// assert_eq!(template.fill(&[("visitor", "Ann"), ("place", "")]).as_deref(), Some("visit of Ann"));
/// assert_eq!(template.fill(&[("place", "Rome")]), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(Box<str>),
    Slot(Box<str>),
    Group(Vec<Part>),
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// Brackets or braces that do not match, or groups inside groups.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut group: Option<Vec<Part>> = None;
        let mut rest = text;
        while let Some(at) = rest.find(['{', '[', ']', '}']) {
            let (before, after) = rest.split_at(at);
            let open = group.as_mut().unwrap_or(&mut parts);
            if !before.is_empty() {
                open.push(Part::Text(before.into()));
            }
            let mark = after.as_bytes().first().copied().unwrap_or(0);
            rest = after.get(1..).unwrap_or("");
            match mark {
                b'{' => {
                    let end = rest.find('}').ok_or("expected `}` after `{`")?;
                    let (name, tail) = rest.split_at(end);
                    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
                        return Err(format!("expected a slot name of small letters, found {name:?}"));
                    }
                    open.push(Part::Slot(name.into()));
                    rest = tail.get(1..).unwrap_or("");
                }
                b'[' if group.is_none() => group = Some(Vec::new()),
                b'[' => return Err("expected no group inside a group".to_owned()),
                b']' => match group.take() {
                    Some(inner) => parts.push(Part::Group(inner)),
                    None => return Err("expected `[` before `]`".to_owned()),
                },
                _ => return Err("expected `{` before `}`".to_owned()),
            }
        }
        if group.is_some() {
            return Err("expected `]` after `[`".to_owned());
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.into()));
        }
        Ok(Self { parts })
    }

    /// The names of its slots, those in brackets included.
    pub fn slots(&self) -> Vec<&str> {
        let mut out = Vec::new();
        for part in &self.parts {
            match part {
                Part::Slot(name) => out.push(&**name),
                Part::Group(inner) => out.extend(inner.iter().filter_map(|p| match p {
                    Part::Slot(name) => Some(&**name),
                    _ => None,
                })),
                Part::Text(_) => {}
            }
        }
        out
    }

    /// The sentence with these slots filled; none where a slot outside brackets is empty.
    pub fn fill(&self, slots: &[(&str, &str)]) -> Option<String> {
        let mut out = String::new();
        write(&self.parts, slots, &mut out).then_some(out)
    }
}

fn write(parts: &[Part], slots: &[(&str, &str)], out: &mut String) -> bool {
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Slot(name) => match slots.iter().find(|(n, value)| *n == &**name && !value.is_empty()) {
                Some((_, value)) => out.push_str(value),
                None => return false,
            },
            Part::Group(inner) => {
                let len = out.len();
                if !write(inner, slots, out) {
                    out.truncate(len);
                }
            }
        }
    }
    true
}
