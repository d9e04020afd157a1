//! `casebook build` and `casebook check`.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::interrupt::Interrupt;
use super::words::{refusal, say};
use super::{Exit, Invocation, edition_report, fonts, report, verify};
use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics, Language};
use crate::output::{Cache, Door, DoorError, Kind, StagingDoor, StagingError};
use crate::pdf::Cast;
use crate::privacy::Audience;
use crate::source::{self, Limits, SourceTree};
use crate::theme::Theme;
use crate::{Memory, Options, Outcome, Refusal};

/// Makes site and documents, for one audience or for each.
pub(super) fn build(invocation: &Invocation) -> Exit {
    let ground = match Ground::read(invocation) {
        Ok(ground) => ground,
        Err(exit) => return exit,
    };
    let interrupt = Interrupt::heed(invocation);
    let mut editions = Vec::new();
    for it in invocation.editions() {
        match Edition::open(it) {
            Ok(edition) => editions.push(edition),
            Err(error) => {
                editions.into_iter().for_each(|it| it.door.abandon());
                return report::staging_error(&error, invocation.language);
            }
        }
    }
    let spinner = spinner(invocation);
    let memory = Mutex::default();
    let made = editions.into_iter().map(|edition| {
        let made = ground.make(&edition.invocation, &edition.cache, &memory, &edition.door);
        (edition, made)
    });
    let made: Vec<(Edition, Made)> = in_pool(invocation, || made.collect());
    spinner.finish_and_clear();
    let outcomes = made.iter().map(|(edition, it)| (edition.invocation.audience, &it.outcome));
    report::findings(invocation, &ground.findings(invocation, outcomes), &ground.tree);
    let blind = made.iter().any(|(edition, made)| edition.invocation.audience != Audience::Teacher && made.outcome.is_sound());
    let mut told = Told::default();
    let exit = made
        .into_iter()
        .map(|(edition, made)| edition.finish(&ground, &made, &interrupt, &mut told))
        .max()
        .unwrap_or(Exit::Done);
    if blind && !invocation.quiet {
        verify::tell_blind_spots(invocation.language);
    }
    exit
}

/// What every edition is made from.
struct Ground {
    tree: SourceTree,
    theme: Theme,
    fonts: Vec<Arc<[u8]>>,
    /// What was found while that was read.
    problems: Diagnostics,
    /// How long that took.
    took: Duration,
}

/// Why editions were not begun, each told once, and what that ends with.
type Told = Vec<(Refusal, Exit)>;

/// What came of an edition.
struct Made {
    outcome: Outcome,
    took: Duration,
}

impl Ground {
    fn read(invocation: &Invocation) -> Result<Self, Exit> {
        let begun = Instant::now();
        let (tree, mut problems) = read_folder(invocation)?;
        let Some(theme) = theme_of(invocation, &tree, &mut problems) else { return Err(refuse(invocation, &problems, &tree)) };
        let fonts = fonts::read(invocation)?;
        Ok(Self { tree, theme, fonts, problems, took: begun.elapsed() })
    }

    fn make(&self, invocation: &Invocation, cache: &Arc<Cache>, memory: &Mutex<Memory>, door: &dyn Door) -> Made {
        let begun = Instant::now();
        let options = Options { cache: Some(Arc::clone(cache)), fonts: self.fonts.clone(), ..options(invocation) };
        let outcome = crate::build_again(&self.tree, &self.theme, &options, memory, door);
        Made { outcome, took: self.took + begun.elapsed() }
    }

    /// Every finding of these editions, each once. A file is told with the folder of its edition where there are several.
    fn findings<'o>(
        &self,
        invocation: &Invocation,
        outcomes: impl IntoIterator<Item = (Audience, &'o Outcome)>,
    ) -> Diagnostics {
        let mut findings = self.problems.clone();
        for (audience, outcome) in outcomes {
            findings.extend(outcome.findings.iter().cloned());
            let leaks = outcome.leaks.iter().map(|it| if invocation.for_all { it.below(audience.id()) } else { it.clone() });
            findings.extend(leaks.map(|it| Diagnostic::from(&it)));
        }
        findings.sorted()
    }

    /// What an edition ends with; says why, where no finding does.
    fn exit(&self, invocation: &Invocation, outcome: &Outcome, told: &mut Told) -> Exit {
        if let Some(refusal) = &outcome.refused {
            if let Some((_, exit)) = told.iter().find(|it| it.0 == *refusal) {
                return *exit;
            }
            let exit = not_begun(invocation, refusal);
            told.push((refusal.clone(), exit));
            return exit;
        }
        if let Some(DoorError::Io(path, error)) = &outcome.door {
            return report::cannot_write(invocation.language, &invocation.output.join(path), error);
        }
        if !outcome.leaks.is_empty() {
            return Exit::Privacy;
        }
        let of_content = report::exit(invocation, &self.problems).max(report::exit(invocation, &outcome.findings));
        if outcome.is_sound() { of_content } else { of_content.max(Exit::Findings) }
    }
}

/// An edition on its way to its folder.
struct Edition {
    invocation: Invocation,
    door: StagingDoor,
    cache: Arc<Cache>,
}

impl Edition {
    fn open(invocation: Invocation) -> Result<Self, StagingError> {
        let door = StagingDoor::open(&invocation.output, &content(&invocation), invocation.others)?.marked(invocation.audience);
        let cache = Arc::new(Cache::of(&invocation.root, invocation.audience));
        Ok(Self { invocation, door, cache })
    }

    /// Puts what was made in its place if all of it is sound, and says what came of it.
    fn finish(self, ground: &Ground, made: &Made, interrupt: &Interrupt, told: &mut Told) -> Exit {
        let Self { invocation, door, cache } = self;
        let exit = ground.exit(&invocation, &made.outcome, told);
        if exit != Exit::Done {
            door.abandon();
            tell_unchanged(&invocation);
            return exit;
        }
        if let Err(error) = interrupt.while_swapping(|| door.commit()) {
            return report::staging_error(&error, invocation.language);
        }
        if invocation.term.is_none() && invocation.student.is_none() {
            cache.drop_unused(&made_whole(&invocation));
        }
        tell_done(&invocation, &made.outcome, made.took);
        if invocation.verbose {
            tell_more(&invocation, &ground.tree, &made.outcome);
        }
        Exit::Done
    }
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
    let ground = match Ground::read(invocation) {
        Ok(ground) => ground,
        Err(exit) => return exit,
    };
    let memory = Mutex::default();
    let made = invocation.editions().into_iter().map(|edition| {
        let cache = Arc::new(Cache::of(&edition.root, edition.audience).read_only());
        let made = ground.make(&edition, &cache, &memory, &Nowhere);
        (edition, made.outcome)
    });
    let made: Vec<(Invocation, Outcome)> = in_pool(invocation, || made.collect());
    let findings = ground.findings(invocation, made.iter().map(|(edition, outcome)| (edition.audience, outcome)));
    report::findings(invocation, &findings, &ground.tree);
    let mut told = Told::default();
    let exit = made.iter().map(|(edition, outcome)| ground.exit(edition, outcome, &mut told)).max().unwrap_or(Exit::Done);
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

/// What may be read at most, as `casebook.yaml` says.
pub(super) fn limits(content: &Path) -> Limits {
    source::settings_text(content).map_or_else(Limits::default, |text| Config::limits_of(&text))
}

/// Reads the content folder. A folder that is not there is a fault of the command line, not of the content.
pub(super) fn read_folder(invocation: &Invocation) -> Result<(SourceTree, Diagnostics), Exit> {
    let content = content(invocation);
    let language = invocation.language;
    match source::load(&content, limits(&content)) {
        Ok(loaded) => Ok((loaded.tree, loaded.problems.iter().map(Diagnostic::from).collect())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(no_folder(invocation)),
        Err(error) => {
            let said = say(language, "错误：读不了 ", "error: cannot read ");
            eprintln!("{said}{}{}{}", content.display(), say(language, "：", ": "), refusal(language, &error));
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
        Refusal::Preview(audience) => refuse_preview(invocation, *audience),
        Refusal::Sources(audience) => refuse_sources(invocation, *audience),
        Refusal::NoSuchStudent(code, near) => {
            report::unknown(say(language, "错误：没有学生", "error: there is no student"), code, near.as_deref())
        }
        Refusal::NoAlias(codes) => super::private::no_alias(invocation, codes),
        Refusal::NoSuchTerm(term) => {
            let what = say(language, "错误：casebook.yaml 里没有这个学期", "error: casebook.yaml has no such term");
            report::unknown(what, &term.to_string(), None)
        }
    }
}

fn refuse_preview(invocation: &Invocation, audience: Audience) -> Exit {
    let text = match invocation.language {
        Language::Chinese => format!(
            "错误：不能预览给“{0}”看的版本：它要整个做好、逐个文件检查过才能看。\n提示：用 casebook build --audience {0}，再打开生成的文件夹。",
            audience.id()
        ),
        Language::English => format!(
            "error: there is no preview for `{0}`: its files are made as a whole and checked first.\nhelp: run casebook build --audience {0} and open the folder that it makes.",
            audience.id()
        ),
    };
    eprintln!("{text}");
    Exit::Usage
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
    if invocation.quiet || invocation.format != report::Format::Human {
        return;
    }
    let said = match (invocation.output.exists(), invocation.language) {
        (true, Language::Chinese) => "没有写出新文件，原来的输出没有改动：",
        (true, Language::English) => "Nothing was written; the previous output is unchanged: ",
        (false, Language::Chinese) => "没有写出文件：",
        (false, Language::English) => "Nothing was written: ",
    };
    eprintln!("{said}{}", invocation.output.display());
}

fn tell_done(invocation: &Invocation, outcome: &Outcome, took: Duration) {
    if invocation.quiet {
        return;
    }
    let (pages, documents, seconds) = (outcome.pages, outcome.documents, took.as_secs_f64());
    let output = invocation.output.display();
    let done = match invocation.language {
        Language::Chinese => format!("编好了：{pages}个网页，{documents}份 PDF，用时 {seconds:.1} 秒，在 {output}"),
        Language::English => format!("Done: {pages} pages, {documents} PDFs in {seconds:.1} s, in {output}"),
    };
    eprintln!("{done}{}", entrances(invocation, outcome));
    edition_report::tell(invocation, outcome);
}

/// Where to begin reading; in what parents get, each family has a folder of its own.
fn entrances(invocation: &Invocation, outcome: &Outcome) -> String {
    let language = invocation.language;
    if invocation.audience == Audience::Parent {
        return say(language, "，每名孩子一个文件夹", ", a folder for each child").to_owned();
    }
    let mut entrances = String::new();
    if invocation.site {
        let index = invocation.output.join("index.html");
        entrances.push_str(&match language {
            Language::Chinese => format!("\n网站：{}（双击打开）", index.display()),
            Language::English => format!("\nSite: {} (open it by double-click)", index.display()),
        });
    }
    if outcome.documents > 0 {
        let pdf = invocation.output.join("pdf");
        entrances.push_str(&format!("\n{}{}", say(language, "PDF：", "PDFs: "), pdf.display()));
    }
    entrances
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
