//! Pupils, their families, and the adults around them.

use std::collections::BTreeMap;

use crate::model::{Casebook, StudentCode};
use crate::privacy::words::is_word;
use crate::schema::Fields;

use super::name::{halves, is_han, parts, spellings};
use super::{ANOTHER, Gathered, Kind, Proof};

/// Fewer letters or digits than this say nothing.
const LEAST_LETTERS: usize = 4;
const LEAST_DIGITS: usize = 5;

/// What follows a name of the family and belongs to it.
const TITLES: [&str; 6] = ["老师", "主任", "校长", "书记", "园长", "教练"];

pub(super) fn gather(casebook: &Casebook, shown: &BTreeMap<StudentCode, String>, into: &mut Gathered) {
    let mut surnames: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut of_surname = |surname: &str, word: &str| {
        let known = surnames.entry(surname.to_owned()).or_insert_with(|| Some(word.to_owned()));
        if known.as_deref() != Some(word) {
            *known = None;
        }
    };
    for student in &casebook.students {
        let word = shown.get(&student.code).map_or(ANOTHER, String::as_str);
        let roster = casebook.roster.as_ref().and_then(|it| it.students.get(&student.code));
        let names = [student.name.as_deref(), roster.and_then(|it| it.name.as_deref())];
        for name in names.into_iter().flatten() {
            if let Some(surname) = pupil(name, word, into) {
                of_surname(surname, word);
            }
        }
        into.add(student.code.as_str(), Kind::Pupil, Proof::Letters, word);
        if let Some(alias) = student.alias.as_deref().filter(|it| *it != word) {
            called(alias, word, into);
        }
        if let Some(entry) = roster {
            details(&entry.fields, word, into);
        }
    }
    // The roster may know pupils who have no folder.
    for (code, entry) in casebook.roster.iter().flat_map(|it| &it.students) {
        if casebook.find_student(code.as_str()).is_none() {
            if let Some(surname) = entry.name.as_deref().and_then(|name| pupil(name, ANOTHER, into)) {
                of_surname(surname, ANOTHER);
            }
            into.add(code.as_str(), Kind::Pupil, Proof::Letters, ANOTHER);
            details(&entry.fields, ANOTHER, into);
        }
    }
    for (surname, word) in &surnames {
        let word = word.as_deref().unwrap_or(ANOTHER);
        for call in [format!("{surname}同学"), format!("{surname}某某"), format!("{surname}某")] {
            into.add(&call, Kind::Pupil, Proof::Title, word);
        }
        into.add(&format!("小{surname}"), Kind::Pupil, Proof::Person, word);
        for parent in ["爸爸", "妈妈", "父亲", "母亲", "家长", "爷爷", "奶奶", "外公", "外婆"] {
            into.add(&format!("{surname}{parent}"), Kind::Family, Proof::Title, parent);
        }
    }
    adults(casebook, into);
}

/// A pupil's real name in every form. Its surname, where it has one.
fn pupil<'n>(name: &'n str, word: &str, into: &mut Gathered) -> Option<&'n str> {
    whole(name, Kind::Pupil, word, into);
    let (surname, given) = parts(name)?;
    if given.chars().count() > 1 {
        let proof = if is_word(given) { Proof::Word } else { Proof::Sure };
        into.add(given, Kind::Pupil, proof, word);
        for spelt in spellings(given) {
            into.add(&spelt, Kind::Pupil, Proof::Letters, word);
        }
    }
    // The last character alone, as families call: 小桐, 桐桐.
    if let Some(last) = given.chars().next_back() {
        for call in [format!("小{last}"), format!("阿{last}"), format!("{last}{last}"), format!("{last}儿")] {
            let proof = if is_word(&call) { Proof::Person } else { Proof::Word };
            into.add(&call, Kind::Pupil, proof, word);
        }
        into.add(&format!("{last}同学"), Kind::Pupil, Proof::Title, word);
    }
    Some(surname)
}

/// A whole name: as written, its halves, its spellings.
fn whole(name: &str, kind: Kind, word: &str, into: &mut Gathered) {
    called_as(name, kind, word, into);
    for half in halves(name) {
        called_as(half, kind, word, into);
    }
    let Some((surname, given)) = parts(name) else {
        if name.chars().any(is_han) {
            for spelt in spellings(&name.chars().filter(|it| is_han(*it)).collect::<String>()) {
                into.add(&spelt, kind, Proof::Letters, word);
            }
        }
        return;
    };
    for surname in spellings(surname) {
        for given in spellings(given) {
            into.add(&format!("{surname}{given}"), kind, Proof::Letters, word);
            into.add(&format!("{surname},{given}"), kind, Proof::Letters, word);
            into.add(&format!("{given}{surname}"), kind, Proof::Letters, word);
        }
    }
}

/// What a pupil is called.
fn called(name: &str, word: &str, into: &mut Gathered) {
    whole(name, Kind::Pupil, word, into);
}

fn called_as(name: &str, kind: Kind, word: &str, into: &mut Gathered) {
    let letters = |it: &str| it.chars().filter(|it| it.is_alphanumeric()).count();
    if name.chars().any(is_han) {
        let proof = if is_word(name) { Proof::Word } else { Proof::Sure };
        into.add(name, kind, proof, word);
    } else if letters(name) >= LEAST_LETTERS - 1 {
        into.add(name, kind, Proof::Letters, word);
    }
}

/// Everything else the roster knows of a pupil.
fn details(fields: &Fields, word: &str, into: &mut Gathered) {
    for name in fields.texts("nicknames").into_iter().chain(fields.texts("other_names")) {
        called(name, word, into);
    }
    for guardian in fields.records("guardians") {
        if let Some(name) = guardian.text("name") {
            whole(name, Kind::Family, "家长", into);
            adult_given(name, Kind::Family, "家长", into);
        }
        guardian.texts("phones").into_iter().for_each(|it| phone(it, into));
    }
    fields.texts("phones").into_iter().for_each(|it| phone(it, into));
    for (key, word) in [("id_number", "〔证件号〕"), ("student_number", "〔学籍号〕")] {
        if let Some(number) = fields.text(key) {
            token(number, word, into);
        }
    }
    for contact in fields.texts("contacts") {
        token(contact, "〔联系方式〕", into);
    }
    if let Some(address) = fields.text("address") {
        into.add(address, Kind::Place, Proof::Sure, "某地");
        // Without the number of the house: 榆树里小区.
        let street: String = address.chars().take_while(|it| !it.is_ascii_digit() && !it.is_whitespace()).collect();
        if street.chars().count() >= 3 {
            into.add(&street, Kind::Place, Proof::Sure, "某地");
        }
    }
}

/// A telephone number, also behind the country's.
fn phone(number: &str, into: &mut Gathered) {
    let digits: String = super::fold(number).chars().filter(char::is_ascii_digit).collect();
    if digits.len() >= LEAST_DIGITS {
        for front in ["", "86", "0086", "0"] {
            into.add(&format!("{front}{digits}"), Kind::Number, Proof::Digits, "〔电话〕");
        }
    }
}

/// A number or address made of letters and digits.
fn token(text: &str, word: &str, into: &mut Gathered) {
    let folded = super::fold(text);
    if folded.chars().filter(|it| it.is_alphanumeric()).count() >= LEAST_DIGITS {
        let proof = if folded.chars().any(is_han) { Proof::Sure } else { Proof::Letters };
        into.add(text, Kind::Number, proof, word);
    }
}

/// The given name of an adult. Nobody is called by it alone but where the text says so.
fn adult_given(name: &str, kind: Kind, word: &str, into: &mut Gathered) {
    if let Some((_, given)) = parts(name).filter(|(_, given)| given.chars().count() > 1) {
        into.add(given, kind, Proof::Person, word);
    }
}

/// Teachers and other adults: by their names the word of their post.
fn adults(casebook: &Casebook, into: &mut Gathered) {
    let posts = posts(casebook);
    let word_of = |name: &str, role: Option<&str>| -> String {
        let surname = parts(name).map_or(name, |(surname, _)| surname);
        let known = posts.iter().find(|(it, _)| it == name || it.starts_with(surname) && !surname.is_empty());
        let by_role = || role.map_or("老师", |role| role_word(role)).to_owned();
        known.map_or_else(by_role, |(_, word)| word.clone())
    };
    for (name, word) in &posts {
        // 白老师 is no name of its own: where it stands decides.
        if !TITLES.iter().any(|it| name.ends_with(it)) {
            whole(name, Kind::Adult, word, into);
        }
        titled(name, word, into);
    }
    let people = casebook.roster.iter().flat_map(|it| it.fields.records("people"));
    for person in people {
        if let Some(name) = person.text("name") {
            let word = word_of(name, person.choice("role"));
            whole(name, Kind::Adult, &word, into);
            adult_given(name, Kind::Adult, &word, into);
            titled(name, &word, into);
        }
        person.texts("phones").into_iter().for_each(|it| phone(it, into));
    }
    for member in casebook.projects.iter().flat_map(|it| it.fields.records("members")) {
        let named = member.text("name").filter(|it| it.chars().any(is_han));
        if let Some(name) = named {
            let word = word_of(name, Some("research_member"));
            whole(name, Kind::Adult, &word, into);
            titled(name, &word, into);
        }
    }
}

/// Surname and title: 白老师, 陆主任.
fn titled(name: &str, word: &str, into: &mut Gathered) {
    let bare = TITLES.iter().find_map(|it| name.strip_suffix(it)).unwrap_or(name);
    let surname = parts(bare).map_or(bare, |(surname, _)| surname);
    if surname.chars().count() <= 2 && surname.chars().all(is_han) {
        for title in TITLES {
            into.add(&format!("{surname}{title}"), Kind::Adult, Proof::Title, word);
        }
    }
}

/// The posts that classes name, by the names written there.
fn posts(casebook: &Casebook) -> Vec<(String, String)> {
    let mut posts = Vec::new();
    for class in &casebook.classes {
        posts.extend(class.homeroom.clone().map(|name| (name, "班主任".to_owned())));
        posts.extend(class.fields.text("previous_homeroom").map(|name| (name.to_owned(), "原班主任".to_owned())));
        for teacher in &class.teachers {
            let subject = teacher.subject.as_deref().map(|it| casebook.schema.choice_label("subject", it));
            let word = match (teacher.role.as_deref(), subject) {
                (Some("homeroom_teacher"), _) => "班主任".to_owned(),
                (_, Some(subject)) => format!("{subject}老师"),
                (Some(role), None) => role_word(role).to_owned(),
                (None, None) => "老师".to_owned(),
            };
            posts.push((teacher.name.clone(), word));
        }
    }
    // What names a post already betrays nobody: 班主任.
    posts.retain(|(name, _)| !is_post(casebook, name));
    posts
}

/// Whether a text names a post and nobody: 班主任, 数学老师.
pub(crate) fn is_post(casebook: &Casebook, text: &str) -> bool {
    let roles = casebook.schema.enums.get("role");
    let subjects = casebook.schema.enums.get("subject");
    let of_subject = || {
        let subject = text.strip_suffix("老师").or(text.strip_suffix("教师"))?;
        let known = subjects.is_some_and(|it| it.find(subject).is_some());
        (known || matches!(subject, "" | "任课" | "科任" | "心理" | "资源" | "带班")).then_some(())
    };
    roles.is_some_and(|it| it.find(text).is_some()) || of_subject().is_some()
}

/// What somebody of a role is called.
pub(super) fn role_word(role: &str) -> &'static str {
    match role {
        "student" | "peer" | "group" => ANOTHER,
        "guardian" => "家长",
        "homeroom_teacher" => "班主任",
        "deputy_homeroom_teacher" => "副班主任",
        "previous_homeroom_teacher" => "原班主任",
        "subject_teacher" => "任课老师",
        "leader" => "学校领导",
        "research_team" | "research_member" => "课题组成员",
        "school" | "community" => "工作人员",
        // A school's own role.
        _ => "有关人员",
    }
}
