//! A plug-in as somebody wrote it for version 1 of the protocol and of the schema. It is frozen: when a test says that it no
//! longer works, the program is wrong, not this file.
#![allow(clippy::print_stdout, reason = "a plug-in answers on standard output")]

use serde_json::{Value, json};
use std::io::{self, Read};

fn main() -> io::Result<()> {
    let hello = json!({
        "protocols": [1],
        "schemas": ["isnad/dossier/1"],
        "id": "sample",
        "description": "what a dossier holds, a line each",
        "media_type": "text/plain",
        "options": [
            {"name": "most", "description": "how many lines of each kind", "type": "integer", "min": 1, "max": 100, "default": 5},
            {"name": "sources", "description": "whether to name the reports", "type": "flag", "default": true},
            {"name": "order", "description": "by what names are ordered", "type": "choice", "values": ["given", "name"]},
            {"name": "head", "description": "a first line", "type": "text"}
        ]
    });
    println!("{hello}");
    let mut request = String::new();
    io::stdin().read_to_string(&mut request)?;
    if request.is_empty() {
        return Ok(());
    }
    let request: Value = serde_json::from_str(&request)?;
    let (dossier, briefing) = (&request["dossier"], &request["briefing"]);
    let options = &request["context"]["options"];
    let most = usize::try_from(options["most"].as_u64().unwrap_or(0)).unwrap_or(0);
    let mut lines = Vec::new();
    if let Some(head) = options["head"].as_str().filter(|h| !h.is_empty()) {
        lines.push(head.to_owned());
    }
    lines.push(format!(
        "{} {} base={} zone={}",
        dossier["schema"], dossier["language"], request["context"]["base_url"], request["context"]["zone"]
    ));
    if options["sources"] == true {
        for report in list(&dossier["reports"]).iter().take(most) {
            let text: Vec<char> = report["text"].as_str().unwrap_or("").chars().collect();
            // every mention reads back from the text, offsets count code points
            let good = list(&report["mentions"]).iter().filter(|m| {
                let at = |k: &str| usize::try_from(m[k].as_u64().unwrap_or(0)).unwrap_or(0);
                text.get(at("start")..at("end"))
                    .map(|c| c.iter().collect::<String>())
                    .as_deref()
                    == m["text"].as_str()
            });
            let (good, all) = (good.count(), list(&report["mentions"]).len());
            lines.push(format!(
                "report {} {good}/{all} {}",
                report["source"], report["published"]["value"]
            ));
        }
    }
    let mut names: Vec<&str> = list(&dossier["entities"])
        .iter()
        .filter_map(|e| e["name"].as_str())
        .collect();
    if options["order"] == "name" {
        names.sort_unstable();
    }
    lines.extend(names.iter().take(most).map(|n| format!("name {n}")));
    for event in list(&dossier["events"]).iter().take(most) {
        lines.push(format!(
            "event {} {} {}",
            event["type"], event["status"], event["when"]["value"]
        ));
    }
    lines.push(format!(
        "briefing {} {}",
        briefing["language"],
        !list(&briefing["sections"]).is_empty()
    ));
    let left = names.len().saturating_sub(most);
    if left > 0 {
        println!("{}", json!({"loss": format!("{left} names are left out")}));
    }
    let text = format!("{}\n", lines.join("\n"));
    println!(
        "{}",
        json!({"file": {"path": "sample.txt", "media_type": "text/plain", "text": text}})
    );
    println!("{}", json!({"done": true}));
    Ok(())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
