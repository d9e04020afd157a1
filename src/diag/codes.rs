//! The table of findings: a row each, with its name, how bad it is, and its sentences in Chinese and English.
//!
//! `{name}` is filled from the finding; a stretch in `[…]` is dropped when a placeholder in it has no value. Each row has a
//! fixture in `tests/fixtures/findings/`, named as the row is; a test fails where one is missing.

use super::{Language, Severity};

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $id:literal, $severity:ident {
        zh: $zh:literal, $zh_hint:literal;
        en: $en:literal, $en_hint:literal;
    })*) => {
        /// A kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every kind, in the table's order.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// The name by which users meet it: `unknown-key`.
            pub fn id(self) -> &'static str {
                match self { $(Code::$variant => $id,)* }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// Headline and hint, with placeholders.
            pub(super) fn sentences(self, language: Language) -> (&'static str, &'static str) {
                match (self, language) {
                    $((Code::$variant, Language::Chinese) => ($zh, $zh_hint),
                    (Code::$variant, Language::English) => ($en, $en_hint),)*
                }
            }
        }
    };
}

impl Code {
    /// The kind with this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.id() == id)
    }

    /// Headline and hint as they read without values, for telling what the kind is about.
    pub fn outline(self, language: Language) -> (String, String) {
        let (message, hint) = self.sentences(language);
        (super::wording::outline(message), super::wording::outline(hint))
    }
}

with_reading_codes! { codes
    // —— fields ——
    /// A key the table does not know.
    UnknownKey = "unknown-key", Error {
        zh: "{owner}没有“{key}”这一项", "[是不是“{nearest}”？]表里没有的项目可写在“附加:”下面";
        en: "{owner} has no field `{key}`", "[did you mean `{nearest}`? ]fields of your own go below `extra:`";
    }
    /// A value that is none of an enumeration's.
    UnknownValue = "unknown-value", Error {
        zh: "“{field}”没有“{value}”这个选项", "[是不是“{nearest}”？]可以写：{choices}";
        en: "`{value}` is no choice of {field}", "[did you mean `{nearest}`? ]choices: {choices}";
    }
    /// A note type the table does not know.
    UnknownType = "unknown-type", Error {
        zh: "没有“{value}”这种记录", "[是不是“{nearest}”？]用 casebook list types 查看全部类型";
        en: "there is no note type `{value}`", "[did you mean `{nearest}`? ]see casebook list types";
    }
    /// A value of the wrong kind.
    WrongKind = "wrong-kind", Error {
        zh: "“{field}”应当是{expected}，这里写的是{found}", "例：{example}";
        en: "{field} should be {expected}, not {found}", "for example: {example}";
    }
    /// A date in no accepted form.
    DateForm = "date-form", Error {
        zh: "“{value}”不是日期", "写成 2026-03-05、2026/3/5 或 2026年3月5日";
        en: "`{value}` is not a date", "write 2026-03-05, 2026/3/5 or 2026年3月5日";
    }
    /// A date that is not in the calendar.
    NoSuchDay = "no-such-day", Error {
        zh: "日历上没有“{value}”这一天", "核对月和日";
        en: "there is no such day as `{value}`", "check month and day";
    }
    /// A number that is none.
    NotANumber = "not-a-number", Error {
        zh: "“{field}”要写数，“{value}”不是{kind}", "只写数字，不带单位[（{unit}）]；没有就空着";
        en: "{field} takes a number; `{value}` is not {kind}", "write digits only, without unit[ ({unit})]; leave it empty if unknown";
    }
    /// A number with a unit that is not the field's.
    WrongUnit = "wrong-unit", Error {
        zh: "“{field}”要写数[，单位是{unit}]，不能写“{value}”", "换算好，只写数字；没有就空着";
        en: "{field} takes a number[ in {unit}], not `{value}`", "convert it and write digits only; leave it empty if unknown";
    }
    /// Neither yes nor no.
    NotABoolean = "not-a-boolean", Error {
        zh: "“{field}”要写“是”或“否”，这里是“{value}”", "不知道就不写";
        en: "{field} takes yes or no, not `{value}`", "leave it out if unknown";
    }
    /// Outside the field's range.
    OutOfRange = "out-of-range", Error {
        zh: "“{field}”写了 {value}，应在 {min} 到 {max} 之间", "核对数值和单位[（{unit}）]";
        en: "{field} is {value}, but must lie between {min} and {max}", "check value and unit[ ({unit})]";
    }
    /// A required field is missing.
    RequiredMissing = "required-missing", Error {
        zh: "{owner}缺“{field}”", "补上一行，例：{example}";
        en: "{owner} lacks `{field}`", "add a line, for example: {example}";
    }
    /// A reference that leads nowhere.
    UnknownReference = "unknown-reference", Error {
        zh: "找不到{kind}“{value}”", "[是不是“{nearest}”？]";
        en: "there is no {kind} `{value}`", "[did you mean `{nearest}`?]";
    }
    /// An accepted word that had better be another.
    DiscouragedValue = "discouraged-value", Warning {
        zh: "“{value}”建议改写为“{better}”", "";
        en: "better write `{better}` than `{value}`", "";
    }

    // —— the casebook ——
    /// There is no casebook.yaml.
    NoConfig = "no-config", Error {
        zh: "没有找到 casebook.yaml", "在 content 文件夹里新建 casebook.yaml，或用 casebook init 新建一个";
        en: "casebook.yaml was not found", "create it in the content folder, or run casebook init";
    }
    /// Two terms share days or a name.
    TermsOverlap = "terms-overlap", Error {
        zh: "学期 {term} 与 {other} 重叠或同名", "核对两个学期的起止日期";
        en: "terms {term} and {other} overlap or share a name", "check their first and last days";
    }
    /// A stretch whose end lies before its start.
    EndBeforeStart = "end-before-start", Error {
        zh: "结束日期 {end} 早于开始日期 {start}", "核对两个日期";
        en: "the end {end} lies before the start {start}", "check both dates";
    }
    /// A school's own type, duty, field or value, or a folder, goes by a name that is another's.
    NameTaken = "name-taken", Error {
        zh: "“{name}”与“{other}”重名", "换一个名称";
        en: "`{name}` has the same name as {other}", "choose another name";
    }
    /// A student's class that has no folder, where classes have folders.
    ClassWithoutFolder = "class-without-folder", Warning {
        zh: "班级 {class} 没有文件夹 classes/{class}", "[是不是“{nearest}”？]核对班级，或新建 classes/{class}/index.md";
        en: "the class {class} has no folder classes/{class}", "[did you mean `{nearest}`? ]check the class, or create classes/{class}/index.md";
    }
    /// A survey's or project's folder without index.md.
    FolderWithoutIndex = "folder-without-index", Error {
        zh: "文件夹 {folder} 里没有 index.md", "新建 {folder}/index.md，至少写“标题:”[和“{field}:”]";
        en: "the folder {folder} has no index.md", "create {folder}/index.md with at least `title:`[ and `{field}:`]";
    }
    /// A note has neither its own type nor one in its file name.
    MissingType = "missing-type", Error {
        zh: "看不出这是哪种记录", "在设置里写“类型: 谈心”，或把文件改名为 2026-03-05-谈心.md";
        en: "the note has no type", "write `type: talk`, or name the file 2026-03-05-talk.md";
    }
    /// A note has neither its own date nor one in its file name.
    MissingDate = "missing-date", Error {
        zh: "这条记录没有日期", "在设置里写“日期: 2026-03-05”，或写在文件名开头";
        en: "the note has no date", "write `date: 2026-03-05`, or start the file name with it";
    }
    /// Date or type of the file name is not the front matter's.
    NameContradicts = "name-contradicts", Warning {
        zh: "文件名里是“{name}”，设置里是“{value}”，以设置为准", "改成一致";
        en: "the file name says `{name}`, the front matter `{value}`; the front matter counts", "make them agree";
    }
    /// A date in no term.
    OutsideTerms = "outside-terms", Warning {
        zh: "{date} 不在任何学期里，不计入学期统计", "核对年份，或在 casebook.yaml 的“学期”里补上这个学期";
        en: "{date} lies in no term and is counted in none", "check the year, or add the term to casebook.yaml";
    }
    /// A week that the term does not have.
    NoSuchWeek = "no-such-week", Error {
        zh: "{term} 没有第 {week} 周", "这个学期共 {weeks} 周";
        en: "{term} has no week {week}", "it has {weeks} weeks";
    }
    /// A student without any name.
    StudentNameless = "student-nameless", Error {
        zh: "学生 {code} 没有化名，也没有姓名", "在 index.md 里写“化名: 小松”";
        en: "student {code} has neither alias nor name", "write `alias: …` in index.md";
    }
    /// Two students share an alias.
    SharedAlias = "shared-alias", Error {
        zh: "化名“{alias}”用了两次：{code} 和 {other}", "给其中一人换一个化名";
        en: "the alias `{alias}` belongs to both {code} and {other}", "give one of them another";
    }
    /// A student's folder without index.md.
    StudentWithoutIndex = "student-without-index", Error {
        zh: "学生文件夹 {code} 里没有 index.md", "新建 students/{code}/index.md，至少写“化名:”";
        en: "the folder of student {code} has no index.md", "create students/{code}/index.md with at least an alias";
    }
    /// A class folder without index.md.
    ClassWithoutIndex = "class-without-index", Error {
        zh: "班级文件夹 {class} 里没有 index.md", "新建 classes/{class}/index.md，至少写“年级:”";
        en: "the folder of class {class} has no index.md", "create classes/{class}/index.md with at least a grade";
    }
    /// A note type that does not lie in this kind of folder.
    TypeNotHere = "type-not-here", Error {
        zh: "“{type}”不写在{place}的文件夹里", "移到{allowed}的文件夹";
        en: "`{type}` does not belong in the folder of a {place}", "move it to the folder of a {allowed}";
    }
    /// A note type that is not kept as a table.
    TypeNotTable = "type-not-table", Error {
        zh: "“{type}”不能写成表格", "一条写一个 .md 文件";
        en: "`{type}` is not kept as a table", "write one .md file a note";
    }
    /// A table whose file name is no type and that has no type column.
    TableWithoutType = "table-without-type", Error {
        zh: "看不出“{stem}”这张表记的是什么", "[是不是“{nearest}”？]表的文件名写成记录类型，如 表扬.csv，或加一列“类型”";
        en: "cannot tell what the table `{stem}` records", "[did you mean `{nearest}`? ]name it after a note type, such as praise.csv, or add a column `type`";
    }
    /// A class-wide table's row without a student.
    RowWithoutStudent = "row-without-student", Error {
        zh: "这一行没有写学生", "在“学生”列写代号，如 S02";
        en: "this row names no student", "put a code such as S02 in the column `student`";
    }
    /// A row equal to an earlier one.
    DuplicateRow = "duplicate-row", Warning {
        zh: "这一行与第 {line} 行完全相同，只计一次", "删去一行";
        en: "this row equals line {line} and is counted once", "delete one";
    }
    /// A score over its full marks.
    AboveFullMarks = "above-full-marks", Error {
        zh: "数值 {value} 超过满分 {full}", "核对数值或满分";
        en: "the value {value} is over full marks of {full}", "check both";
    }
    /// A value of somebody who was absent.
    AbsentWithValue = "absent-with-value", Error {
        zh: "写了缺席，又写了数值 {value}", "没有参加就把数值空着，缺席不是 0 分；参加了就删去“缺席”";
        en: "marked as absent, but with the value {value}", "leave the value empty: absent is not 0; or delete `absent`";
    }
    /// A part that is larger than its whole.
    PartAboveWhole = "part-above-whole", Error {
        zh: "“{part}”（{value}）大于“{whole}”（{total}）", "核对这两项";
        en: "{part} ({value}) is larger than {whole} ({total})", "check both";
    }
    /// A recovery, end or closing date before the note's own.
    DateBeforeNote = "date-before-note", Error {
        zh: "“{field}”（{value}）早于记录日期（{date}）", "核对两个日期";
        en: "{field} ({value}) lies before the note's date ({date})", "check both";
    }

    // —— pages and documents ——
    /// A live figure that does not exist.
    UnknownFigure = "unknown-figure", Error {
        zh: "没有“{name}”这个数", "[是不是“{nearest}”？]用 casebook list figures 查看全部";
        en: "there is no figure `{name}`", "[did you mean `{nearest}`? ]see casebook list figures";
    }
    /// A live figure that needs a student, a class or an argument.
    FigureScope = "figure-scope", Error {
        zh: "“{name}”{reason}", "写成：{example}";
        en: "`{name}` {reason}", "write: {example}";
    }
    /// A `casebook` block that asks for something that does not exist.
    UnknownBlock = "unknown-block", Error {
        zh: "casebook 块里没有“{name}”{kind}", "[是不是“{nearest}”？]可以写：{choices}";
        en: "a casebook block has no {kind} `{name}`", "[did you mean `{nearest}`? ]choices: {choices}";
    }
    /// A table that cannot be told apart by what its block asks for.
    BlockNotBy = "block-not-by", Error {
        zh: "“{table}”不能按{name}取：它的记录里没有{name}", "删去这一行，或换一张记录里写有{name}的表";
        en: "`{table}` cannot be taken by {name}: its notes do not say one", "remove this line, or ask for a table whose notes do";
    }
    /// Two outputs at one address.
    SameAddress = "same-address", Error {
        zh: "两个文件会写到同一个地址：{path}", "给其中一个改名";
        en: "two files would be written to one address: {path}", "rename one of them";
    }
    /// A character that no face has.
    MissingGlyph = "missing-glyph", Warning {
        zh: "字体里没有“{char}”（{codepoint}），文稿“{title}”里“{around}”一处用 {shown} 代替", "换一个字；罕用字可以拆开写或注音";
        en: "no font has `{char}` ({codepoint}); the document `{title}` shows {shown} instead in `{around}`", "use another character, or spell it out";
    }
    /// A font that was asked for and is not there.
    FontMissing = "font-missing", Warning {
        zh: "没有找到字体“{family}”，{role}改用 {used}", "用 --font-path 指明字体文件所在的文件夹，或放进主题的 fonts 文件夹";
        en: "there is no font `{family}`; {used} is used for {role}", "name the folder that holds it with --font-path, or put it in the theme's folder fonts";
    }
    /// A role that no font can play.
    UnknownFontRole = "unknown-font-role", Warning {
        zh: "字体里没有“{name}”这一项，没有用上", "可以写：标题、正文、宋体、仿宋、黑体、楷体";
        en: "no part of a document is called `{name}`, so its font is not used", "choices: title, text, song, fangsong, hei, kai";
    }
    /// A document could not be set.
    DocumentFailed = "document-failed", Error {
        zh: "文稿“{title}”排版失败：{reason}", "其他文稿不受影响；请把这条信息报告给开发者";
        en: "the document `{title}` could not be set: {reason}", "other documents are not affected; please report this";
    }
    /// A document that was given up.
    DocumentTooLong = "document-too-long", Error {
        zh: "文稿“{title}”排了 {seconds} 秒还没有排完，已经放弃", "[先看看 {files} 里有没有停不下来的循环；]电脑太慢的话，casebook.yaml 里“上限”的“排版秒数”可以改大；都不是，请把这条信息报告给开发者";
        en: "the document `{title}` was not set within {seconds} s and was given up", "[look for an endless loop in {files} first; ]on a slow machine raise `seconds` below `limits` in casebook.yaml; else please report this";
    }
    /// Documents that were not begun because others did not end.
    DocumentsLeft = "documents-left", Error {
        zh: "已有 {count} 份文稿排不完，其余的没有再排", "先解决排不完的那几份";
        en: "{count} documents did not end; the others were not begun", "mend those first";
    }
    /// A page could not be rendered.
    PageFailed = "page-failed", Error {
        zh: "网页 {path} 没有生成：{reason}", "如果改过主题模板，检查这个模板；否则请把这条信息报告给开发者";
        en: "the page {path} was not made: {reason}", "check the theme's template if you changed it; else report this";
    }
    /// A fault in a theme's layout.
    ThemeLayout = "theme-layout", Error {
        zh: "主题的版式出错：{meaning}（Typst 原话：{reason}）", "改好这个文件；或者把它移出 themes 文件夹，就用内置的版式";
        en: "the theme's layout fails: {reason}", "mend this file, or take it out of the themes folder to use the built-in layout";
    }
    /// Something in a theme's layout with which documents are set nevertheless.
    ThemeRemark = "theme-remark", Warning {
        zh: "主题的版式有毛病，文稿照样排出来了：{meaning}（Typst 原话：{reason}）", "改好这个文件；或者把它移出 themes 文件夹，就用内置的版式";
        en: "there is something wrong with the theme's layout, though documents are set: {reason}", "mend this file, or take it out of the themes folder to use the built-in layout";
    }
    /// A colour of a theme that is none.
    ThemeColor = "theme-color", Error {
        zh: "“{name}”要写颜色，“{value}”不是", "写成 #rrggbb，加引号，如 \"#24507a\"";
        en: "`{name}` takes a colour, and `{value}` is none", "write #rrggbb in quotes, such as \"#24507a\"";
    }
    /// Words that are hard to read on their ground.
    ThemeContrast = "theme-contrast", Warning {
        zh: "文字颜色 {ink} 写在底色 {ground} 上看不清（{scheme}）：对比度只有 {ratio}，至少要 {least}", "把 {ink} 或 {ground} 改得深浅分明一些";
        en: "`{ink}` is hard to read on `{ground}` ({scheme}): contrast {ratio}, at least {least} is needed", "make `{ink}` or `{ground}` darker or lighter";
    }
    /// A colour that no theme has.
    ThemeToken = "theme-token", Error {
        zh: "没有名为“{name}”的颜色[，是不是“{nearest}”]", "颜色的名字见内置主题 static/style.css 第一部分";
        en: "there is no colour `{name}`[; did you mean `{nearest}`?]", "part 1 of the built-in static/style.css names them";
    }
    /// A theme that does not exist or cannot be read.
    ThemeUnusable = "theme-unusable", Error {
        zh: "主题用不了：{reason}", "检查 themes 文件夹，或删去 casebook.yaml 里的“主题”";
        en: "the theme cannot be used: {reason}", "check the themes folder, or remove `theme` from casebook.yaml";
    }

    // —— the gate ——
    /// A pupil's name in a finished file.
    LeakedPupil = "leaked-pupil", Error {
        zh: "{where}里有学生的{what}[，{form}]（{entry}），不能给别人看", "这里不写出是什么；对照花名册找到原文，改用化名，或不公开这条记录";
        en: "{where_en}: a pupil's {what_en}[, {form_en}] ({entry_en}) must not leave", "what it is is not printed here; find it in the notes by the roster, use the alias, or do not share the note";
    }
    /// A grown-up's name in a finished file.
    LeakedAdult = "leaked-adult", Error {
        zh: "{where}里有成人的{what}[，{form}]（{entry}），不能给别人看", "改成“家长”“老师”这样的称呼";
        en: "{where_en}: a grown-up's {what_en}[, {form_en}] ({entry_en}) must not leave", "write `parent`, `teacher` or the like";
    }
    /// A number of somebody in a finished file.
    LeakedNumber = "leaked-number", Error {
        zh: "{where}里有{what}[，{form}][（{entry}）]，不能给别人看", "删去号码；如果不是谁的号码，换一种写法";
        en: "{where_en}: {what_en}[, {form_en}][ ({entry_en})] must not leave", "remove it; write it otherwise if it is nobody's number";
    }
    /// A pupil's day of birth in a finished file.
    LeakedBirth = "leaked-birth", Error {
        zh: "{where}里有学生的{what}[，{form}]（{entry}），不能给别人看", "只写年级";
        en: "{where_en}: a pupil's {what_en}[, {form_en}] ({entry_en}) must not leave", "state the grade only";
    }
    /// An address, school or place in a finished file.
    LeakedPlace = "leaked-place", Error {
        zh: "{where}里有{what}[，{form}]（{entry}），不能给别人看", "改成“某校”“某小区”";
        en: "{where_en}: {what_en}[, {form_en}] ({entry_en}) must not leave", "write `a school`, `an estate`";
    }
    /// A pupil's code in a finished file.
    LeakedCode = "leaked-code", Error {
        zh: "{where}里有学生的{what}[，{form}]（{entry}），给别人看的版本不能有代号", "改用化名；文件名里也不要用代号";
        en: "{where_en}: a pupil's {what_en}[, {form_en}] ({entry_en}) must not leave", "use the alias, in names of files too";
    }
    /// A place in an image's metadata.
    LeakedLocation = "leaked-location", Error {
        zh: "{where}里存着{what}，不能给别人看", "用画图软件另存一份，去掉定位信息";
        en: "{where_en}: {what_en} must not leave", "save the picture anew without its position";
    }
    /// A finished file, or a part of one, that the gate cannot read.
    UnreadableOutput = "unreadable-output", Error {
        zh: "{where}读不了，不知道里面有没有姓名，不能给别人看", "不要放加密、损坏或特殊格式的文件；换成普通的图片或 PDF";
        en: "{where_en}: this cannot be read, so nobody knows whether it holds names", "do not publish encrypted, damaged or unusual files; use plain pictures or PDFs";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinct_and_sentences_whole() {
        for (at, code) in Code::ALL.iter().enumerate() {
            assert_eq!(Code::from_id(code.id()), Some(*code));
            assert!(Code::ALL[..at].iter().all(|it| it.id() != code.id()), "{}", code.id());
            for language in [Language::Chinese, Language::English] {
                let (message, hint) = code.sentences(language);
                assert!(!message.is_empty(), "{}", code.id());
                for text in [message, hint] {
                    assert_eq!(text.matches('{').count(), text.matches('}').count(), "{}", code.id());
                }
            }
        }
    }
}
