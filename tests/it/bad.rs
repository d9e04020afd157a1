//! Bad inputs, a fixture each: nothing panics, hangs or takes the machine's memory; each is told with its severity, file and line;
//! and what is hostile is inert in what comes of it.
//!
//! All of them run in a process of their own, so that its peak of memory is theirs. `CASEBOOK_BLESS=1` rewrites the findings that
//! a fixture lists; what its `expects` lines say was written by hand and is not.

use std::collections::BTreeMap;
use std::sync::mpsc;
use std::time::Duration;

use casebook::diag::{Diagnostics, Language, render};
use casebook::output::MemoryDoor;
use casebook::theme::Theme;
use casebook::{Options, build};

use crate::fixture::Fixture;

/// One input may take so long.
const PATIENCE: Duration = Duration::from_secs(20);

/// All of them may take so many bytes at once.
const MEMORY: u64 = 1 << 30;

/// Set where this is the process of their own.
const ALONE: &str = "CASEBOOK_BAD_INPUTS";

/// There are to be at least so many, here and in `bad_folders`.
const AT_LEAST: usize = 150;

#[test]
fn each_bad_input_is_told_and_survived() {
    if std::env::var_os(ALONE).is_some() {
        return run_all();
    }
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args(["bad::each_bad_input_is_told_and_survived", "--exact", "--nocapture"]).env(ALONE, "1");
    let output = command.output().unwrap();
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}\n{}", said(&output.stdout), said(&output.stderr));
    assert!(said(&output.stdout).contains("1 passed"), "it ran: {}", said(&output.stdout));
}

fn run_all() {
    let bless = std::env::var_os("CASEBOOK_BLESS").is_some();
    let fixtures = Fixture::all("bad");
    assert!(fixtures.len() >= AT_LEAST, "{} bad inputs", fixtures.len());
    let mut complaints = Vec::new();
    for fixture in fixtures {
        let name = fixture.name.clone();
        let (sender, receiver) = mpsc::channel();
        let tree = fixture.tree();
        std::thread::spawn(move || {
            let door = MemoryDoor::default();
            let options = Options { site: true, pdf: true, ..Options::default() };
            let outcome = build(&tree, &Theme::built_in(), &options, &door);
            drop(sender.send((outcome.findings, door.into_files(), tree)));
        });
        let (found, made, tree) = match receiver.recv_timeout(PATIENCE) {
            Ok(done) => done,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                complaints.push(format!("{name}: not done within {PATIENCE:?}"));
                continue;
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                complaints.push(format!("{name}: it panicked"));
                continue;
            }
        };
        let short = render::short(&found, &tree, Language::Chinese);
        if bless {
            fixture.bless(&short);
        } else if fixture.findings.as_deref() != Some(&short) {
            let expected = fixture.findings.clone().unwrap_or_default();
            complaints.push(format!("{name}:\nexpected\n{expected}found\n{short}"));
        }
        complaints.extend(not_told(&fixture, &short).into_iter().map(|it| format!("{name}: {it} is not among\n{short}")));
        let forms = [Language::Chinese, Language::English].map(|it| in_every_form(&found, &fixture, it));
        if forms.iter().any(|it| it.chars().any(steers)) {
            complaints.push(format!("{name}: what is printed steers the terminal"));
        }
        complaints.extend(unsafe_outputs(&fixture, &made).into_iter().map(|it| format!("{name}: {it}")));
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    if let Some(peak) = peak() {
        assert!(peak < MEMORY, "{} MiB", peak >> 20);
    }
}

/// The `expects` lines of a fixture that no finding fulfils: `error CODE`, and where it has them `FILE` or `FILE:LINE`.
fn not_told(fixture: &Fixture, short: &str) -> Vec<String> {
    let fulfilled = |expected: &str| {
        let mut words = expected.splitn(3, ' ');
        let (severity, code) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let severity = match severity {
            "error" => "错误",
            "warning" => "警告",
            other => panic!("{}: no severity {other}", fixture.name),
        };
        let place = words.next().unwrap_or_default();
        let kind = format!("{severity}[{code}]: ");
        let has_line = place.rsplit_once(':').is_some_and(|(_, line)| line.bytes().all(|it| it.is_ascii_digit()));
        let place = if has_line { format!("{place}:") } else { place.to_owned() };
        short.lines().any(|line| line.contains(&kind) && line.starts_with(&place))
    };
    fixture.lines("expects ").filter(|it| !fulfilled(it)).map(str::to_owned).collect()
}

fn in_every_form(found: &Diagnostics, fixture: &Fixture, language: Language) -> String {
    let tree = fixture.tree();
    [render::short, render::json].map(|it| it(found, &tree, language)).concat() + &render::human(found, &tree, language, false)
}

/// Whether a character steers a terminal or turns the direction of a text.
fn steers(it: char) -> bool {
    it.is_control() && it != '\n' || matches!(it, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// What is wrong with the files that came of a fixture: a path that other systems refuse or take for another's, or a text that
/// is not inert.
fn unsafe_outputs(fixture: &Fixture, made: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut taken = BTreeMap::new();
    for (path, bytes) in made {
        let device = |it: &str| ["con", "prn", "aux", "nul"].contains(&it.split('.').next().unwrap_or_default());
        let odd = |it: &str| it.is_empty() || it.ends_with(['.', ' ']) || it.starts_with("..") || it.len() > 255 || device(it);
        let folded = path.to_lowercase();
        if folded.split('/').any(odd) || path.contains(|it: char| steers(it) || "\\:*?\"<>|%#".contains(it)) {
            wrong.push(format!("the path {path:?}"));
        }
        if let Some(other) = taken.insert(folded, path) {
            wrong.push(format!("one address for {path:?} and {other:?}"));
        }
        let text = String::from_utf8_lossy(bytes);
        if !path.ends_with(".pdf") {
            let found = fixture.lines("inert ").filter(|it| text.contains(it));
            wrong.extend(found.map(|it| format!("{path} holds {it:?}")));
        }
    }
    wrong
}

/// The most memory that this process ever held.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? << 10)
}
