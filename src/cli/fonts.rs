//! Faces of `--font-path`.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::words::{refusal, say};
use super::{Exit, Invocation};

/// Folders within a folder of fonts are searched so deep.
const DEEPEST: usize = 8;

/// A larger file is no font: those with every Chinese character take some 30 MiB, collections 100.
const LARGEST: u64 = 256 << 20;

/// Reads the font files of every folder that was named, in order of name, folders within them included. A folder that is not
/// there is a fault of the command line.
pub(super) fn read(invocation: &Invocation) -> Result<Vec<Arc<[u8]>>, Exit> {
    let mut fonts = Vec::new();
    if !invocation.pdf {
        return Ok(fonts);
    }
    for folder in &invocation.font_paths {
        if let Err(error) = collect(folder, DEEPEST, &mut fonts) {
            let said = say(invocation.language, "错误：读不了字体文件夹 ", "error: cannot read the folder of fonts ");
            eprintln!(
                "{said}{}{}{}",
                folder.display(),
                say(invocation.language, "：", ": "),
                refusal(invocation.language, &error)
            );
            return Err(if error.kind() == io::ErrorKind::NotFound { Exit::Usage } else { Exit::Environment });
        }
    }
    Ok(fonts)
}

fn collect(folder: &Path, depth: usize, fonts: &mut Vec<Arc<[u8]>>) -> io::Result<()> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)?.map(|it| Ok(it?.path())).collect::<io::Result<_>>()?;
    paths.sort();
    for path in paths {
        let extension = path.extension().map(|it| it.to_string_lossy().to_ascii_lowercase());
        if path.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, fonts)?;
            }
        } else if matches!(extension.as_deref(), Some("otf" | "ttf" | "ttc" | "otc")) {
            // A pipe has no end, and neither has a device behind a link.
            let file = std::fs::metadata(&path)?;
            if file.is_file() && file.len() <= LARGEST {
                fonts.push(std::fs::read(&path)?.into());
            }
        }
    }
    Ok(())
}
