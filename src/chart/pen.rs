//! Writing SVG: inks, marks, words. The only place where user words enter a drawing, always escaped.

use crate::diag::Language;
use crate::phrases::Speaks;
use crate::site::chart::{Fill, Phase};
use crate::theme::Colour;

use super::{Size, Style};

/// Families of a drawing's words: the bundled face for the PDF, then those of readers' systems.
const FAMILIES: &str = "'Casebook Hei', 'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

/// From one line of a hatch to the next, measured across the page.
const HATCH: f64 = 8.5;

/// From one line or dot of a texture to the next.
const TEXTURE: f64 = 5.0;

/// A colour by its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// A phase's own.
    Phase(Phase),
    /// The wash of a relapse.
    Wash,
    /// What lies behind the drawing.
    Sheet,
    /// The empty part of a bar.
    Sunk,
    /// Text.
    Text,
    /// Secondary text.
    Text2,
    /// Notes.
    Text3,
    /// Hairlines.
    Rule,
    /// Rules of sections.
    Rule2,
}

impl Ink {
    /// The word after `f-` or `s-`.
    fn class(self) -> &'static str {
        match self {
            Ink::Phase(Phase::Baseline) => "a",
            Ink::Phase(Phase::Support) => "b",
            Ink::Phase(Phase::Relapse) => "r",
            Ink::Phase(Phase::Maintenance) => "m",
            Ink::Phase(Phase::Transfer) => "g",
            Ink::Wash => "rw",
            Ink::Sheet => "sheet",
            Ink::Sunk => "sunk",
            Ink::Text => "ink",
            Ink::Text2 => "ink2",
            Ink::Text3 => "ink3",
            Ink::Rule => "rule",
            Ink::Rule2 => "rule2",
        }
    }

    /// Its name in the palette.
    fn token(self) -> &'static str {
        match self {
            Ink::Phase(Phase::Baseline) => "phase-a",
            Ink::Phase(Phase::Support) => "phase-b",
            Ink::Phase(Phase::Relapse) => "phase-r",
            Ink::Phase(Phase::Maintenance) => "phase-m",
            Ink::Phase(Phase::Transfer) => "phase-g",
            Ink::Wash => "phase-r-wash",
            Ink::Sheet => "sheet",
            Ink::Sunk => "sunk",
            Ink::Text => "ink",
            Ink::Text2 => "ink-2",
            Ink::Text3 => "ink-3",
            Ink::Rule => "rule",
            Ink::Rule2 => "rule-2",
        }
    }
}

/// Which point of the words lies at their x.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// Their beginning.
    Start,
    /// Their middle.
    Middle,
    /// Their end.
    End,
}

/// How a stroke is made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stroke {
    /// Its colour.
    pub(super) ink: Ink,
    /// Its width.
    pub(super) width: f64,
    /// Lengths of dash and gap; empty for a solid line.
    pub(super) dash: &'static str,
}

/// Words in one line. `y` is their baseline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Words {
    /// What they say.
    pub(super) text: String,
    /// Where.
    pub(super) x: f64,
    /// Where their baseline lies.
    pub(super) y: f64,
    /// How they lie at x.
    pub(super) anchor: Anchor,
    /// How tall they are.
    pub(super) size: f64,
    /// In which colour.
    pub(super) ink: Ink,
    /// Whether they are heavy.
    pub(super) heavy: bool,
}

/// A drawing in the making.
#[derive(Debug)]
pub(super) struct Pen<'a> {
    body: String,
    size: Size,
    style: Style<'a>,
}

impl Speaks for Pen<'_> {
    fn language(&self) -> Language {
        self.style.language
    }
}

impl<'a> Pen<'a> {
    /// An empty drawing in these colours.
    pub(super) fn new(size: Size, style: Style<'a>) -> Self {
        Self { body: String::new(), size, style }
    }

    /// A colour for light ground. Paper is white in a document.
    fn colour(&self, ink: Ink) -> Colour {
        match ink {
            Ink::Sheet if self.size == Size::Document => Colour::WHITE,
            ink => self.style.palette.light(ink.token()),
        }
    }

    /// A solid shape.
    fn fill(&self, ink: Ink) -> String {
        format!("class=\"f-{}\"{}", ink.class(), self.literal("fill", ink))
    }

    /// A colour as an attribute, for where there is no style sheet. A spark stands only on a page, which has one: there are many on
    /// the first page, and they are to be light.
    fn literal(&self, attribute: &str, ink: Ink) -> String {
        if self.size == Size::Spark { String::new() } else { format!(" {attribute}=\"{}\"", self.colour(ink)) }
    }

    /// A relapse's area: its wash, hatched. Lines of its own rather than a pattern, whose tiles show seams in print.
    pub(super) fn hatched(&mut self, left: f64, top: f64, right: f64, bottom: f64) {
        let (wash, relapse) = (self.fill(Ink::Wash), Ink::Phase(Phase::Relapse));
        let [x, y, width, height] = [left, top, right - left, bottom - top].map(short);
        self.body.push_str(&format!("<rect {wash} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"));
        let lines = slants(left, top, right, bottom, HATCH);
        self.body.push_str(&format!(
            "<path class=\"s-{}\" fill=\"none\"{} stroke-opacity=\".45\" d=\"{lines}\"/>",
            relapse.class(),
            self.literal("stroke", relapse),
        ));
    }

    /// A filled rectangle with rounded corners.
    pub(super) fn bar(&mut self, ink: Ink, x: f64, y: f64, width: f64, height: f64) {
        let fill = self.fill(ink);
        let [x, y, width, height] = [x, y, width, height].map(short);
        self.body.push_str(&format!("<rect {fill} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"1\"/>"));
    }

    /// An area with a texture: told by its lines and dots as well as by its colour.
    pub(super) fn textured(&mut self, fill: Fill, [left, top, right, bottom]: [f64; 4]) {
        let ink = Ink::Phase(Phase::Support);
        if fill == Fill::Solid {
            return self.bar(ink, left, top, right - left, bottom - top);
        }
        self.frame(ink, 1.2, "", [left + 0.6, top + 0.6, right - 0.6, bottom - 0.6]);
        let (class, colour) = (ink.class(), self.colour(ink));
        let mut lines = String::new();
        match fill {
            Fill::Hatched => lines = slants(left, top, right, bottom, TEXTURE * std::f64::consts::SQRT_2),
            Fill::Ruled => {
                let count = ((bottom - top) / TEXTURE).clamp(0.0, 400.0) as usize;
                for y in (1..=count).map(|it| bottom - it as f64 * TEXTURE).filter(|y| *y > top + 1.0) {
                    lines.push_str(&format!("M{} {}H{}", short(left), short(y), short(right)));
                }
            }
            Fill::Dotted => {
                let (across, up) = ((right - left) / TEXTURE, (bottom - top) / TEXTURE);
                for (column, row) in (0..across as usize).flat_map(|column| (0..up as usize).map(move |row| (column, row))) {
                    let x = left + (column as f64 + 0.5 + across.fract() / 2.0) * TEXTURE;
                    let y = bottom - (row as f64 + 0.6) * TEXTURE;
                    self.body.push_str(&format!(
                        "<circle class=\"f-{class}\" fill=\"{colour}\" cx=\"{}\" cy=\"{}\" r=\"1\"/>",
                        short(x),
                        short(y)
                    ));
                }
            }
            Fill::Solid | Fill::Open => {}
        }
        if !lines.is_empty() {
            self.body.push_str(&format!("<path class=\"s-{class}\" fill=\"none\" stroke=\"{colour}\" d=\"{lines}\"/>"));
        }
    }

    /// An empty rectangle on the sheet's ground.
    pub(super) fn frame(&mut self, ink: Ink, stroke: f64, dash: &str, [left, top, right, bottom]: [f64; 4]) {
        let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
        let [x, y, width, height] = [left, top, (right - left).max(0.0), (bottom - top).max(0.0)].map(short);
        self.body.push_str(&format!(
            "<rect class=\"f-sheet s-{}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"{}\"{dash} x=\"{x}\" y=\"{y}\" \
             width=\"{width}\" height=\"{height}\"/>",
            ink.class(),
            self.colour(Ink::Sheet),
            self.colour(ink),
            short(stroke),
        ));
    }

    /// A filled shape along points.
    pub(super) fn shape(&mut self, ink: Ink, points: &[(f64, f64)]) {
        let fill = self.fill(ink);
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", short(*x), short(*y))).collect();
        self.body.push_str(&format!("<polygon {fill} points=\"{}\"/>", points.join(" ")));
    }

    /// A disc.
    pub(super) fn disc(&mut self, ink: Ink, (x, y): (f64, f64), radius: f64) {
        let fill = self.fill(ink);
        self.body.push_str(&format!("<circle {fill} cx=\"{}\" cy=\"{}\" r=\"{}\"/>", short(x), short(y), short(radius)));
    }

    /// A line along a path of points.
    pub(super) fn line(&mut self, stroke: Stroke, points: &[(f64, f64)]) {
        let Stroke { ink, width, dash } = stroke;
        let (class, colour, width) = (ink.class(), self.literal("stroke", ink), short(width));
        let dash = match dash {
            "" => String::new(),
            dash => format!(" stroke-dasharray=\"{dash}\""),
        };
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", short(*x), short(*y))).collect();
        self.body.push_str(&format!(
            "<polyline class=\"s-{class}\" fill=\"none\"{colour} stroke-width=\"{width}\"{dash} \
             points=\"{}\"/>",
            points.join(" ")
        ));
    }

    /// A small triangle that points up to `(x, y)`.
    pub(super) fn arrow_head(&mut self, ink: Ink, x: f64, y: f64) {
        let (fill, x, y) = (self.fill(ink), short(x - 4.0), short(y + 6.5));
        self.body.push_str(&format!("<path {fill} d=\"M{x} {y}h8l-4 -6.5z\"/>"));
    }

    /// A value's mark: each phase has a shape of its own.
    pub(super) fn mark(&mut self, phase: Phase, (x, y): (f64, f64), radius: f64) {
        let fill = self.fill(Ink::Phase(phase));
        let shape = match phase {
            Phase::Baseline => {
                let (sheet, ink) = (Ink::Sheet, Ink::Phase(phase));
                format!(
                    "<circle class=\"f-sheet s-{}\"{}{} stroke-width=\"1.8\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
                    ink.class(),
                    self.literal("fill", sheet),
                    self.literal("stroke", ink),
                    short(x),
                    short(y),
                    short(radius)
                )
            }
            Phase::Support => {
                format!("<circle {fill} cx=\"{}\" cy=\"{}\" r=\"{}\"/>", short(x), short(y), short(radius))
            }
            Phase::Relapse => {
                let half = radius * 1.35;
                let (top, side) = (short(y - half), short(half));
                format!("<path {fill} d=\"M{} {top}l{side} {side}l-{side} {side}l-{side} -{side}z\"/>", short(x))
            }
            Phase::Maintenance => {
                let side = short(radius * 1.9);
                let (left, top) = (short(x - radius * 0.95), short(y - radius * 0.95));
                format!("<rect {fill} x=\"{left}\" y=\"{top}\" width=\"{side}\" height=\"{side}\"/>")
            }
            Phase::Transfer => {
                let (half, rise) = (short(radius * 1.2), short(radius * 2.1));
                let (left, foot) = (short(x - radius * 1.2), short(y + radius * 0.9));
                format!("<path {fill} d=\"M{left} {foot}l{half} -{rise}l{half} {rise}z\"/>")
            }
        };
        self.body.push_str(&shape);
    }

    /// A line of words.
    pub(super) fn words(&mut self, words: &Words) {
        let fill = self.fill(words.ink);
        let weight = if words.heavy { " font-weight=\"600\"" } else { "" };
        let anchor = match words.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (size, x, y, text) = (short(words.size), short(words.x), short(words.y), escape(&words.text));
        self.body.push_str(&format!("<text {fill} font-size=\"{size}\"{weight}{anchor} x=\"{x}\" y=\"{y}\">{text}</text>"));
    }

    /// The finished drawing, named by its title and description.
    pub(super) fn titled(self, width: f64, height: f64, id: &str, title: &str, description: &str) -> String {
        let (title, description) = (escape(title), escape(description));
        let head = format!("aria-labelledby=\"{id}-t {id}-d\"");
        let names = format!("<title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc>");
        self.finish(width, height, &head, &names)
    }

    /// The finished drawing, named by one attribute: for small ones that stand beside what they show.
    pub(super) fn labelled(self, width: f64, height: f64, label: &str) -> String {
        let head = format!("aria-label=\"{}\"", escape(label));
        self.finish(width, height, &head, "")
    }

    fn finish(self, width: f64, height: f64, head: &str, names: &str) -> String {
        let class = match self.size {
            Size::Wide | Size::Document => "wide",
            Size::Narrow => "narrow",
            Size::Spark => "spark",
        };
        let (width, height) = (short(width), short(height));
        let families = if self.body.contains("<text") { format!(" font-family=\"{FAMILIES}\"") } else { String::new() };
        let space = if self.size == Size::Spark { "" } else { " xmlns=\"http://www.w3.org/2000/svg\"" };
        format!(
            "<svg{space} class=\"{class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" {head}{families} \
             stroke-linejoin=\"round\">{names}{}</svg>",
            self.body
        )
    }
}

/// Slanting lines over a rectangle, as the data of a path.
fn slants(left: f64, top: f64, right: f64, bottom: f64, apart: f64) -> String {
    let mut lines = String::new();
    let count = ((right - left + bottom - top) / apart).clamp(0.0, 400.0) as usize;
    for sum in (1..=count).map(|it| left + top + it as f64 * apart) {
        let from = ((sum - top).min(right), (sum - right).max(top));
        let to = ((sum - bottom).max(left), (sum - left).min(bottom));
        lines.push_str(&format!("M{} {}L{} {}", short(from.0), short(from.1), short(to.0), short(to.1)));
    }
    lines
}

/// A number with at most one decimal, never `-0`.
pub(super) fn short(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    let tenths = if tenths == 0.0 { 0.0 } else { tenths };
    format!("{tenths}")
}

/// Text as it may stand between tags and in quoted attributes. Line breaks become spaces; characters that XML does not
/// allow are left out.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{FFFE}' | '\u{FFFF}' => {}
            it if it.is_control() => {}
            it => escaped.push(it),
        }
    }
    escaped
}

/// A name that is safe as an id and within `url(#…)`: other characters become their number.
pub(super) fn safe_id(id: &str, size: Size) -> String {
    let mut safe = match size {
        Size::Wide => "w-",
        Size::Document => "d-",
        Size::Narrow => "n-",
        Size::Spark => "s-",
    }
    .to_owned();
    for it in id.chars() {
        match it {
            it if it.is_ascii_alphanumeric() || it == '-' => safe.push(it),
            it => safe.push_str(&format!("_{:x}_", u32::from(it))),
        }
    }
    safe
}

/// How wide a line of words is, a little on the safe side: a Han character or full-width sign is one size wide, anything
/// else six tenths.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let ems: f64 = text.chars().map(|it| if is_wide(it) { 1.0 } else { 0.6 }).sum();
    ems * size
}

/// The words cut to a width, with an ellipsis where something is missing.
pub(super) fn cut(text: &str, size: f64, limit: f64) -> String {
    if width(text, size) <= limit {
        return text.to_owned();
    }
    let mut kept = String::new();
    for it in text.chars() {
        kept.push(it);
        if width(&kept, size) + size > limit {
            kept.pop();
            break;
        }
    }
    kept.push('…');
    kept
}

fn is_wide(it: char) -> bool {
    matches!(it, '\u{2E80}'..='\u{FFDC}' | '\u{1F000}'..='\u{3FFFF}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}')
        || matches!(it, '\u{2460}'..='\u{27BF}' | '\u{2190}'..='\u{22FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_minus_zero() {
        for (value, printed) in [(44.0, "44"), (268.66, "268.7"), (-0.04, "0"), (0.05, "0.1"), (-1.25, "-1.3")] {
            assert_eq!(short(value), printed);
        }
    }

    #[test]
    fn words_cannot_become_markup() {
        assert_eq!(escape("<a b='c'>&\"\u{0}\u{1b}\n"), "&lt;a b=&#39;c&#39;&gt;&amp;&quot; ");
        assert_eq!(safe_id("S02/口算\")", Size::Wide), "w-S02_2f__53e3__7b97__22__29_");
        assert_ne!(safe_id("a", Size::Wide), safe_id("a", Size::Narrow));
    }

    #[test]
    fn long_words_are_cut() {
        assert_eq!(cut("口算", 10.0, 20.0), "口算");
        assert_eq!(cut("口算流畅度", 10.0, 30.0), "口算…");
        assert!(width(&cut("口算流畅度abc", 10.0, 47.0), 10.0) <= 47.0);
    }
}
