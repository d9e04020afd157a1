//! Findings: a fixture for each kind, compared line by line; and casebooks about which there is nothing to say.
//!
//! `CASEBOOK_BLESS=1` rewrites what the fixtures expect. Read the difference before you commit it.

use std::collections::BTreeSet;

use casebook::diag::{Code, Diagnostic, Diagnostics, Language, Severity, render};
use casebook::output::MemoryDoor;
use casebook::privacy::{Audience, Forbidden};
use casebook::theme::Theme;
use casebook::{Options, build};

use crate::fixture::Fixture;
use crate::folder;

/// Every finding of a fixture's casebook, pages and documents included.
fn findings(fixture: &Fixture) -> Diagnostics {
    if !fixture.finished.is_empty() {
        let casebook = casebook::read(&fixture.tree()).0.unwrap();
        let leaks = casebook::verify(&Forbidden::of(&casebook), Audience::Research, &fixture.finished);
        return leaks.iter().map(Diagnostic::from).collect::<Diagnostics>().sorted();
    }
    let options = Options { site: true, pdf: true, ..Options::default() };
    build(&fixture.tree(), &Theme::built_in(), &options, &MemoryDoor::default()).findings
}

#[test]
fn each_fixture_gives_its_findings() {
    let bless = std::env::var_os("CASEBOOK_BLESS").is_some();
    let mut complaints = Vec::new();
    for fixture in Fixture::all("findings") {
        let found = findings(&fixture);
        let short = render::short(&found, &fixture.tree(), Language::Chinese);
        if !found.iter().any(|it| it.code.id() == fixture.name) {
            complaints.push(format!("{}: the finding it is named after does not arise:\n{short}", fixture.name));
        }
        if bless {
            fixture.bless(&short);
        } else if fixture.findings.as_deref() != Some(&short) {
            let expected = fixture.findings.unwrap_or_default();
            complaints.push(format!("{}:\nexpected\n{expected}found\n{short}", fixture.name));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn sound_casebooks_give_no_findings() {
    let loud: Vec<String> = Fixture::all("clean")
        .iter()
        .map(|fixture| (fixture, findings(fixture)))
        .filter(|(_, findings)| !findings.is_empty())
        .map(|(it, findings)| format!("{}:\n{}", it.name, render::short(&findings, &it.tree(), Language::Chinese)))
        .collect();
    assert!(loud.is_empty(), "{}", loud.join("\n"));
}

#[test]
fn every_kind_of_finding_has_a_fixture() {
    let fixtures: Vec<String> = Fixture::all("findings").into_iter().map(|it| it.name).collect();
    let folders: Vec<&str> = folder::CASES.iter().map(|(code, _)| *code).chain(folder::ELSEWHERE.iter().copied()).collect();
    let tested: BTreeSet<&str> = fixtures.iter().map(String::as_str).chain(folders.iter().copied()).collect();
    let table: BTreeSet<&str> = Code::ALL.iter().map(|it| it.id()).collect();
    let without: Vec<&&str> = table.difference(&tested).collect();
    assert!(without.is_empty(), "kinds of finding without a fixture: {without:?}");
    let unused: Vec<&&str> = tested.difference(&table).collect();
    assert!(unused.is_empty(), "fixtures of no kind of finding: {unused:?}");
    assert_eq!(tested.len(), fixtures.len() + folders.len(), "a kind is tested by a fixture or on a folder, not twice");
}

#[test]
fn findings_read_well_in_both_languages() {
    for fixture in Fixture::all("findings") {
        let tree = fixture.tree();
        for finding in findings(&fixture).iter() {
            for language in [Language::Chinese, Language::English] {
                let message = finding.message(language);
                let hint = finding.hint(language).unwrap_or_default();
                for text in [&message, &hint] {
                    assert!(
                        !text.contains(['{', '}']) || text.contains(": {"),
                        "{}: a placeholder is left: {text}",
                        fixture.name
                    );
                    let hollow = text.contains("“”") || text.contains("``") && !text.contains("```");
                    assert!(!hollow, "{}: a value is missing: {text}", fixture.name);
                }
            }
        }
        let all = findings(&fixture);
        let human = render::human(&all, &tree, Language::Chinese, false);
        for finding in all.iter() {
            assert!(human.contains(&finding.message(Language::Chinese)), "{}: {human}", fixture.name);
        }
        let errors = all.count(Severity::Error);
        let lines = render::json(&all, &tree, Language::Chinese);
        let objects: Vec<serde_json::Value> = lines.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
        assert_eq!(objects.len(), all.len(), "{}: a finding a line", fixture.name);
        assert_eq!(objects.iter().filter(|it| it["severity"] == "error").count(), errors, "{}", fixture.name);
        let keys = ["code", "column", "end_column", "end_line", "file", "hint", "line", "message", "severity"];
        for object in &objects {
            let there: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
            assert!(keys.iter().all(|it| there.contains(it)), "{}: {object}", fixture.name);
        }
    }
}
