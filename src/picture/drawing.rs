//! Drawings: SVG.

use std::sync::{Arc, OnceLock};

use usvg::roxmltree::{Document, ParsingOptions};
use usvg::{ImageHrefResolver, ImageKind, Indent, Options, Tree, WriteOptions, fontdb};

use super::{Fault, Format, Picture, Size, checked_size, raster, weight};
use crate::source::Limits;

/// The most elements that are read of a drawing.
const MOST_NODES: u32 = 200_000;

/// Faces by which the words of drawings are measured.
#[derive(Debug, Default)]
pub struct Faces {
    files: Vec<&'static [u8]>,
    known: OnceLock<Arc<fontdb::Database>>,
}

impl Faces {
    /// Takes files of the formats OTF, TTF and TTC. They are read when the first drawing is.
    pub fn new(files: impl IntoIterator<Item = &'static [u8]>) -> Self {
        Self { files: files.into_iter().collect(), known: OnceLock::new() }
    }

    fn known(&self) -> Arc<fontdb::Database> {
        let read = || {
            let mut known = fontdb::Database::new();
            for file in &self.files {
                known.load_font_source(fontdb::Source::Binary(Arc::new(*file)));
            }
            let family = known.faces().find_map(|it| Some(it.families.first()?.0.clone()));
            if let Some(family) = family {
                known.set_serif_family(&family);
                known.set_sans_serif_family(&family);
                known.set_cursive_family(&family);
                known.set_fantasy_family(&family);
                known.set_monospace_family(family);
            }
            Arc::new(known)
        };
        Arc::clone(self.known.get_or_init(read))
    }
}

/// Makes a drawing ready. It is read into shapes, words and images, and written down again from these: scripts, event handlers,
/// style sheets, foreign elements, comments, entities and references to other files have no place among them.
pub(super) fn develop(text: &str, faces: &Faces, limits: Limits) -> Result<Picture, Fault> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text.trim_start_matches('\u{FEFF}'), options).map_err(|_| Fault::Damaged)?;
    weight::check(&document)?;
    let options = Options {
        fontdb: faces.known(),
        languages: vec!["zh".to_owned(), "en".to_owned()],
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(move |_, bytes, _| embedded(&bytes, limits)),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&document, &options).map_err(|_| Fault::Damaged)?;
    // What is not a number becomes 0, what is too large the largest number.
    let (width, height) = (tree.size().width().ceil() as u32, tree.size().height().ceil() as u32);
    checked_size(width, height, limits)?;
    let options = WriteOptions { preserve_text: true, indent: Indent::None, ..WriteOptions::default() };
    let bytes = tree.to_string(&options).into_bytes();
    Ok(Picture { format: Format::Svg, sizes: vec![Size { width, height, bytes }] })
}

/// An image within a drawing, made ready as others are.
fn embedded(bytes: &[u8], limits: Limits) -> Option<ImageKind> {
    let picture = raster::develop(bytes, limits).ok()?;
    let bytes = Arc::new(picture.sizes.into_iter().next_back()?.bytes);
    Some(if picture.format == Format::Jpeg { ImageKind::JPEG(bytes) } else { ImageKind::PNG(bytes) })
}
