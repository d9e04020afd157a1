//! The demo as others than the teacher read it: pages of every edition, searched for everything that the roster holds.
//!
//! The search here knows nothing of the redactor: it reads the roster as text and looks for it in the bytes that leave.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use casebook::output::{MARKER, MemoryDoor};
use casebook::privacy::Audience;
use casebook::theme::Theme;
use casebook::{Options, Outcome, build};

use crate::demo;
use crate::program::{copy, files, run_in, write};

pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The pages and documents of an edition.
fn edition(audience: Audience) -> (Files, Outcome) {
    let door = MemoryDoor::default();
    let options = Options { site: true, pdf: true, audience, ..Options::default() };
    let outcome = build(&demo::tree(), &Theme::built_in(), &options, &door);
    (door.into_files(), outcome)
}

pub(crate) static EDITIONS: LazyLock<Vec<(Audience, Files, Outcome)>> = LazyLock::new(|| {
    let others = [Audience::Staff, Audience::Parent, Audience::Research];
    let made = others.map(|audience| {
        let (files, outcome) = edition(audience);
        assert!(outcome.is_sound(), "{audience:?}: {:?} {:?}", outcome.refused, outcome.findings);
        (audience, files, outcome)
    });
    made.into()
});

/// Names, numbers and places of the roster, as they are written there.
pub(crate) fn roster() -> Vec<String> {
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

pub(crate) fn of(audience: Audience) -> (&'static Files, &'static Outcome) {
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

/// Aliases of the demo that are no ordinary words, as 石头, 云朵 and 星星 are, which may stand in a text as those.
pub(crate) const TELLING_ALIASES: [&str; 5] = ["青青", "竹竹", "山山", "阿岚", "豆豆"];

#[test]
fn parents_get_a_folder_for_each_child_that_names_no_other() {
    let (files, _) = of(Audience::Parent);
    let folders: BTreeSet<&str> = files.keys().filter_map(|it| it.split('/').next()).collect();
    assert_eq!(folders.len(), 8, "{folders:?}");
    for folder in folders {
        let own: Vec<(&String, String)> = files
            .iter()
            .filter(|(path, _)| path.split('/').next() == Some(folder) && path.ends_with(".html"))
            .map(|(path, bytes)| (path, String::from_utf8_lossy(bytes).into_owned()))
            .collect();
        let named: Vec<&str> =
            TELLING_ALIASES.into_iter().filter(|name| own.iter().any(|(_, text)| text.contains(name))).collect();
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
fn what_may_be_read_keeps_its_lists_and_the_image_that_was_agreed_to() {
    let page = |audience| -> Vec<String> {
        let pages = of(audience).0.iter().filter(|(path, _)| path.ends_with(".html"));
        let texts = pages.map(|(_, bytes)| String::from_utf8(bytes.clone()).unwrap());
        texts.filter(|it| it.contains("第12—15周：换没有学过的短文")).collect()
    };
    let [plan] = page(Audience::Staff).try_into().expect("one page of the plan");
    assert!(plan.contains("<li>第12—15周：换没有学过的短文，先默看，再出声。</li>"), "{plan}");
    let image = plan.split("<img src=\"").nth(1).and_then(|it| it.split('"').next()).expect("an image");
    let (_, name) = image.rsplit_once('/').expect("in a folder");
    let shown = |audience| of(audience).0.keys().filter(|it| it.ends_with(name)).count();
    assert_eq!([Audience::Staff, Audience::Parent, Audience::Research].map(shown), [1, 0, 0]);
}

#[test]
fn what_is_not_known_is_not_told_as_not_done_or_not_answered() {
    let holds = |audience, words: &str| of(audience).0.values().any(|it| String::from_utf8_lossy(it).contains(words));
    // Without the talks and contacts that research does not read, everything would look undone.
    assert!(holds(Audience::Staff, "id=\"todo\"") && !holds(Audience::Research, "id=\"todo\""));
    for audience in [Audience::Staff, Audience::Parent, Audience::Research] {
        assert!(!holds(audience, "没有回答的印"), "{audience:?}");
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

#[test]
fn one_command_makes_every_edition_and_swaps_in_none_that_leaks() {
    let root = tempfile::tempdir().unwrap();
    copy(&demo::content(), &root.path().join("content"));
    let build = || run_in(root.path(), &["build", "--audience", "all", "--only", "site"]);
    let folder = |audience: Audience| files(&root.path().join("public").join(audience.id()));
    let made = build();
    assert_eq!(made.code, 0, "{}", made.stderr);
    let told = |word: &str| made.stderr.matches(word).count();
    assert_eq!(["隐去", "未取得同意1人", "k-匿名"].map(told), [3, 1, 1], "{}", made.stderr);
    assert!(!roster().iter().any(|it| made.stderr.contains(it.as_str())), "{}", made.stderr);
    let before = Audience::ALL.map(folder);
    for (audience, files) in Audience::ALL.into_iter().zip(&before) {
        assert!(String::from_utf8_lossy(&files[MARKER]).contains(audience.id()), "{audience:?}");
        assert!(made.stderr.contains(&format!("public/{}", audience.id())), "it says where they are: {}", made.stderr);
        let homes = files.keys().filter(|it| it.rsplit_once('/').map_or(it.as_str(), |it| it.1) == "404.html").count();
        assert_eq!(homes, if audience == Audience::Parent { 8 } else { 1 }, "{audience:?}");
    }

    // Colleagues and parents know the school; research must not.
    let base = root.path().join("themes/default/templates/base.html");
    assert_eq!(run_in(root.path(), &["theme", "eject", "templates/base.html"]).code, 0);
    let template = std::fs::read_to_string(&base).unwrap();
    std::fs::write(&base, template.replace("</footer>", "<p>晴川实验小学</p></footer>")).unwrap();
    let made = build();
    assert_eq!(made.code, 4, "{}", made.stderr);
    let told = |audience: Audience| made.stderr.contains(&format!("--> {}/", audience.id()));
    assert_eq!(Audience::ALL.map(told), [false, false, false, true], "{}", made.stderr);
    assert!(!made.stderr.contains("晴川"), "what leaks is not told");
    for (audience, before) in Audience::ALL.into_iter().zip(&before) {
        assert_eq!(folder(audience) == *before, audience == Audience::Research, "{audience:?}");
    }
    assert_eq!(run_in(root.path(), &["check", "--audience", "all", "--only", "site"]).code, 4);
    assert_eq!(run_in(root.path(), &["clean", "--audience", "all"]).code, 0);
    assert!(Audience::ALL.iter().all(|it| !root.path().join("public").join(it.id()).exists()));
}

#[test]
fn a_word_that_was_found_innocent_is_read_and_passes_the_gate() {
    let root = tempfile::tempdir().unwrap();
    copy(&demo::content(), &root.path().join("content"));
    let note = "---\n类型: 表扬\n日期: 2026-03-17\n具体行为: 他蹲下来数田里的禾苗；后来禾苗来叫他\n---\n";
    let path = "students/S02/notes/2026-03-17-表扬.md";
    write(&root.path().join("content"), [(path, note.as_bytes())]);
    let staff = root.path().join("public/staff");
    let build = || {
        let made = run_in(root.path(), &["build", "--audience", "staff", "-o", &staff.to_string_lossy()]);
        assert_eq!(made.code, 0, "{}", made.stderr);
        let pages: Vec<u8> = files(&staff).into_iter().filter(|it| it.0.ends_with(".html")).flat_map(|it| it.1).collect();
        String::from_utf8(pages).unwrap()
    };
    assert!(!build().contains("禾苗"));
    let doubts = run_in(root.path(), &["review"]);
    assert!(doubts.stdout.contains("数田里的禾苗"), "{}", doubts.stdout);
    let doubts = run_in(root.path(), &["review", "--innocent", "田里的禾苗"]);
    assert!(!doubts.stdout.contains("田里的禾苗"), "{}", doubts.stdout);
    let pages = build();
    assert!(pages.contains("数田里的禾苗"));
    assert_eq!(pages.matches("禾苗").count(), pages.matches("田里的禾苗").count());
    assert_eq!(run_in(root.path(), &["verify", &staff.to_string_lossy()]).code, 0);
    write(&staff, [("more.html", "<p>禾苗</p>".as_bytes())]);
    assert_eq!(run_in(root.path(), &["verify", &staff.to_string_lossy()]).code, 4);
}
