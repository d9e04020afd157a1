//! A user's own theme: its layout is used, its faults have a place, and what never ends is given up.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::sample::{plain, summary};
use super::tests::{NOTHING, PIXEL, codes, words};
use super::*;
use crate::diag::{Language, render};
use crate::site::Layout;
use crate::source::SourceTree;

/// A user's theme with a layout of its own.
fn with_layout(text: &str) -> Settings {
    let files = BTreeMap::from([("gongwen.typ".to_owned(), text.as_bytes().to_vec())]);
    Settings { theme: OwnFiles { folder: "themes/school/typst/".into(), files }, ..Settings::default() }
}

/// What is found in a layout, a finding a line.
fn faults(layout: &str) -> String {
    let findings = Engine::new(with_layout(layout)).and_then(|it| it.set(&summary(), NOTHING)).expect_err("a fault");
    render::short(&findings, &SourceTree::default(), Language::Chinese)
}

#[test]
fn a_document_that_never_ends_is_given_up() {
    let endless = "#let gongwen(it) = for a in range(5000) { for b in range(5000) { if it.title == 1 { [x] } } }";
    let engine = Engine::new(with_layout(endless)).expect("sound syntax").with_patience(Duration::from_millis(300));
    let documents = [summary(), Document { layout: Layout::School, ..summary() }, summary()];
    let results = Mutex::new(BTreeMap::new());
    engine.set_all(&documents, NOTHING, |at, result| {
        results.lock().unwrap().insert(at, result.map(|it| it.pages));
    });
    let results = results.into_inner().unwrap();
    for at in [0, 2] {
        let findings = results[&at].as_ref().expect_err("given up");
        assert_eq!(codes(findings), [Code::DocumentTooLong]);
        let told: String = findings.iter().map(|it| it.message(Language::Chinese)).collect();
        assert!(told.contains(&documents[at].title) && told.contains("0.3 秒"), "{told}");
        let hint: String = findings.iter().filter_map(|it| it.hint(Language::Chinese)).collect();
        assert!(hint.contains("themes/school/typst/gongwen.typ"), "{hint}");
    }
    let other = results[&1].as_ref();
    assert!(other.is_ok_and(|pages| *pages > 1) || codes(other.unwrap_err()) == [Code::DocumentTooLong], "on a slow machine");
}

#[test]
fn after_a_few_that_never_end_no_other_is_begun() {
    let endless = "#let gongwen(it) = for a in range(5000) { for b in range(5000) { if it.title == 1 { [x] } } }";
    let engine = Engine::new(with_layout(endless)).expect("sound syntax").with_patience(Duration::from_millis(50));
    let documents = vec![summary(); 12];
    let found = Mutex::new(Vec::new());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("a pool");
    pool.install(|| {
        engine.set_all(&documents, NOTHING, |_, result| found.lock().unwrap().extend(result.expect_err("endless")));
    });
    let found = found.into_inner().unwrap();
    let count = |code| found.iter().filter(|it: &&Diagnostic| it.code == code).count();
    let given_up = count(Code::DocumentTooLong);
    assert!((GIVE_UPS..=GIVE_UPS + 1).contains(&given_up), "{given_up}: two at once may be the last");
    assert_eq!(count(Code::DocumentsLeft), documents.len() - given_up);
    let left: Diagnostics = found.into_iter().filter(|it| it.code == Code::DocumentsLeft).collect();
    assert_eq!(left.sorted().len(), 1, "told once");
}

#[test]
fn faults_of_a_theme_have_a_place() {
    for (layout, told) in [
        (
            "#let gongwen(it) = {\n  let = 3\n}\n",
            "2:6: 错误[theme-layout]: 主题的版式出错：这里要的不是这种东西（Typst 原话：expected pattern",
        ),
        (
            "#let gongwen(it) = (\n  it",
            "1:20: 错误[theme-layout]: 主题的版式出错：括号没有配对（Typst 原话：unclosed delimiter",
        ),
        (
            "#let gongwen(it) = {\n  it.nothing\n}\n",
            "2:6: 错误[theme-layout]: 主题的版式出错：没有这一项（Typst 原话：dictionary does not contain key",
        ),
        (
            "#let gongwen(it) = [\n  校名：#xiaoming]",
            "2:7: 错误[theme-layout]: 主题的版式出错：没有定义过 xiaoming（Typst 原话：unknown variable: xiaoming",
        ),
        (
            "#let gongwen(it) = image(\"校徽.png\")",
            "1:26: 错误[theme-layout]: 主题的版式出错：没有这个文件（Typst 原话：file not found",
        ),
        ("#import \"parts.typ\": *\n", "1:9: 错误[theme-layout]: 主题的版式出错：没有这个文件（Typst 原话：file not found"),
        (
            "#let gongwen(it) = {\n  let n = 0\n  while n < 1 { n = n * 1 }\n}",
            "3:3: 错误[theme-layout]: 主题的版式出错：循环停不下来（Typst 原话：loop seems to be infinite",
        ),
        (
            "#let deep(n) = deep(n + 1)\n#let gongwen(it) = deep(1)\n",
            "1:16: 错误[theme-layout]: 主题的版式出错：函数一层套一层",
        ),
    ] {
        let found = faults(layout);
        assert!(found.starts_with(&format!("themes/school/typst/gongwen.typ:{told}")), "{layout}\n{found}");
        assert_eq!(found.lines().count(), 1, "{layout}\n{found}");
    }
    let found = faults("#let another(it) = none");
    let clash = "themes/school/typst/gongwen.typ: 错误[theme-layout]: 主题的版式出错：内置的 main.typ 用不了这里的写法，被导入的文件里没有这个名字";
    assert!(found.starts_with(clash), "{found}");
}

#[test]
fn what_typst_remarks_about_a_theme_has_a_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = Cache::of(folder.path(), crate::privacy::Audience::Teacher);
    let remarks = |layout: &str| {
        let engine = Engine::new(with_layout(layout)).expect("sound syntax");
        let told = || {
            let found = engine.set(&summary(), Supplies { cache: Some(&cache), ..NOTHING }).expect("set").warnings;
            render::short(&found, &SourceTree::default(), Language::Chinese)
        };
        let (first, again) = (told(), told());
        assert_eq!(again, first, "a document that is not set again has the same said of it");
        first
    };
    let restless = "#let gongwen(it) = {\n  context v(1mm + locate(<end>).position().y * 0.5)\n  [终 <end>]\n}\n";
    for (layout, told) in [
        (restless, "2:19: 警告[theme-remark]: 主题的版式有毛病，文稿照样排出来了：排了五遍还是排不定"),
        (
            "#let gongwen(it) = {\n  set text(font: \"方正大标宋\")\n  it.title.join()\n}\n",
            "2:18: 警告[theme-remark]: 主题的版式有毛病，文稿照样排出来了：没有这种字体 方正大标宋（Typst 原话：unknown font family",
        ),
    ] {
        let found = remarks(layout);
        assert!(found.starts_with(&format!("themes/school/typst/gongwen.typ:{told}")), "{layout}\n{found}");
        assert_eq!(found.lines().count(), 1, "{layout}\n{found}");
    }
    assert_eq!(remarks("#import \"default/gongwen.typ\": gongwen\n"), "");
}

#[test]
fn a_themes_own_layout_is_used_with_what_it_reads() {
    let mut settings = with_layout("\u{FEFF}#let gongwen(it) = [#image(\"img/0.png\", alt: \"校徽\") #it.title.join() 自己的]");
    settings.theme.files.insert("img/0.png".into(), PIXEL.to_vec());
    let own = Engine::new(settings).expect("sound syntax").set(&plain("样稿", Vec::new()), NOTHING).expect("set");
    assert!(words(&own, 1).contains("样稿自己的"), "{}", words(&own, 1));
    let mut settings = with_layout("");
    settings.theme.files.insert("gongwen.typ".into(), vec![0xFF, 0xFE, 0x80]);
    assert_eq!(codes(&Engine::new(settings).expect_err("no text")), [Code::NotText]);
}
