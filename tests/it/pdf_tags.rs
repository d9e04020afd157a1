//! The structure that a screen reader walks, and what every document of the demo must have of it.

use lopdf::{Dictionary, Document, Object};

use crate::demo::SITE;

/// An element of the structure.
#[derive(Debug, PartialEq, Eq)]
struct Tag {
    name: String,
    /// Whether it has words for those who do not see it.
    alternative: Option<String>,
    below: Vec<Tag>,
}

/// The structure of a PDF: a tag a line, those below it further in.
pub(crate) fn in_words(pdf: &[u8]) -> String {
    let mut text = String::new();
    write(&tags(&Document::load_mem(pdf).unwrap()), 0, &mut text);
    text
}

fn tags(file: &Document) -> Vec<Tag> {
    let root = file.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    let root = file.dereference(root).unwrap().1.as_dict().unwrap();
    below(file, root)
}

fn below(file: &Document, element: &Dictionary) -> Vec<Tag> {
    let Ok(kids) = element.get(b"K") else { return Vec::new() };
    let kids = file.dereference(kids).unwrap().1;
    let kids = kids.as_array().cloned().unwrap_or_else(|_| vec![kids.clone()]);
    kids.iter().filter_map(|it| tag(file, it)).collect()
}

fn tag(file: &Document, kid: &Object) -> Option<Tag> {
    let element = file.dereference(kid).ok()?.1.as_dict().ok()?;
    let name = String::from_utf8_lossy(element.get(b"S").ok()?.as_name().ok()?).into_owned();
    let alternative = element.get(b"Alt").ok().and_then(|it| lopdf::decode_text_string(it).ok());
    Some(Tag { name, alternative, below: below(file, element) })
}

/// A tag a line, those below it further in; equal neighbours are written once, with their number.
fn write(tags: &[Tag], depth: usize, text: &mut String) {
    let mut at = 0;
    while let Some(tag) = tags.get(at) {
        let same = tags[at..].iter().take_while(|it| *it == tag).count();
        let times = if same > 1 { format!(" ×{same}") } else { String::new() };
        let alternative = tag.alternative.as_ref().map(|it| format!(" “{it}”")).unwrap_or_default();
        text.push_str(&format!("{}{}{times}{alternative}\n", "  ".repeat(depth), tag.name));
        write(&tag.below, depth + 1, text);
        at += same;
    }
}

fn all<'a>(tags: &'a [Tag], found: &mut Vec<&'a Tag>) {
    for tag in tags {
        found.push(tag);
        all(&tag.below, found);
    }
}

#[test]
fn every_document_of_the_demo_is_tagged_as_it_should_be() {
    for (path, bytes) in SITE.iter().filter(|(path, _)| path.ends_with(".pdf")) {
        let tree = tags(&Document::load_mem(bytes).unwrap());
        let mut found = Vec::new();
        all(&tree, &mut found);
        let mut level = 0;
        for tag in &found {
            match tag.name.as_str() {
                "Figure" => assert!(tag.alternative.as_ref().is_some_and(|it| it.chars().count() > 3), "{path}: {tag:?}"),
                "Table" => {
                    let mut inside = Vec::new();
                    all(&tag.below, &mut inside);
                    assert!(inside.iter().any(|it| it.name == "TH"), "{path}: a table without a head");
                }
                name => {
                    if let Some(now) = name.strip_prefix('H').and_then(|it| it.parse::<u32>().ok()) {
                        assert!(now <= level + 1, "{path}: H{now} after H{level}");
                        level = now;
                    }
                }
            }
        }
        assert!(found.iter().any(|it| it.name == "P") && level > 0, "{path}");
    }
}

#[test]
fn no_named_destination_carries_a_name_or_a_code() {
    let aliases = ["青青", "石头", "竹竹", "山山", "阿岚", "豆豆", "云朵", "星星", "白老师"];
    for (path, bytes) in SITE.iter().filter(|(path, _)| path.ends_with(".pdf")) {
        let file = Document::load_mem(bytes).unwrap();
        let names =
            file.catalog().unwrap().get(b"Names").ok().and_then(|it| file.dereference(it).ok()?.1.as_dict().ok().cloned());
        let mut found = Vec::new();
        if let Some(tree) = names.as_ref().and_then(|it| it.get(b"Dests").ok()) {
            strings(&file, tree, &mut found, 0);
        }
        for name in found {
            let is_code = (1..=8).any(|at| name.contains(&format!("S0{at}"))) || name.contains("4-2");
            assert!(!is_code && aliases.iter().all(|it| !name.contains(it)) && name.is_ascii(), "{path}: {name}");
        }
    }
}

/// Every name of a name tree.
fn strings(file: &Document, node: &Object, found: &mut Vec<String>, depth: usize) {
    let Ok((_, Object::Dictionary(node))) = file.dereference(node) else { return };
    for name in node.get(b"Names").and_then(Object::as_array).into_iter().flatten() {
        found.extend(lopdf::decode_text_string(name).ok());
    }
    for kid in node.get(b"Kids").and_then(Object::as_array).into_iter().flatten() {
        if depth < 16 {
            strings(file, kid, found, depth + 1);
        }
    }
}
