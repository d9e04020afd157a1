//! Which files mention a pupil: for guardians who ask what is kept, and for whoever has to correct or delete it.

use crate::model::{Casebook, StudentId};
use crate::source::{Content, SitePath, SourceTree};

use super::fold::fold;

/// A file that mentions a pupil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The file.
    pub path: SitePath,
    /// Whether it is the pupil's own, which holds nothing but theirs.
    pub own: bool,
    /// How often the pupil is named.
    pub times: usize,
}

/// Every file in the pupil's folder, every other that has the pupil's code, name, nickname or alias, and every image of which the
/// roster says that the pupil is on it, in order of path.
pub fn mentions(tree: &SourceTree, casebook: &Casebook, student: StudentId) -> Vec<Mention> {
    let student = casebook.student(student);
    let entry = casebook.roster.as_ref().and_then(|it| it.students.get(&student.code));
    let called = entry.map(|it| [it.fields.texts("nicknames"), it.fields.texts("other_names")].concat()).unwrap_or_default();
    let names =
        [Some(student.code.as_str()), student.name.as_deref(), super::alias::of(casebook, student), student.alias.as_deref()];
    let mut names: Vec<String> =
        names.into_iter().flatten().chain(called).map(fold).filter(|it| it.chars().count() > 1).collect();
    names.sort();
    names.dedup();
    let shown = casebook.roster.as_ref().map(|it| it.images()).unwrap_or_default();
    let is_on = |image: &SitePath| shown.get(image).is_some_and(|it| it.iter().any(|it| it == student.code.as_str()));
    let mention = |path: &SitePath, content: &Content| {
        let mut segments = path.segments();
        let own = segments.next() == Some("students")
            && segments.next().and_then(|it| it.parse().ok()).is_some_and(|it: crate::model::StudentCode| it == student.code);
        let times = match content {
            Content::Text(text, _) => {
                let text = fold(text);
                names.iter().map(|it| text.matches(it.as_str()).count()).sum()
            }
            Content::Binary(_) => usize::from(is_on(path)),
        };
        (own || times > 0).then(|| Mention { path: path.clone(), own, times })
    };
    tree.iter().filter_map(|(_, file)| mention(&file.path, &file.content)).collect()
}
