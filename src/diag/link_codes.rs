//! The rows of the table in [`codes`](super::codes) that are about links, images, titles and addresses, and about faults of this
//! program.
//!
//! The macro hands its own rows on after those it is given.

/// Passes the rows that it is given, and its own, to the next macro of that kind.
macro_rules! with_link_codes {
    ($($rows:tt)*) => {
        with_lint_codes! {
            $($rows)*

    // —— links, images, titles, addresses ——
    /// A link to a file that is not in the casebook.
    BrokenLink = "broken-link", Warning {
        zh: "链接指向的文件不存在：{target}", "[是不是“{nearest}”？]路径从这个文件所在的文件夹算起";
        en: "the link leads to no file: {target}", "[did you mean `{nearest}`? ]paths start from this file's folder";
    }
    /// A link scheme that is not let through.
    ForbiddenLink = "forbidden-link", Warning {
        zh: "不支持这种链接，只显示文字：{target}", "只能用 http、https、mailto、tel 或站内路径";
        en: "this kind of link is shown as text only: {target}", "use http, https, mailto, tel or a path";
    }
    /// A link or image whose path leaves the content folder.
    LinkOutside = "link-outside", Warning {
        zh: "路径指到了 content 文件夹外面，只显示文字：{target}", "外面的文件不会带上；把文件放进 content 文件夹再写它的路径";
        en: "the path leads out of the content folder and is shown as text only: {target}", "copy the file into the content folder and give its path there";
    }
    /// A link to a place that the text does not have.
    BrokenAnchor = "broken-anchor", Warning {
        zh: "链接要去的地方没有这个小标题：{target}", "[是不是“{nearest}”？]# 后面写小标题的文字，空格写成 -";
        en: "the link leads to no heading of that text: {target}", "[did you mean `{nearest}`? ]write the heading's words after #, with - for spaces";
    }
    /// A link by name to what does not exist.
    NameUnknown = "name-unknown", Warning {
        zh: "没有叫“{name}”的学生、班级或记录，只显示文字", "[是不是 {nearest}？]可以写：{forms}";
        en: "no pupil, class or note is called `{name}`; it is shown as text", "[did you mean {nearest}? ]write {forms}";
    }
    /// A link by name that several notes go by.
    NameAmbiguous = "name-ambiguous", Warning {
        zh: "“{name}”不止一条，不知道指哪一条，只显示文字", "写明是哪一条：{nearest}；都一样的，链接到文件";
        en: "several notes go by `{name}`; it is shown as text", "say which: {nearest}; or link to the file";
    }
    /// An image that is not there.
    ImageMissing = "image-missing", Warning {
        zh: "没有这个图片文件：{target}", "[是不是“{nearest}”？]路径从这个文件所在的文件夹算起";
        en: "there is no such image: {target}", "[did you mean `{nearest}`? ]paths start from this file's folder";
    }
    /// An image of another host.
    ImageElsewhere = "image-elsewhere", Warning {
        zh: "网上的图片不会载入，只显示说明文字：{target}", "把图片存进 content 文件夹，再改成它的路径";
        en: "images of other hosts are not loaded; its words are shown: {target}", "save it into the content folder and give its path there";
    }
    /// An image of a kind that browsers do not show.
    ImageKind = "image-kind", Warning {
        zh: "图片“{file}”是 {kind} 格式，浏览器显示不了", "另存为 JPEG 或 PNG；苹果手机可在“设置—相机—格式”里选“兼容性最佳”";
        en: "the image `{file}` is of the kind {kind}, which browsers do not show", "save it as JPEG or PNG; on an iPhone choose Settings, Camera, Formats, Most Compatible";
    }
    /// An image that is none.
    ImageDamaged = "image-damaged", Warning {
        zh: "文件“{file}”不是图片，或者已经损坏", "用看图软件打开，另存为 JPEG 或 PNG";
        en: "the file `{file}` is no image, or damaged", "open it in an image viewer and save it as JPEG or PNG";
    }
    /// An image that changed while the program ran.
    ImageChanged = "image-changed", Warning {
        zh: "图片“{file}”没有读成，或刚刚改动过", "再运行一次";
        en: "the image `{file}` could not be read, or has just changed[: {reason}]", "run it again";
    }
    /// An image with too many pixels.
    ImageTooLarge = "image-too-large", Warning {
        zh: "图片“{file}”有 {width}×{height} 像素，超过上限：每边 {side}，总共 {pixels}", "用看图软件缩小后再放进来；超过的上限是 casebook.yaml 里“上限”的“{setting}”";
        en: "the image `{file}` has {width}×{height} pixels, over the limit of {side} a side and {pixels} in all", "make it smaller in an image editor; the limit that it is over is `{setting_en}` below `limits` in casebook.yaml";
    }
    /// A drawing with too many parts.
    ImageTooIntricate = "image-too-intricate", Warning {
        zh: "SVG 图片“{file}”太复杂", "另存为 PNG 再用";
        en: "the drawing `{file}` has too many parts", "save it as PNG";
    }
    /// An image without words for those who do not see it.
    ImageWithoutWords = "image-without-words", Warning {
        zh: "图片没有说明文字：{target}", "在叹号后面的方括号里用一句话写出图上有什么，如“改错本，三道竖式都已订正”；不写姓名";
        en: "the image has no words: {target}", "say in the brackets behind the exclamation mark what is in it, such as `corrected sums`; name nobody";
    }
    /// An image of the roster that is not there.
    ConsentImageMissing = "consent-image-missing", Warning {
        zh: "花名册里写的图片文件不存在：{target}", "[是不是“{nearest}”？]路径从 content 文件夹算起";
        en: "the roster names an image that is not there: {target}", "[did you mean `{nearest}`? ]paths start from the content folder";
    }
    /// A consent to an image of which nobody said who is on it.
    ConsentImageUnknown = "consent-image-unknown", Warning {
        zh: "有人同意公开“{target}”，可是没有写图上有谁，所以哪一版给别人看的都不放它", "在花名册的“图片”里加一项：文件和图上的每一名学生";
        en: "somebody agreed to `{target}`, but nobody said who is on it, so no edition for others shows it", "add it to `images` of the roster, with every pupil on it";
    }
    /// A tag with a slash, which reads as two and would be a folder within a folder.
    TagSlash = "tag-slash", Warning {
        zh: "标签“{tag}”里有“/”，网址里写成“_”", "两个标签就分开写：{parts}；一个标签就换个写法";
        en: "the tag `{tag}` has a slash, which becomes `_` in addresses", "write two tags, {parts}, or spell it otherwise";
    }
    /// A tag without a letter or digit.
    TagEmpty = "tag-empty", Warning {
        zh: "标签“{tag}”只有符号，没有用上", "写成一个词，或删去";
        en: "the tag `{tag}` has no letter or digit and is not used", "write a word, or delete it";
    }
    /// A title or tag of more characters than a line bears.
    TextTooLong = "text-too-long", Warning {
        zh: "“{field}”有 {length} 个字，超过 {limit} 个，后面的没有印出", "标题写短，长的文字写到正文里";
        en: "{field} has {length} characters, over the limit of {limit}; the rest is not printed", "keep it short and move long text into the body";
    }
    /// An old address of which no page can be made.
    AliasForm = "alias-form", Warning {
        zh: "旧地址“{value}”用不了", "写站内的路径，如 students/S01/notes/2026-03-05-谈心.html";
        en: "no page can stand at the old address `{value}`", "write a path below the site, such as students/S01/notes/2026-03-05-talk.html";
    }
    /// An old address at which something else stands.
    AliasTaken = "alias-taken", Warning {
        zh: "旧地址“{value}”上已经有别的网页", "删去这个旧地址，或给那一页换个名字";
        en: "another page stands at the old address `{value}`", "delete the old address, or rename that page";
    }
    /// An address of the site that is none.
    BaseUrlForm = "base-url-form", Error {
        zh: "“{value}”不是网站的地址", "写成 https://example.cn/case/，不带 ? 和 #";
        en: "`{value}` is not the address of a site", "write it like https://example.cn/case/, without ? and #";
    }

    // —— faults of this program ——
    /// The program panicked over a file; the others were gone through.
    InternalError = "internal-error", Error {
        zh: "程序自己出了错：{reason}", "别的文件照常处理，原来的输出没有改动；请把这条信息报告给开发者";
        en: "a fault of this program: {reason}", "other files were gone through and the previous output is unchanged; please report this";
    }
        }
    };
}
