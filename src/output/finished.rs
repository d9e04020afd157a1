//! A finished folder, read back.

use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::MARKER;
use crate::privacy::Audience;

/// The files of a folder in order of path, each with its path below the folder, `/` between segments. What a link leads to
/// counts as being there.
///
/// # Errors
/// Where a folder cannot be listed.
pub fn finished_files(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let segments: Vec<_> = below.iter().map(|it| it.to_string_lossy()).collect();
            files.push((segments.join("/"), entry.path().to_owned()));
        }
    }
    Ok(files)
}

/// For whom a folder of ours was made, as its marker says.
pub fn audience_of(folder: &Path) -> Option<Audience> {
    let marker = std::fs::read_to_string(folder.join(MARKER)).ok()?;
    let named = marker.lines().find_map(|it| it.strip_prefix("audience: "))?;
    Audience::ALL.into_iter().find(|it| it.id() == named.trim())
}
