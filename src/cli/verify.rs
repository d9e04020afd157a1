//! `casebook verify`: the gate over a folder that is already there.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::words::{refusal, say};
use super::{Exit, Invocation, build, report};
use crate::diag::{Diagnostic, Diagnostics, Language};
use crate::output;
use crate::privacy::gate::{BLIND_SPOTS, Gate, Leak};
use crate::privacy::roster::Kind;
use crate::privacy::{Audience, Forbidden};

/// As many leaks are told; the rest is counted.
const MOST: usize = 200;

/// Reads every file of a folder and tells what in it must not leave, for the audience that was named, else for the one of the
/// folder's marker, else for the strictest.
pub(super) fn verify(invocation: &Invocation, folder: &Path, audience: Option<Audience>) -> Exit {
    let language = invocation.language;
    let of_marker = || output::audience_of(folder).filter(|it| *it != Audience::Teacher);
    let audience = audience.or_else(of_marker).unwrap_or(Audience::Research);
    if audience == Audience::Teacher {
        let told = say(
            language,
            "错误：本班教师可以看全部内容，没有要检查的。\n提示：用 --audience staff、parent 或 research 指明给谁看。",
            "error: the class's own teachers may see everything; there is nothing to verify.\nhelp: say for whom with --audience staff, parent or research.",
        );
        eprintln!("{told}");
        return Exit::Usage;
    }
    let (tree, mut findings) = match build::read_folder(invocation) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let (casebook, found) = crate::read(&tree);
    findings.extend(found);
    let Some(casebook) = casebook else {
        report::findings(invocation, &findings, &tree);
        return Exit::Findings;
    };
    let forbidden = Forbidden::of(&casebook);
    if !forbidden.items.iter().any(|it| it.kind == Kind::Name) {
        let told = say(
            language,
            "错误：没有花名册，也没有写真实姓名，不知道要查谁。\n提示：把花名册放在 content/roster.yaml。",
            "error: without a roster or real names nobody knows what to look for.\nhelp: put the roster at content/roster.yaml.",
        );
        eprintln!("{told}");
        return Exit::Usage;
    }
    let read = output::finished_files(folder).and_then(|files| {
        let gate = Gate::new(&forbidden, audience);
        let leaks = |(path, place): &(String, PathBuf)| {
            // A part of the files is in memory at a time, and of one too large nothing.
            Ok(bytes(place)?.map_or_else(|| gate.unread(path), |it| gate.inspect(path, &it)))
        };
        let leaks: io::Result<Vec<Vec<Leak>>> = files.par_iter().map(leaks).collect();
        Ok((files.len(), leaks?.concat()))
    });
    let (files, leaks) = match read {
        Ok(read) => read,
        Err(error) => {
            let (said, joint) = (say(language, "错误：读不了 ", "error: cannot read "), say(language, "：", ": "));
            eprintln!("{said}{}{joint}{}", folder.display(), refusal(language, &error));
            return if folder.exists() { Exit::Environment } else { Exit::Usage };
        }
    };
    let findings: Diagnostics = leaks.iter().take(MOST).map(Diagnostic::from).collect::<Diagnostics>().sorted();
    report::findings(invocation, &findings, &tree);
    if !invocation.quiet && invocation.format == report::Format::Human {
        tell(language, audience, files, leaks.len());
    }
    if leaks.is_empty() { Exit::Done } else { Exit::Privacy }
}

/// A file's bytes; `None` where they are more than the gate reads, however many the file said it has.
fn bytes(place: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = File::open(place)?;
    if file.metadata()?.len() > Gate::LARGEST {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.take(Gate::LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|it| it.len() as u64 <= Gate::LARGEST))
}

fn tell(language: Language, audience: Audience, files: usize, leaks: usize) {
    let more = leaks.saturating_sub(MOST);
    let (head, rest) = match language {
        Language::Chinese if leaks == 0 => {
            (format!("按“{}”检查了{files}个文件，没有发现花名册里的内容。", audience.id()), String::new())
        }
        Language::Chinese => (
            format!("按“{}”检查了{files}个文件，发现{leaks}处，不能发布。", audience.id()),
            if more > 0 { format!("只列出前{MOST}处，另有{more}处。") } else { String::new() },
        ),
        Language::English if leaks == 0 => {
            (format!("{files} files checked for `{}`: nothing of the roster found.", audience.id()), String::new())
        }
        Language::English => (
            format!("{files} files checked for `{}`: {leaks} leaks; do not publish.", audience.id()),
            if more > 0 { format!("The first {MOST} are listed, {more} are not.") } else { String::new() },
        ),
    };
    eprintln!("{head}{rest}");
    tell_blind_spots(language);
}

/// What no program sees and a person has to look for.
pub(super) fn tell_blind_spots(language: Language) {
    eprintln!("{}", say(language, "程序看不出来、要自己看一遍的：", "What no program sees, so look for it yourself:"));
    for (chinese, english) in BLIND_SPOTS {
        eprintln!("  - {}", say(language, chinese, english));
    }
}
