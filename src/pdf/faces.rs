//! The faces documents are set in: four bundled ones, and those a user hands in.

use std::collections::BTreeMap;
use std::sync::Arc;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::theme::BUNDLED_FACES;

use super::role::Role;

/// Families of the bundled faces.
const FAMILIES: [&str; 3] = ["Casebook Song", "Casebook Hei", "Casebook Kai"];

/// The faces and what is in them.
#[derive(Debug)]
pub(super) struct Faces {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    /// A bit for every code point that some face has.
    covered: Vec<u64>,
    /// Families handed in, in order, each once.
    further: Vec<String>,
    /// The family of each role.
    first: BTreeMap<Role, String>,
    /// What was asked for and is not there, with the role it was asked for.
    absent: Vec<(Role, String)>,
    hash: blake3::Hash,
}

impl Faces {
    /// The bundled faces and those of `further`; what is no face is left out. A role is played by the family that `wanted` names
    /// for it, else by one handed in that is known for the role, else by a bundled one.
    pub(super) fn load(further: &[Arc<[u8]>], wanted: &BTreeMap<Role, String>) -> Self {
        let mut fonts: Vec<Font> = BUNDLED_FACES.into_iter().flat_map(|it| Font::iter(Bytes::new(it))).collect();
        let bundled = fonts.len();
        fonts.extend(further.iter().flat_map(|it| Font::iter(Bytes::new(Arc::clone(it)))));
        let mut families: Vec<String> = Vec::new();
        for font in fonts.iter().skip(bundled) {
            if !families.contains(&font.info().family) {
                families.push(font.info().family.clone());
            }
        }
        let mut covered = vec![0u64; 0x11_0000 / 64];
        for code in fonts.iter().flat_map(|it| it.info().coverage.iter()) {
            if let Some(word) = covered.get_mut(code as usize / 64) {
                *word |= 1 << (code % 64);
            }
        }
        let (mut first, mut absent) = (BTreeMap::new(), Vec::new());
        for role in Role::ALL {
            let all = || FAMILIES.into_iter().chain(families.iter().map(String::as_str));
            let find = |name: &str| all().find(|family| role.is_same_face(family, name));
            let named = wanted.get(&role).and_then(|it| find(it));
            if let Some(name) = wanted.get(&role).filter(|_| named.is_none()) {
                absent.push((role, name.clone()));
            }
            let known = || families.iter().map(String::as_str).find(|family| role.is_official(family));
            first.insert(role, named.or_else(known).unwrap_or(role.bundled()).to_owned());
        }
        let mut hasher = blake3::Hasher::new();
        // The bundled faces are known by their tables of contents, which hold a checksum of each table.
        for font in BUNDLED_FACES {
            crate::output::add_part(&mut hasher, font.get(..512).unwrap_or(font));
        }
        for font in further {
            crate::output::add_part(&mut hasher, font);
        }
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        Self { fonts, book, covered, further: families, first, absent, hash: hasher.finalize() }
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// Whether some face has the character.
    pub(super) fn cover(&self, it: char) -> bool {
        let code = u32::from(it);
        self.covered.get(code as usize / 64).is_some_and(|word| word & (1 << (code % 64)) != 0)
    }

    /// The family of a role.
    pub(super) fn first(&self, role: Role) -> &str {
        self.first.get(&role).map_or(role.bundled(), String::as_str)
    }

    /// What was asked for and is not there.
    pub(super) fn absent(&self) -> &[(Role, String)] {
        &self.absent
    }

    /// The families of a role, most wanted first: its own, then every other, so that a character its own face lacks is taken
    /// from one that has it, a bundled one before those handed in.
    pub(super) fn chain(&self, role: Role) -> Vec<&str> {
        let own = [self.first(role), role.bundled()];
        let others = FAMILIES.into_iter().chain(self.further.iter().map(String::as_str));
        let mut chain: Vec<&str> = Vec::new();
        for family in own.into_iter().chain(others) {
            if !chain.contains(&family) {
                chain.push(family);
            }
        }
        chain
    }

    /// A hash of all faces.
    pub(super) fn hash(&self) -> blake3::Hash {
        self.hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 通用规范汉字表, a character each. See tests/resources/README.md.
    const STANDARD_CHARACTERS: &str = include_str!("../../tests/resources/tgh-8105.txt");

    fn bundled() -> Faces {
        Faces::load(&[], &BTreeMap::new())
    }

    #[test]
    fn each_bundled_face_has_the_8105_characters_and_what_tables_need() {
        let faces = bundled();
        let names: Vec<_> = faces.fonts.iter().map(|it| it.info().family.as_str()).collect();
        assert_eq!(names, ["Casebook Song", "Casebook Song", "Casebook Hei", "Casebook Kai"]);
        let mut characters: Vec<char> = STANDARD_CHARACTERS.trim_end().chars().collect();
        characters.sort_unstable();
        characters.dedup();
        assert_eq!(characters.len(), 8105);
        for font in &faces.fonts {
            let lacks: String = characters.iter().filter(|it| !font.info().coverage.contains(u32::from(**it))).collect();
            assert_eq!(lacks, "", "{}", font.info().family);
        }
        for it in "〓〔〕～—…“”·①□√āǎ℃％\u{3000}".chars() {
            assert!(faces.cover(it), "{it}");
        }
        assert!(!faces.cover('😀') && !faces.cover('\u{10FFFF}') && !faces.cover('\u{20005}'));
    }

    /// What the hash of the bundled faces stands on: the checksums that their tables of contents hold are right.
    #[test]
    fn tables_of_contents_tell_the_faces() {
        let word = |bytes: &[u8], at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        for font in BUNDLED_FACES {
            let tables = usize::from(u16::from_be_bytes([font[4], font[5]]));
            assert!(12 + 16 * tables <= 512);
            for table in 0..tables {
                let entry = &font[12 + 16 * table..];
                let (sum, start, length) = (word(entry, 4), word(entry, 8) as usize, word(entry, 12) as usize);
                let mut bytes = font[start..start + length].to_vec();
                if entry.starts_with(b"head") {
                    bytes[8..12].fill(0);
                }
                bytes.resize(bytes.len().next_multiple_of(4), 0);
                let found = bytes.chunks(4).fold(0u32, |sum, it| sum.wrapping_add(word(it, 0)));
                assert_eq!(found, sum, "{:?}", &entry[..4]);
            }
        }
    }

    #[test]
    fn chains_begin_with_their_own() {
        let faces = Faces::load(&[Arc::from(&b"no face"[..])], &BTreeMap::new());
        assert_eq!(faces.chain(Role::FangSong), ["Casebook Song", "Casebook Hei", "Casebook Kai"]);
        assert_eq!(faces.chain(Role::Kai), ["Casebook Kai", "Casebook Song", "Casebook Hei"]);
    }

    #[test]
    fn a_role_is_played_by_what_is_named_for_it() {
        let wanted = BTreeMap::from([(Role::FangSong, "casebook kai".to_owned()), (Role::Title, "方正小标宋简体".to_owned())]);
        let faces = Faces::load(&[], &wanted);
        assert_eq!(faces.first(Role::FangSong), "Casebook Kai");
        assert_eq!(faces.first(Role::Title), "Casebook Song");
        assert_eq!(faces.absent(), [(Role::Title, "方正小标宋简体".to_owned())]);
    }

    /// A face with the family's name changed, which is all that is looked at.
    fn renamed(to: &str) -> Arc<[u8]> {
        let mut font = BUNDLED_FACES[3].to_vec();
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        for (from, to) in [(wide("Casebook Kai"), wide(to)), (b"Casebook Kai".to_vec(), to.as_bytes().to_vec())] {
            for at in 0..font.len() - from.len() {
                if font[at..].starts_with(&from) {
                    font[at..at + to.len()].copy_from_slice(&to);
                }
            }
        }
        font.into()
    }

    #[test]
    fn a_known_face_takes_its_role_unasked() {
        let faces = Faces::load(&[renamed("KaiTi_GB2312")], &BTreeMap::new());
        assert_eq!(faces.further, ["KaiTi_GB2312"]);
        assert_eq!(faces.first(Role::Kai), "KaiTi_GB2312");
        assert_eq!(faces.chain(Role::Kai)[..2], ["KaiTi_GB2312", "Casebook Kai"]);
        assert_eq!(faces.first(Role::FangSong), "Casebook Song");
        let named = BTreeMap::from([(Role::Kai, "楷体_GB2312".to_owned())]);
        let faces = Faces::load(&[renamed("KaiTi_GB2312")], &named);
        assert_eq!(faces.first(Role::Kai), "KaiTi_GB2312", "its Chinese and its English name are one");
        assert!(faces.absent().is_empty());
    }
}
