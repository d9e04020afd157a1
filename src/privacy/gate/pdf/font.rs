//! What the codes of a page's text mean.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, GB18030, UTF_16BE};
use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Stream};

/// A font, as far as reading goes.
#[derive(Debug)]
pub(super) struct Font {
    /// Code to text, where the font has a table for it.
    unicode: Option<CMap>,
    /// Whether codes have two bytes.
    wide: bool,
    /// What codes mean without a table.
    plain: Plain,
    /// Widths by code, in thousandths; else the last.
    widths: BTreeMap<u32, f32>,
    width: f32,
}

/// What codes mean where no table says so.
#[derive(Debug)]
enum Plain {
    /// Bytes of an encoding.
    Encoded(&'static Encoding),
    /// A character a byte, those that differ named.
    Latin(BTreeMap<u32, String>),
    /// Nobody knows.
    Unknown,
}

/// A code of a text: what it says and how wide it is, in parts of the size.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    pub(super) text: String,
    pub(super) width: f32,
    /// Whether the code is a single blank byte, which word spacing widens.
    pub(super) blank: bool,
}

/// The fonts of a document, each read once.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    known: BTreeMap<ObjectIdentifier, std::rc::Rc<Font>>,
    /// Whether text was met that cannot be read.
    pub(super) unreadable: bool,
}

impl Fonts {
    pub(super) fn get(&mut self, dict: &Dict<'_>) -> std::rc::Rc<Font> {
        let read = || std::rc::Rc::new(Font::read(dict));
        match dict.obj_id() {
            Some(id) => self.known.entry(id).or_insert_with(read).clone(),
            None => read(),
        }
    }
}

impl Font {
    fn read(dict: &Dict<'_>) -> Self {
        let table = dict.get::<Stream<'_>>("ToUnicode").and_then(|it| CMap::parse(&it.decoded().ok()?, |_| None));
        let wide = dict.get::<Name<'_>>("Subtype").is_some_and(|it| it.as_ref() == b"Type0");
        let mut font = Self { unicode: table, wide, plain: Plain::Unknown, widths: BTreeMap::new(), width: 1000.0 };
        if wide {
            font.composite(dict);
        } else {
            font.simple(dict);
        }
        font
    }

    fn composite(&mut self, dict: &Dict<'_>) {
        let encoding = dict.get::<Name<'_>>("Encoding").map(|it| it.as_ref().to_vec()).unwrap_or_default();
        let holds = |part: &[u8]| encoding.windows(part.len()).any(|it| it == part);
        if holds(b"UCS2") || holds(b"UTF16") {
            self.plain = Plain::Encoded(UTF_16BE);
        } else if encoding.starts_with(b"GB") {
            (self.plain, self.wide) = (Plain::Encoded(GB18030), false);
        }
        let Some(descendant) = dict.get::<Array<'_>>("DescendantFonts").and_then(|it| it.iter::<Dict<'_>>().next()) else {
            return;
        };
        self.width = descendant.get::<Number>("DW").map_or(1000.0, |it| it.as_f32());
        let Some(widths) = descendant.get::<Array<'_>>("W") else { return };
        let objects: Vec<Object<'_>> = widths.iter::<Object<'_>>().collect();
        let number = |at: usize| match objects.get(at) {
            Some(Object::Number(number)) => Some(number.as_f32()),
            _ => None,
        };
        let mut at = 0;
        while let Some(first) = number(at) {
            let first = first as u32;
            match objects.get(at + 1) {
                Some(Object::Array(list)) => {
                    self.widths.extend(list.iter::<Number>().zip(first..).map(|(width, code)| (code, width.as_f32())));
                    at += 2;
                }
                Some(Object::Number(last)) => {
                    let last = (last.as_f32() as u32).min(first.saturating_add(0xffff));
                    let width = number(at + 2).unwrap_or(self.width);
                    self.widths.extend((first..=last).map(|it| (it, width)));
                    at += 3;
                }
                _ => break,
            }
        }
    }

    fn simple(&mut self, dict: &Dict<'_>) {
        let first = dict.get::<Number>("FirstChar").map_or(0, |it| it.as_i64() as u32);
        self.width = 500.0;
        if let Some(widths) = dict.get::<Array<'_>>("Widths") {
            self.widths = widths.iter::<Number>().zip(first..).map(|(width, code)| (code, width.as_f32())).collect();
        }
        let mut named = BTreeMap::new();
        let differences = dict.get::<Dict<'_>>("Encoding").and_then(|it| it.get::<Array<'_>>("Differences"));
        let mut code = 0;
        for object in differences.iter().flat_map(|it| it.iter::<Object<'_>>()) {
            match object {
                Object::Number(number) => code = number.as_i64() as u32,
                Object::Name(name) => {
                    if let Some(text) = named_glyph(name.as_ref()) {
                        named.insert(code, text);
                    }
                    code += 1;
                }
                _ => {}
            }
        }
        self.plain = Plain::Latin(named);
    }

    /// What a string of codes says; false behind it where a code cannot be read.
    pub(super) fn say(&self, bytes: &[u8]) -> (Vec<Said>, bool) {
        if let (None, Plain::Encoded(encoding)) = (&self.unicode, &self.plain) {
            let text = encoding.decode_without_bom_handling(bytes).0;
            return (
                text.chars().map(|it| Said { text: it.into(), width: self.width / 1000.0, blank: it == ' ' }).collect(),
                true,
            );
        }
        let mut known = true;
        let codes = bytes.chunks(if self.wide { 2 } else { 1 });
        let said = codes.map(|code| {
            let number = code.iter().fold(0, |value, byte| value << 8 | u32::from(*byte));
            let text = match self.unicode.as_ref().and_then(|it| it.lookup_bf_string(number)) {
                Some(BfString::Char(char)) => char.into(),
                Some(BfString::String(text)) => text,
                None => match &self.plain {
                    Plain::Latin(named) => named.get(&number).cloned().unwrap_or_else(|| char::from(number as u8).into()),
                    Plain::Encoded(_) | Plain::Unknown => {
                        // glyphs without text, such as leaders, are left out of tables that name the others
                        known &= self.unicode.is_some();
                        String::new()
                    }
                },
            };
            let width = self.widths.get(&number).copied().unwrap_or(self.width) / 1000.0;
            Said { text, width, blank: code == b" " }
        });
        let said = said.collect();
        (said, known)
    }
}

/// The text of a glyph by its name: `A`, `uni6797`, `u20000`, `eacute`.
fn named_glyph(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split('.').next().unwrap_or(name);
    let of = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).map(String::from);
    match (name.strip_prefix("uni"), name.strip_prefix('u')) {
        (Some(digits), _) if digits.len() >= 4 && digits.bytes().all(|it| it.is_ascii_hexdigit()) => {
            digits.as_bytes().chunks(4).map(|it| of(std::str::from_utf8(it).ok()?)).collect()
        }
        (_, Some(digits)) if (4..=6).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_hexdigit()) => of(digits),
        _ => {
            const DIGITS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
            if let Some(digit) = DIGITS.iter().position(|it| *it == name) {
                return Some(digit.to_string());
            }
            match name {
                "space" => return Some(" ".into()),
                "hyphen" | "minus" => return Some("-".into()),
                "period" => return Some(".".into()),
                _ => {}
            }
            // the base letter of a name such as `eacute`
            let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
            let mark = name.get(1..)?;
            let marks =
                ["", "acute", "grave", "circumflex", "dieresis", "tilde", "macron", "caron", "cedilla", "ring", "breve"];
            marks.contains(&mark).then(|| letter.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_are_known_by_their_names() {
        for (name, text) in [
            ("A", "A"),
            ("uni6797", "林"),
            ("uni679779BE", "林禾"),
            ("u20000", "\u{20000}"),
            ("eacute", "e"),
            ("three", "3"),
            ("a.sc", "a"),
        ] {
            assert_eq!(named_glyph(name.as_bytes()).as_deref(), Some(text), "{name}");
        }
        assert_eq!(named_glyph(b"ffi_more"), None);
    }
}
