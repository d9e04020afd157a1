//! Stretches of text.

use std::fmt::Write as _;

use crate::html::escape::{push_attribute, push_escaped};
use crate::site::{footnote_id, reference_id};
use crate::syntax::Inline;

use super::destination::{Destination, destination};
use super::{Dress, Image, Writer};

/// How wide a column of text is: on a telephone as the screen, else as the style sheet's widest.
const SIZES: &str = "(max-width: 46rem) 100vw, 46rem";

impl Writer<'_> {
    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => push_escaped(&mut self.out, text),
            Inline::Code(text) | Inline::Html(text) => {
                self.out.push_str("<code>");
                push_escaped(&mut self.out, text);
                self.out.push_str("</code>");
            }
            // Figures have been put in before; what is left shows what was asked for.
            Inline::Live { text, .. } => {
                self.out.push_str("<code>=");
                push_escaped(&mut self.out, text);
                self.out.push_str("</code>");
            }
            Inline::Emphasis(content) => self.element("em", content),
            Inline::Strong(content) => self.element("strong", content),
            Inline::Strike(content) => self.element(if self.dress == Dress::Page { "s" } else { "del" }, content),
            Inline::Link { target, content, .. } => self.link(target, content),
            Inline::Image { target, alt, title, .. } => self.image(target, alt, title),
            Inline::FootnoteRef(index) => self.footnote_reference(*index),
            Inline::SoftBreak => self.out.push('\n'),
            Inline::HardBreak => self.out.push_str("<br>\n"),
        }
    }

    fn element(&mut self, name: &str, content: &[Inline]) {
        let _ = write!(self.out, "<{name}>");
        self.inlines(content);
        let _ = write!(self.out, "</{name}>");
    }

    fn link(&mut self, target: &str, content: &[Inline]) {
        let (href, leaves) = match destination(target) {
            Destination::Elsewhere(address) => {
                let leaves = address.starts_with(['h', 'H']);
                (Some(address.into_owned()), leaves)
            }
            Destination::Here(fragment) => {
                let id = self.headings.find(fragment);
                (id.map(|id| format!("#{}{id}", self.style.id_prefix)), false)
            }
            Destination::File(target) => (self.style.links.href(target), false),
            Destination::Refused => (None, false),
        };
        let Some(href) = href else { return self.inlines(content) };
        self.out.push_str("<a");
        push_attribute(&mut self.out, "href", &href);
        if leaves && self.dress == Dress::Page {
            self.out.push_str(" rel=\"noreferrer noopener\"");
        }
        self.out.push('>');
        self.inlines(content);
        self.out.push_str("</a>");
    }

    fn image(&mut self, target: &str, alt: &str, title: &str) {
        // A page asks no other host for anything, so only files of the casebook are shown.
        let image = match destination(target) {
            Destination::File(target) => self.style.links.image(target),
            Destination::Elsewhere(_) | Destination::Here(_) | Destination::Refused => None,
        };
        let Some(Image { size, sources }) = image else { return push_escaped(&mut self.out, alt) };
        // Of two sizes or more, a browser that cannot choose takes the one between.
        let Some((address, _)) = sources.get(sources.len() / 2) else { return push_escaped(&mut self.out, alt) };
        self.out.push_str("<img");
        push_attribute(&mut self.out, "src", address);
        push_attribute(&mut self.out, "alt", alt);
        if !title.is_empty() {
            push_attribute(&mut self.out, "title", title);
        }
        if self.dress == Dress::Page {
            if sources.len() > 1 {
                let set: Vec<String> = sources.iter().map(|(address, width)| format!("{address} {width}w")).collect();
                push_attribute(&mut self.out, "srcset", &set.join(", "));
                push_attribute(&mut self.out, "sizes", SIZES);
            }
            let (width, height) = size;
            let _ = write!(self.out, " width=\"{width}\" height=\"{height}\" loading=\"lazy\" decoding=\"async\"");
        }
        self.out.push('>');
    }

    fn footnote_reference(&mut self, index: usize) {
        // A reference to nothing cannot come from the parser; whoever cuts a text's footnotes loses the references too.
        let Some(referred) = self.referred.get_mut(index) else { return };
        let first = !std::mem::replace(referred, true);
        let prefix = self.style.id_prefix;
        self.out.push_str("<sup><a");
        push_attribute(&mut self.out, "href", &format!("#{prefix}{}", footnote_id(index)));
        if first {
            push_attribute(&mut self.out, "id", &format!("{prefix}{}", reference_id(index)));
        }
        let _ = write!(self.out, " role=\"doc-noteref\">{}</a></sup>", index + 1);
    }
}
