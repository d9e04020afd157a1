//! `casebook build` and `casebook check`.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::words::say;
use super::{Exit, Invocation, fonts, report};
use crate::diag::{Diagnostic, Diagnostics, Language};
use crate::output::{Cache, Door, DoorError, Kind, StagingDoor};
use crate::pdf::Cast;
use crate::privacy::Audience;
use crate::source::{self, Limits, SourceTree};
use crate::theme::Theme;
use crate::{Options, Outcome, Refusal};

/// Makes site and documents.
pub(super) fn build(invocation: &Invocation) -> Exit {
    let begun = Instant::now();
    let (tree, mut findings) = match read_folder(invocation) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let theme = match theme_of(invocation, &tree, &mut findings) {
        Some(theme) => theme,
        None => return refuse(invocation, &findings, &tree),
    };
    let fonts = match fonts::read(invocation) {
        Ok(fonts) => fonts,
        Err(exit) => return exit,
    };
    let door = match StagingDoor::open(&invocation.output, &content(invocation)) {
        Ok(door) => door,
        Err(error) => return report::staging_error(&error, invocation.language),
    };
    let spinner = spinner(invocation);
    let cache = Arc::new(Cache::of(&invocation.root, invocation.audience));
    let options = Options { cache: Some(Arc::clone(&cache)), fonts, ..options(invocation) };
    let outcome = in_pool(invocation, || crate::build(&tree, &theme, &options, &door));
    spinner.finish_and_clear();
    if let Some(refusal) = &outcome.refused {
        door.abandon();
        return not_begun(invocation, refusal);
    }
    findings.extend(outcome.findings.iter().cloned());
    report::findings(invocation, &findings, &tree);
    if let Some(DoorError::Io(path, error)) = &outcome.door {
        let said = say(invocation.language, "错误：写不了 ", "error: cannot write ");
        eprintln!("{said}{path}: {error}");
        return Exit::Environment;
    }
    let exit = report::exit(invocation, &findings);
    if exit != Exit::Done || !outcome.is_sound() {
        door.abandon();
        tell_unchanged(invocation);
        return if exit == Exit::Done { Exit::Findings } else { exit };
    }
    if let Err(error) = door.commit() {
        return report::staging_error(&error, invocation.language);
    }
    if invocation.term.is_none() && invocation.student.is_none() {
        cache.drop_unused(&made_whole(invocation));
    }
    tell_done(invocation, &outcome, begun.elapsed());
    if invocation.verbose {
        tell_more(invocation, &tree, &outcome);
    }
    Exit::Done
}

/// The kinds of kept things that a build of everything makes all of. Pages show every image that documents show.
fn made_whole(invocation: &Invocation) -> Vec<Kind> {
    let (documents, record) = match invocation.attach_sources {
        true => (Kind::SourcedDocument, Kind::SourcedRecord),
        false => (Kind::Document, Kind::Record),
    };
    // A build with pages keeps no record.
    let recorded = invocation.pdf && !invocation.site;
    [(invocation.pdf, documents), (recorded, record), (invocation.site, Kind::Picture)]
        .into_iter()
        .filter_map(|(made, kind)| made.then_some(kind))
        .collect()
}

/// Reports every finding of content, pages and documents, and writes nothing.
pub(super) fn check(invocation: &Invocation) -> Exit {
    let (tree, mut findings) = match read_folder(invocation) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let Some(theme) = theme_of(invocation, &tree, &mut findings) else { return refuse(invocation, &findings, &tree) };
    let fonts = match fonts::read(invocation) {
        Ok(fonts) => fonts,
        Err(exit) => return exit,
    };
    let cache = Cache::of(&invocation.root, invocation.audience).read_only();
    let options = Options { cache: Some(Arc::new(cache)), fonts, ..options(invocation) };
    let outcome = in_pool(invocation, || crate::build(&tree, &theme, &options, &Nowhere));
    if let Some(refusal) = &outcome.refused {
        return not_begun(invocation, refusal);
    }
    findings.extend(outcome.findings);
    report::findings(invocation, &findings, &tree);
    let exit = report::exit(invocation, &findings);
    if exit == Exit::Done && findings.is_empty() && !invocation.quiet {
        eprintln!("{}", say(invocation.language, "没有发现问题。", "No findings."));
    }
    exit
}

/// A door behind which nothing is kept.
struct Nowhere;

impl Door for Nowhere {
    fn put(&self, _: &str, _: Vec<u8>) -> Result<(), DoorError> {
        Ok(())
    }
}

/// The content folder.
pub(super) fn content(invocation: &Invocation) -> PathBuf {
    invocation.root.join("content")
}

/// Reads the content folder. A folder that is not there is a fault of the command line, not of the content.
pub(super) fn read_folder(invocation: &Invocation) -> Result<(SourceTree, Diagnostics), Exit> {
    let content = content(invocation);
    let language = invocation.language;
    match source::load(&content, Limits::default()) {
        Ok(loaded) => Ok((loaded.tree, loaded.problems.iter().map(Diagnostic::from).collect())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(no_folder(invocation)),
        Err(error) => {
            eprintln!("{}{}: {error}", say(language, "错误：读不了 ", "error: cannot read "), content.display());
            Err(Exit::Environment)
        }
    }
}

/// Says that there is no content folder.
pub(super) fn no_folder(invocation: &Invocation) -> Exit {
    let language = invocation.language;
    let said = say(language, "错误：没有找到文件夹 ", "error: there is no folder ");
    eprintln!("{said}{}", content(invocation).display());
    eprintln!(
        "{}",
        say(
            language,
            "提示：用 casebook init 新建一个，或用 -r 指明在哪里。",
            "help: start one with casebook init, or say where it is with -r."
        )
    );
    Exit::Usage
}

/// The theme that `casebook.yaml` names.
pub(super) fn theme_of(invocation: &Invocation, tree: &SourceTree, findings: &mut Diagnostics) -> Option<Theme> {
    let themes = invocation.root.join("themes");
    let name = crate::theme_name(tree);
    match Theme::load(Some(&themes).filter(|it| it.is_dir()).map(PathBuf::as_path), &name) {
        Ok(theme) => Some(theme),
        Err(error) => {
            findings.push(error);
            None
        }
    }
}

pub(super) fn options(invocation: &Invocation) -> Options {
    Options {
        audience: invocation.audience,
        site: invocation.site,
        pdf: invocation.pdf,
        term: invocation.term,
        student: invocation.student.clone(),
        as_of: invocation.as_of,
        attach_sources: invocation.attach_sources,
        ..Options::default()
    }
}

/// Runs with as many threads as asked for.
fn in_pool<T: Send>(invocation: &Invocation, run: impl FnOnce() -> T + Send) -> T {
    let pool = invocation.jobs.and_then(|jobs| rayon::ThreadPoolBuilder::new().num_threads(jobs).build().ok());
    match pool {
        Some(pool) => pool.install(run),
        None => run(),
    }
}

/// A sign of life on a terminal; nothing elsewhere.
fn spinner(invocation: &Invocation) -> indicatif::ProgressBar {
    if invocation.quiet || !std::io::stderr().is_terminal() {
        return indicatif::ProgressBar::hidden();
    }
    let spinner = indicatif::ProgressBar::new_spinner();
    spinner.set_message(say(invocation.language, "正在编译……", "building …"));
    spinner.enable_steady_tick(Duration::from_millis(120));
    spinner
}

fn refuse(invocation: &Invocation, findings: &Diagnostics, tree: &SourceTree) -> Exit {
    report::findings(invocation, findings, tree);
    Exit::Usage
}

/// Says why nothing was begun.
pub(super) fn not_begun(invocation: &Invocation, refusal: &Refusal) -> Exit {
    let language = invocation.language;
    match refusal {
        Refusal::Audience(audience) => refuse_audience(invocation, *audience),
        Refusal::Sources(audience) => refuse_sources(invocation, *audience),
        Refusal::NoSuchStudent(code, near) => {
            report::unknown(say(language, "错误：没有学生", "error: there is no student"), code, near.as_deref())
        }
        Refusal::NoSuchTerm(term) => {
            let what = say(language, "错误：casebook.yaml 里没有这个学期", "error: casebook.yaml has no such term");
            report::unknown(what, &term.to_string(), None)
        }
    }
}

pub(super) fn refuse_audience(invocation: &Invocation, audience: Audience) -> Exit {
    let text = match invocation.language {
        Language::Chinese => format!(
            "错误：还不能为“{}”输出：给别人看的版本必须先去掉姓名并通过检查，这一步还没有做好，所以什么都没有写。\n提示：现在只能用 --audience teacher（本班教师自己看）。",
            audience.id()
        ),
        Language::English => format!(
            "error: nothing is made for `{}` yet: what others read must first have its names taken out and checked, and that is not there yet.\nhelp: use --audience teacher, for the class's own teachers.",
            audience.id()
        ),
    };
    eprintln!("{text}");
    Exit::Privacy
}

fn refuse_sources(invocation: &Invocation, audience: Audience) -> Exit {
    let text = match invocation.language {
        Language::Chinese => format!(
            "错误：给“{}”看的文稿不能附原始记录（--attach-sources）：原始记录里有没有隐去的姓名和事情，所以什么都没有写。\n提示：只有 --audience teacher（本班教师自己看）可以附。",
            audience.id()
        ),
        Language::English => format!(
            "error: documents for `{}` cannot carry their sources (--attach-sources): notes as they were written name people; nothing was written.\nhelp: only --audience teacher may have them.",
            audience.id()
        ),
    };
    eprintln!("{text}");
    Exit::Privacy
}

fn tell_unchanged(invocation: &Invocation) {
    if !invocation.quiet && invocation.format == report::Format::Human {
        let there = invocation.output.exists();
        let text = if there {
            say(
                invocation.language,
                "没有写出新文件，原来的输出没有改动。",
                "Nothing was written; the previous output is unchanged.",
            )
        } else {
            say(invocation.language, "没有写出文件。", "Nothing was written.")
        };
        eprintln!("{text}");
    }
}

fn tell_done(invocation: &Invocation, outcome: &Outcome, took: Duration) {
    if invocation.quiet {
        return;
    }
    let seconds = took.as_secs_f64();
    let output = invocation.output.display();
    let index = invocation.output.join("index.html");
    let pdf = invocation.output.join("pdf");
    let text = match invocation.language {
        Language::Chinese => {
            let site =
                if invocation.site { format!("\n网站：{}（双击打开）", index.display()) } else { String::new() };
            let pdf = if outcome.documents > 0 { format!("\nPDF：{}", pdf.display()) } else { String::new() };
            format!(
                "编好了：{}个网页，{}份 PDF，用时 {seconds:.1} 秒，在 {output}{site}{pdf}",
                outcome.pages, outcome.documents
            )
        }
        Language::English => {
            let site =
                if invocation.site { format!("\nSite: {} (open it by double-click)", index.display()) } else { String::new() };
            let pdf = if outcome.documents > 0 { format!("\nPDFs: {}", pdf.display()) } else { String::new() };
            format!("Done: {} pages, {} PDFs in {seconds:.1} s, in {output}{site}{pdf}", outcome.pages, outcome.documents)
        }
    };
    eprintln!("{text}");
}

/// With `-v`: what was read, and in which faces documents are set.
fn tell_more(invocation: &Invocation, tree: &SourceTree, outcome: &Outcome) {
    let language = invocation.language;
    eprintln!("{}{}", say(language, "读入文件：", "Files read: "), tree.iter().count());
    if outcome.documents > 0 {
        eprintln!("{}{}", say(language, "PDF 字体：", "PDF faces: "), faces(&outcome.cast, language));
    }
}

/// Which face plays each role: 小标宋和仿宋 cannot be shipped, so others stand in for them unless the user has them.
fn faces(cast: &[Cast], language: Language) -> String {
    let one = |it: &Cast| {
        let (role, family) = (it.role.name(), &it.family);
        match (language, it.stands_in) {
            (Language::Chinese, true) => format!("{role}用 {family} 代替"),
            (Language::Chinese, false) => format!("{role}用 {family}"),
            (Language::English, true) => format!("{family} in place of {role}"),
            (Language::English, false) => format!("{family} as {role}"),
        }
    };
    cast.iter().map(one).collect::<Vec<_>>().join(say(language, "，", ", "))
}
