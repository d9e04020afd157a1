use std::fs;
use std::io;

use super::*;

/// A folder `content` with these files, and a place beside it.
fn folder(files: &[(&str, &[u8])]) -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().expect("a folder");
    let content = home.path().join("content");
    fs::create_dir(&content).expect("content");
    for (path, bytes) in files {
        let place = content.join(path);
        fs::create_dir_all(place.parent().expect("a parent")).expect("folders");
        fs::write(place, bytes).expect("written");
    }
    (home, content)
}

fn paths(loaded: &Loaded) -> Vec<&str> {
    loaded.tree.iter().map(|(_, file)| file.path.as_str()).collect()
}

fn kinds(loaded: &Loaded) -> Vec<(&str, &ProblemKind)> {
    loaded.problems.iter().map(|it| (it.path.as_str(), &it.kind)).collect()
}

#[test]
fn known_kinds_are_read_in_order_and_leftovers_passed_over() {
    let (_home, content) = folder(&[
        ("students/S02/index.md", "姓名: 乙\r\n".as_bytes()),
        ("students/S01/照片.PNG", &[0x89, 0, 1]),
        ("students/S01/index.md", "甲".as_bytes()),
        ("students/S01/praise.CSV", b"a,b\n"),
        ("casebook.yaml", "\u{FEFF}标题: 四班\n".as_bytes()),
        (".git/config.md", b"x"),
        (".hidden.md", b"x"),
        ("students/S01/~$报告.md", b"x"),
        ("students/S01/index.md~", b"x"),
        ("students/S01/.index.md.swp", b"x"),
        ("Thumbs.db", b"x"),
        ("计划.docx", b"PK\0"),
        ("noextension", b"x"),
    ]);
    let loaded = load(&content, Limits::default()).expect("loads");
    let expected =
        ["casebook.yaml", "students/S01/index.md", "students/S01/praise.CSV", "students/S01/照片.PNG", "students/S02/index.md"];
    assert_eq!(paths(&loaded), expected);
    assert_eq!(loaded.problems, []);
    let text = |path| loaded.tree.text(loaded.tree.find(&SitePath::new(path).expect("sound")).expect("there"));
    assert_eq!(text("casebook.yaml"), "标题: 四班\n");
    assert_eq!(text("students/S02/index.md"), "姓名: 乙\n");
    assert_eq!(text("students/S01/照片.PNG"), "", "a picture has no text");
}

#[test]
fn what_cannot_be_taken_is_named() {
    let gb = encoding_rs::GB18030.encode("日期,表扬事由\n2026-03-05,主动帮助同学\n").0.into_owned();
    let long = format!("students/{}.md", "长".repeat(70));
    let (_home, content) = folder(&[
        ("a.csv", &gb),
        ("b.md", b"\0\0\0"),
        ("c.md", &[b'x'; 101]),
        ("d.png", &[1; 300]),
        ("e.md", &[b'x'; 100]),
        (&long, b"x"),
    ]);
    let loaded = load(&content, Limits { text: 100, image: 200, path: 120, ..Limits::default() }).expect("loads");
    assert_eq!(paths(&loaded), ["a.csv", "e.md"]);
    let expected = [
        ("a.csv", &ProblemKind::OtherEncoding(Encoding::Gb18030)),
        ("b.md", &ProblemKind::NotText),
        ("c.md", &ProblemKind::TooLarge { size: 101, limit: 100 }),
        ("d.png", &ProblemKind::TooLarge { size: 300, limit: 200 }),
        (long.as_str(), &ProblemKind::PathTooLong { length: 222, limit: 120 }),
    ];
    assert_eq!(kinds(&loaded), expected);
}

#[test]
fn a_missing_folder_is_an_error() {
    let (home, content) = folder(&[("a.md", b"x")]);
    assert!(load(&home.path().join("none"), Limits::default()).is_err());
    assert!(load(&content.join("a.md"), Limits::default()).is_err(), "a file is no folder");
}

#[cfg(unix)]
#[test]
fn links_stay_inside_and_pipes_stay_shut() {
    use std::os::unix::fs::symlink;

    let (home, content) = folder(&[("students/S01/index.md", "甲".as_bytes())]);
    fs::write(home.path().join("secret.md"), "外面").expect("written");
    symlink("index.md", content.join("students/S01/same.md")).expect("a link");
    symlink(home.path().join("secret.md"), content.join("out.md")).expect("a link");
    symlink(home.path(), content.join("outer")).expect("a link");
    symlink("nowhere.md", content.join("broken.md")).expect("a link");
    symlink("/dev/zero", content.join("zero.md")).expect("a link");
    rustix::fs::mkfifoat(rustix::fs::CWD, content.join("pipe.md"), rustix::fs::Mode::RUSR).expect("a pipe");
    let loaded = load(&content, Limits::default()).expect("loads");
    assert_eq!(paths(&loaded), ["students/S01/index.md", "students/S01/same.md"]);
    let expected = ["broken.md", "out.md", "outer", "zero.md"].map(|path| (path, &ProblemKind::LinkNotFollowed));
    assert_eq!(kinds(&loaded), expected);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_unicode_are_named() {
    use std::os::unix::ffi::OsStrExt;

    let (_home, content) = folder(&[]);
    fs::write(content.join(OsStr::from_bytes(b"\xcc\xb8\xd0\xc4.md")), "x").expect("written");
    let loaded = load(&content, Limits::default()).expect("loads");
    assert_eq!(paths(&loaded).len(), 0);
    assert_eq!(loaded.problems.len(), 1);
    assert_eq!(loaded.problems[0].kind, ProblemKind::PathNotUnicode);
    assert!(loaded.problems[0].path.ends_with(".md"));
}

#[test]
fn what_changed_is_read_again_and_all_else_stays() {
    let (_home, content) = folder(&[
        ("casebook.yaml", "标题: 四班\n".as_bytes()),
        ("students/S01/index.md", "甲".as_bytes()),
        ("students/S01/notes/a.md", "一".as_bytes()),
        ("students/S01/notes/b.md", b"a\0b"),
        ("students/S02/index.md", "乙".as_bytes()),
    ]);
    let content = content.canonicalize().expect("there");
    let limits = Limits::default();
    let mut loaded = load(&content, limits).expect("loads");
    let again = |before: &Loaded, changed: &[&str]| {
        let places: Vec<PathBuf> = changed.iter().map(|it| content.join(it)).collect();
        let loaded = load_again(before, &content, limits, &places).expect("loads");
        let whole = load(&content, limits).expect("loads");
        let texts = |loaded: &Loaded| -> Vec<(String, String)> {
            loaded.tree.iter().map(|(id, file)| (file.path.to_string(), loaded.tree.text(id).to_owned())).collect()
        };
        assert_eq!((texts(&loaded), &loaded.problems), (texts(&whole), &whole.problems), "after {changed:?}");
        loaded
    };
    let id = |loaded: &Loaded, path: &str| loaded.tree.find(&SitePath::new(path).expect("sound"));
    let last = id(&loaded, "students/S02/index.md");

    let same = again(&loaded, &["students/S01/notes/a.md"]);
    assert_eq!(same.tree.changes(&loaded.tree), [], "nothing was written");

    fs::write(content.join("students/S01/notes/a.md"), "二").expect("written");
    let changed = again(&loaded, &["students/S01/notes/a.md"]);
    assert_eq!(changed.tree.changes(&loaded.tree), [id(&loaded, "students/S01/notes/a.md").expect("there")]);
    loaded = changed;

    fs::write(content.join("students/S01/notes/b.md"), "好了").expect("written");
    fs::write(content.join("students/S01/notes/.b.md"), "x").expect("written");
    loaded = again(&loaded, &["students/S01/notes/b.md", "students/S01/notes/.b.md", "students/S01/notes/none.md"]);

    fs::rename(content.join("students/S01"), content.join("students/S03")).expect("moved");
    let before = loaded.tree.clone();
    loaded = again(&loaded, &["students/S01", "students/S03"]);
    assert_eq!(loaded.tree.changes(&before).len(), 6, "three gone and three new");
    assert_eq!(id(&loaded, "students/S02/index.md"), last, "ids stay");

    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("index.md", content.join("students/S02/same.md")).expect("a link");
        loaded = again(&loaded, &["students/S02/same.md"]);
        fs::write(content.join("students/S02/index.md"), "丙").expect("written");
        loaded = again(&loaded, &["students/S02/index.md"]);
        std::os::unix::fs::symlink("../S02", content.join("students/S03/there")).expect("a link");
        loaded = again(&loaded, &["students/S03/there", "students/S03/there/index.md"]);
    }
    fs::remove_file(content.join("casebook.yaml")).expect("removed");
    again(&loaded, &["casebook.yaml"]);
    again(&loaded, &[""]);
}

#[test]
fn a_picture_that_has_grown_is_not_read_again() {
    let (_home, content) = folder(&[("students/S01/a.png", b"ab")]);
    let loaded = load(&content, Limits { image: 100, ..Limits::default() }).expect("loads");
    let file = loaded.tree.iter().next().expect("one").1;
    let Content::Binary(picture) = &file.content else { panic!("a picture") };
    assert_eq!(&*picture.read().expect("there"), b"ab");
    // As large as no memory is, without a byte on the disk.
    let place = content.join("students/S01/a.png");
    fs::OpenOptions::new().write(true).open(&place).expect("opens").set_len(1 << 40).expect("grows");
    let error = picture.read().expect_err("it is another");
    assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
}
