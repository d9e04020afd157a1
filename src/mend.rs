//! Mending files: the changes of findings that know beyond doubt what was meant, and the proof that nothing else changes.
//!
//! A file is mended as a whole or not at all: where anything in it is not clear, it is left to the person who wrote it.

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::source::{FileId, Limits, LineColumn, SourceFile};
use crate::syntax::{Entry, Node, NodeKind, ParsedBody, ParsedFile, parse_file};

/// What can be done for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mending {
    /// There is nothing to mend.
    Nothing,
    /// Something could be mended, but these are not clear.
    Doubtful(Vec<Diagnostic>),
    /// These changes mend it, in order of place.
    Changes(Vec<Change>),
}

/// A change of a file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// For which kind of finding.
    pub code: Code,
    /// What goes, in bytes of the text.
    pub range: Range<usize>,
    /// What comes.
    pub text: String,
    /// In which line, from 1.
    pub line: u32,
}

/// What mends a file. Slips of form come first, by what its parsing finds; only where there is none, what was found in its words.
/// `change` makes the file's text anew with stretches replaced.
pub fn mend(
    id: FileId,
    file: &SourceFile,
    limits: Limits,
    in_words: &[&Diagnostic],
    change: impl Fn(&[(Range<usize>, &str)]) -> Option<SourceFile>,
) -> Mending {
    let (before, found) = parse_file(id, file, limits);
    let found: Vec<Diagnostic> = found.into_iter().collect();
    let of_form = changes(id, file, found.iter());
    let formal = !of_form.is_empty();
    let changes = if formal { of_form } else { changes(id, file, in_words.iter().copied()) };
    if changes.is_empty() {
        return Mending::Nothing;
    }
    let open: Vec<Diagnostic> =
        found.iter().filter(|it| it.edits.is_empty() && it.severity() == Severity::Error).cloned().collect();
    if !open.is_empty() {
        return Mending::Doubtful(open);
    }
    let edits: Vec<(Range<usize>, &str)> = changes.iter().map(|it| (it.range.clone(), it.text.as_str())).collect();
    let doubtful =
        || Mending::Doubtful(found.iter().chain(in_words.iter().copied()).filter(|it| !it.edits.is_empty()).cloned().collect());
    let Some(mended) = change(&edits) else { return doubtful() };
    let (after, left) = parse_file(id, &mended, limits);
    let mut open: Vec<Code> = found.iter().filter(|it| !formal || it.edits.is_empty()).map(|it| it.code).collect();
    let known = left.iter().all(|it| match open.iter().position(|code| *code == it.code) {
        Some(at) => {
            open.swap_remove(at);
            true
        }
        None => false,
    });
    let table = matches!(before.body, ParsedBody::Table(_));
    if known && (!formal || table || is_same(file, &before, &mended, &after)) { Mending::Changes(changes) } else { doubtful() }
}

/// The changes that findings of a file ask for, in order of place; of two that meet, the first.
fn changes<'a>(id: FileId, file: &SourceFile, found: impl Iterator<Item = &'a Diagnostic>) -> Vec<Change> {
    let text = file.text();
    let of = |finding: &'a Diagnostic| finding.edits.iter().map(move |it| (finding.code, it));
    let here = found.filter(|it| matches!(it.place, Place::Span(span) if span.file == id)).flat_map(of);
    let mut changes: Vec<Change> = here
        .map(|(code, edit)| {
            let range = edit.span.range();
            Change { code, line: LineColumn::of(text, range.start).line, range, text: edit.text.clone() }
        })
        .collect();
    changes.sort_by_key(|it| (it.range.start, it.range.end));
    changes.dedup();
    let mut end = 0;
    changes.retain(|it| {
        let free = it.range.start >= end;
        end = end.max(it.range.end);
        free
    });
    changes
}

/// Whether two states of a file say the same: the same keys with the same values, and the same text below them.
fn is_same(file: &SourceFile, before: &ParsedFile, mended: &SourceFile, after: &ParsedFile) -> bool {
    match (&before.body, &after.body) {
        (ParsedBody::Yaml(before), ParsedBody::Yaml(after)) => says_same(before, after),
        (ParsedBody::Note { entries, body, .. }, ParsedBody::Note { entries: others, body: other, .. }) => {
            let below = |file: &SourceFile, at: usize| file.text().get(at..).unwrap_or_default().trim_start().to_owned();
            say_same(entries, others) && below(file, *body) == below(mended, *other)
        }
        _ => false,
    }
}

fn say_same(entries: &[Entry], others: &[Entry]) -> bool {
    let same = |(a, b): (&Entry, &Entry)| a.key.value == b.key.value && says_same(&a.value, &b.value);
    entries.len() == others.len() && entries.iter().zip(others).all(same)
}

fn says_same(node: &Node, other: &Node) -> bool {
    match (&node.kind, &other.kind) {
        (NodeKind::Null, NodeKind::Null) => true,
        (NodeKind::Scalar(text), NodeKind::Scalar(other)) => text == other,
        (NodeKind::List(items), NodeKind::List(others)) => {
            items.len() == others.len() && items.iter().zip(others).all(|(a, b)| says_same(a, b))
        }
        (NodeKind::Map(entries), NodeKind::Map(others)) => say_same(entries, others),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::source::{Content, Encoding, Original, SitePath};

    /// A file with its slips of form mended, or the kinds of finding that stand in the way.
    fn mended(path: &str, text: &str) -> Result<String, Vec<&'static str>> {
        let of = |text: &str| SourceFile {
            path: SitePath::new(path).expect("sound"),
            content: Content::Text(text.into(), Encoding::Utf8),
        };
        let original = Original::of(text.as_bytes().to_vec()).expect("text");
        let change = |edits: &[(Range<usize>, &str)]| Some(of(&original.edited(edits)?));
        match mend(FileId(0), &of(text), Limits::default(), &[], change) {
            Mending::Nothing => Ok(text.to_owned()),
            Mending::Doubtful(found) => Err(found.iter().map(|it| it.code.id()).collect()),
            Mending::Changes(changes) => {
                let edits: Vec<_> = changes.iter().map(|it| (it.range.clone(), it.text.as_str())).collect();
                Ok(original.edited(&edits).expect("in place"))
            }
        }
    }

    #[test]
    fn slips_of_form_are_mended_once() {
        for (text, expected) in [
            ("---\n主题：作业\n发起:学生\n---\n\n好：好\n", "---\n主题: 作业\n发起: 学生\n---\n\n好：好\n"),
            ("———\n主题: 作业\n--\n\n文\n", "---\n主题: 作业\n---\n\n文\n"),
            ("---\n主题: 作业\n\n谈了五分钟。\n", "---\n主题: 作业\n---\n\n谈了五分钟。\n"),
            ("主题: 作业\n发起: 学生\n---\n\n文\n", "---\n主题: 作业\n发起: 学生\n---\n\n文\n"),
            ("---\n标签: ［作业，订正］\n---\n", "---\n标签: [作业, 订正]\n---\n"),
            ("---\n标签: [作业，订正、书写]\n---\n", "---\n标签: [作业, 订正, 书写]\n---\n"),
            ("---\n附加:\n\t甲: 1\n\t乙: 2\n---\n", "---\n附加:\n  甲: 1\n  乙: 2\n---\n"),
            ("---\n主题: @家长\n发现: \"作业\"没有交\n---\n", "---\n主题: \"@家长\"\n发现: '\"作业\"没有交'\n---\n"),
            ("---\n发现: \"C:\\路\"\n---\n", "---\n发现: \"C:\\\\路\"\n---\n"),
            ("---\n主题：\n---\n", "---\n主题:\n---\n"),
        ] {
            let once = mended("a.md", text).unwrap_or_else(|it| panic!("{text}: {it:?}"));
            assert_eq!(once, expected, "{text}");
            assert_eq!(mended("a.md", &once), Ok(once.clone()), "again: {text}");
        }
        assert_eq!(mended("a.csv", "日期，类型\n1，2\n"), Ok("日期,类型\n1,2\n".to_owned()));
        assert_eq!(mended("a.yaml", "标题：一\n"), Ok("标题: 一\n".to_owned()));
    }

    /// Pieces of settings, of their slips, and of line ends.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => prop::sample::select(vec!["\n", "\r\n", "\n  ", "\n- ", "\n甲：", "\n乙: ", "\n丙:", "\n\t丁: ", "\n---\n"]),
            2 => prop::sample::select(vec![": ", "：", "，", ", ", " ", "　", "[", "]", "［", "］", "{", "}", "\"", "'"]),
            3 => prop::sample::select(vec!["好", "一二", "@x", "2", "\\q", "——", "%", "&a ", "!t ", "|", "#", "\0", "\u{FEFF}", "```"]),
        ];
        proptest::collection::vec(piece, 0..24).prop_map(|it| it.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, rng_seed: RngSeed::Fixed(11), ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_mended_comes_to_rest(text in pieces(), marked in any::<bool>()) {
            let mut text = format!("{}---\n主题: 作业{text}\n---\n\n课间。\n", if marked { "\u{FEFF}" } else { "" });
            for _ in 0..8 {
                match mended("a.md", &text) {
                    Ok(next) if next != text => {
                        prop_assert!(next.ends_with("课间。\n") && next.starts_with('\u{FEFF}') == marked, "{:?}", next);
                        text = next;
                    }
                    _ => return Ok(()),
                }
            }
            prop_assert!(false, "it goes on and on: {:?}", text);
        }
    }

    #[test]
    fn what_is_not_clear_is_left_with_the_whole_file() {
        for (text, open) in [
            ("---\n主题：作业\n发起: \"学生\n---\n", &["unclosed-quote"][..]),
            ("---\n主题：作业\n这一行没有冒号\n---\n", &["missing-colon"]),
            ("---\n主题：作业\n主题: 别的\n---\n", &["duplicate-key"]),
            ("---\n主题：作业\n发现: 他说: 好\n---\n", &["colon-in-value"]),
        ] {
            assert_eq!(mended("a.md", text), Err(open.to_vec()), "{text}");
        }
        for text in [
            "---\n标签: [他今天没有把作业本带来，说忘了]\n---\n",
            "---\n标签: 【作业，订正】\n---\n",
            "---\n主题: 作业\n\n发起: 学生\n没有结束\n",
        ] {
            assert_eq!(mended("a.md", text), Ok(text.to_owned()), "{text}");
        }
    }
}
