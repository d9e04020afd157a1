//! The theme `plain`, which changes one template, one word, colours and one function of documents, and copies nothing.

use std::collections::BTreeMap;

use casebook::output::MemoryDoor;
use casebook::theme::Theme;
use casebook::{Options, build};
use lopdf::content::Content;

use crate::demo;
use crate::program::project;

/// The demo's site and one pupil's documents, in a theme.
fn made(name: &str) -> BTreeMap<String, Vec<u8>> {
    let door = MemoryDoor::default();
    let options = Options { site: true, pdf: true, student: Some("S02".to_owned()), ..Options::default() };
    let outcome = build(&demo::tree(), &Theme::load(None, name).unwrap(), &options, &door);
    assert!(outcome.is_sound(), "{:?}", outcome.findings);
    door.into_files()
}

/// Whether something on a page of a PDF is filled with a colour of sRGB.
fn paints(pdf: &[u8], [red, green, blue]: [u8; 3]) -> bool {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let wanted = [red, green, blue].map(|it| f32::from(it) / 255.0);
    document.get_pages().into_values().any(|page| {
        let content = Content::decode(&document.get_page_content(page)).unwrap();
        content.operations.iter().any(|it| {
            let given: Vec<f32> = it.operands.iter().filter_map(|it| it.as_float().ok()).collect();
            given.len() == 3
                && matches!(&*it.operator, "rg" | "scn" | "sc")
                && given.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 0.003)
        })
    })
}

#[test]
fn a_theme_of_a_few_lines_changes_pages_charts_and_documents() {
    let (plain, default) = (made("plain"), made("default"));
    let text = |files: &BTreeMap<String, Vec<u8>>, path: &str| String::from_utf8(files[path].clone()).unwrap();
    let added: Vec<&str> = plain.keys().map(String::as_str).filter(|it| !default.contains_key(*it)).collect();
    assert_eq!((added, plain.len()), (vec!["plain.css"], default.len() + 1), "the same files and a style sheet");

    let pages: Vec<&String> = plain.keys().filter(|it| it.ends_with(".html")).collect();
    for path in &pages {
        let page = text(&plain, path);
        assert!(page.contains("plain.css\">") && page.contains("content=\"#23463a\""), "{path}");
        assert!(page.contains("内部资料，请勿转发") && !page.contains("请勿外传"), "{path}");
        assert!(page.contains(">六个一</a>"), "{path}: other words stay");
    }
    assert!(pages.len() > 100);
    let css = text(&plain, "style.css");
    assert!(css.contains("--cloth: #23463a;") && css.contains("--cloth: #17322a;") && css.contains("--phase-r: #9a5219;"));

    let page = text(&plain, "students/S02/index.html");
    assert!(page.contains("class=\"s-b\" fill=\"none\" stroke=\"#23624b\""), "a chart's line");
    assert!(!text(&default, "students/S02/index.html").contains("#23624b"));

    let documents: Vec<&String> = plain.keys().filter(|it| it.ends_with(".pdf")).collect();
    assert!(!documents.is_empty());
    let green = [0x23, 0x62, 0x4b];
    assert!(documents.iter().any(|it| paints(&plain[*it], green)), "a caption's number");
    assert!(!documents.iter().any(|it| paints(&default[*it], green)));
}

#[test]
fn it_copies_nothing() {
    let theme = project().join("themes/plain");
    let mut lines = 0;
    for entry in walkdir::WalkDir::new(&theme) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            lines += std::fs::read_to_string(entry.path()).unwrap().lines().count();
        }
    }
    assert!(lines < 60, "{lines} lines");
}
