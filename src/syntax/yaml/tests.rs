use super::*;
use crate::diag::{Diagnostic, Language, Place};

const FILE: FileId = FileId(0);

/// A tree on one line. A scalar whose place reads otherwise than its text shows the place in `⟨⟩`; a null shows what follows
/// its place on the line.
fn outline(node: &Node, text: &str) -> String {
    let slice = &text[node.span.range()];
    match &node.kind {
        NodeKind::Null if slice.is_empty() => "∅".to_owned(),
        NodeKind::Null => format!("∅⟨{slice}⟩"),
        NodeKind::Scalar(value) => shown(value, slice),
        NodeKind::List(items) => {
            format!("[{}]", items.iter().map(|it| outline(it, text)).collect::<Vec<_>>().join(", "))
        }
        NodeKind::Map(entries) => {
            let pair = |it: &super::super::Entry| {
                format!("{}: {}", shown(&it.key.value, &text[it.key.span.range()]), outline(&it.value, text))
            };
            format!("{{{}}}", entries.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
    }
}

fn shown(value: &str, slice: &str) -> String {
    if value == slice { value.to_owned() } else { format!("{value}⟨{slice}⟩").replace('\n', "⏎") }
}

fn read_text(text: &str) -> (Node, usize, Vec<Diagnostic>) {
    let mut findings = Diagnostics::new();
    let (node, misses) = read(FILE, text, 0..text.len(), 100, &mut findings);
    (node, misses, findings.into_iter().collect())
}

/// A text without mistakes reads so, and every place is exact.
#[track_caller]
fn check(text: &str, expected: &str) {
    let (node, misses, findings) = read_text(text);
    assert_eq!(findings, [], "{text}");
    assert_eq!(outline(&node, text), expected, "{text}");
    assert_eq!(misses, 0, "{text}");
}

fn finding_lines(text: &str, findings: &[Diagnostic]) -> Vec<String> {
    let mut findings = findings.to_vec();
    findings.sort_by(|a, b| a.place.cmp(&b.place));
    let line = |it: &Diagnostic| {
        let Place::Span(span) = it.place else { panic!("a finding of a file has a span") };
        let before = &text[..span.start as usize];
        let line = before.matches('\n').count() + 1;
        let column = before[before.rfind('\n').map_or(0, |it| it + 1)..].chars().count() + 1;
        format!("{line}:{column} {} ⟨{}⟩", it.code.id(), &text[span.range()])
    };
    findings.iter().map(line).collect()
}

/// A text with mistakes is read so nevertheless, and exactly these are reported.
#[track_caller]
fn check_mistakes(text: &str, expected: &str, expected_findings: &[&str]) {
    let (node, _, findings) = read_text(text);
    assert_eq!(finding_lines(text, &findings), expected_findings, "{text}");
    assert_eq!(outline(&node, text), expected, "{text}");
}

/// The hint of the only finding.
#[track_caller]
fn hint(text: &str) -> String {
    let (_, _, findings) = read_text(text);
    let [finding] = &findings[..] else { panic!("one finding in {text}: {findings:?}") };
    finding.hint(Language::Chinese).unwrap_or_default()
}

#[test]
fn scalars_keep_what_was_written() {
    check("日期: 2026-03-05\n分数: 2.50\n学号: 007\n住校: 是\n", "{日期: 2026-03-05, 分数: 2.50, 学号: 007, 住校: 是}");
    check("a: true\nb: 0x1F\nc: 1_000\nd: .inf\ne: -3\nf: 1e3", "{a: true, b: 0x1F, c: 1_000, d: .inf, e: -3, f: 1e3}");
    check(
        "身份证: 110101201501011234\n大数: 340282366920938463463374607431768211456000",
        "{身份证: 110101201501011234, 大数: 340282366920938463463374607431768211456000}",
    );
    check("1: 甲\ntrue: 乙\n2.50: 丙\n~: 丁", "{1: 甲, true: 乙, 2.50: 丙, ~: 丁}");
}

#[test]
fn absent_and_written_nulls_have_their_places() {
    let text = "甲:\n乙: ~\n丙: null # 无\n丁:   # 注\n戊: ''\n";
    check(text, "{甲: ∅, 乙: ∅⟨~⟩, 丙: ∅⟨null⟩, 丁: ∅, 戊: ⟨''⟩}");
    let (node, _, _) = read_text(text);
    let NodeKind::Map(entries) = node.kind else { panic!("a map") };
    assert_eq!(entries[0].value.span, Span::new(FILE, 4..4), "after the colon");
    check("", "∅");
    check("# 只有注释\n\n", "∅");
    check("- \n- b\n-\n", "[∅, b, ∅]");
    check("a:\n~: b", "{a: ∅, ~: b}");
}

#[test]
fn blocks_nest() {
    check("情绪:\n  前: 2\n  后: 3\n类型: 谈心\n", "{情绪: {前: 2, 后: 3}, 类型: 谈心}");
    check(
        "目标:\n- 先读题\n- 目标: 每分钟20题\n  起点: 11\n- - a\n  - b\n标题: 好",
        "{目标: [先读题, {目标: 每分钟20题, 起点: 11}, [a, b]], 标题: 好}",
    );
    check("目标:\n  - 甲: 1\n\n    # 注释\n    乙:\n      - 丙\n  -\n    丁: 2\n", "{目标: [{甲: 1, 乙: [丙]}, {丁: 2}]}");
    check("a:\n    b:\n        c: 1\n    d: 2\ne: 3", "{a: {b: {c: 1}, d: 2}, e: 3}");
}

#[test]
fn brackets_nest() {
    check("情绪: {前: 2, 后: 3}", "{情绪: {前: 2, 后: 3}}");
    check("约定: [{内容: 先口算, 负责: 学生}, 早睡, [], {}]", "{约定: [{内容: 先口算, 负责: 学生}, 早睡, [], {}]}");
    check("a: [x: 1, y]\nb: {c, d: }\n", "{a: [{x: 1}, y], b: {c: ∅, d: ∅}}");
    check("标签: [\n  阅读, # 注\n  计算,\n]\n日期: 1", "{标签: [阅读, 计算], 日期: 1}");
    check("{\"a\":1, 'b': [2,3], c: \"x, y\"}", "{a⟨\"a\"⟩: 1, b⟨'b'⟩: [2, 3], c: x, y⟨\"x, y\"⟩}");
    check("时间: {起: 10:30, 网址: http://a.cn/b?c=d}", "{时间: {起: 10:30, 网址: http://a.cn/b?c=d}}");
    check("a: [一 二\n  三, 四]", "{a: [一 二 三⟨一 二⏎  三⟩, 四]}");
    let text = "约定: [ {内容: 先口算} ,早睡 ]  # 注\n";
    let (node, _, _) = read_text(text);
    let NodeKind::Map(entries) = &node.kind else { panic!("a map") };
    assert_eq!(&text[entries[0].value.span.range()], "[ {内容: 先口算} ,早睡 ]");
    let NodeKind::List(items) = &entries[0].value.kind else { panic!("a list") };
    assert_eq!(&text[items[0].span.range()], "{内容: 先口算}");
}

#[test]
fn quotes_are_read() {
    check(r#"a: "一\n二\t\"\u4e2d\\""#, "{a: 一⏎二\t\"中\\⟨\"一\\n二\\t\\\"\\u4e2d\\\\\"⟩}");
    check("a: 'it''s' # 注\nb: '#1: x'\n", "{a: it's⟨'it''s'⟩, b: #1: x⟨'#1: x'⟩}");
    check("\"日期: a\": 1\n'b' : 2", "{日期: a⟨\"日期: a\"⟩: 1, b⟨'b'⟩: 2}");
    check("a: \"一\n  二\"\nb: 3", "{a: 一 二⟨\"一⏎  二\"⟩, b: 3}");
    check("a: “全角”的引号\nb: 他说“好”", "{a: “全角”的引号, b: 他说“好”}");
    check("- \"a\": 1\n- 'b'\n", "[{a⟨\"a\"⟩: 1}, b⟨'b'⟩]");
}

#[test]
fn written_out_texts_are_read() {
    check("摘要: |\n  第一行：好\n  \n    二: x\n标题: 一", "{摘要: 第一行：好⏎⏎  二: x⏎⟨第一行：好⏎  ⏎    二: x⟩, 标题: 一}");
    check("摘要: >-\n  一\n  二\n\n标题: 一", "{摘要: 一 二⟨一⏎  二⟩, 标题: 一}");
    check("- |2-\n   一\n- b", "[ 一⟨一⟩, b]");
    check("a: |\nb: 1", "{a: , b: 1}");
    check("a:\n  b: | # 注\n    - c: d\n    \"e\n  f: 1", "{a: {b: - c: d⏎\"e⏎⟨- c: d⏎    \"e⟩, f: 1}}");
}

#[test]
fn plain_texts_go_on_in_deeper_lines() {
    check(
        "备注: 今天谈了两件事：一是作业\n  二是午休。\n\n  完\n日期: 1",
        "{备注: 今天谈了两件事：一是作业 二是午休。⏎完⟨今天谈了两件事：一是作业⏎  二是午休。⏎⏎  完⟩, 日期: 1}",
    );
    check("备注:\n  只有一句：好\n日期: 1", "{备注: 只有一句：好, 日期: 1}");
    check("- 今天：好\n- 明天:见\n- http://a.cn", "[今天：好, 明天:见, http://a.cn]");
}

#[test]
fn innocent_values_are_left_alone() {
    check(
        "网址: https://a.cn/x:8080/y\n时间: 10:30\n比分: 3:2\n备注: 他说：好",
        "{网址: https://a.cn/x:8080/y, 时间: 10:30, 比分: 3:2, 备注: 他说：好}",
    );
    check(
        "标题: 【家访】小明\n别名: 【家访记录】\n编号: a#1\nc: -1\nd: -x\ne: ?x",
        "{标题: 【家访】小明, 别名: 【家访记录】, 编号: a#1, c: -1, d: -x, e: ?x}",
    );
    check(
        "a: [今天很好，明天也好, 后天]\nb: {内容: 先口算，再笔算}",
        "{a: [今天很好，明天也好, 后天], b: {内容: 先口算，再笔算}}",
    );
    check("\u{3000}# 注释\na: 1 # 注：释\n", "{a: 1}");
}

#[test]
fn carriage_returns_are_blanks() {
    check(
        "日期: 2026\r\n情绪:\r\n  前: 2\r\n列: [a, b]\r\n空:\r\n引: \"x\"\r\n",
        "{日期: 2026, 情绪: {前: 2}, 列: [a, b], 空: ∅, 引: x⟨\"x\"⟩}",
    );
    check("a: |\r\n  一\r\n  二\r\nb: 1\r\n", "{a: 一⏎二⏎⟨一\r⏎  二⟩, b: 1}");
}

#[test]
fn wide_colons_are_mended() {
    check_mistakes("日期：2026-03-05\n类型: 谈心\n", "{日期: 2026-03-05, 类型: 谈心}", &["1:3 full-width-colon ⟨：⟩"]);
    check_mistakes(
        "情绪：\n  前：2\n  后: 3\n\"备注\"：好\n日期 ：1",
        "{情绪: {前: 2, 后: 3}, 备注⟨\"备注\"⟩: 好, 日期: 1}",
        &["1:3 full-width-colon ⟨：⟩", "2:4 full-width-colon ⟨：⟩", "4:5 full-width-colon ⟨：⟩", "5:4 full-width-colon ⟨：⟩"],
    );
    check_mistakes(
        "情绪:\n  前：2\n  后：3\n",
        "{情绪: {前: 2, 后: 3}}",
        &["2:4 full-width-colon ⟨：⟩", "3:4 full-width-colon ⟨：⟩"],
    );
    check_mistakes("- 内容：先口算\n  负责: 学生\n", "[{内容: 先口算, 负责: 学生}]", &["1:5 full-width-colon ⟨：⟩"]);
    check_mistakes(
        "情绪: {前：2, \"后\"：3}",
        "{情绪: {前: 2, 后⟨\"后\"⟩: 3}}",
        &["1:7 full-width-colon ⟨：⟩", "1:14 full-width-colon ⟨：⟩"],
    );
    assert_eq!(hint("日期：2026-03-05  # 周四\n"), "改成半角冒号加空格：日期: 2026-03-05");
}

#[test]
fn missing_blanks_are_mended() {
    check_mistakes(
        "日期:2026-03-05\n类型:谈心",
        "{日期: 2026-03-05, 类型: 谈心}",
        &["1:3 missing-space ⟨:⟩", "2:3 missing-space ⟨:⟩"],
    );
    check_mistakes("日期:\u{3000}2026", "{日期: \u{3000}2026}", &["1:3 missing-space ⟨:⟩"]);
    check_mistakes(
        "情绪: {前:2, 后: 3}\n\"a\":1",
        "{情绪: {前: 2, 后: 3}, a⟨\"a\"⟩: 1}",
        &["1:7 missing-space ⟨:⟩", "2:4 missing-space ⟨:⟩"],
    );
    check_mistakes("网址:https://a.cn", "{网址: https://a.cn}", &["1:3 missing-space ⟨:⟩"]);
    assert_eq!(hint("情绪: {前:2}"), "写成：前: 2");
}

#[test]
fn lines_without_colon_are_left_out() {
    check_mistakes(
        "日期 2026\n类型: 谈心\n10:30 谈心\n",
        "{类型: 谈心}",
        &["1:1 missing-colon ⟨日期 2026⟩", "3:1 missing-colon ⟨10:30 谈心⟩"],
    );
    check_mistakes("a: 1\n\"b\"\n", "{a: 1}", &["2:1 missing-colon ⟨\"b\"⟩"]);
}

#[test]
fn odd_blanks_in_empty_lines_are_passed_over() {
    check("b: 1\n\t\nc: '2'\n\u{3000}\n\t# x\nd:\n\t\n  e: |\n    x\n\t\nf: 1", "{b: 1, c: 2⟨'2'⟩, d: {e: x⏎⟨x⟩}, f: 1}");
}

#[test]
fn odd_indentation_is_mended() {
    check_mistakes("情绪:\n\t前: 2\n\t后: 3\n", "{情绪: {前: 2, 后: 3}}", &["2:1 tab-indent ⟨\t⟩", "3:1 tab-indent ⟨\t⟩"]);
    check_mistakes(
        "情绪:\n\u{3000}前: 2\n\u{A0}\u{A0}后: 3\n",
        "{情绪: {前: 2, 后: 3}}",
        &["2:1 wide-indent ⟨\u{3000}⟩", "3:1 wide-indent ⟨\u{A0}\u{A0}⟩"],
    );
    check_mistakes(
        "a: 一\n\t二\nb: 1\n\t\nc: |\n\t好\n",
        "{a: 一 二⟨一⏎\t二⟩, b: 1, c: 好⏎⟨好⟩}",
        &["2:1 tab-indent ⟨\t⟩", "6:1 tab-indent ⟨\t⟩"],
    );
    check_mistakes("a: 1\n  b: 2\n  c: 3\nd: 4\n", "{a: 1, d: 4}", &["2:3 yaml-indent ⟨b: 2⟩", "3:3 yaml-indent ⟨c: 3⟩"]);
    check_mistakes("a:\n    b: 1\n  c: 2\nd: 3\n", "{a: {b: 1}, d: 3}", &["3:3 yaml-indent ⟨c: 2⟩"]);
}

#[test]
fn unclosed_quotes_end_with_their_line() {
    check_mistakes(
        "标题: \"家访记录\n日期: 2026\n备注: '好\n",
        "{标题: 家访记录⟨\"家访记录⟩, 日期: 2026, 备注: 好⟨'好⟩}",
        &["1:5 unclosed-quote ⟨\"⟩", "3:5 unclosed-quote ⟨'⟩"],
    );
    check_mistakes("标题: \"家访”\n备注: \"好\"", "{标题: 家访”⟨\"家访”⟩, 备注: 好⟨\"好\"⟩}", &["1:5 unclosed-quote ⟨\"⟩"]);
    check_mistakes(
        "a: [\"x, y]\nb: 1",
        "{a: [x, y]⟨\"x, y]⟩], b: 1}",
        &["1:4 unclosed-bracket ⟨[⟩", "1:5 unclosed-quote ⟨\"⟩"],
    );
}

#[test]
fn words_after_quotes_are_quoted_too() {
    check_mistakes("标题: \"小明\"的进步 # 注\n", "{标题: \"小明\"的进步}", &["1:9 text-after-quote ⟨的进步⟩"]);
    assert_eq!(hint("标题: \"小明\"的进步"), "把整段内容括起来：标题: '\"小明\"的进步'");
    check_mistakes(
        "a: \"C:\\dir\\new\"\nb: \"\\u12\"",
        "{a: C:\\dir⏎ew⟨\"C:\\dir\\new\"⟩, b: \\u12⟨\"\\u12\"⟩}",
        &["1:7 unknown-escape ⟨\\d⟩", "2:5 unknown-escape ⟨\\u⟩"],
    );
}

#[test]
fn second_colons_are_quoted() {
    check_mistakes("标题: 目标: 先读题\n日期: 1", "{标题: 目标: 先读题, 日期: 1}", &["1:7 colon-in-value ⟨:⟩"]);
    check_mistakes("a: {b: c: d, e: 1}", "{a: {b: c: d, e: 1}}", &["1:9 colon-in-value ⟨:⟩"]);
    assert_eq!(hint("- 标题: 目标: 先读题"), "把内容用引号括起来：- 标题: \"目标: 先读题\"");
}

#[test]
fn reserved_signs_are_quoted() {
    check_mistakes(
        "a: @家长\nb: %50\nc: `x`\nd: *重点*\ne: - 一\nf: | x\ng: #12\nh: [重要] 家访\n",
        "{a: @家长, b: %50, c: `x`, d: *重点*, e: - 一, f: | x, g: #12, h: [重要] 家访}",
        &[
            "1:4 reserved-start ⟨@⟩",
            "2:4 reserved-start ⟨%⟩",
            "3:4 reserved-start ⟨`⟩",
            "4:4 reserved-start ⟨*⟩",
            "5:4 reserved-start ⟨-⟩",
            "6:4 reserved-start ⟨|⟩",
            "7:4 reserved-start ⟨#⟩",
            "8:4 reserved-start ⟨[⟩",
        ],
    );
    check_mistakes("- *重点*\n- 'x\n", "[*重点*, x⟨'x⟩]", &["1:3 reserved-start ⟨*⟩", "2:3 unclosed-quote ⟨'⟩"]);
    check_mistakes("a: [@x, b]\n@c: 1", "{a: [@x, b], @c: 1}", &["1:5 reserved-start ⟨@⟩", "2:1 reserved-start ⟨@⟩"]);
    assert_eq!(hint("备注: @家长 \n"), "用引号括起来：备注: \"@家长\"");
    check("a: #\nb: # 注\nc: #注\n  d: 1\n", "{a: ∅, b: ∅, c: {d: 1}}");
}

#[test]
fn brackets_are_paired() {
    check_mistakes("标签: [阅读, 计算\n日期: 2026\n", "{标签: [阅读, 计算], 日期: 2026}", &["1:5 unclosed-bracket ⟨[⟩"]);
    check_mistakes("标签: [阅读, 计算】\n日期: 2026\n", "{标签: [阅读, 计算], 日期: 2026}", &["1:5 unclosed-bracket ⟨[⟩"]);
    check_mistakes("a: [{b: 1, c]\nd: 2", "{a: [{b: 1, c: ∅}], d: 2}", &["1:5 unclosed-bracket ⟨{⟩"]);
    check_mistakes("a: {b: 1\n", "{a: {b: 1}}", &["1:4 unclosed-bracket ⟨{⟩"]);
}

#[test]
fn wide_commas_and_brackets_are_mended() {
    check_mistakes("标签: [阅读，计算、书写]\n", "{标签: [阅读, 计算, 书写]}", &["1:8 full-width-comma ⟨，⟩"]);
    check_mistakes("情绪: {前: 2，后: 3}\n", "{情绪: {前: 2, 后: 3}}", &["1:10 full-width-comma ⟨，⟩"]);
    check_mistakes(
        "情绪: {前：2，后：3}\n",
        "{情绪: {前: 2, 后: 3}}",
        &["1:7 full-width-colon ⟨：⟩", "1:9 full-width-comma ⟨，⟩", "1:11 full-width-colon ⟨：⟩"],
    );
    check_mistakes(
        "标签: ［阅读，计算］\n类: 【甲、乙】 # 注\n",
        "{标签: [阅读, 计算], 类: [甲, 乙]}",
        &["1:5 full-width-bracket ⟨［⟩", "2:4 full-width-bracket ⟨【⟩"],
    );
    assert_eq!(hint("标签: ［阅读，计算］"), "改成半角的方括号和逗号：标签: [阅读, 计算]；如果就是一段文字，用引号括起来");
}

#[test]
fn what_no_row_names_keeps_the_parsers_words_for_english() {
    let text = "a: [1,,2]\nb: 3\n";
    let (node, _, findings) = read_text(text);
    assert_eq!(finding_lines(text, &findings), ["1:1 yaml-syntax ⟨a: [1,,2]⟩"]);
    assert_eq!(outline(&node, text), "{b: 3}");
    assert_eq!(findings[0].message(Language::Chinese), "这里的写法读不懂");
    assert!(findings[0].message(Language::English).contains("did not find expected node content"));
}

#[test]
fn features_are_refused() {
    check_mistakes(
        "a: &x 1\nb: *x\nc: !!str 5\nd: !tag\n  e: 1\n",
        "{a: 1, b: ∅, c: 5, d: {e: 1}}",
        &["1:4 yaml-anchor ⟨&x⟩", "2:4 yaml-anchor ⟨*x⟩", "3:4 yaml-tag ⟨!!str⟩", "4:4 yaml-tag ⟨!tag⟩"],
    );
    check_mistakes("<<: {a: 1}\n", "{}", &["1:1 merge-key ⟨<<⟩"]);
    check_mistakes("? a\n: b\nc: 1", "{c: 1}", &["1:1 yaml-feature ⟨?⟩"]);
    check_mistakes(
        "%YAML 1.2\n---\na: 1\n---\nb: 2\n",
        "{a: 1, b: 2}",
        &["1:1 yaml-feature ⟨%YAML 1.2⟩", "4:1 second-document ⟨---⟩"],
    );
    check("---\na: 1\n...\n", "{a: 1}");
}

#[test]
fn keys_given_twice_are_named_with_the_first() {
    let text = "日期: 1\n类型: a\n\"日期\": 2\n";
    let (node, _, findings) = read_text(text);
    assert_eq!(outline(&node, text), "{日期: 1, 类型: a}");
    assert_eq!(finding_lines(text, &findings), ["3:1 duplicate-key ⟨\"日期\"⟩"]);
    assert_eq!(findings[0].related, [Span::new(FILE, 0..6)]);
    let many: String = (0..100).map(|it| format!("k{}: {it}\n", it % 60)).collect();
    assert_eq!(read_text(&many).2.len(), 40);
}

#[test]
fn depth_is_limited_before_parsing() {
    let deep = |levels: usize| format!("a: {}{}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(read_text(&deep(99)).2, []);
    let (node, _, findings) = read_text(&deep(100));
    assert!(node.is_null());
    assert_eq!(finding_lines(&deep(100), &findings), ["1:103 nesting-too-deep ⟨[⟩"]);
    let lists = format!("{}a", "- ".repeat(200));
    assert_eq!(finding_lines(&lists, &read_text(&lists).2), ["1:201 nesting-too-deep ⟨-⟩"]);
    let blocks: String = (0..150).map(|it| format!("{}a:\n", " ".repeat(it))).collect();
    assert_eq!(read_text(&blocks).2.len(), 1);
    assert_eq!(read_text(&"[".repeat(100_000)).2.len(), 1);
}

#[test]
fn control_characters_are_shown() {
    let text = "a: 一\u{8}二\nb: \u{FEFF}三\n\0c: 四\n";
    let mut found = Diagnostics::new();
    let node = yaml(FILE, text, 0..text.len(), &mut found);
    assert!(outline(&node, text).starts_with("{a: 一 二"), "all else is read: {}", outline(&node, text));
    let findings: Vec<Diagnostic> = found.into_iter().filter(|it| it.code == Code::ControlCharacter).collect();
    assert_eq!(
        finding_lines(text, &findings),
        ["1:5 control-character ⟨\u{8}⟩", "2:4 control-character ⟨\u{FEFF}⟩", "3:1 control-character ⟨\0⟩"]
    );
    assert_eq!(findings[0].message(Language::Chinese), "这里有一个看不见的控制字符（U+0008）");
}

#[test]
fn a_stretch_of_a_file_has_places_in_the_file() {
    let text = "---\n日期: 1\n---\n正文: [";
    let mut findings = Diagnostics::new();
    let node = yaml(FILE, text, 4..14, &mut findings);
    assert_eq!((outline(&node, text).as_str(), findings.len()), ("{日期: 1}", 0));
}

#[test]
fn a_sentence_with_comma_and_colon_is_one_value() {
    check("{说明: 改公开程度，如“家长：摘要”, b: 1}", "{说明: 改公开程度，如“家长：摘要”, b: 1}");
}

#[test]
fn the_types_table_has_a_place_for_everything() {
    let text = include_str!("../../schema/types.yaml");
    let (node, misses, findings) = read_text(text);
    assert_eq!((findings, misses), (vec![], 0));
    assert!(matches!(node.kind, NodeKind::Map(entries) if entries.len() > 5));
}
