//! The rows of the table in [`codes`](super::codes) that are about reading files: encodings, limits, front matter, tables.
//!
//! The macro puts its own rows before those it is given, and hands all of them on.

/// Passes its own rows, and those that it is given, to the next macro of that kind.
macro_rules! with_reading_codes {
    ($table:ident $($rows:tt)*) => {
        with_link_codes! {
            $table

    // —— reading files ——
    /// A file could not be read.
    UnreadableFile = "unreadable-file", Error {
        zh: "读不了这个文件", "检查文件是否被别的程序占用，或是否有读取权限";
        en: "cannot read this file[: {reason}]", "check that no other program holds it and that you may read it";
    }
    /// A text file holds bytes of no known encoding.
    NotText = "not-text", Error {
        zh: "这个文件不是文本，或编码认不出来", "用记事本打开，另存为 UTF-8 编码；打开也是乱码的，找回原来的文件";
        en: "this file is not text, or its encoding is unknown", "open it in an editor and save it as UTF-8; if it is garbled there too, look for the original";
    }
    /// A file is over its limit.
    FileTooLarge = "file-too-large", Error {
        zh: "文件有 {size}，超过上限 {limit}", "拆成几个文件，或压缩图片；上限是 casebook.yaml 里“上限”的“{setting}”";
        en: "the file has {size}, over the limit of {limit}", "split it, or shrink the image; the limit is `{setting_en}` below `limits` in casebook.yaml";
    }
    /// A path is over its limit.
    PathTooLong = "path-too-long", Error {
        zh: "文件路径太长：{length} 字节，上限 {limit}", "缩短文件夹或文件的名字；上限是 casebook.yaml 里“上限”的“{setting}”";
        en: "the path is too long: {length} bytes, limit {limit}", "shorten the names of folders or the file; the limit is `{setting_en}` below `limits` in casebook.yaml";
    }
    /// A text file was not UTF-8 but could be read.
    OtherEncoding = "other-encoding", Warning {
        zh: "文件是 {encoding} 编码，已按此读取", "用 casebook fix --encoding 换成 UTF-8（原文件留一份 .bak），免得换电脑后出现乱码";
        en: "the file is encoded in {encoding} and was read as such", "run casebook fix --encoding to make it UTF-8 (the old file is kept as .bak)";
    }
    /// A name that is not Unicode.
    PathNotUnicode = "path-not-unicode", Error {
        zh: "文件名是乱码，没有读取", "把文件改名；如果是从压缩包里解出来的，换一个能认中文文件名的解压软件";
        en: "the file's name is not Unicode; it was not read", "rename it, or unpack the archive with a tool that knows its encoding";
    }
    /// More notes than are taken.
    TooManyNotes = "too-many-notes", Error {
        zh: "记录超过 {limit} 条，没有读取", "分成几个文件夹，每学年一个；上限是 casebook.yaml 里“上限”的“{setting}”";
        en: "there are more than {limit} notes; none was read", "keep a folder a school year; the limit is `{setting_en}` below `limits` in casebook.yaml";
    }
    /// A link that is broken, leads out of the folder, or leads to a folder.
    LinkNotFollowed = "link-not-followed", Warning {
        zh: "这是一个链接（快捷方式），指向的不是内容文件夹里的文件，没有读取", "把文件本身复制过来";
        en: "this link does not lead to a file inside the content folder and was not followed", "copy the file itself";
    }
    /// A file lies where nothing is expected.
    UnknownPlace = "unknown-place", Warning {
        zh: "这个位置的文件不会编入：{path}", "记录放在 students/代号/ 或 classes/班级/ 下面[；是不是“{nearest}”？]";
        en: "a file at this place is not compiled: {path}", "put notes below students/CODE/ or classes/CLASS/[; did you mean `{nearest}`?]";
    }

    // —— front matter, tables, Markdown ——
    /// `---` opens front matter that never closes.
    FrontMatterUnclosed = "front-matter-unclosed", Error {
        zh: "开头的设置没有结束", "在设置的最后一行下面单独写一行 ---";
        en: "the front matter has no end", "write a line of --- below its last line";
    }
    /// Keys and values that end in `---` but do not begin with it.
    FrontMatterUnopened = "front-matter-unopened", Error {
        zh: "开头的设置少了第一行", "在设置的最前面单独写一行 ---";
        en: "the front matter has no first line", "write a line of --- above it";
    }
    /// A fence of other dashes than three hyphens.
    FrontMatterFence = "front-matter-fence", Error {
        zh: "设置的起止线写成了“{found}”", "改成三个半角的减号：---";
        en: "the front matter's fence is written `{found}`", "write three hyphens: ---";
    }
    /// Front matter that is a list or a single value.
    FrontMatterNotKeys = "front-matter-not-keys", Error {
        zh: "设置不是一项一项的“名称: 内容”", "每行写一项，如 日期: 2026-03-05";
        en: "the settings are not made of keys and values", "write one a line, such as date: 2026-03-05";
    }
    /// Front matter over its limit.
    FrontMatterTooLarge = "front-matter-too-large", Error {
        zh: "开头的设置有 {size}，超过上限 {limit}", "长的文字写到设置下面的正文里；上限是 casebook.yaml 里“上限”的“{setting}”";
        en: "the front matter has {size}, over the limit of {limit}", "move long text into the body; the limit is `{setting_en}` below `limits` in casebook.yaml";
    }
    /// YAML that cannot be read, for a reason that no other row names.
    YamlSyntax = "yaml-syntax", Error {
        zh: "这里的写法读不懂", "一行写一项：名称、半角冒号、空格、内容；带特殊符号的内容用引号括起来";
        en: "cannot read this[: {reason}]", "write one key a line, a colon, a space and the value; quote values with special signs";
    }
    /// Indentation that fits no level.
    YamlIndent = "yaml-indent", Error {
        zh: "这一行的缩进对不上", "同一层的各行左边对齐，下一层多缩进两个空格";
        en: "the indentation of this line fits no level", "align the lines of one level; indent the next by two spaces";
    }
    /// A line without a colon where a key is expected.
    MissingColon = "missing-colon", Error {
        zh: "这一行没有冒号", "写成“名称: 内容”；如果是上一行的接续，前面空两格；如果是正文，移到 --- 下面";
        en: "this line has no colon", "write `key: value`; indent it if it continues the line above; prose goes below the front matter";
    }
    /// A second `: ` in a plain value.
    ColonInValue = "colon-in-value", Error {
        zh: "内容里又有一个“: ”，分不清哪个是名称", "把内容用引号括起来：{mended}";
        en: "the value holds another `: `", "put the value in quotes: {mended}";
    }
    /// A full-width colon where YAML needs its own.
    FullWidthColon = "full-width-colon", Error {
        zh: "“{key}”后面的冒号是全角的“：”", "改成半角冒号加空格：{mended}";
        en: "the colon after `{key}` is full-width", "write a plain colon and a space: {mended}";
    }
    /// A full-width comma between the items of a list.
    FullWidthComma = "full-width-comma", Error {
        zh: "各项之间用了全角的“{comma}”", "改成半角逗号：{mended}";
        en: "the items are separated by a full-width `{comma}`", "write plain commas: {mended}";
    }
    /// Full-width brackets around a list.
    FullWidthBracket = "full-width-bracket", Error {
        zh: "列表用了全角的括号“{bracket}”", "改成半角的方括号和逗号：{mended}；如果就是一段文字，用引号括起来";
        en: "the list stands in full-width brackets `{bracket}`", "write plain brackets and commas: {mended}; or quote it if it is text";
    }
    /// `key:value`.
    MissingSpace = "missing-space", Error {
        zh: "“{key}”的冒号后面少一个空格", "写成：{mended}";
        en: "a space is missing after the colon of `{key}`", "write: {mended}";
    }
    /// A tab in the indentation.
    TabIndent = "tab-indent", Error {
        zh: "这一行用了制表符（Tab）缩进", "改用空格，每层两个：{mended}";
        en: "this line is indented with a tab", "use spaces, two a level: {mended}";
    }
    /// A full-width or non-breaking blank in the indentation.
    WideIndent = "wide-indent", Error {
        zh: "这一行用了全角空格缩进", "改用半角空格，每层两个：{mended}";
        en: "this line is indented with a full-width or non-breaking blank", "use plain spaces, two a level: {mended}";
    }
    /// A quote that is not closed.
    UnclosedQuote = "unclosed-quote", Error {
        zh: "引号只有前半边", "在内容的末尾补上 {quote}：{mended}";
        en: "a quote is not closed", "add {quote} at the end of the value: {mended}";
    }
    /// Words after a closing quote.
    TextAfterQuote = "text-after-quote", Error {
        zh: "引号后面还有文字", "把整段内容括起来：{mended}";
        en: "there is text after the closing quote", "quote the whole value: {mended}";
    }
    /// A backslash in double quotes before a letter that means nothing.
    UnknownEscape = "unknown-escape", Error {
        zh: "双引号里的“{escape}”没有意义", "反斜杠写两个：{mended}；或改用单引号";
        en: "`{escape}` means nothing in double quotes", "double the backslash: {mended}; or use single quotes";
    }
    /// A control character, as copying from other programs leaves them.
    ControlCharacter = "control-character", Error {
        zh: "这里有一个看不见的控制字符（{codepoint}）", "删去它，重新输入前后的字";
        en: "there is an invisible control character here ({codepoint})", "delete it and retype the characters around it";
    }
    /// A character that nobody sees in a text: a control character, NUL, what Unicode reserves for programs.
    HiddenCharacter = "hidden-character", Warning {
        zh: "文字里有一个看不见的{name}（{codepoint}）", "删去它；看不到的话，把前后两个字一起删去重打";
        en: "there is an invisible character in the text: {name_en} ({codepoint})", "delete it; if you cannot see it, retype the characters around it";
    }
    /// A mark that makes text run the other way, so that it does not read as it is written.
    BidiControl = "bidi-control", Warning {
        zh: "这里有改变文字方向的记号（{codepoint}），看到的和写的可能不一样", "删去它；看不到的话，把前后两个字一起删去重打";
        en: "a mark here changes the direction of text ({codepoint}): it may not read as it is written", "delete it; if you cannot see it, retype the characters around it";
    }
    /// A bracket that is not closed.
    UnclosedBracket = "unclosed-bracket", Error {
        zh: "括号“{bracket}”没有配对", "补上“{close}”[：{mended}]；括号和逗号要用半角";
        en: "the bracket `{bracket}` has no partner", "add `{close}`[: {mended}]; brackets and commas must be half-width";
    }
    /// A plain value that begins with a sign YAML keeps for itself.
    ReservedStart = "reserved-start", Error {
        zh: "内容不能以“{sign}”开头", "用引号括起来：{mended}";
        en: "a value cannot start with `{sign}`", "put it in quotes: {mended}";
    }
    /// `&name` or `*name`.
    YamlAnchor = "yaml-anchor", Error {
        zh: "这里不能用引用记号：{feature}", "删去它，把内容直接写出来[：{mended}]；如果就是文字，用引号括起来";
        en: "anchors and aliases are not allowed: {feature}", "write the content out[: {mended}], or put plain text in quotes";
    }
    /// `!tag`.
    YamlTag = "yaml-tag", Error {
        zh: "这里不能用类型记号：{feature}", "删去它[：{mended}]；如果就是文字，用引号括起来";
        en: "tags are not allowed: {feature}", "delete it[: {mended}], or put plain text in quotes";
    }
    /// `<<:`.
    MergeKey = "merge-key", Error {
        zh: "这里不能用合并记号“<<”", "要合并的各项直接写在这里，一行一项";
        en: "merge keys (`<<`) are not allowed", "write what is to be merged here, a key a line";
    }
    /// Complex keys, directives, and what stands behind a fence.
    YamlFeature = "yaml-feature", Error {
        zh: "这里不能用 YAML 的这种写法：{feature}", "把内容直接写出来；如果是普通文字，用引号括起来";
        en: "this feature of YAML is not allowed here: {feature}", "write the content out, or put plain text in quotes";
    }
    /// A block of code that never ends.
    CodeFenceUnclosed = "code-fence-unclosed", Warning {
        zh: "从这一行起全都成了代码：这里的 {fence} 没有配对", "在代码下面单独写一行 {fence}；不是要写代码，就删去这一行";
        en: "everything from here on is code: {fence} has no partner", "write a line of {fence} below the code, or delete this line";
    }
    /// A second YAML document in one file.
    SecondDocument = "second-document", Error {
        zh: "这里又开始了一份设置", "一个文件只写一份：删去这一行 ---，或分成两个文件";
        en: "a second document starts here", "keep one a file: delete this line, or split the file";
    }
    /// One key twice.
    DuplicateKey = "duplicate-key", Error {
        zh: "“{key}”写了两次", "留下一个";
        en: "`{key}` is given twice", "keep one";
    }
    /// Brackets or indentation too deep.
    NestingTooDeep = "nesting-too-deep", Error {
        zh: "嵌套超过 {limit} 层", "减少层数；上限是 casebook.yaml 里“上限”的“{setting}”";
        en: "nested more than {limit} levels deep", "use fewer levels; the limit is `{setting_en}` below `limits` in casebook.yaml";
    }
    /// Lists, quotations or marks of a text within each other, too deep.
    TextTooDeep = "text-too-deep", Warning {
        zh: "正文从这里起一层套一层超过 {limit} 层，更深的只留文字", "减少层数；上限是 casebook.yaml 里“上限”的“{setting}”";
        en: "from here on the text is nested more than {limit} levels deep; what lies deeper keeps its words alone", "use fewer levels; the limit is `{setting_en}` below `limits` in casebook.yaml";
    }
    /// A table whose row has more cells than the head.
    CsvUnevenRow = "csv-uneven-row", Error {
        zh: "这一行有 {found} 格，表头有 {expected} 格", "检查是否多了逗号；格子里有逗号时用英文引号括起来";
        en: "this row has {found} cells, the head {expected}", "look for a stray comma; quote cells that contain one";
    }
    /// A table without rows.
    CsvEmpty = "csv-empty", Warning {
        zh: "表里没有记录", "第一行写列名，从第二行起一行一条";
        en: "the table has no rows", "put column names in the first line and one record a line below";
    }
    /// A column without a name that has values.
    CsvNamelessColumn = "csv-nameless-column", Error {
        zh: "第 {column} 列没有列名", "在第一行补上列名，或删去这一列";
        en: "column {column} has no name", "name it in the first line or delete it";
    }
    /// A broken quote in a table.
    CsvSyntax = "csv-syntax", Error {
        zh: "这一格的英文引号没有配对", "整格用一对引号括起来，格子里的引号写两个；或用 Excel 另存为“CSV UTF-8（逗号分隔）”";
        en: "the quotes of this cell do not pair", "put the whole cell in one pair and double the quotes within; or save it from Excel as “CSV UTF-8”";
    }
    /// A table without a column that its type needs.
    CsvMissingColumn = "csv-missing-column", Error {
        zh: "表头缺“{field}”这一列", "在第一行加上“{field}”，下面每行填写，如 {example}";
        en: "the head lacks the column `{field}`", "add it to the first line and fill it in below, such as {example}";
    }
    /// A cell that Excel would compute, or could not.
    CsvFormula = "csv-formula", Error {
        zh: "这一格是公式：{value}", "在 Excel 里复制后“选择性粘贴—数值”";
        en: "this cell is a formula: {value}", "paste its value instead";
    }

            $($rows)*
        }
    };
}
