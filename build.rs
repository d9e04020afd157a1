//! Tells the program what it was made from, so that nothing is taken from a cache that another program filled.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// All that can change what the program makes; the crates it draws on are in the lock file.
const MADE_FROM: [&str; 4] = ["src", "themes", "Cargo.toml", "Cargo.lock"];

fn main() -> std::io::Result<()> {
    let mut hasher = DefaultHasher::new();
    for path in MADE_FROM {
        println!("cargo::rerun-if-changed={path}");
        add(Path::new(path), &mut hasher)?;
    }
    println!("cargo::rustc-env=CASEBOOK_MADE_FROM={:016x}", hasher.finish());
    Ok(())
}

/// Adds a file, or a folder's files in order of name: paths and bytes.
fn add(path: &Path, hasher: &mut DefaultHasher) -> std::io::Result<()> {
    if !path.is_dir() {
        path.to_string_lossy().replace('\\', "/").hash(hasher);
        std::fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let mut inside = std::fs::read_dir(path)?.map(|it| Ok(it?.path())).collect::<std::io::Result<Vec<PathBuf>>>()?;
    inside.sort();
    inside.iter().try_for_each(|it| add(it, hasher))
}
