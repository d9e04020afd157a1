//! The demo as others than the teacher read it: pages of every edition, searched for everything that the roster holds.
//!
//! The search here knows nothing of the redactor: it reads the roster as text and looks for it in the bytes that leave.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use casebook::output::MemoryDoor;
use casebook::privacy::Audience;
use casebook::theme::Theme;
use casebook::{Options, Outcome, build};

use crate::demo;

type Files = BTreeMap<String, Vec<u8>>;

/// The pages of an edition.
fn edition(audience: Audience) -> (Files, Outcome) {
    let door = MemoryDoor::default();
    let options = Options { site: true, audience, ..Options::default() };
    let outcome = build(&demo::tree(), &Theme::built_in(), &options, &door);
    (door.into_files(), outcome)
}

static EDITIONS: LazyLock<Vec<(Audience, Files, Outcome)>> = LazyLock::new(|| {
    let others = [Audience::Staff, Audience::Parent, Audience::Research];
    let made = others.map(|audience| {
        let (files, outcome) = edition(audience);
        assert!(outcome.is_sound(), "{audience:?}: {:?} {:?}", outcome.refused, outcome.findings);
        (audience, files, outcome)
    });
    made.into()
});

/// Names, numbers and places of the roster, as they are written there.
fn roster() -> Vec<String> {
    let text = std::fs::read_to_string(demo::content().join("roster.yaml")).unwrap();
    let mut found = BTreeSet::new();
    for (at, key) in ["姓名: ", "小名: [", "电话: [", "地名: ["].iter().flat_map(|key| text.match_indices(key)) {
        let rest = &text[at + key.len()..];
        let end = if key.ends_with('[') { rest.find(']') } else { rest.find(['\n', ',', '}']) };
        found.extend(rest[..end.unwrap()].split(',').map(|it| it.trim().to_owned()));
    }
    assert!(found.len() > 60, "{found:?}");
    found.into_iter().collect()
}

fn of(audience: Audience) -> (&'static Files, &'static Outcome) {
    let (_, files, outcome) = EDITIONS.iter().find(|it| it.0 == audience).unwrap();
    (files, outcome)
}

#[test]
fn no_name_number_or_place_of_the_roster_leaves() {
    let forbidden = roster();
    let mut leaks = Vec::new();
    for (audience, files, _) in &*EDITIONS {
        assert!(files.len() > 10, "{audience:?}: {} files", files.len());
        for (path, bytes) in files {
            let text = String::from_utf8_lossy(bytes);
            for word in forbidden.iter().filter(|it| text.contains(it.as_str()) || path.contains(it.as_str())) {
                let at = text.find(word.as_str()).unwrap_or(0);
                let around: String = text[..at].chars().rev().take(20).collect::<Vec<_>>().into_iter().rev().collect();
                leaks.push(format!("{}/{path}: …{around}{word}", audience.id()));
            }
        }
    }
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks[..leaks.len().min(20)].join("\n"));
}

/// Whether a code stands in a text by itself.
fn stands_in(text: &str, code: &str) -> bool {
    text.match_indices(code).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(|it| it.is_ascii_alphanumeric());
        let after = text[at + code.len()..].chars().next().is_some_and(|it| it.is_ascii_alphanumeric());
        !before && !after
    })
}

#[test]
fn no_code_leaves_and_no_address_tells_a_name() {
    for (audience, files, _) in &*EDITIONS {
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".json")) {
            let text = String::from_utf8_lossy(bytes);
            for code in (1..=8).map(|it| format!("S0{it}")) {
                assert!(!stands_in(&text, &code) && !path.contains(&code), "{}/{path} has {code}", audience.id());
            }
            assert!(path.is_ascii(), "{}/{path} says something", audience.id());
        }
    }
}

#[test]
fn a_pupil_without_consent_is_left_out_of_research() {
    let (files, outcome) = of(Audience::Research);
    assert_eq!(outcome.excluded, 1, "S05 withdrew");
    for (path, bytes) in files {
        assert!(!String::from_utf8_lossy(bytes).contains("阿岚"), "{path}");
    }
    assert_eq!(of(Audience::Staff).1.excluded, 0);
    let anonymity = outcome.anonymity.as_ref().unwrap();
    assert_eq!(anonymity.groups.values().sum::<usize>(), 7);
    assert!(anonymity.k >= 1 && anonymity.exposed <= 7);
}

#[test]
fn parents_get_a_folder_for_each_child_that_names_no_other() {
    let (files, _) = of(Audience::Parent);
    // Aliases that are ordinary words too may stand in a text as those: 石头, 云朵, 星星.
    let names = ["青青", "竹竹", "山山", "阿岚", "豆豆"];
    let folders: BTreeSet<&str> = files.keys().filter_map(|it| it.split('/').next()).collect();
    assert_eq!(folders.len(), 8, "{folders:?}");
    for folder in folders {
        let own: Vec<(&String, String)> = files
            .iter()
            .filter(|(path, _)| path.split('/').next() == Some(folder) && path.ends_with(".html"))
            .map(|(path, bytes)| (path, String::from_utf8_lossy(bytes).into_owned()))
            .collect();
        let named: Vec<&str> = names.into_iter().filter(|name| own.iter().any(|(_, text)| text.contains(name))).collect();
        assert!(named.len() <= 1, "{folder} names {named:?}");
    }
}

#[test]
fn what_is_secret_or_only_counted_is_not_there() {
    // A talk's words, a score, a family fact, a misdeed: what colleagues may count or not even that.
    let raw = demo::Raw::read();
    let mut secret: Vec<String> = Vec::new();
    for (_, text) in raw.notes("谈心") {
        let body = text.rsplit("---").next().unwrap_or_default();
        secret
            .extend(body.split(['。', '\n', '”', '“']).map(str::trim).filter(|it| it.chars().count() > 10).map(str::to_owned));
    }
    assert!(secret.len() > 100);
    for (audience, files, _) in &*EDITIONS {
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
            let text = String::from_utf8_lossy(bytes);
            for words in &secret {
                assert!(!text.contains(words.as_str()), "{}/{path}: {words}", audience.id());
            }
        }
    }
}

#[test]
fn editions_differ() {
    let sizes: BTreeSet<usize> = EDITIONS.iter().map(|(_, files, _)| files.values().map(Vec::len).sum()).collect();
    assert_eq!(sizes.len(), 3);
    for (audience, _, outcome) in &*EDITIONS {
        assert!(outcome.hidden.total() > 0, "{audience:?}");
    }
}
