//! `casebook serve`: the site in a browser while one writes. Nothing is written to a disk but the cache of documents.
//!
//! One thread reads the casebook whenever something in it changes and posts what came of it on a [`Board`]; each connection has
//! a thread that answers from the board. What cannot be shown leaves the last sound edition up.

mod answers;
mod board;
mod edition;
mod http;
mod notice;
mod watch;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::words::say;
use super::{Exit, Invocation, build, fonts};
use crate::diag::{Code, Diagnostic, Diagnostics, Language};
use crate::output::Cache;
use crate::source::{self, Loaded, SourceTree};
use crate::theme::Theme;
use crate::{Memory, Options, Refusal};

use answers::Desk;
use board::Board;
use edition::{Edition, Made, Read};
use http::Answers;
use notice::Notice;
use watch::{Change, Watch};

/// The port that is tried first.
const PORT: u16 = 8017;

/// Ctrl-C is heeded within this time.
const HEED: Duration = Duration::from_millis(100);

/// Shows the site until Ctrl-C.
pub(super) fn serve(invocation: &Invocation, port: Option<u16>, open: bool) -> Exit {
    let language = invocation.language;
    let fonts = match fonts::read(invocation) {
        Ok(fonts) => fonts,
        Err(exit) => return exit,
    };
    if !build::content(invocation).is_dir() {
        return build::no_folder(invocation);
    }
    let (port, listeners) = match http::listen(port, PORT) {
        Ok(listening) => listening,
        Err(error) => {
            let said = say(language, "错误：打不开预览用的端口", "error: cannot open a port for the preview");
            eprintln!("{said}: {error}");
            eprintln!("{}", say(language, "提示：换一个：--port 8100", "help: try another: --port 8100"));
            return Exit::Environment;
        }
    };
    let interrupted = Arc::new(AtomicBool::new(false));
    // A second Ctrl-C ends the program at once.
    let heeded =
        signal_hook::flag::register_conditional_shutdown(INTERRUPT, Exit::Interrupted as i32, Arc::clone(&interrupted))
            .and_then(|_| signal_hook::flag::register(INTERRUPT, Arc::clone(&interrupted)));
    if let Err(error) = heeded {
        eprintln!("{error}");
    }
    let run = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_millis());
    let board = Arc::new(Board::new(format!("{run}-{}", std::process::id())));
    let desk: Arc<dyn Answers> = Arc::new(Desk { board: Arc::clone(&board), language });
    let connections = Arc::new(AtomicUsize::new(0));
    for listener in listeners {
        let (desk, connections) = (Arc::clone(&desk), Arc::clone(&connections));
        std::thread::spawn(move || http::serve(&listener, port, &desk, &connections));
    }
    let cache = Arc::new(Cache::of(&invocation.root, invocation.audience));
    let options = Options { cache: Some(cache), fonts, site: true, ..build::options(invocation) };
    let studio = Studio {
        invocation: invocation.clone(),
        options: Arc::new(options),
        content: None,
        theme: None,
        sound_theme: None,
        memory: Arc::default(),
        told: Notice::default(),
    };
    let address = format!("http://127.0.0.1:{port}/");
    let (ends, ended) = channel();
    std::thread::spawn(move || studio.work(&board, &address, open, &ends));
    loop {
        match ended.recv_timeout(HEED) {
            Ok(exit) => return exit,
            // A fault of this program: what it says is printed by then.
            Err(RecvTimeoutError::Disconnected) => return Exit::Environment,
            Err(RecvTimeoutError::Timeout) if interrupted.load(Ordering::Relaxed) => {
                if !invocation.quiet {
                    eprintln!("\n{}", say(language, "预览已停止。", "The preview has stopped."));
                }
                return Exit::Interrupted;
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// What Ctrl-C sends.
const INTERRUPT: i32 = signal_hook::consts::SIGINT;

/// What reads the casebook again and again.
struct Studio {
    invocation: Invocation,
    options: Arc<Options>,
    /// The content as it was last read.
    content: Option<Loaded>,
    /// The theme as it was last read.
    theme: Option<Arc<Theme>>,
    /// The theme of the last sound edition.
    sound_theme: Option<Arc<Theme>>,
    memory: Arc<Mutex<Memory>>,
    /// What was last said to be mended.
    told: Notice,
}

impl Studio {
    /// Posts an edition, and another whenever something has changed. Ends only where there is nothing to show at all.
    fn work(mut self, board: &Arc<Board>, address: &str, open: bool, ends: &Sender<Exit>) {
        let (signals, heard) = channel();
        // Watched before it is read: what changes while it is read is read again.
        let mut watch = Watch::new(&self.invocation.root, signals);
        let begun = Instant::now();
        let Some(made) = self.edition(&Change::Anything) else { return };
        if let Some(refusal) = &made.refused {
            let _ = ends.send(build::not_begun(&self.invocation, refusal));
            return;
        }
        self.tell_address(address);
        self.post(board, made, begun);
        if open && let Err(error) = open::that_detached(address) {
            let said = say(self.invocation.language, "没能打开浏览器，请自己打开上面的地址：", "no browser was opened: ");
            eprintln!("{said}{error}");
        }
        loop {
            let change = watch.wait(&heard);
            let begun = Instant::now();
            if let Some(made) = self.edition(&change) {
                self.post(board, made, begun);
            }
        }
    }

    /// Reads what may have changed and makes an edition; none where nothing has.
    fn edition(&mut self, change: &Change) -> Option<Made> {
        let content = build::content(&self.invocation);
        let limits = build::limits(&content);
        let read = match (&self.content, change) {
            (Some(before), Change::At(places)) => source::load_again(before, &content, limits, places),
            _ => source::load(&content, limits),
        };
        let (tree, mut findings) = match &read {
            Ok(loaded) => (loaded.tree.clone(), loaded.problems.iter().map(Diagnostic::from).collect()),
            // A folder that is not there, or not at the moment, is a finding like others.
            Err(error) => {
                let finding = Diagnostic::at_path(Code::UnreadableFile, "content").arg("reason", error);
                (SourceTree::default(), [finding].into_iter().collect::<Diagnostics>())
            }
        };
        let name = crate::theme_name(&tree);
        let themes_stay = !change.touches_themes(&self.invocation.root);
        let theme = match self.theme.take().filter(|it| themes_stay && it.name() == name) {
            Some(theme) => {
                let same = |(now, before): (&Loaded, &Loaded)| {
                    now.problems == before.problems && now.tree.changes(&before.tree).is_empty()
                };
                if read.as_ref().ok().zip(self.content.as_ref()).is_some_and(same) {
                    self.theme = Some(theme);
                    return None;
                }
                Some(theme)
            }
            None => build::theme_of(&self.invocation, &tree, &mut findings).map(Arc::new),
        };
        self.content = read.ok();
        self.theme.clone_from(&theme);
        let own = theme.as_ref().is_some_and(|it| it.has_own_files());
        let try_templates = own && theme != self.sound_theme;
        let read = Read { tree, theme: theme.clone(), findings };
        let made = Edition::of(read, &self.options, &self.memory, self.invocation.language, try_templates);
        if made.edition.is_some() {
            self.sound_theme = theme;
        }
        Some(made)
    }

    /// Shows what was made, and says so.
    fn post(&mut self, board: &Arc<Board>, made: Made, begun: Instant) {
        let language = self.invocation.language;
        let notice = match &made.refused {
            Some(refusal) => Notice::fault(refused(refusal, language), String::new()),
            None => made.notice,
        };
        let sound = made.edition.is_some();
        let change = board.post(made.edition, notice.clone());
        let (board, late) = (Arc::clone(board), made.late);
        // It ends with the edition.
        std::thread::spawn(move || late.iter().for_each(|notice| board.amend(change, notice)));
        self.tell(sound, notice, begun.elapsed());
    }

    fn tell_address(&self, address: &str) {
        if !self.invocation.quiet {
            let language = self.invocation.language;
            eprintln!("{}{address}", say(language, "预览：", "Preview: "));
            eprintln!(
                "{}",
                say(language, "保存记录后网页会自动更新；按 Ctrl-C 停止。", "Pages follow what you save. Ctrl-C stops it.")
            );
        }
    }

    /// Says how it went: in a line, with findings where they are not those that were said last.
    fn tell(&mut self, sound: bool, notice: Notice, took: Duration) {
        let language = self.invocation.language;
        if notice != self.told {
            eprint!("{}", notice.lines());
        }
        if !self.invocation.quiet {
            let seconds = took.as_secs_f64();
            match (sound, language) {
                (true, Language::Chinese) => eprintln!("已更新，用时 {seconds:.2} 秒"),
                (true, Language::English) => eprintln!("updated in {seconds:.2} s"),
                (false, Language::Chinese) => eprintln!("有错误，网页还是上一次的样子"),
                (false, Language::English) => eprintln!("there are errors; the pages stay as they were"),
            }
        }
        self.told = notice;
    }
}

/// Why nothing can be shown of what was asked for on the command line.
fn refused(refusal: &Refusal, language: Language) -> String {
    match (refusal, language) {
        (Refusal::NoSuchStudent(code, _), Language::Chinese) => format!("没有学生“{code}”（--student）"),
        (Refusal::NoSuchStudent(code, _), Language::English) => format!("there is no student `{code}` (--student)"),
        // Only editions for others ask for aliases.
        (Refusal::NoAlias(codes), _) => codes.join("、"),
        (Refusal::NoSuchTerm(term), Language::Chinese) => format!("casebook.yaml 里没有学期“{term}”（--term）"),
        (Refusal::NoSuchTerm(term), Language::English) => format!("casebook.yaml has no term `{term}` (--term)"),
        (Refusal::Preview(audience) | Refusal::Sources(audience), Language::Chinese) => {
            format!("不能为“{}”预览", audience.id())
        }
        (Refusal::Preview(audience) | Refusal::Sources(audience), Language::English) => {
            format!("there is no preview for `{}`", audience.id())
        }
    }
}
