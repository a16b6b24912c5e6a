//! A plug-in for Isnad in Rust: who said what, a line each.

use isnad_export::{Artifact, Context, ExportError, Exporter, Info, OptionInfo};
use isnad_model::{Briefing, Dossier, QuotationKind, bidi};
use std::process::ExitCode;

/// An exporter as those that are built in. Being a program is one line, in `main`.
struct Statements;

impl Exporter for Statements {
    fn info(&self) -> Info {
        Info::new("statements", "who said what, a line each", "text/plain").with(OptionInfo::flag(
            "direct",
            "only words in quotation marks",
            false,
        ))
    }

    fn check(&self, dossier: &Dossier, _: &Briefing, _: &Context) -> Vec<String> {
        let nobody = dossier.reports.iter().flat_map(|r| &r.quotations);
        match nobody.filter(|q| q.chain.is_empty()).count() {
            0 => Vec::new(),
            n => vec![format!("{n} quotations of nobody in particular are left out")],
        }
    }

    fn export(
        &self,
        dossier: &Dossier,
        _: &Briefing,
        context: &Context,
    ) -> Result<Vec<Artifact>, ExportError> {
        let direct = context.flag(&self.info(), "direct");
        let mut out = String::new();
        for report in &dossier.reports {
            for quotation in &report.quotations {
                let Some(speaker) = quotation.chain.first() else {
                    continue;
                };
                if direct && quotation.kind != QuotationKind::Direct {
                    continue;
                }
                // what a report says is data: no control or direction character leaves this program
                let line = [&report.source, &speaker.text, &quotation.text].map(|t| bidi::clean(t));
                out.push_str(&line.join(" | "));
                out.push('\n');
            }
        }
        Ok(vec![Artifact::new("statements.txt", "text/plain", out)])
    }
}

fn main() -> ExitCode {
    isnad_plugin::serve(&Statements)
}

#[cfg(test)]
mod tests {
    use super::Statements;
    use isnad_export::testkit;

    #[test]
    fn conforms() {
        testkit::conforms(&Statements);
        insta::assert_snapshot!(testkit::shown(&Statements, "english", &[("direct", "true")]));
    }
}
