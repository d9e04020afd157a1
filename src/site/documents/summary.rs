//! A composed document written out as Markdown, to be edited: what `casebook new summary` puts into `content/summaries`.
//!
//! Every table and chart in it is a block, and every number that is a request stays one, so that the document made of the file
//! says what the composed one said, word by word, until somebody changes a sentence.

use crate::analysis::{Scope, Subject};
use crate::date::{Date, DateRange};
use crate::diag::Language;
use crate::privacy::View;
use crate::schema::Schema;
use crate::source::{SitePath, SourceTree, Span};
use crate::theme::{About, Genre};

use super::super::Document;
use super::markdown::markdown;
use super::{Genres, Topic, composed, document};

/// A written document's beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// Name of its file, without `.md`: that of the composed PDF.
    pub name: String,
    /// The file.
    pub text: String,
}

/// The scope that a genre's document has where nobody says more than whom it is about: of projects the last term with records of
/// them, else the present one.
pub fn usual_scope(view: &View, genre: &Genre, subject: Subject) -> Option<Scope> {
    let term = match subject {
        Subject::Project(id) if genre.about == About::Project => super::project::latest_term(view, id),
        _ => view.casebook.current_term(view.analysis.as_of),
    };
    Some(Scope { subject, term: term?.id })
}

/// What a genre composes about a scope, as a file: front matter with its keys in a language, and its prose; of a genre about
/// months, the month of a day, or the last one. `None` where there is nothing to say.
pub fn started(
    tree: &SourceTree,
    view: &View,
    genres: &Genres,
    key: &str,
    scope: Scope,
    month: Option<Date>,
    language: Language,
) -> Option<Started> {
    let genre = genres.get(key)?;
    let term = view.casebook.config.term(scope.term)?;
    // Of the months that there is something to say about, the one asked for or the last.
    let months = if genre.about == About::StudentMonth { term.months().into_iter().map(Some).collect() } else { vec![None] };
    let asked = |days: &&Option<DateRange>| {
        days.is_none_or(|days| month.is_none_or(|day| days.middle().year_month() == day.year_month()))
    };
    let topics = months.iter().filter(asked).map(|days| Topic { view, scope, term, days: *days });
    let topic = topics.rev().find(|it| composed(*it, genre).is_some())?;
    let prose = composed(topic, genre)?.prose;
    let mut document = document(topic, key, genre)?;
    let asks = !genre.attachments.is_empty() || !genre.include.is_empty();
    let others = if asks { super::documents(view, genres, &mut crate::diag::Diagnostics::new()) } else { Vec::new() };
    document.attachments = super::attached::lines(view, genres, &document, &others);
    let included = included(genre, scope, &others);
    let name = stem(&document).to_owned();
    let front = front_matter(view, &document, &included, language);
    let body = markdown(&prose, &|target, span| moved(tree, target, span));
    Some(Started { name, text: format!("---\n{front}---\n\n{body}") })
}

fn stem(document: &Document) -> &str {
    document.pdf.as_str().trim_start_matches("pdf/").trim_end_matches(".pdf")
}

/// Names of the documents that a compilation takes in: those of its term, by the genres that its outline names, in its order.
fn included(genre: &Genre, scope: Scope, documents: &[Document]) -> Vec<String> {
    let of = |key: &String| {
        let fits = |it: &&Document| *it.genre == **key && it.scope.term == scope.term;
        let mut found: Vec<&Document> = documents.iter().filter(fits).collect();
        found.sort_by_key(|it| it.scope.subject);
        found.into_iter().map(|it| stem(it).to_owned()).collect::<Vec<_>>()
    };
    genre.include.iter().flat_map(of).collect()
}

fn front_matter(view: &View, document: &Document, included: &[String], language: Language) -> String {
    let casebook = view.casebook;
    let chinese = language == Language::Chinese;
    let fields = casebook.schema.file_fields("summary");
    let mut lines: Vec<String> = Vec::new();
    let name = |key: &str| match fields.find(key) {
        Some(field) if chinese => field.label.clone(),
        _ => key.to_owned(),
    };
    let mut add = |key: &str, value: String| lines.push(format!("{}: {value}", name(key)));
    add("genre", genre_name(&casebook.schema, &document.genre, chinese));
    add("title", scalar(&document.title));
    if let Some(subtitle) = &document.subtitle {
        add("subtitle", scalar(subtitle));
    }
    add("term", document.scope.term.to_string());
    match document.scope.subject {
        Subject::Student(id) => add("student", casebook.student(id).code.to_string()),
        Subject::Class(id) => add("class", scalar(&casebook.class(id).key)),
        Subject::Project(id) => add("project", scalar(&casebook.project(id).key)),
        Subject::Everybody => {}
    }
    // A school that stands in for an author need not be written down.
    if let Some(author) = document.author.as_ref().filter(|it| Some(*it) != casebook.config.school.as_ref()) {
        add("author", scalar(author));
    }
    add("date", document.date.to_string());
    let mut list = |key: &str, values: &[String]| {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|it| format!("\n- {}", scalar(it))).collect();
            lines.push(format!("{}:{}", name(key), values.concat()));
        }
    };
    list("keywords", &document.keywords);
    list("include", included);
    list("attachments", &document.attachments);
    lines.iter().map(|it| format!("{it}\n")).collect()
}

fn genre_name(schema: &Schema, key: &str, chinese: bool) -> String {
    if chinese { schema.choice_label("genre", key).to_owned() } else { key.to_owned() }
}

/// A value of front matter, in quotes where it would not be read as these words without.
fn scalar(text: &str) -> String {
    let marks = ['-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', '=', '~'];
    let plain = !text.is_empty()
        && !text.starts_with(marks)
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
        && !text.ends_with(':')
        && !text.contains([':', '#', ',', '[', ']', '{', '}', '"', '\\', '\n'])
        && text.chars().any(|it| !it.is_ascii() || it.is_ascii_alphabetic())
        && !["true", "false", "yes", "no", "null", "on", "off"].contains(&text.to_ascii_lowercase().as_str());
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ")) }
}

/// Where a link or image leads from the folder of summaries, that led somewhere from the file in which it was written.
pub(super) fn moved(tree: &SourceTree, target: &str, span: Span) -> String {
    let (path, place) = target.find(['#', '?']).map_or((target, ""), |at| target.split_at(at));
    let file = tree.get(span.file).and_then(|file| file.path.join(path));
    match file.filter(|it| tree.find(it).is_some()) {
        Some(path) => format!("../{}{place}", SitePath::as_str(&path)),
        None => target.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_where_they_must_be() {
        for plain in ["四（2）班班主任：白老师", "2025—2026学年度第二学期", "S02", "课题组", "Chen Yi"] {
            assert_eq!(scalar(plain), plain);
        }
        assert_eq!(scalar("12"), "\"12\"");
        assert_eq!(scalar("a: b"), "\"a: b\"");
        assert_eq!(scalar("“甲”，\"乙\""), "\"“甲”，\\\"乙\\\"\"");
        assert_eq!(scalar("- x"), "\"- x\"");
        assert_eq!(scalar("no"), "\"no\"");
    }
}
