//! Charts of the demo, asked for as teachers ask: by a block in a text that is to be set.

use std::collections::BTreeMap;

use casebook::output::MemoryDoor;
use casebook::schema::Schema;
use casebook::source::SourceTree;
use casebook::theme::Theme;
use casebook::{Options, build};

use crate::demo;
use crate::pdf_text::Pdf;

/// The demo with one more text, of a class or a pupil, that asks for charts by these blocks.
fn built(about: &str, blocks: &[String]) -> (String, Vec<u8>) {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for (path, bytes) in crate::program::files(&demo::content()) {
        files.insert(path, String::from_utf8(bytes).unwrap());
    }
    let blocks: Vec<String> = blocks.iter().map(|it| format!("```casebook\n{it}\n```\n")).collect();
    let head = format!("---\n文体: 工作总结\n标题: 图\n学期: 2025-2026-2\n{about}\n日期: 2026-07-03\n---\n\n");
    files.insert("summaries/charts.md".into(), head + &blocks.join("\n"));
    let tree = SourceTree::of_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let door = MemoryDoor::default();
    let outcome = build(&tree, &Theme::built_in(), &Options { site: true, pdf: true, ..Options::default() }, &door);
    assert!(outcome.is_sound(), "{:?}", outcome.findings);
    let mut files = door.into_files();
    let page = files.remove("documents/charts.html").expect("a page");
    (String::from_utf8(page).unwrap(), files.remove("pdf/charts.pdf").expect("a PDF"))
}

/// Every name of every chart: key, label, synonyms.
fn names() -> Vec<String> {
    let rows = Schema::built_in().charts.iter();
    rows.flat_map(|it| [it.key.to_string(), it.label.clone()].into_iter().chain(it.synonyms.clone())).collect()
}

#[test]
fn every_chart_can_be_had_by_every_name_in_html_and_pdf() {
    // A class has a cause survey, a pupil a series: between them every chart has data.
    let of_class: Vec<String> = names().iter().map(|it| format!("chart: {it}")).collect();
    let of_pupil: Vec<String> = names().iter().map(|it| format!("图: {it}\n学生: S02")).collect();
    let (class, class_pdf) = built("班级: 4-2", &of_class);
    let (pupil, pupil_pdf) = built("学生: S02", &of_pupil);
    for (page, pdf, without) in [(&class, class_pdf, "progress"), (&pupil, pupil_pdf, "causes")] {
        let row = Schema::built_in().charts.iter().find(|it| &*it.key == without).unwrap();
        let empty = 2 + row.synonyms.len();
        let figures = names().len() - empty;
        assert_eq!(page.matches(&format!("（{}：数据不足）", row.label)).count(), empty);
        assert_eq!(page.matches("<div class=\"chart\">").count(), figures);
        assert_eq!(page.matches("<figcaption>").count(), figures);
        assert_eq!(page.matches("<details><summary>查看数据表</summary>").count(), figures, "each has the table of its data");
        assert_eq!(page.matches(" role=\"img\" ").count(), figures * 2, "for a screen and for a phone");
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
        let distinct: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), distinct.len(), "no id occurs twice");
        let text = Pdf::read(&pdf).text();
        assert_eq!(text.matches("数据不足").count(), empty, "{text}");
        for number in 1..=figures {
            assert!(text.contains(&format!("图{number}")), "figure {number} has its caption: {text}");
        }
    }
}

#[test]
fn data_tables_have_captions_and_heads() {
    let (page, _) = built("班级: 4-2", &["chart: status".to_owned(), "chart: duties".to_owned()]);
    for table in page.split("<table class=\"data\">").skip(1) {
        let table = table.split("</table>").next().unwrap();
        assert!(table.starts_with("<caption class=\"vh\">"), "{table}");
        let rows = table.matches("<tr>").count() - 1;
        assert_eq!(table.matches("<th scope=\"row\"").count(), rows);
        assert!(rows > 4 && table.matches("<th scope=\"col\"").count() > 4);
    }
    assert!(page.contains("（n=8人）"), "captions carry their n");
}

#[test]
fn a_subject_and_a_measure_choose_the_series() {
    let blocks = ["chart: progress\nmeasure: 作业按时完成率", "chart: progress\nsubject: 数学", "图: 进展图\n学科: 英语"];
    let (page, _) = built("学生: S04", &blocks.map(String::from));
    assert!(
        page.contains("山山的作业按时完成率（n=") && page.contains("山山的口算流畅度（n="),
        "each block has its own series"
    );
    assert!(page.contains("（进展图：数据不足）"), "nothing is kept in English");
}
