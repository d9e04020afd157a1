//! The forms in which an item of the roster can stand in a file.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::date::Date;
use crate::privacy::roster::{Item, Kind, Whose, is_han, surname};

use super::fold::{self, Symbol, symbols};
use super::pattern::{Form, Pattern, Rule};
use super::pinyin::{self, Syllables};

/// Words of English and of web pages whose letters are also two or more syllables of pinyin: `size` is 思泽.
const WORDS: &str = include_str!("words.txt");

static WORD: LazyLock<BTreeSet<&str>> = LazyLock::new(|| WORDS.split_ascii_whitespace().collect());

/// Fewer digits are no number by which anybody is known.
const SHORTEST_NUMBER: usize = 5;

/// Every form of an item. Texts too short to be told from ordinary ones have none.
pub(super) fn forms(item: &Item, number: usize, into: &mut Vec<Pattern>) {
    let mut forms = Forms { item: number, into };
    match item.kind {
        Kind::Name | Kind::NamePart | Kind::Nickname | Kind::OtherName | Kind::Title => forms.name(item),
        Kind::School | Kind::Place => {
            forms.written(&item.text);
            if item.text.chars().filter(|it| is_han(*it)).count() > 2 {
                forms.pinyin(&pinyin::readings(&item.text));
            }
        }
        Kind::Phone | Kind::IdNumber | Kind::StudentNumber => forms.number(&item.text),
        Kind::Birth => forms.birth(&item.text),
        Kind::Address => forms.address(&item.text),
        Kind::Contact => forms.contact(&item.text),
        Kind::Code => forms.code(&item.text),
    }
}

/// Collects the forms of one item.
struct Forms<'a> {
    item: usize,
    into: &'a mut Vec<Pattern>,
}

impl Forms<'_> {
    fn push(&mut self, symbols: Vec<Symbol>, joints: Vec<usize>, rule: Rule, form: Form) {
        if symbols.len() > 1 {
            self.into.push(Pattern { symbols, joints, rule, form, item: self.item, allowed: Vec::new() });
        }
    }

    /// A text as it stands, by the script that it is in.
    fn written(&mut self, text: &str) {
        let symbols = symbols(text);
        if symbols.iter().any(|it| fold::is_han(*it)) {
            self.push(symbols, Vec::new(), Rule::Han, Form::Written);
        } else {
            self.latin(text);
        }
    }

    fn name(&mut self, item: &Item) {
        let symbols = symbols(&item.text);
        let han = symbols.iter().filter(|it| fold::is_han(**it)).count();
        self.written(&item.text);
        if han == 0 {
            return;
        }
        if han == symbols.len() {
            self.push(symbols.iter().rev().copied().collect(), Vec::new(), Rule::HanBackwards, Form::Backwards);
        }
        match (item.kind, item.whose) {
            (Kind::Name, _) => self.pinyin_of_name(&item.text),
            (Kind::Title, _) => self.pinyin(&pinyin::readings(&item.text)),
            (_, Whose::Pupil) => self.pinyin(&pinyin::readings(&item.text)),
            _ => {}
        }
    }

    /// Pinyin of a full name, in both orders, and its initials.
    fn pinyin_of_name(&mut self, name: &str) {
        let Some(surname) = surname(name) else { return self.pinyin(&pinyin::readings(name)) };
        let Some(given) = name.get(surname.len()..) else { return };
        let (family, given) = (pinyin::readings(surname), pinyin::readings(given));
        for family in &family {
            for given in &given {
                self.syllables(&[family.as_slice(), given].concat());
                self.syllables(&[given.as_slice(), family].concat());
                self.initials(family, given);
            }
        }
    }

    fn pinyin(&mut self, readings: &[Syllables]) {
        for reading in readings {
            self.syllables(reading);
        }
    }

    fn syllables(&mut self, syllables: &[pinyin::Syllable]) {
        let plain: String = syllables.iter().map(|it| it.letters.as_str()).collect();
        if plain.len() < 4 {
            return;
        }
        self.push(
            symbols(&plain),
            joints(syllables.iter().map(|it| it.letters.len())),
            Rule::Latin { word: WORD.contains(&*plain) },
            Form::Pinyin,
        );
        let toned: String = syllables.iter().map(|it| format!("{}{}", it.letters, it.tone)).collect();
        let joints = joints(syllables.iter().map(|it| it.letters.len() + 1));
        self.push(symbols(&toned), joints, Rule::Latin { word: false }, Form::Pinyin);
        if plain.len() > 6 {
            self.push(symbols(&plain).into_iter().rev().collect(), Vec::new(), Rule::Backwards, Form::Backwards);
        }
    }

    /// `L. H. M.`, `Lin H. M.` and `H. M. Lin`, for names of three syllables or more.
    fn initials(&mut self, family: &[pinyin::Syllable], given: &[pinyin::Syllable]) {
        if given.len() < 2 {
            return;
        }
        let first = |it: &pinyin::Syllable| it.letters.chars().take(1).collect::<String>();
        let family_letters: String = family.iter().map(|it| it.letters.as_str()).collect();
        let given_initials: Vec<String> = given.iter().map(first).collect();
        let all: Vec<String> = family.iter().map(first).chain(given_initials.iter().cloned()).collect();
        let with_family = |before: bool| {
            let family = [family_letters.clone()];
            if before { [&family[..], &given_initials].concat() } else { [&given_initials[..], &family].concat() }
        };
        for groups in [all, with_family(true), with_family(false)] {
            let joints = joints(groups.iter().map(String::len));
            self.push(symbols(&groups.concat()), joints, Rule::Initials, Form::Initials);
        }
    }

    /// A name in Latin letters: in its own order and with the first word last.
    fn latin(&mut self, text: &str) {
        let words: Vec<Vec<Symbol>> =
            text.split(|it: char| !it.is_alphanumeric()).map(symbols).filter(|it| !it.is_empty()).collect();
        let plain: String = words.concat().iter().filter_map(|it| char::from_u32(*it)).collect();
        if plain.len() < 3 {
            return;
        }
        let rule = Rule::Latin { word: words.len() == 1 && WORD.contains(&*plain) };
        let mut turned = words.clone();
        turned.rotate_left(1);
        for words in [&words, &turned] {
            self.push(words.concat(), joints(words.iter().map(Vec::len)), rule, Form::Written);
            if words.len() == 1 {
                break;
            }
        }
        if plain.len() > 6 {
            self.push(words.concat().into_iter().rev().collect(), Vec::new(), Rule::Backwards, Form::Backwards);
        }
    }

    fn number(&mut self, text: &str) {
        let symbols = symbols(text);
        if symbols.len() < SHORTEST_NUMBER {
            return;
        }
        if symbols.iter().any(|it| fold::is_han(*it)) {
            return self.written(text);
        }
        self.push(symbols.clone(), Vec::new(), Rule::Number, Form::Written);
        if symbols.len() > 7 {
            self.push(symbols.iter().rev().copied().collect(), Vec::new(), Rule::Backwards, Form::Backwards);
        }
        if symbols.iter().all(|it| (u32::from(b'0')..=u32::from(b'9')).contains(it)) {
            let chinese: Vec<Symbol> = symbols.iter().filter_map(|it| chinese_digit(*it)).collect();
            self.push(chinese, Vec::new(), Rule::Han, Form::Written);
        }
    }

    /// A day of birth as it is written in Chinese and English.
    fn birth(&mut self, date: &str) {
        let Ok(date) = date.parse::<Date>() else { return };
        let (year, month, day) = (date.year().to_string(), date.month(), date.day());
        let two = |it: u8| format!("{it:02}");
        let one = |it: u8| it.to_string();
        let months = BTreeSet::from([one(month), two(month)]);
        let days = BTreeSet::from([one(day), two(day)]);
        for month in &months {
            for day in &days {
                self.written(&format!("{year}年{month}月{day}日"));
                for groups in [[&year, month, day], [day, month, &year], [month, day, &year]] {
                    let joints = joints(groups.iter().map(|it| it.len()));
                    self.push(symbols(&groups.map(String::as_str).concat()), joints, Rule::Grouped, Form::Written);
                }
            }
        }
        self.push(symbols(&format!("{year}{}{}", two(month), two(day))), Vec::new(), Rule::Grouped, Form::Written);
        let digits: String = year.chars().filter_map(|it| chinese_digit(it as u32)).filter_map(char::from_u32).collect();
        self.written(&format!("{digits}年{}月{}日", chinese_number(month), chinese_number(day)));
        let name = MONTHS.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default();
        for name in [name, name.get(..3).unwrap_or_default()] {
            for groups in [[name, &one(day), &year], [&one(day), name, &year]] {
                let joints = joints(groups.iter().map(|it| it.len()));
                self.push(symbols(&groups.concat()), joints, Rule::Grouped, Form::Written);
            }
        }
    }

    /// An address, and every stretch of it that holds a house's number.
    fn address(&mut self, text: &str) {
        /// As many symbols are an address and no accident.
        const STRETCH: usize = 8;
        let symbols = symbols(text);
        let is_digit = |it: &Symbol| (u32::from(b'0')..=u32::from(b'9')).contains(it);
        if symbols.len() > STRETCH && symbols.iter().any(|it| fold::is_han(*it)) {
            for stretch in
                symbols.windows(STRETCH).filter(|it| it.iter().any(is_digit) && it.iter().any(|it| fold::is_han(*it)))
            {
                self.push(stretch.to_vec(), Vec::new(), Rule::Han, Form::Written);
            }
        }
        self.written(text);
    }

    /// An account, and of a mail address also what stands before the `@`.
    fn contact(&mut self, text: &str) {
        let whole = symbols(text);
        if whole.iter().all(|it| char::from_u32(*it).is_some_and(|it| it.is_ascii_digit())) {
            return self.number(text);
        }
        self.written(text);
        if let Some((local, _)) = text.split_once('@')
            && local.len() > 5
        {
            self.written(local);
        }
    }

    /// A code, where it cannot be an ordinary word or number: `S01`.
    fn code(&mut self, text: &str) {
        let symbols = symbols(text);
        if symbols.iter().any(|it| fold::is_han(*it)) {
            return self.push(symbols, Vec::new(), Rule::Han, Form::Written);
        }
        let of = |test: fn(&char) -> bool| text.chars().any(|it| test(&it));
        if symbols.len() > 2 && of(char::is_ascii_digit) && of(char::is_ascii_alphabetic) {
            self.push(symbols, Vec::new(), Rule::Code, Form::Written);
        }
    }
}

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// Where groups of these lengths meet.
fn joints(lengths: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut joints: Vec<usize> = lengths
        .scan(0, |at, length| {
            *at += length;
            Some(*at)
        })
        .collect();
    joints.pop();
    joints
}

fn chinese_digit(digit: Symbol) -> Option<Symbol> {
    let value = digit.checked_sub(u32::from(b'0'))?;
    "〇一二三四五六七八九".chars().nth(value as usize).map(|it| it as Symbol)
}

/// 1 to 31 in words.
fn chinese_number(number: u8) -> String {
    let digit = |it: u8| "〇一二三四五六七八九".chars().nth(usize::from(it)).map(String::from).unwrap_or_default();
    let (tens, ones) = (number / 10, number % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        more => format!("{}十", digit(more)),
    };
    if ones == 0 { tens } else { format!("{tens}{}", digit(ones)) }
}
