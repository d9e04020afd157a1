//! The command line: arguments, commands, and the only printing in the program.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is the module that prints")]

mod arguments;
mod build;
mod columns;
mod coverage;
mod edition_report;
mod explain;
mod fix;
mod fonts;
mod housekeeping;
mod init;
mod interrupt;
mod invocation;
mod list;
mod masked;
mod new;
mod new_summary;
mod private;
mod replace;
mod report;
mod serve;
mod theme;
mod verify;
mod words;

use std::ffi::OsString;
use std::io::Write;

use crate::diag::guarded;

pub use arguments::command;
pub use fix::Fixing;
pub use invocation::{Command, Invocation};

/// What the program ends with, the gravest last: of several parts, the whole ends with the gravest. See `--help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// The content has errors (or warnings, with `--strict`).
    Findings = 1,
    /// The command line or the settings are wrong.
    Usage = 2,
    /// Fonts, permissions, disk.
    Environment = 3,
    /// The privacy gate is closed.
    Privacy = 4,
    /// Ctrl-C.
    Interrupted = 130,
}

/// Runs the program on these arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    keep_caught_panics_quiet();
    let invocation = match arguments::parse(&arguments) {
        Ok(invocation) => invocation,
        Err(exit) => return exit,
    };
    if let Some(name) = invocation.teachers_alone() {
        return masked::refused(&invocation, name);
    }
    // What is served is watched file by file.
    if let Command::Serve { port, open } = &invocation.command {
        return serve::serve(&invocation, *port, *open);
    }
    guarded(|| perform(&invocation)).unwrap_or_else(|fault| match fault.reason() {
        reason if reason.starts_with("failed printing to") => {
            // Who reads a list may close it before its end.
            if !reason.contains("Broken pipe") {
                let said = words::say(invocation.language, "错误：输出的文字写不下去", "error: cannot print any further");
                let _ = writeln!(std::io::stderr(), "{said}");
            }
            Exit::Environment
        }
        _ => report::internal(&invocation, &fault),
    })
}

/// Does what was asked for.
fn perform(invocation: &Invocation) -> Exit {
    match &invocation.command {
        Command::Build => build::build(invocation),
        Command::Check => build::check(invocation),
        Command::Serve { port, open } => serve::serve(invocation, *port, *open),
        Command::ThemeList => theme::list(invocation),
        Command::ThemeEject { file } => theme::eject(invocation, file.as_deref()),
        Command::Explain { code } => explain::explain(invocation, code.as_deref()),
        Command::Init { folder } => init::init(invocation, folder),
        Command::NewStudent { code } => new::student(invocation, code),
        Command::NewNote { owner, kind, date } => new::note(invocation, owner, kind, date.as_ref()),
        Command::NewSummary { genre, class, project, month } => {
            new_summary::summary(invocation, genre, class.as_deref(), project.as_deref(), *month)
        }
        Command::List { what } => list::list(invocation, *what),
        Command::Coverage { missing } => coverage::coverage(invocation, *missing),
        Command::Verify { folder, audience } => verify::verify(invocation, folder, *audience),
        Command::Alias { renew } => private::alias(invocation, *renew),
        Command::Review { innocent, names } => private::review(invocation, innocent, names),
        Command::Retention => private::retention(invocation),
        Command::Export => private::export(invocation),
        Command::Fix(fixing) => fix::fix(invocation, *fixing),
        Command::Clean => housekeeping::clean(invocation),
        Command::Completions { shell } => housekeeping::completions(*shell),
    }
}

/// What is caught and told as a finding need not be printed as well.
fn keep_caught_panics_quiet() {
    let printed = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !crate::diag::heard(panic) {
            printed(panic);
        }
    }));
}
