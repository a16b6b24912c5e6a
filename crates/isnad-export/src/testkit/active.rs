//! What could act on a reader: scripts, addresses that run scripts, formulas. Judged on the text of an artifact, by the
//! strings that the hostile samples are made of.

use pulldown_cmark::{Options, Parser};

/// The first active thing in an artifact of this media type.
pub(super) fn found(kind: &str, text: &str) -> Option<String> {
    let is = |what: &str| kind.contains(what);
    if is("csv") {
        return formula(text);
    }
    if is("plain") || is("calendar") {
        return None; // nothing in these is active
    }
    if is("markdown") {
        return found("text/html", &rendered(text)); // what is escaped shows only when it is read
    }
    if text.contains("<script>alert(1)") {
        return Some("a script of a report".to_owned());
    }
    let text = text.to_lowercase();
    let openings: Vec<String> = match (is("json"), is("+json")) {
        // plain JSON keeps what a report says, addresses too
        (true, false) => Vec::new(),
        (true, true) => ADDRESS_KEYS
            .iter()
            .flat_map(|k| {
                [
                    format!("\"{k}\":\""),
                    format!("\"{k}\": \""),
                    format!("\"{k}\": [\""),
                    format!("\"{k}\":[\""),
                ]
            })
            .collect(),
        _ => MARKUP.iter().map(|o| (*o).to_owned()).collect(),
    };
    openings
        .iter()
        .flat_map(|opening| ["javascript:", "data:text/html"].map(|scheme| format!("{opening}{scheme}")))
        .find(|address| text.contains(address.as_str()))
        .map(|address| format!("an address that runs a script, {address:?}"))
}

/// Keys of JSON whose values are addresses.
const ADDRESS_KEYS: &[&str] = &[
    "@id",
    "id",
    "url",
    "href",
    "link",
    "sameas",
    "external_url",
    "home_page_url",
    "feed_url",
    "source",
];

/// What stands before an address in HTML and XML.
const MARKUP: &[&str] = &[
    "href=\"",
    "href='",
    "src=\"",
    "src='",
    "url=\"",
    "uri=\"",
    "action=\"",
    "<link>",
    "<uri>",
    "<url>",
    "<id>",
];

fn rendered(markdown: &str) -> String {
    let options =
        Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(markdown, options));
    html
}

/// The first cell of a table that a spreadsheet would compute.
fn formula(text: &str) -> Option<String> {
    let mut cells = Vec::new();
    let (mut cell, mut quoted) = (String::new(), false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells
        .into_iter()
        .find(|cell| cell.starts_with(['=', '+', '-', '@', '\t']) && cell.trim_end().parse::<f64>().is_err())
        .map(|cell| format!("a cell that a spreadsheet computes, {cell:?}"))
}

#[cfg(test)]
mod tests {
    use super::found;

    #[test]
    fn what_acts_is_told_from_what_only_says_so() {
        for (kind, bad, good) in [
            (
                "text/html",
                "<a href=\"JavaScript:alert(1)\">",
                "<a href=\"https://a.org\">javascript:alert(1)</a>",
            ),
            (
                "application/rss+xml",
                "<link>javascript:x</link>",
                "<title>javascript:x</title>",
            ),
            ("text/markdown", "[x](javascript:x)", "\\[x](javascript:x)"),
            ("text/markdown", "<script>alert(1)", "\\<script>alert(1)"),
            (
                "application/ld+json",
                "{\"url\": \"javascript:x\"}",
                "{\"name\": \"javascript:x\"}",
            ),
            ("text/csv", "a,\"=1+1\"\n", "a,\"'=1+1\",-3.5\n"),
            ("text/csv", "a\n@x,b", "a,b@x.org"),
        ] {
            assert!(found(kind, bad).is_some(), "{bad}");
            assert_eq!(found(kind, good), None, "{good}");
        }
    }
}
