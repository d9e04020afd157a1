//! What the gate says of a file.

use crate::privacy::roster::{Entry, Kind, Whose};

use super::pattern::Form;

/// Something that must not leave, in a file that is about to. It says where and what kind, never the name itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Leak {
    /// The file's path below the output; parts of it that leak are hidden.
    pub path: String,
    /// Where in the file, from outside inwards.
    pub trail: Vec<Channel>,
    /// What.
    pub what: What,
}

impl Leak {
    /// The same, in the output as a folder of something larger.
    pub fn below(&self, folder: &str) -> Self {
        Self { path: format!("{folder}/{}", self.path), ..self.clone() }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// Something of the roster.
    Item {
        /// Which entry of the roster.
        entry: Entry,
        /// About whom.
        whose: Whose,
        /// What of it.
        kind: Kind,
        /// How it stands there.
        form: Form,
    },
    /// A mobile telephone's number that is not in the roster.
    UnknownPhone,
    /// An identity card's number that is not in the roster.
    UnknownId,
    /// Where a picture was taken.
    Location,
    /// Nothing, but the file, or a part of it, cannot be read: whether it leaks is not known.
    Unreadable,
}

impl What {
    /// Which entry of the roster it is of.
    pub fn entry(&self) -> Option<&Entry> {
        match self {
            What::Item { entry, .. } => Some(entry),
            _ => None,
        }
    }

    /// What it is, in Chinese and English.
    pub fn words(&self) -> (&'static str, &'static str) {
        match self {
            What::Item { kind, .. } => match kind {
                Kind::Name => ("姓名", "full name"),
                Kind::NamePart => ("名字（不带姓）", "given name or part of a name"),
                Kind::Nickname => ("小名", "nickname"),
                Kind::OtherName => ("别名", "other name"),
                Kind::Title => ("姓和称呼", "surname with form of address"),
                Kind::Phone => ("电话号码", "telephone number"),
                Kind::IdNumber => ("身份证号", "identity number"),
                Kind::StudentNumber => ("学籍号", "student number"),
                Kind::Birth => ("出生日期", "date of birth"),
                Kind::Address => ("住址", "address"),
                Kind::Contact => ("其他联系方式", "contact"),
                Kind::School => ("学校名称", "school"),
                Kind::Place => ("地名", "place"),
                Kind::Code => ("代号", "code"),
            },
            What::UnknownPhone => ("手机号码（花名册里没有）", "mobile telephone number that is not in the roster"),
            What::UnknownId => ("身份证号（花名册里没有）", "identity number that is not in the roster"),
            What::Location => ("拍摄地点", "place where it was taken"),
            What::Unreadable => ("读不了的内容", "content that cannot be read"),
        }
    }

    /// In which form it stands, in Chinese and English; empty where it stands as it is.
    pub fn form_words(&self) -> (&'static str, &'static str) {
        let What::Item { form, .. } = self else { return ("", "") };
        match form {
            Form::Written => ("", ""),
            Form::Split => ("中间被隔开", "split"),
            Form::Pinyin => ("拼音", "in pinyin"),
            Form::Initials => ("首字母", "initials"),
            Form::Backwards => ("倒着写", "backwards"),
            Form::Hash => ("散列值", "hashed"),
        }
    }
}

macro_rules! channels {
    ($($(#[$doc:meta])* $name:ident = $zh:literal, $en:literal;)*) => {
        /// A place in a file at which something can be read.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Channel {
            $($(#[$doc])* $name,)*
        }

        impl Channel {
            /// Every channel.
            pub const ALL: &[Channel] = &[$(Channel::$name,)*];

            /// What it is called, in Chinese and English.
            pub fn words(self) -> (&'static str, &'static str) {
                match self { $(Channel::$name => ($zh, $en),)* }
            }
        }
    };
}

channels! {
    /// Names of folder and file.
    Path = "文件路径", "path";
    /// What is read on a page.
    Text = "正文", "text";
    /// Tags and attributes.
    Tag = "标签属性", "tag or attribute";
    /// Comments.
    Comment = "注释", "comment";
    /// Scripts and their data.
    Script = "脚本", "script";
    /// Style sheets.
    Style = "样式表", "style sheet";
    /// Escaped characters, resolved.
    Escaped = "转义字符", "escaped characters";
    /// Base64 or hexadecimal.
    Encoded = "编码数据", "encoded data";
    /// Compressed data, unpacked.
    Compressed = "压缩数据", "compressed data";
    /// A file in an archive.
    Archive = "压缩包", "archive";
    /// What stands beside a picture.
    ImageMetadata = "图片元数据", "image metadata";
    /// Names in a font.
    Font = "字体", "font";
    /// Text of a PDF's page.
    PdfPage = "PDF 页面", "PDF page";
    /// Text of a PDF's page in the order of its places instead of its code.
    PdfLayout = "PDF 版面", "PDF layout";
    /// A document's title, author and so on.
    PdfInfo = "PDF 文档信息", "PDF document information";
    /// XMP.
    PdfMetadata = "PDF 元数据", "PDF metadata";
    /// Bookmarks.
    PdfBookmark = "PDF 书签", "PDF bookmark";
    /// Names by which places are found.
    PdfDestination = "PDF 目标名", "PDF destination";
    /// Texts that stand for pictures.
    PdfAlternative = "PDF 替代文字", "PDF alternative text";
    /// Titles and other texts of the tag tree.
    PdfStructure = "PDF 结构树", "PDF structure";
    /// Notes, links, forms.
    PdfAnnotation = "PDF 批注或链接", "PDF annotation or link";
    /// Files in a PDF.
    PdfAttachment = "PDF 附件", "PDF attachment";
    /// Fonts' names.
    PdfFont = "PDF 字体名", "PDF font name";
    /// Anything else in a PDF.
    PdfObject = "PDF 对象", "PDF object";
    /// What an earlier state of a PDF, or a part that nothing refers to, still holds.
    PdfRemnant = "PDF 残留内容", "PDF remnant";
    /// Bytes of no known format.
    Bytes = "二进制内容", "binary content";
}
