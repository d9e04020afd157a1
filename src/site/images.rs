//! Images that texts show.

use crate::privacy::{Audience, View};
use crate::source::{FileId, SitePath, Target};

/// The image that a text in the file `from` shows as `target`. `None` where there is none. In what others read there is no file
/// that a text is in: there an image goes by its name alone.
pub fn image_of(view: &View<'_>, from: Option<&SitePath>, target: &str) -> Option<FileId> {
    let Target::File(path, _) = Target::read(target) else { return None };
    let path = match view.audience {
        Audience::Teacher => from?.join(&path)?,
        Audience::Staff | Audience::Parent | Audience::Research => SitePath::new(&path)?,
    };
    Some(view.casebook.assets.get(&path)?.file)
}
