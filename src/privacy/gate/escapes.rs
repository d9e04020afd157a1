//! Characters that are written as something else: `&#26519;`, `%E6%9E%97`, `\u6797`, `\e6\9e\97`.

use encoding_rs::GB18030;

use super::fold::BREAK;

/// Bytes on either side of an escape in which what belongs to it is looked for.
const AROUND: usize = 96;

/// The neighbourhoods of escapes at these places with every escape in them resolved; `None` where none of them is one.
pub(super) fn resolve(text: &str, places: &[usize]) -> Option<String> {
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for &place in places {
        let (from, to) = (place.saturating_sub(AROUND), place.saturating_add(AROUND).min(text.len()));
        match stretches.last_mut().filter(|it| it.1 >= from) {
            Some(stretch) => stretch.1 = to,
            None => stretches.push((from, to)),
        }
    }
    let mut resolved = String::with_capacity(text.len().min(places.len() * AROUND * 2));
    let mut any = false;
    for (from, to) in stretches {
        let from = (0..=from).rev().find(|it| text.is_char_boundary(*it)).unwrap_or_default();
        let to = (to..=text.len()).find(|it| text.is_char_boundary(*it)).unwrap_or(text.len());
        let mut resolver = Resolver { out: &mut resolved, bytes: Vec::new() };
        any |= resolver.stretch(text.get(from..to).unwrap_or_default());
        resolved.push(BREAK);
    }
    any.then_some(resolved)
}

/// Resolves the escapes of one stretch.
struct Resolver<'a> {
    out: &'a mut String,
    /// Bytes of a character that are written one by one.
    bytes: Vec<u8>,
}

impl Resolver<'_> {
    /// Takes a stretch; gives whether anything was resolved.
    fn stretch(&mut self, text: &str) -> bool {
        let mut rest = text;
        let mut any = false;
        while let Some(char) = rest.chars().next() {
            let length = match char {
                '%' => byte(rest.get(1..3), 16).map(|it| self.byte(it, 3)),
                '\\' => self.backslash(rest),
                '&' => self.entity(rest),
                _ => None,
            };
            any |= length.is_some();
            let length = length.unwrap_or_else(|| {
                self.char(char);
                char.len_utf8()
            });
            rest = rest.get(length..).unwrap_or_default();
        }
        self.end_bytes();
        any
    }

    fn byte(&mut self, byte: u8, length: usize) -> usize {
        self.bytes.push(byte);
        length
    }

    fn char(&mut self, char: char) {
        self.end_bytes();
        self.out.push(char);
    }

    fn end_bytes(&mut self) {
        if !self.bytes.is_empty() {
            self.out.push_str(&decode(&std::mem::take(&mut self.bytes)));
        }
    }

    fn entity(&mut self, rest: &str) -> Option<usize> {
        let (char, length) = entity(rest)?;
        match char {
            Some(char) => self.char(char),
            None => self.end_bytes(),
        }
        Some(length)
    }

    /// `\xE6`, `\u6797`, `\u{6797}`, `\U00006797`, `\346`, and `\6797 ` of style sheets.
    fn backslash(&mut self, rest: &str) -> Option<usize> {
        let hex = |from: usize, length: usize| u32::from_str_radix(rest.get(from..from + length)?, 16).ok();
        match rest.as_bytes().get(1)? {
            b'x' => return byte(rest.get(2..4), 16).map(|it| self.byte(it, 4)),
            b'u' if rest.as_bytes().get(2) == Some(&b'{') => {
                let end = rest.find('}')?;
                let code = u32::from_str_radix(rest.get(3..end)?, 16).ok()?;
                self.char(char::from_u32(code)?);
                return Some(end + 1);
            }
            b'u' => {
                let high = hex(2, 4)?;
                let low = hex(8, 4).filter(|_| rest.get(6..8) == Some("\\u"));
                if let (0xd800..=0xdbff, Some(low @ 0xdc00..=0xdfff)) = (high, low) {
                    self.char(char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))?);
                    return Some(12);
                }
                self.char(char::from_u32(high)?);
                return Some(6);
            }
            b'U' => {
                self.char(char::from_u32(hex(2, 8)?)?);
                return Some(10);
            }
            b'n' | b't' | b'r' => {
                self.char(' ');
                return Some(2);
            }
            _ => {}
        }
        let digits = rest.bytes().skip(1).take(6).take_while(u8::is_ascii_hexdigit).count();
        if digits == 3
            && let Some(octal) = byte(rest.get(1..4), 8)
        {
            return Some(self.byte(octal, 4));
        }
        let code = hex(1, digits).filter(|_| digits > 1)?;
        if digits == 2 {
            return Some(self.byte(code as u8, 3));
        }
        self.char(char::from_u32(code)?);
        let blank = rest.as_bytes().get(1 + digits).is_some_and(u8::is_ascii_whitespace);
        Some(1 + digits + usize::from(blank))
    }
}

fn byte(digits: Option<&str>, radix: u32) -> Option<u8> {
    let digits = digits.filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, radix).ok()
}

/// Bytes as the text that they most probably are.
fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// The character of a character reference at the start of a text, and how many bytes the reference takes. No character where
/// it is one that takes no room.
pub(super) fn entity(text: &str) -> Option<(Option<char>, usize)> {
    let rest = text.strip_prefix('&')?;
    if let Some(number) = rest.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (number, 10),
        };
        let length = digits.bytes().take_while(|it| (*it as char).is_digit(radix)).count();
        let code = u32::from_str_radix(digits.get(..length).filter(|it| !it.is_empty())?, radix).ok();
        let end = text.len() - digits.len() + length;
        let end = end + usize::from(text.as_bytes().get(end) == Some(&b';'));
        return Some((Some(code.and_then(char::from_u32).unwrap_or('\u{fffd}')), end));
    }
    let length = rest.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    let name = rest.get(..length).filter(|it| !it.is_empty())?;
    let closed = rest.as_bytes().get(length) == Some(&b';');
    let plain = match name {
        "amp" | "AMP" => '&',
        "lt" | "LT" => '<',
        "gt" | "GT" => '>',
        "quot" | "QUOT" => '"',
        "apos" => '\'',
        _ if !closed && !matches!(name, "nbsp" | "shy" | "middot") => return None,
        "nbsp" | "ensp" | "emsp" | "thinsp" | "hairsp" | "numsp" | "puncsp" | "NewLine" | "Tab" | "NonBreakingSpace"
        | "MediumSpace" | "ThinSpace" | "VeryThinSpace" | "ThickSpace" => ' ',
        "shy"
        | "zwj"
        | "zwnj"
        | "lrm"
        | "rlm"
        | "NoBreak"
        | "ZeroWidthSpace"
        | "NegativeThinSpace"
        | "NegativeMediumSpace"
        | "NegativeThickSpace"
        | "NegativeVeryThinSpace"
        | "InvisibleTimes"
        | "InvisibleComma"
        | "ApplyFunction"
        | "it"
        | "ic"
        | "af" => {
            return Some((None, 1 + length + usize::from(closed)));
        }
        "comma" => ',',
        "colon" => ':',
        "semi" => ';',
        "lowbar" | "UnderBar" => '_',
        "hyphen" | "dash" => '-',
        "period" => '.',
        _ => letter(name).unwrap_or('·'),
    };
    Some((Some(plain), 1 + length + usize::from(closed)))
}

/// The letter in the name of a letter: `iacute`, `Ascr`.
fn letter(name: &str) -> Option<char> {
    const MARKS: [&str; 18] = [
        "acute", "grave", "circ", "uml", "tilde", "macr", "caron", "cedil", "ring", "breve", "ogon", "dot", "slash", "strok",
        "dblac", "scr", "fr", "opf",
    ];
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    MARKS.contains(&name.get(1..)?).then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_become_what_they_mean() {
        let cases = [
            ("%E6%9E%97%E7%A6%BE", "林禾"),
            ("%C1%D6", "林"),
            ("\\u6797\\u79be", "林禾"),
            ("\\u{6797}禾", "林禾"),
            ("\\ud83d\\ude00", "😀"),
            ("\\U00006797", "林"),
            ("\\xE6\\x9E\\x97", "林"),
            ("\\346\\236\\227", "林"),
            ("\\6797 禾", "林禾"),
            ("\\006797禾", "林禾"),
            ("&#26519;&#x79be;&#26519", "林禾林"),
            ("林&shy;禾&nbsp;苗&amp;", "林禾 苗&"),
            ("L&iacute;n", "Lin"),
            ("100%, a\\b & c", "100%, a\\b & c"),
            ("林\\n禾", "林 禾"),
        ];
        for (text, expected) in cases {
            let places: Vec<usize> = text.match_indices(['%', '\\', '&']).map(|it| it.0).collect();
            let resolved = resolve(text, &places).unwrap_or_else(|| text.into());
            assert_eq!(resolved.trim_end_matches(BREAK), expected, "{text}");
        }
    }

    #[test]
    fn far_escapes_are_resolved_apart() {
        let far = "a".repeat(1000);
        let text = format!("&amp;{far}&lt;");
        let resolved = resolve(&text, &[0, text.len() - 4]).expect("some");
        assert_eq!(resolved.matches(BREAK).count(), 2);
        assert!(resolved.len() < 400);
    }
}
