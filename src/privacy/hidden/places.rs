//! Schools, streets and places; classes, where even those tell too much.

use crate::model::Casebook;
use crate::privacy::Audience;
use crate::privacy::words::is_word;

use super::name::is_han;
use super::{Gathered, Kind, Proof};

/// Endings of names of places, the longer before the shorter, and the word that stands for the whole.
pub(super) const ENDINGS: [(&str, &str); 34] = [
    ("实验小学", "某校"),
    ("中心小学", "某校"),
    ("希望小学", "某校"),
    ("外国语学校", "某校"),
    ("社区书屋", "社区书屋"),
    ("实验学校", "某校"),
    ("小学", "某校"),
    ("中学", "某校"),
    ("学校", "某校"),
    ("幼儿园", "某幼儿园"),
    ("医院", "某医院"),
    ("小区", "某小区"),
    ("社区", "某社区"),
    ("花园", "某小区"),
    ("新村", "某小区"),
    ("公寓", "某小区"),
    ("街道", "某街道"),
    ("大道", "某路"),
    ("开发区", "某区"),
    ("自治县", "某县"),
    ("自治州", "某地"),
    ("书屋", "某书屋"),
    ("路", "某路"),
    ("街", "某街"),
    ("巷", "某巷"),
    ("弄", "某巷"),
    ("镇", "某镇"),
    ("乡", "某乡"),
    ("村", "某村"),
    ("县", "某县"),
    ("区", "某区"),
    ("市", "某市"),
    ("省", "某省"),
    ("里", "某地"),
];

pub(super) fn gather(casebook: &Casebook, audience: Audience, into: &mut Gathered) {
    let of_roster = casebook.roster.iter().flat_map(|it| it.fields.texts("places"));
    let of_settings = casebook.config.school.iter().chain(&casebook.config.documents.school).map(String::as_str);
    let former = casebook.students.iter().filter_map(|it| it.fields.record("previous_school")?.text("school"));
    for place in of_roster.chain(of_settings).chain(former) {
        named(place, into);
    }
    if audience == Audience::Research {
        classes(casebook, into);
    }
}

/// A place as written, without what stands in brackets, and the name in it: 晴川实验小学 → 晴川实验, 晴川小学, 晴川.
fn named(place: &str, into: &mut Gathered) {
    let place = place.split(['（', '(']).next().unwrap_or_default().trim();
    if matches!(place, "某校" | "某地" | "") {
        return;
    }
    let ending = ENDINGS.iter().find(|(ending, _)| place.ends_with(ending) && place.len() > ending.len());
    let word = ending.map_or("某地", |(_, word)| word);
    into.add(place, Kind::Place, proof(place), word);
    let Some((ending, _)) = ending else { return };
    let Some(own) = place.strip_suffix(ending).filter(|it| it.chars().count() >= 2 && it.chars().all(is_han)) else { return };
    let school = word == "某校";
    into.add(own, Kind::Place, proof(own), if school { "某校" } else { "某地" });
    if school {
        for short in ["小学", "实小", "学校", "实验", "中心校", "实验小学", "中学"] {
            into.add(&format!("{own}{short}"), Kind::Place, Proof::Sure, "某校");
        }
    }
}

fn proof(place: &str) -> Proof {
    if is_word(place) { Proof::Word } else { Proof::Sure }
}

/// The classes in every spelling; with the school year they would tell which it was.
fn classes(casebook: &Casebook, into: &mut Gathered) {
    const HAN: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    for class in &casebook.classes {
        into.add(&class.name, Kind::Place, Proof::Sure, "某班");
        let Some((grade, number)) = class.key.split_once('-') else {
            into.add(&class.key, Kind::Place, Proof::Letters, "某班");
            continue;
        };
        let han = |digits: &str| {
            let digit = digits.parse::<usize>().ok();
            digit.and_then(|it| HAN.get(it)).map_or_else(|| digits.to_owned(), |it| (*it).to_owned())
        };
        for grade in [grade.to_owned(), han(grade)] {
            for number in [number.to_owned(), han(number)] {
                for form in [
                    format!("{grade}({number})班"),
                    format!("{grade}({number})中队"),
                    format!("{grade}年级{number}班"),
                    format!("{grade}年级({number})班"),
                ] {
                    into.add(&form, Kind::Place, Proof::Sure, "某班");
                }
                if !grade.starts_with(|it: char| it.is_ascii_digit()) {
                    into.add(&format!("{grade}{number}班"), Kind::Place, Proof::Sure, "某班");
                }
            }
        }
        if let Some(year) = class.fields.integer("cohort") {
            for form in [format!("{year}级{number}班"), format!("{year}级({number})班")] {
                into.add(&form, Kind::Place, Proof::Sure, "某班");
            }
        }
    }
}
