use super::*;
use crate::diag::{Language, Place};

const FILE: FileId = FileId(0);

/// The keys and values of a file's front matter, the beginning of its body, and the findings with what they point at.
fn read(text: &str) -> (String, &str, Vec<String>) {
    let mut findings = Diagnostics::new();
    let (entries, body) = front_matter(FILE, text, Limits::default(), &mut findings);
    let pairs = entries.iter().map(|it| format!("{}={}", it.key.value, it.value.scalar().unwrap_or("…")));
    let shown = |it: &Diagnostic| match it.place {
        Place::Span(span) => format!("{} ⟨{}⟩", it.code.id(), &text[span.range()]),
        _ => it.code.id().to_owned(),
    };
    (pairs.collect::<Vec<_>>().join(" "), &text[body..], findings.iter().map(shown).collect())
}

#[track_caller]
fn check(text: &str, entries: &str, body: &str, findings: &[&str]) {
    let (found_entries, found_body, found) = read(text);
    assert_eq!((found_entries.as_str(), found_body), (entries, body), "{text}");
    assert_eq!(found, findings, "{text}");
}

#[test]
fn settings_stand_between_fences() {
    check("---\n日期: 2026-03-05\n类型: 谈心\n---\n正文\n", "日期=2026-03-05 类型=谈心", "正文\n", &[]);
    check("---\r\n日期: 1\r\n---\r\n正文\r\n", "日期=1", "正文\r\n", &[]);
    check("\n \n---  \n日期: 1\n...\n正文", "日期=1", "正文", &[]);
    check("---\n---\n正文", "", "正文", &[]);
    check("---\n日期: 1\n---", "日期=1", "", &[]);
    check("---\n摘要: |\n  一\n  ---\n日期: 1\n---\n", "摘要=一\n---\n 日期=1", "", &[]);
    check("---\n# 只有注释\n---\n正文", "", "正文", &[]);
}

#[test]
fn a_file_may_have_none() {
    for text in [
        "",
        "\n\n",
        "正文",
        "# 标题\n\n---\n正文",
        "标题: 一\n---\n正文",
        "- 一\n---\n",
        "---\n\n正文\n",
        "----\n正文",
        "——正文：一\n",
    ] {
        check(text, "", text, &[]);
    }
    check("今天很好。\n日期: 1\n类型: 2\n---\n", "", "今天很好。\n日期: 1\n类型: 2\n---\n", &[]);
}

#[test]
fn fences_of_other_dashes_are_understood() {
    check("———\n日期: 1\n－－－\n正文", "日期=1", "正文", &["front-matter-fence ⟨———⟩", "front-matter-fence ⟨－－－⟩"]);
    check("---\n日期: 1\n-----\n正文", "日期=1", "正文", &["front-matter-fence ⟨-----⟩"]);
    check("--\n日期：1\n---\n正文", "日期=1", "正文", &["front-matter-fence ⟨--⟩", "full-width-colon ⟨：⟩"]);
    let mut findings = Diagnostics::new();
    front_matter(FILE, "———\n日期: 1\n---\n", Limits::default(), &mut findings);
    assert_eq!(findings.iter().next().map(|it| it.message(Language::Chinese)).as_deref(), Some("设置的起止线写成了“———”"));
}

#[test]
fn a_missing_fence_is_named_and_the_settings_read() {
    check(
        "---\n日期: 1\n情绪:\n  前: 2\n标签:\n- a\n\n正文：好\n",
        "日期=1 情绪=… 标签=…",
        "\n正文：好\n",
        &["front-matter-unclosed ⟨---⟩"],
    );
    let ruled = "---\n日期: 1\n\n今天谈了两件事，都好。\n\n---\n\n完\n";
    check(ruled, "日期=1", &ruled[14..], &["front-matter-unclosed ⟨---⟩"]);
    check("---\n日期: 1\n\n# 注释，好。\n类型: 2\n---\n正文", "日期=1 类型=2", "正文", &[]);
    check("---\n日期: 1", "日期=1", "", &["front-matter-unclosed ⟨---⟩"]);
    check(
        "日期: 1\n类型：谈心\n标签:\n- a\n---\n正文",
        "日期=1 类型=谈心 标签=…",
        "正文",
        &["front-matter-unopened ⟨日期: 1⟩", "full-width-colon ⟨：⟩"],
    );
}

#[test]
fn settings_are_keys_and_values() {
    check("---\n- 一\n- 二\n---\n正文", "", "正文", &["front-matter-not-keys ⟨- 一\n- 二⟩"]);
    check("---\n今天谈心\n---\n正文", "", "正文", &["missing-colon ⟨今天谈心⟩"]);
}

#[test]
fn settings_are_limited_before_they_are_read() {
    let value = "x".repeat(Limits::default().front_matter - "a: \n".len());
    assert_eq!(read(&format!("---\na: {value}\n---\n")).2, Vec::<String>::new());
    let text = format!("---\na: {value}x\n---\n正文");
    check(&text, "", "正文", &["front-matter-too-large ⟨---⟩"]);
}

#[test]
fn no_text_breaks_the_reader() {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    let line = prop::sample::select(vec![
        "---",
        "...",
        "———",
        "－－－ ",
        "日期: 1",
        "日期：1",
        "  前: 2",
        "- 一",
        "",
        "# 注",
        "正文，好。",
        "[",
        "\u{FEFF}",
        "\r",
        "\"",
    ]);
    let config =
        ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() };
    proptest!(config, |(lines in proptest::collection::vec(line, 0..12))| {
        let text = lines.join("\n");
        let mut findings = Diagnostics::new();
        let (entries, body) = front_matter(FILE, &text, Limits::default(), &mut findings);
        prop_assert!(text.get(body..).is_some());
        prop_assert!(body > 0 || entries.is_empty() && findings.is_empty(), "{:?}", text);
        for entry in entries {
            prop_assert!(entry.key.span.end as usize <= body && text.get(entry.value.span.range()).is_some(), "{:?}", text);
        }
    });
}
