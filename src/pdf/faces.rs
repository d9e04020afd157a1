//! The faces documents are set in: four bundled ones, and those a user hands in.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// The bundled faces, read where they lie in the program.
const BUNDLED: [&[u8]; 4] = [
    include_bytes!("../../themes/default/fonts/CasebookSong-Regular.otf"),
    include_bytes!("../../themes/default/fonts/CasebookSong-SemiBold.otf"),
    include_bytes!("../../themes/default/fonts/CasebookHei-Medium.otf"),
    include_bytes!("../../themes/default/fonts/CasebookKai-Regular.ttf"),
];

/// Families of 仿宋 by which a user's own face is known.
const FANGSONG: [&str; 7] =
    ["FangSong", "仿宋", "FangSong_GB2312", "仿宋_GB2312", "STFangsong", "Zhuque Fangsong (technical preview)", "FandolFang R"];

/// The faces and what is in them.
#[derive(Debug)]
pub(super) struct Faces {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    /// A bit for every code point that some face has.
    covered: Vec<u64>,
    /// Families handed in, in order, each once.
    further: Vec<String>,
}

impl Faces {
    /// The bundled faces and those of `further`. What is no face is left out.
    pub(super) fn load(further: Vec<Vec<u8>>) -> Self {
        let mut fonts: Vec<Font> = BUNDLED.into_iter().flat_map(|it| Font::iter(Bytes::new(it))).collect();
        let bundled = fonts.len();
        fonts.extend(further.into_iter().flat_map(|it| Font::iter(Bytes::new(it))));
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
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        Self { fonts, book, covered, further: families }
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

    /// All families, bundled ones first.
    pub(super) fn families(&self) -> impl Iterator<Item = &str> {
        ["Casebook Song", "Casebook Hei", "Casebook Kai"].into_iter().chain(self.further.iter().map(String::as_str))
    }

    /// The families of a role, most wanted first. What a user handed in serves where the bundled face lacks a character.
    pub(super) fn chain(&self, role: Role) -> Vec<&str> {
        let own = match role {
            Role::Song | Role::FangSong => "Casebook Song",
            Role::Hei => "Casebook Hei",
            Role::Kai => "Casebook Kai",
        };
        let first = self.further.iter().map(String::as_str).filter(|it| role == Role::FangSong && FANGSONG.contains(it));
        let mut chain: Vec<&str> = first.collect();
        chain.push(own);
        chain.extend(self.families().filter(|it| *it != own));
        let mut seen: Vec<&str> = Vec::new();
        chain.retain(|it| !seen.contains(it) && (seen.push(it), true).1);
        chain
    }
}

/// What a face is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// 宋体: text.
    Song,
    /// 仿宋: the text of 公文, where the user has such a face; else 宋体.
    FangSong,
    /// 黑体: tables, headings, strong emphasis.
    Hei,
    /// 楷体: quotations, emphasis.
    Kai,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_faces_have_what_names_and_tables_need() {
        let faces = Faces::load(Vec::new());
        assert_eq!(faces.fonts.len(), 4);
        let names: Vec<_> = faces.fonts.iter().map(|it| it.info().family.as_str()).collect();
        assert_eq!(names, ["Casebook Song", "Casebook Song", "Casebook Hei", "Casebook Kai"]);
        for it in "玥珺瑄璟湜〓〔〕～—…“”·①□√āǎ℃％\u{3000}".chars() {
            assert!(faces.cover(it), "{it}");
        }
        assert!(!faces.cover('😀') && !faces.cover('\u{10FFFF}') && !faces.cover('\u{20005}'));
    }

    #[test]
    fn chains_begin_with_their_own() {
        let faces = Faces::load(vec![b"no face".to_vec()]);
        assert_eq!(faces.chain(Role::FangSong), ["Casebook Song", "Casebook Hei", "Casebook Kai"]);
        assert_eq!(faces.chain(Role::Kai), ["Casebook Kai", "Casebook Song", "Casebook Hei"]);
    }
}
