//! What the redactor must find, and what it must leave alone.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::diag::Diagnostics;
use crate::model::{Casebook, StudentCode};
use crate::privacy::Audience;
use crate::privacy::fold::fold;
use crate::source::SourceTree;
use crate::syntax::{Block, Inline, Prose, markdown};

const ROSTER: &str = "
学生:
  S01: {姓名: 林禾苗, 小名: [禾禾], 电话: ['13800001234'], 身份证号: 11010120160502123X, 出生日期: 2016-05-02,
    住址: 榆树里小区3栋502室, 监护人: [{姓名: 孟晚秋, 关系: 母亲, 电话: [000-0000-0001]}]}
  S02: {姓名: 周行远, 监护人: [{姓名: 周铁成, 关系: 父亲}]}
  S03: {姓名: 陈果}
  S04: {姓名: 阿依古丽·买买提, 别名: [Aygul]}
  S05: {姓名: 叶小满}
  S06: {姓名: 高兴}
  S07: {姓名: 欧阳若兰}
成人:
- {姓名: 白静宜, 身份: 班主任, 电话: [000-0000-0101]}
- {姓名: 陆砚秋, 身份: 数学教师}
- {姓名: 韩松年, 身份: 校长}
地名: [晴川实验小学, 晴川镇, 望江路]
";

fn casebook(aliases: &str) -> Casebook {
    let profile = |alias: &str| format!("---\n化名: {alias}\n班级: 4-2\n---\n");
    let names = ["青青", "石头", "竹竹", "山山", "星星", "豆豆", "云朵"];
    let profiles: Vec<(String, String)> =
        names.iter().zip(1..).map(|(it, at)| (format!("students/S{at:02}/index.md"), profile(it))).collect();
    let class = "---\n年级: 四年级\n班主任: 白老师\n教师: [{姓名: 陆老师, 身份: 任课教师, 学科: 数学}]\n---\n";
    let mut files = vec![
        ("casebook.yaml", "标题: 个案集\n学期: [{学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}]\n"),
        ("roster.yaml", ROSTER),
        ("aliases.yaml", aliases),
        ("classes/4-2/index.md", class),
    ];
    files.extend(profiles.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let tree = SourceTree::of_texts(files);
    let mut findings = Diagnostics::new();
    let (files, found) = crate::syntax::parse(&tree);
    findings.extend(found);
    let casebook = crate::model::resolve(&tree, files, &mut findings);
    assert!(!findings.has_errors(), "{findings:?}");
    casebook.expect("settings")
}

fn redactor_with(audience: Audience, aliases: &str) -> Redactor {
    let casebook = casebook(aliases);
    let own = |audience: Audience, at: usize| audience != Audience::Parent || at == 0;
    let shown: BTreeMap<StudentCode, String> = casebook
        .students
        .iter()
        .enumerate()
        .filter(|(at, _)| own(audience, *at))
        .map(|(_, it)| (it.code.clone(), it.alias.clone().expect("an alias")))
        .collect();
    Redactor::new(Hidden::of(&casebook, audience, &shown))
}

fn redactor(audience: Audience) -> Redactor {
    redactor_with(audience, "")
}

fn of(redactor: &Redactor, text: &str) -> String {
    redactor.text(text, &mut Tally::default()).into_owned()
}

#[test]
fn whoever_is_named_goes_by_a_word() {
    let staff = redactor(Audience::Staff);
    for (text, expected) in [
        // pupils
        ("林禾苗今天第一个交。", "青青今天第一个交。"),
        ("禾禾和周行远同桌", "青青和石头同桌"),
        ("行远说：“我会了。”", "石头说：“我会了。”"),
        ("和陈果说了，小果笑了", "和竹竹说了，竹竹笑了"),
        ("阿依古丽·买买提领读", "山山领读"),
        ("阿依古丽领读，买买提爸爸来了", "山山领读，山山爸爸来了"),
        ("欧阳若兰、若兰", "云朵、云朵"),
        ("S01、s02和S03，不是S010", "青青、石头和竹竹，不是S010"),
        ("林同学和林某某", "青青和青青"),
        // other scripts and spellings
        ("Lin Hemiao, linhemiao; Hemiao Lin，LÍN HÉMIÁO", "青青, 青青; 青青，青青"),
        ("陳果、周行遠", "竹竹、石头"),
        ("Aygul came", "山山 came"),
        ("林 禾\u{3000}苗，林\u{200B}禾苗，林·禾·苗", "青青，青青，青青"),
        ("&#26519;禾苗", "青青"),
        ("<b>林</b>禾苗", "<b>青青"),
        ("students/%E6%9E%97%E7%A6%BE%E8%8B%97.md", "students/青青.md"),
        // families
        ("妈妈孟晚秋来电，孟晚秋女士说", "妈妈来电，家长说"),
        ("父亲周铁成", "父亲"),
        ("林妈妈说", "妈妈说"),
        // teachers
        ("白静宜老师和白老师、陆砚秋", "班主任和班主任、数学老师"),
        ("韩松年校长讲话，韩校长走了", "学校领导讲话，学校领导走了"),
        // places
        ("晴川实验小学的操场", "某校的操场"),
        ("家住榆树里小区3栋502室", "家住某地"),
        ("榆树里小区门口", "某地门口"),
        ("望江路上", "某路上"),
        ("晴川镇赶集", "某镇赶集"),
        // numbers, listed and not
        ("电话138-0000-1234", "电话〔电话〕"),
        ("+86 13800001234", "+〔电话〕"),
        ("000 0000 0001", "〔电话〕"),
        ("号码１３９１２３４５６７８", "号码〔电话〕"),
        ("一三九一二三四五六七八", "〔电话〕"),
        ("办公室0571-88889999", "办公室〔电话〕"),
        ("身份证 110101 20160502 123X", "身份证 〔证件号〕"),
        ("11010519491231002X", "〔证件号〕"),
        ("zhang.san@example.com", "〔邮箱〕"),
        ("微信号：abc_12345", "微信号：〔联系方式〕"),
        ("浙A·12345", "〔车牌〕"),
        ("2016年5月2日生", "〔出生日期〕生"),
        ("生于2016-05-02，2016.5.2", "生于〔出生日期〕，〔出生日期〕"),
    ] {
        assert_eq!(of(&staff, text), expected, "{text}");
    }
}

#[test]
fn parents_read_of_no_other_child() {
    let parent = redactor(Audience::Parent);
    for (text, expected) in [
        ("青青和石头一起", "青青和同学一起"),
        ("周行远同学帮林禾苗", "同学帮青青"),
        ("S02也来", "同学也来"),
        ("云朵说", "同学说"),
    ] {
        assert_eq!(of(&parent, text), expected, "{text}");
    }
}

/// Words that only look like names.
const INNOCENT: [&str; 26] = [
    "林间的小路",
    "大家很高兴",
    "高兴地跑过来",
    "他果然会了",
    "明白老师的意思",
    "海纳百川，有容乃大",
    "虚怀若谷",
    "小满节气前后",
    "今年小满时节",
    "一株禾苗",
    "几棵禾苗",
    "树林、森林和竹林",
    "每周一次谈话",
    "落叶满地",
    "一场秋雨",
    "水果和成果",
    "也许老师还在",
    "对于老师的要求",
    "其他同学",
    "某校的公开课",
    "口算12题/分，13题/分，14题/分，15题/分",
    "2026-03-05 2026-03-06 2026-03-07",
    "12 13 14 14 16 17 17 18 20 19 21 22 23",
    "n=42，95%置信区间31%～86%",
    "2025—2026学年度第二学期",
    "GB/T 9704—2012，第1234567条",
];

#[test]
fn words_that_merely_look_alike_stay() {
    for audience in [Audience::Staff, Audience::Research] {
        let redactor = redactor(audience);
        for text in INNOCENT {
            let mut tally = Tally::default();
            assert_eq!(redactor.text(text, &mut tally), text);
            assert_eq!(tally, Tally::default(), "{text}: nothing to ask about");
        }
    }
}

#[test]
fn what_is_doubtful_is_hidden_and_asked_about() {
    let staff = redactor(Audience::Staff);
    let mut tally = Tally::default();
    assert_eq!(staff.text("田里的禾苗绿了。", &mut tally), "田里的青青绿了。");
    assert_eq!(tally.doubts, [Doubt { words: "禾苗".into(), around: "田里的禾苗绿了".into() }]);
    assert_eq!(tally.replaced, BTreeMap::from([(Kind::Pupil, 1)]));

    let mut tally = Tally::default();
    let decided = redactor_with(Audience::Staff, "放行: [田里的禾苗]\n认定: [禾苗今天]\n");
    assert_eq!(decided.text("田里的禾苗绿了，禾苗今天笑了。", &mut tally), "田里的禾苗绿了，青青今天笑了。");
    assert_eq!(tally.doubts, [], "decided is decided");
}

#[test]
fn research_knows_no_class() {
    let research = redactor(Audience::Research);
    for class in ["四（2）班", "四(2)班", "四年级2班", "四年级二班", "4年级2班", "四2班"] {
        assert_eq!(of(&research, &format!("{class}的孩子")), "某班的孩子", "{class}");
    }
    assert_eq!(of(&redactor(Audience::Staff), "四（2）班"), "四（2）班");
}

/// The words that a reader sees, nothing between them.
fn words(blocks: &[Block], into: &mut String) {
    fn inlines(all: &[Inline], into: &mut String) {
        for it in all {
            match it {
                Inline::Text(text) | Inline::Code(text) | Inline::Html(text) | Inline::Live { text, .. } => into.push_str(text),
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => inlines(inner, into),
                Inline::Link { target, content, .. } => {
                    inlines(content, into);
                    into.push('\u{1}');
                    into.push_str(target);
                    into.push('\u{1}');
                }
                Inline::Image { target, alt, title, .. } => {
                    [target, alt, title].into_iter().for_each(|it| into.push_str(it));
                }
                Inline::FootnoteRef(_) => {}
                Inline::SoftBreak | Inline::HardBreak => into.push('\n'),
            }
        }
    }
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => inlines(content, into),
            Block::Quote(blocks) => words(blocks, into),
            Block::List { items, .. } => items.iter().for_each(|it| words(&it.blocks, into)),
            Block::Code { info, text } => {
                into.push_str(info);
                into.push_str(text);
            }
            Block::Live { text, .. } | Block::Html(text) => into.push_str(text),
            Block::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| {
                    inlines(cell, into);
                    into.push(' ');
                });
            }
            Block::Rule => {}
        }
        into.push('\u{1}');
    }
}

fn read(redactor: &Redactor, text: &str) -> String {
    let mut prose: Prose = markdown(crate::source::FileId(0), text, 0);
    redactor.prose(&mut prose, &mut Tally::default());
    let mut out = String::new();
    words(&prose.blocks, &mut out);
    prose.footnotes.iter().for_each(|it| words(&it.blocks, &mut out));
    out
}

#[test]
fn marks_do_not_hide_a_name() {
    let staff = redactor(Audience::Staff);
    for text in [
        "**林**禾苗",
        "林*禾*苗",
        "[林](a.md)禾苗",
        "林~~禾~~苗",
        "林\n禾苗",
        "林  \n禾苗",
        "林`禾`苗",
        "<i>林</i>禾苗",
        "# 林**禾**苗",
        "> 林\n> 禾苗",
        "- 林 禾苗",
        "| 姓 | 名 |\n|---|---|\n| 林 | 禾苗 |",
        "![林禾苗](a.png \"林禾苗\")",
        "[图](../林禾苗.md)",
        "```\n林禾苗\n```",
        "```casebook\n表: 目标\n题注: 林禾苗\n```",
        "`=林禾苗.talk.count`",
        "说[^1]\n\n[^1]: 林禾苗",
        "<p title=\"林禾苗\">在</p>",
    ] {
        let seen = read(&staff, text);
        assert!(!fold(&seen).contains("林禾苗") && !fold(&seen).contains("禾苗"), "{text}: {seen}");
    }
    assert_eq!(read(&staff, "**林**禾苗和[陈](x)果"), "青青和竹竹\u{1}x\u{1}\u{1}");
}

/// One way to write a name so that a reader still sees it.
fn written(name: &str, ways: &[u8]) -> String {
    let mut out = String::new();
    let characters: Vec<char> = name.chars().collect();
    for (at, it) in characters.iter().enumerate() {
        let way = ways.get(at % ways.len().max(1)).copied().unwrap_or(0);
        let it_is_han = !it.is_ascii();
        match way % 12 {
            1 => out.push_str(&format!("**{it}**")),
            2 => out.push_str(&format!("[{it}](x.md)")),
            3 if it_is_han => out.push_str(&format!("&#{};", *it as u32)),
            4 if it_is_han => out.push_str(&format!("&#x{:x};", *it as u32)),
            5 => out.push_str(&format!("{it}\u{200B}")),
            6 => out.push_str(&format!("{it}\u{FEFF}\u{2060}")),
            7 if it_is_han => out.push_str(&format!("{it} ")),
            8 if it_is_han => out.push_str(&format!("{it}\u{3000}")),
            9 if it_is_han && at + 1 < characters.len() => out.push_str(&format!("{it}\n")),
            10 => out.push_str(&format!("<b>{it}</b>")),
            11 => {
                // full-width letters, traditional characters
                let wide = it.is_ascii_alphanumeric().then(|| char::from_u32(*it as u32 + 0xFEE0)).flatten();
                let old = [
                    ('陈', '陳'),
                    ('远', '遠'),
                    ('叶', '葉'),
                    ('欧', '歐'),
                    ('阳', '陽'),
                    ('兰', '蘭'),
                    ('买', '買'),
                    ('满', '滿'),
                ];
                let old = old.iter().find(|(new, _)| new == it).map(|(_, old)| *old);
                out.push(wide.or(old).unwrap_or(*it));
            }
            _ => out.push(*it),
        }
    }
    out
}

const NAMES: [&str; 16] = [
    "林禾苗",
    "周行远",
    "陈果",
    "叶小满",
    "欧阳若兰",
    "阿依古丽买买提",
    "阿依古丽",
    "孟晚秋",
    "白静宜",
    "陆砚秋",
    "linhemiao",
    "zhouxingyuan",
    "13800001234",
    "晴川实验小学",
    "禾禾",
    "行远",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// A name of the roster, split and encoded in any way, is nowhere to be read.
    #[test]
    fn no_splitting_lets_a_name_through(
        name in 0..NAMES.len(),
        ways in proptest::collection::vec(any::<u8>(), 1..8),
        audience in 0..3usize,
        before in "[，。的了在]{0,2}",
        after in "[，。的了说]{0,2}",
    ) {
        let audience = [Audience::Staff, Audience::Parent, Audience::Research][audience];
        let name = NAMES[name];
        let text = format!("{before}{}{after}", written(name, &ways));
        let seen = fold(&read(&redactor(audience), &text));
        let bare: String = seen.chars().filter(|it| *it != '\u{1}').collect();
        prop_assert!(!seen.contains(name) && !bare.contains(name), "{text:?} → {seen:?}");
    }
}
