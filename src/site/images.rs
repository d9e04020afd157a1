//! Images that texts show.

use crate::privacy::View;
use crate::source::{FileId, SitePath};

use super::target::Target;

/// The image that a text in the file `from` shows as `target`. `None` where there is none, or none that may be shown.
pub fn image_of(view: &View<'_>, from: &SitePath, target: &str) -> Option<FileId> {
    let Target::File(path, _) = Target::read(target) else { return None };
    let path = from.join(&path)?;
    let asset = view.casebook.assets.get(&path)?;
    view.may_show_image(&path).then_some(asset.file)
}
