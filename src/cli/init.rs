//! `casebook init`: a small casebook that builds at once.

use std::path::Path;

use super::words::{refusal, say};
use super::{Exit, Invocation, replace};

/// Files of the new casebook: path below the folder, and text.
const FILES: &[(&str, &str)] = &[
    (
        ".gitignore",
        "# 花名册、化名册和生成的文件不进版本库\n/content/roster.yaml\n/content/aliases.yaml\n/public/\n/.casebook/\n*.bak\n",
    ),
    ("content/casebook.yaml", include_str!("scaffold/casebook.yaml")),
    ("content/roster.yaml", include_str!("scaffold/roster.yaml")),
    ("content/classes/3-1/index.md", include_str!("scaffold/classes/3-1/index.md")),
    ("content/students/S01/index.md", include_str!("scaffold/students/S01/index.md")),
    ("content/students/S01/notes/2026-09-10-谈心.md", include_str!("scaffold/students/S01/notes/2026-09-10-谈心.md")),
    ("content/students/S01/成绩跟踪.csv", include_str!("scaffold/students/S01/成绩跟踪.csv")),
    ("content/students/S01/表扬.csv", include_str!("scaffold/students/S01/表扬.csv")),
];

/// Writes the files, and none where one of them is there already.
pub(super) fn init(invocation: &Invocation, folder: &Path) -> Exit {
    let language = invocation.language;
    let folder = invocation.root.join(folder);
    if folder.join("content").exists() {
        let there = folder.join("content");
        anstream::eprintln!(
            "{}{}",
            say(language, "错误：这里已经有个案集，没有改动：", "error: there is a casebook already, nothing was changed: "),
            there.display()
        );
        return Exit::Usage;
    }
    for (path, text) in FILES.iter().filter(|(path, _)| !folder.join(path).exists()) {
        let file = folder.join(path);
        let written =
            file.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| replace::create(&file, None, text.as_bytes()));
        if let Err(error) = written {
            let (said, joint) = (say(language, "错误：写不了 ", "error: cannot write "), say(language, "：", ": "));
            eprintln!("{said}{}{joint}{}", file.display(), refusal(language, &error));
            return Exit::Environment;
        }
    }
    if !invocation.quiet {
        let next = if folder == Path::new(".") { String::new() } else { format!("-r {} ", folder.display()) };
        anstream::eprintln!(
            "{}\n{}\n  casebook {next}build",
            say(
                language,
                "建好了。content 文件夹里是一个学生的例子，照着改就行。",
                "Done. The folder content holds one student as an example."
            ),
            say(language, "编译：", "Build it with:"),
        );
    }
    Exit::Done
}
