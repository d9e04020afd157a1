//! Reading PDFs back with a reader of another make.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

/// What a PDF says of itself.
#[derive(Debug)]
pub(crate) struct Pdf {
    document: Document,
}

impl Pdf {
    /// Reads a file's bytes.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        Self { document: Document::load_mem(bytes).unwrap() }
    }

    /// How many pages it has.
    pub(crate) fn pages(&self) -> usize {
        self.document.get_pages().len()
    }

    /// An entry of its information, such as `Title`.
    pub(crate) fn information(&self, key: &str) -> Option<String> {
        let information = self.document.trailer.get(b"Info").ok()?;
        let information = self.dictionary(information)?;
        information.get(key.as_bytes()).ok().and_then(|it| lopdf::decode_text_string(it).ok())
    }

    /// The language of its text.
    pub(crate) fn language(&self) -> Option<String> {
        let catalog = self.document.catalog().ok()?;
        catalog.get(b"Lang").ok().and_then(|it| lopdf::decode_text_string(it).ok())
    }

    /// Whether it is tagged, so that a screen reader finds its way.
    pub(crate) fn is_tagged(&self) -> bool {
        let marks = self.document.catalog().ok().and_then(|it| self.dictionary(it.get(b"MarkInfo").ok()?));
        marks.and_then(|it| it.get(b"Marked").ok()?.as_bool().ok()) == Some(true)
    }

    /// The titles of its bookmarks.
    pub(crate) fn bookmarks(&self) -> Vec<String> {
        self.bookmarks_with_depth().into_iter().map(|(_, title)| title).collect()
    }

    /// The titles of its bookmarks, each with how deep it lies.
    pub(crate) fn bookmarks_with_depth(&self) -> Vec<(usize, String)> {
        let mut titles = Vec::new();
        let outlines = self.document.catalog().ok().and_then(|it| self.dictionary(it.get(b"Outlines").ok()?));
        self.collect_bookmarks(outlines.and_then(|it| it.get(b"First").ok()), 0, &mut titles);
        titles
    }

    fn collect_bookmarks(&self, first: Option<&Object>, depth: usize, titles: &mut Vec<(usize, String)>) {
        let mut next = first.and_then(|it| self.dictionary(it));
        while let Some(item) = next {
            let title = item.get(b"Title").ok().and_then(|it| lopdf::decode_text_string(it).ok());
            titles.extend(title.map(|it| (depth, it)));
            self.collect_bookmarks(item.get(b"First").ok(), depth + 1, titles);
            next = item.get(b"Next").ok().and_then(|it| self.dictionary(it));
        }
    }

    /// Its fonts by name, and whether each is embedded.
    pub(crate) fn fonts(&self) -> BTreeMap<String, bool> {
        let descriptors = self.document.objects.values().filter_map(|it| it.as_dict().ok());
        let descriptors =
            descriptors.filter(|it| it.get(b"Type").is_ok_and(|it| it.as_name().is_ok_and(|it| it == b"FontDescriptor")));
        descriptors
            .map(|it| {
                let name = it.get(b"FontName").and_then(Object::as_name).unwrap_or_default();
                let embedded = [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| it.has(key));
                (String::from_utf8_lossy(name).into_owned(), embedded)
            })
            .collect()
    }

    /// The text of all pages without blanks and line breaks, which a PDF does not keep as they were written.
    pub(crate) fn text(&self) -> String {
        let numbers: Vec<u32> = self.document.get_pages().into_keys().collect();
        self.document.extract_text(&numbers).unwrap().chars().filter(|it| !it.is_whitespace()).collect()
    }

    fn dictionary<'a>(&'a self, object: &'a Object) -> Option<&'a Dictionary> {
        self.document.dereference(object).ok().and_then(|(_, it)| it.as_dict().ok())
    }
}
