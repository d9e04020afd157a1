//! Bytes that stand for other bytes: base64, hexadecimal, and texts in encodings other than UTF-8.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::compressed;
use super::fold::BREAK;

/// Longer runs are decoded from their start alone; shorter ones from each of the four places at which base64 may begin.
const LONG_RUN: usize = 4096;

/// What a run of letters and digits may be the encoding of.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decoded {
    /// A text.
    Text(String),
    /// A file of a kind that is known by its first bytes.
    File(Vec<u8>),
}

/// Everything readable that a run of base64 or hexadecimal digits may stand for.
pub(super) fn decode_run(run: &str) -> Vec<Decoded> {
    let bytes = run.as_bytes();
    // What is packed is unpacked as a whole or refused: among its bytes, taken for text, anything may meet by chance.
    let whole = from_base64(bytes);
    if compressed::is_known(&whole) {
        return vec![Decoded::File(whole)];
    }
    let mut decoded = Vec::new();
    // In pages of packed data a few hexadecimal digits meet by chance.
    let fewest = if bytes.len() > LONG_RUN { 64 } else { 8 };
    for digits in bytes.split(|it| !it.is_ascii_hexdigit()).filter(|it| it.len() >= fewest) {
        readable(&from_hex(digits), true, &mut decoded);
        readable(&from_hex(digits.get(1..).unwrap_or_default()), true, &mut decoded);
    }
    let starts = if bytes.len() > LONG_RUN { 1 } else { 4 };
    readable(&whole, true, &mut decoded);
    for start in 1..starts {
        readable(&from_base64(bytes.get(start..).unwrap_or_default()), false, &mut decoded);
    }
    // `=E6=9E=97`, as in mail
    if bytes
        .windows(4)
        .any(|it| it.first() == Some(&b'=') && it.get(3) == Some(&b'=') && it.get(1).is_some_and(u8::is_ascii_hexdigit))
    {
        readable(&from_quoted_printable(bytes), true, &mut decoded);
    }
    decoded
}

/// The first sixteen digits of hexadecimal numbers that begin anywhere in a run: enough to know a hash by.
pub(super) fn hash_heads(run: &str, mut each: impl FnMut(u64)) {
    for digits in run.as_bytes().split(|it| !it.is_ascii_hexdigit()).filter(|it| it.len() >= 16) {
        let mut head = 0_u64;
        for (digit, at) in digits.iter().zip(1..) {
            head = head << 4 | u64::from(hex_digit(*digit).unwrap_or_default());
            if at >= 16 {
                each(head);
            }
        }
    }
}

/// What bytes say, if they say something. `whole` where they are known to begin with what was encoded.
fn readable(bytes: &[u8], whole: bool, into: &mut Vec<Decoded>) {
    if bytes.len() < 4 {
        return;
    }
    if whole && (compressed::is_known(bytes) || super::kind::of_bytes(bytes).is_some()) {
        return into.push(Decoded::File(bytes.to_vec()));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // what is cut in the middle has broken characters at its ends
        Err(_) => String::from_utf8_lossy(bytes).replace('\u{fffd}', &String::from(BREAK)),
    };
    let control = |it: &char| it.is_control() && !matches!(it, '\n' | '\r' | '\t' | '\u{feff}');
    let clean = !text.contains(BREAK) && !text.chars().any(|it| control(&it));
    let chinese = text.chars().filter(|it| crate::privacy::roster::is_han(*it)).count() > 1;
    if clean && bytes.len() > 4 || chinese {
        into.push(Decoded::Text(text));
    }
    // in much that is packed some bytes look like words, so that only a clean text settles what it is
    if clean {
        return;
    }
    if whole {
        for encoding in [GB18030, UTF_16LE, UTF_16BE] {
            into.extend(plausible(bytes, encoding).map(Decoded::Text));
        }
        if bytes.len() > 16 && compressed::inflate_raw(bytes, compressed::PROBE).is_some() {
            into.push(Decoded::File(bytes.to_vec()));
        }
    }
}

/// A text in an encoding, where every character of it is one that texts are written in.
fn plausible(bytes: &[u8], encoding: &'static Encoding) -> Option<String> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let common = |it: char| matches!(it, ' '..='~' | '\n' | '\r' | '\t' | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    (!broken && text.chars().all(common)).then(|| text.into_owned())
}

/// A text that bytes may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// The text.
    pub(super) text: String,
    /// Whether so many bytes were read in an encoding that nothing speaks for, that two characters may meet by chance.
    pub(super) guessed: bool,
}

/// Every text that bytes of an unknown encoding may be, for stretches of text in files of other kinds.
pub(super) fn texts(bytes: &[u8]) -> Vec<Reading> {
    /// In fewer bytes names do not meet by chance.
    const SHORT: usize = 1024;
    let read = |encoding: &'static Encoding, bytes: &[u8], guessed| {
        let text = encoding.decode_without_bom_handling(bytes).0.replace('\u{fffd}', &String::from(BREAK));
        Reading { text, guessed }
    };
    for (mark, encoding) in [([0xfe, 0xff], UTF_16BE), ([0xff, 0xfe], UTF_16LE)] {
        if let Some(text) = bytes.strip_prefix(&mark) {
            return vec![read(encoding, text, false)];
        }
    }
    let guessed = bytes.len() > SHORT;
    let mut texts = vec![read(UTF_8, bytes, false)];
    let sound = std::str::from_utf8(bytes).is_ok();
    if !sound {
        texts.push(read(GB18030, bytes, guessed));
    }
    if !sound || bytes.contains(&0) {
        for start in 0..2 {
            let bytes = bytes.get(start..).unwrap_or_default();
            texts.extend([UTF_16LE, UTF_16BE].map(|it| read(it, bytes, guessed)));
        }
    }
    texts
}

fn hex_digit(digit: u8) -> Option<u8> {
    (digit as char).to_digit(16).map(|it| it as u8)
}

fn from_hex(digits: &[u8]) -> Vec<u8> {
    let pairs = digits.as_chunks::<2>().0.iter();
    pairs.filter_map(|[high, low]| Some(hex_digit(*high)? << 4 | hex_digit(*low)?)).collect()
}

/// Bytes of base64 of either alphabet, padded or not.
fn from_base64(digits: &[u8]) -> Vec<u8> {
    let value = |digit: u8| match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    let (mut held, mut bits) = (0_u32, 0);
    for digit in digits.iter().map_while(|it| value(*it)) {
        held = (held << 6 | u32::from(digit)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    bytes
}

fn from_quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let pair = |ahead: usize| text.get(at + ahead).and_then(|it| hex_digit(*it));
        match (byte, pair(1), pair(2)) {
            (b'=', Some(high), Some(low)) => {
                bytes.push(high << 4 | low);
                at += 3;
            }
            _ => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(run: &str, wanted: &str) -> bool {
        decode_run(run).iter().any(|it| matches!(it, Decoded::Text(text) if text.contains(wanted)))
    }

    #[test]
    fn encoded_names_are_read() {
        for (run, wanted) in [
            ("6ZmI5p6c", "陈果"),
            ("x6ZmI5p6c", "陈果"),
            ("data-6ZmI5p6c", "陈果"),
            ("5p6X56a-6IuX", "林禾苗"),
            ("e99988e69e9c", "陈果"),
            ("E99988E69E9C", "陈果"),
            ("b3c2b9fb", "陈果"),
            ("s8K5+w==", "陈果"),
            ("SJacZw==", "陈果"),
            ("lkhnnA==", "陈果"),
            ("9648679c", "陈果"),
            ("bGluaGVtaWFv", "linhemiao"),
            ("MTM4MDAwMDAwMDA=", "13800000000"),
            ("=E9=99=88=E6=9E=9C", "陈果"),
        ] {
            assert!(says(run, wanted), "{run}: {:?}", decode_run(run));
        }
    }

    #[test]
    fn a_few_digits_in_pages_of_packed_data_are_chance() {
        let packed = |length: usize| "x9+/".repeat(length / 4);
        let within = |length: usize| format!("{}zze99988e69e9czz{}", packed(length), packed(length));
        assert!(says(&within(40), "陈果"));
        assert!(!says(&within(LONG_RUN), "陈果"));
    }

    #[test]
    fn what_is_packed_is_nothing_else() {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        let text: String = (0..900_u32).map(|it| char::from(b'a' + (it * it * 7919 % 9973 % 23) as u8)).collect();
        std::io::Write::write_all(&mut packed, text.as_bytes()).unwrap();
        let run = crate::privacy::gate::tests::base64(&packed.finish().unwrap());
        assert!(run.len() > 200 && run.len() < LONG_RUN);
        assert!(matches!(decode_run(&run).as_slice(), [Decoded::File(_)]), "{:?}", decode_run(&run));
    }

    #[test]
    fn ordinary_words_are_no_files() {
        for run in ["container", "students/S01/index", "nav-item-active", "getElementById", "stroke-width"] {
            let decoded = decode_run(run);
            assert!(decoded.iter().all(|it| matches!(it, Decoded::Text(_))) && decoded.len() < 3, "{run}: {decoded:?}");
        }
    }

    #[test]
    fn hashes_are_known_by_any_sixteen_digits() {
        let mut heads = Vec::new();
        hash_heads("x-0123456789abcdef01/0123", |it| heads.push(it));
        assert_eq!(heads, [0x0123_4567_89ab_cdef, 0x1234_5678_9abc_def0, 0x2345_6789_abcd_ef01]);
    }
}
