//! Images that the roster names: who is on them, and who agreed that others see them.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::schema::{Data, Fields, Value};
use crate::source::SitePath;

use super::{Casebook, Roster};

impl Roster {
    /// The images that the roster says something of, each with the codes of the pupils on it, as they are written.
    pub fn images(&self) -> BTreeMap<SitePath, BTreeSet<String>> {
        let mut images: BTreeMap<SitePath, BTreeSet<String>> = BTreeMap::new();
        for image in self.fields.records("images") {
            if let Some(path) = image.text("file").and_then(image_path) {
                images.entry(path).or_default().extend(image.texts("students").into_iter().map(str::to_owned));
            }
        }
        images
    }
}

/// The file that a path of the roster means: below the content folder, however it begins.
pub fn image_path(written: &str) -> Option<SitePath> {
    let path = written.trim().trim_start_matches("./");
    SitePath::new(path.strip_prefix("content/").unwrap_or(path))
}

/// Reports what the roster says of images that are not there, and consents to images of which nobody said who is on them.
pub(super) fn check(casebook: &Casebook, findings: &mut Diagnostics) {
    let Some(roster) = &casebook.roster else { return };
    let known = roster.images();
    let items = |fields: &Fields, key: &str| match fields.get(key).map(|it| &it.data) {
        Some(Data::List(items)) => items.clone(),
        _ => Vec::new(),
    };
    let mut check = |value: &Value, must_be_known: bool| {
        let Some(written) = value.as_text() else { return };
        let path = image_path(written);
        let finding = |code| Diagnostic::new(code, value.span).arg("target", written);
        if path.as_ref().is_none_or(|it| !casebook.assets.contains_key(it)) {
            let near = nearest_image(casebook, written);
            findings.push(finding(Code::ConsentImageMissing).arg("nearest", near.unwrap_or_default()));
        } else if must_be_known && path.is_none_or(|it| !known.contains_key(&it)) {
            findings.push(finding(Code::ConsentImageUnknown));
        }
    };
    for image in roster.fields.records("images") {
        image.get("file").into_iter().for_each(|it| check(it, false));
    }
    for consent in roster.students.values().flat_map(|it| it.fields.records("consent")) {
        items(consent, "images").iter().for_each(|it| check(it, true));
    }
}

/// The image that was probably meant: one of the same name elsewhere, or of nearly the same path.
fn nearest_image(casebook: &Casebook, written: &str) -> Option<String> {
    let name = written.rsplit('/').next().unwrap_or_default();
    let same = casebook.assets.keys().find(|it| it.file_name() == name).map(|it| it.as_str());
    same.or_else(|| nearest(written, casebook.assets.keys().map(|it| it.as_str()))).map(str::to_owned)
}
