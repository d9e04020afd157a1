//! What a site's search reads, as it is packed: a list of UTF-16 units, then a text by their places in that list.
//!
//! Written anew from the format's description rather than shared with what packs it: a fault there must not blind the gate.

use super::fold::{BLOCK, BREAK};

/// The text of an unpacked shard; `None` where the bytes are none.
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    let (count, rest) = bytes.split_first_chunk::<2>()?;
    let count = usize::from(u16::from_le_bytes(*count));
    let (units, codes) = rest.split_at_checked(2 * count)?;
    let units: Vec<u16> = units.as_chunks().0.iter().map(|it| u16::from_le_bytes(*it)).collect();
    // So many units have a code of one byte that the others' first bytes, with 256 codes each, are enough for the rest.
    let short = if count <= 256 { 256 } else { (65_536 - count) / 255 };
    let mut text = Vec::with_capacity(codes.len());
    let mut codes = codes.iter().map(|it| usize::from(*it));
    while let Some(first) = codes.next() {
        let place = if first < short { first } else { short + (first - short) * 256 + codes.next()? };
        text.push(*units.get(place)?);
    }
    let text = String::from_utf16(&text).ok()?;
    // Heads of pages, a NUL, and what the pages say. A head ends with places, each behind a distance, which is no number of anybody's.
    let (heads, said) = text.split_once('\0')?;
    let mut read = String::with_capacity(text.len());
    for head in heads.lines() {
        let (parts, places) = head.rsplit_once('\t')?;
        let places = places.split(' ').map(|it| it.trim_start_matches(|it: char| it.is_ascii_digit()));
        for part in parts.split('\t').chain(places) {
            read.push_str(part);
            read.push(BREAK);
        }
    }
    // Lines are what stands in blocks of its own, such as cells.
    read.extend(said.chars().map(|it| match it {
        '\n' => BLOCK,
        '\u{1}' => BREAK,
        it => it,
    }));
    Some(read)
}

#[cfg(test)]
mod tests {
    use crate::privacy::Audience;
    use crate::privacy::gate::Gate;
    use crate::privacy::roster::{Entry, Forbidden, Item, Kind, Whose};
    use crate::search::{Entry as Found, pack};

    #[test]
    fn a_name_in_what_a_search_reads_is_seen() {
        let item = Item { entry: Entry::Adult(1), whose: Whose::Other, kind: Kind::Name, text: "魏德馨".into() };
        let gate = Gate::new(&Forbidden { items: vec![item], ..Forbidden::default() }, Audience::Staff);
        let filler: String = ('一'..='龥').step_by(7).collect();
        let page = |text: String| {
            let places = vec![(138, "0013".to_owned()), (138 + 8000, "8000".to_owned())];
            Found { path: "a.html".into(), title: "某页".into(), text, places, ..Found::default() }
        };
        for filler in ["", filler.as_str()] {
            let leaks =
                |name: &str| gate.inspect("search/0.js", &pack(0, &[page(format!("{filler}那天{name}来过"))]).script).len();
            assert_eq!((leaks("魏德馨"), leaks("有人")), (1, 0));
            assert_eq!(leaks("打13800000000找"), 1, "somebody's number");
        }
    }
}
