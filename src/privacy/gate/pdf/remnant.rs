//! What stands in a document's bytes though nothing in it refers there: earlier states, objects left out, trailers.

use memchr::memmem;

use crate::privacy::gate::compressed;
use crate::privacy::gate::leak::{Channel, What};
use crate::privacy::gate::read::Reading;

/// Reads what lies outside streams, and all streams once more where there are more of them than the document knows.
pub(super) fn read(reading: &mut Reading<'_>, bytes: &[u8], known: usize) {
    let mut streams = 0;
    let mut at = 0;
    let mut outside: Vec<&[u8]> = Vec::new();
    let mut inside: Vec<&[u8]> = Vec::new();
    while let Some(start) = bytes.get(at..).and_then(|it| memmem::find(it, b"stream")) {
        let start = at + start;
        let follows = bytes.get(start + 6).is_some_and(|it| matches!(it, b'\r' | b'\n'));
        let is_end = bytes.get(start.saturating_sub(3)..start) == Some(b"end");
        if !follows || is_end {
            outside.extend(bytes.get(at..start + 6));
            at = start + 6;
            continue;
        }
        outside.extend(bytes.get(at..start));
        let rest = bytes.get(start + 6..).unwrap_or_default();
        let length = memmem::find(rest, b"endstream").unwrap_or(rest.len());
        inside.extend(rest.get(..length));
        streams += 1;
        at = start + 6 + length;
    }
    outside.extend(bytes.get(at..));
    let outside = outside.join(&b' ');
    let more = streams > known || memmem::find_iter(&outside, b"%%EOF").count() > 1;
    reading.anew(Channel::PdfRemnant, |it| {
        for string in strings(&outside) {
            it.words(&string);
        }
        if more {
            for stream in inside {
                let stream = stream.trim_ascii_start();
                match compressed::inflate_zlib(stream, it.limit()) {
                    Some(content) => it.guessing(|it| it.embedded(&content)),
                    None => it.guessing(|it| it.embedded(stream)),
                }
            }
        }
    });
    if more && streams > known {
        reading.within(Channel::PdfRemnant, |it| it.tell(What::Unreadable));
    }
}

/// Strings in PDF's two ways of writing them, and comments.
fn strings(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut strings = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'(' => strings.push(literal(bytes, &mut at)),
            b'<' if bytes.get(at) != Some(&b'<') => {
                let end = bytes.get(at..).and_then(|it| it.iter().position(|it| *it == b'>')).unwrap_or_default();
                let digits: Vec<u32> =
                    bytes.get(at..at + end).unwrap_or_default().iter().filter_map(|it| (*it as char).to_digit(16)).collect();
                strings.push(
                    digits
                        .chunks(2)
                        .map(|it| (it.iter().fold(0, |value, digit| value << 4 | digit) << (4 * (2 - it.len()))) as u8)
                        .collect(),
                );
                at += end;
            }
            b'<' => at += 1,
            b'%' => {
                let end = bytes.get(at..).and_then(|it| it.iter().position(|it| matches!(it, b'\n' | b'\r')));
                let end = end.unwrap_or_else(|| bytes.len().saturating_sub(at));
                strings.push(bytes.get(at..at + end).unwrap_or_default().to_vec());
                at += end;
            }
            _ => {}
        }
    }
    strings.retain(|it| it.len() > 3);
    strings
}

/// A string in brackets, from behind its first.
fn literal(bytes: &[u8], at: &mut usize) -> Vec<u8> {
    let mut string = Vec::new();
    let mut open = 1;
    while let Some(&byte) = bytes.get(*at) {
        *at += 1;
        match byte {
            b'(' => open += 1,
            b')' => {
                open -= 1;
                if open == 0 {
                    break;
                }
            }
            b'\\' => {
                let octal: Vec<u8> =
                    bytes.iter().skip(*at).take(3).take_while(|it| matches!(it, b'0'..=b'7')).copied().collect();
                let next = bytes.get(*at).copied().unwrap_or_default();
                *at += octal.len().max(1);
                match (octal.is_empty(), next) {
                    (false, _) => {
                        string.push(octal.iter().fold(0_u32, |value, digit| value << 3 | u32::from(digit - b'0')) as u8)
                    }
                    (true, b'n' | b'r' | b't') => string.push(b' '),
                    (true, b'\n' | b'\r') => {}
                    (true, other) => string.push(other),
                }
                continue;
            }
            _ => {}
        }
        string.push(byte);
    }
    string
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_both_kinds_are_found() {
        let source = b"<< /A (a\\(b(c)\\)d) /B <FEFF6797> /C (\\376\\377g\\227) >> % left\n(x)";
        let expected: [&[u8]; 4] = [b"a(b(c))d", b"\xfe\xff\x67\x97", b"\xfe\xffg\x97", b" left"];
        assert_eq!(strings(source), expected);
    }
}
