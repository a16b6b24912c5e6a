//! `slow`: texts made to be slow, one word, mark or phrase over and over, and how the time grows with them.

use anyhow::{Result, ensure};
use isnad::{Input, Isnad, model::wire};
use nix::sys::resource::{UsageWho, getrusage};

const UNITS: &str = include_str!("slow.txt");

/// How the units stand in a text: between two units, bytes of a line, and between two lines.
const LAYOUTS: [(&str, usize, &str); 3] = [
    ("long lines", 200_000, "\n"),
    ("lines", 90, "\n"),
    ("paragraphs", 400, "\n\n"),
];

/// Bytes of the smaller text; the larger one is four times as long.
const BYTES: usize = 100_000;

/// Compiles each text alone and prints those whose time grows faster than they do, or that take longer than so many seconds a megabyte.
pub(crate) fn slow(most: f64, only: Option<&str>) -> Result<()> {
    let isnad = Isnad::default();
    // the packs are built when they are first asked for
    taken(&isnad, UNITS.to_owned())?;
    let (mut count, mut told, mut worst) = (0, 0, 0.0_f64);
    for unit in UNITS.lines().filter(|l| !l.starts_with("# ")) {
        if only.is_some_and(|only| only != unit) {
            continue;
        }
        for (layout, length, between) in LAYOUTS {
            let mut seconds = [0.0; 2];
            for (n, seconds) in seconds.iter_mut().enumerate() {
                *seconds = taken(&isnad, repeated(unit, length, between, BYTES << (2 * n)))?;
            }
            let [small, large] = seconds;
            let rate = large / (BYTES * 4) as f64 * 1e6;
            count += 1;
            worst = worst.max(rate);
            if rate > most || large > 0.3 && large > small * 6.0 {
                told += 1;
                println!(
                    "{unit:?}, {layout}: {small:.2} s, four times as much {large:.2} s, {rate:.2} s a megabyte"
                );
            }
        }
    }
    println!(
        "{count} texts of {} bytes; {told} told; the slowest took {worst:.2} s a megabyte",
        BYTES * 4
    );
    ensure!(told == 0, "some texts take too long");
    Ok(())
}

fn repeated(unit: &str, length: usize, between: &str, bytes: usize) -> String {
    let unit = unit.replace("\\n", "\n");
    let mut text = String::with_capacity(bytes + length);
    let (mut line, mut n) = (0, 0);
    while text.len() < bytes {
        let word = unit.replace('N', &n.to_string());
        n += 1;
        text.push_str(&word);
        line += word.len() + 1;
        match line >= length {
            true => {
                text.push_str(between);
                line = 0;
            }
            false => text.push(' '),
        }
    }
    text
}

/// User seconds that it takes to compile a text, to write the dossier and to phrase it.
fn taken(isnad: &Isnad<'_>, text: String) -> Result<f64> {
    let used = || -> Result<f64> {
        let time = getrusage(UsageWho::RUSAGE_SELF)?.user_time();
        Ok(time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6)
    };
    let before = used()?;
    let dossier = isnad.dossier(&[Input::new("a.txt", text)]);
    let json = wire::to_json(&dossier)?;
    let briefing = isnad.brief(&dossier, Some("en"), None);
    std::hint::black_box((json, briefing));
    Ok(used()? - before)
}
