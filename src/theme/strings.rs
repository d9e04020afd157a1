//! The words that stand around a site's contents.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::Unreadable;

/// Words by dotted name: `nav.pupils`. Templates see them as nested maps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Strings(BTreeMap<String, Entry>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    Words(String),
    /// Several paragraphs; replaced as a whole.
    Lines(Vec<String>),
    Group(Strings),
}

impl Strings {
    /// Reads a file of words.
    ///
    /// # Errors
    /// Says why it is not a map of words and groups of words.
    pub(super) fn read(text: &str) -> Result<Self, Unreadable> {
        let value: serde_yaml::Value = serde_yaml::from_str(text)?;
        Ok(Self::of(&value)?)
    }

    fn of(value: &serde_yaml::Value) -> Result<Self, String> {
        if value.is_null() {
            return Ok(Self::default());
        }
        let Some(map) = value.as_mapping() else { return Err("应当是一行一个“名字: 文字”".to_owned()) };
        let mut words = BTreeMap::new();
        for (key, value) in map {
            let key = key.as_str().ok_or_else(|| "名字应当是文字".to_owned())?;
            let entry = match value.as_str() {
                Some(text) => Entry::Words(text.to_owned()),
                None if value.is_mapping() => Entry::Group(Self::of(value)?),
                None if value.is_sequence() => Entry::Lines(lines(key, value)?),
                None => return Err(format!("“{key}”应当是文字，数字要加引号")),
            };
            words.insert(key.to_owned(), entry);
        }
        Ok(Self(words))
    }

    /// Replaces words by those of `own`, key by key.
    pub(super) fn lay_over(&mut self, own: Strings) {
        for (key, entry) in own.0 {
            match (self.0.get_mut(&key), entry) {
                (Some(Entry::Group(group)), Entry::Group(own)) => group.lay_over(own),
                (_, entry) => {
                    self.0.insert(key, entry);
                }
            }
        }
    }

    /// The words of this dotted name; the name itself where there are none, so that a page shows what is missing.
    pub fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.find(name).unwrap_or(name)
    }

    fn find(&self, name: &str) -> Option<&str> {
        match name.split_once('.') {
            Some((group, rest)) => match self.0.get(group)? {
                Entry::Group(group) => group.find(rest),
                Entry::Words(_) | Entry::Lines(_) => None,
            },
            None => match self.0.get(name)? {
                Entry::Words(words) => Some(words),
                Entry::Lines(_) | Entry::Group(_) => None,
            },
        }
    }

    /// Every dotted name, in order.
    pub fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        for (key, entry) in &self.0 {
            match entry {
                Entry::Words(_) | Entry::Lines(_) => keys.push(key.clone()),
                Entry::Group(group) => keys.extend(group.keys().into_iter().map(|it| format!("{key}.{it}"))),
            }
        }
        keys
    }
}

/// The paragraphs of a list.
fn lines(key: &str, value: &serde_yaml::Value) -> Result<Vec<String>, String> {
    let line = |it: &serde_yaml::Value| it.as_str().map(str::to_owned).ok_or_else(|| format!("“{key}”的每一段应当是文字"));
    value.as_sequence().into_iter().flatten().map(line).collect()
}

impl Serialize for Strings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(&self.0)
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Entry::Words(words) => serializer.serialize_str(words),
            Entry::Lines(lines) => serializer.collect_seq(lines),
            Entry::Group(group) => group.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_and_laid_over() {
        let mut words = Strings::read("a: 甲\ng:\n  b: 乙\n  c: 丙\n").expect("words");
        words.lay_over(Strings::read("g:\n  b: 新\nd: 丁\n").expect("words"));
        assert_eq!(words.get("g.b"), "新");
        assert_eq!(words.get("g.c"), "丙");
        assert_eq!(words.get("d"), "丁");
        assert_eq!(words.get("g.x"), "g.x");
        assert_eq!(words.get("a.x"), "a.x");
        assert_eq!(words.keys(), ["a", "d", "g.b", "g.c"]);
        let lines = Strings::read("a: [甲, 乙]\n").expect("words");
        assert_eq!(
            (lines.keys(), serde_json::to_string(&lines).ok().as_deref()),
            (vec!["a".to_owned()], Some(r#"{"a":["甲","乙"]}"#))
        );
        assert_eq!(serde_json::to_string(&words).ok().as_deref(), Some(r#"{"a":"甲","d":"丁","g":{"b":"新","c":"丙"}}"#));
    }

    #[test]
    fn what_is_no_word_is_refused() {
        assert_eq!(Strings::read(""), Ok(Strings::default()));
        for text in ["- a", "a: 1", "a: [[x]]", "a: [1]", "1: x", "a: {"] {
            assert!(Strings::read(text).is_err(), "{text}");
        }
    }
}
