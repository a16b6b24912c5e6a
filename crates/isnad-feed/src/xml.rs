//! XML documents of feeds.

use isnad_model::bidi::Direction;
use quick_xml::events::{BytesCData, BytesDecl, BytesEnd, BytesPI, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;

/// How a browser shows a feed that is opened in it. It travels inside the document, so that a feed stays one file.
const STYLE: &str = include_str!("feed.css");

/// An XML document under construction. Writing to memory cannot fail.
pub struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    /// A document with a stylesheet for text of this direction.
    pub fn new(base: Direction) -> Self {
        let mut xml = Self {
            writer: Writer::new_with_indent(Vec::new(), b' ', 2),
        };
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        let style = STYLE.replace(
            "DIRECTION",
            match base {
                Direction::Ltr => "ltr",
                Direction::Rtl => "rtl",
            },
        );
        let mut href = String::new();
        for byte in style.bytes() {
            match byte {
                b if b.is_ascii_alphanumeric() || b"-._~:;,()/".contains(&b) => href.push(char::from(b)),
                b => href.push_str(&format!("%{b:02X}")),
            }
        }
        let content = format!("xml-stylesheet type=\"text/css\" href=\"data:text/css,{href}\"");
        xml.write(Event::PI(BytesPI::new(content)));
        xml
    }

    /// Opens an element.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.write(Event::Start(start));
    }

    /// Closes an element.
    pub fn close(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// An element that holds text.
    pub fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.write(Event::Text(BytesText::new(text)));
        self.close(name);
    }

    /// An element that holds text in a CDATA section.
    pub fn cdata(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        for part in BytesCData::escaped(text) {
            self.write(Event::CData(part));
        }
        self.close(name);
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let empty = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.write(Event::Empty(empty));
    }

    /// The document.
    pub fn finish(self) -> Vec<u8> {
        let mut out = self.writer.into_inner();
        out.push(b'\n');
        out
    }

    fn write(&mut self, event: Event<'_>) {
        let written = self.writer.write_event(event);
        debug_assert!(written.is_ok(), "a vector takes every event");
    }
}
