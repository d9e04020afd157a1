//! Where a file lies says what it is.

use crate::diag::nearest;
use crate::schema::class_key;
use crate::source::SitePath;

use super::StudentCode;

/// What a file is by its place in the casebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// `casebook.yaml`.
    Config,
    /// `roster.yaml`.
    Roster,
    /// `aliases.yaml`.
    Aliases,
    /// `students/CODE/index.md`.
    Student(StudentCode),
    /// `classes/CLASS/index.md`.
    Class(String),
    /// `surveys/ID/index.md`.
    Survey(String),
    /// `surveys/ID/responses.csv`.
    Responses(String),
    /// `projects/ID/index.md`.
    Project(String),
    /// `summaries/ID.md`.
    Summary(String),
    /// Any other `.md` file below a folder of a student, class or project.
    Note(Folder),
    /// A `.csv` file below such a folder.
    Table(Folder),
    /// An image anywhere.
    Asset,
    /// None of these; perhaps the path that was meant.
    Unknown(Option<String>),
}

/// In whose folder something lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Folder {
    /// A student's.
    Student(StudentCode),
    /// A class's, by its canonical name.
    Class(String),
    /// A project's.
    Project(String),
}

const FOLDERS: [&str; 5] = ["students", "classes", "surveys", "projects", "summaries"];

/// What the file at a path is.
pub(super) fn place(path: &SitePath) -> Place {
    let extension = path.extension();
    let extension = extension.as_str();
    if matches!(extension, "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg") {
        return Place::Asset;
    }
    let segments: Vec<&str> = path.segments().collect();
    let index = || path.stem().eq_ignore_ascii_case("index");
    match (segments.as_slice(), extension) {
        (["casebook.yaml" | "casebook.yml"], _) => Place::Config,
        (["roster.yaml" | "roster.yml"], _) => Place::Roster,
        (["aliases.yaml" | "aliases.yml"], _) => Place::Aliases,
        (["students", code, rest @ ..], "md" | "csv") if !rest.is_empty() => match code.parse() {
            Ok(code) if rest.len() == 1 && extension == "md" && index() => Place::Student(code),
            Ok(code) => noted(Folder::Student(code), extension),
            Err(()) => Place::Unknown(None),
        },
        (["classes", class, rest @ ..], "md" | "csv") if !rest.is_empty() => {
            let class = class_key(class).unwrap_or_else(|| (*class).to_owned());
            if rest.len() == 1 && extension == "md" && index() {
                return Place::Class(class);
            }
            noted(Folder::Class(class), extension)
        }
        (["projects", project, rest @ ..], "md" | "csv") if !rest.is_empty() => {
            let project = (*project).to_owned();
            if rest.len() == 1 && extension == "md" && index() {
                return Place::Project(project);
            }
            noted(Folder::Project(project), extension)
        }
        (["surveys", survey, _], "md") if index() => Place::Survey((*survey).to_owned()),
        (["surveys", survey, name], "csv") if name.eq_ignore_ascii_case("responses.csv") => {
            Place::Responses((*survey).to_owned())
        }
        (["summaries", rest @ ..], "md") if !rest.is_empty() => {
            let key = rest.join("/");
            Place::Summary(key.rsplit_once('.').map_or(key.as_str(), |(key, _)| key).to_owned())
        }
        _ => Place::Unknown(meant(&segments, extension)),
    }
}

fn noted(folder: Folder, extension: &str) -> Place {
    if extension == "csv" { Place::Table(folder) } else { Place::Note(folder) }
}

/// The path that was probably meant.
fn meant(segments: &[&str], extension: &str) -> Option<String> {
    match segments {
        [name] if extension == "yaml" || extension == "yml" => {
            nearest(name, ["casebook.yaml", "roster.yaml", "aliases.yaml"]).map(str::to_owned)
        }
        [folder @ ("students" | "classes" | "projects" | "surveys"), name] if extension == "md" => {
            Some(format!("{folder}/{}/index.md", name.rsplit_once('.').map_or(*name, |(stem, _)| stem)))
        }
        ["surveys", survey, _] if extension == "csv" => Some(format!("surveys/{survey}/responses.csv")),
        [folder, rest @ ..] if !rest.is_empty() && !FOLDERS.contains(folder) => {
            let spoken = match *folder {
                "学生" => Some("students"),
                "班级" => Some("classes"),
                "问卷" => Some("surveys"),
                "课题" => Some("projects"),
                "文稿" | "总结" => Some("summaries"),
                _ => None,
            };
            let folder = spoken.or_else(|| nearest(folder, FOLDERS))?;
            Some(format!("{folder}/{}", rest.join("/")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str) -> Place {
        place(&SitePath::new(path).expect(path))
    }

    #[test]
    fn the_place_says_what_a_file_is() {
        let code = || "S01".parse().expect("a code");
        let class = || Folder::Class("4-2".into());
        let cases = [
            ("casebook.yaml", Place::Config),
            ("roster.yml", Place::Roster),
            ("aliases.yaml", Place::Aliases),
            ("students/s01/index.md", Place::Student(code())),
            ("students/S01/Index.MD", Place::Student(code())),
            ("students/S01/a/b/index.md", Place::Note(Folder::Student(code()))),
            ("students/S01/表扬.CSV", Place::Table(Folder::Student(code()))),
            ("classes/四（2）班/index.md", Place::Class("4-2".into())),
            ("classes/4.2/x/班会.md", Place::Note(class())),
            ("surveys/causes/index.md", Place::Survey("causes".into())),
            ("surveys/causes/responses.csv", Place::Responses("causes".into())),
            ("projects/p/notes/a.md", Place::Note(Folder::Project("p".into()))),
            ("summaries/2026/a.b.md", Place::Summary("2026/a.b".into())),
            ("students/S01/p.PNG", Place::Asset),
            ("students/S01.md", Place::Unknown(Some("students/S01/index.md".into()))),
            ("student/S01/index.md", Place::Unknown(Some("students/S01/index.md".into()))),
            ("学生/S01/index.md", Place::Unknown(Some("students/S01/index.md".into()))),
            ("surveys/causes/answers.csv", Place::Unknown(Some("surveys/causes/responses.csv".into()))),
            ("caseboook.yaml", Place::Unknown(Some("casebook.yaml".into()))),
            ("students/S 1/index.md", Place::Unknown(None)),
            ("readme.md", Place::Unknown(None)),
        ];
        for (path, expected) in cases {
            assert_eq!(of(path), expected, "{path}");
        }
    }
}
