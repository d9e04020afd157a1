//! Printing findings and refusals.

use std::io::IsTerminal;
use std::path::Path;

use super::masked::masked;
use super::words::{refusal, say};
use super::{Exit, Invocation};
use crate::diag::{Diagnostics, Fault, Language, Severity, render};
use crate::output::{Holder, PlaceError, StagingError};
use crate::source::SourceTree;

/// How findings are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// With the source line and a caret.
    Human,
    /// A line each.
    Short,
    /// A JSON object a line.
    Json,
}

/// Prints findings. JSON is data and goes to stdout; the rest is for people and goes to stderr.
pub(super) fn findings(invocation: &Invocation, findings: &Diagnostics, tree: &SourceTree) {
    let language = invocation.language;
    let masked = if findings.is_empty() { None } else { masked(invocation, findings, tree) };
    let findings = masked.as_ref().map_or(findings, |it| &it.findings);
    let struck = |text: String| masked.as_ref().map_or(text.clone(), |it| it.strike(&text));
    match invocation.format {
        Format::Json => print!("{}", struck(render::json(findings, tree, language))),
        Format::Short => eprint!("{}", struck(render::short(findings, tree, language))),
        Format::Human if findings.is_empty() => {}
        Format::Human => {
            // Colours could part a name.
            let color = masked.is_none() && invocation.color.unwrap_or_else(colours_wanted);
            eprint!("{}", struck(render::human(findings, tree, language, color)));
            eprintln!("{}", render::summary(findings, language));
        }
    }
}

/// Whether to use colours where nothing was said: on a terminal, unless `NO_COLOR` is set.
fn colours_wanted() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty())
}

/// What the findings make of the program's end.
pub(super) fn exit(invocation: &Invocation, findings: &Diagnostics) -> Exit {
    let failed = findings.has_errors() || (invocation.strict && findings.count(Severity::Warning) > 0);
    if failed { Exit::Findings } else { Exit::Done }
}

/// Prints why nothing could be staged or swapped in.
pub(super) fn staging_error(error: &StagingError, language: Language) -> Exit {
    let other = say(language, "换一个空文件夹：-o 文件夹", "choose an empty folder with -o");
    let (message, path, hint, exit) = match error {
        StagingError::Place(PlaceError::Dangerous(path)) => (
            say(
                language,
                "这个文件夹不能用来输出：它会被整个替换，里面有别的要紧文件",
                "this folder would be replaced as a whole and holds what must stay",
            )
            .to_owned(),
            path,
            other,
            Exit::Usage,
        ),
        StagingError::Place(PlaceError::NotOurs(path)) => (
            say(
                language,
                "这个文件夹里有别的文件，不是 casebook 生成的",
                "this folder holds files that casebook did not write",
            )
            .to_owned(),
            path,
            say(
                language,
                "换一个空文件夹：-o 文件夹；里面的文件都不要了，才加 --replace",
                "choose an empty folder with -o, or add --replace if nothing in it is needed",
            ),
            Exit::Usage,
        ),
        StagingError::Place(PlaceError::NotAFolder(path)) => (
            say(language, "这是一个文件，不是文件夹", "this is a file, not a folder").to_owned(),
            path,
            say(language, "换一个文件夹：-o 文件夹", "choose a folder with -o"),
            Exit::Usage,
        ),
        StagingError::Place(PlaceError::Unreadable(path, error)) => {
            return refused(language, say(language, "看不到这个文件夹里有什么 ", "cannot see what is in "), path, error);
        }
        StagingError::Busy(path, holder) => {
            (busy(language, holder), path, say(language, "等它结束再试", "wait until it has finished"), Exit::Environment)
        }
        StagingError::Io(path, error) => return cannot_write(language, path, error),
    };
    eprintln!("{}{message}: {}", say(language, "错误：", "error: "), path.display());
    eprintln!("{}{hint}", say(language, "提示：", "help: "));
    exit
}

/// Says that the file system refused something on the way out, and that nothing is lost.
pub(super) fn cannot_write(language: Language, path: &Path, error: &std::io::Error) -> Exit {
    refused(language, say(language, "写不了 ", "cannot write "), path, error)
}

fn refused(language: Language, what: &str, path: &Path, error: &std::io::Error) -> Exit {
    let told = say(language, "错误：", "error: ");
    let joint = say(language, "：", ": ");
    eprintln!("{told}{what}{}{joint}{}", path.display(), refusal(language, error));
    eprintln!(
        "{}",
        say(
            language,
            "提示：原来的输出没有改动；检查磁盘空间和写入权限，再编译一次。",
            "help: the previous output is unchanged; check disk space and permissions, then build again."
        )
    );
    Exit::Environment
}

/// Who is writing to an output already.
fn busy(language: Language, holder: &Holder) -> String {
    let Holder { process, user, computer, minutes } = holder;
    let mut known: Vec<String> = Vec::new();
    match language {
        Language::Chinese => {
            known.extend(process.map(|it| format!("进程 {it}")));
            known.extend(user.as_ref().map(|it| format!("用户 {it}")));
            known.extend(computer.as_ref().map(|it| format!("电脑 {it}")));
            known.extend(minutes.map(|it| if it == 0 { "刚刚开始".to_owned() } else { format!("{it} 分钟前开始") }));
            let known = if known.is_empty() { String::new() } else { format!("（{}）", known.join("，")) };
            format!("另一个 casebook{known}正在写这里")
        }
        Language::English => {
            known.extend(process.map(|it| format!("process {it}")));
            known.extend(user.as_ref().map(|it| format!("user {it}")));
            known.extend(computer.as_ref().map(|it| format!("computer {it}")));
            known.extend(minutes.map(|it| if it == 0 { "just begun".to_owned() } else { format!("for {it} min") }));
            let known = if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) };
            format!("another casebook{known} is writing here")
        }
    }
}

/// Says that the program failed, where no finding of a build does.
pub(super) fn internal(invocation: &Invocation, fault: &Fault) -> Exit {
    findings(invocation, &[fault.anywhere()].into_iter().collect(), &SourceTree::default());
    Exit::Findings
}

/// Says that nothing has the name that was typed, and which one comes near.
pub(super) fn unknown(what: &str, name: &str, near: Option<&str>) -> Exit {
    let near = near.map(|it| format!("（{it}？）")).unwrap_or_default();
    eprintln!("{what}“{name}”{near}");
    Exit::Usage
}
