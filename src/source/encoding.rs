//! Text encodings met in teachers' folders.

use std::fmt;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

/// How a file's text was encoded. Everything is UTF-8 once it is in a [`SourceTree`](super::SourceTree).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

/// The text that `bytes` spell, without byte order mark and with every line ended by `\n` alone, and how it was encoded.
/// `None` where the bytes are no text, or text of an encoding that is not known for sure.
pub(super) fn decode(bytes: Vec<u8>) -> Option<(String, Encoding)> {
    let (text, encoding) = if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        (utf16(&bytes)?, Encoding::Utf16)
    } else {
        match String::from_utf8(bytes) {
            Ok(text) => (text, Encoding::Utf8),
            Err(error) => (gb18030(error.as_bytes())?, Encoding::Gb18030),
        }
    };
    if text.as_bytes().contains(&0) {
        return None;
    }
    Some((plain_lines(text), encoding))
}

/// UTF-16 of either byte order, told by its mark; half a surrogate pair makes it no text.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (mark, units) = bytes.split_at_checked(2)?;
    let encoding = if mark.starts_with(&[0xFF]) { encoding_rs::UTF_16LE } else { encoding_rs::UTF_16BE };
    encoding.decode_without_bom_handling_and_without_replacement(units).map(|text| text.into_owned())
}

/// GB18030, where the bytes are plausible as that: nearly every pair of bytes is a character of some East Asian encoding, so
/// that reading without errors alone proves little.
fn gb18030(bytes: &[u8]) -> Option<String> {
    let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    let foreign = |it: char| it.is_control() && !matches!(it, '\t' | '\n' | '\r') || ('\u{E000}'..='\u{F8FF}').contains(&it);
    if text.contains(foreign) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let detected = detector.guess(None, Utf8Detection::Deny);
    let chinese = detected == encoding_rs::GBK || detected == encoding_rs::GB18030 || everyday(bytes);
    chinese.then(|| text.into_owned())
}

/// Whether nine in ten of the double bytes are in GB2312's first level (its 3,755 everyday characters) or its signs. The
/// detector wants some length before it is sure; a table of four rows has less.
fn everyday(bytes: &[u8]) -> bool {
    let (mut common, mut all) = (0usize, 0usize);
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        if lead < 0x80 {
            at += 1;
            continue;
        }
        let trail = bytes.get(at + 1).copied().unwrap_or(0);
        all += 1;
        common += usize::from(trail >= 0xA1 && matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7));
        at += 2;
    }
    all > 0 && common * 10 >= all * 9
}

/// Drops a byte order mark and turns `\r\n` and a lone `\r` into `\n`; a text that needs neither is handed back as it is.
fn plain_lines(mut text: String) -> String {
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    if !text.as_bytes().contains(&b'\r') {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut pieces = text.split('\r');
    plain.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        if !piece.starts_with('\n') {
            plain.push('\n');
        }
        plain.push_str(piece);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gb(text: &str) -> Vec<u8> {
        encoding_rs::GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn utf8_loses_its_mark_and_carriage_returns() {
        let check = |bytes: &[u8], expected: &str| {
            assert_eq!(decode(bytes.to_vec()), Some((expected.to_owned(), Encoding::Utf8)));
        };
        check("日期: 1\n".as_bytes(), "日期: 1\n");
        check("\u{FEFF}日期: 1\r\n好\r\n".as_bytes(), "日期: 1\n好\n");
        check(b"a\rb\r\rc\r\n\r\nd\r", "a\nb\n\nc\n\nd\n");
        check(b"", "");
    }

    #[test]
    fn excel_on_a_chinese_windows_is_read() {
        let long = "日期,类型,学生,表扬事由\r\n2026-03-05,表扬,S01,主动帮助同学打扫卫生\r\n";
        assert_eq!(decode(gb(long)), Some((long.replace("\r\n", "\n"), Encoding::Gb18030)));
        assert_eq!(decode(gb("日期,分")), Some(("日期,分".to_owned(), Encoding::Gb18030)), "short");
        assert_eq!(decode(gb("周婳懿，“好”")), Some(("周婳懿，“好”".to_owned(), Encoding::Gb18030)), "rare names");
    }

    #[test]
    fn utf16_needs_its_mark_and_whole_pairs() {
        let little: Vec<u8> = "\u{FEFF}日期\t𠮷\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(little.clone()), Some(("日期\t𠮷\n".to_owned(), Encoding::Utf16)));
        let big: Vec<u8> = "\u{FEFF}日期".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(big), Some(("日期".to_owned(), Encoding::Utf16)));
        assert_eq!(decode(little[..little.len() - 5].to_vec()), None, "half a character");
    }

    #[test]
    fn other_bytes_are_no_text() {
        assert_eq!(decode(b"a\0b".to_vec()), None);
        assert_eq!(decode(vec![0x89, b'P', b'N', b'G', 0, 0, 0, 13]), None);
        assert_eq!(decode("caf\u{e9} au lait".chars().map(|it| it as u8).collect()), None, "Latin-1");
        let big5 = encoding_rs::BIG5.encode("日期,學生,表揚事由\n2026-03-05,王小明,主動幫助同學打掃教室衛生").0.into_owned();
        assert_eq!(decode(big5), None, "Big5 is not taken for GB18030");
        let japanese = encoding_rs::SHIFT_JIS.encode("ひらがなとカタカナのテキストです。").0.into_owned();
        assert_eq!(decode(japanese), None);
    }
}
