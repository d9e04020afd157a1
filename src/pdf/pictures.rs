//! Charts and images of a document, as files of its world.

use typst::foundations::Bytes;

/// The pictures of a document, each once, under short names that are the same for every document.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    files: Vec<(String, Bytes)>,
}

impl Pictures {
    /// Takes a drawing of our own; answers with its path.
    pub(super) fn drawing(&mut self, svg: String) -> String {
        self.take(Bytes::from_string(svg), "svg")
    }

    /// Takes an image whose files end so; answers with its path.
    pub(super) fn image(&mut self, extension: &str, bytes: Vec<u8>) -> String {
        self.take(Bytes::new(bytes), extension)
    }

    /// The files.
    pub(super) fn into_files(self) -> Vec<(String, Bytes)> {
        self.files
    }

    fn take(&mut self, bytes: Bytes, extension: &str) -> String {
        if let Some((path, _)) = self.files.iter().find(|(_, known)| *known == bytes) {
            return path.clone();
        }
        // From the root, for a layout may stand in any folder of a theme.
        let path = format!("/img/{}.{extension}", self.files.len());
        self.files.push((path.clone(), bytes));
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_kept_once() {
        let mut pictures = Pictures::default();
        assert_eq!(pictures.drawing("<svg/>".into()), "/img/0.svg");
        assert_eq!(pictures.drawing("<svg />".into()), "/img/1.svg");
        assert_eq!(pictures.drawing("<svg/>".into()), "/img/0.svg");
        assert_eq!(pictures.into_files().len(), 2);
    }
}
