//! `casebook fix`: mends files where what was meant is beyond doubt, and makes them UTF-8.
//!
//! A file is replaced as a whole, after a copy of it was kept beside it. Whatever fails leaves the old file.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::words::say;
use super::{Exit, Invocation, build, replace, report};
use crate::diag::{CONTENT, Code, Diagnostic, Diagnostics, Language, Place, render};
use crate::lint;
use crate::mend::{Change, Mending, mend};
use crate::privacy::Audience;
use crate::source::{Content, Encoding, FileId, Original, SitePath, SourceFile, SourceTree};

/// So often is what was mended looked at again: a line that can be read at last may have slips of its own.
const ROUNDS: usize = 6;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixing {
    /// Make files UTF-8 instead of mending slips.
    pub encoding: bool,
    /// Only say what would be done.
    pub dry_run: bool,
}

/// A file with what it is to be.
struct Fixed {
    path: SitePath,
    before: Vec<u8>,
    after: Vec<u8>,
    told: Vec<Told>,
}

/// A change as it is told.
struct Told {
    code: Code,
    line: Option<u32>,
    before: String,
    after: String,
}

/// Mends what can be mended.
pub(super) fn fix(invocation: &Invocation, fixing: Fixing) -> Exit {
    let (tree, problems) = match build::read_folder(invocation) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let content = build::content(invocation);
    let mut left = Diagnostics::new();
    let fixed = if fixing.encoding { recoded(&tree, &content) } else { mended(&tree, &content, &mut left) };
    let mut failed = false;
    let (mut files, mut changes) = (0, 0);
    let mut roster = false;
    for file in &fixed {
        match if fixing.dry_run { Ok(None) } else { write(&content, file) } {
            Ok(backup) => {
                (files, changes) = (files + 1, changes + file.told.len());
                roster |= backup.is_some() && matches!(file.path.as_str(), "roster.yaml" | "aliases.yaml");
                tell(invocation, file, backup.as_deref());
            }
            Err(error) => {
                failed = true;
                let said = say(invocation.language, "错误：没有改动 ", "error: left as it was: ");
                eprintln!("{said}{CONTENT}{}: {}", render::visible(file.path.as_str()), reason(&error, invocation.language));
            }
        }
    }
    // What no encoding fits is left as well.
    let unread = problems.into_iter().filter(|it| fixing.encoding && matches!(it.code, Code::NotText | Code::LinkNotFollowed));
    left.extend(unread);
    if !left.is_empty() {
        report::findings(invocation, &left.clone().sorted(), &tree);
    }
    if !invocation.quiet && invocation.format != report::Format::Json {
        sum_up(invocation, fixing, files, changes, !left.is_empty());
        if roster && !ignores_backups(&invocation.root) {
            let said = say(
                invocation.language,
                "注意：花名册也留了备份。文件夹用 git 管理的话，在 .gitignore 里加一行 *.bak，或删去这个备份。",
                "note: the roster has a backup too. With git, add *.bak to .gitignore, or delete the backup.",
            );
            eprintln!("{said}");
        }
        let others = tree.iter().filter(|(_, it)| matches!(it.content, Content::Text(_, it) if it != Encoding::Utf8)).count();
        if !fixing.encoding && others > 0 {
            match invocation.language {
                Language::Chinese => eprintln!("提示：有{others}个文件不是 UTF-8，没有看：先运行 casebook fix --encoding。"),
                Language::English => {
                    eprintln!("help: {others} files are not UTF-8 and were not looked at: run casebook fix --encoding first.")
                }
            }
        }
    }
    match (failed, left.has_errors()) {
        (true, _) => Exit::Environment,
        (false, true) => Exit::Findings,
        (false, false) => Exit::Done,
    }
}

/// Whether git passes backups over, as far as the folder's own list says.
fn ignores_backups(root: &Path) -> bool {
    fs::read_to_string(root.join(".gitignore")).is_ok_and(|it| it.lines().any(|it| it.trim() == "*.bak"))
}

/// Files in another encoding, as UTF-8.
fn recoded(tree: &SourceTree, content: &Path) -> Vec<Fixed> {
    let other = |file: &SourceFile| {
        let Content::Text(_, encoding) = &file.content else { return None };
        let encoding = *encoding;
        let (before, original) = original(content, file).filter(|_| encoding != Encoding::Utf8)?;
        let after = original.utf8(file.path.extension() == "csv");
        let reads_same = Original::of(after.clone()).is_some_and(|it| it.plain() == file.text());
        let told =
            Told { code: Code::OtherEncoding, line: None, before: encoding.to_string(), after: Encoding::Utf8.to_string() };
        reads_same.then(|| Fixed { path: file.path.clone(), before, after, told: vec![told] })
    };
    tree.iter().filter_map(|(_, file)| other(file)).collect()
}

/// Files with their slips mended; what is not clear goes to `left`.
fn mended(tree: &SourceTree, content: &Path, left: &mut Diagnostics) -> Vec<Fixed> {
    let mut tree = tree.clone();
    let mut fixed: BTreeMap<SitePath, Fixed> = BTreeMap::new();
    let mut given_up: Vec<FileId> = Vec::new();
    for _ in 0..ROUNDS {
        let in_words = slips(&tree);
        let mut changed = Vec::new();
        for (id, file) in tree.iter() {
            if given_up.contains(&id) {
                continue;
            }
            let utf8 = matches!(&file.content, Content::Text(_, Encoding::Utf8));
            let own: Vec<&Diagnostic> = in_words.get(&id).into_iter().flatten().collect();
            // Nearly every file needs nothing and need not be read again.
            let quiet =
                own.is_empty() && crate::syntax::parse_file(id, file, tree.limits()).1.iter().all(|it| it.edits.is_empty());
            if !utf8 || quiet {
                continue;
            }
            let known = fixed.get(&file.path).map(|it| (it.before.clone(), Original::of(it.after.clone())));
            let read = known.and_then(|(before, it)| Some((before, it?))).or_else(|| original(content, file));
            let Some((before, original)) = read else { continue };
            let remade = |edits: &[(std::ops::Range<usize>, &str)]| Some(with_text(file, &original.edited(edits)?));
            match mend(id, file, tree.limits(), &own, remade) {
                Mending::Nothing => {}
                Mending::Doubtful(open) => {
                    given_up.push(id);
                    left.extend(open);
                }
                Mending::Changes(changes) => {
                    let edits: Vec<_> = changes.iter().map(|it| (it.range.clone(), it.text.as_str())).collect();
                    let Some(after) = original.edited(&edits) else { continue };
                    let entry = fixed.entry(file.path.clone()).or_insert_with(|| Fixed {
                        path: file.path.clone(),
                        before,
                        after: Vec::new(),
                        told: Vec::new(),
                    });
                    entry.told.extend(lines(file.text(), &changes));
                    changed.push(with_text(file, &after));
                    entry.after = after.into_bytes();
                }
            }
        }
        if changed.is_empty() {
            break;
        }
        tree = tree.with(changed);
    }
    // A file in which something turned out not to be clear stays as it is, with what was mended before that.
    fixed.retain(|path, _| tree.find(path).is_none_or(|id| !given_up.contains(&id)));
    fixed.into_values().collect()
}

/// Slips in words that know how they are mended, by file.
fn slips(tree: &SourceTree) -> BTreeMap<FileId, Vec<Diagnostic>> {
    let mut slips: BTreeMap<FileId, Vec<Diagnostic>> = BTreeMap::new();
    let found = crate::read(tree).0.map(|casebook| lint::lint(tree, &casebook, None)).unwrap_or_default();
    for finding in found.into_iter().filter(|it| !it.edits.is_empty()) {
        if let Place::Span(span) = finding.place {
            slips.entry(span.file).or_default().push(finding);
        }
    }
    slips
}

/// The file with another text, as the program reads it.
fn with_text(file: &SourceFile, text: &str) -> SourceFile {
    let plain = Original::of(text.as_bytes().to_vec()).map_or_else(String::new, |it| it.plain());
    SourceFile { path: file.path.clone(), content: Content::Text(plain.into(), Encoding::Utf8) }
}

/// The lines that changes touch, before and after.
fn lines(text: &str, changes: &[Change]) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    let mut rest = changes;
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|it| it.line == first.line && !it.text.contains('\n')).count().max(1);
        let (here, later) = rest.split_at(count);
        rest = later;
        if first.text.contains('\n') {
            told.push(Told {
                code: first.code,
                line: Some(first.line),
                before: String::new(),
                after: first.text.trim().to_owned(),
            });
            continue;
        }
        let start = text.get(..first.range.start).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1);
        let reach = here.iter().map(|it| it.range.end).max().unwrap_or(start);
        let end = text.get(reach..).and_then(|it| it.find('\n')).map_or(text.len(), |it| reach + it);
        let mut after = String::new();
        let mut at = start;
        for change in here {
            after.push_str(text.get(at..change.range.start).unwrap_or_default());
            after.push_str(&change.text);
            at = change.range.end;
        }
        after.push_str(text.get(at..end).unwrap_or_default());
        told.push(Told {
            code: first.code,
            line: Some(first.line),
            before: text.get(start..end).unwrap_or_default().to_owned(),
            after,
        });
    }
    told
}

/// A file's bytes and the text in them, where it is a plain file of the folder and still what was read.
fn original(content: &Path, file: &SourceFile) -> Option<(Vec<u8>, Original)> {
    let place = plain_file(content, &file.path).ok()?;
    let bytes = fs::read(place).ok()?;
    let original = Original::of(bytes.clone())?;
    (original.plain() == file.text()).then_some((bytes, original))
}

/// Where a file lies; refused where it, or a folder above it, is a link.
fn plain_file(content: &Path, path: &SitePath) -> io::Result<PathBuf> {
    let root = content.canonicalize()?;
    let place = root.join(path.as_str());
    let within = place.parent().is_some_and(|it| it.canonicalize().is_ok_and(|real| real == it));
    let metadata = place.symlink_metadata()?;
    if !within || !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a plain file inside the content folder"));
    }
    if metadata.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "read-only"));
    }
    Ok(place)
}

/// Keeps a copy of a file and puts the new one in its place; gives the copy's name.
fn write(content: &Path, fixed: &Fixed) -> io::Result<Option<String>> {
    let place = plain_file(content, &fixed.path)?;
    if fs::read(&place)? != fixed.before {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "changed"));
    }
    let backup = keep(&place, &fixed.before)?;
    if let Err(error) = replace::replace(&place, &fixed.after) {
        // The old file is untouched, so that its copy is not needed.
        drop(fs::remove_file(&backup));
        return Err(error);
    }
    Ok(backup.file_name().map(|it| it.to_string_lossy().into_owned()))
}

/// Keeps a copy of a file under the first name that is free: `NAME.bak`, `NAME.2.bak` and so on.
fn keep(place: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let rights = fs::metadata(place)?.permissions();
    let name = place.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    for number in 1..1000 {
        let backup = place.with_file_name(if number == 1 { format!("{name}.bak") } else { format!("{name}.{number}.bak") });
        match replace::create(&backup, Some(rights.clone()), bytes) {
            Ok(()) => return Ok(backup),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "too many backups"))
}

/// Why a file was left as it was, in words where the cause is known.
fn reason(error: &io::Error, language: Language) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => {
            say(language, "文件是只读的，或没有写入权限", "it is read-only or may not be written").to_owned()
        }
        io::ErrorKind::InvalidData => {
            say(language, "刚刚被别的程序改过，再运行一次", "another program has just changed it; run it again").to_owned()
        }
        _ => error.to_string(),
    }
}

/// Prints the changes of a file: data, to stdout.
fn tell(invocation: &Invocation, fixed: &Fixed, backup: Option<&str>) {
    let file = format!("{CONTENT}{}", fixed.path);
    for it in &fixed.told {
        // Others than the teacher are not told what a line says.
        let all = invocation.audience == Audience::Teacher;
        let [before, after] = [&it.before, &it.after].map(|it| if all { it.as_str() } else { "…" });
        if invocation.format == report::Format::Json {
            let line = serde_json::json!({
                "code": it.code.id(),
                "file": render::visible(&file),
                "line": it.line,
                "before": render::visible(before),
                "after": render::visible(after),
                "backup": backup.map(|it| render::visible(it).into_owned()),
            });
            anstream::println!("{line}");
            continue;
        }
        let line = it.line.map_or_else(String::new, |it| format!(":{it}"));
        let before = if before.is_empty() { say(invocation.language, "（没有）", "(nothing)") } else { before };
        let (file, before, after) = (render::visible(&file), render::visible(before), render::visible(after));
        anstream::println!("{file}{line}: {before} → {after}");
    }
}

fn sum_up(invocation: &Invocation, fixing: Fixing, files: usize, changes: usize, left: bool) {
    let said = match (invocation.language, fixing.dry_run, files) {
        (Language::Chinese, _, 0) => "没有可以自动改的。".to_owned(),
        (Language::English, _, 0) => "There is nothing that can be mended automatically.".to_owned(),
        (Language::Chinese, true, _) => format!("会改{files}个文件的{changes}处；这次没有写任何文件。"),
        (Language::English, true, _) => format!("{changes} places in {files} files would be changed; nothing was written."),
        (Language::Chinese, false, _) => {
            format!("改了{files}个文件的{changes}处。原来的文件留在旁边，名字后面加了 .bak，不会编入；看过没有问题就可以删去。")
        }
        (Language::English, false, _) => {
            format!(
                "{changes} places in {files} files were changed. The old files lie beside them with .bak behind the name and are not compiled; delete them once you have looked."
            )
        }
    };
    eprintln!("{said}");
    if left {
        let said = say(
            invocation.language,
            "上面列出的说不准怎么改，这些文件没有动：先按提示改好。",
            "What is listed above is not clear, and those files were left as they are: mend it by hand first.",
        );
        eprintln!("{said}");
    }
}
