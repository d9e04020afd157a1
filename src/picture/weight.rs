//! How much a drawing comes to once everything is drawn that it refers to.
//!
//! A part of a drawing may be used again, also by parts that are used again: a few lines can stand for thousands of millions of
//! shapes. This reckons an upper bound without drawing any.

use std::collections::HashMap;

use usvg::roxmltree::{Document, Node, NodeId};

use super::Fault;

/// The most that a drawing may come to. A map of a town comes to some fifty thousand.
const MOST: u64 = 500_000;

/// So many characters of attributes count as much as an element.
const CHARACTERS: u64 = 32;

/// Deepest nesting of elements and references together.
const DEEPEST: usize = 200;

/// Properties that an element passes on to those within it.
const INHERITED: [&str; 6] = ["fill", "stroke", "marker", "marker-start", "marker-mid", "marker-end"];

/// Refuses a drawing that comes to too much.
pub(super) fn check(document: &Document<'_>) -> Result<(), Fault> {
    let ids = document.descendants().filter_map(|it| Some((it.attribute("id")?, it))).collect();
    let mut scale = Scale { ids, sheet: Vec::new(), known: HashMap::new() };
    let sheets = document.descendants().filter(|it| it.tag_name().name() == "style").filter_map(|it| it.text());
    scale.sheet = sheets.flat_map(references).map(|(_, id)| id).collect();
    scale.sheet.sort_unstable();
    scale.sheet.dedup();
    match scale.weigh(document.root_element(), 0) {
        Some(it) if it.whole <= MOST => Ok(()),
        _ => Err(Fault::TooIntricate),
    }
}

struct Scale<'a, 'input> {
    ids: HashMap<&'a str, Node<'a, 'input>>,
    /// What style sheets refer to; it is not looked into which elements they are for.
    sheet: Vec<&'a str>,
    /// `None` for an element that is being weighed.
    known: HashMap<NodeId, Option<Weight>>,
}

/// What an element comes to.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    /// With everything it refers to.
    whole: u64,
    /// Elements in it.
    elements: u64,
    /// Corners of its lines, each of which may bear a marker.
    corners: u64,
}

impl<'a> Scale<'a, '_> {
    /// `None` where it is nested too deeply.
    fn weigh(&mut self, node: Node<'a, '_>, depth: usize) -> Option<Weight> {
        if depth > DEEPEST {
            return None;
        }
        match self.known.get(&node.id()) {
            Some(Some(known)) => return Some(*known),
            // What refers to itself is not drawn.
            Some(None) => return Some(Weight::default()),
            None => self.known.insert(node.id(), None),
        };
        let characters: usize = node.attributes().map(|it| it.value().len()).sum();
        let outline = ["d", "points"].into_iter().filter_map(|it| node.attribute(it)).map(str::len).sum::<usize>() as u64;
        let mut weight = Weight { whole: 1 + characters as u64 / CHARACTERS, elements: 1, corners: outline / 2 };
        for child in node.children().filter(Node::is_element) {
            let child = self.weigh(child, depth + 1)?;
            weight.whole = weight.whole.saturating_add(child.whole);
            weight.elements += child.elements;
            weight.corners += child.corners;
        }
        let sheet = self.sheet.clone();
        for id in sheet {
            let referred = self.referred(id, depth)?;
            weight.whole = weight.whole.saturating_add(referred);
        }
        for attribute in node.attributes() {
            let named = attribute.value().strip_prefix('#').filter(|_| attribute.name() == "href");
            let named = named.map(|id| ("href", id)).into_iter();
            let styled = references(attribute.value()).map(|(property, id)| match attribute.name() {
                "style" => (property, id),
                name => (name, id),
            });
            for (property, id) in named.chain(styled) {
                let times = match property {
                    it if it.starts_with("marker") => weight.corners.max(weight.elements),
                    it if INHERITED.contains(&it) => weight.elements,
                    _ => 1,
                };
                let referred = self.referred(id, depth)?.saturating_mul(times);
                weight.whole = weight.whole.saturating_add(referred);
            }
        }
        self.known.insert(node.id(), Some(weight));
        Some(weight)
    }

    /// What is drawn once more where an element is referred to. Gradients are shared.
    fn referred(&mut self, id: &str, depth: usize) -> Option<u64> {
        let Some(node) = self.ids.get(id).copied() else { return Some(0) };
        if node.tag_name().name().ends_with("Gradient") {
            return Some(0);
        }
        Some(self.weigh(node, depth + 1)?.whole)
    }
}

/// Each `url(#id)` in declarations, with the property that it is the value of.
fn references(declarations: &str) -> impl Iterator<Item = (&str, &str)> {
    declarations.match_indices("url(").filter_map(|(at, open)| {
        let id = declarations[at + open.len()..].trim_start_matches([' ', '"', '\'']).strip_prefix('#')?;
        let id = id.split([')', '"', '\'', ' ']).next()?;
        let before = &declarations[..at];
        let property = before.rsplit([';', '{', '}']).next().unwrap_or_default();
        Some((property.split(':').next().unwrap_or_default().trim(), id))
    })
}
