//! The domain of a dossier: reports with their annotations, and what is compiled from them.
//!
//! These types are the schema `isnad/dossier/1`. In Rust every offset counts bytes of the report's text; in
//! JSON offsets count Unicode code points. [`wire`] is the only place where one becomes the other.
#![doc(test(attr(deny(warnings))))]

mod briefing;
pub mod calendar;
mod dossier;
mod evidence;
pub mod hijri;
mod mention;
mod quotation;
mod report;
mod schema;
mod time;
pub mod wire;
mod wire_format;
mod withhold;

mod event;

pub use briefing::*;
pub use dossier::*;
pub use event::*;
pub use evidence::*;
pub use mention::*;
pub use quotation::*;
pub use report::*;
pub use schema::{SCHEMA, json_schema};
pub use time::*;
pub use withhold::withhold;

pub use isnad_text::{CharIndex, Span, bidi};
pub use jiff::civil::Date;
