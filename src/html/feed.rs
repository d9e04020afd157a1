//! The Atom feed (RFC 4287) and the map of the site (sitemaps.org), for a site that is on a server.

use crate::site::pages::Feed;

use super::escape::push_escaped;

/// Where the map lies.
pub(super) const SITEMAP: &str = "sitemap.xml";

/// The feed.
pub(super) fn atom(feed: &Feed, language: &str) -> String {
    let mut out = format!("{DECLARATION}<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\">\n");
    element(&mut out, "title", &feed.title);
    element(&mut out, "id", &feed.home);
    element(&mut out, "updated", &feed.updated);
    out.push_str("<author>");
    element(&mut out, "name", &feed.author);
    out.push_str("</author>\n<generator>casebook</generator>\n");
    link(&mut out, "self", &feed.address);
    link(&mut out, "alternate", &feed.home);
    for entry in &feed.entries {
        out.push_str("<entry>\n");
        element(&mut out, "title", &entry.title);
        element(&mut out, "id", &entry.id);
        element(&mut out, "updated", &entry.updated);
        link(&mut out, "alternate", &entry.address);
        out.push_str("<category term=\"");
        escape(&mut out, &entry.kind);
        out.push_str("\"/>\n");
        if let Some(summary) = &entry.summary {
            element(&mut out, "summary", summary);
        }
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

/// The map of a site whose pages have these addresses.
pub(super) fn sitemap(addresses: &[String]) -> String {
    let mut out = format!("{DECLARATION}<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for address in addresses {
        out.push_str("<url>");
        element(&mut out, "loc", address);
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

fn element(out: &mut String, name: &str, words: &str) {
    out.push_str(&format!("<{name}>"));
    escape(out, words);
    out.push_str(&format!("</{name}>\n"));
}

fn link(out: &mut String, relation: &str, address: &str) {
    out.push_str(&format!("<link rel=\"{relation}\" href=\""));
    escape(out, address);
    out.push_str("\"/>\n");
}

/// Words in XML, without the characters that it does not know.
fn escape(out: &mut String, words: &str) {
    let known = |it: &char| !matches!(it, '\u{80}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}');
    push_escaped(out, &words.chars().filter(known).collect::<String>());
}
