//! A document with everything in it, in the manner of a term summary of the demo class.

use crate::date::Date;
use crate::diag::Language;
use crate::site::chart::{ChartPoint, Phase, ProgressChart};
use crate::site::{Chart, Column, Document, FigureView, Layout, Piece, Route, Signature, TableRow, TableView};
use crate::source::{FileId, Span};
use crate::syntax::{Align, Block, Footnote, Inline, ListItem};

pub(super) fn span() -> Span {
    Span { file: FileId(0), start: 0, end: 0 }
}

pub(super) fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

pub(super) fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![text(words)])
}

pub(super) fn heading(level: u8, words: &str) -> Piece {
    Piece::Text(Block::Heading { level, content: vec![text(words)] })
}

fn item(task: Option<bool>, blocks: Vec<Block>) -> ListItem {
    ListItem { task, blocks }
}

/// A document of this title and these pieces, and nothing else.
pub(super) fn plain(title: &str, pieces: Vec<Piece>) -> Document {
    Document {
        pdf: Route::new("pdf/sample.pdf"),
        scope: crate::analysis::Scope {
            subject: crate::analysis::Subject::Everybody,
            term: crate::date::TermId { start_year: 2025, half: 2 },
        },
        page: Route::new("documents/sample.html"),
        genre: "term_summary".into(),
        layout: Layout::Gongwen,
        numbered: true,
        title: title.to_owned(),
        title_parts: vec![title.to_owned()],
        subtitle: None,
        author: None,
        date: Date::new(2026, 7, 3).expect("a day"),
        language: Language::Chinese,
        keywords: Vec::new(),
        sections: Vec::new(),
        pieces,
        footnotes: Vec::new(),
        attachments: Vec::new(),
        signature: None,
        cover: None,
        contents: false,
        parts: Vec::new(),
    }
}

fn basics() -> TableView {
    let columns = ["代号", "化名", "性别", "关注学科", "关注领域", "层级", "帮扶教师"];
    let columns = columns.map(|title| Column { title: title.into(), align: Align::Left }).to_vec();
    let rows = [
        "S01 青青 女 数学 学业 2 陆老师",
        "S02 石头 男 数学 学业、行为 3 白老师、陆老师",
        "S03 竹竹 女 语文 学业 2 顾老师",
        "S04 山山 男 数学 学业 2 陆老师",
        "S05 阿岚 女 综合 行为 2 白老师",
        "S06 豆豆 男 数学 学业 2 陆老师",
        "S07 云朵 男 数学 学业 3 陆老师",
        "S08 星星 女 综合 随班就读 3 白老师",
    ];
    let rows = rows.map(|row| row.split(' ').map(str::to_owned).collect::<Vec<_>>().into()).to_vec();
    TableView { number: 1, caption: "重点支持学生基本情况".into(), columns, rows, note: None }
}

/// A table of causes; with `copies` of its rows.
pub(super) fn causes(number: u32, copies: usize) -> TableView {
    let column = |title: &str, align| Column { title: title.into(), align };
    let columns = vec![
        column("主要成因", Align::Left),
        column("人数", Align::Right),
        column("占比（%）", Align::Right),
        column("主要表现", Align::Left),
    ];
    let rows = [
        ["基础知识薄弱", "5", "63", "20以内退位减未自动化，作业常只做一半"],
        ["学习技能不足", "2", "25", "不会读题，遗漏条件"],
        ["环境影响", "1", "12", "—"],
    ];
    let rows: Vec<TableRow> = rows.map(|row| row.map(str::to_owned).to_vec().into()).to_vec();
    TableView {
        number,
        caption: "成因问卷结果（n=8）".into(),
        columns,
        rows: std::iter::repeat_n(rows, copies).flatten().collect(),
        note: Some("注：占比按最大余数法取整，合计为100。人数少，占比只说明本班情况。".into()),
    }
}

/// S02 of the demo class.
pub(super) fn stone(number: u32) -> FigureView {
    let values = [13, 12, 14, 15, 16, 18, 18, 19, 14, 13, 16, 18, 19, 20, 21, 20, 21];
    let phase = |week: u8| match week {
        1..=3 => Phase::Baseline,
        9 | 10 => Phase::Relapse,
        16.. => Phase::Maintenance,
        _ => Phase::Support,
    };
    let points = (1u8..).zip(values).map(|(week, value)| ChartPoint { week, value: f64::from(value), phase: phase(week) });
    let chart = ProgressChart {
        id: "S02".into(),
        title: "石头的口算流畅度，第1—17周".into(),
        description: "基线3次：13、12、14题/分。支持12次，由15到21题/分。第9—10周反复。维持2次：20、21题/分。".into(),
        course: String::new(),
        unit: "题/分".into(),
        weeks: 18,
        points: points.collect(),
        phase_starts: vec![4, 16],
        relapses: vec![(9, 10)],
        events: vec![(4, "两面小红旗".into()), (6, "任小组长".into()), (10, "谈心：每天先做3分钟".into())],
        baseline: Some(13.0),
        target: Some(20.0),
        aim: None,
        class: Vec::new(),
        turns: Vec::new(),
        bounds: (None, None),
        occasional: false,
    };
    let caption = "石头的进展：基线、支持、反复、维持（n=17周）".to_owned();
    let data = TableView { number: 0, caption: caption.clone(), columns: Vec::new(), rows: Vec::new(), note: None };
    FigureView { number, caption, chart: Chart::Progress(chart), data }
}

/// Everything a document may hold.
pub(super) fn summary() -> Document {
    let strong = |words: &str| Inline::Strong(vec![text(words)]);
    let emphasis = |words: &str| Inline::Emphasis(vec![text(words)]);
    let link = |target: &str, words: &str| Inline::Link { target: target.into(), content: vec![text(words)], span: span() };
    let long = "8名学生中，以数学为主要支持学科的5人，以语文朗读、课堂专注、综合适应为主的各1人；学业与行为两项同时需要关注的1人。\
        成因问卷共回收8份，主要成因为基础知识薄弱的5人，学习技能不足的2人，环境影响的1人，分别占63%、25%、12%（n=8）。\
        人数少，占比只说明本班情况。";
    let talks = "全学期谈心112次，人均14次。前三周多数学生只答“嗯”“还行”，信任阶段为“戒备”的有5人；到第12周，主动来找老师说事的有4人。\
        石头第一次开口说的不是作业，是“放假在家没人看着，一松就拉下了”，这句话后来成了他目标表里的第一条。";
    let nested = Block::List {
        start: None,
        tight: true,
        items: vec![item(None, vec![paragraph("先听他读题，再让他讲题意")]), item(None, vec![paragraph("只改一处错")])],
    };
    let pieces = vec![
        Piece::Text(paragraph(
            "四（2）班现有学生42人，本学期确定重点支持学生8人，支持周期为第1—17周。学期初做了摸底与成因问卷，第4周起按“一生一策”\
             开展支持，第16—17周转入维持与回访。现将工作情况总结如下：",
        )),
        heading(1, "基本情况"),
        Piece::Text(paragraph(long)),
        Piece::Table(basics()),
        Piece::Table(causes(2, 1)),
        heading(1, "主要做法"),
        heading(2, "先谈心，后补课"),
        Piece::Text(Block::Paragraph(vec![text(talks), Inline::FootnoteRef(0)])),
        Piece::Text(Block::Quote(vec![paragraph("放假在家没人看着，一松就拉下了。每天放学先做口算三分钟，再开始作业。")])),
        heading(3, "谈心的做法"),
        Piece::Text(Block::Paragraph(vec![
            text("先说"),
            strong("事实"),
            text("，再问"),
            emphasis("感受"),
            text("，最后定"),
            Inline::Strike(vec![text("计划")]),
            text("约定。见"),
            link("https://example.org/handbook", "工作手册"),
            text("，"),
            link("../S02/index.md", "石头的档案"),
            text("与表格 "),
            Inline::Code("talk.csv".into()),
            text("，同上注。"),
            Inline::FootnoteRef(0),
        ])),
        heading(4, "每周一次"),
        Piece::Text(Block::List {
            start: Some(1),
            tight: true,
            items: vec![
                item(
                    None,
                    vec![paragraph("谈心、表扬按周计，家校联系、学习方法按月计，节假日所在周不计；未完成的集中在五一前后两周")],
                ),
                item(None, vec![paragraph("陆老师每周辅导两次"), nested]),
                item(None, vec![paragraph("作业当天面批")]),
            ],
        }),
        Piece::Text(Block::List {
            start: None,
            tight: true,
            items: vec![item(Some(true), vec![paragraph("家访8户")]), item(Some(false), vec![paragraph("重订3条目标")])],
        }),
        heading(2, "目标由学生自己写"),
        Piece::Text(paragraph("8人共订目标24条，每条都写明起点、目标值和完成时间。期末达成15条，部分达成6条，未达成3条。")),
        heading(1, "工作成效"),
        Piece::Text(paragraph(talks)),
        Piece::Figure(stone(1)),
        Piece::Text(Block::Table {
            align: vec![Align::None, Align::Right, Align::Right],
            head: vec![vec![text("指标")], vec![text("期初")], vec![text("期末")]],
            rows: vec![
                vec![vec![text("合格人数")], vec![text("2")], vec![strong("5")]],
                vec![vec![text("作业按时完成率（%）")], vec![text("52")], vec![text("81")]],
            ],
        }),
        Piece::Text(paragraph(long)),
        heading(1, "问题与反思"),
        Piece::Text(paragraph(
            "一是“反复”集中出现在假期之后，我们对节后第一周的准备不足；二是云朵的缺课没有及早与家长商定补测办法；三是朗读与专注两项\
             只有一位老师记录，证据偏单一。",
        )),
        Piece::Text(Block::Code { info: String::new(), text: "周次,指标,数值\n9,口算流畅度,14\n".into() }),
        Piece::Text(Block::Rule),
        Piece::Text(Block::Html("<b onclick=\"x\">#eval(\"1\") $x$ <label> @ref *粗*</b>".into())),
        heading(1, "下学期打算"),
        Piece::Text(paragraph(
            "（一）节后第一周为8名学生各安排一次谈心和一次低难度练习；（二）未达成的3条目标拆成更小的步骤，9月第2周前与学生、家长重订；\
             （三）朗读与专注改为两位教师交替记录。",
        )),
    ];
    let mut document = plain("四（2）班2025—2026学年度第二学期学习困难学生支持工作总结", pieces);
    document.title_parts = ["四（2）班", "2025—2026学年度第二学期", "学习困难学生", "支持工作总结"].map(str::to_owned).to_vec();
    document.author = Some("白老师".into());
    document.keywords = vec!["学习困难学生".into(), "一生一策".into()];
    document.footnotes =
        vec![Footnote { label: "n".into(), blocks: vec![paragraph("谈心次数按记录计，不含课间随口交谈。")] }];
    document.attachments = vec!["重点支持学生台账".into(), "家访记录汇总".into()];
    document.signature = Some(Signature { name: "班主任：白老师".into(), date: document.date });
    document
}
