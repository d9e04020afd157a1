//! The READMEs are true: the casebook written down in each builds, and their tables say what the program has.

use std::collections::BTreeMap;

use casebook::diag::{Language, render};
use casebook::output::MemoryDoor;
use casebook::schema::Schema;
use casebook::source::SourceTree;
use casebook::theme::Theme;
use casebook::{Options, build};

use crate::program::{casebook, project, run};

const READMES: [&str; 2] = ["README.md", "README.zh-CN.md"];

fn text(name: &str) -> String {
    std::fs::read_to_string(project().join(name)).unwrap()
}

/// The files of a README: a line ``**`content/…`**`` names the file in the fenced block that follows.
pub(crate) fn written_files(readme: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut lines = readme.lines();
    while let Some(line) = lines.next() {
        let Some(path) = line.strip_prefix("**`content/").and_then(|it| it.strip_suffix("`**")) else { continue };
        assert_eq!(lines.next(), Some(""), "{path}: an empty line");
        let fence = lines.next().unwrap();
        let marks: String = fence.chars().take_while(|it| *it == '`').collect();
        assert!(marks.len() >= 3, "{path}: a fenced block, not {fence:?}");
        let body: Vec<&str> = lines.by_ref().take_while(|it| *it != marks).collect();
        let before = files.insert(path.to_owned(), body.join("\n") + "\n");
        assert_eq!(before, None, "{path} is written twice");
    }
    files
}

#[test]
fn the_casebook_in_each_readme_builds_at_the_first_attempt() {
    for name in READMES {
        let files = written_files(&text(name));
        let notes = |code: &str| -> usize {
            let own = files.iter().filter(|(path, _)| path.starts_with(&format!("students/{code}/")));
            let own: usize = own
                .map(|(path, text)| match path.rsplit_once('.').map_or("", |it| it.1) {
                    "csv" => text.lines().count() - 1,
                    _ => usize::from(!path.ends_with("/index.md")),
                })
                .sum();
            let wide = files.iter().filter(|(path, _)| path.starts_with("classes/") && path.ends_with(".csv"));
            own + wide.map(|(_, text)| text.lines().filter(|it| it.starts_with(code)).count()).sum::<usize>()
        };
        assert_eq!(["S01", "S02", "S03"].map(notes), [5, 5, 5], "{name}: three pupils, five notes each");

        let tree = SourceTree::of_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let door = MemoryDoor::default();
        let options = Options { site: true, pdf: true, ..Options::default() };
        let outcome = build(&tree, &Theme::built_in(), &options, &door);
        assert!(outcome.findings.is_empty(), "{name}:\n{}", render::short(&outcome.findings, &tree, Language::Chinese));
        assert!(outcome.is_sound());
        let made = door.into_files();
        for path in ["index.html", "students/S03/index.html", "pdf/2026-autumn.pdf", "pdf/S01-2026-2027-1-case.pdf"] {
            assert!(made.contains_key(path), "{name}: {path} in {:?}", made.keys());
        }
        assert!(!made.contains_key("pdf/3-1-2026-2027-1-summary.pdf"), "{name}: the written summary replaces the composed one");
    }
}

#[test]
fn every_figure_and_block_of_the_readmes_exists() {
    for (name, heading) in READMES.into_iter().zip(["### Live figures", "## 正文里的数"]) {
        let readme = text(name);
        let mut files = written_files(&readme);
        let examples: String = fenced_blocks(readme.split_once(heading).unwrap().1).concat();
        assert!(examples.contains("`=S01.talk.count`") && examples.contains("chart: progress"), "{name}: {examples}");
        files.insert("students/S01/notes/2026-09-11-observation.md".to_owned(), examples);
        let tree = SourceTree::of_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let options = Options { site: true, ..Options::default() };
        let outcome = build(&tree, &Theme::built_in(), &options, &MemoryDoor::default());
        assert!(outcome.findings.is_empty(), "{name}:\n{}", render::short(&outcome.findings, &tree, Language::Chinese));
    }
}

/// The fenced Markdown before the next heading.
fn fenced_blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.starts_with('#') {
            break;
        }
        if let Some(marks) = line.strip_suffix("markdown").filter(|it| it.len() >= 3 && it.chars().all(|it| it == '`')) {
            let body: Vec<&str> = lines.by_ref().take_while(|it| *it != marks).collect();
            blocks.push(body.join("\n") + "\n\n");
        }
    }
    blocks
}

#[test]
fn the_readmes_list_every_type_command_and_option() {
    let schema = Schema::built_in();
    let help = run(&mut casebook(["--help", "--lang", "en"])).stdout;
    let options: Vec<&str> =
        help.split_whitespace().filter(|it| it.starts_with("--")).map(|it| it.trim_end_matches(',')).collect();
    assert!(options.len() >= 15, "{options:?}");
    for name in READMES {
        let readme = text(name);
        for row in &schema.types {
            let there = readme.lines().any(|it| it.contains(&format!("`{}`", row.key)) && it.contains(&row.label));
            assert!(there, "{name} does not list {} {}", row.key, row.label);
        }
        for option in &options {
            let named = |cell: &str| cell.split(['`', ' ', ',']).any(|it| it == *option);
            let rows = readme.lines().filter(|it| it.split('|').nth(1).is_some_and(named)).count();
            assert_eq!(rows, 1, "{name}: rows of {option}");
        }
        for what in ["students", "notes", "figures", "types", "duties", "missing"] {
            assert!(readme.contains(&format!("`casebook list {what}`")), "{name}: list {what}");
        }
    }
}

#[test]
fn links_of_the_documentation_lead_somewhere() {
    for name in ["README.md", "README.zh-CN.md", "CHANGELOG.md", "tests/README.md", "benches/README.md"] {
        let folder = project().join(name).parent().unwrap().to_owned();
        let readme = text(name);
        // what stands in backticks shows how to write a link
        let prose: String = readme.split('`').step_by(2).collect();
        for link in prose.split("](").skip(1).filter_map(|it| it.split_once(')')).map(|it| it.0) {
            let path = link.split('#').next().unwrap();
            let there =
                link.starts_with("http") || link.starts_with('#') || folder.join(path).exists() || link.ends_with(".jpg");
            assert!(there, "{name}: {link}");
        }
    }
}
