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
    /// Big5: traditional characters, from a Windows in Taiwan or Hong Kong.
    Big5,
    /// UTF-16, with a byte order mark as Excel's “Unicode text” has it, or without.
    Utf16,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Gb18030 => "GB18030",
            Encoding::Big5 => "Big5",
            Encoding::Utf16 => "UTF-16",
        })
    }
}

/// The text that `bytes` spell, without byte order mark and with every line ended by `\n` alone, and how it was encoded.
/// `None` where the bytes are no text, or text of an encoding that is not known for sure.
pub(super) fn decode(bytes: Vec<u8>) -> Option<(String, Encoding)> {
    let (text, encoding) = decoded(bytes)?;
    Some((plain_lines(text), encoding))
}

/// The same with line ends and byte order mark as they are.
pub(super) fn decoded(bytes: Vec<u8>) -> Option<(String, Encoding)> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let text = utf16(&bytes)?;
        return (!text.contains('\0')).then_some((text, Encoding::Utf16));
    }
    if bytes.contains(&0) {
        if let Some(text) = unmarked_utf16(&bytes) {
            return Some((text, Encoding::Utf16));
        }
        // A stray one is reported where it stands; a file of them was lost with the power or the stick.
        let count = bytes.iter().filter(|it| **it == 0).count();
        let text = String::from_utf8(bytes).ok()?;
        let few = count <= 4 || count * 50 <= text.len();
        return (few && count * 2 < text.len()).then_some((text, Encoding::Utf8));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some((text, Encoding::Utf8)),
        Err(error) => {
            let bytes = error.as_bytes();
            let gb = || gb18030(bytes).map(|text| (text, Encoding::Gb18030));
            let big5 = || big5(bytes).map(|text| (text, Encoding::Big5));
            gb().or_else(big5)
        }
    }
}

/// UTF-16 of either byte order, told by its mark; half a surrogate pair makes it no text.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (mark, units) = bytes.split_at_checked(2)?;
    let encoding = if mark.starts_with(&[0xFF]) { encoding_rs::UTF_16LE } else { encoding_rs::UTF_16BE };
    encoding.decode_without_bom_handling_and_without_replacement(units).map(|text| text.into_owned())
}

/// UTF-16 without its mark, as programs that think of nobody else write it. One of the bytes of each Latin letter, blank and line
/// break is 0, and which one tells the order; everything must then read as Chinese or Latin.
fn unmarked_utf16(bytes: &[u8]) -> Option<String> {
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|it| **it == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let encoding = match (first, second) {
        (0, 1..) => encoding_rs::UTF_16LE,
        (1.., 0) => encoding_rs::UTF_16BE,
        _ => return None,
    };
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let everyday = |it: char| matches!(it, ' '..='~' | '\t' | '\n' | '\r' | '\u{2010}'..='\u{2030}' | '\u{3000}'..='\u{303F}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}');
    let odd = |it: char| it.is_control() && !matches!(it, '\t' | '\n' | '\r') || is_private(it);
    let (all, known) = (text.chars().count(), text.chars().filter(|it| everyday(*it)).count());
    (all >= 4 && !text.contains(odd) && known * 50 >= all * 49).then(|| text.into_owned())
}

fn is_private(it: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&it)
}

/// The text in an encoding of two bytes a character, where nothing in it is foreign to texts; and what a detector takes it for.
fn plausible(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Option<(String, &'static encoding_rs::Encoding)> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    if text.contains(|it: char| it.is_control() && !matches!(it, '\t' | '\n' | '\r') || is_private(it)) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Some((text.into_owned(), detector.guess(None, Utf8Detection::Deny)))
}

/// GB18030, where the bytes are plausible as that: nearly every pair of bytes is a character of some East Asian encoding, so
/// that reading without errors alone proves little.
fn gb18030(bytes: &[u8]) -> Option<String> {
    let (text, detected) = plausible(bytes, encoding_rs::GB18030)?;
    let pairs = Pairs::of(bytes);
    let chinese = detected == encoding_rs::GBK || detected == encoding_rs::GB18030;
    // Korean has the same pairs, but of the first half of the alphabet alone.
    let enough = if detected == encoding_rs::EUC_KR { 8 } else { 20 };
    let korean = pairs.all >= enough && pairs.second_half == 0;
    // A few pairs that are everyday in Big5 as well may be either.
    let either = pairs.all < 20 && pairs.big5 == pairs.all && pairs.low == 0;
    ((chinese || pairs.is_everyday_gb()) && !korean && !either).then_some(text)
}

/// Big5, where a detector and the pairs agree. Half of its characters have a second byte that GB2312 does not have; a text too
/// short to show that is not guessed at.
fn big5(bytes: &[u8]) -> Option<String> {
    let (text, detected) = plausible(bytes, encoding_rs::BIG5)?;
    let pairs = Pairs::of(bytes);
    let everyday = pairs.all >= 8 && pairs.big5 * 20 >= pairs.all * 19 && pairs.low * 5 >= pairs.all;
    (detected == encoding_rs::BIG5 && everyday).then_some(text)
}

/// What double bytes a text has.
#[derive(Debug, Default)]
struct Pairs {
    all: usize,
    /// Those in GB2312's first level (its 3,755 everyday characters) or its signs.
    gb: usize,
    /// Of these, those of the alphabet's second half.
    second_half: usize,
    /// Those in Big5's first level or its signs.
    big5: usize,
    /// Those whose second byte is below 0x80.
    low: usize,
}

impl Pairs {
    fn of(bytes: &[u8]) -> Self {
        let mut pairs = Self::default();
        let mut at = 0;
        while let Some(&lead) = bytes.get(at) {
            if lead < 0x80 {
                at += 1;
                continue;
            }
            let trail = bytes.get(at + 1).copied().unwrap_or(0);
            pairs.all += 1;
            pairs.gb += usize::from(trail >= 0xA1 && matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7));
            pairs.second_half += usize::from(trail >= 0xA1 && matches!(lead, 0xC9..=0xD7));
            pairs.big5 += usize::from(matches!(lead, 0xA1..=0xC6));
            pairs.low += usize::from(trail < 0x80);
            at += 2;
        }
        pairs
    }

    /// Whether nine in ten are everyday Chinese. The detector wants some length before it is sure; a table of four rows has less.
    fn is_everyday_gb(&self) -> bool {
        self.all > 0 && self.gb * 10 >= self.all * 9
    }
}

/// Drops a byte order mark and turns `\r\n` and a lone `\r` into `\n`; a text that needs neither is handed back as it is.
pub(super) fn plain_lines(mut text: String) -> String {
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
        assert_eq!(decode(vec![0; 600]), None, "what a stick leaves that was pulled out");
        assert_eq!(decode(vec![0x89, b'P', b'N', b'G', 0, 0, 0, 13]), None);
        assert_eq!(decode("caf\u{e9} au lait".chars().map(|it| it as u8).collect()), None, "Latin-1");
        let japanese = encoding_rs::SHIFT_JIS.encode("ひらがなとカタカナのテキストです。").0.into_owned();
        assert_eq!(decode(japanese), None);
        for text in
            ["학생이 교실에서 친구를 도와주었습니다. 선생님께서 칭찬하셨습니다.", "오늘 수업 시간에 발표를 아주 잘했어요"]
        {
            let korean = encoding_rs::EUC_KR.encode(text).0.into_owned();
            assert_eq!(decode(korean), None, "{text}");
        }
        let european =
            encoding_rs::WINDOWS_1252.encode("Müller hat über die Straße gerufen: „Größe“ – schön für Äpfel und Öl").0;
        assert_eq!(decode(european.into_owned()), None);
        let cyrillic = encoding_rs::WINDOWS_1251.encode("Сегодня ученик помог товарищу убрать класс после уроков").0;
        assert_eq!(decode(cyrillic.into_owned()), None);
    }

    /// Traditional Chinese as a teacher writes it.
    const TRADITIONAL: &str = "日期,學生,表揚事由\n2026-03-05,王小明,主動幫助同學打掃教室衛生\n課間在走廊談了五分鐘，他說昨晚沒有寫完作業，\
        是因為弟弟發燒，一家人都在醫院。約定明天早讀前補上，我再看一遍。家長來電說最近睡得很晚，希望學校多留意。數學課上舉了三次手，\
        有兩次答對，下課以後自己把黑板擦乾淨了。與上個月比，遲到少了四次，作業訂正也能當天交。下一步：每週三放學留十分鐘，一起看錯題本。";

    #[test]
    fn a_stretch_of_chinese_is_never_taken_for_another_encoding() {
        let simplified = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.zh-CN.md")).expect("there");
        let characters: Vec<char> = simplified.chars().collect();
        let mut read = 0;
        for (number, start) in (0..characters.len()).step_by(97).enumerate() {
            let text: String = characters.iter().skip(start).take(3 + number % 300).collect();
            let Some((found, encoding)) = decode(gb(&text)) else { continue };
            assert_eq!(plain_lines(text), found, "as {encoding}");
            read += 1;
        }
        assert!(read > 100, "{read}");
        let characters: Vec<char> = TRADITIONAL.chars().collect();
        let mut read = 0;
        for length in [2, 5, 12, 25, 60, 150] {
            for start in 0..characters.len() {
                let text: String = characters.iter().skip(start).take(length).collect();
                let bytes = encoding_rs::BIG5.encode(&text).0.into_owned();
                let Some((found, encoding)) = decode(bytes) else { continue };
                assert_eq!(found, text, "as {encoding}");
                read += usize::from(encoding == Encoding::Big5);
            }
        }
        assert!(read > 300, "{read}");
        let whole = encoding_rs::BIG5.encode(TRADITIONAL).0.into_owned();
        assert_eq!(decode(whole), Some((TRADITIONAL.to_owned(), Encoding::Big5)));
    }

    #[test]
    fn utf16_without_its_mark_is_read_where_it_is_sure() {
        for text in ["---\n日期: 2026-03-05\n---\n\n他说：“好。”\n", "plain words\n"] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(decode(little.clone()), Some((text.to_owned(), Encoding::Utf16)));
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(decode(big), Some((text.to_owned(), Encoding::Utf16)));
            assert_eq!(decode(little[..little.len() - 1].to_vec()).map(|it| it.1), None, "half a character");
        }
        let bare: Vec<u8> = "他说好的".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(bare), None, "nothing tells the order");
    }

    #[test]
    fn a_stray_nul_stays_to_be_reported() {
        assert_eq!(decode("日期\0: 1\n".into()), Some(("日期\0: 1\n".to_owned(), Encoding::Utf8)));
    }
}
