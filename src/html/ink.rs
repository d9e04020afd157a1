//! What sets texts and draws charts for the views of pages.

use crate::chart::{Size, Style, svg};
use crate::diag::Language;
use crate::phrases::Speaks;
use crate::picture::Album;
use crate::site::chart::GoalChart;
use crate::site::pages::{Ink, Markup, Plan, Setting};
use crate::site::{Chart, FigureView, Piece, Room, Route, TableView};
use crate::source::SitePath;
use crate::syntax::{Block, Footnote, Prose};
use crate::theme::Theme;

use super::escape::push_escaped;
use super::prose::{Image, Links, Part, ProseStyle, ProseWords, prose, woven};
use super::table::{folded, table};

/// Sets texts and draws charts as HTML.
pub(super) struct HtmlInk<'a> {
    plan: &'a Plan<'a>,
    album: &'a Album,
    theme: &'a Theme,
    /// Of the pages' own language, and of Chinese, in which documents are.
    words: [InkWords; 2],
}

/// The words of one language.
struct InkWords {
    language: Language,
    prose: ProseWords,
    table: String,
    figure: String,
    gap: String,
    data: String,
}

impl InkWords {
    fn new(theme: &Theme, language: Language) -> Self {
        let strings = theme.strings(language);
        let word = |name: &str| strings.get(name).to_owned();
        Self {
            language,
            prose: ProseWords {
                task_done: word("prose.task_done"),
                task_open: word("prose.task_open"),
                footnotes: word("prose.footnotes"),
                back_to_text: word("prose.back_to_text"),
            },
            table: word("prose.table"),
            figure: word("prose.figure"),
            gap: word("signs.gap"),
            data: word("prose.data"),
        }
    }
}

impl<'a> HtmlInk<'a> {
    /// For the pages of a plan, with the words of a theme.
    pub(super) fn new(plan: &'a Plan<'a>, album: &'a Album, theme: &'a Theme) -> Self {
        let words = [plan.language(), Language::Chinese].map(|it| InkWords::new(theme, it));
        Self { plan, album, theme, words }
    }

    /// The words of a language: the pages' own, or documents'.
    fn words(&self, language: Language) -> &InkWords {
        let [own, documents] = &self.words;
        if own.language == language { own } else { documents }
    }

    fn style(&self, language: Language) -> Style<'a> {
        Style { palette: self.theme.palette(), language }
    }

    fn figure(&self, figure: &FigureView, words: &InkWords) -> String {
        let mut out = String::from("<div class=\"chart\"><figure>");
        out.push_str(&both_sizes(&figure.chart, Size::Document, self.style(words.language)));
        out.push_str("<figcaption>");
        if figure.number > 0 {
            out.push_str("<b>");
            push_escaped(&mut out, &format!("{}{}", words.figure, figure.number));
            out.push_str("</b>");
            out.push_str(&words.gap);
        }
        push_escaped(&mut out, &figure.caption);
        out.push_str("</figcaption></figure>");
        if !figure.data.rows.is_empty() {
            out.push_str(&folded(&figure.data, &words.data));
        }
        out.push_str("</div>\n");
        out
    }
}

impl Ink for HtmlInk<'_> {
    fn prose(&self, text: &Prose, setting: &Setting<'_>) -> Markup {
        let links = FileLinks { plan: self.plan, album: self.album, here: setting.here, source: setting.source };
        let shift = shift(setting.top, text.blocks.iter());
        let style = style(&links, &self.words(setting.language).prose, setting, shift);
        Markup::trusted(prose(text, &style))
    }

    fn pieces(&self, pieces: &[Piece], footnotes: &[Footnote], setting: &Setting<'_>) -> Markup {
        let links = FileLinks { plan: self.plan, album: self.album, here: setting.here, source: setting.source };
        let blocks = pieces.iter().filter_map(|it| match it {
            Piece::Text(block) => Some(block),
            Piece::Table(_) | Piece::Figure(_) | Piece::Room(_) => None,
        });
        let words = self.words(setting.language);
        let style = style(&links, &words.prose, setting, shift(setting.top, blocks));
        let made: Vec<String> = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(_) => String::new(),
                Piece::Table(view) => table(view, &words.table, &words.gap),
                Piece::Figure(view) => self.figure(view, words),
                Piece::Room(it) => room(it),
            })
            .collect();
        let parts = pieces.iter().zip(&made).map(|(piece, made)| match piece {
            Piece::Text(block) => Part::Block(block),
            Piece::Table(_) | Piece::Figure(_) | Piece::Room(_) => Part::Html(made),
        });
        let parts: Vec<Part<'_>> = parts.collect();
        Markup::trusted(woven(&parts, footnotes, &style))
    }

    fn table(&self, view: &TableView) -> Markup {
        let words = self.words(self.plan.language());
        Markup::trusted(table(view, &words.table, &words.gap))
    }

    fn chart(&self, chart: &Chart) -> Markup {
        Markup::trusted(both_sizes(chart, Size::Wide, self.style(self.plan.language())))
    }

    fn spark(&self, chart: &Chart) -> Markup {
        Markup::trusted(svg(chart, Size::Spark, self.style(self.plan.language())))
    }

    fn goal(&self, chart: GoalChart) -> Markup {
        Markup::trusted(svg(&Chart::Goal(chart), Size::Narrow, self.style(self.plan.language())))
    }
}

/// Room to be filled in on paper; on a screen it shows what the paper has.
fn room(room: &Room) -> String {
    let escaped = |words: &str| {
        let mut out = String::new();
        push_escaped(&mut out, words);
        out
    };
    match room {
        Room::Lines(count) => {
            format!("<div class=\"room lines\" aria-hidden=\"true\">{}</div>\n", "<div></div>".repeat(usize::from(*count)))
        }
        Room::Signs(labels) => {
            let labels: String = labels.iter().map(|it| format!("<span>{}：</span>", escaped(it))).collect();
            format!("<p class=\"room signs\">{labels}</p>\n")
        }
        Room::Cut(words) => format!("<p class=\"room cut\"><span>{}</span></p>\n", escaped(words)),
        Room::Signature(it) => {
            format!("<p class=\"sign\">{}<br>{}</p>\n", escaped(&it.name), escaped(&it.date.in_words()))
        }
    }
}

/// The drawing for a wide screen and for a phone; the style sheet shows one of them.
fn both_sizes(chart: &Chart, wide: Size, style: Style) -> String {
    let [wide, narrow] = [wide, Size::Narrow].map(|size| svg(chart, size, style));
    format!("<div class=\"wide\">{wide}</div><div class=\"narrow\">{narrow}</div>")
}

/// What is to be added to the level of headings so that the highest get the level `top`. A text may leave levels out above, as
/// many people begin with `##`.
fn shift<'a>(top: u8, blocks: impl Iterator<Item = &'a Block>) -> u8 {
    let levels = blocks.filter_map(|it| match it {
        Block::Heading { level, .. } => Some(*level),
        _ => None,
    });
    top.saturating_sub(levels.min().unwrap_or(1))
}

fn style<'a>(links: &'a FileLinks<'a>, words: &'a ProseWords, setting: &Setting<'a>, heading_shift: u8) -> ProseStyle<'a> {
    ProseStyle { heading_shift, heading_names: Some(setting.headings), id_prefix: setting.prefix, links, words }
}

/// Where links in a file lead, seen from a page.
struct FileLinks<'a> {
    plan: &'a Plan<'a>,
    album: &'a Album,
    here: &'a Route,
    source: Option<&'a SitePath>,
}

impl Links for FileLinks<'_> {
    fn href(&self, target: &str) -> Option<String> {
        let (route, fragment) = self.plan.page_of(self.source?, target)?;
        Some(self.here.to(&route) + &fragment)
    }

    fn image(&self, target: &str) -> Option<Image> {
        let shown = self.album.shown(self.plan.image_of(self.source, target)?)?;
        let sources = shown.sizes.iter().map(|(path, width)| (self.here.to(&Route::new(path)), *width));
        Some(Image { size: (shown.width, shown.height), sources: sources.collect() })
    }
}
