//! The elements and attributes of HTML that reading a page depends on.

/// Defines an enum of names with a look-up by the name in lower case.
macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum $name {
            /// A name that nothing depends on.
            Other,
            $(#[doc = $text] $variant,)*
        }

        impl $name {
            /// The entry of a name in lower case.
            pub(super) fn of(name: &[u8]) -> Self {
                const TABLE: &[(&[u8], $name)] = &[$(($text.as_bytes(), $name::$variant)),*];
                TABLE.iter().find(|(text, _)| *text == name).map_or($name::Other, |(_, tag)| *tag)
            }
        }
    };
}

names! {
    /// An element.
    Tag {
        A = "a", P = "p", Div = "div", Span = "span", Br = "br", Li = "li", Ul = "ul", Img = "img",
        Strong = "strong", B = "b", I = "i", Em = "em", Script = "script", Link = "link", Meta = "meta", Style = "style",
        H1 = "h1", H2 = "h2", H3 = "h3", H4 = "h4", H5 = "h5", H6 = "h6",
        Article = "article", Section = "section", Main = "main", Header = "header", Footer = "footer", Nav = "nav",
        Aside = "aside", Figure = "figure", Figcaption = "figcaption", Time = "time", Blockquote = "blockquote",
        Table = "table", Tr = "tr", Td = "td", Th = "th", Thead = "thead", Tbody = "tbody", Tfoot = "tfoot",
        TableCaption = "caption", Col = "col", Colgroup = "colgroup",
        Ol = "ol", Dl = "dl", Dt = "dt", Dd = "dd", Hr = "hr", Pre = "pre", Center = "center", Address = "address",
        Form = "form", Fieldset = "fieldset", Legend = "legend", Label = "label", Input = "input", Button = "button",
        Select = "select", Option = "option", Optgroup = "optgroup", Textarea = "textarea", Datalist = "datalist",
        Iframe = "iframe", Noscript = "noscript", Template = "template", Svg = "svg", Math = "math", Object = "object",
        Embed = "embed", Canvas = "canvas", Audio = "audio", Video = "video", Source = "source", Track = "track",
        Map = "map", Area = "area", Param = "param", Wbr = "wbr", Base = "base", Title = "title", Head = "head",
        Body = "body", Html = "html", Font = "font", U = "u", S = "s", Small = "small", Big = "big", Sub = "sub", Sup = "sup",
        Details = "details", Summary = "summary", Dialog = "dialog", Hgroup = "hgroup", Menu = "menu", Dir = "dir",
        Picture = "picture", Xmp = "xmp", Plaintext = "plaintext", Noembed = "noembed", Noframes = "noframes",
        Frameset = "frameset", Frame = "frame", Listing = "listing", Marquee = "marquee", Ins = "ins", Del = "del",
        Cite = "cite", Q = "q", Code = "code", Abbr = "abbr", Rp = "rp", Progress = "progress", Search = "search",
    }
}

names! {
    /// An attribute.
    Key {
        Class = "class", Id = "id", Href = "href", Content = "content", Property = "property", Name = "name", Rel = "rel",
        Itemprop = "itemprop", Itemtype = "itemtype", Type = "type", Role = "role", Style = "style", Hidden = "hidden",
        AriaHidden = "aria-hidden", Datetime = "datetime", Pubdate = "pubdate", Lang = "lang", HttpEquiv = "http-equiv",
        Charset = "charset", Title = "title", DataTestid = "data-testid", DataComponent = "data-component", AriaLabel = "aria-label",
    }
}

/// How many elements there are, for tables of counts.
pub(super) const TAGS: usize = 128;

impl Tag {
    /// An element without content and end tag.
    pub(super) const fn void(self) -> bool {
        matches!(
            self,
            Self::Br
                | Self::Img
                | Self::Link
                | Self::Meta
                | Self::Input
                | Self::Hr
                | Self::Col
                | Self::Embed
                | Self::Source
                | Self::Track
                | Self::Area
                | Self::Param
                | Self::Wbr
                | Self::Base
                | Self::Frame
        )
    }

    /// Does a line of text end where the element begins and ends?
    pub(super) const fn block(self) -> bool {
        !matches!(
            self,
            Self::Other
                | Self::A
                | Self::Span
                | Self::Br
                | Self::Img
                | Self::Strong
                | Self::B
                | Self::I
                | Self::Em
                | Self::Script
                | Self::Link
                | Self::Meta
                | Self::Style
                | Self::Time
                | Self::Label
                | Self::Input
                | Self::Noscript
                | Self::Template
                | Self::Svg
                | Self::Math
                | Self::Wbr
                | Self::Font
                | Self::U
                | Self::S
                | Self::Small
                | Self::Big
                | Self::Sub
                | Self::Sup
                | Self::Ins
                | Self::Del
                | Self::Cite
                | Self::Q
                | Self::Code
                | Self::Abbr
                | Self::Rp
                | Self::Picture
                | Self::Map
                | Self::Area
                | Self::Param
                | Self::Source
                | Self::Track
        )
    }

    /// Is nothing in it ever shown as text of the page?
    pub(super) const fn never_shown(self) -> bool {
        matches!(
            self,
            Self::Script
                | Self::Style
                | Self::Noscript
                | Self::Template
                | Self::Svg
                | Self::Math
                | Self::Iframe
                | Self::Object
                | Self::Canvas
                | Self::Audio
                | Self::Video
                | Self::Select
                | Self::Textarea
                | Self::Datalist
                | Self::Title
                | Self::Noembed
                | Self::Noframes
                | Self::Head
                | Self::Map
                | Self::Progress
        )
    }

    /// Does its start tag end an open paragraph?
    pub(super) const fn ends_paragraph(self) -> bool {
        matches!(
            self,
            Self::P
                | Self::Div
                | Self::Ul
                | Self::Ol
                | Self::Li
                | Self::Dl
                | Self::Dt
                | Self::Dd
                | Self::Menu
                | Self::Dir
                | Self::H1
                | Self::H2
                | Self::H3
                | Self::H4
                | Self::H5
                | Self::H6
                | Self::Article
                | Self::Section
                | Self::Main
                | Self::Header
                | Self::Footer
                | Self::Nav
                | Self::Aside
                | Self::Figure
                | Self::Figcaption
                | Self::Blockquote
                | Self::Table
                | Self::Hr
                | Self::Pre
                | Self::Center
                | Self::Address
                | Self::Form
                | Self::Fieldset
                | Self::Details
                | Self::Summary
                | Self::Dialog
                | Self::Hgroup
                | Self::Xmp
                | Self::Listing
                | Self::Plaintext
        )
    }

    /// An element through which no end tag of another kind reaches.
    pub(super) const fn barrier(self) -> bool {
        matches!(
            self,
            Self::Table
                | Self::Td
                | Self::Th
                | Self::TableCaption
                | Self::Template
                | Self::Object
                | Self::Marquee
                | Self::Html
        )
    }

    /// A part of a table.
    pub(super) const fn table_part(self) -> bool {
        matches!(
            self,
            Self::Table
                | Self::Tr
                | Self::Td
                | Self::Th
                | Self::Thead
                | Self::Tbody
                | Self::Tfoot
                | Self::TableCaption
        )
    }

    /// The level of a heading.
    pub(super) const fn heading(self) -> Option<u8> {
        match self {
            Self::H1 => Some(1),
            Self::H2 => Some(2),
            Self::H3 => Some(3),
            Self::H4 => Some(4),
            Self::H5 => Some(5),
            Self::H6 => Some(6),
            _ => None,
        }
    }

    /// An element that may stand in the head of a page.
    pub(super) const fn in_head(self) -> bool {
        matches!(
            self,
            Self::Title
                | Self::Meta
                | Self::Link
                | Self::Script
                | Self::Style
                | Self::Base
                | Self::Noscript
                | Self::Template
                | Self::Head
                | Self::Html
                | Self::Object
        )
    }
}
