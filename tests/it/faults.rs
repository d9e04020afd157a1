//! Disks that fill up, are torn out or stand still, and builds that are killed: the output is the one before or the new one, whole,
//! and the next build leaves nothing behind.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use casebook::diag::{Code, Diagnostic};
use casebook::output::{Disk, Door, DoorError, LocalDisk, MARKER, MemoryDoor, Others, StagingDoor, StagingError};
use casebook::source::SourceTree;
use casebook::theme::Theme;
use casebook::{Options, build};

use crate::chance::Chance;
use crate::program::{casebook, files, run, run_in, write};

/// How a disk fails.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fails {
    /// One change is refused, and those after it are not.
    Once,
    /// No change is made any more: the disk is full, torn out, or the program is dead.
    ForGood,
}

/// A disk whose `left`-th change is the first to fail.
#[derive(Debug)]
struct Faulty {
    fails: Fails,
    left: AtomicUsize,
    /// Whether two folders can change names in one step.
    swaps: bool,
}

impl Faulty {
    fn at(left: usize, fails: Fails, swaps: bool) -> Arc<Self> {
        Arc::new(Self { fails, left: AtomicUsize::new(left), swaps })
    }

    fn has_failed(&self) -> bool {
        self.left.load(Ordering::SeqCst) == 0
    }

    fn change(&self) -> io::Result<()> {
        let before = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |it| it.checked_sub(1));
        match (before, self.fails) {
            (Ok(1), _) | (Err(_), Fails::ForGood) => Err(io::ErrorKind::StorageFull.into()),
            _ => Ok(()),
        }
    }
}

impl Disk for Faulty {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.change().and_then(|()| LocalDisk.make_folder(path))
    }

    fn open(&self, path: &Path) -> io::Result<std::fs::File> {
        self.change().and_then(|()| LocalDisk.open(path))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<Metadata> {
        self.change().or_else(|error| {
            // What a full disk takes of a file, it keeps.
            LocalDisk.write(path, &bytes[..bytes.len() / 2]).and(Err(error))
        })?;
        LocalDisk.write(path, bytes)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.change().and_then(|()| LocalDisk.remove_file(path))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.change().and_then(|()| LocalDisk.remove_folder(path))
    }

    fn remove_all(&self, path: &Path) -> io::Result<()> {
        self.change().or_else(|error| {
            // Half of it is gone.
            let first = files(path).into_keys().next();
            first.map_or(Ok(()), |it| LocalDisk.remove_file(&path.join(it))).and(Err(error))
        })?;
        LocalDisk.remove_all(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change().and_then(|()| LocalDisk.rename(from, to))
    }

    fn swap(&self, a: &Path, b: &Path) -> io::Result<()> {
        self.change()?;
        if self.swaps { LocalDisk.swap(a, b) } else { Err(io::ErrorKind::Unsupported.into()) }
    }

    // What a flush does, nobody sees who does not pull the plug, and it takes its time.
    fn flush(&self, _: &Path, _: &[PathBuf]) -> io::Result<()> {
        self.change()
    }

    fn flush_names(&self, _: &Path) -> io::Result<()> {
        self.change()
    }
}

/// Files of a build.
type Files = &'static [(&'static str, &'static str)];

/// Each goes over the one before the last: some stay, some change, come and go, a folder becomes a file and a file a folder.
const GENERATIONS: [Files; 4] = [
    &[("index.html", "1"), ("a/x.html", "x"), ("a/y.html", "y"), ("b", "a file"), ("c/deep/z.html", "z")],
    &[("index.html", "2"), ("a/x.html", "x")],
    &[("index.html", "3"), ("a/x.html", "x"), ("a/y.html", "why"), ("b/in.html", "b"), ("c/deep", "now a file"), ("d/1", "1")],
    &[("index.html", "4"), ("a/x.html", "x"), ("b/in.html", "b"), ("e/f/g/h.html", "h")],
];

/// Why a build came to nothing.
#[derive(Debug)]
enum Refused {
    Door(DoorError),
    Staging(StagingError),
}

fn stage(root: &Path, disk: Arc<dyn Disk>, generation: Files) -> Result<(), Refused> {
    let door = StagingDoor::open_on(disk, &root.join("public/teacher"), &root.join("content"), Others::Keep);
    let door = door.map_err(Refused::Staging)?;
    for (path, text) in generation {
        if let Err(error) = door.put(path, text.as_bytes().to_vec()) {
            door.abandon();
            return Err(Refused::Door(error));
        }
    }
    door.commit().map_err(Refused::Staging)
}

fn written(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut written = if root.join("public/teacher").exists() { files(&root.join("public/teacher")) } else { BTreeMap::new() };
    written.remove(MARKER);
    written
}

fn expected(generation: Files) -> BTreeMap<String, Vec<u8>> {
    generation.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

/// What lies beside an output, without the numbers of manifests.
fn beside(root: &Path) -> Vec<String> {
    let name = |it: io::Result<std::fs::DirEntry>| it.unwrap().file_name().to_string_lossy().into_owned();
    let mut names: Vec<String> = std::fs::read_dir(root.join("public/.casebook/teacher")).unwrap().map(name).collect();
    for name in &mut names {
        name.truncate(name.trim_end_matches(|it: char| it.is_ascii_digit()).len());
    }
    names.sort();
    names
}

/// Fails the k-th change for every k, on a disk that held so many generations before; gives for how many.
fn fail_each(before: &[Files], next: Files, fails: Fails, swaps: bool) -> usize {
    for k in 1.. {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        std::fs::create_dir(root.join("content")).unwrap();
        for generation in before {
            stage(root, Faulty::at(usize::MAX, fails, swaps), generation).unwrap();
        }
        let disk = Faulty::at(k, fails, swaps);
        let done = stage(root, Arc::clone(&disk) as Arc<dyn Disk>, next);
        let case = format!("change {k} fails, {fails:?}, swaps {swaps}, after {}: {done:?}", before.len());
        let previous = before.last().map(|it| expected(it)).unwrap_or_default();
        let torn_between = fails == Fails::ForGood && !swaps && !root.join("public/teacher").exists();
        match &done {
            Ok(()) => assert_eq!(written(root), expected(next), "{case}"),
            Err(Refused::Door(DoorError::Io(..)) | Refused::Staging(StagingError::Io(..))) => {
                // Without an exchange in one step there is a moment between two names, which the next build mends.
                assert!(written(root) == previous || torn_between, "{case}");
            }
            Err(_) => panic!("{case}"),
        }
        let finish: Files = &[("index.html", "5"), ("a/x.html", "x")];
        let again = stage(root, Faulty::at(usize::MAX, fails, swaps), finish);
        assert!(again.is_ok() && written(root) == expected(finish), "{case}: then {again:?}");
        stage(root, Faulty::at(usize::MAX, fails, swaps), finish).unwrap();
        assert_eq!(beside(root), ["lock", "manifest-", "manifest-", "stage"], "{case}");
        assert_eq!(files(&root.join("public/.casebook/teacher/stage")).len(), 3, "{case}");
        if !disk.has_failed() {
            return k - 1;
        }
    }
    unreachable!()
}

#[test]
fn whichever_change_to_the_disk_fails_the_output_is_whole() {
    for fails in [Fails::Once, Fails::ForGood] {
        for swaps in [true, false] {
            // Those of the most changes are told apart both ways.
            for before in if swaps { 0..GENERATIONS.len() } else { 2..GENERATIONS.len() } {
                let (before, next) = (&GENERATIONS[..before], GENERATIONS[before]);
                let changes = fail_each(before, next, fails, swaps);
                assert!(changes >= 12, "{changes} changes after {}", before.len());
            }
        }
    }
}

#[test]
fn a_first_build_that_fails_leaves_nothing() {
    for k in 1..12 {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("content")).unwrap();
        let done = stage(root.path(), Faulty::at(k, Fails::Once, true), GENERATIONS[0]);
        assert_eq!(done.is_ok(), root.path().join("public/teacher").exists(), "{k}: {done:?}");
        if done.is_err() {
            let left: Vec<String> = files(root.path()).into_keys().collect();
            assert!(left.iter().all(|it| it.ends_with("/lock")), "{k}: {left:?}");
        }
    }
}

#[test]
fn a_build_that_changed_nothing_yet_keeps_what_the_next_can_use() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("content")).unwrap();
    let open = || StagingDoor::open(&root.path().join("public/teacher"), &root.path().join("content"), Others::Keep).unwrap();
    for generation in [GENERATIONS[0], GENERATIONS[0]] {
        stage(root.path(), Arc::new(LocalDisk), generation).unwrap();
    }
    open().abandon();
    assert_eq!(beside(root.path()), ["lock", "manifest-", "manifest-", "stage"]);
    let door = open();
    door.put("index.html", b"other".to_vec()).unwrap();
    door.abandon();
    assert_eq!(beside(root.path()), ["lock", "manifest-"], "what was spoilt is gone");
    assert!(written(root.path()) == expected(GENERATIONS[0]));
}

#[test]
fn a_second_build_says_who_holds_the_output() {
    let root = started();
    let (target, content) = (root.path().join("public/teacher"), root.path().join("content"));
    let door = StagingDoor::open(&target, &content, Others::Keep).unwrap();
    let second = run_in(root.path(), &["build"]);
    assert_eq!(second.code, 3, "{}", second.stderr);
    let process = format!("进程 {}，", std::process::id());
    assert!(second.stderr.contains("另一个 casebook") && second.stderr.contains(&process), "{}", second.stderr);
    assert_eq!(run_in(root.path(), &["clean"]).code, 3, "nor is it removed meanwhile");
    door.abandon();
    assert_eq!(run_in(root.path(), &["build"]).code, 0);
}

#[test]
fn other_peoples_files_are_replaced_when_told_so_only() {
    let root = started();
    let theirs = root.path().join("photos");
    write(&theirs, [("a.jpg", &b"x"[..])]);
    let build =
        |more: &[&str]| run_in(root.path(), &[&["-o", theirs.to_str().unwrap(), "--only", "site", "build"], more].concat());
    let refused = build(&[]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("--replace") && theirs.join("a.jpg").exists(), "{}", refused.stderr);
    let told = build(&["--replace"]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    assert!(!theirs.join("a.jpg").exists() && theirs.join(MARKER).exists());
    for place in [root.path(), &content_of(root.path()), Path::new("/"), &std::env::home_dir().unwrap()] {
        let run = run_in(root.path(), &["-o", place.to_str().unwrap(), "build", "--replace"]);
        assert_eq!(run.code, 2, "{}: {}", place.display(), run.stderr);
    }
}

fn content_of(root: &Path) -> PathBuf {
    root.join("content")
}

/// A folder made by `casebook init`.
fn started() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let run = run_in(root.path(), &["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    root
}

/// Two states of a casebook, told apart by a note that only one of them has.
fn set_state(root: &Path, second: bool) {
    let note = content_of(root).join("students/S01/notes/2026-09-18-谈心.md");
    if second {
        let text = "---\n主题: 口算\n情绪: {前: 2, 后: 4}\n---\n\n说这几天口算顺一些了。\n";
        std::fs::write(&note, text).unwrap();
    } else if note.exists() {
        std::fs::remove_file(&note).unwrap();
    }
}

/// Both states' outputs, as a build without an incident makes them.
fn outputs(root: &Path) -> [BTreeMap<String, Vec<u8>>; 2] {
    [false, true].map(|second| {
        set_state(root, second);
        let aside = tempfile::tempdir().unwrap();
        let out = aside.path().join("out");
        let run = run_in(root, &["-o", out.to_str().unwrap(), "build"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        files(&out)
    })
}

/// The program's write calls fail where a file grows beyond so many blocks of 512 bytes.
fn build_with_small_files(root: &Path, blocks: usize) -> crate::program::Run {
    let line = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" -r \"$1\" build");
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &line, env!("CARGO_BIN_EXE_casebook")]).arg(root).env_remove("SOURCE_DATE_EPOCH");
    run(&mut command)
}

#[test]
fn a_disk_that_takes_no_more_is_told_in_chinese_and_ends_with_3() {
    let root = started();
    let [first, second] = outputs(root.path());
    let target = root.path().join("public/teacher");
    set_state(root.path(), false);
    assert_eq!(run_in(root.path(), &["build"]).code, 0);
    set_state(root.path(), true);
    let mut refused = 0;
    for blocks in (0..14).map(|it| (1 << it) - 1) {
        let run = build_with_small_files(root.path(), blocks);
        if run.code == 0 {
            assert!(files(&target) == second);
            break;
        }
        refused += 1;
        assert_eq!(run.code, 3, "{blocks}: {}", run.stderr);
        for word in ["错误：写不了 ", "文件太大，这里放不下", "原来的输出没有改动"] {
            assert!(run.stderr.contains(word), "{blocks}: {word} in {}", run.stderr);
        }
        assert!(!run.stderr.contains("os error"), "{}", run.stderr);
        assert!(files(&target) == first, "{blocks}");
    }
    assert!(refused >= 3, "{refused} limits were too small");
    assert_eq!(run_in(root.path(), &["build"]).code, 0);
    assert!(files(&target) == second);
    assert_tidy(root.path());
}

#[test]
#[cfg(target_os = "linux")]
fn lists_that_nobody_takes_are_no_fault_of_the_program() {
    let root = started();
    let listed = |stdout: Stdio| {
        let mut command = casebook(["-r".as_ref(), root.path().as_os_str(), "list".as_ref(), "types".as_ref()]);
        let ended = command.stdout(stdout).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
    };
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    assert_eq!(listed(full.into()), (Some(3), "错误：输出的文字写不下去\n".to_owned()));
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    assert_eq!(listed(writer.into()).1, "", "whoever reads may stop");
}

#[test]
fn a_folder_that_may_not_be_written_is_told_and_stays() {
    let root = started();
    let root = root.path();
    assert_eq!(run_in(root, &["build", "--only", "site"]).code, 0);
    let before = files(&root.join("public"));
    set_state(root, true);
    let allow = |mode: u32| {
        let folders = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap).filter(|it| it.file_type().is_dir());
        folders.for_each(|it| {
            std::fs::set_permissions(it.path(), std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
        });
    };
    allow(0o555);
    let mut command = casebook(["build", "--only", "site", "-r"]);
    command.arg(root);
    if std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(root).unwrap()) == 0 {
        // Root may write everywhere, so another user builds; the program may lie where that one may not go.
        allow(0o755);
        let program = root.join("program");
        std::fs::copy(env!("CARGO_BIN_EXE_casebook"), &program).unwrap();
        let arguments: Vec<_> = command.get_args().map(ToOwned::to_owned).collect();
        command = std::process::Command::new(program);
        std::os::unix::process::CommandExt::uid(command.args(arguments), 65534);
    }
    let run = run(&mut command);
    allow(0o755);
    assert_eq!(run.code, 3, "{}", run.stderr);
    for word in ["错误：写不了 ", "没有权限", "原来的输出没有改动"] {
        assert!(run.stderr.contains(word), "{word} in {}", run.stderr);
    }
    assert!(files(&root.join("public")) == before);
}

/// Nothing lies about but what the next build uses.
fn assert_tidy(root: &Path) {
    let known = ["lock", "manifest-", "stage"];
    let left = beside(root);
    assert!(left.iter().all(|it| known.contains(&it.as_str())) && left.len() <= 4, "{left:?}");
    let kept = files(&root.join(".casebook/cache"));
    let unfinished: Vec<_> = kept.keys().filter(|it| it.contains("unfinished")).collect();
    assert!(unfinished.is_empty(), "{unfinished:?}");
    let mut top: Vec<_> = std::fs::read_dir(root).unwrap().map(|it| it.unwrap().file_name()).collect();
    top.sort();
    assert_eq!(top, [".casebook", ".gitignore", "content", "public"]);
}

fn spawned(root: &Path) -> Child {
    let mut command = casebook(["-r".as_ref(), root.as_os_str(), "build".as_ref()]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// How many builds are killed: `CASEBOOK_KILLS` of them, where it is said.
fn kills() -> usize {
    std::env::var("CASEBOOK_KILLS").ok().map_or(25, |it| it.parse().unwrap())
}

#[test]
#[allow(clippy::print_stdout, reason = "figures for whoever kills many")]
fn a_build_that_is_killed_costs_nothing() {
    let root = started();
    let outputs = outputs(root.path());
    let target = root.path().join("public/teacher");
    set_state(root.path(), false);
    assert_eq!(run_in(root.path(), &["build"]).code, 0);
    let mut chance = Chance::of("kills", 1);
    let mut state = 0;
    let (mut cut_off, mut swapped) = (0, 0);
    // Builds of both kinds take about as long; the kept documents make them short.
    let mut took = Duration::from_secs(1);
    for kill in 0..kills() {
        let next = 1 - state;
        set_state(root.path(), next == 1);
        // Half of them at any moment, half towards the end, where files are written and swapped in.
        let share = if kill % 2 == 0 { chance.share() } else { 0.7 + 0.35 * chance.share() };
        let mut child = spawned(root.path());
        std::thread::sleep(took.mul_f64(share));
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        let found = files(&target);
        let case = format!("kill {kill} at {share:.3} of {took:?}");
        assert!(found == outputs[state] || found == outputs[next], "{case}: the output is neither the one nor the other");
        cut_off += usize::from(ended.signal() == Some(9));
        swapped += usize::from(ended.signal() == Some(9) && found == outputs[next]);
        let begun = Instant::now();
        let run = run_in(root.path(), &["build"]);
        took = (took + begun.elapsed()) / 2;
        assert_eq!(run.code, 0, "{case}: {}", run.stderr);
        assert!(files(&target) == outputs[next], "{case}: the next build");
        assert_tidy(root.path());
        state = next;
    }
    assert!(cut_off * 2 >= kills(), "{cut_off} of {} came before the end", kills());
    if kills() > 25 {
        println!("{} kills, {cut_off} before the end, of these {swapped} after the exchange; a build takes {took:?}", kills());
    }
}

#[test]
fn ctrl_c_ends_a_build_with_130_and_a_word() {
    let root = started();
    let begun = Instant::now();
    assert_eq!(run_in(root.path(), &["build"]).code, 0);
    let took = begun.elapsed();
    let before = files(&root.path().join("public/teacher"));
    let mut told = 0;
    for share in [0.3, 0.4, 0.5, 0.6, 0.7] {
        // Without what was kept a build takes longer.
        let _ = std::fs::remove_dir_all(root.path().join(".casebook"));
        let child = spawned(root.path());
        std::thread::sleep(took.mul_f64(share));
        let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        let heeded = ended.status.code() == Some(130);
        assert!(heeded || ended.status.code() == Some(0), "{:?} {said}", ended.status);
        told += usize::from(heeded && said.contains("已中断"));
        assert!(files(&root.path().join("public/teacher")) == before);
    }
    assert!(told >= 2, "{told} of 5");
    assert_eq!(run_in(root.path(), &["build"]).code, 0);
    assert_tidy(root.path());
}

/// A door that fails by a fault of the program where one file comes by.
struct Panicking(&'static str, MemoryDoor);

impl Door for Panicking {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), DoorError> {
        assert!(path != self.0, "out of luck");
        self.1.put(path, bytes)
    }
}

#[test]
fn what_panics_is_told_with_its_file_and_the_rest_is_made() {
    let note = "---\n主题: 作业\n---\n\n课间谈了五分钟。\n";
    let tree = SourceTree::of_texts([
        ("casebook.yaml", "标题: 小例子\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n"),
        ("students/S01/index.md", "---\n化名: 小松\n---\n"),
        ("students/S01/notes/2026-03-05-谈心.md", note),
    ]);
    let options = Options { site: true, ..Options::default() };
    let whole = MemoryDoor::default();
    assert!(build(&tree, &Theme::built_in(), &options, &whole).is_sound());
    let whole = whole.into_files();
    let failed = |path: &'static str| {
        let door = Panicking(path, MemoryDoor::default());
        let outcome = build(&tree, &Theme::built_in(), &options, &door);
        assert!(!outcome.is_sound(), "{path}: it may not be swapped in");
        let findings: Vec<Diagnostic> = outcome.findings.into_iter().filter(|it| it.code == Code::InternalError).collect();
        let [finding] = findings.try_into().unwrap_or_else(|it| panic!("{path}: {it:?}"));
        let told = finding.message(casebook::diag::Language::Chinese);
        assert!(told.contains("out of luck"), "{told}");
        assert!(finding.hint(casebook::diag::Language::Chinese).unwrap().contains("报告"));
        (format!("{:?}", finding.place), door.1.into_files())
    };
    for (path, place) in [
        ("students/S01/notes/2026-03-05-谈心.html", "Span"),
        ("students/S01/index.html", "Span"),
        ("types/index.html", "Path(\"types/index.html\")"),
    ] {
        let (told, files) = failed(path);
        assert!(told.starts_with(place), "{path}: {told}");
        let missing: Vec<_> = whole.keys().filter(|it| !files.contains_key(*it)).collect();
        assert_eq!(missing, [path], "the rest is made");
    }
    assert_eq!(failed("search/index.js").0, "Casebook", "what is nobody's page");
}
