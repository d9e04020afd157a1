//! Findings that no text alone brings about: they need a folder on a disk, with its permissions, links and encodings.

use std::path::Path;

use crate::program::{casebook, run, write};

/// A kind of finding, and what makes a sound casebook's folder show it.
pub(crate) type Case = (&'static str, fn(&Path));

/// Every kind that is tested here instead of by a fixture.
pub(crate) const CASES: &[Case] = &[
    ("unreadable-file", |root| {
        write(root, [("content/students/S01/notes/2026-03-05-谈心.md", &b"x"[..])]);
        forbid(&root.join("content/students/S01/notes/2026-03-05-谈心.md"));
    }),
    ("not-text", |root| write(root, [("content/students/S01/notes/2026-03-05-谈心.md", &[0xFF, 0, 0x80, 0, 1, 2, 0][..])])),
    ("file-too-large", |root| {
        let text = "一".repeat(1 << 20);
        write(root, [("content/students/S01/notes/2026-03-05-谈心.md", text.as_bytes())]);
    }),
    ("path-too-long", |root| {
        let path = format!("content/students/S01/{}/2026-03-05-谈心.md", ["很长的文件夹名"; 12].join("/"));
        write(root, [(path.as_str(), &b"x"[..])]);
    }),
    ("other-encoding", |root| {
        let (text, _, _) = encoding_rs::GB18030.encode("日期,具体行为,表扬方式\n2026-03-06,把黑板擦干净了，还倒了水,当众\n");
        write(root, [("content/students/S01/表扬.csv", &*text)]);
    }),
    ("path-not-unicode", |root| {
        let name: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(b"2026-03-05-\xCC\xB8\xD0\xC4.md");
        std::fs::write(root.join("content/students/S01").join(name), "x").unwrap();
    }),
    ("link-not-followed", |root| {
        write(root, [("elsewhere.md", &b"x"[..])]);
        std::os::unix::fs::symlink(root.join("elsewhere.md"), root.join("content/students/S01/2026-03-05-谈心.md")).unwrap();
    }),
    ("front-matter-too-large", |root| {
        let text = format!("---\n主题: 作业\n发现: {}\n---\n\n谈了五分钟。\n", "他说忘了带本子。".repeat(1000));
        write(root, [("content/students/S01/notes/2026-03-05-谈心.md", text.as_bytes())]);
    }),
    ("theme-unusable", |root| {
        let path = root.join("content/casebook.yaml");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, format!("{text}主题: 没有的主题\n")).unwrap();
    }),
    ("page-failed", |root| {
        let path = root.join("content/casebook.yaml");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, format!("{text}主题: school\n")).unwrap();
        write(root, [("themes/school/templates/home.html", &b"{{ nothing.of.the.kind }}"[..])]);
    }),
    ("theme-token", |root| with_theme(root, "colors: {inc: \"#000000\"}")),
    ("theme-color", |root| with_theme(root, "colors:\n  ink: #24507a\n")),
    ("theme-contrast", |root| with_theme(root, "colors: {slip-ink: \"#aaaaaa\"}")),
    ("theme-layout", |root| with_layout(root, "#let gongwen(it) = it.nothing")),
    ("theme-remark", |root| with_layout(root, "#let gongwen(it) = text(font: \"方正大标宋\", it.title.join())")),
];

/// Kinds that need a fault of this program, arise while it runs, or would take a test too long here; the tests of `pdf` and
/// `picture` bring them about.
pub(crate) const ELSEWHERE: &[&str] =
    &["internal-error", "document-failed", "document-too-long", "documents-left", "image-changed"];

/// Uses a theme that says this of itself.
fn with_theme(root: &Path, manifest: &str) {
    let path = root.join("content/casebook.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, format!("{text}主题: school\n")).unwrap();
    write(root, [("themes/school/theme.yaml", manifest.as_bytes())]);
}

/// Uses a theme with this layout, for one document: there is enough for a case report and for nothing else.
fn with_layout(root: &Path, layout: &str) {
    with_theme(root, "name: school");
    let seen = "---\n标题: 擦黑板\n---\n\n下课后自己把黑板擦了。\n";
    write(root, [("content/students/S01/notes/2026-03-05-观察.md", seen.as_bytes())]);
    write(root, [("themes/school/typst/gongwen.typ", layout.as_bytes())]);
}

/// Takes every right to a file away.
fn forbid(path: &Path) {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
}

/// A folder that holds one student, and that another user may enter.
fn sound_folder() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    std::fs::set_permissions(root.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let files: [(&str, &[u8]); 2] = [
        (
            "content/casebook.yaml",
            "标题: 小例子\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n".as_bytes(),
        ),
        ("content/students/S01/index.md", "---\n化名: 小松\n---\n".as_bytes()),
    ];
    write(root.path(), files);
    root
}

/// The codes that `casebook check` names, and what it ended with.
fn codes(root: &Path) -> (Vec<String>, i32) {
    let mut command = casebook(["check", "--format", "json", "-r"]);
    command.arg(root).current_dir(root);
    if is_root(root) {
        // nothing is forbidden to root, so another user asks; the program may lie where that one may not go
        let program = root.join("program");
        std::fs::copy(env!("CARGO_BIN_EXE_casebook"), &program).unwrap();
        let arguments: Vec<_> = command.get_args().map(ToOwned::to_owned).collect();
        command = std::process::Command::new(program);
        command.args(arguments).current_dir(root);
        std::os::unix::process::CommandExt::uid(&mut command, 65534);
    }
    let run = run(&mut command);
    let code = |line: &str| {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        object["code"].as_str().unwrap().to_owned()
    };
    (run.stdout.lines().map(code).collect(), run.code)
}

/// Whether this is the user to whom nothing is forbidden.
fn is_root(root: &Path) -> bool {
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(root).unwrap()) == 0
}

#[test]
fn a_sound_folder_has_no_findings() {
    assert_eq!(codes(sound_folder().path()), (Vec::new(), 0));
}

#[test]
fn each_folder_gives_its_finding() {
    let mut complaints = Vec::new();
    for (code, spoil) in CASES {
        let folder = sound_folder();
        spoil(folder.path());
        let (found, ended) = codes(folder.path());
        let severity = casebook::diag::Code::from_id(code).map(casebook::diag::Code::severity);
        let expected = match (severity, *code) {
            (Some(casebook::diag::Severity::Warning), _) => 0,
            (_, "theme-unusable") => 2,
            _ => 1,
        };
        if found != [*code] || ended != expected {
            complaints.push(format!("{code}: found {found:?}, ended with {ended} instead of {expected}"));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
