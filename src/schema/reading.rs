//! Tests of reading raw fields by the table.

use super::*;
use crate::diag::Diagnostics;
use crate::source::{FileId, Span};
use crate::syntax::{Entry, Node, NodeKind, Spanned};

/// Entries from YAML, without places.
fn entries(yaml: &str) -> Vec<Entry> {
    match node(&serde_yaml::from_str(yaml).expect("YAML")).kind {
        NodeKind::Map(entries) => entries,
        other => panic!("{other:?}"),
    }
}

fn node(value: &serde_yaml::Value) -> Node {
    let text = |value: &serde_yaml::Value| serde_yaml::to_string(value).expect("a scalar").trim().to_owned();
    let kind = match value {
        serde_yaml::Value::Null => NodeKind::Null,
        serde_yaml::Value::String(text) => NodeKind::Scalar(text.clone()),
        serde_yaml::Value::Sequence(items) => NodeKind::List(items.iter().map(node).collect()),
        serde_yaml::Value::Mapping(pairs) => {
            let pair = |(key, value): (&serde_yaml::Value, &serde_yaml::Value)| {
                let key = key.as_str().map_or_else(|| text(key), str::to_owned);
                Entry { key: Spanned { value: key, span: place() }, value: node(value) }
            };
            NodeKind::Map(pairs.iter().map(pair).collect())
        }
        other => NodeKind::Scalar(text(other)),
    };
    Node { kind, span: place() }
}

fn place() -> Span {
    Span::file(FileId(0))
}

/// Reads front matter as a note of a type; the fields and what was found.
fn read(kind: &str, yaml: &str) -> (Fields, Vec<String>) {
    let schema = Schema::built_in();
    let row = schema.note_type(schema.find_type(kind).expect(kind));
    read_by(schema, &row.label, &row.fields, yaml)
}

fn read_by(schema: &Schema, owner: &str, fields: &FieldSet, yaml: &str) -> (Fields, Vec<String>) {
    let entries = entries(yaml);
    let mut findings = Diagnostics::new();
    let checked = schema.check(owner, fields, &entries, &mut findings);
    let asked = Asked { owner, fields, except: &["type", "date"], span: place() };
    schema.require(&asked, &entries, &checked, &mut findings);
    (checked, findings.iter().map(said).collect())
}

fn said(finding: &crate::diag::Diagnostic) -> String {
    let language = crate::diag::Language::Chinese;
    let hint = finding.hint(language).map(|it| format!("；{it}")).unwrap_or_default();
    format!("{}: {}{hint}", finding.code.id(), finding.message(language))
}

/// A note that is read without findings.
fn clean(kind: &str, yaml: &str) -> Fields {
    let (fields, findings) = read(kind, yaml);
    assert_eq!(findings, [""; 0], "{yaml}");
    fields
}

#[test]
fn chinese_and_english_are_one() {
    let chinese = clean("谈心", "情绪: {前: 2, 后: 3}\n信任阶段: 愿听\n约定: [{内容: 先口算, 负责: 学生}, 早睡]\n话题: 作业");
    let english = clean(
        "talk",
        "topic: 作业\nMood: {before: 2, after: 3}\ntrust-stage: 2\nagreement: [{text: 先口算, who: student}, {text: 早睡}]",
    );
    assert_eq!(chinese, english);
    assert_eq!(chinese.iter().map(|(key, _)| &**key).collect::<Vec<_>>(), ["agreement", "topic", "mood", "trust_stage"]);
    assert_eq!(chinese.choice("trust_stage"), Some("2"));
    assert_eq!(chinese.record("mood").and_then(|it| it.integer("after")), Some(3));
    assert_eq!(chinese.records("agreement")[1].text("text"), Some("早睡"));
}

#[test]
fn lists_may_be_one_text() {
    let fields = clean("学习方法", "方法: 读题\n步骤: 一遍通读；二遍圈数, 再想;三遍说意思、写\n涉及学生: s02；Ｓ03");
    assert_eq!(fields.texts("steps"), ["一遍通读", "二遍圈数, 再想", "三遍说意思、写"]);
    assert_eq!(fields.texts("students"), ["S02", "S03"]);
    let fields = clean("成因问卷", "主因: 学习技能\n次要成因: 习惯；情绪\n公开范围: '家长：摘要；research: none'");
    assert_eq!(fields.choices("secondary_causes"), ["habit", "emotion"]);
    let Some(Data::Map(share)) = fields.get("share").map(|it| &it.data) else { panic!("a map") };
    assert_eq!(
        share.iter().map(|(key, it)| (&**key, it.as_choice())).collect::<Vec<_>>(),
        [("parent", Some("brief")), ("research", Some("none"))]
    );
}

#[test]
fn values_are_what_their_field_wants() {
    let fields =
        clean("听课观察", "专注次数: １４\n总次数: 20\n日期: 2026年3月5日\n周: 第十周\n草稿: 否\n附加: {随便: [1, {甲: 乙}]}");
    assert_eq!(fields.integer("on_task"), Some(14));
    assert_eq!(fields.integer("week"), Some(10));
    assert_eq!(fields.boolean("draft"), Some(false));
    assert!(fields.get("extra").is_some());
    let fields = clean("成绩跟踪", "指标: 口算\n数值: \"71.5\"\n缺席:\n阶段: B2\n学期: 2026年春季学期\n标题: '  '");
    assert_eq!(fields.number("value"), Some(71.5));
    assert_eq!(fields.get("absent"), None, "empty is missing");
    assert_eq!(fields.get("title"), None, "blank is missing");
    assert_eq!(fields.choice("phase"), Some("B"));
    assert_eq!(fields.text("term"), Some("2025-2026-2"));
    assert_eq!(
        clean("转化调查", "兴趣: 2\n纪律: {评分: 3, 依据: 不举手}").record("interest").and_then(|it| it.integer("rating")),
        Some(2)
    );
}

#[test]
fn every_fault_is_named_with_its_mend() {
    let cases = [
        ("谈心", "日朝: 2026-03-05", "unknown-key: 谈心没有“日朝”这一项；是不是“日期”？表里没有的项目可写在“附加:”下面"),
        (
            "talk",
            "trust_stge: 2",
            "unknown-key: 谈心没有“trust_stge”这一项；是不是“trust_stage”？表里没有的项目可写在“附加:”下面",
        ),
        ("谈心", "日期: 2026-03-05\ndate: 2026-03-05", "duplicate-key: “date”写了两次；留下一个"),
        ("谈心", "时长: 很久", "not-a-number: “时长”要写数，“很久”不是整数；只写数字，不带单位（分钟）；没有就空着"),
        ("谈心", "时长: 12题", "wrong-unit: “时长”要写数，单位是分钟，不能写“12题”；换算好，只写数字；没有就空着"),
        ("谈心", "日期: 2026/3/5 星期五", "date-form: “2026/3/5 星期五”不是日期；写成 2026-03-05、2026/3/5 或 2026年3月5日"),
        ("谈心", "时长: 500", "out-of-range: “时长”写了 500，应在 1 到 240 之间；核对数值和单位（分钟）"),
        ("谈心", "日期: 下周一", "date-form: “下周一”不是日期；写成 2026-03-05、2026/3/5 或 2026年3月5日"),
        ("谈心", "日期: 2026-02-30", "no-such-day: 日历上没有“2026-02-30”这一天；核对月和日"),
        ("谈心", "草稿: 也许", "not-a-boolean: “草稿”要写“是”或“否”，这里是“也许”；不知道就不写"),
        (
            "谈心",
            "信任阶段: 愿厅",
            "unknown-value: “信任阶段”没有“愿厅”这个选项；是不是“愿听”？可以写：戒备、愿听、交心、主动求助",
        ),
        ("谈心", "trust_stage: 7", "unknown-value: “trust_stage”没有“7”这个选项；可以写：1 戒备、2 愿听、3 交心、4 主动求助"),
        ("谈心", "情绪: {前: 6}", "out-of-range: “前”写了 6，应在 1 到 5 之间；核对数值和单位"),
        ("谈心", "情绪: {以前: 3}", "unknown-key: 情绪没有“以前”这一项；是不是“前”？表里没有的项目可写在“附加:”下面"),
        ("谈心", "主题: [一, 二]", "wrong-kind: “主题”应当是文字，这里写的是列表；例：主题: 假期后的作息"),
        ("谈心", "约定: [{负责: 学生}]", "required-missing: 约定缺“内容”；补上一行，例：内容: 睡前读10分钟"),
        ("表扬", "方式: 当众", "required-missing: 表扬缺“具体行为”；补上一行，例：具体行为: 主动把讲台擦干净"),
        ("表扬", "具体行为:", "required-missing: 表扬缺“具体行为”；补上一行，例：具体行为: 主动把讲台擦干净"),
        ("成因分析", "成因: 智力因素", "discouraged-value: “智力因素”建议改写为“基础知识薄弱”"),
        ("成绩跟踪", "指标: 口算\n数值: 缺考", "not-a-number: “数值”要写数，“缺考”不是数；只写数字，不带单位；没有就空着"),
        ("六个一登记", "项目: 每周谈新\n登记: 免做", "unknown-reference: 找不到任务“每周谈新”；是不是“每周谈心”？"),
        ("谈心", "学期: 春天", "wrong-kind: “学期”应当是学期的名称，这里写的是“春天”；例：学期: 2025-2026-2"),
    ];
    for (kind, yaml, expected) in cases {
        assert_eq!(read(kind, yaml).1, [expected], "{kind} {yaml}");
    }
}

#[test]
fn a_faulty_required_field_is_reported_once() {
    assert_eq!(read("岗位", "岗位名称: [甲]").1.len(), 1);
}

#[test]
fn ranges_have_many_forms() {
    let fields = Schema::built_in().shapes["term"].clone();
    let yaml = "学期: x\n开学: 2026-03-02\n结束日期: 2026-07-03\n假期: [2026-04-04—2026-04-06, 2026/5/1-2026/5/5, {from: 2026-06-19, to: 2026-06-21}, {起: 2026-06-25}, 2026年6月1日至2026年6月2日]";
    let (term, findings) = read_by(Schema::built_in(), "学期", &fields, yaml);
    assert_eq!(findings, [""; 0]);
    let ranges = term.list("holidays").iter().map(|it| match it.data {
        Data::DateRange(range) => range.to_string(),
        _ => String::new(),
    });
    assert_eq!(
        ranges.collect::<Vec<_>>(),
        ["2026-04-04—2026-04-06", "2026-05-01—2026-05-05", "2026-06-19—2026-06-21", "2026-06-25", "2026-06-01—2026-06-02"]
    );
    let bad = "学期: x\n开学: 2026-03-02\n结束日期: 2026-07-03\n假期: [2026-04-06—2026-04-04, {to: 2026-05-01}, 五一]";
    let (_, findings) = read_by(Schema::built_in(), "学期", &fields, bad);
    let codes: Vec<&str> = findings.iter().filter_map(|it| it.split(':').next()).collect();
    assert_eq!(codes, ["end-before-start", "wrong-kind", "date-form"]);
}

#[test]
fn a_note_becomes_the_kind_its_values_say() {
    let schema = Schema::built_in();
    let narrow = |kind: &str, yaml: &str| {
        let id = schema.narrow(schema.find_type(kind).expect(kind), &entries(yaml));
        schema.note_type(id).key.to_string()
    };
    assert_eq!(narrow("家校联系", "联系方式: 家访"), "home_visit");
    assert_eq!(narrow("family-contact", "MODE: phone"), "phone_check");
    assert_eq!(narrow("家校联系", "方式: 微信"), "family_contact");
    assert_eq!(narrow("家校联系", "方式: 瞎写"), "family_contact");
    assert_eq!(narrow("成绩跟踪", "种类: 期末"), "term_exam");
    assert_eq!(narrow("家访", "主题: 无"), "home_visit");
}

#[test]
fn a_school_adds_its_own_rows() {
    let yaml = "
记录类型:
  reading_log:
    名称: 阅读打卡
    别名: [打卡]
    公开范围: {家长: 全文}
    正文字段: 感想
    字段:
      pages: {名称: 页数, 密级: 公开, 值类型: integer, 最小值: 1, 必填: 是}
      feeling: {名称: 感想}
      mode: {名称: 方式, 可选值: [自读, 伴读]}
  second: {名称: 谈心}
  third: {名称: 早读, 字段: {a: {名称: 日期}, b: {值类型: 图片}}}
任务:
  reading: {名称: 每周阅读, 记录类型: [打卡], 周期: 每周}
  talk: {次数: 2}
  表现机会: 无
选项:
  诱因: {moving: 搬家}
  学科: [书法]
  性别: [其他]
用语:
  反复: 波动
  没有的: 词
";
    let mut findings = Diagnostics::new();
    let schema = Schema::built_in().with_additions(&entries(yaml), &mut findings);
    let findings: Vec<String> = findings.iter().map(said).collect();
    let codes: Vec<&str> = findings.iter().filter_map(|it| it.split(':').next()).collect();
    assert_eq!(codes, ["unknown-value", "name-taken", "name-taken", "unknown-value", "unknown-reference"], "{findings:#?}");
    let id = schema.find_type("打卡").expect("own type");
    let row = schema.note_type(id);
    assert_eq!((row.share.parent, row.share.staff), (Share::Full, Share::None));
    assert_eq!(row.body.as_deref(), Some("feeling"));
    assert_eq!(row.fields.find("页数").map(|it| it.class), Some(Sensitivity::Public));
    assert_eq!(row.fields.find("feeling").map(|it| it.class), Some(Sensitivity::Secret));
    assert!(row.fields.find("日期").is_some(), "common fields");
    let (fields, faults) = read_by(&schema, "阅读打卡", &row.fields, "页数: 12\n方式: 自读");
    assert_eq!((fields.integer("pages"), faults.len()), (Some(12), 0));
    let (_, faults) = read_by(&schema, "阅读打卡", &row.fields, "页数: 0\n方式: 听读");
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert_eq!(schema.find_duty("每周阅读").map(|it| it.types.clone()), Some(vec![id]));
    assert_eq!(schema.find_duty("talk").map(|it| (it.times, it.period)), Some((2, Period::Week)));
    assert!(schema.find_duty("showcase").is_none());
    assert_eq!(schema.note_type(schema.find_type("反复").expect("still read")).label, "波动");
    assert_eq!(schema.find_type("波动"), schema.find_type("relapse"));
    assert_eq!(schema.enums["trigger"].find("搬家").map(|it| &*it.key), Some("moving"));
    assert!(schema.enums["subject"].find("书法").is_some());
    assert_eq!(Schema::built_in().find_type("打卡"), None, "the embedded table stays as it is");
}
