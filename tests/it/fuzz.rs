//! The bodies that libFuzzer runs, run here over the corpus and over mutations of it: the same ones each time, a bounded number.
//!
//! `CASEBOOK_CASES=1000000` makes it so many of each target, `CASEBOOK_FIRST_CASE=…` begins elsewhere. A case is known by its number,
//! so that what fails fails again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::chance::Chance;
use crate::program::project;

#[path = "../fuzz/bodies.rs"]
mod bodies;

/// No case may take longer.
const LONGEST: Duration = Duration::from_secs(20);

/// What mutations put in: signs of YAML and Markdown as they are typed here, and what breaks programs.
const WORDS: &[&str] = &[
    "---\n",
    "———\n",
    "——",
    "...\n",
    ": ",
    "：",
    ":",
    "- ",
    "-",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "  ",
    "\u{3000}",
    "\u{a0}",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "\u{2028}",
    "\0",
    "\u{1b}[31m",
    "\u{fffe}",
    "\u{e000}",
    "\u{10ffff}",
    "\u{301}",
    "e\u{301}",
    "👨‍👩‍👧",
    "𠮷",
    "ﬁ",
    "İ",
    "{",
    "}",
    "[",
    "]",
    "，",
    ",",
    "【",
    "】",
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "'",
    "\\",
    "|",
    "|\n",
    ">",
    "> ",
    ">-\n",
    "#",
    "# ",
    "&a ",
    "*a",
    "!!str ",
    "<<: ",
    "? ",
    "%",
    "@",
    "`",
    "``",
    "```",
    "~~~",
    "~~",
    "*",
    "**",
    "_",
    "__",
    "***",
    "![",
    "](",
    "[^1]",
    "[^1]: ",
    "[[",
    "]]",
    "<",
    "</",
    "<!--",
    "-->",
    "<script>",
    "<a href=javascript:x>",
    "<https://a.cn>",
    "&amp;",
    "&#0;",
    "1. ",
    "- [x] ",
    "| a | b |\n|--|:-:|\n",
    "`=talk.count`",
    "`=",
    "```casebook\ntable: causes\n```\n",
    "=",
    "$",
    "日期: ",
    "类型: 谈心\n",
    "情绪: {前: 2, 后: 9}\n",
    "标签: [甲, 乙]\n",
    "draft: true\n",
    "2026-03-05",
    "2026年13月45日",
    "9999-99-99",
    "-1",
    "1e309",
    "0x7f",
    ".nan",
    "~",
    "null",
    "是",
    "99999999999999999999",
    "0.1",
    "１２３",
    "、",
    "。",
    "……",
    "《",
    "》",
    "（",
    "）",
    "日期,内容\n",
    "a,b,c\n",
    "\"a\"\"b\"",
    ";",
    "-- students/S01/index.md --\n",
    "-- classes/3-1/notes/2026-04-01-班会.md --\n",
    "允许: [差生]\n",
    "差生",
    "林禾苗",
    "13800000000",
    "110101199001011234",
];

/// Half-width signs and what they become where a Chinese keyboard is on.
const WIDE: &[(char, char)] = &[
    (':', '：'),
    (',', '，'),
    ('[', '【'),
    (']', '】'),
    ('"', '“'),
    ('(', '（'),
    (')', '）'),
    ('-', '—'),
    (' ', '\u{3000}'),
    ('{', '｛'),
    ('#', '＃'),
    ('|', '｜'),
    ('0', '０'),
];

/// Another text made of these.
fn mutated(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut text = chance.pick(seeds).clone();
    let times = 1 + chance.below(4) * chance.below(4);
    for _ in 0..times {
        let at = |text: &[u8], chance: &mut Chance| chance.below(text.len() + 1);
        let (a, b) = (at(&text, chance), at(&text, chance));
        let (from, to) = (a.min(b), a.max(b));
        match chance.below(10) {
            0 if from < text.len() => text[from] ^= 1 << chance.below(8),
            1 => drop(text.drain(from..to.min(from + 1 + chance.below(40)))),
            2 => {
                let again = text[from..to.min(from + 200)].to_vec();
                text.splice(from..from, again);
            }
            3 => {
                let other = chance.pick(seeds);
                let (c, d) = (at(other, chance), at(other, chance));
                let piece = other[c.min(d)..c.max(d)].to_vec();
                text.splice(from..to, piece);
            }
            4 => {
                // Deep nesting, long lines, many of the same.
                let word = chance.pick(WORDS).as_bytes();
                let times = 1 << chance.below(9);
                text.splice(from..from, word.repeat(times));
            }
            5 => {
                let (narrow, wide) = chance.pick(WIDE);
                let whole = String::from_utf8_lossy(&text).into_owned();
                let places: Vec<usize> = whole.match_indices(*narrow).map(|it| it.0).collect();
                if !places.is_empty() {
                    let place = *chance.pick(&places);
                    text = [&whole[..place], &wide.to_string(), &whole[place + narrow.len_utf8()..]].concat().into_bytes();
                }
            }
            6 => {
                let letter = char::from_u32(chance.next() as u32 % 0x11_0000).unwrap_or('\u{fffd}');
                text.splice(from..from, letter.to_string().into_bytes());
            }
            7 => text.truncate(from),
            _ => {
                let word = chance.pick(WORDS).as_bytes().to_vec();
                text.splice(from..from, word);
            }
        }
        text.truncate(64 << 10);
    }
    text
}

fn corpus(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let mut folders = vec![project().join("tests/fuzz/corpus").join(name)];
    // What the program has a finding for is where it looks closest.
    if name != "csv" {
        folders.push(project().join("tests/fixtures/findings"));
    }
    let paths = folders.iter().flat_map(|it| std::fs::read_dir(it).unwrap().map(|it| it.unwrap().path()));
    let mut paths: Vec<PathBuf> = paths.filter(|it| it.is_file()).collect();
    paths.sort();
    paths.into_iter().map(|it| (it.clone(), std::fs::read(it).unwrap())).collect()
}

/// The part of a fixture that a body is about.
fn part(name: &str, path: &Path, bytes: &[u8]) -> Option<Vec<u8>> {
    if path.starts_with(project().join("tests/fuzz")) || name == "whole_build" {
        return Some(bytes.to_vec());
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let mut parts = text.split("\n-- ").filter_map(|it| it.split_once(" --\n"));
    let wanted = |path: &str| if name == "config" { path == "casebook.yaml" } else { path.ends_with(".md") };
    parts.find(|(path, _)| wanted(path)).map(|(_, text)| format!("{text}\n").into_bytes())
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|it| it.parse().unwrap())
}

/// Runs a body over its corpus, and over so many mutations of it.
#[allow(clippy::print_stdout, reason = "signs of life for whoever waits for millions")]
fn fuzzed(name: &str, usual: u64) {
    let (_, body) = bodies::BODIES.into_iter().find(|it| it.0 == name).unwrap();
    let mut seeds = Vec::new();
    for (path, bytes) in corpus(name) {
        let Some(seed) = part(name, &path, &bytes) else { continue };
        run(body, &seed, &path.display().to_string());
        seeds.push(seed);
    }
    assert!(seeds.len() >= 5, "{name} has a corpus");
    let first = number("CASEBOOK_FIRST_CASE").unwrap_or(0);
    let cases = number("CASEBOOK_CASES").unwrap_or(usual);
    let begun = Instant::now();
    for case in first..first + cases {
        let text = mutated(&seeds, &mut Chance::of(name, case));
        run(body, &text, &format!("{name}, case {case}"));
        if cases > usual && (case - first + 1).is_multiple_of(cases.div_ceil(20)) {
            println!("{name}: {} of {cases} after {:.0?}", case - first + 1, begun.elapsed());
        }
    }
}

fn run(body: bodies::Body, text: &[u8], called: &str) {
    let begun = Instant::now();
    if catch_unwind(AssertUnwindSafe(|| body(text))).is_err() {
        panic!("{called} fails over:\n{:?}", String::from_utf8_lossy(text));
    }
    let took = begun.elapsed();
    assert!(took < LONGEST, "{called} took {took:.1?} over {} bytes", text.len());
}

#[test]
fn front_matter_bears_everything() {
    fuzzed("front_matter", 10_000);
}

#[test]
fn markdown_bears_everything() {
    fuzzed("markdown", 10_000);
}

#[test]
fn tables_bear_everything() {
    fuzzed("csv", 5000);
}

#[test]
fn settings_bear_everything() {
    fuzzed("config", 500);
}

#[test]
fn a_build_bears_everything() {
    fuzzed("whole_build", 100);
}

#[test]
fn every_body_is_a_target_with_a_corpus() {
    let manifest = std::fs::read_to_string(project().join("tests/fuzz/Cargo.toml")).unwrap();
    for (name, _) in bodies::BODIES {
        assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "{name}");
        let target = std::fs::read_to_string(project().join(format!("tests/fuzz/targets/{name}.rs"))).unwrap();
        assert!(target.contains("bodies::"), "{name}");
    }
}

#[test]
fn mutations_are_the_same_each_time_and_differ() {
    let seeds = [b"a: 1\n".to_vec(), "---\n标题: 乙\n---\n".as_bytes().to_vec()];
    let one = |case| mutated(&seeds, &mut Chance::of("x", case));
    let all: Vec<Vec<u8>> = (0..200).map(one).collect();
    assert!((0..200).map(one).eq(all.iter().cloned()));
    assert!(all.iter().collect::<std::collections::BTreeSet<_>>().len() > 150);
}
