//! Bad inputs that no text alone brings about: bytes, names, links and devices on a disk. The program itself meets each, and has
//! twenty seconds for it.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::program::{casebook, files, write};

const NOTE: &str = "content/students/S01/notes/2026-03-05-谈心.md";
const TALK: &str = "---\n主题: 作业\n---\n\n课间在走廊谈了五分钟。\n";
const TABLE: &str = "日期,具体行为,表扬方式\r\n2026-03-06,把黑板擦干净了，还倒了水,当众\r\n";

/// What is expected of a folder: severity, kind, and where it is. Nothing more may be said.
type Expected = &'static [(&'static str, &'static str, &'static str)];

/// A bad input, and what is to be said of it.
type Case = (&'static str, fn(&Path), Expected);

const CASES: &[Case] = &[
    ("GB18030", |root| gb(root, TABLE), &[("warning", "other-encoding", "content/students/S01/表扬.csv")]),
    (
        "GBK without a full-width comma",
        |root| gb(root, "日期,具体行为\r\n2026-03-06,自己收拾桌面\r\n"),
        &[("warning", "other-encoding", "content/students/S01/表扬.csv")],
    ),
    ("Big5", |root| note(root, &big5()), &[("warning", "other-encoding", NOTE)]),
    (
        "UTF-16 with its mark",
        |root| note(root, &utf16(&format!("\u{FEFF}{TALK}"), u16::to_le_bytes)),
        &[("warning", "other-encoding", NOTE)],
    ),
    ("UTF-16 without its mark", |root| note(root, &utf16(TALK, u16::to_le_bytes)), &[("warning", "other-encoding", NOTE)]),
    ("UTF-16 the other way", |root| note(root, &utf16(TALK, u16::to_be_bytes)), &[("warning", "other-encoding", NOTE)]),
    ("half a character of UTF-16", |root| note(root, &utf16(TALK, u16::to_le_bytes)[1..]), &[("error", "not-text", NOTE)]),
    ("a mark and CRLF", |root| note(root, format!("\u{FEFF}{}", TALK.replace('\n', "\r\n")).as_bytes()), &[]),
    ("line ends of an old Macintosh", |root| note(root, TALK.replace('\n', "\r").as_bytes()), &[]),
    ("Latin-1", |root| note(root, b"---\n\xFCber: caf\xE9\n---\n"), &[("error", "not-text", NOTE)]),
    (
        "Shift_JIS",
        |root| note(root, &encoding_rs::SHIFT_JIS.encode("ひらがなとカタカナのテキストです。").0),
        &[("error", "not-text", NOTE)],
    ),
    (
        "EUC-KR",
        |root| note(root, &encoding_rs::EUC_KR.encode("학생이 교실에서 친구를 도와주었습니다").0),
        &[("error", "not-text", NOTE)],
    ),
    (
        "half GB18030, half UTF-8",
        |root| note(root, &[TALK.as_bytes(), &gb_bytes("课间在走廊谈了五分钟")[..]].concat()),
        &[("error", "not-text", NOTE)],
    ),
    ("UTF-8 that breaks off", |root| note(root, &TALK.as_bytes()[..TALK.len() - 2]), &[("error", "not-text", NOTE)]),
    ("UTF-8 in more bytes than it needs", |root| note(root, b"---\n\xC0\xAF: 1\n---\n"), &[("error", "not-text", NOTE)]),
    ("half a surrogate pair in UTF-8", |root| note(root, b"---\n\xED\xA0\x80: 1\n---\n"), &[("error", "not-text", NOTE)]),
    (
        "a document of Word under another name",
        |root| note(root, b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\xDF\xA4"),
        &[("error", "not-text", NOTE)],
    ),
    ("a file of nothing but NUL", |root| note(root, &[0; 4096]), &[("error", "not-text", NOTE)]),
    ("a stray NUL", |root| note(root, TALK.replace("走廊", "走\0廊").as_bytes()), &[("warning", "hidden-character", NOTE)]),
    ("an empty file", |root| note(root, b""), &[]),
    (
        "a table of nothing",
        |root| put(root, "content/students/S01/表扬.csv", b""),
        &[("warning", "csv-empty", "content/students/S01/表扬.csv")],
    ),
    ("a text over the limit", |root| note(root, "一".repeat(1 << 20).as_bytes()), &[("error", "file-too-large", NOTE)]),
    (
        "a text over a limit of its own",
        |root| {
            limits(root, "文件大小: 1");
            note(root, &[b'x'; 1_100_000])
        },
        &[("error", "file-too-large", NOTE)],
    ),
    (
        "a hole of a gibibyte",
        |root| {
            note(root, b"");
            std::fs::File::options().write(true).open(root.join(NOTE)).unwrap().set_len(1 << 30).unwrap();
        },
        &[("error", "file-too-large", NOTE)],
    ),
    (
        "an image over the limit",
        |root| {
            put(root, "content/students/S01/图.png", b"");
            std::fs::File::options()
                .write(true)
                .open(root.join("content/students/S01/图.png"))
                .unwrap()
                .set_len(21 << 20)
                .unwrap();
        },
        &[("error", "file-too-large", "content/students/S01/图.png")],
    ),
    (
        "an image of more pixels than there is memory",
        |root| shown(root, &png(60_000, 60_000)),
        &[("warning", "image-too-large", NOTE)],
    ),
    ("an image that breaks off", |root| shown(root, &png(20, 20)), &[("warning", "image-damaged", NOTE)]),
    (
        "a photograph of another kind",
        |root| shown(root, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        &[("warning", "image-kind", NOTE)],
    ),
    (
        "a path over the limit",
        |root| {
            put(root, &format!("content/students/S01/{}/2026-03-05-谈心.md", ["很长的文件夹名"; 12].join("/")), b"x");
        },
        &[("error", "path-too-long", "content/students/S01/很长的文件夹名/")],
    ),
    (
        "a path over a limit of its own",
        |root| {
            limits(root, "路径长度: 60");
            put(root, &format!("content/students/S01/notes/2026-03-05-谈心-{}.md", "长".repeat(12)), TALK.as_bytes());
        },
        &[("error", "path-too-long", "content/students/S01/notes/2026-03-05-谈心-长长")],
    ),
    (
        "a name of 250 bytes",
        |root| {
            put(root, &format!("content/students/S01/{}.md", "a".repeat(247)), TALK.as_bytes());
        },
        &[("error", "path-too-long", "content/students/S01/aaa")],
    ),
    (
        "more files than may be",
        |root| {
            limits(root, "记录条数: 3");
            (0..9).for_each(|it| put(root, &format!("content/students/S01/notes/2026-03-0{it}-谈心.md"), TALK.as_bytes()));
        },
        &[("error", "too-many-notes", "")],
    ),
    (
        "a name that is not Unicode",
        |root| {
            let name = OsStr::from_bytes(b"2026-03-05-\xCC\xB8\xD0\xC4.md");
            std::fs::write(root.join("content/students/S01").join(name), "x").unwrap();
        },
        &[("error", "path-not-unicode", "content/students/S01/2026-03-05-")],
    ),
    (
        "a folder that is not Unicode",
        |root| {
            let folder = root.join("content/students").join(OsStr::from_bytes(b"\xB8\xCC"));
            std::fs::create_dir(&folder).unwrap();
            std::fs::write(folder.join("index.md"), "x").unwrap();
        },
        &[("error", "path-not-unicode", "content/students/")],
    ),
    (
        "a line break in a name",
        |root| put(root, "content/students/S01/notes/2026-03-05-谈\n心.md", b"---\n\xE4---\n"),
        &[("error", "not-text", "content/students/S01/notes/2026-03-05-谈␊心.md")],
    ),
    (
        "an escape of a terminal in a name",
        |root| put(root, "content/students/S01/\u{1b}[2J.md", b"\xFF\xFE\0"),
        &[("error", "not-text", "content/students/S01/␛[2J.md")],
    ),
    (
        "quotes and a percent sign in a name",
        |root| {
            put(root, "content/students/S01/notes/2026-03-05-谈心-\"50%\"'.md", TALK.as_bytes());
        },
        &[],
    ),
    (
        "a link out of the folder",
        |root| {
            put(root, "elsewhere.md", b"x");
            symlink(root.join("elsewhere.md"), root.join("content/students/S01/2026-03-05-谈心.md")).unwrap();
        },
        &[("warning", "link-not-followed", "content/students/S01/2026-03-05-谈心.md")],
    ),
    (
        "a link to a file of the machine",
        |root| symlink("/etc/passwd", root.join("content/students/S01/a.md")).unwrap(),
        &[("warning", "link-not-followed", "content/students/S01/a.md")],
    ),
    (
        "a link to a folder above",
        |root| symlink("../../..", root.join("content/students/S01/notes")).unwrap(),
        &[("warning", "link-not-followed", "content/students/S01/notes")],
    ),
    (
        "a link to itself",
        |root| symlink("a.md", root.join("content/students/S01/a.md")).unwrap(),
        &[("warning", "link-not-followed", "content/students/S01/a.md")],
    ),
    (
        "links in a ring",
        |root| {
            symlink("b.md", root.join("content/students/S01/a.md")).unwrap();
            symlink("a.md", root.join("content/students/S01/b.md")).unwrap();
        },
        &[
            ("warning", "link-not-followed", "content/students/S01/a.md"),
            ("warning", "link-not-followed", "content/students/S01/b.md"),
        ],
    ),
    (
        "a link to nowhere",
        |root| symlink("nowhere", root.join("content/students/S01/a.md")).unwrap(),
        &[("warning", "link-not-followed", "content/students/S01/a.md")],
    ),
    (
        "a link to a device without end",
        |root| symlink("/dev/zero", root.join("content/students/S01/a.md")).unwrap(),
        &[("warning", "link-not-followed", "content/students/S01/a.md")],
    ),
    (
        "casebook.yaml as a link to a device",
        |root| {
            std::fs::remove_file(root.join("content/casebook.yaml")).unwrap();
            symlink("/dev/zero", root.join("content/casebook.yaml")).unwrap();
        },
        &[("error", "no-config", "content/casebook.yaml"), ("warning", "link-not-followed", "content/casebook.yaml")],
    ),
    (
        "a pipe",
        |root| {
            let made = std::process::Command::new("mkfifo").arg(root.join("content/students/S01/a.md")).status().unwrap();
            assert!(made.success());
        },
        &[],
    ),
    ("a socket", |root| drop(std::os::unix::net::UnixListener::bind(root.join("content/students/S01/a.md")).unwrap()), &[]),
    (
        "a folder named as a note",
        |root| std::fs::create_dir(root.join("content/students/S01/2026-03-05-谈心.md")).unwrap(),
        &[],
    ),
    (
        "casebook.yaml as a folder",
        |root| {
            std::fs::remove_file(root.join("content/casebook.yaml")).unwrap();
            std::fs::create_dir(root.join("content/casebook.yaml")).unwrap();
        },
        &[("error", "no-config", "content/casebook.yaml")],
    ),
    (
        "leftovers of editors",
        |root| {
            for name in
                ["~$谈心.md", ".谈心.md.swp", "谈心.md~", "谈心.md.bak", "谈心.md.2.bak", ".git/a.md", "谈心.tmp", "Thumbs.db"]
            {
                put(root, &format!("content/students/S01/notes/{name}"), b"\xFF\xFF\0");
            }
        },
        &[],
    ),
    (
        "two hundred folders within each other",
        |root| {
            std::fs::create_dir_all(root.join("content/students/S01").join(["a"; 200].join("/"))).unwrap();
        },
        &[],
    ),
];

fn put(root: &Path, path: &str, bytes: &[u8]) {
    write(root, [(path, bytes)]);
}

fn note(root: &Path, bytes: &[u8]) {
    put(root, NOTE, bytes);
}

fn gb_bytes(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

fn gb(root: &Path, text: &str) {
    put(root, "content/students/S01/表扬.csv", &gb_bytes(text));
}

fn big5() -> Vec<u8> {
    let text =
        "---\n日期: 2026-03-05\n---\n\n課間在走廊談了五分鐘，他說昨晚沒有寫完作業，是因為弟弟發燒。約定明天早讀前補上。\n";
    encoding_rs::BIG5.encode(text).0.into_owned()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// Sets a limit in `casebook.yaml`.
fn limits(root: &Path, setting: &str) {
    let path = root.join("content/casebook.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, format!("{text}上限: {{{setting}}}\n")).unwrap();
}

/// A note that shows an image of these bytes.
fn shown(root: &Path, bytes: &[u8]) {
    note(root, "---\n主题: 作业\n---\n\n![改错本](../图.png)\n".as_bytes());
    put(root, "content/students/S01/图.png", bytes);
}

/// A PNG that is to be of this size and breaks off before its first line.
fn png(width: u32, height: u32) -> Vec<u8> {
    let [width, height] = [width, height].map(u32::to_be_bytes);
    let head = [b"IHDR", &width[..], &height, &[8, 2, 0, 0, 0]].concat();
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for chunk in [head, b"IDAT\x78\x9c".to_vec()] {
        bytes.extend((chunk.len() as u32 - 4).to_be_bytes());
        bytes.extend(&chunk);
        let mut crc = 0xFFFF_FFFFu32;
        for byte in chunk {
            crc ^= u32::from(byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
            }
        }
        bytes.extend((!crc).to_be_bytes());
    }
    bytes
}

/// A folder that holds one student.
pub(crate) fn sound_folder() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let settings = "标题: 小例子\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n";
    put(root.path(), "content/casebook.yaml", settings.as_bytes());
    put(root.path(), "content/students/S01/index.md", "---\n化名: 小松\n---\n".as_bytes());
    root
}

/// What `casebook check` says, and whether it ended as that should.
fn told(root: &Path) -> Result<Vec<(String, String, String)>, String> {
    let output = root.join("said");
    let mut child = casebook(["check", "--only", "site", "--format", "json", "-r"])
        .arg(root)
        .stdout(std::fs::File::create(&output).unwrap())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let code = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status.code(),
            None if begun.elapsed() > Duration::from_secs(20) => {
                child.kill().unwrap();
                return Err("not done within twenty seconds".to_owned());
            }
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    let text = std::fs::read_to_string(&output).unwrap();
    std::fs::remove_file(&output).unwrap();
    let finding = |line: &str| {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        let word = |key: &str| object[key].as_str().unwrap_or_default().to_owned();
        (word("severity"), word("code"), word("file"))
    };
    let mut found: Vec<_> = text.lines().map(finding).collect();
    found.sort();
    let expected = i32::from(found.iter().any(|it| it.0 == "error"));
    if code == Some(expected) { Ok(found) } else { Err(format!("ended with {code:?}, found {found:?}")) }
}

#[test]
fn each_bad_folder_is_told_and_survived() {
    let mut complaints = Vec::new();
    for (name, spoil, expected) in CASES {
        let folder = sound_folder();
        spoil(folder.path());
        match told(folder.path()) {
            Err(error) => complaints.push(format!("{name}: {error}")),
            Ok(found) => {
                // A place may be the beginning of one.
                let same = |(it, expected): (&(String, String, String), &(&str, &str, &str))| {
                    it.0 == expected.0 && it.1 == expected.1 && it.2.starts_with(expected.2)
                };
                if found.len() != expected.len() || !found.iter().zip(*expected).all(same) {
                    complaints.push(format!("{name}: found {found:?} instead of {expected:?}"));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn fonts_that_have_no_end_are_not_opened() {
    let folder = sound_folder();
    let fonts = folder.path().join("fonts");
    std::fs::create_dir(&fonts).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(fonts.join("a.ttf")).status().unwrap().success());
    symlink("/dev/zero", fonts.join("b.ttf")).unwrap();
    let run = crate::program::run_in(folder.path(), &["check", "--font-path", fonts.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn nothing_is_written_outside_the_output() {
    let folder = sound_folder();
    let root = folder.path();
    put(root, "content/students/S01/notes/2026-03-05-谈心-..%2F..%2Fx.md", TALK.as_bytes());
    put(root, "content/students/S01/notes/2026-03-06-谈心-\\..\\..\\x.md", TALK.as_bytes());
    note(
        root,
        "---\n主题: 作业\n标签: [../../../x, \"..\\\\..\\\\x\", /etc/x]\n旧地址: [../../x.html]\n---\n\n课间。\n".as_bytes(),
    );
    let before = files(root);
    let run = crate::program::run_in(root, &["build", "--only", "site"]);
    for (path, bytes) in files(root) {
        let ours = path.starts_with("public/teacher/") || path.starts_with(".casebook/") || path.starts_with("public/.");
        assert!(ours || before.get(&path) == Some(&bytes), "{path} was written: {}", run.stderr);
    }
}
