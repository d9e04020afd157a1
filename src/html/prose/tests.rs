use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html::push_html};

use super::*;
use crate::source::FileId;
use crate::syntax::markdown;

/// A site on which notes are pages and pictures lie in `media/`.
struct Site;

impl Links for Site {
    fn href(&self, target: &str) -> Option<String> {
        target.strip_suffix(".md").map(|stem| format!("{stem}.html?a&b"))
    }

    fn image(&self, target: &str) -> Option<Image> {
        let stem = target.strip_suffix(".png")?;
        let widths: &[u32] = if stem == "wide" { &[480, 960, 1600] } else { &[300] };
        let sources = widths.iter().map(|it| (format!("media/{stem}-{it}.png"), *it)).collect();
        Some(Image { size: (*widths.last()?, 200), sources })
    }
}

fn words() -> ProseWords {
    ProseWords {
        task_done: "已完成：".to_owned(),
        task_open: "未完成：".to_owned(),
        footnotes: "脚注".to_owned(),
        back_to_text: "返回正文".to_owned(),
    }
}

fn page(text: &str) -> String {
    let words = words();
    let style =
        ProseStyle { heading_shift: 1, heading_names: Some(HeadingNames::Words), id_prefix: "n-", links: &Site, words: &words };
    prose(&markdown(FileId(0), text, 0), &style)
}

fn plain(text: &str) -> String {
    struct AsWritten;
    impl Links for AsWritten {
        fn href(&self, target: &str) -> Option<String> {
            Some(target.to_owned())
        }
        fn image(&self, target: &str) -> Option<Image> {
            Some(Image { size: (1, 1), sources: vec![(target.to_owned(), 1)] })
        }
    }
    let words = words();
    let style = ProseStyle { heading_shift: 0, heading_names: None, id_prefix: "", links: &AsWritten, words: &words };
    let prose = markdown(FileId(0), text, 0);
    Writer::new(&prose.blocks, &prose.footnotes, &style, Dress::Plain).write(&prose)
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(page(text).trim_end(), expected, "{text:?}");
}

#[test]
fn paragraphs_at_the_top_are_indented() {
    check("甲\n\n> 乙", "<p class=\"in\">甲</p>\n<blockquote>\n<p>乙</p>\n</blockquote>");
    let kept = "width=\"300\" height=\"200\" loading=\"lazy\" decoding=\"async\"";
    check("![图](a.png)", &format!("<p><img src=\"media/a-300.png\" alt=\"图\" {kept}></p>"));
    check("*甲***乙**~~丙~~", "<p class=\"in\"><em>甲</em><strong>乙</strong><s>丙</s></p>");
}

#[test]
fn headings_are_shifted_and_named() {
    check(
        "# 家庭 **情况**\n\n## 家庭情况\n\n###### 家庭情况\n\n# ！",
        "<h2 id=\"n-家庭-情况\">家庭 <strong>情况</strong></h2>\n<h3 id=\"n-家庭情况\">家庭情况</h3>\n<h6 id=\"n-家庭情况-1\">家庭情况</h6>\n<h2 id=\"n-section\">！</h2>",
    );
    let clash = page("# fn-1[^a]\n\n[^a]: 甲");
    assert!(clash.contains("<h2 id=\"n-fn-1-1\">") && clash.matches("id=\"n-fn-1\"").count() == 1, "{clash}");
}

#[test]
fn everything_is_escaped() {
    check(
        "a < b & \"c\" `<script>` <script>alert(1)</script>",
        "<p class=\"in\">a &lt; b &amp; &quot;c&quot; <code>&lt;script&gt;</code> <code>&lt;script&gt;</code>alert(1)<code>&lt;/script&gt;</code></p>",
    );
    check("<img src=x onerror=\"a\">", "<pre><code>&lt;img src=x onerror=&quot;a&quot;&gt;</code></pre>");
    check("```\"><b>\n</code>\n```", "<pre><code class=\"language-&quot;&gt;&lt;b&gt;\">&lt;/code&gt;\n</code></pre>");
    check(
        "![\">\\<b>](a.png '\"><i>')",
        "<p><img src=\"media/a-300.png\" alt=\"&quot;&gt;&lt;b&gt;\" title=\"&quot;&gt;&lt;i&gt;\" width=\"300\" height=\"200\" \
         loading=\"lazy\" decoding=\"async\"></p>",
    );
    check(
        "[x](<http://a/\"onclick=\"b>)",
        "<p class=\"in\"><a href=\"http://a/&quot;onclick=&quot;b\" rel=\"noreferrer noopener\">x</a></p>",
    );
}

#[test]
fn links_lead_to_files_and_allowed_schemes_only() {
    check("[甲](S02.md)", "<p class=\"in\"><a href=\"S02.html?a&amp;b\">甲</a></p>");
    check("[*甲*](gone.txt)", "<p class=\"in\"><em>甲</em></p>");
    check("<mailto:a@b.cn>", "<p class=\"in\"><a href=\"mailto:a@b.cn\">mailto:a@b.cn</a></p>");
    check(
        "<https://a.cn/?x&y>",
        "<p class=\"in\"><a href=\"https://a.cn/?x&amp;y\" rel=\"noreferrer noopener\">https://a.cn/?x&amp;y</a></p>",
    );
    for target in [
        "javascript:x",
        "&#106;avascript:x",
        "JAVA&#x73;cript&colon;x",
        "java&Tab;script:x",
        "data:text/html,x",
        "//a.cn/x.md",
        "\\\\\\\\a.cn/x.md",
    ] {
        check(&format!("[甲](<{target}>)"), "<p class=\"in\">甲</p>");
    }
    check("# 乙\n\n[甲](#乙)[丙](#丁)", "<h2 id=\"n-乙\">乙</h2>\n<p class=\"in\"><a href=\"#n-乙\">甲</a>丙</p>");
}

#[test]
fn images_come_in_sizes() {
    let html = page("![图](wide.png \"题\")");
    let expected = "<img src=\"media/wide-960.png\" alt=\"图\" title=\"题\" \
        srcset=\"media/wide-480.png 480w, media/wide-960.png 960w, media/wide-1600.png 1600w\" \
        sizes=\"(max-width: 46rem) 100vw, 46rem\" width=\"1600\" height=\"200\" loading=\"lazy\" decoding=\"async\">";
    assert_eq!(html.trim_end(), format!("<p>{expected}</p>"));
}

#[test]
fn images_come_from_the_casebook_or_are_words() {
    check("甲![图](a.jpg)![远](https://a.cn/a.png)![数](data:image/png,x)", "<p class=\"in\">甲图远数</p>");
}

#[test]
fn tasks_have_marks_and_words() {
    let done = "<span aria-hidden=\"true\">☑</span><span class=\"vh\">已完成：</span>";
    let open = "<span aria-hidden=\"true\">☐</span><span class=\"vh\">未完成：</span>";
    check(
        "- [x] 甲\n- [ ] 乙\n- 丙",
        &format!("<ul>\n<li class=\"task\">{done}甲</li>\n<li class=\"task\">{open}乙</li>\n<li>丙</li>\n</ul>"),
    );
    check("- [x] 甲\n\n  乙", &format!("<ul>\n<li class=\"task\"><p>{done}甲</p>\n<p>乙</p>\n</li>\n</ul>"));
}

#[test]
fn tables_scroll_and_numbers_stand_right() {
    check(
        "| 科目 | 等 | 分 |\n|---|:-:|--:|\n| 语文 | 良 | 80 |",
        "<div class=\"scroll\" tabindex=\"0\"><table class=\"data\">\n<thead><tr><th scope=\"col\">科目</th><th scope=\"col\" class=\"mid\">等</th><th scope=\"col\" class=\"num\">分</th></tr></thead>\n<tbody>\n<tr><td>语文</td><td class=\"mid\">良</td><td class=\"num\">80</td></tr>\n</tbody>\n</table></div>",
    );
}

#[test]
fn footnotes_lead_there_and_back() {
    check(
        "甲[^a]乙[^a]\n\n[^a]: 丙",
        "<p class=\"in\">甲<sup><a href=\"#n-fn-1\" id=\"n-fnref-1\" role=\"doc-noteref\">1</a></sup>乙<sup><a href=\"#n-fn-1\" role=\"doc-noteref\">1</a></sup></p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"脚注\">\n<ol>\n<li id=\"n-fn-1\">\n\
         <p>丙 <a class=\"back\" href=\"#n-fnref-1\" aria-label=\"返回正文\" role=\"doc-backlink\">↩\u{FE0E}</a></p>\n</li>\n</ol>\n</section>",
    );
}

#[test]
fn figures_that_were_not_put_in_are_shown_as_asked() {
    check("`=talk.count`", "<p class=\"in\"><code>=talk.count</code></p>");
    check("```casebook\ntable: <x>\n```", "<pre><code>table: &lt;x&gt;\n</code></pre>");
}

#[test]
fn comments_between_lines_of_an_item_leave_a_space() {
    check("- 甲\n  <!-- 私 -->\n  乙", "<ul>\n<li>甲\n乙</li>\n</ul>");
}

/// The parser's own HTML. Single tildes strike nothing, by our choice.
fn oracle(text: &str) -> String {
    let mut single = Vec::new();
    let parser = Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH).into_offset_iter();
    let events = parser.map(|(event, range)| match event {
        Event::Start(Tag::Strikethrough) => {
            single.push(!text[range].starts_with("~~"));
            if single.last() == Some(&true) { Event::Text("~".into()) } else { event }
        }
        Event::End(TagEnd::Strikethrough) if single.pop() == Some(true) => Event::Text("~".into()),
        _ => event,
    });
    let mut html = String::new();
    push_html(&mut html, events);
    // It writes elements without content as XML does. In a text there is no `>`.
    html.replace(" />", ">")
}

fn inline_text() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        4 => "[a-z]{1,6}( [a-z]{1,4}){0,3}",
        1 => "`[a-z>&]{1,5}`",
        1 => "\\[[a-z]{1,4}\\]\\([a-z][a-z/.]{0,6}\\)",
        1 => "<http://[a-z]{1,5}\\.cn/>",
        2 => "[a-z*_ .,()!`\\\\~&;]{1,8}",
        1 => Just("\\\n".to_owned()),
        1 => Just("  \n".to_owned()),
        2 => Just("\n".to_owned()),
    ];
    let marked = atom.prop_recursive(3, 12, 4, |inner| {
        prop::collection::vec(inner, 1..4).prop_flat_map(|parts| {
            let words = parts.join(" ");
            prop_oneof![
                Just(format!("*{words}*")),
                Just(format!("**{words}**")),
                Just(format!("_{words}_")),
                Just(format!("~~{words}~~")),
                Just(words),
            ]
        })
    });
    prop::collection::vec(marked, 1..4).prop_map(|parts| parts.join(" "))
}

fn document() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => inline_text(),
        1 => (1..7_usize, "[a-z]{1,6} *\\*[a-z]{1,4}\\*").prop_map(|(level, words)| format!("{} {words}", "#".repeat(level))),
        1 => "[a-z >&]{0,6}(< )?".prop_map(|code| format!("```rust x\n{code}\n\n{code}\n```")),
        1 => "[a-z >&]{1,6}(< )?".prop_map(|code| format!("    {code}")),
        1 => Just("---".to_owned()),
        1 => "[a-z]{1,5}".prop_map(|words| format!("{words}\n===")),
    ];
    let block = leaf.prop_recursive(4, 32, 4, |inner| {
        let nested = |first: &'static str, next: &'static str| {
            move |(blocks, gap): (Vec<String>, bool)| {
                let text = blocks.join(if gap { "\n\n" } else { "\n" });
                text.lines()
                    .enumerate()
                    .map(|(at, line)| format!("{}{line}\n", if at == 0 { first } else { next }))
                    .collect::<String>()
            }
        };
        let parts = (prop::collection::vec(inner, 1..4), any::<bool>());
        prop_oneof![
            parts.clone().prop_map(nested("> ", "> ")),
            parts.clone().prop_map(nested("- ", "  ")),
            parts.clone().prop_map(nested("- ", "- ")),
            parts.clone().prop_map(nested("3. ", "   ")),
            parts.prop_map(nested("1. ", "2. ")),
        ]
    });
    prop::collection::vec(block, 1..5).prop_map(|blocks| blocks.join("\n\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// On plain documents our HTML is the parser's own. Quotation marks are escaped by us everywhere and by the parser in
    /// attributes only; the documents hold none.
    #[test]
    fn plain_documents_read_as_commonmark(text in document()) {
        prop_assert_eq!(plain(&text), oracle(&text));
    }

    #[test]
    fn no_text_becomes_markup(text in "([<>\"'&=/a-z甲：“* \n`\\[\\]()!#-]|<script>|javascript:|onerror=|-->|<!--){0,60}") {
        let html = page(&text);
        for tag in html.split('<').skip(1) {
            let name = tag.trim_start_matches('/').split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
            let known = ["p", "em", "strong", "code", "pre", "a", "img", "blockquote", "ul", "ol", "li", "hr", "br", "h2", "h3", "h4", "h5", "h6"];
            prop_assert!(known.contains(&name), "{name} in {html}");
        }
        prop_assert!(!html.contains("href=\"javascript"));
    }
}
