//! Colours by name, for site, charts and documents alike.
//!
//! The style sheet's tokens are the one place where they are written: `--ink: #21262d;` in its first `:root`, and once more
//! below `prefers-color-scheme: dark`. A theme changes single ones under `colors:` in its `theme.yaml`; the style sheet then
//! goes out with these in their places.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A colour of the sRGB space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// Colours by their names in the style sheet, without `--`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    /// On light ground, and on paper.
    light: BTreeMap<String, Colour>,
    /// On dark ground, where they are others.
    dark: BTreeMap<String, Colour>,
}

/// For which ground colours are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Words and marks that are hard to tell from their ground.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Faint {
    pub(super) scheme: Scheme,
    pub(super) ink: &'static str,
    pub(super) ground: &'static str,
    /// From 1 to 21.
    pub(super) ratio: f64,
    pub(super) least: f64,
}

/// What is told apart by which colours: words of these colours stand on these grounds (WCAG 2.2, 1.4.3: 4.5 to 1) …
const WORDS: [(&[&str], &[&str]); 4] = [
    (&["ink", "ink-2", "ink-3", "link"], &["paper", "sheet"]),
    (&["ink", "ink-2"], &["sunk"]),
    (&["cloth-ink", "cloth-ink-2"], &["cloth"]),
    (&["slip-ink"], &["slip"]),
];

/// … and marks on these (1.4.11: 3 to 1).
const MARKS: [(&[&str], &[&str]); 1] =
    [(&["phase-a", "phase-b", "phase-r", "phase-m", "phase-g", "focus"], &["paper", "sheet"])];

impl Colour {
    /// White.
    pub const WHITE: Self = Self([255; 3]);

    /// Relative luminance, 0 for black to 1 for white, as WCAG 2.2 defines it.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// How well two colours are told apart, from 1 to 21: the ratio of WCAG 2.2.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if a > b { a / b } else { b / a }
    }
}

impl FromStr for Colour {
    type Err = ();

    /// `#24507a` or `#abc`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let digits: Option<Vec<u8>> =
            text.trim().strip_prefix('#').ok_or(())?.chars().map(|it| Some(it.to_digit(16)? as u8)).collect();
        match *digits.ok_or(())?.as_slice() {
            [r, g, b] => Ok(Self([r * 17, g * 17, b * 17])),
            [r, s, g, h, b, c] => Ok(Self([r * 16 + s, g * 16 + h, b * 16 + c])),
            _ => Err(()),
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Scheme {
    /// Both.
    pub const ALL: [Scheme; 2] = [Scheme::Light, Scheme::Dark];
}

impl Palette {
    /// The colours that a style sheet declares.
    pub(super) fn of_style_sheet(css: &str) -> Self {
        let mut palette = Self { light: BTreeMap::new(), dark: BTreeMap::new() };
        for (scheme, name, value, _) in tokens(css) {
            if let Ok(colour) = value.parse() {
                palette.of_mut(scheme).insert(name.to_owned(), colour);
            }
        }
        palette
    }

    /// A colour on light ground, as pages and documents write it; black where there is none of this name.
    pub fn light(&self, name: &str) -> Colour {
        self.of(Scheme::Light).get(name).copied().unwrap_or(Colour([0; 3]))
    }

    /// Every colour on light ground as it is written, by name.
    pub fn all_light(&self) -> BTreeMap<&str, String> {
        self.of(Scheme::Light).iter().map(|(name, colour)| (name.as_str(), colour.to_string())).collect()
    }

    /// Whether there is a colour of this name.
    pub(super) fn has(&self, scheme: Scheme, name: &str) -> bool {
        self.of(scheme).contains_key(name)
    }

    /// Every name.
    pub(super) fn names(&self, scheme: Scheme) -> impl Iterator<Item = &str> {
        self.of(scheme).keys().map(String::as_str)
    }

    /// Changes a colour.
    pub(super) fn set(&mut self, scheme: Scheme, name: &str, colour: Colour) {
        self.of_mut(scheme).insert(name.to_owned(), colour);
    }

    /// A style sheet with these colours in the places of its own.
    pub(super) fn dye(&self, css: &str) -> String {
        let mut out = String::with_capacity(css.len());
        let mut from = 0;
        for (scheme, name, value, at) in tokens(css) {
            let Some(colour) = self.of(scheme).get(name) else { continue };
            if value.parse() != Ok(*colour) {
                out.push_str(&css[from..at]);
                out.push_str(&colour.to_string());
                from = at + value.len();
            }
        }
        out.push_str(&css[from..]);
        out
    }

    /// What cannot be read well.
    pub(super) fn faint(&self) -> Vec<Faint> {
        let kinds = WORDS.iter().map(|it| (it, 4.5)).chain(MARKS.iter().map(|it| (it, 3.0)));
        let pairs = kinds.flat_map(|((inks, grounds), least)| {
            inks.iter().flat_map(move |ink| grounds.iter().map(move |ground| (*ink, *ground, least)))
        });
        let mut faint = Vec::new();
        for (ink, ground, least) in pairs {
            for scheme in Scheme::ALL {
                // What a dark ground does not change is as on a light one.
                let find = |name: &str| self.of(scheme).get(name).or_else(|| self.light.get(name)).copied();
                let ratio = find(ink).zip(find(ground)).map_or(21.0, |(ink, ground)| ink.contrast(ground));
                if ratio < least {
                    faint.push(Faint { scheme, ink, ground, ratio, least });
                }
            }
        }
        faint
    }

    fn of(&self, scheme: Scheme) -> &BTreeMap<String, Colour> {
        match scheme {
            Scheme::Light => &self.light,
            Scheme::Dark => &self.dark,
        }
    }

    fn of_mut(&mut self, scheme: Scheme) -> &mut BTreeMap<String, Colour> {
        match scheme {
            Scheme::Light => &mut self.light,
            Scheme::Dark => &mut self.dark,
        }
    }
}

impl Default for Palette {
    /// The colours of the default theme.
    fn default() -> Self {
        Self::of_style_sheet(include_str!("../../themes/default/static/style.css"))
    }
}

/// The colours that a style sheet declares in its first `:root` and in the first one for dark ground: scheme, name, value, and
/// where the value begins.
fn tokens(css: &str) -> Vec<(Scheme, &str, &str, usize)> {
    let block = |from: usize| {
        let open = from + css.get(from..)?.find(":root {")?;
        let close = open + css.get(open..)?.find('}')?;
        Some((open, close))
    };
    let light = block(0);
    let dark = css.find("(prefers-color-scheme: dark)").and_then(block);
    let mut found = Vec::new();
    for (scheme, place) in [(Scheme::Light, light), (Scheme::Dark, dark)] {
        let Some((open, close)) = place else { continue };
        let mut at = open;
        for line in css[open..close].split_inclusive('\n') {
            let declared = line.trim_start().strip_prefix("--").and_then(|it| it.split_once(':'));
            if let Some((name, rest)) = declared
                && let Some(value) = rest.split(';').next().map(str::trim).filter(|it| it.starts_with('#'))
                && let Some(begin) = line.find(value)
            {
                found.push((scheme, name, value, at + begin));
            }
            at += line.len();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSS: &str = "/* a */\n:root {\n  --ink: #000;\n  --t-m: 1rem;\n  --paper: #ffffff;\n}\n\
                       @media (prefers-color-scheme: dark) {\n  :root {\n    --ink: #EEEEEE;\n  }\n}\na { color: #123456; }\n";

    #[test]
    fn colours_are_read_and_written() {
        for (text, written) in [("#24507a", "#24507a"), ("#ABC", "#aabbcc"), (" #000 ", "#000000")] {
            assert_eq!(text.parse::<Colour>().map(|it| it.to_string()), Ok(written.to_owned()));
        }
        for text in ["", "24507a", "#12", "#12345", "#1234567", "red", "#ggg", "#１２３"] {
            assert!(text.parse::<Colour>().is_err(), "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let ratio = |a: &str, b: &str| a.parse::<Colour>().unwrap().contrast(b.parse().unwrap());
        assert!((ratio("#000", "#fff") - 21.0).abs() < 1e-9);
        // The two greys that are named everywhere: the lightest that passes on white, and the next.
        assert!(ratio("#767676", "#fff") >= 4.5 && ratio("#777777", "#fff") < 4.5);
        assert!((ratio("#123456", "#123456") - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_style_sheet_is_dyed_where_it_names_a_colour_and_nowhere_else() {
        let mut palette = Palette::of_style_sheet(CSS);
        assert_eq!(palette.names(Scheme::Light).collect::<Vec<_>>(), ["ink", "paper"]);
        assert_eq!(palette.dye(CSS), CSS, "nothing is changed without cause");
        palette.set(Scheme::Light, "ink", "#112233".parse().unwrap());
        palette.set(Scheme::Dark, "ink", "#ddd".parse().unwrap());
        assert_eq!(palette.dye(CSS), CSS.replace("#000", "#112233").replace("#EEEEEE", "#dddddd"));
        assert_eq!(palette.light("ink").to_string(), "#112233");
    }

    #[test]
    fn what_is_hard_to_read_is_told() {
        assert_eq!(Palette::of_style_sheet(CSS).faint().len(), 1, "light ink on the white paper of both");
        let faint = Palette::of_style_sheet(CSS).faint();
        assert_eq!((faint[0].scheme, faint[0].ink, faint[0].ground), (Scheme::Dark, "ink", "paper"));
        assert_eq!(Palette::default().faint(), [], "the built-in colours can be read");
    }
}
