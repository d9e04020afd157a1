//! Every genre in one of its documents, as it was: words, outline and the structure that a screen reader walks.
//!
//! `golden/` holds three files a genre. A changed line is read before it is taken over with `CASEBOOK_BLESS=1`.

use std::collections::{BTreeMap, BTreeSet};

use casebook::pdf::{Engine, Settings, Supplies};
use casebook::site::Document;
use casebook::theme::Theme;

use crate::demo;
use crate::documents::{documents_of, text};
use crate::documents_of_projects::{self as projects, FINISHED, asked, unwritten};
use crate::pdf_tags;
use crate::pdf_text::Pdf;
use crate::program::project;

/// Which casebook has the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum In {
    /// The demo.
    Demo,
    /// The demo without what somebody wrote about the project.
    Unwritten,
    /// The demo with the project at its end.
    Finished,
    /// The demo with the papers that guardians get, which are made where somebody asks for them.
    Asked,
}

/// A document of each genre, by the stem of its file.
const DOCUMENTS: &[(&str, In, &str)] = &[
    ("case_report", In::Demo, "S02-2025-2026-2-case"),
    ("compilation", In::Finished, "汇编"),
    ("consent_form", In::Asked, "2025-2026-2-consent-form"),
    ("contact_log", In::Demo, "S02-2025-2026-2-contact-log"),
    ("duty_ledger", In::Demo, "4-2-2025-2026-2-duties"),
    ("parent_letter", In::Demo, "S02-2025-2026-2-letter"),
    ("portfolio", In::Demo, "S02-2025-2026-2-portfolio"),
    ("privacy_statement", In::Asked, "2025-2026-2-privacy-statement"),
    ("project_final", In::Finished, "support-research-final"),
    ("project_interim", In::Unwritten, "support-research-2025-2026-2-interim"),
    ("support_log", In::Demo, "S02-2026-04-support-log"),
    ("term_comment", In::Demo, "4-2-2025-2026-2-comments"),
    ("term_summary", In::Demo, "4-2-2025-2026-2-summary"),
];

/// Title, cover and words of a document, and which sections it has.
fn words(document: &Document) -> String {
    let cover: Vec<&str> = document.cover.iter().flat_map(|it| it.lines.iter().chain(&it.notice)).map(String::as_str).collect();
    let sections: Vec<&str> = document.sections.iter().map(|it| &**it).collect();
    let said = format!("{}\n{}\n{}\n\n{}", document.title, cover.join("\n"), sections.join(" "), text(document));
    said.replace('\u{1f}', "□")
}

/// Pages and bookmarks of a PDF, those below another further in.
fn outline(pdf: &[u8]) -> String {
    let pdf = Pdf::read(pdf);
    let line = |(depth, title): (usize, String)| format!("{}- {title}\n", "  ".repeat(depth));
    format!("{}页\n{}", pdf.pages(), pdf.bookmarks_with_depth().into_iter().map(line).collect::<String>())
}

/// What is compared of a document, by the ending of the golden.
fn goldens(document: &Document, pdf: &[u8]) -> [(&'static str, String); 3] {
    [("txt", words(document)), ("outline", outline(pdf)), ("tags", pdf_tags::in_words(pdf))]
}

fn pdf_of(casebook: In, document: &Document) -> Vec<u8> {
    let path = document.pdf.as_str();
    match casebook {
        In::Demo => demo::SITE[path].clone(),
        In::Finished => projects::SITE[path].clone(),
        In::Unwritten | In::Asked => {
            let supplies = Supplies { images: &|_, _| None, sources: None, cache: None };
            Engine::new(Settings::default()).unwrap().set(document, supplies).unwrap().bytes
        }
    }
}

#[test]
fn genres_are_as_they_were() {
    let trees =
        [(In::Demo, demo::tree()), (In::Unwritten, unwritten()), (In::Finished, FINISHED.clone()), (In::Asked, asked())];
    let documents: BTreeMap<In, _> = trees.into_iter().map(|(it, tree)| (it, documents_of(&tree))).collect();
    let folder = project().join("tests/golden");
    let mut stale = Vec::new();
    for (genre, casebook, stem) in DOCUMENTS {
        let document = documents[casebook].get(*stem).unwrap_or_else(|| panic!("{casebook:?} has no {stem}"));
        assert_eq!(&*document.genre, *genre);
        for (ending, found) in goldens(document, &pdf_of(*casebook, document)) {
            let path = folder.join(format!("{genre}.{ending}"));
            if std::env::var_os("CASEBOOK_BLESS").is_some() {
                std::fs::write(&path, &found).unwrap();
            } else if std::fs::read_to_string(&path).unwrap_or_default() != found {
                stale.push(format!("{genre}.{ending}"));
            }
        }
    }
    assert!(stale.is_empty(), "not as they were: {stale:?}; see what changed with CASEBOOK_BLESS=1 and git diff");
}

#[test]
fn every_genre_has_its_goldens_and_every_golden_its_genre() {
    let genres: BTreeSet<String> = Theme::built_in().genres().unwrap().into_keys().collect();
    let tested: BTreeSet<String> = DOCUMENTS.iter().map(|(genre, ..)| (*genre).to_owned()).collect();
    assert_eq!(tested, genres, "a row of the table for each genre of the built-in theme");
    let expected = genres.iter().flat_map(|genre| ["outline", "tags", "txt"].map(|ending| format!("{genre}.{ending}")));
    let there = std::fs::read_dir(project().join("tests/golden")).unwrap();
    let there: BTreeSet<String> = there.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(there, expected.collect::<BTreeSet<_>>());
}

#[test]
fn the_consent_form_asks_for_every_purpose_of_the_register() {
    let documents = documents_of(&asked());
    let form = text(&documents["2025-2026-2-consent-form"]);
    let schema = casebook::schema::Schema::built_in();
    let purposes: Vec<&str> = schema.enums["consent_purpose"].choices.iter().map(|it| &*it.label).collect();
    assert_eq!(purposes.len(), 5);
    for words in purposes.iter().chain(&["离校的学年结束后1年", "撤回", "监护人签字", "谈心", "化名"]) {
        assert!(form.contains(words), "{words}");
    }
    let statement = text(&documents["2025-2026-2-privacy-statement"]);
    for words in ["本班教师", "同事", "家长", "课题研究", "离校的学年结束后1年", "查阅、复制"] {
        assert!(statement.contains(words), "{words}");
    }
    let unasked = documents_of(&demo::tree());
    assert!(!unasked.values().any(|it| matches!(&*it.genre, "consent_form" | "privacy_statement")));
}
