//! Names split and encoded at random, always the same ones.

use super::*;

/// A sequence of numbers that look random and are the same in every run (SplitMix64).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((value ^ (value >> 31)) % sides as u64) as usize
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }
}

/// What can be put between two characters of a name without a reader losing it.
const BETWEEN: &[&str] = &[
    "",
    "",
    "\u{200b}",
    "\u{200d}",
    "\u{ad}",
    "\u{2060}",
    " ",
    "\u{3000}",
    "\u{a0}",
    "\n",
    "·",
    "•",
    "-",
    "_",
    "*",
    "/",
    "|",
    ".",
    "+",
    "~",
    "<b>",
    "</b>",
    "<i class=\"x\">",
    "</span>",
    "<wbr>",
    "<!-- x -->",
    "&shy;",
    "&#8203;",
    "&nbsp;",
    "<br>",
    "<em><strong>",
    "\u{fe0f}",
    "<a href=\"#x\">",
];

pub(in crate::privacy::gate) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let value = (0..3).fold(0_u32, |value, at| value << 8 | u32::from(chunk.get(at).copied().unwrap_or_default()));
        let digit = |at: u32| char::from(DIGITS[(value >> (18 - 6 * at)) as usize & 63]);
        text.extend((0..4).map(|at| if at as usize <= chunk.len() { digit(at) } else { '=' }));
    }
    text
}

/// A text written otherwise.
fn encoded(dice: &mut Dice, text: &str) -> String {
    let bytes = |of: fn(u8) -> String| text.bytes().map(of).collect::<String>();
    let chars = |of: fn(char) -> String| text.chars().map(of).collect::<String>();
    match dice.roll(10) {
        0 => chars(|it| format!("&#{};", it as u32)),
        1 => chars(|it| format!("&#x{:x};", it as u32)),
        2 => bytes(|it| format!("%{it:02X}")),
        3 => chars(|it| it.encode_utf16(&mut [0; 2]).iter().map(|it| format!("\\u{it:04x}")).collect()),
        4 => bytes(|it| format!("\\x{it:02x}")),
        5 => chars(|it| format!("\\{:x} ", it as u32)),
        6 => base64(text.as_bytes()),
        7 => bytes(|it| format!("{it:02x}")),
        8 => base64(format!("{}{text}", dice.pick(&["", "a", "ab", "name="])).as_bytes()),
        _ => text.to_owned(),
    }
}

#[test]
fn no_splitting_or_encoding_gets_a_name_through() {
    let gate = gate();
    let names = ["林禾苗", "陈果", "欧阳知桐", "叶小满", "李思泽", "阿依夏木拉提", "孟晚秋", "魏德馨", "禾禾", "知桐"];
    let around = [
        ("<p>", "</p>"),
        ("<img alt=\"", "\">"),
        ("<script>var a=\"", "\"</script>"),
        ("<!-- ", " -->"),
        ("<td>", "</td>"),
        ("<text>他叫", "，</text>"),
    ];
    let mut dice = Dice(6);
    let mut through = Vec::new();
    for _ in 0..1000 {
        let name = dice.pick(&names);
        let split = dice.roll(2) == 0;
        let mut text = String::new();
        for (char, at) in name.chars().zip(0..) {
            if at > 0 && split {
                text.push_str(dice.pick(BETWEEN));
            }
            text.push(char);
        }
        // tags are no tags within attributes, and encoding hides them from whatever would take them out
        let has_tags = text.contains(['<', '&']);
        let text = if has_tags { text } else { encoded(&mut dice, &text) };
        let places = if has_tags { &around[..1] } else { &around[..] };
        let (before, behind) = places[dice.roll(places.len())];
        let source = format!("<!doctype html><html><body><p>今天</p>{before}{text}{behind}<p>明天</p></body></html>");
        if gate.inspect("index.html", source.as_bytes()).is_empty() {
            through.push(source);
        }
    }
    assert!(through.is_empty(), "{} of 1000 got through:\n{}", through.len(), through.join("\n"));
}
