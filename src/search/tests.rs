//! Whatever can be seen is found, and nothing else is: pages made up at random, through the whole way and back.

use proptest::prelude::*;

use super::{Entry, fold, pack, unpack, visible};

/// A piece of a page, and whether it can be seen.
#[derive(Debug, Clone)]
enum Piece {
    Words(String),
    Inline(&'static str, Vec<Piece>),
    Block(&'static str, Vec<Piece>),
    Hidden(&'static str, Vec<Piece>),
}

/// Words as teachers write them, and characters that must not disturb: marks, references, joiners, emoji, control characters.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[优点该生进步學習困難记录家访，。：（）A-Za-z0-9％１２３ 　]{1,12}",
        1 => "[&<>\"' ;#a-z]{1,8}",
        1 => "[\u{ad}\u{200b}\u{300}\u{301}aeiouü😀𠮷㎡\t\n\u{7f}\u{1}]{1,8}",
        1 => "\\PC{1,8}",
    ]
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let piece = words().prop_map(Piece::Words).prop_recursive(4, 40, 5, |inner| {
        let inner = prop::collection::vec(inner, 0..5);
        prop_oneof![
            (prop::sample::select(vec!["b", "a", "span", "em", "code"]), inner.clone())
                .prop_map(|(tag, it)| Piece::Inline(tag, it)),
            (prop::sample::select(vec!["p", "div", "li", "td", "h2"]), inner.clone())
                .prop_map(|(tag, it)| Piece::Block(tag, it)),
            (prop::sample::select(vec!["hidden", "class=\"n vh\"", "data-unindexed=''"]), inner)
                .prop_map(|(by, it)| Piece::Hidden(by, it)),
        ]
    });
    prop::collection::vec(piece, 1..6)
}

/// Writes pieces as HTML, and what can be seen of them as stretches that run on in a line.
fn write(pieces: &[Piece], html: &mut String, seen: &mut Vec<String>, shown: bool) {
    for piece in pieces {
        match piece {
            Piece::Words(text) => {
                html.push_str(&text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
                if let Some(last) = seen.last_mut().filter(|_| shown) {
                    last.push_str(text);
                }
            }
            Piece::Inline(tag, inner) => {
                html.push_str(&format!("<{tag} class=x>"));
                write(inner, html, seen, shown);
                html.push_str(&format!("</{tag}>"));
            }
            Piece::Block(tag, inner) => {
                html.push_str(&format!("<{tag} id='{tag}'>"));
                seen.push(String::new());
                write(inner, html, seen, shown);
                seen.push(String::new());
                html.push_str(&format!("</{tag}>"));
            }
            Piece::Hidden(by, inner) => {
                html.push_str(&format!("<div {by}>"));
                write(inner, html, seen, false);
                html.push_str("</div>");
                seen.push(String::new());
            }
        }
    }
}

/// What somebody asks for: the words between blanks, as the script folds them. A question is cleaned as the text was.
fn question(text: &str) -> Vec<String> {
    let cleaned = visible(&text.replace('&', "&amp;").replace('<', "&lt;")).text;
    fold(&cleaned).split_whitespace().map(str::to_owned).collect()
}

fn finds(pages: &[Entry], words: &[String]) -> Vec<String> {
    let has = |page: &&Entry| words.iter().all(|word| fold(&page.text).contains(word.as_str()));
    pages.iter().filter(has).map(|it| it.path.clone()).collect()
}

proptest! {
    #[test]
    fn any_piece_that_can_be_seen_is_found(
        pages in prop::collection::vec(pieces(), 1..6),
        page in any::<prop::sample::Index>(),
        stretch in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
        length in 2_usize..12,
    ) {
        let mut entries = Vec::new();
        let mut seen = Vec::new();
        for (at, pieces) in pages.iter().enumerate() {
            let mut html = String::from("<!doctype html><title>题</title><body>");
            let mut stretches = vec![String::new()];
            write(pieces, &mut html, &mut stretches, true);
            entries.push(Entry { path: at.to_string(), text: visible(&html).text, ..Entry::default() });
            seen.push(stretches);
        }
        let found = unpack(&pack(0, &entries).script).unwrap();
        prop_assert_eq!(&found, &entries);
        let stretches: Vec<&String> = seen[page.index(seen.len())].iter().filter(|it| !it.is_empty()).collect();
        if stretches.is_empty() {
            return Ok(());
        }
        let text: Vec<char> = stretches[stretch.index(stretches.len())].chars().collect();
        let from = from.index(text.len());
        // A mark belongs to the letter before it: nobody selects it alone.
        let part: String = text[from..].iter().skip_while(|it| matches!(it, '\u{300}' | '\u{301}')).take(length).collect();
        let rest: String = text[from..].iter().skip_while(|it| matches!(it, '\u{300}' | '\u{301}')).skip(length).take(1).collect();
        if rest.contains(['\u{300}', '\u{301}']) {
            return Ok(());
        }
        let path = page.index(seen.len()).to_string();
        prop_assert!(finds(&found, &question(&part)).contains(&path), "{part:?} of {text:?} in {:?}", found);
    }

    #[test]
    fn nothing_that_is_hidden_is_found(pieces in pieces(), more in pieces()) {
        let secret = [Piece::Hidden("hidden", [vec![Piece::Words("秘而不宣".to_owned())], more].concat())];
        let (mut html, mut seen) = (String::from("<body>"), vec![String::new()]);
        write(&[&pieces[..], &secret, &pieces].concat(), &mut html, &mut seen, true);
        prop_assert!(!visible(&html).text.contains("秘而不宣"));
    }

    #[test]
    fn any_page_is_read_to_its_end(html in "[<>/!&;\"'= a-z甲\\-]{0,80}") {
        let seen = visible(&html);
        let separators = ['\0', '\u{1}', '\t'];
        prop_assert!(!seen.text.contains(separators));
        prop_assert!(seen.places.is_sorted_by_key(|(at, _)| *at));
    }
}
