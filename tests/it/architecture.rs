//! The module table of the design, held: who may import whom, where files and clocks may be touched, how long a file may be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::rust_source::{NamedPath, called_methods, named_paths, test_modules};

/// Every module and what it may import, in the order of the pipeline. `*` is the public interface: everything.
const MODULES: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("date", &[]),
    ("diag", &["source"]),
    ("phrases", &["date", "diag"]),
    ("syntax", &["source", "diag"]),
    ("mend", &["source", "diag", "syntax"]),
    ("schema", &["source", "date", "diag", "phrases", "syntax"]),
    ("config", &["source", "date", "diag", "syntax", "schema"]),
    ("model", &["source", "date", "diag", "phrases", "syntax", "schema", "config"]),
    ("analysis", &["source", "date", "diag", "phrases", "schema", "config", "model"]),
    ("lint", &["source", "date", "diag", "syntax", "schema", "config", "model", "analysis"]),
    ("privacy", &["source", "date", "diag", "phrases", "syntax", "schema", "config", "model", "analysis"]),
    ("theme", &["source", "date", "diag"]),
    ("site", &["source", "date", "diag", "phrases", "syntax", "schema", "config", "model", "analysis", "privacy", "theme"]),
    ("chart", &["diag", "phrases", "theme", "site"]),
    ("search", &[]),
    ("output", &["source", "privacy"]),
    ("picture", &["source", "diag", "output"]),
    ("html", &["source", "diag", "phrases", "syntax", "search", "theme", "site", "chart", "output", "picture"]),
    ("pdf", &["source", "date", "diag", "syntax", "theme", "site", "chart", "output"]),
    ("unchanged", &["source", "diag", "theme", "output", "pdf"]),
    ("preview", &["diag", "picture", "search", "theme", "site", "html", "pdf"]),
    ("cli", &["*"]),
];

/// Crates that only some modules may name: the model knows no YAML, the site no Tera and no Typst.
const CRATES: &[(&str, &[&str])] = &[
    ("aho_corasick", &["lint", "analysis", "privacy", "cli"]),
    ("flate2", &["privacy"]),
    ("hayro_cmap", &["privacy"]),
    ("hayro_syntax", &["privacy"]),
    ("exif", &["privacy"]),
    ("annotate_snippets", &["diag"]),
    ("anstream", &["cli"]),
    ("chardetng", &["source"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("csv", &["syntax"]),
    ("encoding_rs", &["source", "privacy"]),
    ("fast_image_resize", &["picture"]),
    ("image", &["picture"]),
    ("httparse", &["cli"]),
    ("indicatif", &["cli"]),
    ("jpeg_encoder", &["picture"]),
    ("miniz_oxide", &["search"]),
    ("moxcms", &["picture"]),
    ("notify", &["cli"]),
    ("open", &["cli"]),
    ("percent_encoding", &["cli"]),
    ("pinyin", &["privacy"]),
    ("pulldown_cmark", &["syntax"]),
    ("rust_embed", &["theme", "schema", "cli"]),
    ("rustix", &["source", "output"]),
    ("signal_hook", &["cli"]),
    ("serde_yaml", &["phrases", "syntax", "schema", "theme"]),
    ("tera", &["html"]),
    ("typst", &["pdf"]),
    ("typst_layout", &["pdf"]),
    ("typst_pdf", &["pdf"]),
    ("unicode_normalization", &["privacy", "search", "site"]),
    ("usvg", &["picture"]),
    ("walkdir", &["source", "theme", "output"]),
];

/// Where the file system, the environment and the clock may be touched: files, or folders where the name ends with `/`.
const EDGES: &[&str] = &["source/load.rs", "source/load/", "theme/mod.rs", "output/", "cli/", "main.rs"];

/// Beginnings of paths that mean input or output.
const IO: &[&[&str]] = &[
    &["std", "env"],
    &["std", "fs"],
    &["std", "io", "stderr"],
    &["std", "io", "stdin"],
    &["std", "io", "stdout"],
    &["std", "net"],
    &["std", "process"],
    &["std", "time", "Instant"],
    &["std", "time", "SystemTime"],
    &["std", "time", "UNIX_EPOCH"],
    &["jiff", "Zoned"],
    &["jiff", "Timestamp", "now"],
    &["rustix"],
    &["walkdir"],
];

/// Methods of paths that ask the file system.
const IO_METHODS: &[&str] =
    &["canonicalize", "exists", "is_symlink", "metadata", "read_dir", "read_link", "symlink_metadata", "try_exists"];

/// No source file is longer.
const LONGEST: usize = 600;

/// A file below `src`: its path there, its place among the modules, its text.
struct SourceFile {
    path: String,
    module: Vec<String>,
    text: String,
}

impl SourceFile {
    fn top(&self) -> &str {
        self.module.first().map_or("", String::as_str)
    }

    fn paths(&self) -> Vec<NamedPath> {
        named_paths(&self.text, &self.module.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The program's source; files that only tests compile are left out.
fn source_files() -> Vec<SourceFile> {
    let root = project().join("src");
    let files = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().filter_map(Result::ok);
    let rust = files.filter(|it| it.path().extension().is_some_and(|it| it == "rs"));
    let files: Vec<SourceFile> = rust
        .map(|entry| {
            let path = entry.path().strip_prefix(&root).unwrap();
            let mut module: Vec<String> = path.iter().map(|it| it.to_string_lossy().into_owned()).collect();
            let stem = module.pop().unwrap().trim_end_matches(".rs").to_owned();
            if stem != "mod" {
                module.push(stem);
            }
            if module == ["lib"] {
                module.clear();
            }
            let text = std::fs::read_to_string(entry.path()).unwrap();
            SourceFile { path: slashes(path), module, text }
        })
        .collect();
    // `mod tests;` is a module below the file's own, `#[path = "load_tests.rs"]` a file beside it
    let tests: BTreeSet<Vec<String>> = files
        .iter()
        .flat_map(|file| {
            test_modules(&file.text).into_iter().map(|name| match name.strip_suffix(".rs") {
                Some(stem) => [&file.module[..file.module.len().saturating_sub(1)], &[stem.to_owned()][..]].concat(),
                None => [&file.module[..], &[name][..]].concat(),
            })
        })
        .collect();
    files.into_iter().filter(|it| !(1..=it.module.len()).any(|end| tests.contains(&it.module[..end]))).collect()
}

fn slashes(path: &Path) -> String {
    path.iter().map(|it| it.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn assert_none(complaints: &[String], rule: &str) {
    assert!(complaints.is_empty(), "{rule}:\n  {}", complaints.join("\n  "));
}

#[test]
fn the_table_names_every_module() {
    let there: BTreeSet<String> =
        source_files().iter().map(|it| it.top().to_owned()).filter(|it| !matches!(it.as_str(), "" | "main")).collect();
    let table: BTreeSet<String> = MODULES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(there, table, "modules below src, and the table in tests/it/architecture.rs");
}

#[test]
fn modules_import_what_the_table_allows() {
    let table: BTreeMap<&str, &[&str]> = MODULES.iter().copied().collect();
    let mut complaints = Vec::new();
    for file in source_files() {
        let Some(allowed) = table.get(file.top()) else { continue };
        if allowed.contains(&"*") {
            continue;
        }
        for path in file.paths().iter().filter(|it| it.segments[0] == "crate") {
            let Some(target) = path.segments.get(1).filter(|it| *it != file.top()) else { continue };
            if !allowed.contains(&target.as_str()) {
                complaints.push(format!("src/{}:{}: {} may not import {target}", file.path, path.line, file.top()));
            }
        }
    }
    assert_none(&complaints, "imports that the module table does not allow");
}

#[test]
fn crates_stay_behind_their_modules() {
    let table: BTreeMap<&str, &[&str]> = CRATES.iter().copied().collect();
    let mut complaints = Vec::new();
    for file in source_files() {
        for path in file.paths() {
            let Some(allowed) = table.get(path.segments[0].as_str()) else { continue };
            if !allowed.contains(&file.top()) {
                complaints.push(format!("src/{}:{}: {} may not name {}", file.path, path.line, file.top(), path.segments[0]));
            }
        }
    }
    assert_none(&complaints, "crates named outside their modules");
}

#[test]
fn files_clocks_and_environment_are_touched_at_the_edges_only() {
    let mut complaints = Vec::new();
    for file in source_files() {
        let at_edge = EDGES.iter().any(|it| if it.ends_with('/') { file.path.starts_with(it) } else { file.path == *it });
        if at_edge {
            continue;
        }
        let is_io = |path: &NamedPath| {
            IO.iter().any(|it| path.segments.iter().map(String::as_str).take(it.len()).eq(it.iter().copied()))
        };
        let loads = |path: &NamedPath| path.segments.starts_with(&["crate".into(), "source".into(), "load".into()]);
        for path in file.paths().iter().filter(|it| is_io(it) || loads(it) && file.top() != "source") {
            complaints.push(format!("src/{}:{}: {}", file.path, path.line, path.segments.join("::")));
        }
        for (method, line) in called_methods(&file.text).iter().filter(|(it, _)| IO_METHODS.contains(&it.as_str())) {
            complaints.push(format!("src/{}:{line}: .{method}()", file.path));
        }
    }
    assert_none(&complaints, "input or output away from the edges");
}

#[test]
fn no_file_is_longer_than_a_reader_bears() {
    let long: Vec<String> = source_files()
        .iter()
        .map(|it| (it.path.clone(), it.text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(path, lines)| format!("src/{path}: {lines} lines, at most {LONGEST}"))
        .collect();
    assert_none(&long, "files that are too long");
}

#[test]
fn nothing_is_named_after_nothing() {
    let vague = ["common", "helper", "helpers", "misc", "util", "utils"];
    let named: Vec<String> = source_files()
        .iter()
        .filter(|it| it.module.iter().any(|it| vague.contains(&it.as_str())))
        .map(|it| format!("src/{}", it.path))
        .collect();
    assert_none(&named, "modules that do not say what they hold");
}

#[test]
fn every_language_has_every_string() {
    let folder = project().join("themes/default/strings");
    let mut languages = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let strings: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        let mut keys = BTreeMap::new();
        flatten("", &strings, &mut keys);
        languages.insert(path.file_stem().unwrap().to_string_lossy().into_owned(), keys);
    }
    assert_eq!(languages.keys().map(String::as_str).collect::<Vec<_>>(), ["en", "zh"]);
    let mut complaints = Vec::new();
    for (language, strings) in &languages {
        for (other, others) in &languages {
            let missing = others.keys().filter(|it| !strings.contains_key(*it));
            complaints.extend(missing.map(|it| format!("{language} lacks `{it}`, which {other} has")));
        }
    }
    assert_none(&complaints, "strings of the default theme");
}

/// Every string below a value, by its dotted key.
fn flatten(key: &str, value: &serde_yaml::Value, into: &mut BTreeMap<String, String>) {
    match value {
        serde_yaml::Value::Mapping(map) => {
            for (name, value) in map {
                let name = name.as_str().map(str::to_owned).unwrap_or_else(|| format!("{name:?}"));
                flatten(&format!("{key}.{name}"), value, into);
            }
        }
        serde_yaml::Value::Sequence(items) => {
            for (at, value) in items.iter().enumerate() {
                flatten(&format!("{key}.{at}"), value, into);
            }
        }
        serde_yaml::Value::String(text) => {
            into.insert(key.to_owned(), text.clone());
        }
        other => {
            into.insert(key.to_owned(), format!("{other:?}"));
        }
    }
}
