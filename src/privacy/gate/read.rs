//! One file, taken apart into the texts that can be read in it.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use memchr::{memchr2, memmem};

use crate::diag::guarded;

use super::encoded::{self, Decoded};
use super::fold::{BLOCK, BREAK};
use super::index::Stop;
use super::kind::{self, FileKind};
use super::leak::{Channel, Leak, What};
use super::numbers::{Personal, personal};
use super::pattern::Form;
use super::verdict::verdict;
use super::{Gate, MOST, compressed, escapes, index_shard, markup, metadata, pdf};

/// Texts within texts are followed so far.
const DEEPEST: usize = 8;

/// As many bytes are read of one file, with everything that is packed in it.
pub(super) const LARGEST: u64 = 512 << 20;

/// What in a file must not leave.
pub(super) fn inspect(gate: &Gate, path: &str, bytes: &[u8]) -> Vec<Leak> {
    looked_through(gate, path, |it| it.file(path, bytes))
}

/// The same of a file of which only the path is known.
pub(super) fn unread(gate: &Gate, path: &str) -> Vec<Leak> {
    looked_through(gate, path, |it| it.tell(What::Unreadable))
}

fn looked_through<'g>(gate: &'g Gate, path: &'g str, read: impl FnOnce(&mut Reading<'g>)) -> Vec<Leak> {
    let mut reading = Reading::new(gate, path);
    reading.text_in(Channel::Path, path);
    let in_path = !reading.leaks.is_empty();
    read(&mut reading);
    let shown = if in_path { hidden(gate, path) } else { path.to_owned() };
    reading.leaks.into_iter().take(MOST).map(|(trail, what)| Leak { path: shown.clone(), trail, what }).collect()
}

/// What is said of a file over which the gate itself failed. Its path is hidden where it leaks, or where even that is not known.
pub(super) fn failed(gate: &Gate, path: &str) -> Leak {
    let shown = guarded(|| {
        let mut reading = Reading::new(gate, path);
        reading.text_in(Channel::Path, path);
        if reading.leaks.is_empty() { path.to_owned() } else { hidden(gate, path) }
    });
    Leak { path: shown.unwrap_or_else(|_| "***".to_owned()), trail: vec![Channel::Bytes], what: What::Unreadable }
}

/// A path in which the parts that leak are stars.
fn hidden(gate: &Gate, path: &str) -> String {
    let is_clean = |part: &str| {
        let mut reading = Reading::new(gate, path);
        reading.text(part);
        reading.leaks.is_empty()
    };
    let parts: Vec<&str> = path.split('/').map(|part| if is_clean(part) { part } else { "***" }).collect();
    // what leaks only across parts leaves none of them
    if parts.contains(&"***") { parts.join("/") } else { "***".to_owned() }
}

/// A file while it is read.
pub(super) struct Reading<'g> {
    gate: &'g Gate,
    path: &'g str,
    trail: Vec<Channel>,
    leaks: BTreeSet<(Vec<Channel>, What)>,
    /// Bytes that may still be read.
    left: u64,
    /// Whether the text may be no text at all, so that two characters prove nothing.
    guessed: bool,
    /// How often something of the roster was met, told or not.
    met: usize,
}

impl<'g> Reading<'g> {
    fn new(gate: &'g Gate, path: &'g str) -> Self {
        Self { gate, path, trail: Vec::new(), leaks: BTreeSet::new(), left: LARGEST, guessed: false, met: 0 }
    }

    /// Reads something within what is being read.
    pub(super) fn within(&mut self, channel: Channel, read: impl FnOnce(&mut Self)) {
        if self.trail.len() >= DEEPEST {
            return self.tell(What::Unreadable);
        }
        self.trail.push(channel);
        read(self);
        self.trail.pop();
    }

    /// A text within what is being read.
    pub(super) fn text_in(&mut self, channel: Channel, text: &str) {
        if !text.is_empty() {
            self.within(channel, |it| it.text(text));
        }
    }

    /// Reads what may be no text, so that two characters prove nothing.
    pub(super) fn guessing(&mut self, read: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.guessed, true);
        read(self);
        self.guessed = before;
    }

    /// Reads once more what was partly read before, and keeps what was not found then.
    pub(super) fn anew(&mut self, channel: Channel, read: impl FnOnce(&mut Self)) {
        let known = std::mem::take(&mut self.leaks);
        self.within(channel, read);
        let found = std::mem::replace(&mut self.leaks, known);
        let told: BTreeSet<What> = self.leaks.iter().map(|it| it.1.clone()).collect();
        self.leaks.extend(found.into_iter().filter(|it| !told.contains(&it.1)));
    }

    /// Notes that something was found here.
    pub(super) fn tell(&mut self, what: What) {
        self.met += 1;
        self.leaks.insert((self.trail.clone(), what));
    }

    /// The bytes that unpacking may still give.
    pub(super) fn limit(&self) -> u64 {
        self.left
    }

    /// A file, or bytes that may be one, by what they are.
    pub(super) fn file(&mut self, name: &str, bytes: &[u8]) {
        self.left = self.left.saturating_sub(bytes.len() as u64);
        if self.left == 0 {
            return self.tell(What::Unreadable);
        }
        match kind::of_bytes(bytes) {
            Some(FileKind::Pdf) => pdf::read(self, bytes),
            Some(FileKind::Zip) => self.archive(bytes),
            Some(FileKind::Font) => self.within(Channel::Font, |it| it.font(bytes)),
            Some(FileKind::Inert) => {}
            Some(kind @ (FileKind::Png | FileKind::Jpeg | FileKind::Gif | FileKind::WebP)) => {
                self.within(Channel::ImageMetadata, |it| it.image(kind, bytes));
            }
            None if compressed::is_known(bytes) => self.packed(bytes),
            None => self.plain(name, bytes),
        }
    }

    fn packed(&mut self, bytes: &[u8]) {
        self.within(Channel::Compressed, |it| match compressed::unpack(bytes, it.left) {
            Some(unpacked) => match index_shard::text(&unpacked) {
                Some(text) => it.text(&text),
                None => it.file("", &unpacked),
            },
            None => it.tell(What::Unreadable),
        });
    }

    fn archive(&mut self, bytes: &[u8]) {
        self.within(Channel::Archive, |it| {
            let Some(entries) = compressed::unzip(bytes, it.left) else { return it.tell(What::Unreadable) };
            for entry in entries {
                for name in encoded::texts(&entry.name) {
                    it.text_in(Channel::Path, &name.text);
                }
                it.words(&entry.remarks);
                match entry.bytes {
                    Some(bytes) => it.file("", &bytes),
                    None => it.tell(What::Unreadable),
                }
            }
        });
    }

    fn image(&mut self, kind: FileKind, bytes: &[u8]) {
        let remarks = metadata::remarks(kind, bytes);
        if remarks.located {
            self.tell(What::Location);
        }
        if !remarks.whole {
            self.tell(What::Unreadable);
        }
        self.texts(&remarks.texts);
        for more in &remarks.more {
            self.within(Channel::Bytes, |it| it.embedded(more));
        }
    }

    /// Bytes within a file of another kind, of which nothing is known.
    pub(super) fn embedded(&mut self, bytes: &[u8]) {
        if kind::of_bytes(bytes).is_some() || compressed::is_known(bytes) { self.file("", bytes) } else { self.words(bytes) }
    }

    /// A font's table of names.
    fn font(&mut self, bytes: &[u8]) {
        for table in super::kind::name_tables(bytes) {
            self.words(table);
        }
    }

    /// Bytes in which words may stand, in whatever encoding.
    pub(super) fn words(&mut self, bytes: &[u8]) {
        self.texts(&encoded::texts(bytes));
    }

    fn texts(&mut self, texts: &[encoded::Reading]) {
        for text in texts {
            let before = std::mem::replace(&mut self.guessed, text.guessed);
            self.text(&text.text);
            self.guessed = before;
        }
    }

    /// The code of a page or a table in a PDF: its comments and what it says in letters.
    pub(super) fn code(&mut self, bytes: &[u8]) {
        for line in bytes.split(|it| matches!(it, b'\n' | b'\r')).filter(|it| it.contains(&b'%')) {
            self.words(line);
        }
    }

    /// A file that is a text, or none that is known.
    fn plain(&mut self, name: &str, bytes: &[u8]) {
        let utf16 = match bytes {
            [0xff, 0xfe, ..] => Some(UTF_16LE),
            [0xfe, 0xff, ..] => Some(UTF_16BE),
            _ => None,
        };
        let text = match (std::str::from_utf8(bytes), utf16) {
            (Ok(text), _) => text.into(),
            (Err(_), Some(encoding)) => encoding.decode(bytes).0,
            (Err(_), None) => match GB18030.decode_without_bom_handling(bytes) {
                (text, false) if !bytes.contains(&0) => text,
                _ => {
                    self.within(Channel::Bytes, |it| {
                        it.words(bytes);
                        it.tell(What::Unreadable);
                    });
                    return;
                }
            },
        };
        // signs that the readers of files use for themselves
        let text = match memchr2(BLOCK as u8, BREAK as u8, text.as_bytes()) {
            Some(_) => text.replace([BLOCK, BREAK], "").into(),
            None => text,
        };
        if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
            return self.markup(&text);
        }
        let ending = name.rsplit_once('.').map(|it| it.1.to_ascii_lowercase()).unwrap_or_default();
        let channel = match ending.as_str() {
            "js" | "mjs" | "json" | "map" | "webmanifest" => Channel::Script,
            "css" => Channel::Style,
            _ => Channel::Text,
        };
        self.text_in(channel, &text);
    }

    fn markup(&mut self, source: &str) {
        let parts = markup::read(source);
        // a picture's place in XMP, which stands in drawings and documents as well
        if ["exif:GPSLatitude", "exif:GPSLongitude"]
            .iter()
            .any(|it| memmem::find(parts.tags.as_bytes(), it.as_bytes()).is_some())
        {
            self.within(Channel::ImageMetadata, |it| it.tell(What::Location));
        }
        let texts = [
            (Channel::Text, &parts.text),
            (Channel::Tag, &parts.tags),
            (Channel::Comment, &parts.comments),
            (Channel::Script, &parts.scripts),
            (Channel::Style, &parts.styles),
        ];
        for (channel, text) in texts {
            self.text_in(channel, text);
        }
    }

    /// A text, and the texts within it.
    pub(super) fn text(&mut self, text: &str) {
        self.left = self.left.saturating_sub(text.len() as u64);
        if self.left == 0 {
            return self.tell(What::Unreadable);
        }
        let gate = self.gate;
        let (mut runs, mut escapes) = (Vec::new(), Vec::new());
        // Single digits below each other in a table are a number of nobody, unless the roster has it.
        let by_chance = self.guessed && self.trail.last() == Some(&Channel::PdfLayout);
        gate.index.pass(text, |stop| match stop {
            Stop::Anchor { patterns, spot } => {
                for &id in patterns {
                    let Some(pattern) = gate.patterns.get(id as usize) else { continue };
                    if self.guessed && pattern.symbols.len() < 3 {
                        continue;
                    }
                    if let Some(form) = verdict(pattern, text, spot, gate.index.anchor(id)) {
                        self.item(pattern.item, form);
                    }
                }
            }
            Stop::Run(from, to) => runs.push((from, to)),
            Stop::Digits(..) if by_chance => {}
            Stop::Digits(first, last) => {
                for number in personal(text, first, last) {
                    self.tell(match number {
                        Personal::Phone => What::UnknownPhone,
                        Personal::IdNumber => What::UnknownId,
                    });
                }
            }
            Stop::Escape(at) => escapes.push(at),
        });
        for (from, to) in runs {
            self.run(text.get(from..to).unwrap_or_default());
        }
        if !escapes.is_empty()
            && let Some(resolved) = escapes::resolve(text, &escapes)
        {
            self.text_in(Channel::Escaped, &resolved);
        }
        // tags in a script's strings, or what stands on the page as the source of another
        if markup::is_markup(text) {
            self.text_in(Channel::Text, &markup::read(text).text);
        }
    }

    fn item(&mut self, number: usize, form: Form) {
        self.met += 1;
        if let Some(item) = self.gate.items.get(number).filter(|it| !self.gate.is_at_home(it, self.path)) {
            let what = What::Item { entry: item.entry.clone(), whose: item.whose, kind: item.kind, form };
            self.tell(what);
        }
    }

    /// A run of letters and digits, which may be a hash or the encoding of something.
    fn run(&mut self, run: &str) {
        let mut hasher = DefaultHasher::new();
        run.hash(&mut hasher);
        let hash = hasher.finish();
        if self.gate.is_harmless(hash) {
            return;
        }
        let before = self.met;
        encoded::hash_heads(run, |head| {
            if let Some(number) = self.gate.hashes.find(head) {
                self.item(number, Form::Hash);
            }
        });
        for decoded in encoded::decode_run(run) {
            self.within(Channel::Encoded, |it| match decoded {
                Decoded::Text(text) => it.text(&text),
                Decoded::File(bytes) if kind::of_bytes(&bytes).is_none() => it.packed(&bytes),
                Decoded::File(bytes) => it.file("", &bytes),
            });
        }
        if self.met == before {
            self.gate.remember_harmless(hash);
        }
    }
}
