//! A command line, understood: what is to be done, with what, for whom.

use std::path::PathBuf;

use super::fix::Fixing;
use super::list::Listing;
use super::report::Format;
use crate::date::{Date, TermId};
use crate::diag::Language;
use crate::output::Others;
use crate::privacy::Audience;

/// A command line, understood.
#[derive(Debug, Clone)]
pub struct Invocation {
    /// What to do.
    pub command: Command,
    /// The folder that holds `content`.
    pub root: PathBuf,
    /// Where outputs go; `public` below the root where none is named.
    pub output: PathBuf,
    /// Whether an output may take the place of files that casebook did not write.
    pub others: Others,
    /// For whom.
    pub audience: Audience,
    /// Whether it is done for every audience, in a folder each below the output: for each of the [`editions`](Invocation::editions).
    pub for_all: bool,
    /// Only this term.
    pub term: Option<TermId>,
    /// Only this student's pages and documents.
    pub student: Option<String>,
    /// Whether the site is made.
    pub site: bool,
    /// Whether documents are made.
    pub pdf: bool,
    /// Folders with further faces.
    pub font_paths: Vec<PathBuf>,
    /// Whether documents carry what they were made from.
    pub attach_sources: bool,
    /// How many threads; as many as there are cores where none is named.
    pub jobs: Option<usize>,
    /// Whether warnings fail.
    pub strict: bool,
    /// The day as of which things are overdue.
    pub as_of: Option<Date>,
    /// How findings are laid out.
    pub format: Format,
    /// The language of messages.
    pub language: Language,
    /// Nothing but findings.
    pub quiet: bool,
    /// More than usual.
    pub verbose: bool,
    /// Whether colours are used; `None` leaves it to the terminal.
    pub color: Option<bool>,
}

impl Invocation {
    /// What is to be done for one audience after the other.
    pub fn editions(&self) -> Vec<Invocation> {
        let of = |audience: Audience| {
            let output = self.output.join(audience.id());
            Invocation { audience, output, for_all: false, ..self.clone() }
        };
        if self.for_all { Audience::ALL.map(of).into() } else { vec![self.clone()] }
    }

    /// The command, as it is typed, where it tells or writes what is only for the class's own teachers, and somebody else is named.
    pub(super) fn teachers_alone(&self) -> Option<&'static str> {
        self.command.of_teachers().filter(|_| self.audience != Audience::Teacher)
    }
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Make site and documents.
    Build,
    /// Report every finding, write nothing.
    Check,
    /// Show the site while one writes.
    Serve {
        /// At which port; the first free one where none is named.
        port: Option<u16>,
        /// Whether a browser is opened.
        open: bool,
    },
    /// Print the themes.
    ThemeList,
    /// Copy a file of the built-in theme to change it.
    ThemeEject {
        /// Its path in the theme; all are listed where none is given.
        file: Option<String>,
    },
    /// Explain a kind of finding.
    Explain {
        /// Its code; all are listed where none is given.
        code: Option<String>,
    },
    /// Make a new casebook.
    Init {
        /// Where.
        folder: PathBuf,
    },
    /// Make a student's folder.
    NewStudent {
        /// The code; the next free one where none is given.
        code: Option<String>,
    },
    /// Make a note to fill in.
    NewNote {
        /// Whose: a student's code, or the name of a class or project.
        owner: String,
        /// Of which type.
        kind: String,
        /// Of which day; the latest of the casebook's terms where none is given.
        date: Option<Date>,
    },
    /// Write a composed document out as a file to edit.
    NewSummary {
        /// The genre, by any of its names.
        genre: String,
        /// About which class.
        class: Option<String>,
        /// About which project.
        project: Option<String>,
        /// A day of the month that it is about, where it is about one.
        month: Option<Date>,
    },
    /// Print what there is.
    List {
        /// Of what.
        what: Listing,
    },
    /// Print the ledger: what is recorded where, how much, and what shows it.
    Coverage {
        /// Only rows of which there is nothing.
        missing: bool,
    },
    /// Look through a folder for what must not leave.
    Verify {
        /// Which.
        folder: PathBuf,
        /// For whom, where that was said.
        audience: Option<Audience>,
    },
    /// Give pupils aliases.
    Alias {
        /// Whether everybody gets a new one.
        renew: bool,
    },
    /// List what may be a name, and keep what is decided.
    Review {
        /// Words that are none.
        innocent: Vec<String>,
        /// Words that are one.
        names: Vec<String>,
    },
    /// List how long cases are kept.
    Retention,
    /// Copy what is kept of a student.
    Export,
    /// Mend what is beyond doubt, or make files UTF-8.
    Fix(Fixing),
    /// Remove outputs.
    Clean,
    /// Print a shell's completions.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
}

impl Command {
    /// Its name, where what it prints or writes is made from the notes as they stand, codes and titles and all, and there is no
    /// version of it for others.
    fn of_teachers(&self) -> Option<&'static str> {
        match self {
            Command::NewStudent { .. } | Command::NewNote { .. } | Command::NewSummary { .. } => Some("new"),
            Command::List { .. } => Some("list"),
            Command::Coverage { .. } => Some("coverage"),
            Command::Alias { .. } => Some("alias"),
            Command::Review { .. } => Some("review"),
            Command::Retention => Some("retention"),
            Command::Export => Some("export"),
            // These make the version that was asked for, mask what they tell, or tell nothing of a casebook.
            Command::Build
            | Command::Check
            | Command::Serve { .. }
            | Command::Verify { .. }
            | Command::Fix(_)
            | Command::ThemeList
            | Command::ThemeEject { .. }
            | Command::Explain { .. }
            | Command::Init { .. }
            | Command::Clean
            | Command::Completions { .. } => None,
        }
    }
}
