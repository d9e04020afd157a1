//! The command line: arguments, commands, and the only printing in the program.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is the module that prints")]

mod arguments;
mod build;
mod columns;
mod coverage;
mod housekeeping;
mod init;
mod list;
mod new;
mod new_summary;
mod report;
mod words;

use std::ffi::OsString;

pub use arguments::{Command, Invocation, command};

/// What the program ends with. See `--help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
}

/// Runs the program on these arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let invocation = match arguments::parse(&arguments) {
        Ok(invocation) => invocation,
        Err(exit) => return exit,
    };
    match &invocation.command {
        Command::Build => build::build(&invocation),
        Command::Check => build::check(&invocation),
        Command::Init { folder } => init::init(&invocation, folder),
        Command::NewStudent { code } => new::student(&invocation, code),
        Command::NewNote { owner, kind, date } => new::note(&invocation, owner, kind, date.as_ref()),
        Command::NewSummary { genre, class, project } => {
            new_summary::summary(&invocation, genre, class.as_deref(), project.as_deref())
        }
        Command::List { what } => list::list(&invocation, *what),
        Command::Coverage { missing } => coverage::coverage(&invocation, *missing),
        Command::Clean => housekeeping::clean(&invocation),
        Command::Completions { shell } => housekeeping::completions(*shell),
    }
}
