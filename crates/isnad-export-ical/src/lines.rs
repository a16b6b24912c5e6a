//! Content lines of RFC 5545: escaped, folded, ended with CRLF.

use isnad_model::bidi;

/// Most bytes of a line without its end (section 3.1).
const WIDTH: usize = 75;

/// Content lines under construction.
#[derive(Default)]
pub(crate) struct Lines(String);

impl Lines {
    /// A property whose value needs no escaping: a name of the format, a date, an address.
    pub(crate) fn raw(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{}", bidi::clean(value)));
    }

    /// A property that holds text.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.fold(&format!("{name}:{}", escaped(text)));
    }

    /// A property that holds a list of texts.
    pub(crate) fn list(&mut self, name: &str, texts: &[String]) {
        let texts = texts.iter().filter(|t| !t.trim().is_empty());
        let texts: Vec<String> = texts.map(|t| escaped(&bidi::clean(t))).collect();
        if !texts.is_empty() {
            self.fold(&format!("{name}:{}", texts.join(",")));
        }
    }

    /// The lines.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.0.into_bytes()
    }

    fn fold(&mut self, line: &str) {
        let mut room = WIDTH;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = WIDTH - 1;
            }
            room -= c.len_utf8();
            self.0.push(c);
        }
        self.0.push_str("\r\n");
    }
}

/// Text as a value (section 3.3.11). What is left of control characters is dropped; isolates were put in by the program.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.trim().chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_escaped_and_folded_between_characters() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &format!("a;b,c\\d\n{}", "\u{0641}".repeat(60)));
        let text = String::from_utf8(lines.finish()).unwrap();
        assert!(text.starts_with("SUMMARY:a\\;b\\,c\\\\d\\n"));
        assert!(text.split("\r\n").all(|line| line.len() <= WIDTH));
        assert_eq!(text.replace("\r\n ", "").matches('\u{0641}').count(), 60);
    }
}
