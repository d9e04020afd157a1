//! `casebook new summary`: a composed document as a file to edit.

use super::words::say;
use super::{Exit, Invocation, build, new, report};
use crate::analysis::{Scope, Subject};
use crate::date::Date;
use crate::diag::{Language, nearest};
use crate::model::Casebook;
use crate::privacy;
use crate::schema::Schema;
use crate::site::documents::Genres;
use crate::site::documents::summary::{started, usual_scope};
use crate::theme::About;

/// Writes what a genre composes about a class, student or project into `content/summaries`.
pub(super) fn summary(
    invocation: &Invocation,
    genre: &str,
    class: Option<&str>,
    project: Option<&str>,
    month: Option<Date>,
) -> Exit {
    let language = invocation.language;
    let (tree, mut findings) = match build::read_folder(invocation) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let (casebook, found) = crate::read(&tree);
    findings.extend(found);
    let theme = build::theme_of(invocation, &tree, &mut findings);
    let genres = match theme.map(|it| it.genres()) {
        Some(Ok(genres)) => genres,
        Some(Err(error)) => {
            findings.push(error);
            Genres::new()
        }
        None => Genres::new(),
    };
    // What is composed of faulty notes might lack something without saying so.
    let Some(casebook) = casebook.filter(|_| !findings.has_errors()) else {
        report::findings(invocation, &findings, &tree);
        return report::exit(invocation, &findings);
    };
    let key = match genre_key(&casebook.schema, &genres, genre) {
        Ok(key) => key,
        Err(near) => {
            let said = say(language, "错误：没有这种文体", "error: there is no genre");
            let exit = report::unknown(said, genre, near.as_deref());
            let choice = |it: &String| match language {
                Language::Chinese => casebook.schema.choice_label("genre", it).to_owned(),
                Language::English => it.clone(),
            };
            let choices: Vec<String> = genres.keys().map(choice).collect();
            eprintln!("{}{}", say(language, "可以写：", "choices: "), choices.join(say(language, "、", ", ")));
            return exit;
        }
    };
    let subject = match subject(invocation, &casebook, genres.get(&key).map(|it| it.about), class, project) {
        Ok(subject) => subject,
        Err(exit) => return exit,
    };
    let view = match privacy::project(&casebook, invocation.as_of, invocation.audience) {
        Ok(view) => view,
        Err(withheld) => return build::refuse_audience(invocation, withheld.0),
    };
    let scope = genres.get(&key).and_then(|it| usual_scope(&view, it, subject));
    let scope = match invocation.term {
        Some(term) if casebook.config.term(term).is_none() => {
            let said = say(language, "错误：casebook.yaml 里没有这个学期", "error: casebook.yaml has no such term");
            return report::unknown(said, &term.to_string(), None);
        }
        Some(term) => Some(Scope { subject, term }),
        None => scope,
    };
    let Some(started) = scope.and_then(|scope| started(&tree, &view, &genres, &key, scope, month, language)) else {
        eprintln!(
            "{}",
            say(
                language,
                "错误：这个学期还没有可以写进去的记录，没有写出文件。\n提示：用 --term 换一个学期，如 --term 2025-2026-2",
                "error: the term has no records to write about; nothing was written.\nhelp: choose another with --term, such as --term 2025-2026-2",
            )
        );
        return Exit::Findings;
    };
    let path = build::content(invocation).join("summaries").join(format!("{}.md", started.name));
    let exit = new::write(invocation, &path, &started.text);
    if exit == Exit::Done && !invocation.quiet {
        eprintln!(
            "{}",
            say(
                language,
                "每一句都可以改；表、图和“=”开头的数在编译时重新算出。删去这个文件，就恢复自动编写。",
                "Every sentence can be changed; tables, charts and numbers that begin with = are computed at each build. Delete the file and the document is composed again.",
            )
        );
    }
    exit
}

/// The canonical key of a genre that has an outline; else the nearest name of one.
fn genre_key(schema: &Schema, genres: &Genres, name: &str) -> Result<String, Option<String>> {
    let same = |it: &str| crate::schema::normalize(it) == crate::schema::normalize(name);
    let choices = schema.enums.get("genre").map(|it| it.choices.as_slice()).unwrap_or_default();
    let named = choices.iter().find(|it| same(&it.key) || same(&it.label) || it.synonyms.iter().any(|it| same(it)));
    let key = named.map(|it| it.key.to_string()).or_else(|| genres.keys().find(|it| same(it)).cloned());
    key.filter(|it| genres.contains_key(it)).ok_or_else(|| {
        let outlined = choices.iter().filter(|it| genres.contains_key(&*it.key));
        let names: Vec<&str> = outlined.flat_map(|it| [&*it.label, &*it.key]).collect();
        nearest(name, names).map(str::to_owned)
    })
}

/// Whom the document is about: as said, or the only one there is.
fn subject(
    invocation: &Invocation,
    casebook: &Casebook,
    about: Option<About>,
    class: Option<&str>,
    project: Option<&str>,
) -> Result<Subject, Exit> {
    let language = invocation.language;
    let unknown = |chinese: &'static str, english: &'static str, name: &str, known: Vec<&str>| {
        report::unknown(say(language, chinese, english), name, nearest(name, known))
    };
    match about {
        Some(About::Student | About::StudentMonth) => {
            let codes: Vec<&str> = casebook.students.iter().map(|it| it.code.as_str()).collect();
            let code = invocation.student.as_deref().ok_or_else(|| missing(language, "--student", &codes))?;
            let found = casebook.find_student(code).map(Subject::Student);
            found.ok_or_else(|| unknown("错误：没有学生", "error: there is no student", code, codes))
        }
        Some(About::Class) => {
            let keys: Vec<&str> = casebook.classes.iter().map(|it| it.key.as_str()).collect();
            let name = class.or(only(&keys)).ok_or_else(|| missing(language, "--class", &keys))?;
            let found = casebook.find_class(name).map(Subject::Class);
            found.ok_or_else(|| unknown("错误：没有班级", "error: there is no class", name, keys))
        }
        Some(About::Project) => {
            let keys: Vec<&str> = casebook.projects.iter().map(|it| it.key.as_str()).collect();
            let name = project.or(only(&keys)).ok_or_else(|| missing(language, "--project", &keys))?;
            let found = casebook.find_project(name).map(Subject::Project);
            found.ok_or_else(|| unknown("错误：没有课题", "error: there is no project", name, keys))
        }
        Some(About::Everybody) | None => Ok(Subject::Everybody),
    }
}

fn only<'a>(keys: &[&'a str]) -> Option<&'a str> {
    match keys {
        [one] => Some(one),
        _ => None,
    }
}

/// Says which option is wanting, and what can be written there.
fn missing(language: Language, option: &str, known: &[&str]) -> Exit {
    match language {
        Language::Chinese => eprintln!("错误：还要写 {option}，可以写：{}", known.join("、")),
        Language::English => eprintln!("error: {option} is needed; choices: {}", known.join(", ")),
    }
    Exit::Usage
}
