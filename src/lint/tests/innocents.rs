//! Sentences about which a good editor says nothing, and those about which one does.

use super::{SETTINGS, assert_finds, of_document, of_note};
use crate::source::SourceTree;

#[test]
fn harmless_words_stay() {
    for text in [
        "测量有误差生成的原因，时差生物钟也讲了。",
        "他数学差生活习惯也在改。",
        "柜子很笨重，他搬得动；笨鸟先飞，用的是笨办法。",
        "种子蠢蠢欲动。",
        "这个问题学生都会答，老师提的问题学生能答上来。",
        "他并不笨，也不懒，只是慢。",
        "班会约定：不叫同学“笨蛋”，不说别人笨。",
        "来自私立幼儿园，当班主任性格要耐心，有责任性。",
        "伸了个懒腰。",
        "本学期学困生转化工作计划已交。",
        "读了《学困生的故事》。",
        "不公布名次，名次不排，没有排名。",
        "运动会60米跑第一名，接力全班第一。",
        "第三名同学上台，倒数第二排靠窗，全班第一个举手，年级第一学期。",
        "数学课上第一名举手的是他，报名次数多，安排名单贴在墙上，思考第二题。",
        "每周测一次口算，岁月考验，每月考勤。",
        "家访以后爸爸不计时了，降低保持难度，非智力因素也要看，随后进生态园。",
        "他跳楼梯，各自伤心，思想死板，减轻生活负担，大家暴露问题，年轻生命。",
        "既使用图又使用表，立即然后再做。",
        "不搞月考，用小练习代替单元考试。上周考虑换座位，月考勤表已交。",
        "第18周考试安排已公布。",
        "预防欺凌讲座，反欺凌主题班会，防性侵教育。",
        "他想死记硬背。",
        "心理课讲了烦恼。",
        "自己经历过，指导至下课，对象朋友一样；更本质的原因。",
        "卢俊老师来听课。",
    ] {
        let found = of_note(text).into_iter().chain(of_document(text)).collect();
        assert_finds(found, &[]);
    }
}

#[test]
fn numbers_and_marks_of_codes_days_and_tables_stay() {
    for text in [
        "2026-03-05，电话0571-8888-1234，学号S02-3，四(2)班，4-2班。",
        "8:30-9:10在教室，比分3:2。",
        "见[记录](2026-3-5.md)和`25-30分`、https://a.cn/1-2次。",
        "|分数|25-30分|\n|---|---|\n|a,b|x...|",
        "第1、2题，1、2、3次，第3、4周，一、二年级。",
        "每分钟12～14题，3月2日—7月3日，第1—3周，30%～40%。",
        "从教26年，第26年。",
        "他想了想……后来——过了很久——说：“好。”",
        "用了 Excel，打开 a.csv，访问 x.y。",
        "（一）甲（二）乙，1）丙 2）丁，it’s ok。",
        "学习 语文 数学",
        "答：“对。\n\n“也对。”",
        "比例是1:2，A、B、C三组。",
    ] {
        assert_finds(of_note(text), &[]);
    }
}

#[test]
fn numbers_are_mended() {
    let better = |text: &str| {
        let found = of_note(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let (code, words) = &found[0];
        format!("{code} {words}")
    };
    assert_eq!(better("谈了2、3次。"), "approximate-number 2、3次");
    assert_eq!(better("用时25-30分钟。"), "range-sign 25-30分");
    assert_eq!(better("完成率60%~70%。"), "range-sign 60%~70%");
    assert_eq!(better("2025-2026学年。"), "range-sign 2025-2026");
    assert_eq!(better("2025～2026学年度。"), "range-sign 2025～2026");
    assert_eq!(better("3月2日~7月3日。"), "range-sign 2日~7月");
    assert_eq!(better("第3-5周。"), "range-sign 3-5周");
    assert_eq!(better("自2026-3起。"), "range-sign 2026-3");
    assert_eq!(better("26年9月入学。"), "short-year 26年");
    assert_eq!(better("2O26年。"), "ocr-residue 2O26");
    assert_eq!(better("占20%o。"), "ocr-residue 20%o");
    let hints = |text: &str| {
        let tree = SourceTree::of_texts([
            ("students/S01/notes/2026-03-05-谈心.md", text),
            ("casebook.yaml", SETTINGS),
            ("students/S01/index.md", "---\n化名: 小松\n---\n"),
        ]);
        let found = crate::lint::lint(&tree, &crate::read(&tree).0.expect("sound"), None);
        found
            .iter()
            .filter_map(|it| it.args.iter().find(|(name, _)| *name == "better"))
            .map(|(_, it)| it.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        hints("谈了2、3次，3、5个人，60-70%，第3-5周，3月2日～7月3日。"),
        ["两三次", "三五个", "60%～70%", "3—5周", "2日—7月"]
    );
    assert_eq!(hints("2025-2026学年，自2026-3起，26年9月，2O26年。"), ["2025—2026", "2026年3月", "2026年", "2026"]);
}

#[test]
fn marks_are_mended() {
    assert_finds(
        of_note("他说:今天好,明天也好.\n"),
        &[("half-width-mark", ":"), ("half-width-mark", ","), ("half-width-mark", ".")],
    );
    assert_finds(of_note("方法的.方式。"), &[("ocr-residue", "的.方")]);
    assert_finds(of_note("没写完...就走了。"), &[("ellipsis-form", "...")]);
    assert_finds(of_note("没写完…就走了。"), &[("ellipsis-form", "…")]);
    assert_finds(of_note("他走了，，又回来。"), &[("ocr-residue", "，，")]);
    assert_finds(of_note("惰性大于信 心。"), &[("judgement-word", "惰性大"), ("ocr-residue", "信 心")]);
    assert_finds(of_note("读《背影，写感想》》。"), &[("quote-mark-pair", "》")]);
    assert_finds(of_note("他说（很轻，“好”。"), &[("quote-mark-pair", "（")]);
}

#[test]
fn percentages_need_their_number() {
    assert_finds(of_document("完成率60%。"), &[("percent-without-n", "60%")]);
    for text in [
        "8名学生里，60%按时完成。",
        "完成率60%（n=5）。",
        "完成率60%，见`=duty.rate`。",
        "付出100%的努力。",
        "完成率60%。\n\n```casebook\n表: 成因统计\n```",
        "5份问卷，三项分别占60%、20%、20%。",
        "5份问卷，其中基础薄弱占60%、方法不当占20%。",
    ] {
        assert_finds(of_document(text), &[]);
    }
    assert_finds(of_document("8人中，甲占63%，乙占25%，丙占13%。"), &[("percent-sum", "63%，乙占25%，丙占13%")]);
    assert_finds(of_note("完成率60%。"), &[]);
}

#[test]
fn claims_need_a_number() {
    assert_finds(of_document("成绩有所提高。"), &[("claim-without-data", "成绩有所提高")]);
    assert_finds(of_document("2026年3月以来，成绩有所提高。"), &[("claim-without-data", "成绩有所提高")]);
    for text in ["成绩有所提高，由61分到75分。", "成绩有所提高。数学`=S01.change.raw`。", "成绩没有明显提高。"]
    {
        assert_finds(of_document(text), &[]);
    }
}

#[test]
fn typed_numbers_follow_each_other() {
    let codes = |text: &str| of_document(text).into_iter().map(|(code, words)| format!("{code} {words}")).collect::<Vec<_>>();
    // as in a compilation whose sections were pasted together
    let text = "# 一、甲\n# 二、乙\n# 三、丙\n# 三、丁\n# 四、戊\n# 三、己\n# 五、庚\n";
    assert_eq!(codes(text), ["heading-sequence 三、", "heading-sequence 三、", "heading-sequence 五、"]);
    assert_eq!(
        codes("# 一、甲\n\n（一）子\n\n（二）丑\n\n# 二、乙\n\n（一）寅\n\n1、卯\n\n2、辰\n\n（二）巳\n\n1、午\n"),
        [""; 0]
    );
    assert_eq!(codes("7、提高。\n\n8、再提高。\n"), ["orphan-item 7、"]);
    assert_eq!(codes("1. 甲\n1. 乙\n1. 丙\n"), [""; 0], "Markdown numbers them");
    assert_eq!(codes("1. 甲\n\n一段。\n\n2. 乙\n"), [""; 0]);
    assert_eq!(codes("1. 甲\n2. 乙\n\n一段。\n\n5. 丙\n"), ["heading-sequence 5."]);
    assert_eq!(codes("三、四年级的学生都来了。\n\n2026. 年\n"), [""; 0]);
}

#[test]
fn one_form_in_one_document() {
    assert_finds(of_document("第4周起辅导。\n\n第十二周反复。"), &[("numeral-mix", "第十二周")]);
    assert_finds(of_document("第一周起辅导，第十二周反复。"), &[]);
}
