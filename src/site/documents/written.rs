//! Documents that somebody wrote: their words, with live figures, tables and charts filled in.

use crate::analysis::{Scope, Subject};
use crate::diag::{Diagnostics, guarded};
use crate::model::{Class, Summary};
use crate::privacy::View;
use crate::schema::Fields;
use crate::syntax::{Block, Inline, Prose};
use crate::theme::{About, Genre};

use super::super::wording::source_line;
use super::super::{Document, Numbering, Piece, Signature, live};
use super::{Genres, Topic, cover, layout, routes, title};

/// The written summaries, in order of path. One over which the program fails is told and left out.
pub(super) fn written(view: &View, genres: &Genres, findings: &mut Diagnostics) -> Vec<Document> {
    let mut one = |summary: &Summary| {
        let made = guarded(|| {
            let mut found = Diagnostics::new();
            (document(view, genres, summary, &mut found), found)
        });
        let (made, found) = made.unwrap_or_else(|fault| (None, [fault.in_file(summary.span)].into_iter().collect()));
        findings.extend(found);
        made
    };
    view.casebook.summaries.iter().filter_map(&mut one).collect()
}

/// What a written document is about; `None` where the casebook has no term.
pub(super) fn topic<'v>(view: &'v View<'v>, genres: &Genres, summary: &Summary) -> Option<Topic<'v>> {
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
    let date = date.unwrap_or_else(|| view.analysis.as_of.min(term.span.to));
    let of_month = genres.get(&*summary.genre).is_some_and(|it| it.about == About::StudentMonth);
    let days = term.months().into_iter().find(|it| of_month && it.contains(date));
    Some(Topic { view, scope: Scope { subject, term: term.id }, term, days })
}

fn document(view: &View, genres: &Genres, summary: &Summary, findings: &mut Diagnostics) -> Option<Document> {
    let config = &view.casebook.config;
    let topic = topic(view, genres, summary)?;
    let (scope, term) = (topic.scope, topic.term);
    let label = view.casebook.schema.choice_label("genre", &summary.genre);
    let title = summary.title.clone().unwrap_or_else(|| default_title(view, scope, label));
    let date = summary.fields.date("date").unwrap_or_else(|| view.analysis.as_of.min(term.span.to));
    let mut numbering = Numbering::default();
    let genre = genres.get(&*summary.genre);
    let class = summary.class.or(summary.student.and_then(|id| view.casebook.student(id).class));
    let class = class.map(|it| view.casebook.class(it));
    let author = summary.fields.text("author").map(str::to_owned);
    let signature = author.clone().or(config.documents.signature.clone());
    let signed = genre.is_none_or(|it| it.signed);
    let (pdf, page) = routes(&summary.key);
    let mut pieces = live::pieces_of_document(view, &summary.body, scope, &mut numbering, findings);
    if !lists_references(&summary.body) {
        pieces.extend(references(&summary.fields));
    }
    Some(Document {
        pdf,
        page,
        scope,
        genre: summary.genre.clone(),
        layout: layout(view, summary.fields.choice("layout").or(genre.and_then(|it| it.layout.as_deref()))),
        numbered: genre.is_none_or(|it| it.numbered),
        sections: Vec::new(),
        title_parts: parts(&topic, genre, class, &title),
        title,
        subtitle: summary.fields.text("subtitle").map(str::to_owned),
        author: author.clone().or_else(|| config.school.clone()),
        date,
        language: config.language,
        keywords: summary.fields.texts("keywords").into_iter().map(str::to_owned).collect(),
        pieces,
        footnotes: summary.body.footnotes.clone(),
        attachments: summary.fields.texts("attachments").into_iter().map(str::to_owned).collect(),
        cover: genre.and_then(|it| cover::cover(&topic, it, class, author.as_deref(), date)),
        contents: genre.is_some_and(|it| it.contents),
        parts: Vec::new(),
        signature: signature.filter(|_| signed).map(|name| Signature { name, date }),
    })
}

/// Where a title may break: as the genre's own does, where it is that.
fn parts(topic: &Topic, genre: Option<&Genre>, class: Option<&Class>, title: &str) -> Vec<String> {
    let parts = genre.map(|it| topic.title(it, class)).unwrap_or_default();
    if parts.concat() == title { parts } else { title::parts(title) }
}

/// Whether a text asks for its references itself.
fn lists_references(prose: &Prose) -> bool {
    let asks = |text: &str| {
        text.lines().any(|it| matches!(it.split_once([':', '：']), Some((key, _)) if matches!(key.trim(), "list" | "清单")))
    };
    prose.blocks.iter().any(|block| matches!(block, Block::Live { text, .. } if asks(text)))
}

/// The works that a text cites, below a heading of their own.
fn references(fields: &Fields) -> Vec<Piece> {
    let cited = fields.records("citations");
    if cited.is_empty() {
        return Vec::new();
    }
    let heading = Block::Heading { level: 1, content: vec![Inline::Text("参考文献".to_owned())] };
    let lines: Vec<String> = cited.iter().zip(1..).map(|(it, at)| format!("[{at}] {}", source_line(it))).collect();
    std::iter::once(Piece::Text(heading)).chain(live::references(&lines)).collect()
}

fn default_title(view: &View, scope: Scope, genre: &str) -> String {
    let about = match scope.subject {
        Subject::Student(student) => view.casebook.student(student).shown_name(),
        Subject::Class(class) => &view.casebook.class(class).name,
        Subject::Project(_) | Subject::Everybody => &view.casebook.config.title,
    };
    format!("{about}{}{genre}", scope.term.in_words())
}
