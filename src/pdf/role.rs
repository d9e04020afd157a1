//! What faces are for, and by which families they are known.

/// What a face is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Role {
    /// 小标宋: the title of 公文.
    Title,
    /// 仿宋: the text of 公文.
    FangSong,
    /// 宋体: other text.
    Song,
    /// 黑体: headings, tables, strong emphasis.
    Hei,
    /// 楷体: second headings, quotations, emphasis.
    Kai,
}

/// Families of a role's own faces, in both spellings where they have two, side by side: what a machine of a school has.
const OFFICIAL: [(Role, &[[&str; 2]]); 5] = [
    (
        Role::Title,
        &[
            ["方正小标宋简体", "FZXiaoBiaoSong-B05S"],
            ["方正小标宋_GBK", "FZXiaoBiaoSong-B05"],
            ["方正小标宋", "FZXiaoBiaoSong"],
            ["华文中宋", "STZhongsong"],
        ],
    ),
    (
        Role::FangSong,
        &[
            ["仿宋_GB2312", "FangSong_GB2312"],
            ["仿宋", "FangSong"],
            ["华文仿宋", "STFangsong"],
            ["方正仿宋_GBK", "FZFangSong-Z02"],
            ["朱雀仿宋", "Zhuque Fangsong"],
            ["Zhuque Fangsong (technical preview)", "朱雀仿宋（预览测试版）"],
            ["FandolFang R", "FandolFang"],
        ],
    ),
    (Role::Song, &[["宋体", "SimSun"], ["新宋体", "NSimSun"], ["华文宋体", "STSong"], ["宋体-简", "Songti SC"]]),
    (Role::Hei, &[["黑体", "SimHei"], ["华文黑体", "STHeiti"], ["黑体-简", "Heiti SC"], ["方正黑体_GBK", "FZHei-B01"]]),
    (
        Role::Kai,
        &[
            ["楷体_GB2312", "KaiTi_GB2312"],
            ["楷体", "KaiTi"],
            ["华文楷体", "STKaiti"],
            ["楷体-简", "Kaiti SC"],
            ["方正楷体_GBK", "FZKai-Z03"],
        ],
    ),
];

impl Role {
    /// Every role, in the order in which they are told.
    pub const ALL: [Role; 5] = [Role::Title, Role::FangSong, Role::Song, Role::Hei, Role::Kai];

    /// The role's name, which is that of the face GB/T 9704 asks for.
    pub fn name(self) -> &'static str {
        match self {
            Role::Title => "小标宋",
            Role::FangSong => "仿宋",
            Role::Song => "宋体",
            Role::Hei => "黑体",
            Role::Kai => "楷体",
        }
    }

    /// The role that a setting names.
    pub fn named(name: &str) -> Option<Role> {
        match name.trim().to_lowercase().as_str() {
            "标题" | "小标宋" | "title" => Some(Role::Title),
            "正文" | "仿宋" | "text" | "fangsong" => Some(Role::FangSong),
            "宋体" | "song" => Some(Role::Song),
            "黑体" | "hei" => Some(Role::Hei),
            "楷体" | "kai" => Some(Role::Kai),
            _ => None,
        }
    }

    /// The family of the bundled face that plays the role where no other does.
    pub(super) fn bundled(self) -> &'static str {
        match self {
            Role::Title | Role::FangSong | Role::Song => "Casebook Song",
            Role::Hei => "Casebook Hei",
            Role::Kai => "Casebook Kai",
        }
    }

    /// Whether a bundled face stands in for another kind of face: there is a free 宋体, 黑体 and 楷体, but no 小标宋 and no 仿宋.
    pub(super) fn needs_stand_in(self) -> bool {
        matches!(self, Role::Title | Role::FangSong)
    }

    /// Whether a family is one of the role's own.
    pub(super) fn is_official(self, family: &str) -> bool {
        self.official().flatten().any(|it| it.eq_ignore_ascii_case(family))
    }

    /// Whether a family is the face that somebody calls `name`, in either spelling.
    pub(super) fn is_same_face(self, family: &str, name: &str) -> bool {
        let same = |it: &str, name: &str| it.eq_ignore_ascii_case(name.trim());
        let spellings = OFFICIAL.into_iter().flat_map(|(_, faces)| faces.iter());
        let in_either = |[a, b]: &[&str; 2]| (same(a, family) && same(b, name)) || (same(b, family) && same(a, name));
        same(family, name) || spellings.into_iter().any(in_either)
    }

    fn official(self) -> impl Iterator<Item = [&'static str; 2]> {
        OFFICIAL.into_iter().filter(move |(role, _)| *role == self).flat_map(|(_, faces)| faces.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_found_by_their_names() {
        for role in Role::ALL {
            assert_eq!(Role::named(role.name()), Some(role));
        }
        assert_eq!(Role::named(" 正文 "), Some(Role::FangSong));
        assert_eq!(Role::named("隶书"), None);
    }

    #[test]
    fn families_have_two_spellings() {
        assert!(Role::Title.is_official("fzxiaobiaosong-b05s") && !Role::Song.is_official("方正小标宋简体"));
        assert!(Role::Kai.is_same_face("KaiTi_GB2312", "楷体_GB2312"));
        assert!(!Role::Kai.is_same_face("KaiTi", "楷体_GB2312"));
    }
}
