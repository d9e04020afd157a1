use proptest::prelude::*;

use super::*;
use crate::source::Span;
use crate::syntax::{Block, Inline, ListItem};

fn read(text: &str) -> Prose {
    markdown(FileId(7), text, 0)
}

/// The tree on one line: `*e*`, `**s**` and `~~d~~` in brackets, `/` for a soft break, `//` for a hard one.
fn sketch(text: &str) -> String {
    let prose = read(text);
    let mut out = String::new();
    sketch_blocks(&prose.blocks, &mut out);
    for (number, footnote) in prose.footnotes.iter().enumerate() {
        out.push_str(&format!(" fn{number}:"));
        sketch_blocks(&footnote.blocks, &mut out);
    }
    out
}

fn sketch_blocks(blocks: &[Block], out: &mut String) {
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            out.push_str(" | ");
        }
        match block {
            Block::Paragraph(content) => sketch_inlines(content, out),
            Block::Heading { level, content } => {
                out.push_str(&format!("h{level} "));
                sketch_inlines(content, out);
            }
            Block::Quote(blocks) => {
                out.push_str("quote(");
                sketch_blocks(blocks, out);
                out.push(')');
            }
            Block::List { start, tight, items } => {
                out.push_str(&format!("list{start:?}{}(", if *tight { "" } else { " loose" }));
                for ListItem { task, blocks } in items {
                    out.push_str(match task {
                        None => "- ",
                        Some(true) => "-x ",
                        Some(false) => "-o ",
                    });
                    sketch_blocks(blocks, out);
                    out.push(' ');
                }
                out.push(')');
            }
            Block::Code { info, text } => out.push_str(&format!("code[{info}]{text:?}")),
            Block::Live { text, .. } => out.push_str(&format!("live{text:?}")),
            Block::Table { align, head, rows } => {
                out.push_str(&format!("table{align:?}"));
                for row in std::iter::once(head).chain(rows) {
                    for cell in row {
                        out.push('¦');
                        sketch_inlines(cell, out);
                    }
                    out.push(';');
                }
            }
            Block::Rule => out.push_str("---"),
            Block::Html(text) => out.push_str(&format!("html{text:?}")),
        }
    }
}

fn sketch_inlines(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        let (name, content) = match inline {
            Inline::Text(text) => {
                out.push_str(text);
                continue;
            }
            Inline::Emphasis(content) => ("e", content),
            Inline::Strong(content) => ("s", content),
            Inline::Strike(content) => ("d", content),
            Inline::Link { content, target, .. } => {
                out.push_str(&format!("link<{target}>"));
                ("", content)
            }
            Inline::Code(text) => {
                out.push_str(&format!("`{text}`"));
                continue;
            }
            Inline::Live { text, .. } => {
                out.push_str(&format!("={text}="));
                continue;
            }
            Inline::Image { target, alt, title, .. } => {
                out.push_str(&format!("image<{target}>{alt:?}{title:?}"));
                continue;
            }
            Inline::FootnoteRef(number) => {
                out.push_str(&format!("^{number}"));
                continue;
            }
            Inline::SoftBreak => {
                out.push('/');
                continue;
            }
            Inline::HardBreak => {
                out.push_str("//");
                continue;
            }
            Inline::Html(text) => {
                out.push_str(&format!("html{text:?}"));
                continue;
            }
        };
        out.push_str(name);
        out.push('{');
        sketch_inlines(content, out);
        out.push('}');
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(sketch(text), expected, "{text:?}");
}

#[test]
fn emphasis_works_beside_chinese_marks() {
    check("**优点：**该生", "s{优点：}该生");
    check("**“重点”**内容", "s{“重点”}内容");
    check("**《语文》**课本", "s{《语文》}课本");
    check("他说**“好”**。", "他说s{“好”}。");
    check("~~删除。~~后文", "d{删除。}后文");
    check("*“强调”*文字", "e{“强调”}文字");
    check("他**（甲）**和*《乙》*以及~~“丙”~~都", "他s{（甲）}和e{《乙》}以及d{“丙”}都");
    check("**优点：**该生，**不足：**粗心，**“建议”**多练。", "s{优点：}该生，s{不足：}粗心，s{“建议”}多练。");
    check("**优点:**该生**(重点)**内容**\"引号\"**好", "s{优点:}该生s{(重点)}内容s{\"引号\"}好");
    check("**50㎡**的教室，**加油💪**同学，**—3℃**左右", "s{50㎡}的教室，s{加油💪}同学，s{—3℃}左右");
    check("***“都要”***后文", "e{s{“都要”}}后文");
    check("甲~~**乙**~~丙，甲**~~乙~~**丙", "甲d{s{乙}}丙，甲s{d{乙}}丙");
    check("甲**`码`**乙**[链](x)**丙", "甲s{`码`}乙s{link<x>{链}}丙");
    check("**他说*“好”*了。**后文", "s{他说e{“好”}了。}后文");
    check("**Tom：**he", "s{Tom：}he");
    check("| **优：**甲 |\n|---|\n| 乙**“丙”** |", "table[None]¦s{优：}甲;¦乙s{“丙”};");
    check("**优点：**\n该生", "s{优点：}该生");
}

#[test]
fn what_is_no_emphasis_stays_as_written() {
    check("`**优点：**该生`", "`**优点：**该生`");
    check("```\n**优点：**该生\n```", "code[]\"**优点：**该生\\n\"");
    check("    **优点：**该生", "code[]\"**优点：**该生\"");
    check("\\*\\*优点：\\*\\*该生", "**优点：**该生");
    check("[甲](a**：b**乙) <http://x/**：**乙>", "link<a**：b**乙>{甲} link<http://x/**：**乙>{http://x/**：**乙}");
    check("[甲**“好”**乙]\n\n[甲**“好”**乙]: /u**：乙", "link</u**：乙>{甲s{“好”}乙}");
    check("**优点： **该生", "**优点： **该生");
    check("0.03*，0.01*。", "0.03*，0.01*。");
    check("长*(宽+高)*2", "长*(宽+高)*2");
    check("说_“好”_吧", "说_“好”_吧");
    check("<i a=\"**：乙\">", "html\"<i a=\\\"**：乙\\\">\"");
    check("![a**“好”**乙](x \"t**：乙\")", "image<x>\"a“好”乙\"\"t**：乙\"");
}

#[test]
fn single_tildes_are_waves_and_ranges() {
    check("明天~见~吧", "明天~见~吧");
    check("~真*棒*~ 3~5天", "~真e{棒}~ 3~5天");
    check("~~删~~ a~b~", "d{删} a~b~");
}

#[test]
fn a_soft_break_between_han_characters_is_dropped() {
    check("甲\n乙", "甲乙");
    check("甲，\n乙", "甲，乙");
    check("甲\nTom\nand\n乙", "甲/Tom/and/乙");
    check("第3\n名", "第3/名");
    check("**甲**\n乙*丙*\n**丁**", "s{甲}乙e{丙}s{丁}");
    check("**a**\n汉", "s{a}/汉");
    check("汉\n**a**", "汉/s{a}");
    check("“甲”\n“乙”", "“甲”“乙”");
    check("“a”\n“b”", "“a”/“b”");
    check("甲\n——\n乙", "甲——乙");
    check("甲[^1]\n乙\n\n[^1]: x", "甲^0乙 fn0:x");
    check("共\n`=talk.count`\n次\n`=x`", "共=talk.count=次=x=");
    check("use\n`=x`\nhere", "use/=x=/here");
    check("甲\n`乙`\n`c`\n丁", "甲`乙`/`c`/丁");
    check("甲\n![图](x)\n乙", "甲/image<x>\"图\"\"\"/乙");
    check("甲  \n乙\\\n丙", "甲//乙//丙");
    check("**甲\n乙** [甲\n乙](x)", "s{甲乙} link<x>{甲乙}");
    check("> 甲\n> 乙\n\n- 丙\n  丁", "quote(甲乙) | listNone(- 丙丁 )");
    check("甲\r\n乙", "甲乙");
}

#[test]
fn hand_made_indents_begin_paragraphs() {
    check("\u{3000}\u{3000}甲\n\u{3000}\u{3000}乙。\n丙", "甲 | 乙。丙");
    check("&emsp;&emsp;**甲**\n&emsp;&emsp;乙", "s{甲} | 乙");
    check("- \u{3000}甲\n  \u{3000}乙", "listNone(- 甲//乙 )");
    check("甲\u{3000}乙", "甲\u{3000}乙");
    check("\u{3000}\u{3000}", "");
}

#[test]
fn blocks() {
    check("# 一\n\n二\n===\n\n---", "h1 一 | h1 二 | ---");
    check("> 甲\n>\n> > 乙", "quote(甲 | quote(乙))");
    check("- 甲\n  1. 乙\n- 丙", "listNone(- 甲 | listSome(1)(- 乙 ) - 丙 )");
    check("3. 甲\n\n4. 乙", "listSome(3) loose(- 甲 - 乙 )");
    check("- 甲\n\n  > 乙\n- 丙", "listNone loose(- 甲 | quote(乙) - 丙 )");
    check("- [x] 甲\n- [ ] 乙\n- 丙", "listNone(-x 甲 -o 乙 - 丙 )");
    check("1. [x] 甲\n\n2. 乙", "listSome(1) loose(-x 甲 - 乙 )");
    check("```rust no\nfn\n```", "code[rust no]\"fn\\n\"");
    check("| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | `x\\|y` |", "table[None, Left, Center, Right]¦a¦b¦c¦d;¦1¦`x|y`¦¦;");
    check("", "");
}

#[test]
fn raw_html_is_kept_and_comments_are_not() {
    check("<div>\n**甲**\n</div>", "html\"<div>\\n**甲**\\n</div>\"");
    check("甲<b>乙</b>", "甲html\"<b>\"乙html\"</b>\"");
    check("甲<!-- 私 -->\n乙\n\n<!-- 私\n\n私 -->\n\n丙", "甲乙 | 丙");
    check("<!-- 私 --> 甲", "html\" 甲\"");
    check("<!-- 没有结束\n\n甲", "html\"<!-- 没有结束\\n\\n甲\"");
}

#[test]
fn footnotes_are_numbered_by_first_reference() {
    check("甲[^乙]丙[^a]丁[^乙]\n\n[^a]: 一\n\n[^乙]: 二[^c]\n\n[^c]: 三", "甲^0丙^1丁^0 fn0:二^2 fn1:一 fn2:三");
    check("甲[^x]", "甲[^x]");
    check("甲[^A]\n\n[^a]: 一\n\n[^a]: 二", "甲^0 fn0:一");
    check("甲\n\n[^a]: 无人提及", "甲");
    check("甲[^a]\n\n[^a]: 自己[^a]", "甲^0 fn0:自己^0");
    check("- 甲[^a]\n\n> [^a]: 一\n>\n>     二", "listNone(- 甲^0 ) | quote() fn0:一 | 二");
}

#[test]
fn live_figures() {
    check("`=talk.count` `= S02.talk.count ` `=谈心.次数`", "=talk.count= =S02.talk.count= =谈心.次数=");
    check("`=` `==` `=>` `a=b`", "`=` `==` `=>` `a=b`");
    check("```casebook\ntable: causes\n```", "live\"table: causes\\n\"");
    check("~~~ casebook x\na: 1\nb: 2\n~~~", "live\"a: 1\\nb: 2\\n\"");
    check("```casebooks\n```", "code[casebooks]\"\"");
}

/// The text under every span in the tree.
#[track_caller]
fn check_spans(text: &str, start: usize, expected: &[&str]) {
    let mut found = Vec::new();
    block_spans(&markdown(FileId(7), text, start).blocks, &mut found);
    assert!(found.iter().all(|span| span.file == FileId(7)));
    let found: Vec<_> = found.into_iter().map(|span| &text[span.range()]).collect();
    assert_eq!(found, expected);
}

fn block_spans(blocks: &[Block], found: &mut Vec<Span>) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => inline_spans(content, found),
            Block::Quote(content) => block_spans(content, found),
            Block::List { items, .. } => items.iter().for_each(|item| block_spans(&item.blocks, found)),
            Block::Live { span, .. } => found.push(*span),
            _ => {}
        }
    }
}

fn inline_spans(inlines: &[Inline], found: &mut Vec<Span>) {
    for inline in inlines {
        match inline {
            Inline::Live { span, .. } | Inline::Image { span, .. } => found.push(*span),
            Inline::Link { span, content, .. } => {
                found.push(*span);
                inline_spans(content, found);
            }
            Inline::Strong(content) | Inline::Emphasis(content) => inline_spans(content, found),
            _ => {}
        }
    }
}

#[test]
fn spans_count_from_the_start_of_the_file() {
    let head = "---\n日期: 2026-03-05\n---\n";
    let body =
        "**优点：**该生`=talk.count`，他**“好”**[链**：**接](x)\n![图](y) `` = a.b ``\n\n- ```casebook\n  table: x\n  ```\n";
    let text = format!("{head}{body}");
    check_spans(&text, head.len(), &["talk.count", "[链**：**接](x)", "![图](y)", "a.b", "table: x\n"]);
    check_spans("```casebook\na: 1\nb: 2\n```", 0, &["a: 1\nb: 2\n"]);
    check_spans("甲\n\n```casebook\n```", 0, &["```casebook\n```"]);
}

#[test]
fn a_start_outside_the_text_gives_nothing() {
    assert!(markdown(FileId(0), "甲", 1).is_empty());
    assert!(markdown(FileId(0), "甲", 99).is_empty());
}

#[test]
fn mail_addresses_get_their_scheme() {
    check("<a@b.cn> <https://a.cn>", "link<mailto:a@b.cn>{a@b.cn} link<https://a.cn>{https://a.cn}");
}

/// How deep the tree goes.
fn depth(blocks: &[Block]) -> usize {
    fn inline_depth(inlines: &[Inline]) -> usize {
        let below = inlines.iter().map(|inline| match inline {
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strike(content) => 1 + inline_depth(content),
            Inline::Link { content, .. } => 1 + inline_depth(content),
            _ => 1,
        });
        below.max().unwrap_or(0)
    }
    let below = blocks.iter().map(|block| match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => 1 + inline_depth(content),
        Block::Quote(blocks) => 1 + depth(blocks),
        Block::List { items, .. } => 2 + items.iter().map(|item| depth(&item.blocks)).max().unwrap_or(0),
        _ => 1,
    });
    below.max().unwrap_or(0)
}

#[test]
fn hostile_texts_are_read_quickly_and_stay_shallow() {
    const MANY: usize = 100_000;
    let texts = [
        ">".repeat(MANY) + "甲",
        "> ".repeat(MANY) + "甲",
        "- ".repeat(MANY) + "甲",
        "1. ".repeat(MANY) + "甲",
        "[".repeat(MANY) + "甲",
        "[".repeat(MANY) + "甲" + &"]".repeat(MANY),
        "[甲".repeat(MANY) + &"](x)".repeat(MANY),
        "![".repeat(MANY) + "甲" + &"](x)".repeat(MANY),
        "*".repeat(MANY) + "甲" + &"*".repeat(MANY),
        "**“".repeat(MANY) + "甲" + &"”**".repeat(MANY),
        "*甲 ".repeat(MANY),
        "甲**：".repeat(MANY),
        "_甲 *".repeat(MANY),
        "~~甲".repeat(MANY),
        "`甲".repeat(MANY),
        "甲\n".repeat(MANY),
        "——\n".repeat(MANY),
        "[^a]".repeat(MANY) + "\n\n[^a]: 甲",
        (0..20_000).map(|it| format!("[^{it}]\n\n[^{it}]: 甲\n\n")).collect(),
        "<!-- ".repeat(MANY),
        "甲<!-- ".repeat(MANY),
        "|甲".repeat(MANY) + "\n" + &"|-".repeat(MANY),
        "&emsp;甲\n".repeat(MANY),
        "&#x2801;**：".repeat(MANY),
    ];
    for text in &texts {
        let begun = std::time::Instant::now();
        let prose = read(text);
        let opening: String = text.chars().take(8).collect();
        assert!(begun.elapsed().as_secs() < 5, "{opening} took {:?}", begun.elapsed());
        assert!(depth(&prose.blocks) <= Limits::default().nesting + 2, "{opening} is {} deep", depth(&prose.blocks));
        assert!(!text.contains('甲') || prose.plain(None).contains('甲'), "{opening} lost its words");
    }
}

#[test]
fn words_beyond_the_limit_stay() {
    let text = "> ".repeat(150) + "甲**乙**\n\n" + "丙";
    let plain = read(&text).plain(None);
    assert_eq!(plain, "甲乙 丙");
    let list = "- ".repeat(80) + "甲\n\n乙";
    assert_eq!(read(&list).plain(None), "甲 乙");
}

#[test]
fn what_first_lies_too_deep_is_told() {
    let told = |text: &str, nesting: usize| {
        let (prose, beyond) = markdown_within(FileId(7), text, 0, nesting);
        assert!(prose.plain(None).contains('甲'), "{text}");
        beyond.map(|it| text[it.range()].to_owned())
    };
    assert_eq!(told("> > > 甲\n\n> > 乙", 3), None);
    assert_eq!(told("> > > 甲\n> > > 丙\n\n> > > 乙", 2), Some("> 甲".to_owned()));
    assert_eq!(told("- - 甲", 3), Some("- 甲".to_owned()), "a list and its item are two");
    assert_eq!(told("***甲***", 1), Some("**甲**".to_owned()));
    assert_eq!(told("**甲** [*乙*](x)", 1), Some("*乙*".to_owned()));
    assert_eq!(told("**甲** [*乙*](x)", 2), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is written, stand-ins never come out, spans lie in the text, and an image, link or figure is where its span says.
    #[test]
    fn stand_ins_leave_no_trace(text in "([甲乙a1：“”，（）(:*~_` \n\\[\\]!\\\\|>#-]|\\*\\*|~~|\\]\\(x\\)|`=x`|💪){0,40}") {
        let text = format!("首部\n{text}");
        let prose = markdown(FileId(7), &text, "首部\n".len());
        let shown = format!("{prose:?}");
        prop_assert!(!shown.contains('⠁'), "{}", shown);
        let mut found = Vec::new();
        block_spans(&prose.blocks, &mut found);
        for span in found {
            let place = text.get(span.range());
            prop_assert!(place.is_some_and(|it| it.starts_with(['[', '!', 'x', '`'])), "{place:?}");
        }
    }
}
