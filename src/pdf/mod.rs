//! Documents to PDF, in this process: no network, no packages, no clock, no files but the few handed in.
//!
//! An [`Engine`] holds what all documents share: the faces, Typst's library, the theme's parsed sources. Setting a
//! [`Document`] turns it into data (`content`), which the theme's Typst functions walk; a user's words are never Typst source.
//! The PDFs are tagged PDF/A-2a and PDF/UA-1, or PDF/A-3a where sources are attached, and the same document gives the same
//! bytes, whether it is set or found in a cache.

mod content;
mod faces;
mod failure;
mod glyphs;
mod job;
mod meaning;
mod pictures;
mod role;
mod theme;
mod widths;
mod worker;
mod world;

#[cfg(test)]
mod sample;
#[cfg(test)]
#[allow(clippy::print_stderr, reason = "measurements are printed for whoever asks for them")]
mod tests;
#[cfg(test)]
mod theme_tests;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use typst::comemo;
use typst::foundations::Bytes;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::output::{Cache, Kind};
use crate::site::Document;
use crate::source::Span;
use crate::theme::Palette;

use faces::Faces;
use failure::Name;
use job::{Job, Product};
use theme::Theme;
use worker::{Failure, THREAD, Worker, guarded};
use world::Shared;

pub use role::Role;
pub use theme::OwnFiles;

/// Gives the image that a text refers to: by what is written there, and the place where it is written. What comes is how files
/// of its format end, `png`, `jpg` or `svg`, and its bytes. `None` where it cannot be used; its words stand in its place then.
pub type Images<'a> = dyn Fn(&str, Span) -> Option<(&'static str, Vec<u8>)> + Sync + 'a;

/// Gives what a document was made from, to be attached to it.
pub type Sources<'a> = dyn Fn(&Document) -> Vec<Source> + Sync + 'a;

/// After so many bytes of documents Typst forgets what it did not need for the last of them. What it remembers is some fifty
/// times as much as what it was given.
const BATCH: usize = 60_000;

/// After so long a document is given up: the longest takes a few seconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// After so many were given up no other is begun: each goes on without end and takes its share of the machine.
const GIVE_UPS: usize = 3;

/// How documents are set, beyond what they say themselves.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// A user's own files of the theme.
    pub theme: OwnFiles,
    /// Colours of charts and of what a theme colours.
    pub palette: Palette,
    /// Further faces: files of the formats OTF, TTF and TTC. Those that are known for a role play it.
    pub fonts: Vec<Arc<[u8]>>,
    /// Families that roles are to be played by.
    pub families: BTreeMap<Role, String>,
    /// Who stands above the signature, where the school is named.
    pub school: Option<String>,
    /// Whether documents get a seal: the date then ends four characters from the right, for the seal to lie over.
    pub seal: bool,
    /// After so long a document is given up; a minute where nothing is said.
    pub patience: Option<Duration>,
}

/// What documents draw on while they are set.
#[derive(Clone, Copy)]
pub struct Supplies<'a> {
    /// Images that texts refer to.
    pub images: &'a Images<'a>,
    /// What is attached; nothing where there is none.
    pub sources: Option<&'a Sources<'a>>,
    /// Where finished documents are kept.
    pub cache: Option<&'a Cache>,
}

/// A file that a document was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name it gets in the PDF; each once a document.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// What all documents share. Made once a run; usable from several threads.
#[derive(Debug)]
pub struct Engine {
    shared: Arc<Shared>,
    patience: Duration,
}

/// A finished document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What keeps it from being PDF/A and PDF/UA-1, in Typst's words: nothing, unless an image is of a kind that they do not
    /// allow.
    pub objections: Vec<String>,
    /// What it lacks: characters that no face has; what Typst remarks about a user's theme.
    pub warnings: Diagnostics,
    /// Where it is kept, if it is.
    pub kept: Option<Kept>,
}

/// Where a finished document is kept in a cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    kind: Kind,
    /// The bytes of its hash.
    key: [u8; blake3::OUT_LEN],
}

/// Which face plays a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cast {
    /// The role.
    pub role: Role,
    /// The family that plays it.
    pub family: String,
    /// Whether it stands in for a face that is not there.
    pub stands_in: bool,
}

impl Engine {
    /// Makes ready to set documents.
    ///
    /// # Errors
    /// What is wrong with the theme's files, with line and column.
    pub fn new(settings: Settings) -> Result<Self, Diagnostics> {
        let theme = Theme::read(&settings.theme)?;
        let faces = Faces::load(&settings.fonts, &settings.families);
        let shared = Shared::new(theme, faces, settings.palette, settings.school, settings.seal);
        Ok(Self { shared: Arc::new(shared), patience: settings.patience.unwrap_or(PATIENCE) })
    }

    /// The same engine with another patience: after so long a document is given up.
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Which face plays each role.
    pub fn cast(&self) -> Vec<Cast> {
        let faces = &self.shared.faces;
        let cast = |role: Role| {
            let family = faces.first(role).to_owned();
            let stands_in = role.needs_stand_in() && family == role.bundled();
            Cast { role, family, stands_in }
        };
        Role::ALL.map(cast).into()
    }

    /// Faces that were asked for and are not there.
    pub fn warnings(&self) -> Diagnostics {
        let absent = self.shared.faces.absent().iter().map(|(role, family)| {
            Diagnostic::general(Code::FontMissing)
                .arg("family", family)
                .arg("role", role.name())
                .arg("used", self.shared.faces.first(*role))
        });
        absent.collect()
    }

    /// Sets one document, in this thread.
    ///
    /// # Errors
    /// Why it could not be set: an error of the theme, or a fault of this program. Other documents are not affected.
    pub fn set(&self, document: &Document, supplies: Supplies) -> Result<Pdf, Diagnostics> {
        self.set_by(document, supplies, |job, shared| guarded(|| job.set(shared)))
    }

    /// Sets one document, which is given up where it takes too long. Typst then forgets what it remembered of it.
    ///
    /// # Errors
    /// Why it could not be set.
    pub fn set_alone(&self, document: &Document, supplies: Supplies) -> Result<Pdf, Diagnostics> {
        let result = self.set_by(document, supplies, |job, shared| {
            let shared = Arc::clone(shared);
            Worker::new().run(self.patience, move || job.set(&shared))
        });
        comemo::evict(0);
        result
    }

    /// Sets many documents on as many threads as Rayon has and hands each result over as soon as it is there, in no fixed
    /// order. One that panics or never ends is told and does not stop the others; after a few that never end, those that are
    /// left are not begun. Memory stays bounded: every few documents,
    /// when none is under way, Typst forgets what it did not need lately.
    pub fn set_all(&self, documents: &[Document], supplies: Supplies, each: impl Fn(usize, Result<Pdf, Diagnostics>) + Sync) {
        let threads = rayon::current_num_threads().max(1);
        let mut workers: Vec<Worker<_>> = (0..threads.min(documents.len())).map(|_| Worker::new()).collect();
        let (next, given_up) = (AtomicUsize::new(0), AtomicUsize::new(0));
        while next.load(Ordering::Relaxed) < documents.len() {
            let anew = AtomicUsize::new(0);
            let work = |worker: &mut Worker<_>| {
                while anew.load(Ordering::Relaxed) < BATCH {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(document) = documents.get(at) else { break };
                    let result = self.set_by(document, supplies, |job, shared| {
                        anew.fetch_add(job.weight(), Ordering::Relaxed);
                        if given_up.load(Ordering::Relaxed) >= GIVE_UPS {
                            return Err(Failure::NotBegun(GIVE_UPS));
                        }
                        let shared = Arc::clone(shared);
                        let result = worker.run(self.patience, move || job.set(&shared));
                        given_up.fetch_add(usize::from(matches!(result, Err(Failure::TooLong))), Ordering::Relaxed);
                        result
                    });
                    each(at, result);
                }
            };
            std::thread::scope(|scope| {
                for worker in &mut workers {
                    // Where the system gives no more threads, those that there are do the work.
                    let _ = std::thread::Builder::new().name(THREAD.to_owned()).spawn_scoped(scope, || work(worker));
                }
            });
            work(&mut Worker::new());
            if anew.into_inner() > 0 {
                comemo::evict(1);
            }
        }
        comemo::evict(0);
    }

    /// Finds a document in the cache, or sets it by `set` and keeps it there.
    fn set_by(
        &self,
        document: &Document,
        supplies: Supplies,
        set: impl FnOnce(Job, &Arc<Shared>) -> Result<Result<Product, Diagnostics>, Failure>,
    ) -> Result<Pdf, Diagnostics> {
        let told = |it| Diagnostics::from_iter([failure::told(&Name::of(document), it, self.patience, &self.shared.theme)]);
        let (job, warnings) = guarded(|| self.job(document, supplies)).map_err(told)?;
        let key = supplies.cache.map(|cache| (cache, job.key(self.shared.hash())));
        let kind = if job.attached { Kind::SourcedDocument } else { Kind::Document };
        let kept = key.and_then(|(cache, key)| Product::from_entry(cache.get(kind, key)?));
        let product = match kept {
            Some(product) => product,
            None => {
                let product = set(job, &self.shared).map_err(told)??;
                if let Some((cache, key)) = key {
                    cache.put(kind, key, &product.to_entry());
                }
                product
            }
        };
        let Product { bytes, pages, objections, remarks } = product;
        let remarked = failure::remarked(&remarks, &self.shared.theme);
        let warnings = warnings.into_iter().chain(remarked).collect();
        let kept = key.map(|(_, key)| Kept { kind, key: key.into() });
        Ok(Pdf { bytes, pages, objections, warnings, kept })
    }

    fn job(&self, document: &Document, supplies: Supplies) -> (Job, Diagnostics) {
        let sources = supplies.sources.map(|it| it(document)).unwrap_or_default();
        let (data, mut files, warnings) = content::of(document, &self.shared, supplies.images, &sources);
        let attached = !sources.is_empty();
        let sources = sources.into_iter().enumerate();
        files.extend(sources.map(|(at, it)| (content::source_path(at), Bytes::from_string(it.text))));
        (Job { name: Name::of(document), data, files, attached }, warnings)
    }
}

/// The file of a document that was made before; `None` where it is kept no more.
pub fn kept(cache: &Cache, place: Kept) -> Option<Vec<u8>> {
    Some(Product::from_entry(cache.get(place.kind, place.key.into())?)?.bytes)
}

/// What is wrong with a theme's own files, with line and column; nothing where there are none.
pub fn faults(own: &OwnFiles) -> Diagnostics {
    let read = (!own.files.is_empty()).then(|| Theme::read(own));
    read.and_then(Result::err).unwrap_or_default()
}

/// A character that no face has, as a finding of a document.
fn missing_glyph(document: &Document, char: char, around: &str) -> Diagnostic {
    Diagnostic::at_path(Code::MissingGlyph, document.pdf.as_str())
        .arg("char", char)
        .arg("codepoint", format!("U+{:04X}", u32::from(char)))
        .arg("shown", glyphs::STAND_IN)
        .arg("title", &document.title)
        .arg("around", around)
}
