//! An [`Exporter`] as a program.

use crate::protocol::{Answer, AnswerFile, Hello, Request};
use isnad_export::{Exporter, checked_context};
use std::{
    io::{self, Read, Write},
    process::ExitCode,
};

/// Says hello on standard output, reads a request from standard input, answers. This is the whole `main` of a program
/// `isnad-export-NAME` that holds this exporter:
///
/// ```no_run
/// # struct Names;
/// # impl isnad_export::Exporter for Names {
/// #     fn info(&self) -> isnad_export::Info { Default::default() }
/// #     fn export(&self, _: &isnad_model::Dossier, _: &isnad_model::Briefing, _: &isnad_export::Context)
/// #         -> Result<Vec<isnad_export::Artifact>, isnad_export::ExportError> { Ok(vec![]) }
/// # }
/// fn main() -> std::process::ExitCode {
///     isnad_plugin::serve(&Names)
/// }
/// ```
pub fn serve(exporter: &dyn Exporter) -> ExitCode {
    match conversation(exporter, &mut io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE, // the host went away
    }
}

fn conversation(exporter: &dyn Exporter, input: &mut dyn Read, out: &mut dyn Write) -> io::Result<()> {
    let info = exporter.info();
    say(out, &Hello::of(&info))?;
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    if bytes.is_empty() {
        return Ok(());
    }
    let exported = serde_json::from_slice::<Request>(&bytes)
        .map_err(|e| format!("expected a request: {e}"))
        .and_then(|request| {
            let (dossier, briefing, context) = request.into_parts().map_err(|e| e.to_string())?;
            let context = checked_context(&info, &context).map_err(|e| e.to_string())?;
            exporter
                .run(&dossier, &briefing, &context)
                .map_err(|e| e.to_string())
        });
    match exported {
        Ok(exported) => {
            for loss in exported.losses {
                say(out, &Answer::Loss(loss))?;
            }
            for artifact in exported.artifacts {
                say(out, &Answer::File(AnswerFile::of(artifact)))?;
            }
            say(out, &Answer::Done(true))
        }
        Err(message) => say(out, &Answer::Error(message)),
    }
}

fn say(out: &mut dyn Write, line: &impl serde::Serialize) -> io::Result<()> {
    let line = isnad_model::wire::safe_json(line).map_err(io::Error::other)?;
    writeln!(out, "{line}")?;
    out.flush()
}
