//! Pages of a casebook in English: nothing on them is in Chinese but what the READMEs say.

use std::collections::{BTreeMap, BTreeSet};

use casebook::output::MemoryDoor;
use casebook::phrases::english;
use casebook::privacy::Audience;
use casebook::source::SourceTree;
use casebook::theme::Theme;
use casebook::{Options, build};

use crate::demo;
use crate::program::{files, project};
use crate::readme::written_files;

fn is_chinese(it: char) -> bool {
    ('\u{2e80}'..='\u{9fff}').contains(&it) || ('\u{ff00}'..='\u{ffef}').contains(&it)
}

/// A page without the titles of documents, which are in Chinese and say so.
fn without_titles(html: &str) -> String {
    let mut parts = html.split("<a class=\"title\" lang=\"zh-CN\"");
    let rest = |it: &str| it.split_once("</a>").map_or(String::new(), |(_, rest)| rest.to_owned());
    parts.next().unwrap_or_default().to_owned() + &parts.map(rest).collect::<String>()
}

/// The casebook of the README, told to be in English.
fn casebook_in_english() -> BTreeMap<String, String> {
    let mut written = written_files(&std::fs::read_to_string(project().join("README.md")).unwrap());
    written.get_mut("casebook.yaml").unwrap().push_str("language: en\n");
    written
}

fn edition(written: &BTreeMap<String, String>, audience: Audience) -> BTreeMap<String, Vec<u8>> {
    let tree = SourceTree::of_texts(written.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let door = MemoryDoor::default();
    let options = Options { site: true, audience, ..Options::default() };
    let outcome = build(&tree, &Theme::built_in(), &options, &door);
    assert!(outcome.is_sound(), "{audience:?}: {:?} {:?} {:?}", outcome.refused, outcome.findings, outcome.leaks);
    door.into_files()
}

/// Stretches of Chinese on pages, but for documents, which are in it.
fn chinese(made: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let page = |it: &&String| it.ends_with(".html") && (!it.starts_with("documents/") || *it == "documents/index.html");
    let mut complaints = Vec::new();
    for path in made.keys().filter(page) {
        let shown = without_titles(&String::from_utf8(made[path].clone()).unwrap());
        let stretches = shown.split(|it: char| !is_chinese(it)).filter(|it| !it.is_empty());
        let found: BTreeSet<&str> = stretches.collect();
        if !found.is_empty() {
            complaints.push(format!("{path}: {found:?}"));
        }
    }
    complaints
}

#[test]
fn what_others_read_of_a_casebook_in_english_is_in_english() {
    let mut written = casebook_in_english();
    let consent = "consent: [{purpose: research, audience: research, date: 2026-08-31, guardian: mother}]";
    let roster = written.get_mut("roster.yaml").unwrap();
    let consenting = roster.replace("{name: Tobin Averill", &format!("{{name: Tobin Averill, {consent}"));
    let consenting = consenting.replace("{name: Odile Fenner", &format!("{{name: Odile Fenner, {consent}"));
    assert_eq!(consenting.matches("consent").count(), 2, "{consenting}");
    *roster = consenting;
    for audience in [Audience::Staff, Audience::Research] {
        let made = edition(&written, audience);
        let complaints = chinese(&made);
        assert!(complaints.is_empty(), "{}: {}", audience.id(), complaints.join("\n"));
        let text = |it: &Vec<u8>| String::from_utf8_lossy(it).into_owned();
        assert!(made.values().any(|it| text(it).contains("not told")), "{}: nothing is withheld", audience.id());
    }
}

#[test]
fn pages_of_a_casebook_in_english_are_in_english() {
    let made = edition(&casebook_in_english(), Audience::Teacher);
    let html = |path: &str| String::from_utf8(made[path].clone()).unwrap();
    let pages =
        made.keys().filter(|it| it.ends_with(".html") && (!it.starts_with("documents/") || *it == "documents/index.html"));
    let pages: Vec<&String> = pages.collect();
    for path in ["index.html", "students/S01/index.html", "classes/3-1/index.html", "duties/index.html", "contacts/index.html"]
    {
        assert!(pages.iter().any(|it| *it == path), "{path} in {pages:?}");
    }
    let complaints = chinese(&made);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    let report = html("documents/S01-2026-2027-1-case.html");
    assert!(
        report.contains("<article class=\"sheet") && report.contains("lang=\"zh-CN\">") && report.contains("个案"),
        "documents are in Chinese"
    );
}

#[test]
fn charts_of_documents_speak_as_their_documents_do_and_sentences_stand_apart() {
    let files = demo::tree();
    let texts: Vec<(&str, String)> = files.iter().map(|(id, file)| (file.path.as_str(), files.text(id).to_owned())).collect();
    let words = |text: String| text.replace("\n语言: zh\n", "\n语言: en\n");
    let texts: Vec<(&str, String)> = texts.into_iter().map(|(path, text)| (path, words(text))).collect();
    let tree = SourceTree::of_texts(texts.iter().map(|(path, text)| (*path, text.as_str())));
    let door = MemoryDoor::default();
    let outcome = build(&tree, &Theme::built_in(), &Options { site: true, ..Options::default() }, &door);
    assert!(outcome.is_sound(), "{:?}", outcome.findings);
    let made = door.into_files();
    let html = |path: &str| String::from_utf8(made[path].clone()).unwrap();
    let report = html("documents/S02-2025-2026-2-case.html");
    let drawn: Vec<&str> =
        report.split("<text").skip(1).filter_map(|it| it.split_once('>')?.1.split_once('<')).map(|it| it.0).collect();
    assert!(drawn.contains(&"基线"), "{drawn:?}");
    let is_latin = |it: &&&str| it.chars().filter(char::is_ascii_alphabetic).count() > 1;
    assert_eq!(drawn.iter().filter(is_latin).collect::<Vec<_>>(), Vec::<&&str>::new());
    assert!(report.contains("<figcaption><b>图1</b>") && !report.contains("<b>Table"), "nor do their captions");
    let page = html("students/S02/index.html");
    assert!(page.contains("Baseline") && page.contains("Tutoring 2"));
    let together = page.match_indices('.').filter(|(at, _)| {
        let before = page[..*at].chars().next_back().is_some_and(|it| it.is_ascii_lowercase());
        before && page[at + 1..].chars().next().is_some_and(|it| it.is_ascii_uppercase())
    });
    assert_eq!(together.map(|(at, _)| &page[at - 10..at + 10]).collect::<Vec<_>>(), Vec::<&str>::new());
}

/// The first literals of calls that begin so: `say!(who, "…"`, `who.word("…"`.
fn literals<'t>(text: &'t str, call: &str) -> Vec<&'t str> {
    let literal = |rest: &'t str| {
        let inside = rest.split_once(')').map_or(rest, |it| it.0);
        let begun = inside.split_once('"')?.1;
        begun.split_once('"').map(|it| it.0)
    };
    text.split(call).skip(1).filter_map(literal).collect()
}

#[test]
fn every_phrase_is_in_the_english_list_and_the_list_holds_no_other() {
    let sources: BTreeMap<String, Vec<u8>> = files(&project().join("src"));
    let text = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).unwrap();
    let rust = || sources.iter().filter(|(path, _)| path.ends_with(".rs") && !path.starts_with("phrases/"));
    let mut missing = BTreeSet::new();
    for (path, bytes) in rust() {
        let source = text(bytes);
        let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let phrases = literals(source, "say!(").into_iter().chain(literals(source, ".word("));
        missing.extend(phrases.filter(|it| english(it).is_none() && !it.is_empty()).map(|it| format!("{path}: {it}")));
    }
    assert_eq!(missing, BTreeSet::new());

    let all: String = rust().map(|(_, bytes)| text(bytes)).collect::<String>() + &text(&sources["schema/types.yaml"]);
    let list = text(&sources["phrases/english.yaml"]);
    let keys = list.lines().filter_map(|it| it.strip_prefix('\'')?.split_once("': ")).map(|it| it.0);
    let unused: Vec<&str> = keys.filter(|it| !all.contains(*it)).collect();
    assert_eq!(unused, Vec::<&str>::new());
}
