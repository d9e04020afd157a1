//! Hashes of what the roster holds: a name that is hashed is found again by hashing every name of the country.

use std::collections::HashMap;

use encoding_rs::GB18030;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use crate::privacy::roster::{Item, Kind, is_han, surname};

use super::pinyin;

/// Items by the first eight bytes of their hashes, and by the middle eight of MD5, which is often cut to them.
#[derive(Debug)]
pub(super) struct Hashes(HashMap<u64, usize>);

impl Hashes {
    /// The hashes of these items as people would hash them.
    pub(super) fn new(items: &[Item]) -> Self {
        let mut heads = HashMap::new();
        for (number, item) in items.iter().enumerate().filter(|(_, it)| it.kind != Kind::Code) {
            for text in spellings(item) {
                let gb = GB18030.encode(&text).0;
                for bytes in [text.as_bytes(), &gb] {
                    let md5 = Md5::digest(bytes);
                    let hashes = [
                        &md5[..],
                        md5.get(4..).unwrap_or_default(),
                        &Sha1::digest(bytes)[..],
                        &Sha256::digest(bytes),
                        &Sha512::digest(bytes),
                    ];
                    for head in hashes.into_iter().filter_map(<[u8]>::first_chunk) {
                        heads.entry(u64::from_be_bytes(*head)).or_insert(number);
                    }
                }
            }
        }
        Self(heads)
    }

    /// The item whose hash begins with these sixteen digits.
    pub(super) fn find(&self, head: u64) -> Option<usize> {
        self.0.get(&head).copied()
    }
}

/// The texts that somebody would hash for an item.
fn spellings(item: &Item) -> Vec<String> {
    let text = item.text.as_str();
    let bare: String = text.chars().filter(|it| it.is_alphanumeric()).collect();
    let mut spellings = vec![text.to_owned(), text.to_lowercase(), bare];
    if item.kind == Kind::Name && text.chars().all(is_han) {
        let sounds =
            |it: &str| pinyin::readings(it).first().map(|it| it.iter().map(|it| it.letters.as_str()).collect::<String>());
        let family = surname(text).unwrap_or_default();
        if let (Some(family), Some(given)) = (sounds(family), text.get(family.len()..).and_then(sounds)) {
            spellings.extend([format!("{family}{given}"), format!("{family} {given}")]);
        }
    }
    spellings.sort();
    spellings.dedup();
    spellings
}
