//! What the reading of files has to report, as findings.

use crate::source::{Limit, Problem, ProblemKind};

use super::{CONTENT, Code, Diagnostic};

impl From<&Problem> for Diagnostic {
    fn from(problem: &Problem) -> Self {
        let finding = |code| Diagnostic::at_path(code, format!("{CONTENT}{}", problem.path));
        match &problem.kind {
            ProblemKind::Unreadable(reason) => finding(Code::UnreadableFile).arg("reason", reason),
            ProblemKind::NotText => finding(Code::NotText),
            ProblemKind::TooLarge { size: bytes, limit } => {
                let image =
                    !["md", "csv", "yaml", "yml"].iter().any(|it| problem.path.to_lowercase().ends_with(&format!(".{it}")));
                let finding = finding(Code::FileTooLarge).arg("size", size(*bytes)).arg("limit", size(*limit));
                finding.set_by(if image { Limit::Image } else { Limit::Text })
            }
            ProblemKind::PathTooLong { length, limit } => {
                finding(Code::PathTooLong).arg("length", length).arg("limit", limit).set_by(Limit::Path)
            }
            ProblemKind::TooManyNotes { limit } => Diagnostic::too_many_notes(*limit),
            ProblemKind::PathNotUnicode => finding(Code::PathNotUnicode),
            ProblemKind::OtherEncoding(encoding) => finding(Code::OtherEncoding).arg("encoding", encoding),
            ProblemKind::LinkNotFollowed => finding(Code::LinkNotFollowed),
        }
    }
}

impl Diagnostic {
    /// Names the setting of the limit that the finding is about.
    pub(crate) fn set_by(self, limit: Limit) -> Self {
        let (key, label) = limit.setting();
        self.arg("setting", label).arg("setting_en", key)
    }

    /// What is said of a casebook with more notes than are taken.
    pub(crate) fn too_many_notes(limit: usize) -> Self {
        Diagnostic::general(Code::TooManyNotes).arg("limit", limit).set_by(Limit::Notes)
    }
}

/// A number of bytes as people read it, rounded up to a tenth so that a size over a limit never reads as the limit:
/// `812 B`, `16 KiB`, `2.1 MiB`.
pub(crate) fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1024 => return format!("{bytes} B"),
        1024..0x10_0000 => (1024, "KiB"),
        _ => (0x10_0000, "MiB"),
    };
    let tenths = bytes.saturating_mul(10).div_ceil(unit);
    match tenths % 10 {
        0 => format!("{} {name}", tenths / 10),
        rest => format!("{}.{rest} {name}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Language, Place};

    #[test]
    fn sizes_are_short() {
        let sizes: Vec<String> = [0, 1023, 16 << 10, (16 << 10) + 1, 2 << 20, (2 << 20) + 1].into_iter().map(size).collect();
        assert_eq!(sizes, ["0 B", "1023 B", "16 KiB", "16.1 KiB", "2 MiB", "2.1 MiB"]);
    }

    #[test]
    fn a_problem_names_its_path_and_numbers() {
        let kind = ProblemKind::TooLarge { size: 3 << 20, limit: 2 << 20 };
        let finding = Diagnostic::from(&Problem { path: "a.md".to_owned(), kind });
        assert_eq!(finding.place, Place::Path("content/a.md".to_owned()));
        assert_eq!(finding.message(Language::Chinese), "文件有 3 MiB，超过上限 2 MiB");
        let problem = Problem { path: "b.md".to_owned(), kind: ProblemKind::Unreadable("permission denied".to_owned()) };
        assert_eq!(Diagnostic::from(&problem).message(Language::Chinese), "读不了这个文件");
        assert_eq!(Diagnostic::from(&problem).message(Language::English), "cannot read this file: permission denied");
    }
}
