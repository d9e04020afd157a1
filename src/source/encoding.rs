//! Text encodings met in teachers' folders.

use std::fmt;

/// How a file's text was encoded. Everything is UTF-8 once it is in a [`SourceTree`](super::SourceTree).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// GB18030 and its subsets GBK and GB2312: Excel's CSV on a Chinese Windows.
    Gb18030,
    /// UTF-16 with a byte order mark: Excel's “Unicode text”.
    Utf16,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Gb18030 => "GB18030",
            Encoding::Utf16 => "UTF-16",
        })
    }
}
