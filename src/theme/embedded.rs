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

#[derive(RustEmbed)]
#[folder = "themes/plain"]
struct Plain;

/// Themes beside the default one that the program carries.
pub(super) const NAMED: [&str; 1] = ["plain"];

/// The files of a theme that the program carries beside the default one, by their paths inside it.
pub(super) fn named(name: &str) -> Option<BTreeMap<String, Vec<u8>>> {
    let files = Plain::iter().filter_map(|path| Some((path.to_string(), Plain::get(&path)?.data.into_owned())));
    NAMED.contains(&name).then(|| files.collect())
}

/// Every file of the default theme by its path inside it.
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
