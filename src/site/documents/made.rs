//! All documents of a view: made at once for a build, when they are asked for in a preview.

use std::borrow::Cow;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::analysis::Subject;
use crate::diag::Diagnostics;
use crate::privacy::View;

use super::super::{Document, Route};
use super::{Genres, begun, bound, composed_of, document, documents};

/// Which documents are wanted.
pub type Wanted<'v> = dyn Fn(&Document) -> bool + Sync + 'v;

/// The documents of a view.
pub struct Documents<'v> {
    made: OnceLock<Vec<Document>>,
    /// How they are made; nothing where they are.
    source: Option<Source<'v>>,
}

struct Source<'v> {
    view: &'v View<'v>,
    genres: &'v Genres,
    wanted: &'v Wanted<'v>,
    /// Those that somebody wrote, which are the first of all.
    written: Vec<Document>,
    any: bool,
}

impl std::fmt::Debug for Documents<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Documents").field("made", &self.made).finish_non_exhaustive()
    }
}

impl<'v> Documents<'v> {
    /// These.
    pub fn these(documents: Vec<Document>) -> Self {
        Self { made: OnceLock::from(documents), source: None }
    }

    /// Those that are wanted, made at once. Reports what is wrong with them.
    pub fn at_once(view: &'v View<'v>, genres: &'v Genres, wanted: &'v Wanted<'v>, findings: &mut Diagnostics) -> Self {
        Self::these(documents(view, genres, findings).into_iter().filter(wanted).collect())
    }

    /// Those that are wanted, made when they are asked for. Reports the same: those that somebody wrote are made now, and all are
    /// where one of them takes in others.
    pub fn on_request(view: &'v View<'v>, genres: &'v Genres, wanted: &'v Wanted<'v>, findings: &mut Diagnostics) -> Self {
        if bound::binds(view) {
            return Self::at_once(view, genres, wanted, findings);
        }
        let mut written = begun(view, genres, findings);
        written.retain(wanted);
        let topics = composed_of(view, genres).into_par_iter();
        let composes = |(key, genre, topic)| document(topic, key, genre).is_some_and(|it| wanted(&it));
        let any = !written.is_empty() || topics.any(composes);
        Self { made: OnceLock::new(), source: Some(Source { view, genres, wanted, written, any }) }
    }

    /// All of them. Not to be asked for by threads of Rayon's where they are not made yet: making them is work for these.
    pub fn all(&self) -> &[Document] {
        self.made.get_or_init(|| match &self.source {
            // What is to be said of them was said.
            Some(it) => documents(it.view, it.genres, &mut Diagnostics::new()).into_iter().filter(it.wanted).collect(),
            None => Vec::new(),
        })
    }

    /// Whether all are made.
    pub fn are_made(&self) -> bool {
        self.made.get().is_some()
    }

    /// Whether there are any.
    pub fn any(&self) -> bool {
        match (self.made.get(), &self.source) {
            (None, Some(source)) => source.any,
            _ => !self.all().is_empty(),
        }
    }

    /// A document by its position among all, before others are named in it.
    pub fn get(&self, at: usize) -> Option<&Document> {
        match (self.made.get(), &self.source) {
            (None, Some(source)) if at < source.written.len() => source.written.get(at),
            _ => self.all().get(at),
        }
    }

    /// The position of the document with this page that somebody wrote.
    pub fn written_at(&self, page: &Route) -> Option<usize> {
        let known = match (self.made.get(), &self.source) {
            (None, Some(source)) => &source.written,
            _ => self.all(),
        };
        known.iter().position(|it| it.page == *page)
    }

    /// The documents about a subject, with their positions as far as all are made; before others are named in them.
    pub fn about(&self, subject: Subject) -> Vec<(Option<usize>, Cow<'_, Document>)> {
        if let (None, Some(source)) = (self.made.get(), &self.source) {
            let own = source.written.iter().filter(|it| it.scope.subject == subject).map(Cow::Borrowed);
            let topics = composed_of(source.view, source.genres).into_iter().filter(|it| it.2.scope.subject == subject);
            let composed = topics.filter_map(|(key, genre, topic)| document(topic, key, genre)).filter(source.wanted);
            return own.chain(composed.map(Cow::Owned)).map(|it| (None, it)).collect();
        }
        let all = self.all().iter().enumerate().filter(|(_, it)| it.scope.subject == subject);
        all.map(|(at, it)| (Some(at), Cow::Borrowed(it))).collect()
    }
}
