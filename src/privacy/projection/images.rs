//! Images: those to which the guardians of every pupil on them agreed, under names that say nothing.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::model::{Asset, Casebook};
use crate::privacy::{Audience, consent};
use crate::source::{FileId, SitePath, Target};

/// The images of an edition.
#[derive(Debug, Default)]
pub(super) struct Images {
    /// Their new names, by the files that they are.
    names: BTreeMap<SitePath, SitePath>,
    /// The files, in the order of their numbers.
    files: Vec<FileId>,
}

impl Images {
    /// Those that an audience may see, as of a day. Of which nobody said who is on it, it sees none.
    pub(super) fn of(casebook: &Casebook, audience: Audience, day: Date) -> Self {
        let mut images = Self::default();
        let known = casebook.roster.as_ref().map(|it| it.images()).unwrap_or_default();
        for (path, students) in known {
            let agreed = |code: &String| {
                let student = casebook.find_student(code).map(|id| casebook.student(id));
                student.is_some_and(|it| consent::to_image(casebook, it, &path, audience, day))
            };
            let Some(asset) = casebook.assets.get(&path) else { continue };
            let name = SitePath::new(&format!("image-{:06}.{}", images.files.len(), path.extension()));
            if let Some(name) = name.filter(|_| !students.is_empty() && students.iter().all(agreed)) {
                images.files.push(asset.file);
                images.names.insert(path, name);
            }
        }
        images
    }

    /// The name of the image that a text in the file `from` shows; `None` for one that may not be seen.
    pub(super) fn name(&self, from: &SitePath, target: &str) -> Option<&SitePath> {
        match Target::read(target) {
            Target::File(path, _) => self.names.get(&from.join(&path)?),
            Target::Elsewhere | Target::Here(_) | Target::Refused => None,
        }
    }

    /// The same as assets of a casebook whose files are those of [`Images::into_files`], in their order.
    pub(super) fn assets(&self) -> BTreeMap<SitePath, Asset> {
        let mut names: Vec<SitePath> = self.names.values().cloned().collect();
        names.sort();
        names.into_iter().zip((0..).map(FileId)).map(|(name, file)| (name, Asset { file })).collect()
    }

    /// Name and file of each, in order of name.
    pub(super) fn into_files(self) -> Vec<(SitePath, FileId)> {
        let mut names: Vec<SitePath> = self.names.into_values().collect();
        names.sort();
        names.into_iter().zip(self.files).collect()
    }
}
