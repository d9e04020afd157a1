use proptest::prelude::*;

use super::*;
use crate::syntax;

fn read(text: &str) -> Prose {
    syntax::markdown(FileId(0), text, 0)
}

fn same_target(target: &str, _: Span) -> String {
    target.to_owned()
}

/// Reads a text, writes it and reads it again.
#[track_caller]
fn check(text: &str) {
    let prose = read(text);
    let written = markdown(&prose, &same_target);
    assert_eq!(without_places(&read(&written)), without_places(&prose), "{text:?} was written as\n{written}");
}

/// How deep emphasis is nested.
fn depth_of(block: &Block) -> usize {
    fn of(content: &[Inline]) -> usize {
        let one = |it: &Inline| match it {
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => 1 + of(inner),
            Inline::Link { content, .. } => of(content),
            _ => 0,
        };
        content.iter().map(one).max().unwrap_or(0)
    }
    match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => of(content),
        Block::Quote(blocks) => blocks.iter().map(depth_of).max().unwrap_or(0),
        Block::List { items, .. } => items.iter().flat_map(|it| &it.blocks).map(depth_of).max().unwrap_or(0),
        Block::Table { head, rows, .. } => head.iter().chain(rows.iter().flatten()).map(|it| of(it)).max().unwrap_or(0),
        _ => 0,
    }
}

#[test]
fn what_is_written_comes_back() {
    for text in [
        "",
        "一段话。\n\n又一段。",
        "# 标题\n\n## 一、次级 #\n\n标题\n两行\n===\n",
        "**优点：**该生，**“重点”**内容，*“强调”*文字，~~删除。~~后文",
        "a*b*c **“x”** ***都*** **a *b* c**",
        "**甲****乙** *甲**乙*丙**",
        "1. 甲\n2. 乙\n\n   又\n\n- x\n- y\n  - z\n\n* w\n",
        "- 甲\n\n- 乙\n\n\n1) x\n",
        "- [x] 做完\n- [ ] 没有\n",
        "> 引\n> 文\n>\n> - 甲\n\n> 另一处\n",
        "`=talk.count`次，`` a`b ``，` x `，`|`",
        "```casebook\ntable: causes\n```\n",
        "```rust `a`\nx\n```\n\n~~~\n```\n~~~\n\n    code\n",
        "| 甲 | 乙 |\n|:--|--:|\n| a\\|b | `c\\|d` |\n| **“x”**y | |\n",
        "脚注[^1]，再[^甲]。\n\n[^1]: 注。\n\n    又一段。\n\n[^甲]: 二[^1]\n",
        "[链接](a b.md) [x](<a(b>) ![图](p.png \"题\\\"注\") <http://x.cn/a_b*c> <a@b.cn>",
        "\\# 不是标题\n\n1\\. 不是\n\n\\- 不是\n\n2026. 不是\n\n+3 分\n\n= 号\n",
        "甲 & 乙 &amp;amp; &lt; a < b [x] _y_ ~z~ 3~5 a|b \\ \\* `",
        "一行\\\n两行  \n三行 Tom\nand 四\n- x\n",
        "a\n\n***\n\nb\n\n<div>\n*x*\n</div>\n\nc<br>d\n",
        "&#32;空格开头，结尾&#32;\n\n明天见~吧",
        "!\\[x](y) ![](z) 好![a](b)",
    ] {
        check(text);
    }
}

#[test]
fn plain_words_stay_plain() {
    let plain = "期末达成15条（n=24），由基线11～12题/分升到22～23题/分；NAP=1.00，占63%（5/8）。\n";
    assert_eq!(markdown(&read(plain), &same_target), plain);
    let marked = "**优点：**该生，全学期谈心`=#talk.count`次。\n";
    assert_eq!(markdown(&read(marked), &same_target), marked);
}

#[test]
fn targets_can_be_moved() {
    let written = markdown(&read("![图](a.png)，[记录](b.md)"), &|target, _| format!("../notes/{target}"));
    assert_eq!(written, "![图](../notes/a.png)，[记录](../notes/b.md)\n");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Any words come back as they were, wherever they stand.
    #[test]
    fn words_come_back(words in "[甲乙。，“”（） a-z0-9.*_`~|#>+=:!&<\\[\\]()\\\\-]{1,24}") {
        let words = words.trim().to_owned();
        prop_assume!(!words.is_empty());
        let inline = vec![Inline::Text(words)];
        let blocks = vec![
            Block::Heading { level: 2, content: inline.clone() },
            Block::Paragraph(inline.clone()),
            Block::Paragraph(vec![Inline::Strong(inline.clone()), inline[0].clone()]),
            Block::List { start: Some(1), tight: true, items: vec![ListItem { task: None, blocks: vec![Block::Paragraph(inline.clone())] }] },
            Block::Quote(vec![Block::Paragraph(inline.clone())]),
        ];
        let prose = Prose::new(blocks, Vec::new());
        let written = markdown(&prose, &same_target);
        prop_assert_eq!(without_places(&read(&written)), without_places(&prose), "{}", written);
    }

    /// What any Markdown says comes back, however it was written.
    #[test]
    fn markdown_comes_back(parts in prop::collection::vec(prop::sample::select(vec![
        "甲", "乙。", "“丙”", "a", " ", "\n", "\n\n", "- ", "1. ", "> ", "# ", "**", "*", "~~", "`", "[", "](x)", "|",
        "\n|-|-|\n", "\\", "&amp;", "[^1]", "\n\n[^1]: 注\n\n", "`=talk.count`", "\n```casebook\ntable: x\n```\n", "\n    ",
        "\n***\n", "![", "\n===\n", "3.", "~",
    ]), 0..24)) {
        let prose = read(&parts.concat());
        // Emphasis within emphasis within emphasis is no text that anybody reads.
        prop_assume!(prose.blocks.iter().all(|it| depth_of(it) < 3));
        let written = markdown(&prose, &same_target);
        prop_assert_eq!(without_places(&read(&written)), without_places(&prose), "{:?} was written as\n{}", parts.concat(), written);
    }
}
