//! What the names that authors of pages give to elements (`class`, `id`, `itemprop`, `role`) say of their content.
//!
//! These are names of markup, in the English of the web's conventions, whatever the language of the page.

use super::{
    markup::Tree,
    tags::{Key, Tag},
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// What an element is for, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hints(u32);

impl Hints {
    /// Navigation, advertising, sharing, comments: nothing of the article.
    pub(super) const JUNK: Self = Self(1);
    /// Said to hold the text of the article.
    pub(super) const BODY: Self = Self(1 << 1);
    /// Perhaps the text of the article, with more around it.
    pub(super) const MAIN: Self = Self(1 << 2);
    /// The words under a picture.
    pub(super) const CAPTION: Self = Self(1 << 3);
    /// Who made a picture.
    pub(super) const CREDIT: Self = Self(1 << 4);
    /// Who wrote it.
    pub(super) const BYLINE: Self = Self(1 << 5);
    /// When it was published or changed.
    pub(super) const DATE: Self = Self(1 << 6);
    /// The summary.
    pub(super) const STANDFIRST: Self = Self(1 << 7);
    /// The line above the headline, or the section.
    pub(super) const KICKER: Self = Self(1 << 8);
    /// The headline.
    pub(super) const TITLE: Self = Self(1 << 9);
    /// Links to other reports.
    pub(super) const RELATED: Self = Self(1 << 10);
    /// What readers wrote.
    pub(super) const COMMENTS: Self = Self(1 << 11);
    /// The date of the last change.
    pub(super) const UPDATED: Self = Self(1 << 12);
    /// Where readers must pay.
    pub(super) const PAYWALL: Self = Self(1 << 13);
    /// A note on the author.
    pub(super) const BIO: Self = Self(1 << 14);
    /// Never shown to who looks at the page.
    pub(super) const HIDDEN: Self = Self(1 << 15);
    /// A teaser, an entry of a list of reports.
    pub(super) const TEASER: Self = Self(1 << 16);
    /// A post of a social network inside a text.
    pub(super) const EMBED: Self = Self(1 << 18);
    /// Junk by a name that is also used for parts of articles.
    pub(super) const DOUBTFUL: Self = Self(1 << 17);

    /// Is any of these in the set?
    pub(super) const fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    fn add(&mut self, of: Self) {
        self.0 |= of.0;
    }
}

impl std::ops::BitOr for Hints {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What single words in a name say.
const WORDS: &[(Hints, &str)] = &[
    (
        Hints::JUNK,
        "ad ads adv advert adverts advertisement advertising adsbygoogle adslot sponsor sponsored banner \
         dfp nav navbar navigation menu menus footer breadcrumb breadcrumbs crumbs masthead colophon \
         share sharing shares sharebar social socials addthis addtoany sharedaddy sharethis follow \
         likebox whatsapp teads promo promos promotion newsletter newsletters subscribe subscription \
         signup optin mailchimp donate donation cta sidebar cookie cookies consent gdpr popup modal \
         toolbar tools rating ratings pagination pager login signin register search searchform copyright \
         toc tags tagcloud taglist poll quiz ticker breaking marquee skiplink weather",
    ),
    (
        Hints::DOUBTFUL,
        "foot rail widget widgets overlay lightbox noprint player carousel slider utility disclaimer \
         print email",
    ),
    (
        Hints::RELATED,
        "related relatedposts relatedpoststitle recommend recommended recommendation recommendations recirc recirculation \
         readmore trending popular mostread mostviewed outbrain taboola seealso zergnet yarpp upnext \
         crosslinks",
    ),
    (
        Hints::COMMENTS,
        "comment comments commentlist disqus respond livefyre talkback",
    ),
    (Hints::CAPTION, "caption captions figcaption legend"),
    (Hints::CREDIT, "credit credits photographer copyrightholder"),
    (
        Hints::BYLINE,
        "byline bylines author authors writer contributor vcard creator reporter",
    ),
    (Hints::BIO, "bio biography authorbox aboutauthor"),
    (
        Hints::DATE,
        "date dates dateline datetime timestamp published pubdate time datepublished posted postdate",
    ),
    (Hints::UPDATED, "updated modified datemodified lastupdated"),
    (
        Hints::STANDFIRST,
        "standfirst subtitle subheadline subhead deck dek chapeau alternativeheadline",
    ),
    (Hints::TEASER, "excerpt teaser teasers card cards tile"),
    (Hints::KICKER, "kicker eyebrow overline rubric"),
    (Hints::TITLE, "headline"),
    (Hints::EMBED, "embed tweet embedded"),
    (Hints::PAYWALL, "paywall regwall"),
    (
        Hints::BODY,
        "articlebody storybody bodytext articletext storytext storycontent articlecontent postcontent \
         postbody newstext entrycontent richtext wysiwyg",
    ),
    (Hints::MAIN, "maincontent article story hentry"),
];

/// Whole names of elements that nobody sees.
const UNSEEN: &str = "hidden hide invisible is-hidden u-hidden d-none sr-only visually-hidden visuallyhidden \
     visuallyHidden screen-reader-text screen-reader-only screenreader element-invisible hidden-text \
     u-visually-hidden off-screen offscreen accessibility-text a11y-hidden display-none print-only \
     printonly visible-print";

/// What two words in a row say: one of the first list before one of the second.
const PAIRS: &[(&str, &str, Hints)] = &[
    (
        "",
        "article story post entry news blog node single field detail details body content text copy \
         contents paragraphs txt",
        Hints::BODY,
    ),
    ("body", "text copy content", Hints::BODY),
    ("name", "body", Hints::BODY),
    ("content main page", "body article text main content", Hints::MAIN),
    ("rich", "text", Hints::BODY),
    (
        "most more also latest other top next prev previous",
        "read viewed popular shared stories news articles posts article story post from on commented",
        Hints::RELATED,
    ),
    ("read", "more next also", Hints::RELATED),
    ("see you", "also may", Hints::RELATED),
    ("side", "bar column col rail", Hints::JUNK),
    ("skip jump back", "link to nav links", Hints::JUNK),
    (
        "author",
        "bio box info description card profile about",
        Hints::BIO,
    ),
    ("about", "author the", Hints::BIO),
    ("sub", "title headline heading head", Hints::STANDFIRST),
    ("sign", "up in", Hints::JUNK),
    ("log", "in", Hints::JUNK),
    ("call", "to", Hints::JUNK),
    ("mail email", "signup form list", Hints::JUNK),
    (
        "post entry article story page news",
        "title heading header",
        Hints::TITLE,
    ),
    ("social", "media links share", Hints::JUNK),
    (
        "post article entry story",
        "tags tag footer nav navigation utility actions tools",
        Hints::JUNK,
    ),
    ("cat post", "links", Hints::JUNK),
    ("pay", "wall", Hints::PAYWALL),
    ("last", "updated modified update", Hints::UPDATED),
];

/// What a word says alone, and of which pairs it is the first or second one (a bit each).
#[derive(Clone, Copy, Debug, Default)]
struct Meaning {
    alone: Hints,
    first: u64,
    second: u64,
}

/// The words above by their letters.
#[derive(Default)]
struct Table {
    words: FxHashMap<&'static [u8], Meaning>,
    unseen: FxHashSet<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        unseen: UNSEEN.split_ascii_whitespace().collect(),
        ..Table::default()
    };
    let mut of = |word: &'static str, change: &dyn Fn(&mut Meaning)| {
        change(table.words.entry(word.as_bytes()).or_default());
    };
    for (hint, words) in WORDS {
        words
            .split_ascii_whitespace()
            .for_each(|w| of(w, &|m| m.alone.add(*hint)));
    }
    for (n, (first, second, _)) in PAIRS.iter().enumerate() {
        first
            .split_ascii_whitespace()
            .for_each(|w| of(w, &|m| m.first |= 1 << n));
        second
            .split_ascii_whitespace()
            .for_each(|w| of(w, &|m| m.second |= 1 << n));
    }
    table
});

/// What an element's names say.
pub(super) fn hints(tree: &Tree, node: u32, tag: Tag) -> Hints {
    let mut out = Hints::default();
    for key in [
        Key::Class,
        Key::Id,
        Key::Itemprop,
        Key::DataTestid,
        Key::DataComponent,
    ] {
        if let Some(value) = tree.attribute(node, key) {
            named(value, &mut out);
        }
    }
    match tree.attribute(node, Key::Role) {
        Some(
            "navigation" | "banner" | "contentinfo" | "search" | "dialog" | "alert" | "alertdialog" | "menu"
            | "menubar" | "toolbar" | "tablist",
        ) => {
            out.add(Hints::JUNK);
        }
        Some("complementary") => out.add(Hints::DOUBTFUL),
        Some("main" | "article") => out.add(Hints::MAIN),
        _ => {}
    }
    match tree.attribute(node, Key::Itemprop) {
        Some("articleBody" | "text" | "reviewBody") => out.add(Hints::BODY),
        Some("comment") => out.add(Hints::COMMENTS),
        _ => {}
    }
    if let Some(style) = tree.attribute(node, Key::Style) {
        let style: String = style
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(2000)
            .collect::<String>()
            .to_ascii_lowercase();
        if style.contains("display:none") || style.contains("visibility:hidden") {
            out.add(Hints::HIDDEN);
        }
    }
    if tree.attribute(node, Key::Hidden).is_some() || tree.attribute(node, Key::AriaHidden) == Some("true") {
        out.add(Hints::HIDDEN);
    }
    match tag {
        Tag::Nav | Tag::Footer | Tag::Button | Tag::Dialog | Tag::Form | Tag::Search => out.add(Hints::JUNK),
        Tag::Aside => out.add(Hints::DOUBTFUL),
        Tag::Article | Tag::Main => out.add(Hints::MAIN),
        Tag::Figcaption => out.add(Hints::CAPTION),
        Tag::Time => out.add(Hints::DATE),
        _ => {}
    }
    out
}

/// Reads a list of names.
fn named(value: &str, out: &mut Hints) {
    const MOST: usize = 400;
    let value = crate::line::prefix(value, MOST);
    let table = &*TABLE;
    for name in value.split_ascii_whitespace() {
        if table.unseen.contains(name) {
            out.add(Hints::HIDDEN);
        }
        let mut before: Option<Meaning> = None;
        for word in Words::of(name) {
            let word = table
                .words
                .get(word.bytes.get(..word.len).unwrap_or_default())
                .copied();
            if let Some(word) = word {
                out.add(word.alone);
                if let Some(before) = before {
                    let both = before.first & word.second;
                    for (n, (_, _, hint)) in PAIRS.iter().enumerate() {
                        if both & (1 << n) != 0 {
                            out.add(*hint);
                        }
                    }
                }
            }
            before = word;
        }
    }
}

/// A word of a name, in lower case.
#[derive(Clone, Copy)]
struct Word {
    bytes: [u8; 24],
    len: usize,
}

/// The words of a name: parted by marks, and by capitals as in `articleBody`.
struct Words<'n> {
    rest: &'n [u8],
}

impl<'n> Words<'n> {
    const fn of(name: &'n str) -> Self {
        Self {
            rest: name.as_bytes(),
        }
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let start = self.rest.iter().position(u8::is_ascii_alphabetic)?;
        let rest = self.rest.get(start..)?;
        let mut end = 1;
        while let Some(&b) = rest.get(end) {
            let before = rest.get(end - 1).copied().unwrap_or(b' ');
            if !b.is_ascii_alphabetic() || b.is_ascii_uppercase() && before.is_ascii_lowercase() {
                break;
            }
            end += 1;
        }
        let mut word = Word {
            bytes: [0; 24],
            len: 0,
        };
        for (to, from) in word.bytes.iter_mut().zip(rest.get(..end)?) {
            *to = from.to_ascii_lowercase();
            word.len += 1;
        }
        if end > word.bytes.len() {
            word.len = 0; // too long to be any of ours
        }
        self.rest = rest.get(end..)?;
        Some(word)
    }
}
