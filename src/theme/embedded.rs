//! The built-in theme's files. Fonts are embedded where documents are set; so are Typst sources, which are here to be copied.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "themes/default/templates"]
struct Templates;

#[derive(RustEmbed)]
#[folder = "themes/default/static"]
struct Static;

#[derive(RustEmbed)]
#[folder = "themes/default/genres"]
struct Genres;

#[derive(RustEmbed)]
#[folder = "themes/default/strings"]
struct Words;

#[derive(RustEmbed)]
#[folder = "themes/default/typst"]
struct Layouts;

/// Every file by its path inside the theme.
pub(super) fn files() -> BTreeMap<String, Cow<'static, [u8]>> {
    let mut files = BTreeMap::new();
    collect::<Templates>("templates", &mut files);
    collect::<Static>("static", &mut files);
    collect::<Genres>("genres", &mut files);
    collect::<Words>("strings", &mut files);
    collect::<Layouts>("typst", &mut files);
    files
}

fn collect<Folder: RustEmbed>(name: &str, files: &mut BTreeMap<String, Cow<'static, [u8]>>) {
    for path in Folder::iter() {
        if let Some(file) = Folder::get(&path) {
            files.insert(format!("{name}/{path}"), file.data);
        }
    }
}
