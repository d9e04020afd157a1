//! A casebook of any size. All persons are invented; the same sizes give the same bytes.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹";
const GIVEN: &str = "子浩宇轩梓涵雨桐欣怡思远嘉佳诗琪俊杰文博晨曦若彤一诺可心明志";
const ALIASES: &[&str] = &["小松", "小禾", "小溪", "小橙", "小舟", "小麦", "小岚", "小竹", "小满", "小鹿", "小星", "小叶"];
const CAUSES: &[&str] = &["foundation", "study_skill", "motivation", "habit", "emotion", "family", "school", "environment"];
const STRENGTHS: &[&str] =
    &["动手能力强", "乐于帮助同学", "观察仔细", "记忆力好", "爱提问题", "劳动积极", "朗读有感情", "守时"];
const NEEDS: &[&str] =
    &["作业时间安排不当", "课堂专注时间较短", "书写速度偏慢", "识字量偏少", "不太愿意开口表达", "睡眠时间偏少"];
const GOALS: &[&str] =
    &["每天独立完成作业并自查", "课堂主动举手不少于两次", "每周读完一本课外书", "计算正确率达到九成", "整理好自己的书包"];
const TAGS: &[&str] =
    &["作业", "课堂", "阅读", "写字", "计算", "同伴", "情绪", "家庭", "习惯", "体育", "劳动", "进步", "合作", "值日"];
const HEADINGS: &[&str] = &["情况", "经过", "交流要点", "观察记录", "原因分析", "后续安排", "家长反馈", "教师反思", "小结"];
const SUBJECTS: &[&str] = &["语文", "数学", "英语", "科学"];
const RELATIVES: &[&str] = &["妈妈", "爸爸", "奶奶", "外婆", "爷爷"];
const TASKS: &[&str] = &["课堂练习", "生字听写", "口算卡", "阅读单", "周记", "单元订正", "错题本", "朗读录音"];
/// Type, its front matter, and how often of a hundred.
const TYPES: &[(&str, &str, u64)] = &[
    ("talk", "trust_stage: 2\nmood: {before: 2, after: 3}\n", 26),
    ("home_visit", "present: [mother]\nprogress_reported: yes\n", 8),
    ("phone_check", "checked: [homework]\nresult: partial\n", 18),
    ("praise", "setting: public\nstrength: 爱劳动\n", 14),
    ("tutoring", "subject: math\nminutes: 20\neffect: prompted\n", 20),
    ("observation", "", 14),
];
/// `{w}` a relative, `{s}` a subject, `{t}` a task, `{n}` a number, `{p}` the pupil.
const SENTENCES: &[&str] = &[
    "他说晚上写{t}时常常会停下来想别的事情，一停就是十几分钟。",
    "从作业本上看，前半部分书写工整，后半部分明显潦草，订正也不够彻底。",
    "{w}提到，家里最近调整了作息，孩子的睡眠比上个月多了将近一个小时。",
    "在{s}方面，{p}能听懂例题，但遇到变式就不太敢下笔，需要老师再推一把。",
    "我没有急着批评，而是先请他把当时的经过完整地说了一遍，再一起找原因。",
    "课堂上举手{n}次，其中一多半回答正确，同学们也给了他掌声。",
    "他把自己定的小目标写在便签上，贴在铅笔盒里，每天放学前打一个勾。",
    "{w}表示愿意配合，每天晚上留出二十分钟陪孩子读书，不再边看手机边催作业。",
    "我们用红笔和蓝笔区分了“不会”和“粗心”两类错误，他自己数了数，发现粗心占了一大半。",
    "他告诉我，最喜欢的是{s}课上的实验和动手环节，希望以后多一些这样的安排。",
    "这一周他的{t}全部按时上交，其中{n}份得了优，比开学时进步明显。",
    "大课间的跳绳比赛他坚持到最后，虽然没有得奖，但是没有中途放弃，这一点很难得。",
    "遇到不认识的字，他开始主动查字典，而不是直接空着不写，这是很好的变化。",
    "测验前{p}有点担心成绩，我们一起把复习内容分成{n}小块，一天完成一块。",
    "老师们普遍反映他近来更愿意和人打招呼，声音也比以前响亮。",
    "阅读记录显示，本月一共读了{n}本书，其中一本读得最细，还做了摘抄。",
    "下一步先观察一周，不增加额外任务，让他自己体会按时完成的轻松。",
    "后续重点放在习惯上，分数暂时不作要求，避免给他太大的压力。",
];
const SETTINGS: &str = "title: 生成的个案集
school: 晴川实验小学（虚构示例）
terms:
- {id: 2024-2025-1, start: 2024-09-02, end: 2025-01-17, holidays: [2024-09-17, 2024-10-01—2024-10-07]}
- {id: 2024-2025-2, start: 2025-02-17, end: 2025-07-04, holidays: [2025-04-04, 2025-05-01—2025-05-05]}
measures:
  语文课堂练习: {subject: chinese, max: 100}
  数学课堂练习: {subject: math, max: 100}
";
/// Pupils of a class.
const CLASS: usize = 30;

/// Random numbers of splitmix64: each pupil has a stream of its own.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len() as u64) as usize]
    }

    fn character(&mut self, from: &str) -> char {
        let at = self.roll(from.chars().count() as u64) as usize;
        from.chars().nth(at).expect("within")
    }
}

/// Writes a casebook with so many pupils and so many notes each.
pub(crate) fn write(root: &Path, students: usize, notes: usize) -> io::Result<()> {
    let content = root.join("content");
    std::fs::create_dir_all(&content)?;
    std::fs::write(content.join("casebook.yaml"), SETTINGS)?;
    for class in 0..students.div_ceil(CLASS) {
        let (folder, grade) = class_of(class);
        let folder = content.join("classes").join(folder);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("index.md"), format!("---\ngrade: {grade}\nsize: 42\nhomeroom: 白老师\n---\n"))?;
    }
    let days = school_days();
    assert!(notes <= days.len(), "at most {} notes each", days.len());
    for student in 0..students {
        let mut dice = Dice(20_240_902 + student as u64 * 1_000_003);
        let folder = content.join("students").join(format!("S{:04}", student + 1));
        std::fs::create_dir_all(folder.join("notes"))?;
        let alias = format!("{}{}", ALIASES[student % ALIASES.len()], student + 1);
        std::fs::write(folder.join("index.md"), profile(&mut dice, &alias, student))?;
        std::fs::write(folder.join("progress_record.csv"), probes(&mut dice))?;
        for at in 0..notes {
            let day = &days[(at * days.len() + days.len() / 2) / notes];
            let (kind, text) = note(&mut dice, &alias);
            std::fs::write(folder.join("notes").join(format!("{day}-{kind}.md")), text)?;
        }
    }
    Ok(())
}

/// Adds a sentence to the first pupil's first note; gives where it lies.
pub(crate) fn edit(root: &Path, run: usize) -> io::Result<PathBuf> {
    let folder = root.join("content/students/S0001/notes");
    let mut notes: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    notes.sort_by_key(std::fs::DirEntry::file_name);
    let note = notes.first().ok_or(io::ErrorKind::NotFound)?.path();
    let text = std::fs::read_to_string(&note)?;
    std::fs::write(&note, format!("{text}\n第{run}次补记。\n"))?;
    Ok(note)
}

/// A class's folder and grade: `3-2` is the second of grade 3.
fn class_of(class: usize) -> (String, usize) {
    let grade = class % 6 + 1;
    (format!("{grade}-{}", class / 6 + 1), grade)
}

fn profile(dice: &mut Dice, alias: &str, student: usize) -> String {
    let (class, _) = class_of(student / CLASS);
    let name: String = [dice.character(SURNAMES), dice.character(GIVEN), dice.character(GIVEN)].into_iter().collect();
    let mut text = format!("---\nname: {name}\nalias: {alias}\nclass: {class}\nopened: 2024-09-02\nsubjects: [math]\n");
    let _ = writeln!(text, "causes: [{}]", dice.pick(CAUSES));
    for (key, from, count) in [("strengths", STRENGTHS, 3), ("needs", NEEDS, 2), ("goals", GOALS, 3)] {
        let _ = writeln!(text, "{key}:");
        let start = dice.roll(from.len() as u64) as usize;
        for item in from.iter().cycle().skip(start).take(count) {
            let _ = writeln!(text, "- {item}");
        }
    }
    text.push_str("phases: [{phase: A, from: 2024-09-02}, {phase: B, from: 2024-09-23}]\nmeasures: [数学课堂练习]\n---\n\n");
    for heading in ["基本情况", "学期目标说明"] {
        let _ = writeln!(text, "## {heading}\n\n{}\n", paragraph(dice, alias, 3));
    }
    text
}

fn probes(dice: &mut Dice) -> String {
    let mut table = "week,term,measure,value,full_marks\n".to_owned();
    for (measure, rise) in [("语文课堂练习", 1), ("数学课堂练习", 2)] {
        let start = 55 + dice.roll(25);
        for week in (1..=18).filter(|it| it % 2 == 1) {
            let value = (start + week * rise / 2 + dice.roll(7)).min(100);
            let _ = writeln!(table, "{week},2024-2025-1,{measure},{value},100");
        }
    }
    table
}

fn note(dice: &mut Dice, alias: &str) -> (&'static str, String) {
    let mut left = dice.roll(100);
    let kind = TYPES.iter().find(|(_, _, weight)| {
        let found = left < *weight;
        left = left.saturating_sub(*weight);
        found
    });
    let (kind, fields, _) = kind.unwrap_or(&TYPES[0]);
    let mut text = format!(
        "---\ntitle: \"{}：{}\"\ntags: [{}, {}]\n{fields}---\n\n",
        dice.pick(SUBJECTS),
        dice.pick(TASKS),
        TAGS[dice.roll(7) as usize],
        TAGS[7 + dice.roll(7) as usize]
    );
    let target = 170 + dice.roll(390) as usize;
    let start = dice.roll(HEADINGS.len() as u64) as usize;
    for heading in HEADINGS.iter().cycle().skip(start).take(5) {
        let _ = writeln!(text, "## {heading}\n\n{}\n", paragraph(dice, alias, 2));
        match dice.roll(10) {
            0..=3 => {
                for _ in 0..3 {
                    let _ = writeln!(text, "- 每天放学前检查{}，{}签字；", dice.pick(TASKS), dice.pick(RELATIVES));
                }
                text.push('\n');
            }
            4 => text.push_str("> 老师，我今天没有发脾气，我先数了十个数。\n\n"),
            5 => {
                text.push_str("| 项目 | 完成情况 | 用时（分钟） |\n| --- | :---: | ---: |\n");
                for task in TASKS.iter().take(3) {
                    let _ = writeln!(text, "| {task} | **完成** | {} |", 5 + dice.roll(40));
                }
                text.push('\n');
            }
            _ => {}
        }
        if text.chars().count() > target {
            break;
        }
    }
    (kind, text)
}

fn paragraph(dice: &mut Dice, alias: &str, sentences: usize) -> String {
    let start = dice.roll(SENTENCES.len() as u64) as usize;
    let number = ["两", "三", "四", "五", "六"][dice.roll(5) as usize];
    let (relative, subject, task) = (dice.pick(RELATIVES), dice.pick(SUBJECTS), dice.pick(TASKS));
    let all = SENTENCES.iter().cycle().skip(start).step_by(5).take(sentences);
    all.map(|it| {
        it.replace("{w}", relative).replace("{s}", subject).replace("{t}", task).replace("{n}", number).replace("{p}", alias)
    })
    .collect()
}

/// Mondays to Fridays of two terms but the first week of October.
fn school_days() -> Vec<String> {
    let months = [(2024, 9, 2..=30), (2024, 10, 8..=31), (2024, 11, 1..=30), (2024, 12, 1..=31), (2025, 1, 1..=17)];
    let spring = [(2025, 2, 17..=28), (2025, 3, 1..=31), (2025, 4, 1..=30), (2025, 5, 6..=31), (2025, 6, 1..=30)];
    let all = months.into_iter().chain(spring);
    all.flat_map(|(year, month, days)| days.map(move |day| (year, month, day)))
        .filter(|(year, month, day)| weekday(*year, *month, *day) < 5)
        .map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"))
        .collect()
}

/// Days since Monday, by Sakamoto's rule.
fn weekday(year: usize, month: usize, day: usize) -> usize {
    let shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1];
    let year = if month < 3 { year - 1 } else { year };
    (year + year / 4 - year / 100 + year / 400 + shift + day + 6) % 7
}
