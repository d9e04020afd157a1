//! A casebook in one state, on show.
//!
//! What is shown borrows from what was read, so each edition lives on a thread of its own: it is asked over a channel and ends
//! when nobody holds it any more.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::cli::words::say;
use crate::diag::{Diagnostics, Language};
use crate::preview::Preview;
use crate::source::SourceTree;
use crate::theme::Theme;
use crate::{Memory, Options, Refusal};

use super::notice::Notice;

/// The stack of an edition's threads: that of a program's first.
const STACK: usize = 8 << 20;

/// What an edition finds out once it is on show waits so long.
const AFTERWARDS: Duration = Duration::from_millis(200);

/// A casebook on show.
#[derive(Debug)]
pub(super) struct Edition {
    asks: Sender<Ask>,
}

/// What was read.
pub(super) struct Read {
    pub(super) tree: SourceTree,
    /// Nothing where it cannot be used; the findings say why.
    pub(super) theme: Option<Arc<Theme>>,
    /// What reading found.
    pub(super) findings: Diagnostics,
}

/// What came of what was read.
pub(super) struct Made {
    /// Nothing where there are errors.
    pub(super) edition: Option<Edition>,
    /// What is to be mended.
    pub(super) notice: Notice,
    /// What is to be mended, once more was found: what only all documents together show.
    pub(super) late: Receiver<Notice>,
    /// Why what the command line asked for cannot be shown.
    pub(super) refused: Option<Refusal>,
}

/// What an address holds.
#[derive(Debug)]
pub(super) enum Held {
    /// A file.
    File(Vec<u8>),
    /// A file that cannot be made.
    Fault(Notice),
    /// A folder with a first page.
    Folder,
    /// Nothing.
    Nothing,
}

struct Ask {
    address: String,
    reply: Sender<Held>,
}

impl Edition {
    /// Makes an edition of what was read. With `try_templates`, a page of each kind is made to see whether the theme is sound.
    pub(super) fn of(
        read: Read,
        options: &Arc<Options>,
        memory: &Arc<Mutex<Memory>>,
        language: Language,
        try_templates: bool,
    ) -> Made {
        let (asks, asked) = channel();
        let (tell, told) = channel();
        let (tell_late, late) = channel();
        let (options, memory) = (Arc::clone(options), Arc::clone(memory));
        let run = move || {
            let Read { tree, theme, mut findings } = read;
            let notice = |found: Diagnostics| Notice::of(&found.sorted(), &tree, language);
            let Some(theme) = theme.filter(|_| !findings.has_errors()) else {
                // What is wrong in the files that could be read is told as well.
                if tree.iter().next().is_some() {
                    findings.extend(crate::read(&tree).1);
                }
                let _ = tell.send((false, notice(findings), None));
                return;
            };
            let show = |preview: &Preview| {
                let faults = if try_templates { preview.try_templates() } else { Diagnostics::new() };
                let sound = !faults.has_errors();
                let found: Diagnostics = preview.findings.iter().chain(findings.iter()).cloned().chain(faults).collect();
                if tell.send((sound, notice(found.clone()), None)).is_ok() && sound {
                    let look_again = || {
                        // The page that is loaded anew goes first.
                        std::thread::sleep(AFTERWARDS);
                        let late = preview.late_findings();
                        if !late.is_empty() {
                            let _ = tell_late.send(notice(found.into_iter().chain(late).collect()));
                        }
                    };
                    answer(preview, &asked, &tree, language, look_again);
                }
            };
            if let Err(stopped) = crate::preview(&tree, &theme, &options, &memory, show) {
                let found = stopped.findings.into_iter().chain(findings.iter().cloned()).collect();
                let _ = tell.send((false, notice(found), stopped.refused));
            }
        };
        let started = std::thread::Builder::new().name("edition".to_owned()).stack_size(STACK).spawn(run);
        match started.map_err(|error| error.to_string()).and_then(|_| told.recv().map_err(|error| error.to_string())) {
            Ok((sound, notice, refused)) => Made { edition: sound.then_some(Self { asks }), notice, late, refused },
            // A fault of this program must not end the preview.
            Err(reason) => {
                let message =
                    say(language, "这一版没有做成，请报告这个错误", "this edition was not made; please report this").to_owned();
                Made { edition: None, notice: Notice::fault(message, reason), late, refused: None }
            }
        }
    }

    /// Waits for what an address holds; nothing where making it failed by a fault of this program.
    pub(super) fn ask(&self, address: &str) -> Option<Held> {
        let (reply, held) = channel();
        self.asks.send(Ask { address: address.to_owned(), reply }).ok()?;
        held.recv().ok()
    }
}

/// Answers until nobody asks any more, each question on a thread of its own: a document may take seconds, a page must not wait.
/// `meanwhile` is done beside it.
fn answer(preview: &Preview, asked: &Receiver<Ask>, tree: &SourceTree, language: Language, meanwhile: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        // Without a thread it is left undone: a build will tell.
        let _ = std::thread::Builder::new().name("late".to_owned()).stack_size(STACK).spawn_scoped(scope, meanwhile);
        for Ask { address, reply } in asked {
            let hold = move || match preview.file(&address) {
                Some(Ok(bytes)) => Held::File(bytes),
                Some(Err(findings)) => Held::Fault(Notice::of(&findings, tree, language)),
                None if preview.has(&format!("{address}/index.html")) => Held::Folder,
                None => Held::Nothing,
            };
            let answer = move || {
                let _ = reply.send(hold());
            };
            // Without a thread, whoever asked learns that there is no answer.
            let _ = std::thread::Builder::new().name("page".to_owned()).stack_size(STACK).spawn_scoped(scope, answer);
        }
    });
}
