//! Aliases: whose is whose, which are sound, and new ones.
//!
//! An alias is sound when it shares no character and no sound with any name of the roster, is nobody else's, and names nothing
//! that the pupil is known for. New ones are drawn from a list of plain words by chance from outside, so that nothing about a
//! pupil leads to the alias; they are kept in `aliases.yaml`, where they stay until they are renewed.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{AliasEntry, Aliases, Casebook, Student, StudentCode};

use super::fold::fold;
use super::hidden::name::{is_han, sounds};

/// The alias of a pupil: that of `aliases.yaml`, else that of the pupil's own file.
pub fn of<'c>(casebook: &'c Casebook, student: &'c Student) -> Option<&'c str> {
    let kept = casebook.aliases.students.get(&student.code).map(|it| it.alias.as_str());
    kept.or(student.alias.as_deref())
}

/// What is wrong with an alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It has a character of a name of the roster.
    SharedCharacter(char),
    /// It has a character that sounds like one of a name of the roster.
    SharedSound(char),
    /// Two pupils have it.
    Taken(StudentCode),
    /// It names something that the pupil is known for: a strength, a focus.
    Hint(String),
}

/// Every alias that is not sound, by pupil, in order of code. Aliases of `aliases.yaml` and of the pupils' files alike.
pub fn faults(casebook: &Casebook) -> Vec<(StudentCode, String, Fault)> {
    let names = Names::of(casebook);
    let mut faults = Vec::new();
    let mut taken: BTreeMap<String, &StudentCode> = BTreeMap::new();
    for student in &casebook.students {
        let Some(alias) = of(casebook, student) else { continue };
        let mut add = |fault| faults.push((student.code.clone(), alias.to_owned(), fault));
        if let Some(other) = taken.insert(fold(alias), &student.code) {
            add(Fault::Taken(other.clone()));
        }
        if let Some(fault) = names.fault(alias) {
            add(fault);
        }
        if let Some(known) = hint(student, alias) {
            add(Fault::Hint(known));
        }
    }
    faults
}

/// Characters and sounds of every name of the roster.
struct Names {
    characters: BTreeSet<char>,
    sounds: BTreeSet<&'static str>,
}

impl Names {
    fn of(casebook: &Casebook) -> Self {
        let roster = casebook.roster.as_ref();
        let of_students = roster.iter().flat_map(|it| it.students.values()).flat_map(|it| {
            let guardians = it.fields.records("guardians").into_iter().filter_map(|it| it.text("name"));
            let called = it.fields.texts("nicknames").into_iter().chain(it.fields.texts("other_names"));
            it.name.as_deref().into_iter().chain(called).chain(guardians)
        });
        let of_files = casebook.students.iter().filter_map(|it| it.name.as_deref());
        let of_people = roster.iter().flat_map(|it| it.fields.records("people")).filter_map(|it| it.text("name"));
        let folded: Vec<String> = of_students.chain(of_files).chain(of_people).map(fold).collect();
        let characters: BTreeSet<char> = folded.iter().flat_map(|it| it.chars()).filter(|it| is_han(*it)).collect();
        let sounds = characters.iter().flat_map(|it| sounds(*it).first().copied()).collect();
        Self { characters, sounds }
    }

    fn fault(&self, alias: &str) -> Option<Fault> {
        let own: Vec<char> = fold(alias).chars().filter(|it| is_han(*it)).collect();
        let shared = own.iter().find(|it| self.characters.contains(it)).map(|it| Fault::SharedCharacter(*it));
        let alike = || {
            let same = |it: &&char| sounds(**it).first().is_some_and(|it| self.sounds.contains(it));
            own.iter().find(same).map(|it| Fault::SharedSound(*it))
        };
        shared.or_else(alike)
    }
}

/// What a pupil is known for that an alias names: 小棋 for one who plays chess.
fn hint(student: &Student, alias: &str) -> Option<String> {
    let items = student.strengths.iter().chain(&student.needs).map(|it| it.text.as_str());
    let focus = student.fields.text("focus");
    let known: Vec<&str> = items.chain(focus).collect();
    let telling = |it: &char| is_han(*it) && !"小阿大老儿子一".contains(*it);
    let own: Vec<char> = alias.chars().filter(telling).collect();
    let whole = known.iter().find(|it| alias.chars().count() > 1 && it.contains(alias));
    let focused = focus.filter(|it| own.iter().any(|character| it.contains(*character)));
    whole.copied().or(focused).map(str::to_owned)
}

/// Characters of which aliases are made: plain things, colours, plants and weather, none of them praise or blame.
const PLAIN: &str = "青蓝紫橙灰棕墨霞虹霜雾露岚岭溪泉潭湾屿礁沙岩砾泥藤蕨苔荷菱莲菊桂柚橘杏桃梨枣榴柿椰棉麻竹松柏杉榆槐枫桦柳桐莓豆芋笋菇藻燕雀鸽鹭鹤鸥蜂蝶蝉蛙鹿驼羚麦稻粟黍帆舟桨篷伞笛鼓铃弦";

/// Forms of an alias that is made of one character.
const FORMS: [fn(char) -> String; 3] = [|it| format!("阿{it}"), |it| format!("小{it}"), |it| format!("{it}{it}")];

/// Aliases for every pupil: those that are kept stay, unless they are to be renewed; the others are drawn. `chance` gives
/// numbers that nobody can guess.
pub fn drawn(casebook: &Casebook, renew: bool, chance: &mut dyn FnMut() -> u64) -> Aliases {
    let names = Names::of(casebook);
    let mut aliases = casebook.aliases.clone();
    if renew {
        aliases.students.clear();
    }
    // Nobody gets what somebody else goes or went by.
    let mut taken: BTreeSet<char> = BTreeSet::new();
    let known = casebook.students.iter().filter_map(|it| it.alias.as_deref());
    let kept = casebook.aliases.students.values().map(|it| it.alias.as_str());
    taken.extend(known.chain(kept).flat_map(str::chars));
    let mut free: Vec<char> = PLAIN.chars().filter(|it| !taken.contains(it)).collect();
    for student in &casebook.students {
        if aliases.students.contains_key(&student.code) || !renew && student.alias.is_some() {
            continue;
        }
        let alias = draw(&names, student, &mut free, chance);
        aliases.students.insert(student.code.clone(), AliasEntry { alias, folder: None });
    }
    for student in &casebook.students {
        if let Some(entry) = aliases.students.get_mut(&student.code) {
            entry.folder.get_or_insert_with(|| folder(chance));
        } else if let Some(alias) = &student.alias {
            let entry = AliasEntry { alias: alias.clone(), folder: Some(folder(chance)) };
            aliases.students.insert(student.code.clone(), entry);
        }
    }
    aliases
}

fn draw(names: &Names, student: &Student, free: &mut Vec<char>, chance: &mut dyn FnMut() -> u64) -> String {
    while !free.is_empty() {
        let at = (chance() % free.len() as u64) as usize;
        let character = free.swap_remove(at);
        let form = FORMS.get((chance() % FORMS.len() as u64) as usize).copied();
        let alias = form.map_or_else(|| character.to_string(), |form| form(character));
        if names.fault(&alias).is_none() && hint(student, &alias).is_none() {
            return alias;
        }
    }
    // A roster of hundreds uses up every sound; letters and digits share none.
    format!("Q{:05}", chance() % 100_000)
}

/// Twelve letters and digits that mean nothing.
fn folder(chance: &mut dyn FnMut() -> u64) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    (0..12).filter_map(|_| LETTERS.get((chance() % 32) as usize)).map(|it| char::from(*it)).collect()
}

/// `aliases.yaml` as the program writes it.
pub fn written(aliases: &Aliases) -> String {
    let mut out =
        String::from("# 化名册：由 casebook alias 和 casebook review 写。和花名册一样保密，不进版本库，也不随网站发布。\n");
    if !aliases.students.is_empty() {
        out.push_str("学生:\n");
    }
    for (code, entry) in &aliases.students {
        let folder = entry.folder.as_ref().map(|it| format!(", 文件夹: {}", quoted(it))).unwrap_or_default();
        out.push_str(&format!("  {}: {{化名: {}{folder}}}\n", quoted(code.as_str()), quoted(&entry.alias)));
    }
    for (key, phrases) in [("放行", &aliases.innocent), ("认定", &aliases.names)] {
        if !phrases.is_empty() {
            out.push_str(&format!("{key}:\n"));
        }
        phrases.iter().for_each(|it| out.push_str(&format!("- {}\n", quoted(it))));
    }
    out
}

/// A text as a double-quoted scalar.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for it in text.chars() {
        match it {
            '"' | '\\' => out.extend(['\\', it]),
            it if it.is_control() => {}
            it => out.push(it),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceTree;

    fn casebook(aliases: &str) -> Casebook {
        let roster = "学生:\n  S01: {姓名: 林禾苗, 监护人: [{姓名: 孟晚秋, 关系: 母亲}]}\n  S02: {姓名: 周行远}\n";
        let settings = "标题: 集\n学期: [{学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}]\n";
        let tree = SourceTree::of_texts([
            ("casebook.yaml", settings),
            ("roster.yaml", roster),
            ("aliases.yaml", aliases),
            ("students/S01/index.md", "---\n化名: 霖霖\n班级: 4-2\n---\n"),
            ("students/S02/index.md", "---\n化名: 小棋\n班级: 4-2\n关注点: 爱下棋\n---\n"),
            ("students/S03/index.md", "---\n姓名: 孙百川\n班级: 4-2\n---\n"),
        ]);
        let (files, _) = crate::syntax::parse(&tree);
        crate::model::resolve(&tree, files, &mut crate::diag::Diagnostics::new()).expect("settings")
    }

    fn counter() -> impl FnMut() -> u64 {
        let mut state = 7u64;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            state >> 33
        }
    }

    #[test]
    fn unsound_aliases_are_told() {
        let faults: Vec<(String, Fault)> =
            faults(&casebook("")).into_iter().map(|(code, _, it)| (code.to_string(), it)).collect();
        assert_eq!(faults, [("S01".into(), Fault::SharedSound('霖')), ("S02".into(), Fault::Hint("爱下棋".into()))]);
        let shared = "学生:\n  S01: {化名: 小秋}\n  S02: {化名: 小秋}\n";
        assert_eq!(super::faults(&casebook(shared)).len(), 3, "twice the character, once the same alias");
    }

    #[test]
    fn drawn_aliases_are_sound_and_stay() {
        let whole = casebook("放行: [田里的禾苗]\n");
        let aliases = drawn(&whole, true, &mut counter());
        let names = Names::of(&whole);
        assert_eq!(aliases.students.len(), 3);
        for (code, entry) in &aliases.students {
            assert_eq!(names.fault(&entry.alias), None, "{code}: {}", entry.alias);
            assert_eq!(entry.folder.as_ref().map(String::len), Some(12));
        }
        let distinct: BTreeSet<&str> = aliases.students.values().map(|it| it.alias.as_str()).collect();
        assert_eq!(distinct.len(), 3);
        // what is written is read back, and drawing again changes nothing
        let read = casebook(&written(&aliases));
        assert_eq!(read.aliases, aliases);
        assert_eq!(drawn(&read, false, &mut counter()), aliases);
        let renewed = drawn(&read, true, &mut counter());
        let any = |it: &Aliases| it.students.values().map(|it| it.alias.clone()).collect::<BTreeSet<_>>();
        assert!(any(&renewed).is_disjoint(&any(&aliases)), "nobody keeps an alias, nor gets another's");
        assert_eq!(renewed.innocent, ["田里的禾苗"], "decisions stay");
    }
}
