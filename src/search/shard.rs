//! The texts of pages as a script.
//!
//! `casebookSearch.shard(3,"…");` where the quoted is base64 of a zlib stream. Inflated, it is
//!
//! - two bytes: how many different UTF-16 units there are, the low byte first, as everywhere here,
//! - these units, the most frequent first,
//! - the text, each unit by its place in that list: places below a limit in one byte, the others in two. The limit is the
//!   highest with which there are enough codes ([`single_bytes`]).
//!
//! A Chinese character so takes little more than a byte even before it is compressed, where UTF-8 takes three.
//!
//! The text is a line for each page (path, kind, label, title, what more is said of it, places; between tabs), a NUL, and what
//! the pages say, each behind the other after a U+0001. A place is written `12:facts`, the number counting from the place before.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// How hard a shard is compressed: beyond this it takes twice the time for one part in a hundred.
const LEVEL: u8 = 6;

const PREFIX: &str = "casebookSearch.shard(";
const SUFFIX: &str = "\");\n";

/// A page as it is found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Its address from the site's root.
    pub path: String,
    /// Key of the kind of page.
    pub kind: String,
    /// What it is, in a word; nothing where the kind's own word says it.
    pub label: String,
    /// Its title.
    pub title: String,
    /// What tells it from others of that title: whose it is, the day.
    pub about: String,
    /// What it says.
    pub text: String,
    /// Places that a link can lead to, each with the number of UTF-16 units before it.
    pub places: Vec<(usize, String)>,
}

/// Pages, packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shard {
    /// The script.
    pub script: Vec<u8>,
    /// The UTF-16 units that occur in it.
    pub units: Vec<u16>,
}

/// Packs pages. `number` is the shard's own, by which the script says what it is.
pub fn pack(number: usize, pages: &[Entry]) -> Shard {
    let text: Vec<u16> = written(pages).encode_utf16().collect();
    let (units, codes) = encoded(&text);
    let mut plain = Vec::with_capacity(2 + 2 * units.len() + codes.len());
    plain.extend((units.len() as u16).to_le_bytes());
    plain.extend(units.iter().flat_map(|it| it.to_le_bytes()));
    plain.extend(codes);
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&plain, LEVEL);
    let mut script = format!("{PREFIX}{number},\"");
    BASE64.encode_string(packed, &mut script);
    script.push_str(SUFFIX);
    Shard { script: script.into_bytes(), units }
}

/// The pages of a shard; `None` where it is none, or damaged.
pub fn unpack(script: &[u8]) -> Option<Vec<Entry>> {
    let script = std::str::from_utf8(script).ok()?;
    let (_, packed) = script.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.split_once(",\"")?;
    let plain = miniz_oxide::inflate::decompress_to_vec_zlib(&BASE64.decode(packed).ok()?).ok()?;
    let (count, rest) = plain.split_first_chunk()?;
    let (units, codes) = rest.split_at_checked(2 * usize::from(u16::from_le_bytes(*count)))?;
    let units: Vec<u16> = units.as_chunks().0.iter().map(|it| u16::from_le_bytes(*it)).collect();
    let text = String::from_utf16(&decoded(&units, codes)?).ok()?;
    let (heads, texts) = text.split_once('\0')?;
    heads.lines().zip(texts.split('\u{1}')).map(|(head, text)| read(head, text)).collect()
}

fn written(pages: &[Entry]) -> String {
    let mut text = String::with_capacity(pages.iter().map(|it| it.text.len() + 200).sum());
    for page in pages {
        for part in [&page.path, &page.kind, &page.label, &page.title, &page.about] {
            text.extend(part.chars().map(|it| if it.is_control() { ' ' } else { it }));
            text.push('\t');
        }
        let mut last = 0;
        for (at, place) in &page.places {
            text.push_str(&format!("{}:{place} ", at.saturating_sub(last)));
            last = *at;
        }
        text.push('\n');
    }
    text.push('\0');
    for (at, page) in pages.iter().enumerate() {
        if at > 0 {
            text.push('\u{1}');
        }
        text.push_str(&page.text);
    }
    text
}

fn read(head: &str, text: &str) -> Option<Entry> {
    let mut parts = head.split('\t');
    let mut next = || parts.next().map(str::to_owned);
    let (path, kind, label, title, about, places) = (next()?, next()?, next()?, next()?, next()?, next()?);
    let mut last = 0;
    let place = |it: &str| {
        let (distance, place) = it.split_once(':')?;
        last += distance.parse::<usize>().ok()?;
        Some((last, place.to_owned()))
    };
    let places = places.split_whitespace().map(place).collect::<Option<_>>()?;
    Some(Entry { path, kind, label, title, about, text: text.to_owned(), places })
}

/// How many of so many units have a code of one byte. Each of the other first bytes makes 256 codes of two.
fn single_bytes(units: usize) -> usize {
    if units <= 256 { 256 } else { (65_536 - units.min(65_536)) / 255 }
}

/// The units of a text, the most frequent first, and the text by their places.
fn encoded(text: &[u16]) -> (Vec<u16>, Vec<u8>) {
    let mut counts = vec![0_u32; 1 << 16];
    for unit in text {
        counts[usize::from(*unit)] += 1;
    }
    let mut units: Vec<u16> = (0..=u16::MAX).filter(|it| counts[usize::from(*it)] > 0).collect();
    units.sort_by_key(|it| std::cmp::Reverse(counts[usize::from(*it)]));
    // The count is written in two bytes: a text that had every unit there is would lose its rarest.
    units.truncate(usize::from(u16::MAX));
    let single = single_bytes(units.len());
    let mut codes_of = vec![[0_u8; 2]; 1 << 16];
    for (place, unit) in units.iter().enumerate() {
        let above = place.saturating_sub(single);
        codes_of[usize::from(*unit)] = match place < single {
            true => [place as u8, 0],
            false => [(single + above / 256) as u8, (above % 256) as u8],
        };
    }
    let mut codes = Vec::with_capacity(text.len() + text.len() / 4);
    for unit in text {
        let code = codes_of[usize::from(*unit)];
        codes.push(code[0]);
        if usize::from(code[0]) >= single {
            codes.push(code[1]);
        }
    }
    (units, codes)
}

fn decoded(units: &[u16], codes: &[u8]) -> Option<Vec<u16>> {
    let single = single_bytes(units.len());
    let mut text = Vec::with_capacity(codes.len());
    let mut codes = codes.iter().map(|it| usize::from(*it));
    while let Some(code) = codes.next() {
        let place = if code < single { code } else { single + (code - single) * 256 + codes.next()? };
        text.push(*units.get(place)?);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_comes_back_as_it_was() {
        let page = |text: &str| Entry {
            path: "students/S01/index.html".to_owned(),
            kind: "student".to_owned(),
            label: String::new(),
            title: "石头".to_owned(),
            about: "三（1）班".to_owned(),
            text: text.to_owned(),
            places: vec![(0, "甲".to_owned()), (7, "r1-2".to_owned()), (1200, "a:b".to_owned())],
        };
        let pages = [page("石头\n概况 😀"), page(""), page("end")];
        let shard = pack(3, &pages);
        assert!(shard.script.starts_with(b"casebookSearch.shard(3,\""));
        assert_eq!(unpack(&shard.script).unwrap(), pages);
        assert_eq!(unpack(&pack(0, &[]).script).unwrap(), []);
        assert_eq!(pack(3, &pages), shard);
        for damaged in [&shard.script[..shard.script.len() - 9], b"", b"casebookSearch.shard(3,\"AAAA\");\n"] {
            assert_eq!(unpack(damaged), None);
        }
    }

    #[test]
    fn every_number_of_units_has_codes_enough() {
        for count in [0, 1, 255, 256, 257, 511, 512, 5000, 65_280, 65_535] {
            let single = single_bytes(count);
            assert!(single + (256 - single) * 256 >= count, "{count}");
            let text: Vec<u16> = (0..count as u16).collect();
            let (units, codes) = encoded(&text);
            assert_eq!(decoded(&units, &codes), Some(text), "{count}");
        }
    }

    proptest! {
        #[test]
        fn any_texts_come_back(texts in prop::collection::vec("[^\0\u{1}]{0,60}", 0..5)) {
            let pages: Vec<Entry> = texts.into_iter().map(|text| Entry { text, ..Entry::default() }).collect();
            prop_assert_eq!(unpack(&pack(0, &pages).script).unwrap(), pages);
        }
    }
}
