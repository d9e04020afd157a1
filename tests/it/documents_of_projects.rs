//! Reports of projects, compilations, and composed documents written out as Markdown: they say the same when they are built.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use casebook::analysis::Subject;
use casebook::diag::{Diagnostics, Language, render};
use casebook::output::MemoryDoor;
use casebook::privacy::Audience;
use casebook::site::documents::documents;
use casebook::site::documents::markdown::{markdown, without_places};
use casebook::site::documents::summary::{Started, started, usual_scope};
use casebook::site::{Document, Piece};
use casebook::source::{Content, Encoding, FileId, SitePath, SourceFile, SourceTree};
use casebook::syntax::{Block, Prose, plain_text};
use casebook::theme::{About, Genre, Theme};
use casebook::{Options, build};

use crate::demo;
use crate::documents::{documents_of, text};
use crate::html_page::Page;
use crate::pdf_text::Pdf;
use crate::program::run_in;

const INTERIM: &str = "support-research-2025-2026-2-interim";
const FINAL: &str = "support-research-final";
const COMPILATION: &str = "汇编";

/// The demo, some of its files replaced or added; one without words is taken away.
fn demo_with(files: &[(&str, &str)]) -> SourceTree {
    let mut all: BTreeMap<String, SourceFile> =
        demo::tree().iter().map(|(_, file)| (file.path.as_str().to_owned(), file.clone())).collect();
    for (path, words) in files {
        if words.is_empty() {
            assert!(all.remove(*path).is_some(), "the demo has no {path}");
            continue;
        }
        let content = Content::Text((*words).into(), Encoding::Utf8);
        all.insert((*path).to_owned(), SourceFile { path: SitePath::new(path).unwrap(), content });
    }
    SourceTree::new(all.into_values())
}

/// The demo in which nobody wrote about the project yet.
pub(crate) fn unwritten() -> SourceTree {
    demo_with(&[("summaries/研究阶段总结.md", ""), ("summaries/学习困难学生支持工作汇编.md", "")])
}

/// The same with the project at its end, and a compilation of composed and written documents.
pub(crate) static FINISHED: LazyLock<SourceTree> = LazyLock::new(|| {
    let path = "projects/support-research/index.md";
    let tree = demo::tree();
    let index = tree.text(tree.find(&SitePath::new(path).unwrap()).unwrap()).replace("进展: 中期", "进展: 结题");
    let bound = "---\n文体: 汇编\n标题: 学习困难学生支持工作汇编\n学期: 2025-2026-2\n作者: 课题组\n日期: 2026-07-03\n\
                 收入: [4-2-2025-2026-2-summary, 数学辅导小结, support-research-final, S02-2025-2026-2-case]\n---\n\n\
                 # 编印说明\n\n四篇写的是同一个班。\n";
    demo_with(&[
        ("summaries/研究阶段总结.md", ""),
        ("summaries/学习困难学生支持工作汇编.md", ""),
        ("summaries/汇编.md", bound),
        (path, &index),
    ])
});

/// PDFs and pages of the demo with a finished project.
pub(crate) static SITE: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let door = MemoryDoor::default();
    let options = Options { site: true, pdf: true, ..Options::default() };
    let outcome = build(&FINISHED, &Theme::built_in(), &options, &door);
    assert!(outcome.is_sound(), "{:?}", outcome.findings);
    door.into_files()
});

/// The demo with the papers that guardians get.
pub(crate) fn asked() -> SourceTree {
    let tree = demo::tree();
    let papers = written_out(&tree, |it| matches!(it, "consent_form" | "privacy_statement"));
    let papers: Vec<(String, &str)> =
        papers.values().flatten().map(|it| (format!("summaries/{}.md", it.name), it.text.as_str())).collect();
    demo_with(&papers.iter().map(|(path, text)| (path.as_str(), *text)).collect::<Vec<_>>())
}

/// What genres are written out as, about everybody of whom there is anything to say.
fn written_out(tree: &SourceTree, wanted: impl Fn(&str) -> bool) -> BTreeMap<String, Vec<Started>> {
    let casebook = casebook::read(tree).0.unwrap();
    let view = casebook::privacy::project(&casebook, None, Audience::Teacher).unwrap();
    let genres = Theme::built_in().genres().unwrap();
    let about = |genre: &Genre| -> Vec<Subject> {
        match genre.about {
            About::Class => casebook.classes().map(|(id, _)| Subject::Class(id)).collect(),
            About::Student | About::StudentMonth => casebook.students().map(|(id, _)| Subject::Student(id)).collect(),
            About::Project => casebook.projects().map(|(id, _)| Subject::Project(id)).collect(),
            About::Everybody => vec![Subject::Everybody],
        }
    };
    let started = |key: &str, genre: &Genre, subject| {
        started(tree, &view, &genres, key, usual_scope(&view, genre, subject)?, None, Language::Chinese)
    };
    let all = genres.iter().filter(|(key, _)| wanted(key));
    all.map(|(key, genre)| (key.clone(), about(genre).into_iter().filter_map(|it| started(key, genre, it)).collect())).collect()
}

/// A casebook with what was written out in it.
fn with_written<'a>(tree: &SourceTree, all: impl IntoIterator<Item = &'a Started>) -> SourceTree {
    let file = |it: &Started| SourceFile {
        path: SitePath::new(&format!("summaries/{}.md", it.name)).unwrap(),
        content: Content::Text(it.text.as_str().into(), Encoding::Utf8),
    };
    SourceTree::new(tree.iter().map(|(_, file)| file.clone()).chain(all.into_iter().map(file)))
}

/// Pieces without the places of what is in them.
fn bare(pieces: &[Piece]) -> Vec<Piece> {
    let bare = |piece: &Piece| match piece {
        Piece::Text(block) => {
            let prose = without_places(&Prose::new(vec![block.clone()], Vec::new()));
            prose.blocks.into_iter().map(Piece::Text).collect()
        }
        piece => vec![piece.clone()],
    };
    pieces.iter().flat_map(bare).collect()
}

/// Composed documents and what comes of them when they are written out and built, piece by piece.
fn check_written_out(tree: &SourceTree, all: &BTreeMap<String, Vec<Started>>) {
    let composed = documents_of(tree);
    let documents = documents_of(&with_written(tree, all.values().flatten()));
    for (genre, Started { name, text: source }) in all.iter().flat_map(|(genre, all)| all.iter().map(move |it| (genre, it))) {
        let written = &documents[name];
        assert_eq!(*written.genre, **genre);
        // Compilations and papers for guardians are made where somebody wrote one.
        let Some(composed) = composed.get(name) else {
            let asked = matches!(&**genre, "consent_form" | "privacy_statement");
            assert!(asked || genre == "compilation" && written.parts.len() > 3, "{name} is not composed");
            continue;
        };
        let (expected, found) = (bare(&composed.pieces), bare(&written.pieces));
        for (at, (expected, found)) in expected.iter().zip(&found).enumerate() {
            assert_eq!(found, expected, "{name}: piece {at} of\n{source}");
        }
        assert_eq!(found.len(), expected.len(), "{name}");
        assert_eq!(text(written), text(composed));
        let outside = |it: &Document| {
            let document = it.clone();
            Document { pieces: Vec::new(), sections: Vec::new(), footnotes: Vec::new(), ..document }
        };
        assert_eq!(outside(written), outside(composed), "{name}");
    }
}

/// What is found in documents that were written out.
fn found_in<'a>(tree: &SourceTree, written: impl IntoIterator<Item = &'a Started>) -> String {
    let tree = with_written(tree, written);
    let outcome = build(&tree, &Theme::built_in(), &Options::default(), &MemoryDoor::default());
    render::short(&outcome.findings, &tree, Language::Chinese)
}

#[test]
fn what_somebody_copies_from_one_report_into_another_is_found() {
    let tree = unwritten();
    let mut reports = written_out(&tree, |genre| genre == "case_report").remove("case_report").unwrap();
    reports.truncate(2);
    let mut words = reports[0].text.lines().filter(|it| !it.starts_with(['#', '-', '>', '|', '[']) && !it.contains("`="));
    let of_its_own = |it: &&str| it.chars().count() > 60 && !reports[1].text.contains(it);
    let copied = words.rfind(of_its_own).unwrap().to_owned();
    reports[1].text.push_str(&format!("\n{copied}\n"));
    let found = found_in(&tree, &reports);
    assert_eq!(found.matches("dup-across-documents").count(), 1, "{copied}\n{found}");
    // Beside what both say by themselves.
    assert!(reports.iter().all(|it| it.text.contains("以上只是一名学生的记录")));
}

#[test]
fn every_genre_is_built_the_same_when_it_is_written_out() {
    let tree = unwritten();
    let all = written_out(&tree, |genre| genre != "project_final");
    check_written_out(&tree, &all);
    let last = written_out(&FINISHED, |genre| genre == "project_final");
    check_written_out(&FINISHED, &last);
    let counts: Vec<(&str, usize)> = all.iter().chain(&last).map(|(genre, all)| (genre.as_str(), all.len())).collect();
    assert_eq!(counts.len(), Theme::built_in().genres().unwrap().len());
    // What the program says of each of eight pupils is no copy, nor is a teacher's remark that two genres quote.
    assert_eq!(found_in(&tree, all.values().flatten()), "");
    assert_eq!(found_in(&FINISHED, last.values().flatten()), "");
    for (genre, count) in counts {
        let pupils = matches!(genre, "case_report" | "contact_log" | "parent_letter" | "portfolio" | "support_log");
        assert_eq!(count, if pupils { 8 } else { 1 }, "{genre}");
    }
}

#[test]
fn every_number_stays_alive() {
    let started = written_out(&unwritten(), |genre| genre == "term_summary").remove("term_summary").unwrap().remove(0);
    for figure in ["talk.count", "goals.met", "standard.met_before", "contact.agreed_known", "S02.progress.nap", "relapse.days"]
    {
        assert!(started.text.contains(&format!("`=#{figure}`")), "{figure} in\n{}", started.text);
    }
    for block in ["table: goals\n", "chart: progress\nstudent: S02\n", "rows: 期末合格率、"] {
        assert!(started.text.contains(block), "{block} in\n{}", started.text);
    }
    assert!(started.text.starts_with("---\n文体: 工作总结\n标题: 四（2）班2025—2026学年度第二学期"), "{}", started.text);
    // a figure that the text asks for is none that the program does not know
    let path = format!("summaries/{}.md", started.name);
    let tree = demo_with(&[(&path, &started.text.replace("=#talk.count", "=#talk.cuont"))]);
    let door = MemoryDoor::default();
    let outcome = build(&tree, &Theme::built_in(), &Options::default(), &door);
    assert!(outcome.findings.iter().any(|it| it.message(Language::Chinese).contains("talk.cuont")), "{:?}", outcome.findings);
}

#[test]
fn words_of_all_notes_come_back() {
    let tree = demo::tree();
    let casebook = casebook::read(&tree).0.unwrap();
    let notes = casebook.notes.iter().map(|it| (it.origin.path.as_str(), &it.body));
    let students = casebook.students.iter().map(|it| (it.path.as_str(), &it.body));
    let projects = casebook.projects.iter().map(|it| (it.path.as_str(), &it.body));
    let summaries = casebook.summaries.iter().map(|it| (it.path.as_str(), &it.body));
    let mut checked = 0;
    for (path, prose) in notes.chain(students).chain(projects).chain(summaries).filter(|(_, it)| !it.is_empty()) {
        let written = markdown(prose, &|target, _| target.to_owned());
        let again = casebook::syntax::markdown(FileId(0), &written, 0);
        assert_eq!(without_places(&again), without_places(prose), "{path} was written as\n{written}");
        checked += 1;
    }
    assert!(checked > 150, "{checked} texts");
}

fn headings(document: &Document) -> Vec<String> {
    let heading = |piece: &Piece| match piece {
        Piece::Text(Block::Heading { content, level: 1 }) => Some(plain_text(content)),
        _ => None,
    };
    document.pieces.iter().filter_map(heading).collect()
}

#[test]
fn a_project_under_way_has_an_interim_report() {
    let documents = documents_of(&unwritten());
    assert!(!documents.contains_key(FINAL));
    let interim = &documents[INTERIM];
    assert_eq!(headings(interim), ["课题组", "研究意义", "研究过程", "阶段性成果", "问题思考", "参考文献"]);
    let said = text(interim);
    for part in [
        "研究对象7人",
        "课题组共5人，R1为主持人",
        "依据：青青2026年3月20日成因分析、豆豆2026年3月20日成因分析、星星2026年3月20日成因分析。局限：无对照班",
        "2025年11月20日至2026年5月21日，课题组上公开课3节，听课34人次",
        "缺课的学生怎样补测？难在",
        "[2] 陈向明. 质的研究方法与社会科学研究[M]. 教育科学出版社, 2000.",
        "本学期新建档7人",
    ] {
        assert!(said.contains(part), "{part} in\n{said}");
    }
    assert!(!said.contains(".md") && !said.contains("notes/"), "records are named, not their files");
    let written = documents_of(&demo::tree());
    assert!(!written.contains_key(INTERIM), "what somebody wrote goes before");
    // as a teacher's word processor counts them, with marks
    let characters = said.chars().filter(|it| !it.is_ascii()).count();
    assert!((3000..=8000).contains(&characters), "{characters} characters");
}

#[test]
fn a_finished_project_has_a_final_report() {
    let documents = documents_of(&FINISHED);
    assert!(!documents.contains_key(INTERIM));
    let report = &documents[FINAL];
    assert_eq!(
        headings(report),
        [
            "研究背景",
            "研究意义",
            "研究目标与假设",
            "研究内容与对象",
            "研究方法",
            "研究步骤",
            "研究过程",
            "研究成果",
            "问题与设想",
            "参考文献",
            "附录"
        ],
        "what nobody wrote about has no section: there is no theory"
    );
    let said = text(report);
    assert!(said.contains("摘要：本课题（校级）2025年9月15日开题") || said.contains("\u{1f}本课题（校级）"), "{said}");
    let causes = said.matches("基础知识薄弱|5|72|").count();
    assert_eq!(causes, 1, "a table that the project's own text shows is not shown again");
    assert!(said.contains("老师讲过的题，我自己能再做出来（五级评分）"), "the questionnaire");
    let lines = &report.cover.as_ref().unwrap().lines;
    assert_eq!(lines[..2], ["课题级别：校级", "课题组：R1、R2、R3、R4、R5"]);
    // as a teacher's word processor counts them, with marks
    let characters = said.chars().filter(|it| !it.is_ascii()).count();
    assert!((3000..=8000).contains(&characters), "{characters} characters");
    let pdf = Pdf::read(&SITE[&format!("pdf/{FINAL}.pdf")]).text();
    let at = |words: &str| pdf.find(words).unwrap_or_else(|| panic!("no {words} in\n{pdf}"));
    let order = [at("课题级别"), at("课题组成员与分工"), at("摘要："), at("目录"), at("学校里从来不缺补课")];
    assert!(order.is_sorted(), "cover, team, abstract, contents, text: {order:?}");
}

#[test]
fn a_compilation_binds_its_pieces() {
    let documents = documents_of(&FINISHED);
    let bound = &documents[COMPILATION];
    let titles: Vec<&str> = bound.parts.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles.len(), 4);
    for part in &bound.parts {
        let tables = part.pieces.iter().filter_map(|it| match it {
            Piece::Table(table) if table.number > 0 => Some(table.number),
            _ => None,
        });
        let tables: Vec<u32> = tables.collect();
        assert!(tables.iter().copied().eq(1..=tables.len() as u32), "{}: {tables:?}", part.title);
    }
    let pdf = Pdf::read(&SITE[&format!("pdf/{COMPILATION}.pdf")]);
    let tops: Vec<String> =
        pdf.bookmarks_with_depth().into_iter().filter(|(depth, _)| *depth == 0).map(|(_, title)| title).collect();
    assert_eq!(tops[0], "编印说明");
    assert_eq!(tops[1..], titles, "a bookmark a piece");
    let below: Vec<String> =
        pdf.bookmarks_with_depth().into_iter().filter(|(depth, _)| *depth == 1).map(|(_, title)| title).collect();
    assert!(below.iter().filter(|it| it.contains("基本情况")).count() >= 1, "{below:?}");
    let said = pdf.text();
    for part in ["内部资料请勿外传", "晴川实验小学", "编印说明", "目录"] {
        assert!(said.contains(part), "{part} in\n{said}");
    }
    // 一、 begins anew in each piece, and once more in the contents
    for first in ["一、基本情况", "一、先看三周", "一、研究背景", "一、个案基本情况"] {
        assert_eq!(said.matches(first).count(), 2, "{first}");
    }
    let is_first = |at: usize| {
        let after = said[at + "表1".len()..].chars().next();
        !said[..at].ends_with('续') && !after.is_some_and(|it| it.is_ascii_digit())
    };
    let firsts = said.match_indices("表1").filter(|(at, _)| is_first(*at)).count();
    assert_eq!(firsts, bound.parts.iter().filter(|it| text(it).contains("表1 ")).count(), "tables are numbered per piece");
    let page = Page::read(std::str::from_utf8(&SITE[&format!("documents/{COMPILATION}.html")]).unwrap());
    for part in &bound.parts {
        let href = part.page.as_str().trim_start_matches("documents/");
        assert!(page.addresses().any(|(_, it)| it == href), "no link to {href}");
    }
}

#[test]
fn a_piece_that_is_not_there_is_reported() {
    let bound = "---\n文体: 汇编\n学期: 2025-2026-2\n收入: [S02-2025-2026-2-cas, 数学辅导小结]\n---\n说明。\n";
    let tree = demo_with(&[("summaries/学习困难学生支持工作汇编.md", bound)]);
    let casebook = casebook::read(&tree).0.unwrap();
    let view = casebook::privacy::project(&casebook, None, Audience::Teacher).unwrap();
    let mut findings = Diagnostics::new();
    let documents = documents(&view, &Theme::built_in().genres().unwrap(), &mut findings);
    let said: Vec<String> = findings.iter().map(|it| it.message(Language::Chinese)).collect();
    assert_eq!(said, ["找不到可以收入的文稿“S02-2025-2026-2-cas”"]);
    let hint = findings.iter().next().unwrap().hint(Language::Chinese).unwrap();
    assert!(hint.contains("S02-2025-2026-2-case"), "{hint}");
    let compilation = documents.iter().find(|it| &*it.genre == "compilation").unwrap();
    assert_eq!(compilation.parts.len(), 1, "the others are bound all the same");
}

#[test]
fn the_command_writes_and_never_overwrites() {
    let root = tempfile::tempdir().unwrap();
    crate::program::copy(&demo::content(), &root.path().join("content"));
    let run = run_in(root.path(), &["new", "summary", "--genre", "工作总结"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let path = root.path().join("content/summaries/4-2-2025-2026-2-summary.md");
    assert!(run.stderr.contains("4-2-2025-2026-2-summary.md"), "{}", run.stderr);
    let text = std::fs::read_to_string(&path).unwrap();
    let again = run_in(root.path(), &["new", "summary", "--genre", "term-summary", "--lang", "en"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("nothing was changed"), "{}", again.stderr);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    let english = run_in(root.path(), &["new", "summary", "--genre", "case-report", "--student", "S02", "--lang", "en"]);
    assert_eq!(english.code, 0, "{}", english.stderr);
    let report = std::fs::read_to_string(root.path().join("content/summaries/S02-2025-2026-2-case.md")).unwrap();
    assert!(report.starts_with("---\ngenre: case_report\ntitle: "), "{report}");
    let month = ["new", "summary", "--genre", "帮扶记录表", "--student", "S02", "--month", "2026-04"];
    assert_eq!(run_in(root.path(), &month).code, 0);
    assert!(root.path().join("content/summaries/S02-2026-04-support-log.md").exists());
    let bound = run_in(root.path(), &["new", "summary", "--genre", "汇编"]);
    assert_eq!(bound.code, 0, "{}", bound.stderr);
    let bound = std::fs::read_to_string(root.path().join("content/summaries/2025-2026-2-compilation.md")).unwrap();
    assert!(bound.contains("- S01-2025-2026-2-case\n- S02-2025-2026-2-case\n"), "{bound}");
    for (arguments, part) in [
        (["--genre", "工作总截"].as_slice(), "工作总结？"),
        (&["--genre", "个案报告"], "--student"),
        (&["--genre", "个案报告", "--student", "S99"], "S99"),
        (&["--genre", "工作总结", "--class", "5-1"], "5-1"),
        (&["--genre", "结题报告", "--project", "x"], "x"),
        (&["--genre", "工作总结", "--term", "2020-2021-1"], "2020-2021-1"),
    ] {
        let run = run_in(root.path(), &[["new", "summary"].as_slice(), arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(part), "{part} in {}", run.stderr);
    }
    let check = run_in(root.path(), &["check"]);
    assert_eq!(check.code, 0, "what was written is sound: {}", check.stderr);
}
