//! The program as a user meets it: commands, exit codes, and outputs that are only ever replaced as a whole.

use std::path::Path;

use casebook::output::MARKER;

use crate::program::{casebook, files, run, run_in, write};

/// A folder made by `casebook init`.
fn started() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let run = run_in(root.path(), &["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    root
}

fn append(path: &Path, text: &str) {
    let before = std::fs::read_to_string(path).unwrap();
    std::fs::write(path, before + text).unwrap();
}

#[test]
fn init_makes_a_casebook_that_builds() {
    let root = started();
    let check = run_in(root.path(), &["check", "--strict"]);
    assert_eq!((check.code, check.stdout.as_str()), (0, ""), "{}", check.stderr);
    let build = run_in(root.path(), &["build"]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    assert_eq!(build.stdout, "", "stdout is for data");
    let written = files(&root.path().join("public/teacher"));
    for path in ["index.html", "404.html", "students/S01/index.html", MARKER] {
        assert!(written.contains_key(path), "{path} in {:?}", written.keys());
    }
    for end in ["-summary.pdf", "-case.pdf"] {
        assert!(written.keys().filter(|it| it.ends_with(end)).count() == 1, "{:?}", written.keys());
    }
    let ignored = std::fs::read_to_string(root.path().join(".gitignore")).unwrap();
    assert!(ignored.contains("/content/roster.yaml") && ignored.contains("/public/"));

    let again = run_in(root.path(), &["init"]);
    assert_eq!(again.code, 2, "what is there is not overwritten: {}", again.stderr);
}

#[test]
fn a_casebook_grows_by_commands() {
    let root = started();
    let new = run_in(root.path(), &["new", "student"]);
    assert_eq!(new.code, 0, "{}", new.stderr);
    assert!(root.path().join("content/students/S02/index.md").is_file(), "the next free code");
    let new = run_in(root.path(), &["new", "note", "S01", "家访", "2026-10-15"]);
    assert_eq!(new.code, 0, "{}", new.stderr);
    let note = root.path().join("content/students/S01/notes/2026-10-15-家访.md");
    assert!(note.is_file(), "{:?}", files(root.path()).keys());
    let again = run_in(root.path(), &["new", "note", "S01", "家访", "2026-10-15"]);
    let notes = files(&root.path().join("content/students/S01/notes"));
    assert!(again.code == 2 || notes.len() == 3, "a second note of the day does not replace the first: {notes:?}");
    let class = std::fs::read_dir(root.path().join("content/classes")).unwrap().next().unwrap().unwrap().file_name();
    let class = class.to_str().unwrap();
    let new = run_in(root.path(), &["new", "note", class, "班会", "2026-10-16"]);
    assert_eq!(new.code, 0, "{}", new.stderr);
    assert!(root.path().join(format!("content/classes/{class}/notes/2026-10-16-主题班队会.md")).is_file());
    for wrong in [["new", "note", "S01", "家仿"], ["new", "note", "S77", "家访"], ["new", "note", "S01", "班会"]] {
        let run = run_in(root.path(), &wrong);
        assert_eq!(run.code, 2, "{wrong:?}: {}", run.stderr);
    }
    let build = run_in(root.path(), &["build"]);
    assert!(build.code <= 1, "{}", build.stderr);
}

#[test]
fn lists_are_data() {
    let root = started();
    let said = [
        ("students", "S01"),
        ("notes", "2026-09-10"),
        ("figures", "talk.count"),
        ("types", "家访"),
        ("duties", "每周谈一次心"),
        ("missing", "S01"),
    ];
    for (what, word) in said {
        let run = run_in(root.path(), &["list", what]);
        assert_eq!(run.code, 0, "{what}: {}", run.stderr);
        assert!(run.stdout.contains(word), "{what}: {}", run.stdout);
    }
}

#[test]
fn exit_codes_say_what_is_wrong() {
    let root = started();
    let none = tempfile::tempdir().unwrap();
    assert_eq!(run_in(none.path(), &["build"]).code, 2, "no content folder");
    assert_eq!(run_in(root.path(), &["bild"]).code, 2, "no such command");
    assert_eq!(run_in(root.path(), &["--audience", "parent", "check"]).code, 1, "no pupil has a folder for parents yet");
    let written = |it: &str| root.path().join("public").join(it).exists();
    assert!(!["staff", "parent"].into_iter().any(written), "nothing was made");
    let nobody = run_in(root.path(), &["build", "--student", "S99"]);
    assert!(nobody.code == 2 && nobody.stderr.contains("S99"), "{}", nobody.stderr);
    assert_eq!(run_in(root.path(), &["build", "--term", "2019-2020-1"]).code, 2, "no such term");
    assert!(!root.path().join("public").exists(), "nothing was made");
    assert_eq!(run_in(root.path(), &["--help"]).code, 0);
    assert_eq!(run_in(root.path(), &["--version"]).stdout.trim(), concat!("casebook ", env!("CARGO_PKG_VERSION")));
    append(&root.path().join("content/students/S01/表扬.csv"), "2020-09-08,很早以前的一件事,当众,\n");
    assert_eq!(run_in(root.path(), &["check"]).code, 0, "a warning");
    assert_eq!(run_in(root.path(), &["check", "--strict"]).code, 1, "a warning that counts");
    append(&root.path().join("content/students/S01/表扬.csv"), "2026-09-31,没有这一天,当众,\n");
    assert_eq!(run_in(root.path(), &["check"]).code, 1, "an error");
    assert_eq!(run_in(root.path(), &["build"]).code, 1);
}

#[test]
fn help_is_in_both_languages() {
    let commands = ["build", "check", "init", "new", "list", "coverage", "clean", "completions"];
    for (language, word) in [("zh", "用法"), ("en", "Usage")] {
        let run = run(&mut casebook(["--help", "--lang", language]));
        assert_eq!(run.code, 0);
        assert!(run.stdout.contains(word), "{}", run.stdout);
        assert!(commands.iter().all(|it| run.stdout.contains(it)), "{}", run.stdout);
        for command in commands {
            let run = crate::program::run(&mut casebook([command, "--help", "--lang", language]));
            assert!(run.code == 0 && run.stdout.contains(word), "{command}: {}", run.stderr);
        }
    }
    let shells = ["bash", "zsh", "fish", "powershell", "elvish"];
    assert!(shells.iter().all(|it| run(&mut casebook(["completions", it])).stdout.contains("casebook")));
}

#[test]
fn findings_are_explained_in_both_languages() {
    let empty = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| run_in(empty.path(), &[&["check", "--explain"], arguments].concat());
    let chinese = run(&["label"]);
    assert_eq!((chinese.code, chinese.stderr.as_str()), (0, ""), "no casebook is needed");
    for part in ["label（错误）", "教育部令第50号", "改好后", "允许: [词句或代码]", "-->"] {
        assert!(chinese.stdout.contains(part), "{part}: {}", chinese.stdout);
    }
    let english = run(&["no-such-day", "--lang", "en"]).stdout;
    assert!(english.starts_with("no-such-day (error)") && english.contains("How to mend it"), "{english}");
    let object: serde_json::Value = serde_json::from_str(&run(&["percent-sum", "--format", "json"]).stdout).unwrap();
    assert_eq!((&object["code"], &object["severity"]), (&"percent-sum".into(), &"error".into()));
    let all = run(&[]).stdout;
    assert!(casebook::diag::Code::ALL.iter().all(|it| all.contains(it.id())), "{all}");
    let unknown = run(&["lable"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (2, ""));
    assert!(unknown.stderr.contains("“label”"), "{}", unknown.stderr);
}

#[test]
fn without_a_command_the_casebook_here_is_built() {
    let root = started();
    let run = run(casebook::<&str>([]).current_dir(root.path()));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(root.path().join("public/teacher/index.html").is_file());
    assert!(run.stderr.contains("index.html") && run.stderr.contains("pdf"), "it says where they are: {}", run.stderr);
}

#[test]
fn a_failed_build_leaves_the_previous_output_byte_for_byte() {
    let root = started();
    let target = root.path().join("public/teacher");
    assert_eq!(run_in(root.path(), &["build"]).code, 0);
    let before = files(&target);
    append(&root.path().join("content/students/S01/notes/2026-09-10-谈心.md"), "\n谈心`=没有这个数`。\n");
    let failed = run_in(root.path(), &["build"]);
    assert_eq!(failed.code, 1, "{}", failed.stderr);
    assert!(files(&target) == before, "a fault in the content");

    let root_yaml = root.path().join("content/casebook.yaml");
    append(&root_yaml, "主题: 没有的主题\n");
    assert_eq!(run_in(root.path(), &["build"]).code, 2);
    assert!(files(&target) == before, "a fault in the settings");
    let left: Vec<_> = files(&root.path().join("public")).into_keys().filter(|it| !it.starts_with("teacher/")).collect();
    assert!(left.iter().all(|it| it.starts_with(".casebook")), "nothing lies about: {left:?}");
}

#[test]
fn a_build_replaces_the_previous_one_as_a_whole() {
    let root = started();
    let target = root.path().join("public/teacher");
    assert_eq!(run_in(root.path(), &["build"]).code, 0);
    let first = files(&target);
    assert!(first.keys().any(|it| it.contains("2026-09-10")));
    std::fs::remove_file(root.path().join("content/students/S01/notes/2026-09-10-谈心.md")).unwrap();
    assert_eq!(run_in(root.path(), &["build"]).code, 0);
    let second = files(&target);
    assert!(!second.keys().any(|it| it.contains("2026-09-10")), "what is gone leaves no page behind");
    let elsewhere = root.path().join("elsewhere");
    assert_eq!(run_in(root.path(), &["-o", elsewhere.to_str().unwrap()]).code, 0);
    assert!(files(&elsewhere) == second, "a third build over the first gives what a first one gives");
}

#[test]
fn only_folders_of_its_own_are_replaced_or_removed() {
    let root = started();
    let theirs = root.path().join("photos");
    write(&theirs, [("a.jpg", &b"x"[..])]);
    let content = root.path().join("content");
    let before = files(root.path());
    for target in [&theirs, &content, &content.join("out"), &root.path().to_owned(), &theirs.join("a.jpg")] {
        for command in ["build", "clean"] {
            let run = run_in(root.path(), &["-o", target.to_str().unwrap(), command]);
            assert_eq!(run.code, 2, "{command} {}: {}", target.display(), run.stderr);
        }
    }
    assert!(files(root.path()) == before);
    assert_eq!(run_in(root.path(), &["build"]).code, 0);
    assert_eq!(run_in(root.path(), &["clean"]).code, 0);
    assert!(!root.path().join("public/teacher").exists());
    assert_eq!(run_in(root.path(), &["clean"]).code, 0, "there is nothing to remove, which is well");
}

#[test]
fn every_fault_is_reported_at_once() {
    let root = started();
    write(
        root.path(),
        [
            (
                "content/students/S01/notes/2026-09-15-谈心.md",
                "---\n主题：口算\n信任阶断: 愿听\n情绪: {前: 2, 后: 9}\n---\n".as_bytes(),
            ),
            ("content/students/S02/notes/2026-09-16-谈心.md", "没有档案的学生。\n".as_bytes()),
            ("content/students/S01/奖励.csv", "日期,数量,原因\n9月16日,两面,大扫除\n".as_bytes()),
        ],
    );
    let run = run_in(root.path(), &["check", "--format", "json"]);
    assert_eq!(run.code, 1);
    let code = |line: &str| {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        object["code"].as_str().unwrap().to_owned()
    };
    let mut codes: Vec<String> = run.stdout.lines().map(code).collect();
    codes.sort_unstable();
    let expected = ["date-form", "full-width-colon", "not-a-number", "out-of-range", "student-without-index", "unknown-key"];
    assert_eq!(codes, expected);

    let human = run_in(root.path(), &["check", "--color", "never"]).stderr;
    for word in ["content/students/S01/notes/2026-09-15-谈心.md", "主题：口算", "信任阶段", "^"] {
        assert!(human.contains(word), "{word} in\n{human}");
    }
    assert!(!human.contains('\u{1b}'), "no colours were asked for");
    assert!(run_in(root.path(), &["check", "--color", "always"]).stderr.contains('\u{1b}'));
}

#[test]
fn parts_can_be_built_alone() {
    let root = started();
    let count = |arguments: &[&str], end: &str| {
        let target = root.path().join(arguments.join("_"));
        let run = run(casebook(["-r".as_ref(), root.path().as_os_str(), "-o".as_ref(), target.as_os_str()]).args(arguments));
        assert_eq!(run.code, 0, "{}", run.stderr);
        files(&target).keys().filter(|it| it.ends_with(end)).count()
    };
    assert_eq!(count(&["--only", "site"], ".pdf"), 0);
    assert_eq!(count(&["--only", "pdf"], ".html"), 0);
    assert_eq!(count(&["--only", "pdf"], "-summary.pdf"), 1);
    assert_eq!(count(&["--only", "pdf", "--student", "S01"], "-case.pdf"), 1);
    assert_eq!(count(&["--student", "S01", "--only", "pdf"], "-summary.pdf"), 0, "what is about the class is not asked for");
}

#[test]
fn source_date_epoch_is_the_day_of_reckoning() {
    let root = started();
    let list = |arguments: &[&str], epoch: Option<&str>| {
        let mut command = casebook(["-r".as_ref(), root.path().as_os_str()]);
        if let Some(epoch) = epoch {
            command.env("SOURCE_DATE_EPOCH", epoch);
        }
        let run = run(command.args(["list", "missing"]).args(arguments));
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };
    let october = list(&["--as-of", "2026-10-23"], None);
    assert_ne!(october, list(&[], None), "more is overdue six weeks later");
    assert_eq!(october, list(&[], Some("1792713600")), "2026-10-23 in UTC");
}

#[test]
fn a_file_of_the_theme_is_taken_out_to_be_changed_once() {
    let root = started();
    let listed = run_in(root.path(), &["theme", "eject"]);
    assert_eq!(listed.code, 0);
    for path in ["templates/base.html", "static/style.css", "strings/zh.yaml", "typst/blocks.typ", "genres/term_summary.yaml"] {
        assert!(listed.stdout.lines().any(|it| it == path), "{path}: {}", listed.stdout);
    }
    assert_eq!(run_in(root.path(), &["theme", "list"]).stdout, "* default\n  plain\n");
    assert_eq!(run_in(root.path(), &["theme", "eject", "templates/home.htm"]).code, 2);
    assert!(!root.path().join("themes").exists());
    for path in listed.stdout.lines() {
        assert_eq!(run_in(root.path(), &["theme", "eject", path]).code, 0, "{path}");
        let built_in = std::fs::read(crate::program::project().join("themes/default").join(path)).unwrap();
        assert!(std::fs::read(root.path().join("themes/default").join(path)).unwrap() == built_in, "{path}");
    }
    append(&root.path().join("themes/default/static/style.css"), "/* ours */\n");
    let again = run_in(root.path(), &["theme", "eject", "static/style.css"]);
    assert_eq!(again.code, 2, "what was changed is not overwritten");
    assert!(std::fs::read_to_string(root.path().join("themes/default/static/style.css")).unwrap().ends_with("/* ours */\n"));
    append(&root.path().join("content/casebook.yaml"), "主题: school\n");
    assert_eq!(run_in(root.path(), &["theme", "eject", "templates/home.html"]).code, 0);
    assert_eq!(run_in(root.path(), &["theme", "list"]).stdout, "  default\n  plain\n* school\n");
    let build = run_in(root.path(), &["build", "--only", "site"]);
    assert_eq!(build.code, 0, "{}", build.stderr);
}

#[test]
fn what_is_the_teachers_own_is_refused_to_others() {
    let root = started();
    let before = files(root.path());
    let commands: [&[&str]; 9] = [
        &["list", "notes"],
        &["list", "types"],
        &["coverage"],
        &["new", "student"],
        &["new", "summary", "--genre", "term-summary"],
        &["alias"],
        &["review", "--innocent", "高兴"],
        &["retention"],
        &["export", "--student", "S01"],
    ];
    for command in commands {
        assert_eq!(run_in(root.path(), &[command, &["--audience", "all"]].concat()).code, 2, "{command:?}");
        for audience in ["staff", "parent", "research"] {
            for (language, said) in [("zh", "只给本班教师用"), ("en", "for the class's own teachers")] {
                let run = run_in(root.path(), &[command, &["--audience", audience, "--lang", language]].concat());
                assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{command:?} {audience}: {}", run.stderr);
                let [name, ..] = command else { unreachable!("it has a name") };
                assert!(run.stderr.contains(said) && run.stderr.contains(&format!("casebook {name}")), "{}", run.stderr);
            }
        }
    }
    assert_eq!(files(root.path()), before, "nothing was written");
    assert_eq!(run_in(root.path(), &["list", "notes", "--audience", "teacher"]).code, 0);
}

#[test]
#[cfg(unix)]
fn aliases_stay_where_they_cannot_be_written() {
    let root = started();
    let aliases = root.path().join("content/aliases.yaml");
    assert_eq!(run_in(root.path(), &["alias"]).code, 0);
    // More than the 512 bytes that may be written below.
    let words: Vec<String> = (0..100).map(|it| format!("高兴的第{it}天")).collect();
    let decided: Vec<&str> = words.iter().flat_map(|it| ["--innocent", it]).collect();
    assert_eq!(run_in(root.path(), &[&["review"], decided.as_slice()].concat()).code, 0);
    let before = files(root.path());
    assert!(std::fs::metadata(&aliases).unwrap().len() > 512);
    for command in ["alias --renew", "review --name 小满"] {
        let command = format!("trap '' XFSZ; ulimit -f 1; exec \"{}\" {command}", env!("CARGO_BIN_EXE_casebook"));
        let run = run(std::process::Command::new("sh").args(["-c", &command]).current_dir(root.path()));
        assert_eq!(run.code, 3, "{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("aliases.yaml"), "{}", run.stderr);
        assert_eq!(files(root.path()), before, "nothing is changed and nothing left behind");
    }
}

#[test]
fn a_file_too_large_to_be_read_is_no_clean_one() {
    let root = started();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("content/roster.yaml"), "学生:\n  S01: {姓名: 林禾苗}\n").unwrap();
    std::fs::write(folder.path().join("a.txt"), "高兴").unwrap();
    let verify = || run_in(root.path(), &["verify", &folder.path().to_string_lossy(), "--format", "short"]);
    assert_eq!(verify().code, 0, "{}", verify().stderr);
    // As large as no memory is, without a byte on the disk.
    std::fs::File::create(folder.path().join("b.bin")).unwrap().set_len(1 << 40).unwrap();
    let run = verify();
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stderr.contains("b.bin: 错误[unreadable-output]"), "{}", run.stderr);
    assert!(!run.stderr.contains("a.txt"), "{}", run.stderr);
}
