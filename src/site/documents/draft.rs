//! Putting a document together: blocks of text in which every table, chart and figure is still a request.
//!
//! A composed document thus is what a written one is, and takes the same way from there: computed and set by a build, or written
//! out as Markdown to be edited.

use crate::schema::Key;
use crate::source::{FileId, Span};
use crate::syntax::{Align, Block, Footnote, Inline, ListItem, Prose};

use super::super::live::words_and_figures;

/// Marks the beginning and end of a figure's name in a sentence. Both are control characters, which no note can hold.
const FIGURE: (char, char) = ('\u{2}', '\u{3}');

/// A figure in a sentence: its bare number, for the sentence has the unit and says what it is out of.
pub(super) fn figure(name: &str) -> String {
    format!("{}#{name}{}", FIGURE.0, FIGURE.1)
}

/// A figure with its unit and n, as prose prints it.
pub(super) fn full_figure(name: &str) -> String {
    format!("{}{name}{}", FIGURE.0, FIGURE.1)
}

/// How long a sentence will be in characters; a figure counts as two.
pub(super) fn length(words: &str) -> usize {
    let mut stretches = words.split(FIGURE.0);
    let first = stretches.next().map_or(0, |it| it.chars().count());
    first + stretches.map(|it| 2 + it.split_once(FIGURE.1).map_or(0, |(_, rest)| rest.chars().count())).sum::<usize>()
}

/// Sentences without what a reader is not told: the clauses around figures kept back, and with them sentences that begin with
/// such a clause or have no figure left, for a sentence whose data is missing is not written.
fn told(words: &str, tells: &dyn Fn(&str) -> bool) -> String {
    let figures = |it: &str| it.split(FIGURE.0).skip(1).filter_map(|it| Some(it.split_once(FIGURE.1)?.0.to_owned())).collect();
    let is_kept_back = |clause: &str| {
        let names: Vec<String> = figures(clause);
        names.iter().any(|it| !tells(it.trim_start_matches('#')))
    };
    let sentence = |sentence: &str| {
        let (body, end) = match sentence.strip_suffix('。') {
            Some(body) => (body, "。"),
            None => (sentence, ""),
        };
        let clauses = split(body, '，');
        if !clauses.iter().any(|it| is_kept_back(it)) {
            return sentence.to_owned();
        }
        let kept: Vec<&str> = clauses.iter().copied().filter(|it| !is_kept_back(it)).collect();
        let begins = kept.first() == clauses.first();
        if begins && kept.iter().any(|it| it.contains(FIGURE.0)) {
            format!("{}{end}", kept.iter().map(|it| it.trim_end_matches('，')).collect::<Vec<_>>().join("，"))
        } else {
            String::new()
        }
    };
    split(words, '。').into_iter().map(sentence).collect()
}

/// Words in stretches that each end with a mark; what stands in brackets or is quoted stays whole.
fn split(words: &str, mark: char) -> Vec<&str> {
    let (mut stretches, mut begin, mut depth) = (Vec::new(), 0, 0u32);
    for (at, character) in words.char_indices() {
        match character {
            '（' | '“' => depth += 1,
            '）' | '”' => depth = depth.saturating_sub(1),
            it if it == mark && depth == 0 => {
                let end = at + it.len_utf8();
                stretches.push(words.get(begin..end).unwrap_or_default());
                begin = end;
            }
            _ => {}
        }
    }
    stretches.extend(words.get(begin..).filter(|it| !it.is_empty()));
    stretches
}

/// The place of what no file holds.
fn nowhere() -> Span {
    Span::file(FileId(u32::MAX))
}

/// A document in the making. Headings wait until something stands under them, so that none stands over nothing.
#[derive(Default)]
pub(super) struct Draft<'v> {
    /// Whether the reader is told the figure of this name; all are told where nothing says so.
    tells: Option<&'v dyn Fn(&str) -> bool>,
    pub(super) blocks: Vec<Block>,
    /// Footnotes of what others wrote.
    pub(super) footnotes: Vec<Footnote>,
    /// Keys of the sections that say something.
    pub(super) sections: Vec<Key>,
    waiting: Vec<Waiting>,
}

enum Waiting {
    Heading(u8, String),
    Section(Key),
}

impl<'v> Draft<'v> {
    /// For a reader who is told only some figures.
    pub(super) fn for_reader(tells: &'v dyn Fn(&str) -> bool) -> Self {
        Self { tells: Some(tells), ..Self::default() }
    }

    /// What is left of sentences for the reader.
    fn told(&self, words: String) -> String {
        match self.tells {
            Some(tells) if words.contains(FIGURE.0) => told(&words, tells),
            _ => words,
        }
    }

    /// Announces a heading. One that waits at the same or a deeper level had nothing under it, and is dropped.
    pub(super) fn heading(&mut self, level: u8, words: impl Into<String>) {
        self.waiting.retain(|it| !matches!(it, Waiting::Heading(waiting, _) if *waiting >= level));
        self.waiting.push(Waiting::Heading(level, words.into()));
    }

    /// Begins a section at a level: a heading that waits at the same or a deeper one had nothing under it, and is dropped with the
    /// section it announced.
    pub(super) fn begin(&mut self, level: u8) {
        let stale = |it: &Waiting| matches!(it, Waiting::Heading(waiting, _) if *waiting >= level);
        if let Some(at) = self.waiting.iter().position(stale) {
            self.waiting.truncate(at);
        }
    }

    /// Announces a section of the types table.
    pub(super) fn section(&mut self, key: &str) {
        self.waiting.retain(|it| matches!(it, Waiting::Heading(..)));
        self.waiting.push(Waiting::Section(Key::from(key)));
    }

    /// Adds a paragraph of the sentences there are; none where there is none.
    pub(super) fn paragraph(&mut self, sentences: impl IntoIterator<Item = Option<String>>) {
        let words: String = sentences.into_iter().flatten().map(|it| self.told(it)).collect();
        if !words.is_empty() {
            self.block(Block::Paragraph(inlines(&words)));
        }
    }

    /// Adds a theme's own paragraph: words with live figures in backticks, nothing else.
    pub(super) fn own(&mut self, text: &str) {
        self.block(Block::Paragraph(words_and_figures(text, nowhere())));
    }

    /// Adds a paragraph that begins with a word in bold: `摘要：…`.
    pub(super) fn labelled(&mut self, label: &str, words: &str) {
        if !words.is_empty() {
            let mut content = vec![Inline::Strong(vec![Inline::Text(format!("{label}："))])];
            content.extend(inlines(words));
            self.block(Block::Paragraph(content));
        }
    }

    /// Adds a block of text.
    pub(super) fn block(&mut self, block: Block) {
        self.settle();
        self.blocks.push(block);
    }

    /// Adds what somebody wrote, with its footnotes. Headings become bold lines: the document numbers its own.
    pub(super) fn prose(&mut self, prose: &Prose) {
        let from = self.footnotes.len();
        self.footnotes
            .extend(prose.footnotes.iter().map(|it| Footnote { label: it.label.clone(), blocks: moved(&it.blocks, from) }));
        for block in moved(&prose.blocks, from) {
            match block {
                Block::Heading { content, .. } => self.block(Block::Paragraph(vec![Inline::Strong(content)])),
                block => self.block(block),
            }
        }
    }

    /// Adds a numbered list, a sentence or more an item; nothing where there are none.
    pub(super) fn numbered(&mut self, items: impl IntoIterator<Item = String>) {
        let item = |words: String| ListItem { task: None, blocks: vec![Block::Paragraph(inlines(&words))] };
        let items = items.into_iter().map(|it| self.told(it)).filter(|it| !it.is_empty());
        let items: Vec<ListItem> = items.map(item).collect();
        if !items.is_empty() {
            self.block(Block::List { start: Some(1), tight: true, items });
        }
    }

    /// Adds somebody's words as a quotation.
    pub(super) fn quote(&mut self, words: &str, source: &str) {
        let line = Inline::Text(format!("“{words}”（{source}）"));
        self.block(Block::Quote(vec![Block::Paragraph(vec![line])]));
    }

    /// Adds a list: of each item what it begins with in bold, which may be empty, and its words.
    pub(super) fn items(&mut self, items: impl IntoIterator<Item = (String, String)>) {
        let item = |(lead, words): (String, String)| {
            let lead = (!lead.is_empty()).then(|| Inline::Strong(vec![Inline::Text(lead)]));
            let content = lead.into_iter().chain(inlines(&words)).collect();
            ListItem { task: None, blocks: vec![Block::Paragraph(content)] }
        };
        let items: Vec<ListItem> = items.into_iter().map(item).collect();
        if !items.is_empty() {
            self.block(Block::List { start: None, tight: true, items });
        }
    }

    /// Adds the head of a form: what is asked, and below it what is so.
    pub(super) fn form(&mut self, cells: Vec<(&str, String)>) {
        let align = vec![Align::None; cells.len()];
        let (head, row) =
            cells.into_iter().map(|(label, value)| (vec![Inline::Text(label.to_owned())], inlines(&value))).unzip();
        self.block(Block::Table { align, head, rows: vec![row] });
    }

    /// Adds somebody's words as they are, paragraph by paragraph.
    pub(super) fn words(&mut self, words: &str) {
        for words in words.lines().map(str::trim).filter(|it| !it.is_empty()) {
            self.block(Block::Paragraph(vec![Inline::Text(words.to_owned())]));
        }
    }

    /// Adds a request for a table or chart: lines of `key: value`, as a block of a written document has them.
    pub(super) fn request<T: AsRef<str>>(&mut self, lines: &[(&str, T)]) {
        let text: String = lines.iter().map(|(key, value)| format!("{key}: {}\n", value.as_ref())).collect();
        self.block(Block::Live { text, span: nowhere() });
    }

    /// Adds a request for a table, unless what somebody wrote holds the same table already.
    pub(super) fn request_once<T: AsRef<str>>(&mut self, lines: &[(&str, T)]) {
        let first = lines.first().map(|(key, value)| format!("{key}: {}", value.as_ref()));
        let is_same = |block: &Block| match block {
            Block::Live { text, .. } => Some(text.trim()) == first.as_deref(),
            _ => false,
        };
        if !self.blocks.iter().any(is_same) {
            self.request(lines);
        }
    }

    fn settle(&mut self) {
        for it in self.waiting.drain(..) {
            match it {
                Waiting::Heading(level, words) => {
                    self.blocks.push(Block::Heading { level, content: vec![Inline::Text(words)] });
                }
                Waiting::Section(key) => self.sections.push(key),
            }
        }
    }
}

/// Blocks whose references to footnotes count from a later one.
fn moved(blocks: &[Block], by: usize) -> Vec<Block> {
    fn inlines(content: Vec<Inline>, by: usize) -> Vec<Inline> {
        let one = |it| match it {
            Inline::FootnoteRef(index) => Inline::FootnoteRef(index + by),
            Inline::Emphasis(inner) => Inline::Emphasis(inlines(inner, by)),
            Inline::Strong(inner) => Inline::Strong(inlines(inner, by)),
            Inline::Strike(inner) => Inline::Strike(inlines(inner, by)),
            Inline::Link { target, content, span } => Inline::Link { target, content: inlines(content, by), span },
            it => it,
        };
        content.into_iter().map(one).collect()
    }
    let cells = |row: &Vec<Vec<Inline>>| row.iter().map(|it| inlines(it.clone(), by)).collect();
    let one = |block: &Block| match block {
        Block::Paragraph(content) => Block::Paragraph(inlines(content.clone(), by)),
        Block::Heading { level, content } => Block::Heading { level: *level, content: inlines(content.clone(), by) },
        Block::Quote(blocks) => Block::Quote(moved(blocks, by)),
        Block::List { start, tight, items } => {
            let items = items.iter().map(|it| ListItem { task: it.task, blocks: moved(&it.blocks, by) });
            Block::List { start: *start, tight: *tight, items: items.collect() }
        }
        Block::Table { align, head, rows } => {
            Block::Table { align: align.clone(), head: cells(head), rows: rows.iter().map(cells).collect() }
        }
        block => block.clone(),
    };
    blocks.iter().map(one).collect()
}

/// A sentence's words, with its figures as requests.
fn inlines(words: &str) -> Vec<Inline> {
    let mut inlines = Vec::new();
    let words = one_line(words);
    let mut rest = words.as_str();
    while let Some((before, from)) = rest.split_once(FIGURE.0) {
        let Some((name, after)) = from.split_once(FIGURE.1) else { break };
        if !before.is_empty() {
            inlines.push(Inline::Text(before.to_owned()));
        }
        inlines.push(Inline::Live { text: name.to_owned(), span: nowhere() });
        rest = after;
    }
    if !rest.is_empty() {
        inlines.push(Inline::Text(rest.to_owned()));
    }
    inlines
}

/// Words of several lines on one: between Han characters a line break is no space.
fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for part in words.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let apart = line.ends_with(|it: char| it.is_ascii()) && part.starts_with(|it: char| it.is_ascii());
        line.push_str(if apart { " " } else { "" });
        line.push_str(part);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(draft: &Draft) -> Vec<String> {
        let text = |it: &Inline| match it {
            Inline::Text(words) => words.clone(),
            Inline::Live { text, .. } => format!("={text}"),
            _ => String::new(),
        };
        let block = |block: &Block| match block {
            Block::Heading { content, .. } | Block::Paragraph(content) => content.iter().map(text).collect(),
            _ => String::new(),
        };
        draft.blocks.iter().map(block).collect()
    }

    #[test]
    fn no_heading_stands_over_nothing() {
        let mut draft = Draft::default();
        draft.section("one");
        draft.heading(1, "一");
        draft.section("empty");
        draft.heading(2, "空");
        draft.paragraph([None, None]);
        draft.section("two");
        draft.heading(2, "有");
        draft.paragraph([Some("话。".to_owned())]);
        draft.section("three");
        draft.heading(1, "空");
        draft.section("four");
        draft.begin(1);
        draft.request(&[("signs", "日期")]);
        assert_eq!(words(&draft), ["一", "有", "话。", ""], "nor over the foot of a form");
        assert_eq!(draft.sections, [Key::from("two")], "a section without a word is none");
    }

    #[test]
    fn a_figure_is_two_characters_long() {
        assert_eq!(length("表扬次"), 3);
        assert_eq!(length(&format!("表扬{}次，{}面。", figure("praise.count"), figure("award.total"))), 10);
    }

    #[test]
    fn a_sentence_whose_data_is_kept_back_is_not_written() {
        let tells = |name: &str| name != "few";
        let (few, all) = (figure("few"), figure("all"));
        let check = |words: &str, left: &str| assert_eq!(told(words, &tells), left, "{words}");
        check(&format!("新建档{all}人，结案{few}人。"), &format!("新建档{all}人。"));
        check(&format!("其中需要关注的{few}人。分层安排：小组{few}人，个别{few}人。"), "");
        check(&format!("对照标准（至少两条，且不低于基线），达到的{few}人。"), "");
        check(
            &format!("联系{all}次，{few}个家庭均已覆盖，“谢谢，老师”。往后再看。"),
            &format!("联系{all}次，“谢谢，老师”。往后再看。"),
        );
        check(&format!("{few}名学生中，以数学为主的{all}人。"), "");
        let mut draft = Draft::for_reader(&tells);
        draft.heading(1, "空");
        draft.paragraph([Some(format!("结案{few}人。"))]);
        draft.numbered([format!("结案{few}人。")]);
        assert!(draft.blocks.is_empty(), "nor a heading over nothing");
    }

    #[test]
    fn figures_stay_requests() {
        let mut draft = Draft::default();
        draft.paragraph([Some(format!("谈心{}次，", figure("talk.count"))), Some("人均多。".to_owned())]);
        draft.own("表扬`=praise.count`，`话`。");
        let Block::Paragraph(content) = &draft.blocks[0] else { panic!("a paragraph") };
        assert_eq!(content.len(), 3);
        assert_eq!(words(&draft), ["谈心=#talk.count次，人均多。", "表扬=praise.count，话。"]);
    }
}
