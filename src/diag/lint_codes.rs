//! The rows of the table in [`codes`](super::codes) that are about how things are said: the findings of the module `lint`.
//!
//! The macro hands its own rows to the one it is given, after that one's. Each row's reason, with where the rule comes from,
//! stands in `lint::reasons`.

/// Passes the lints' rows to the macro named first, after the rows that follow the name.
macro_rules! with_lint_codes {
    ($next:ident $($rows:tt)*) => {
        $next! {
            $($rows)*

    // —— words about pupils ——
    /// A word that degrades a pupil.
    Label = "label", Error {
        zh: "“{word}”是给学生贴的标签", "改写为“{better}”，或写出具体的困难；别人的原话，整句放进“……”里";
        en: "`{word}` labels a pupil", "write `{better}` or the difficulty itself; another person's words stand in “…” as a whole sentence";
    }
    /// A word of the trade that had better not name a pupil.
    DiscouragedLabel = "discouraged-label", Warning {
        zh: "不用“{word}”称呼学生", "改写为“{better}”；说工作本身（如“学困生转化工作”）时可以用";
        en: "`{word}` had better not name a pupil", "write `{better}`; the name of the work itself (学困生转化工作) may stay";
    }
    /// A judgement where an observation should stand.
    JudgementWord = "judgement-word", Warning {
        zh: "“{word}”是判断，不是看到的事", "写看得见、数得清的，例：{better}";
        en: "`{word}` judges instead of describing", "write what was seen and can be counted, such as: {better}";
    }
    /// A pupil's place in class.
    RankBan = "rank-ban", Warning {
        zh: "“{word}”是名次：不记名次，也不公布", "改写成同自己比，例：比上次多对4题；等级由合格升为良好";
        en: "`{word}` ranks pupils: ranks are neither kept nor published", "compare the pupil with the pupil's own past: 4 items more than last time";
    }
    /// An exam that is not held.
    BannedExam = "banned-exam", Warning {
        zh: "小学不组织“{word}”", "如果是练习，写“{better}”，它是过程性评价";
        en: "primary schools hold no `{word}`", "if it is practice, write `{better}`: it belongs to formative assessment";
    }
    /// A term exam in grade 1 or 2.
    ExamInLowerGrade = "exam-in-lower-grade", Error {
        zh: "{grade}年级不进行纸笔考试，这里记了“{type}”", "删去；平时的练习记为“成绩跟踪”，期末用游戏、闯关等方式评价";
        en: "no written exam is held in grade {grade}, but a `{type}` is recorded here", "delete it; record practice as `progress_record`";
    }
    /// A second term exam of a subject in a term.
    SeveralTermExams = "several-term-exams", Error {
        zh: "{student} 在 {term} 的{subject}已有一次期末考试（{first}）", "每科每学期只有一次；平时的练习种类写“单元练习”或“每周小练”";
        en: "{student} already has a term exam in {subject} in {term} ({first})", "there is one a subject and term; give practice the kind `practice` or `probe`";
    }

    // —— what should not stand here ——
    /// Health, family, belief or money in a field that others may see.
    SensitiveWord = "sensitive-word", Warning {
        zh: "“{word}”涉及{kind}", "移到受限字段（如“家庭情况”“背景”），或改为可观察的事实；用不着就不写";
        en: "`{word}` concerns {kind_en}", "move it to a secret field (`family`, `background`), write what can be observed, or leave it out";
    }
    /// A sign that a child may be in danger.
    Escalation = "escalation", Warning {
        zh: "“{word}”可能是需要立即报告的情况", "按学校的报告程序处理，不在这里存细节；只写“已按程序报告”和日期";
        en: "`{word}` may have to be reported at once", "follow the school's procedure and keep no details here; write only that it was reported, and when";
    }
    /// Misdeeds counted below three in a document.
    MisdeedInDocument = "misdeed-in-document", Warning {
        zh: "文稿里的“{name}”只有 {count} 次，少于 {least} 次能认出是谁", "删去这个数，或写成“个别”；次数多了再引用";
        en: "`{name}` is {count} here; fewer than {least} tell who it was", "leave the figure out until there are more";
    }
    /// Words of a restricted note in a document.
    RestrictedQuote = "restricted-quote", Warning {
        zh: "这句与受限的“{type}”里的原文相同：“{word}”", "文稿里不写这类内容，只在次数不少于 {least} 时写次数";
        en: "this repeats a restricted `{type}`: `{word}`", "keep such things out of documents, except as counts of {least} or more";
    }

    // —— numbers and claims ——
    /// A percentage of nobody knows how many.
    PercentWithoutN = "percent-without-n", Error {
        zh: "“{word}”没有写是多少里的百分之几", "同一段里写出人数或次数，例：60%（3/5）；或用活的数 `=goals.rate`，它自带 n";
        en: "`{word}` does not say of how many", "give the number in the same paragraph: 60%（3/5）; or use a live figure such as `=goals.rate`";
    }
    /// Shares that do not make a whole.
    PercentSum = "percent-sum", Error {
        zh: "{shares} 合计 {total}%，不是 100%", "核对各项；四舍五入的差按最大余数法调整，或用 casebook 块里的“表: 成因统计”";
        en: "{shares} add up to {total}%, not 100%", "check the shares; round them by largest remainder, or use the table `causes`";
    }
    /// A success claimed without a number.
    ClaimWithoutData = "claim-without-data", Warning {
        zh: "“{word}”没有数据", "同一句里写出数，例：`{figure}`；没有数据就写看到的事";
        en: "`{word}` has no data", "give the number in the same sentence, such as `{figure}`, or write what was seen";
    }

    // —— the order of a text ——
    /// The same paragraph twice in a document.
    DupParagraph = "dup-paragraph", Error {
        zh: "这一段和第 {line} 行的一段完全相同", "删去一段";
        en: "this paragraph equals the one at line {line}", "delete one";
    }
    /// The same paragraph twice in a note.
    DupInNote = "dup-in-note", Warning {
        zh: "这一段和第 {line} 行的一段完全相同", "多半是粘贴了两次，删去一段";
        en: "this paragraph equals the one at line {line}", "it was probably pasted twice; delete one";
    }
    /// The same paragraph in two documents.
    DupAcrossDocuments = "dup-across-documents", Warning {
        zh: "这一段和 {file} 第 {line} 行的一段完全相同", "每份文稿写自己的情况；需要相同的话，在设置里写“允许: dup-across-documents”";
        en: "this paragraph equals one of {file}, line {line}", "let each document say its own; or write `allow: dup-across-documents`";
    }
    /// A typed number that does not follow the one before.
    HeadingSequence = "heading-sequence", Error {
        zh: "序号“{found}”接不上，前面是“{before}”", "应为“{expected}”；检查是否漏了一节或重了号";
        en: "the number `{found}` does not follow `{before}`", "it should be `{expected}`; look for a section that is missing or numbered twice";
    }
    /// An item whose predecessors are missing.
    OrphanItem = "orphan-item", Warning {
        zh: "“{found}”前面没有“{expected}”", "检查前几条是否漏了或粘贴错了位置";
        en: "`{found}` has no `{expected}` before it", "look for items that are missing or were pasted elsewhere";
    }

    // —— slips ——
    /// What scanning leaves behind.
    OcrResidue = "ocr-residue", Warning {
        zh: "“{word}”像是扫描或粘贴留下的", "改成“{better}”";
        en: "`{word}` looks like a leftover of scanning or pasting", "write `{better}`";
    }
    /// A quote or bracket without its partner.
    QuoteMarkPair = "quote-mark-pair", Warning {
        zh: "标点 {mark} 没有配对", "补上 {partner} ，或删去它";
        en: "the mark {mark} has no partner", "add {partner} or delete it";
    }
    /// A straight quote beside Chinese.
    StraightQuote = "straight-quote", Warning {
        zh: "中文里用了英文引号 {mark}", "改成“ ”；引号里再引用 ‘ ’";
        en: "a straight quote {mark} in Chinese text", "write “ ”, and ‘ ’ within";
    }
    /// A wrong character of the list.
    TypoList = "typo-list", Warning {
        zh: "“{word}”是错别字", "改成“{better}”";
        en: "`{word}` is misspelt", "write `{better}`";
    }
    /// An author's name that scanning or copying has changed.
    CitationName = "citation-name", Warning {
        zh: "“{word}”应为“{better}”", "改正，并核对这句话的出处";
        en: "`{word}` should be `{better}`", "correct it, and check where the sentence is from";
    }
    /// A quotation whose source the list of references lacks.
    CitationSource = "citation-source", Warning {
        zh: "引用了{author}的话，参考文献里没有{what}", "在“参考文献”里补上作者、书名篇名和年份；找不到出处就不引用";
        en: "{author} is quoted, but the references lack {what_en}", "add author, work and year to `citations`, or leave the quotation out";
    }

    // —— numerals and punctuation ——
    /// An approximate number in digits.
    ApproximateNumber = "approximate-number", Warning {
        zh: "概数“{word}”要用汉字", "改成“{better}”；如果是两个确定的数，写成“3和5”";
        en: "the approximate number `{word}` is written in Chinese numerals", "write `{better}`";
    }
    /// A range with the wrong sign.
    RangeSign = "range-sign", Warning {
        zh: "“{word}”的连接号不对", "改成“{better}”：数值范围用～，时间、学年和序号的起止用—";
        en: "`{word}` has the wrong sign of range", "write `{better}`: ～ for amounts, — for times, school years and ordinals";
    }
    /// A dash in the wrong form.
    DashForm = "dash-form", Warning {
        zh: "破折号写成了“{word}”", "改成“——”（两个 —）";
        en: "the dash is written `{word}`", "write ——";
    }
    /// An ellipsis in the wrong form.
    EllipsisForm = "ellipsis-form", Warning {
        zh: "省略号写成了“{word}”", "改成“……”（六点）";
        en: "the ellipsis is written `{word}`", "write ……";
    }
    /// A half-width mark between Chinese characters.
    HalfWidthMark = "half-width-mark", Warning {
        zh: "中文里用了半角的“{mark}”", "改成“{better}”";
        en: "a half-width `{mark}` in Chinese text", "write `{better}`";
    }
    /// A year in two digits.
    ShortYear = "short-year", Warning {
        zh: "年份“{word}”少了前两位", "写全：{better}";
        en: "the year `{word}` is shortened", "write {better}";
    }
    /// One kind of number in two forms.
    NumeralMix = "numeral-mix", Warning {
        zh: "同一份文稿里既有“{word}”，又有“{other}”", "统一成一种，例：{better}";
        en: "one document has both `{word}` and `{other}`", "use one form, such as {better}";
    }

    // —— exemptions ——
    /// An exemption that exempts nothing.
    UnusedExemption = "unused-exemption", Warning {
        zh: "“允许”里的“{word}”没有用上", "[是不是“{nearest}”？]不再需要就删去";
        en: "`{word}` in `allow` exempts nothing", "[did you mean `{nearest}`? ]delete it if it is no longer needed";
    }
        }
    };
}
