//! What may be read at most.

/// Limits that are looked at before anything is parsed. Files over one are left out and named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of front matter; YAML parsers are quadratic in open brackets.
    pub front_matter: usize,
    /// Bytes of one text file.
    pub text: u64,
    /// Bytes of one image.
    pub image: u64,
    /// Pixels of one image, by its header.
    pub pixels: u64,
    /// Pixels along the longer side of one image.
    pub side: u32,
    /// Lists and maps within each other in settings; quotations, lists and marks within each other in a text.
    pub nesting: usize,
    /// Bytes of a path inside the casebook.
    pub path: usize,
    /// Notes, as files and as rows of tables.
    pub notes: usize,
    /// Seconds after which a document is given up.
    pub seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            front_matter: 16 << 10,
            text: 2 << 20,
            image: 20 << 20,
            pixels: 50_000_000,
            side: 20_000,
            nesting: 100,
            path: 240,
            notes: 200_000,
            seconds: 60,
        }
    }
}

/// One of the limits, to name its setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// Of front matter.
    FrontMatter,
    /// Of a text file.
    Text,
    /// Of an image's bytes.
    Image,
    /// Of an image's pixels.
    Pixels,
    /// Of an image's longer side.
    Side,
    /// Of nesting.
    Nesting,
    /// Of a path.
    Path,
    /// Of the number of notes.
    Notes,
    /// Of the time that a document takes.
    Seconds,
}

impl Limit {
    /// All of them.
    pub const ALL: [Limit; 9] = [
        Limit::FrontMatter,
        Limit::Text,
        Limit::Image,
        Limit::Pixels,
        Limit::Side,
        Limit::Nesting,
        Limit::Path,
        Limit::Notes,
        Limit::Seconds,
    ];

    /// The key of its setting below `limits` in `casebook.yaml`, and the setting's Chinese name.
    pub fn setting(self) -> (&'static str, &'static str) {
        match self {
            Limit::FrontMatter => ("front_matter", "设置大小"),
            Limit::Text => ("text", "文件大小"),
            Limit::Image => ("image", "图片大小"),
            Limit::Pixels => ("pixels", "图片像素"),
            Limit::Side => ("side", "图片边长"),
            Limit::Nesting => ("nesting", "嵌套层数"),
            Limit::Path => ("path", "路径长度"),
            Limit::Notes => ("notes", "记录条数"),
            Limit::Seconds => ("seconds", "排版秒数"),
        }
    }
}

impl Limits {
    /// The same with one of them as its setting has it: sizes in KiB (front matter) or MiB, pixels of an image in millions.
    pub fn with(mut self, limit: Limit, number: u64) -> Self {
        let count = usize::try_from(number).unwrap_or(usize::MAX);
        match limit {
            Limit::FrontMatter => self.front_matter = count.saturating_mul(1 << 10),
            Limit::Text => self.text = number.saturating_mul(1 << 20),
            Limit::Image => self.image = number.saturating_mul(1 << 20),
            Limit::Pixels => self.pixels = number.saturating_mul(1_000_000),
            Limit::Side => self.side = u32::try_from(number).unwrap_or(u32::MAX),
            Limit::Nesting => self.nesting = count,
            Limit::Path => self.path = count,
            Limit::Notes => self.notes = count,
            Limit::Seconds => self.seconds = number,
        }
        self
    }
}
