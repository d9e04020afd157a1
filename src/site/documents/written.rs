//! Documents that somebody wrote: their words, with live figures, tables and charts filled in.

use crate::analysis::{Scope, Subject};
use crate::diag::Diagnostics;
use crate::model::Summary;
use crate::privacy::View;

use super::super::{Document, Numbering, Signature, live};
use super::{Genres, layout, routes};

/// The written summaries, in order of path.
pub(super) fn written(view: &View, genres: &Genres, findings: &mut Diagnostics) -> Vec<Document> {
    view.casebook.summaries.iter().filter_map(|summary| document(view, genres, summary, findings)).collect()
}

fn document(view: &View, genres: &Genres, summary: &Summary, findings: &mut Diagnostics) -> Option<Document> {
    let config = &view.casebook.config;
    let date = summary.fields.date("date");
    let given = summary.term.and_then(|id| config.term(id)).or_else(|| config.term_of(date?));
    let term = given.or_else(|| view.casebook.current_term(view.analysis.as_of))?;
    let subject = match (summary.student, summary.class, summary.project) {
        (Some(student), _, _) => Subject::Student(student),
        (None, Some(class), _) => Subject::Class(class),
        (None, None, Some(project)) => Subject::Project(project),
        (None, None, None) => Subject::Everybody,
    };
    let scope = Scope { subject, term: term.id };
    let genre = view.casebook.schema.choice_label("genre", &summary.genre);
    let title = summary.title.clone().unwrap_or_else(|| default_title(view, scope, genre));
    let date = date.unwrap_or_else(|| view.analysis.as_of.min(term.span.to));
    let mut numbering = Numbering::default();
    let author = summary.fields.text("author").map(str::to_owned);
    let signature = author.clone().or(config.documents.signature.clone());
    let (pdf, page) = routes(&summary.key);
    Some(Document {
        pdf,
        page,
        scope,
        genre: summary.genre.clone(),
        layout: layout(
            view,
            summary.fields.choice("layout").or(genres.get(&*summary.genre).and_then(|it| it.layout.as_deref())),
        ),
        numbered: genres.get(&*summary.genre).is_none_or(|it| it.numbered),
        sections: Vec::new(),
        title_parts: vec![title.clone()],
        title,
        subtitle: summary.fields.text("subtitle").map(str::to_owned),
        author,
        date,
        language: config.language,
        keywords: summary.fields.texts("keywords").into_iter().map(str::to_owned).collect(),
        pieces: live::pieces_of_document(view, &summary.body, scope, &mut numbering, findings),
        footnotes: summary.body.footnotes.clone(),
        attachments: summary.fields.texts("attachments").into_iter().map(str::to_owned).collect(),
        signature: signature.map(|name| Signature { name, date }),
    })
}

fn default_title(view: &View, scope: Scope, genre: &str) -> String {
    let about = match scope.subject {
        Subject::Student(student) => view.casebook.student(student).shown_name(),
        Subject::Class(class) => &view.casebook.class(class).name,
        Subject::Project(_) | Subject::Everybody => &view.casebook.config.title,
    };
    format!("{about}{}{genre}", scope.term.in_words())
}
