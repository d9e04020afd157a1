//! The gate against what was planted, and against what only looks like it. The lists are data: `tests/fixtures/leaks/`.

use std::collections::BTreeSet;

use crate::diag::Diagnostic;
use crate::source::SourceTree;

use super::*;

mod containers;
mod random;

pub(in crate::privacy::gate) use random::base64;

const ROSTER: &str = include_str!("../../../tests/fixtures/leaks/roster.yaml");
const PLANTED: &str = include_str!("../../../tests/fixtures/leaks/planted.txt");
const INNOCENT: &str = include_str!("../../../tests/fixtures/leaks/innocent.txt");

fn forbidden() -> Forbidden {
    let config = "标题: 小例子\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n";
    let student = "---\n化名: 小松\n---\n";
    let tree = SourceTree::of_texts([("casebook.yaml", config), ("students/S01/index.md", student), ("roster.yaml", ROSTER)]);
    Forbidden::of(&crate::read(&tree).0.expect("sound"))
}

fn gate() -> Gate {
    Gate::new(&forbidden(), Audience::Research)
}

/// What was found, as the list writes it.
fn told(what: &What) -> String {
    let What::Item { entry, kind, .. } = what else { return format!("? {what:?}") };
    let entry = match entry {
        Entry::Student(code) => code.to_string(),
        Entry::Adult(number) => format!("people{number}"),
        Entry::Place(number) => format!("places{number}"),
        Entry::Casebook => "casebook".to_owned(),
    };
    format!("{entry} {kind:?}")
}

/// A text of the lists with its `{200b}` and `\n` resolved.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        // `\u{6797}` of a script stays
        let code = after.split_once('}').filter(|_| !before.ends_with("\\u"));
        let code = code.and_then(|(code, tail)| Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, tail)));
        out.push_str(before);
        match code {
            Some((char, tail)) => {
                out.push(char);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.replace("\\n", "\n")
}

#[test]
fn everything_planted_is_found() {
    let gate = gate();
    let mut missed = Vec::new();
    let rows: Vec<&str> = PLANTED.lines().filter(|it| !it.starts_with('#')).collect();
    assert!(rows.len() >= 100);
    for row in rows {
        let mut cells = row.splitn(3, " | ");
        let (wanted, path, text) = (cells.next().unwrap(), cells.next().unwrap(), plain(cells.next().unwrap()));
        let wanted = wanted.split('*').next().unwrap();
        let leaks = gate.inspect(path, text.as_bytes());
        if !leaks.iter().any(|it| told(&it.what) == wanted) {
            missed.push(format!("{row}\n    found: {:?}", leaks.iter().map(|it| told(&it.what)).collect::<Vec<_>>()));
        }
        for leak in &leaks {
            assert!(
                !leak.trail.contains(&Channel::Path) || leak.path.contains("***"),
                "the path that leaks is not told: {leak:?}"
            );
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn few_letters_within_packed_data_are_chance() {
    let packed = |length: usize| "x9/".repeat(length / 3);
    let leaks = |text: &str| !gate().inspect("search/0.js", text.as_bytes()).is_empty();
    for (name, found) in [("LinHM", false), ("ougnehc", false), ("S01", false), ("LinHemiao", true)] {
        assert_eq!(leaks(&format!("a(\"{}/{name}/{}\")", packed(600), packed(600))), found, "{name}");
        assert!(leaks(&format!("a(\"{}/{name}/{}\")", packed(60), packed(60))), "in a path: {name}");
    }
}

#[test]
fn nothing_is_read_into_the_bytes_of_a_packed_shard() {
    let names = ["林禾苗", "陈果", "白雪晴", "贺知远", "欧阳青", "方一诺", "唐小满", "徐嘉木"];
    let name = |at: usize| format!("{}{}", names[at % 8], ["", "文", "宇", "欣"][at / 8 % 4]);
    let roster = (0..32).map(|at| format!("  S{at:02}: {{name: {}}}\n", name(at))).collect::<String>();
    let config = "标题: 小例子\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n";
    let pupils: Vec<String> = (0..32).map(|at| format!("students/S{at:02}/index.md")).collect();
    let files = pupils.iter().map(|it| (it.as_str(), "---\n化名: 小松\n---\n"));
    let roster = format!("students:\n{roster}");
    let files = files.chain([("casebook.yaml", config), ("roster.yaml", roster.as_str())]);
    let gate = Gate::new(&Forbidden::of(&crate::read(&SourceTree::of_texts(files)).0.expect("sound")), Audience::Research);
    let shard = |text: &str| format!("casebookSearch.add(0,\"{}\")", base64(&containers::zlib(text.as_bytes())));
    // Little of it can be packed away, so that anything may meet in its bytes.
    let mut dice = random::Dice(7);
    let mut noise = || -> String { (0..3_000).map(|_| char::from(b"bcdfgkpqvwxz0123456789"[dice.roll(22)])).collect() };
    for _ in 0..200 {
        let leaks = gate.inspect("search/0.js", shard(&noise()).as_bytes());
        assert!(leaks.is_empty(), "{leaks:?}");
    }
    assert!(!gate.inspect("search/0.js", shard(&format!("{}林禾苗", noise())).as_bytes()).is_empty());
}

#[test]
fn the_innocent_pass() {
    let gate = gate();
    let rows: Vec<&str> = INNOCENT.lines().filter(|it| !it.starts_with('#')).collect();
    assert!(rows.len() >= 20);
    for row in rows {
        for text in [row.to_owned(), format!("<!doctype html><html><body><p>{row}</p></body></html>")] {
            let leaks = gate.inspect("index.html", text.as_bytes());
            assert!(leaks.is_empty(), "{row}: {leaks:?}");
        }
    }
}

#[test]
fn words_found_innocent_pass_where_they_stand_and_nowhere_else() {
    let allowed = ["小满".into(), "一片禾苗".into()].into();
    let gate = Gate::new(&Forbidden { allowed, ..forbidden() }, Audience::Research);
    let found = |text: &str| gate.inspect("a.txt", text.as_bytes()).iter().map(|it| told(&it.what)).collect::<BTreeSet<_>>();
    let none = BTreeSet::new();
    assert_eq!(found("今天是小满，田里一片禾苗。"), none);
    assert_eq!(found("叶小满"), BTreeSet::from(["S05 Name".to_owned()]));
    assert_eq!(found("禾苗来了"), BTreeSet::from(["S01 NamePart".to_owned()]));
    assert!(found("一片林禾苗").contains("S01 Name"));
}

#[test]
fn readers_are_told_apart() {
    let forbidden = forbidden();
    let text = "林禾苗，白老师，晴川实验小学，榆树里小区，S01".as_bytes();
    let found = |gate: &Gate, path: &str| gate.inspect(path, text).iter().map(|it| told(&it.what)).collect::<BTreeSet<_>>();
    let of = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect::<BTreeSet<_>>();
    let staff = of(&["S01 Name", "S01 NamePart", "S01 Code", "places2 Place"]);
    assert_eq!(found(&Gate::new(&forbidden, Audience::Teacher), "a.txt"), of(&[]));
    assert_eq!(found(&Gate::new(&forbidden, Audience::Staff), "a.txt"), staff);
    let home = Entry::Student("S01".parse().unwrap());
    let parent = Gate::new(&forbidden, Audience::Parent).with_homes([("k7/".to_owned(), home)]);
    assert_eq!(found(&parent, "k7/a.txt"), of(&["S01 Code", "places2 Place"]));
    assert_eq!(found(&parent, "k8/a.txt"), staff);
    assert!(found(&Gate::new(&forbidden, Audience::Research), "a.txt").is_superset(&of(&["people1 Title", "places1 School"])));
}

#[test]
fn what_one_family_may_read_is_not_taken_for_harmless_elsewhere() {
    let home = Entry::Student("S01".parse().unwrap());
    let gate = Gate::new(&forbidden(), Audience::Parent).with_homes([("k7/".to_owned(), home)]);
    let text = "<p data-k=\"5p6X56a+6IuX\">x</p>".as_bytes();
    assert_eq!(gate.inspect("k7/a.html", text), []);
    assert!(!gate.inspect("k8/a.html", text).is_empty());
    assert!(!gate.inspect("k8/a.html", text).is_empty(), "and stays found");
}

#[test]
fn a_leak_never_says_what_leaks() {
    for leak in gate().inspect("林禾苗/13800001234.html", "林禾苗，陈果，13800001234".as_bytes()) {
        let told = format!("{leak:?} {:?} {:?}", Diagnostic::from(&leak).message(crate::diag::Language::Chinese), leak.path);
        for secret in ["林禾苗", "陈果", "禾苗", "13800001234"] {
            assert!(!told.contains(secret), "{told}");
        }
    }
}

#[test]
fn a_file_over_which_the_gate_fails_stays_and_is_told_without_what_its_path_leaks() {
    let gate = gate();
    let leak = read::failed(&gate, "students/a.html");
    assert_eq!((leak.path.as_str(), &leak.what), ("students/a.html", &What::Unreadable));
    let named = gate.items.iter().find(|it| it.kind == Kind::Name).expect("a name").text.clone();
    let leak = read::failed(&gate, &format!("students/{named}.html"));
    assert!(!leak.path.contains(&*named), "{}", leak.path);
}
