//! Why each lint is there, with a text that it marks and one that it does not.
//!
//! Rules are told in words. A law is named with its article only where the article was read in a published source; otherwise
//! the text says what it is about, and that the wording should be checked before it is quoted.

use crate::diag::{Code, Language};

/// A lint's reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// The lint.
    pub code: Code,
    zh: &'static str,
    en: &'static str,
    /// A text that it marks.
    pub wrong: &'static str,
    /// The same, mended.
    pub right: &'static str,
}

impl Reason {
    /// Why the lint is there.
    pub fn why(&self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.zh,
            Language::English => self.en,
        }
    }
}

/// The reason of a lint; `None` for other findings.
pub fn reason(code: Code) -> Option<&'static Reason> {
    REASONS.iter().find(|it| it.code == code)
}

macro_rules! reasons {
    ($($code:ident { zh: $zh:literal; en: $en:literal; wrong: $wrong:literal; right: $right:literal; })*) => {
        /// Every lint.
        pub(super) const LINTS: &[Code] = &[$(Code::$code,)*];

        const REASONS: &[Reason] =
            &[$(Reason { code: Code::$code, zh: $zh, en: $en, wrong: $wrong, right: $right },)*];
    };
}

reasons! {
    Label {
        zh: "标签贬低学生，也说不出他难在哪里。《未成年人学校保护规定》（教育部令第50号）要求平等对待每个学生（第6条），制止侮辱性绰号（第21条），不得贬损、侮辱学生（条款引用前请核对原文）。这些词不会印进任何文稿。";
        en: "A label degrades a pupil and does not say what is hard. The Ministry of Education's Order 50 asks for equal treatment (art. 6), for an end to insulting nicknames (art. 21) and against degrading words. Such words are never printed.";
        wrong: "他是班里的差生，上课也听不懂。";
        right: "他退位减法10题对4题，讲解时看着黑板，提问时低头。";
    }
    DiscouragedLabel {
        zh: "“学困生转化”是工作的名称，可以用；用来称呼一个孩子，就把他和困难等同起来。面对学生、家长和同事，说“学习困难学生”或“需要更多支持的学生”；诊断一类的词只在有正式评估时由专业人员使用。";
        en: "学困生转化 names the work and may stay. As a name for a child it makes the child the difficulty. Say 学习困难学生 or 需要更多支持的学生; clinical words are for professionals after a formal assessment.";
        wrong: "我班的学困生石头，这学期进步了。";
        right: "本学期学困生转化工作里，石头是需要更多支持的学生。";
    }
    JudgementWord {
        zh: "判断因人而异，帮不上忙；看得见、数得清的事实才能比较前后，也经得起家长和同事看。谈心、家访的记录表都要求照录原话、不写评判。";
        en: "Judgements differ from person to person and help nobody. What can be seen and counted can be compared later, and can be shown to parents and colleagues.";
        wrong: "他懒，作业总不写。";
        right: "本周5次作业交了2次，问起时他说“不想写”。";
    }
    RankBan {
        zh: "《未成年人学校保护规定》第10条：成绩和名次要便于学生和家长知道，但不得公开。casebook 没有名次这一项，也不按分数排列学生；要说进步，同自己的过去比。";
        en: "Order 50, article 10: scores and ranks may be told to the pupil and the parents, but not made public. casebook keeps no ranks and never sorts pupils by score; compare pupils with their own past.";
        wrong: "期末数学成绩全班第3名。";
        right: "期末数学等级由合格升为良好。";
    }
    BannedExam {
        zh: "教基厅函〔2021〕34号：小学每学期只组织一次期末考试（一、二年级不进行纸笔考试），不组织周考、月考、单元考试等任何名义的其他考试；平时用作业、课堂练习、小练习做过程性评价。";
        en: "The ministry's notice 教基厅函〔2021〕34号: one term exam a term (no written exam in grades 1 and 2), and no weekly, monthly or unit exams under any name. Practice and homework serve formative assessment.";
        wrong: "这次月考他对了12题。";
        right: "这次单元练习他对了12题。";
    }
    ExamInLowerGrade {
        zh: "教基厅函〔2021〕34号：小学一、二年级不进行纸笔考试。";
        en: "The ministry's notice 教基厅函〔2021〕34号: grades 1 and 2 have no written exams.";
        wrong: "日期,指标,数值\n2026-06-30,期末数学,92";
        right: "日期,指标,练习种类,等级\n2026-06-30,口算,每周小练,优秀";
    }
    SeveralTermExams {
        zh: "教基厅函〔2021〕34号：各科每学期只组织一次期末考试。第二条多半是抄重了，或其实是平时的练习。";
        en: "The ministry's notice 教基厅函〔2021〕34号: one exam a subject and term. A second one is mostly a copy, or was practice.";
        wrong: "日期,指标,数值\n2026-06-30,期末数学,71\n2026-07-01,期末数学,75";
        right: "日期,指标,数值\n2026-06-30,期末数学,71";
    }
    SensitiveWord {
        zh: "不满十四周岁儿童的个人信息都是敏感个人信息（《个人信息保护法》第28条），只在确有必要时记。健康、婚姻、收入、信仰写进受限字段，或只写与学习有关的、看得见的事实。";
        en: "All personal data of children under 14 is sensitive (Personal Information Protection Law, art. 28) and kept only if needed. Health, marriage, income and belief belong in secret fields, or are left out.";
        wrong: "奶奶说他爸妈离婚了，家里是低保户。";
        right: "平时由奶奶接送，作业在小饭桌完成。";
    }
    Escalation {
        zh: "发现孩子可能受侵害、被欺凌或有自伤的念头，学校和教师有报告的义务，先报告、先保护。细节由学校的专门程序保存，不放在这里，更不能进入网页和文稿。";
        en: "Signs that a child is hurt, bullied or thinks of self-harm must be reported; safety comes first. Details are kept by the school's own procedure, not here.";
        wrong: "他说晚上被毒打了一顿。";
        right: "3月5日发现异常，已按学校程序报告。";
    }
    MisdeedInDocument {
        zh: "违纪、批评教育、同伴氛围事件只以不少于3次的次数进入文稿：次数太少，知情的人一看就知道是谁。";
        en: "Incidents, corrective talks and peer events enter documents only as counts of three or more: a smaller count tells who it was.";
        wrong: "本学期批评教育`=corrective_talk.count`。";
        right: "本学期违纪`=incident.count`，逐月减少。";
    }
    RestrictedQuote {
        zh: "受限的记录和字段（违纪、批评教育、家庭情况……）只给本班教师看。文稿会离开教室，原话进了文稿就收不回来。";
        en: "Restricted notes and secret fields are for the class's own teachers. A document leaves the room, and words in it cannot be taken back.";
        wrong: "课间他把同桌的文具盒扔到走廊，事后不肯说话。";
        right: "本学期违纪`=incident.count`，逐月减少。";
    }
    PercentWithoutN {
        zh: "不写人数的百分比会骗人：5个人里的3个是60%，可信的范围是23%～88%。每个百分比都写明是多少里的多少。";
        en: "A percentage without its n misleads: 3 of 5 is 60%, with an interval of 23 to 88%. Say of how many each percentage is.";
        wrong: "基础知识薄弱的占60%。";
        right: "基础知识薄弱的占60%（3/5）。";
    }
    PercentSum {
        zh: "占比相加应当是100%。各项分别四舍五入会多出或少掉1，按最大余数法分配（5、2、1 在 8 里是 63、25、12）。";
        en: "Shares of a whole make 100%. Rounding each by itself may miss by one; use the largest remainder (5, 2, 1 of 8 are 63, 25, 12).";
        wrong: "8名学生中，三类成因分别占63%、25%、13%。";
        right: "8名学生中，三类成因分别占63%、25%、12%。";
    }
    ClaimWithoutData {
        zh: "“成效显著”没有数就是一句空话；“显著”还要有检验。有数就写数，没有就写看到的变化，成效不明显也照实写。";
        en: "A claim of success needs a number, and “significant” needs a test. Give the number, or what was seen; a result that is not evident is a result.";
        wrong: "一学期下来，转化工作取得了显著成效。";
        right: "一学期下来，目标达成`=goals.met`。";
    }
    DupParagraph {
        zh: "汇编和改稿时最常见的错：整段粘贴了两次。";
        en: "The most common slip of compiling: a paragraph pasted twice.";
        wrong: "摸底以后先找他谈了一次，问他最想先学会哪一样，他说想先把竖式算对，不再每次都订正，我们就从退位减法开始。\n\n摸底以后先找他谈了一次，问他最想先学会哪一样，他说想先把竖式算对，不再每次都订正，我们就从退位减法开始。";
        right: "摸底以后先找他谈了一次，问他最想先学会哪一样，他说想先把竖式算对，不再每次都订正，我们就从退位减法开始。";
    }
    DupInNote {
        zh: "一条记录里同一段写了两次，多半是粘贴的时候多按了一下；引用到文稿里就会重复。";
        en: "A paragraph that stands twice in a note was mostly pasted twice, and would be quoted twice.";
        wrong: "摸底以后先找他谈了一次，问他最想先学会哪一样，他说想先把竖式算对，不再每次都订正，我们就从退位减法开始。\n\n摸底以后先找他谈了一次，问他最想先学会哪一样，他说想先把竖式算对，不再每次都订正，我们就从退位减法开始。";
        right: "摸底以后先找他谈了一次，问他最想先学会哪一样，他说想先把竖式算对，不再每次都订正，我们就从退位减法开始。";
    }
    DupAcrossDocuments {
        zh: "两份文稿里一字不差的段落，多半是套用了旧稿：读者看不出写的是哪个班、哪个学期。";
        en: "A paragraph that stands word for word in two documents was mostly taken over from an old one.";
        wrong: "（两份总结里有同一段）";
        right: "（每份写自己的情况）";
    }
    HeadingSequence {
        zh: "序号跳号或重号，说明少了一节、多了一节，或粘贴错了位置。";
        en: "A number that skips or repeats shows that a section is missing, doubled or misplaced.";
        wrong: "# 一、基本情况\n\n# 二、主要做法\n\n# 四、工作成效";
        right: "# 一、基本情况\n\n# 二、主要做法\n\n# 三、工作成效";
    }
    OrphanItem {
        zh: "孤零零的“7、”说明前六条被剪掉或粘到了别处。";
        en: "A lone item 7 shows that six others were cut or pasted elsewhere.";
        wrong: "7、提高了教师的研究能力。";
        right: "1、提高了教师的研究能力。";
    }
    OcrResidue {
        zh: "扫描识别和复制粘贴会留下断开的词、多余的点和认错的符号。";
        en: "Scanning and pasting leave parted words, stray dots and misread signs behind.";
        wrong: "孩子们渴 望得到老师的.关心。";
        right: "孩子们渴望得到老师的关心。";
    }
    QuoteMarkPair {
        zh: "引号、括号、书名号成对使用（GB/T 15834—2011）；只有一半，读者分不清引到哪里。";
        en: "Quotes and brackets come in pairs (GB/T 15834—2011); a lone one leaves the reader guessing.";
        wrong: "学校要求做到“六个一。";
        right: "学校要求做到“六个一”。";
    }
    StraightQuote {
        zh: "中文的引号是“ ”和‘ ’（GB/T 15834—2011），英文引号不分左右。";
        en: "Chinese quotes are “ ” and ‘ ’ (GB/T 15834—2011).";
        wrong: "他说\"我再试一次\"。";
        right: "他说“我再试一次”。";
    }
    TypoList {
        zh: "常见的错别字，都有确定的正字。";
        en: "Common misspellings whose right form is certain.";
        wrong: "更本的办法是先补基础。";
        right: "根本的办法是先补基础。";
    }
    CitationName {
        zh: "教育家的译名常被抄错、认错；名字错了，引的话也要核对出处。";
        en: "Names of educators are often copied wrongly; where the name is wrong, check the quotation too.";
        wrong: "蒙台俊利重视有准备的环境。";
        right: "蒙台梭利重视有准备的环境。";
    }
    CitationSource {
        zh: "引用别人的话要能找到出处：作者、书名篇名、年份（GB/T 7714）。网上流传的名言很多查无实据。";
        en: "A quotation has a source that can be found: author, work, year (GB/T 7714). Many popular quotations have none.";
        wrong: "参考文献: [{作者: 陶行知, 书名篇名: 陶行知全集}]";
        right: "参考文献: [{作者: 陶行知, 书名篇名: 陶行知全集, 年份: 1984}]";
    }
    ApproximateNumber {
        zh: "相邻两个数连用表示概数，要用汉字，中间不加顿号（GB/T 15835—2011）。";
        en: "Two neighbouring numbers that mean “about” are written in Chinese numerals, without 、 (GB/T 15835—2011).";
        wrong: "每周谈3、5次。";
        right: "每周谈三五次。";
    }
    RangeSign {
        zh: "数值的范围用浪纹线～，时间、学年、序号的起止用一字线—（GB/T 15834—2011）；半角的 - 留给编号和日期 2026-03-05。";
        en: "Ranges of amounts take ～, those of times, school years and ordinals — (GB/T 15834—2011); - is for codes and dates.";
        wrong: "每次辅导25-30分钟，2025-2026学年共12次。";
        right: "每次辅导25～30分钟，2025—2026学年共12次。";
    }
    DashForm {
        zh: "破折号占两个字的位置：——（GB/T 15834—2011）。";
        en: "A Chinese dash is two signs long: —— (GB/T 15834—2011).";
        wrong: "他找到了自己的位置--小组长。";
        right: "他找到了自己的位置——小组长。";
    }
    EllipsisForm {
        zh: "省略号是六点：……（GB/T 15834—2011）。";
        en: "A Chinese ellipsis has six dots: …… (GB/T 15834—2011).";
        wrong: "他想了很久。。。后来点了点头。";
        right: "他想了很久……后来点了点头。";
    }
    HalfWidthMark {
        zh: "中文句子用全角标点（GB/T 15834—2011）；半角标点挤在一起，断句不清。";
        en: "Chinese sentences take full-width marks (GB/T 15834—2011).";
        wrong: "先口算,再写作业。";
        right: "先口算，再写作业。";
    }
    ShortYear {
        zh: "年份不简写（GB/T 15835—2011）。";
        en: "Years are not shortened (GB/T 15835—2011).";
        wrong: "26年3月建档。";
        right: "2026年3月建档。";
    }
    NumeralMix {
        zh: "同一份文稿里，同类的数用同一种写法（GB/T 15835—2011）。";
        en: "In one document, numbers of one kind have one form (GB/T 15835—2011).";
        wrong: "第4周开始辅导，第十周出现反复。";
        right: "第4周开始辅导，第10周出现反复。";
    }
    UnusedExemption {
        zh: "“允许”里写了文中没有的词，或写错了代码，真正要放行的地方还会提示。";
        en: "An exemption that matches nothing is mostly misspelt, and what it was meant for is still reported.";
        wrong: "---\n允许: [lable]\n---\n他把黑板擦干净了。";
        right: "---\n---\n他把黑板擦干净了。";
    }
}
