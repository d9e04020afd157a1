//! Themes: templates, static files and words of the site, the built-in ones under a school's own.
//!
//! A school's theme is a folder `themes/<name>/` laid over the built-in one file by file; words are laid over key by key, so that
//! one word can be changed in a file of one line. The built-in templates stay reachable as `default/base.html`, so that an
//! override can extend what it replaces.

mod embedded;
mod genre;
mod manifest;
mod strings;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use crate::diag::{Code, Diagnostic, Language};

pub use genre::{About, CoverOutline, Genre, Here, Part, Section, When};
pub use manifest::DocumentStyle;
pub use strings::Strings;

/// The faces that the program carries, read where they lie in it.
pub const BUNDLED_FACES: [&[u8]; 4] = [
    include_bytes!("../../themes/default/fonts/CasebookSong-Regular.otf"),
    include_bytes!("../../themes/default/fonts/CasebookSong-SemiBold.otf"),
    include_bytes!("../../themes/default/fonts/CasebookHei-Medium.otf"),
    include_bytes!("../../themes/default/fonts/CasebookKai-Regular.ttf"),
];

/// How a site looks and which words stand around its contents.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    name: String,
    built_in: BTreeMap<String, Cow<'static, [u8]>>,
    own: BTreeMap<String, Vec<u8>>,
    chinese: Strings,
    english: Strings,
    documents: DocumentStyle,
}

/// Why a theme cannot be used, in words that fill [`Code::ThemeUnusable`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeError(pub String);

impl Theme {
    /// The theme that the program carries.
    pub fn built_in() -> Self {
        let built_in = embedded::files();
        let words = |path: &str| {
            let bytes = built_in.get(path).map(|it| it.as_ref()).unwrap_or_default();
            Strings::read(&String::from_utf8_lossy(bytes)).unwrap_or_default()
        };
        let (chinese, english) = (words("strings/zh.yaml"), words("strings/en.yaml"));
        Self {
            name: "default".to_owned(),
            built_in,
            own: BTreeMap::new(),
            chinese,
            english,
            documents: DocumentStyle::default(),
        }
    }

    /// The theme with this name: the built-in one, and over it the folder of that name in `themes`, where there is one.
    /// `default` needs no folder.
    ///
    /// # Errors
    /// Where the name is no folder's, the folder cannot be read, its `theme.yaml` or words are not YAML, or it is not made for
    /// this version of casebook.
    pub fn load(themes: Option<&Path>, name: &str) -> Result<Self, ThemeError> {
        let mut theme = Self::built_in();
        let sound = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\']);
        let folder = themes.filter(|_| sound).map(|it| it.join(name)).filter(|it| it.is_dir());
        match folder {
            Some(folder) => theme.own = read_folder(&folder)?,
            None if name == "default" => return Ok(theme),
            None => return Err(ThemeError(format!("没有名为“{name}”的主题"))),
        }
        name.clone_into(&mut theme.name);
        if let Some(bytes) = theme.own.get("theme.yaml") {
            let text = text_of("theme.yaml", bytes)?;
            manifest::check(text)?;
            theme.documents = manifest::documents(text)?;
        }
        for (path, words) in [("strings/zh.yaml", &mut theme.chinese), ("strings/en.yaml", &mut theme.english)] {
            if let Some(bytes) = theme.own.get(path) {
                let own = Strings::read(text_of(path, bytes)?).map_err(|reason| ThemeError(format!("{path}：{reason}")))?;
                words.lay_over(own);
            }
        }
        Ok(theme)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The files of the built-in theme that a school may lay its own over, in order of path: `templates/home.html`.
    pub fn built_in_files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.built_in.iter().map(|(path, bytes)| (path.as_str(), bytes.as_ref()))
    }

    /// Whether a school's files lie over the built-in ones.
    pub fn has_own_files(&self) -> bool {
        !self.own.is_empty()
    }

    /// Every template by name. The built-in ones are called `default/…`; a school's own have their plain names.
    ///
    /// # Errors
    /// Where a template is not UTF-8.
    pub fn templates(&self) -> Result<Vec<(String, &str)>, ThemeError> {
        let mut templates = Vec::new();
        for (path, bytes) in &self.built_in {
            if let Some(name) = path.strip_prefix("templates/") {
                templates.push((format!("default/{name}"), text_of(path, bytes)?));
            }
        }
        for (path, bytes) in &self.own {
            if let Some(name) = path.strip_prefix("templates/") {
                templates.push((name.to_owned(), text_of(path, bytes)?));
            }
        }
        Ok(templates)
    }

    /// Files that are passed on as they are, by the path they get on the site.
    pub fn static_files(&self) -> BTreeMap<&str, &[u8]> {
        let built_in = self.built_in.iter().map(|(path, bytes)| (path.as_str(), bytes.as_ref()));
        let own = self.own.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        built_in.chain(own).filter_map(|(path, bytes)| Some((path.strip_prefix("static/")?, bytes))).collect()
    }

    /// The outlines of documents by genre; a school's own file replaces the built-in one of that name, or adds a genre.
    ///
    /// # Errors
    /// Where a file is no outline.
    pub fn genres(&self) -> Result<BTreeMap<String, Genre>, ThemeError> {
        let built_in = self.built_in.iter().map(|(path, bytes)| (path, bytes.as_ref()));
        let own = self.own.iter().map(|(path, bytes)| (path, bytes.as_slice()));
        let mut genres = BTreeMap::new();
        for (path, bytes) in built_in.chain(own) {
            if let Some(key) = path.strip_prefix("genres/").and_then(|it| it.strip_suffix(".yaml")) {
                let genre = Genre::read(text_of(path, bytes)?).map_err(|reason| ThemeError(format!("{path}：{reason}")))?;
                genres.insert(key.to_owned(), genre);
            }
        }
        Ok(genres)
    }

    /// A school's own files for documents, by name: Typst files such as `gongwen.typ`, which replace the built-in ones of
    /// those names, and what these read.
    pub fn typst_files(&self) -> BTreeMap<String, Vec<u8>> {
        let own = self.own.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("typst/")?, bytes)));
        own.map(|(name, bytes)| (name.to_owned(), bytes.clone())).collect()
    }

    /// A school's own faces, in order of path: the files of its folder `fonts`.
    pub fn fonts(&self) -> impl Iterator<Item = &[u8]> {
        let is_font = |path: &str| {
            let extension = path.rsplit_once('.').map(|(_, it)| it.to_ascii_lowercase());
            matches!(extension.as_deref(), Some("otf" | "ttf" | "ttc" | "otc"))
        };
        self.own.iter().filter(move |(path, _)| path.starts_with("fonts/") && is_font(path)).map(|(_, bytes)| bytes.as_slice())
    }

    /// How it wants documents set.
    pub fn documents(&self) -> &DocumentStyle {
        &self.documents
    }

    /// A file of the school's own theme by its path inside the theme's folder, such as `typst/document.typ`.
    pub fn own_file(&self, path: &str) -> Option<&[u8]> {
        self.own.get(path).map(Vec::as_slice)
    }

    /// The words of a language.
    pub fn strings(&self, language: Language) -> &Strings {
        match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        }
    }
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ThemeError> for Diagnostic {
    fn from(error: ThemeError) -> Self {
        Diagnostic::general(Code::ThemeUnusable).arg("reason", error.0)
    }
}

fn text_of<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, ThemeError> {
    std::str::from_utf8(bytes).map_err(|_| ThemeError(format!("{path} 不是 UTF-8 文本")))
}

/// Every file below the folder; hidden files and links that leave it are not part of a theme.
fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, ThemeError> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| ThemeError(error.to_string()))?;
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts: Vec<_> = relative.iter().map(|it| it.to_string_lossy()).collect();
        if !entry.file_type().is_file() || parts.iter().any(|it| it.starts_with('.')) {
            continue;
        }
        let path = parts.join("/");
        let bytes = std::fs::read(entry.path()).map_err(|error| ThemeError(format!("{path}：{error}")))?;
        files.insert(path, bytes);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            std::fs::write(path, text).expect("written");
        }
        root
    }

    #[test]
    fn the_built_in_theme_is_whole() {
        let theme = Theme::built_in();
        let templates = theme.templates().expect("UTF-8");
        assert!(templates.iter().any(|(name, _)| name == "default/base.html"));
        assert!(theme.static_files().contains_key("style.css"));
        let genres = theme.genres().expect("outlines");
        assert!(genres.contains_key("term_summary") && genres.contains_key("case_report"));
        assert!(!theme.strings(Language::Chinese).keys().is_empty());
        assert_eq!(
            theme.strings(Language::Chinese).keys(),
            theme.strings(Language::English).keys(),
            "every language has every word"
        );
    }

    #[test]
    fn a_school_lays_its_own_over_it() {
        let root = folder(&[
            ("school/templates/base.html", "{% extends \"default/base.html\" %}"),
            ("school/static/logo.png", "x"),
            ("school/static/filter.js", "// ours"),
            ("school/strings/zh.yaml", "nav:\n  pupils: 孩子\n"),
            ("school/typst/document.typ", "// ours"),
        ]);
        let theme = Theme::load(Some(root.path()), "school").expect("usable");
        assert_eq!(theme.name(), "school");
        let templates = theme.templates().expect("UTF-8");
        let names: Vec<&str> = templates.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.contains(&"base.html") && names.contains(&"default/base.html"));
        let files = theme.static_files();
        assert_eq!(files.get("filter.js"), Some(&b"// ours".as_slice()));
        assert!(files.contains_key("logo.png") && files.contains_key("style.css"));
        let words = theme.strings(Language::Chinese);
        assert_eq!(words.get("nav.pupils"), "孩子");
        assert_ne!(words.get("nav.documents"), "nav.documents", "the rest stays");
        assert_eq!(theme.own_file("typst/document.typ"), Some(b"// ours".as_slice()));
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        let root = folder(&[("old/theme.yaml", "from: 9.0.0\nbefore: 10.0.0\n"), ("bad/strings/zh.yaml", "a: [")]);
        for (name, reason) in [("none", "没有名为"), ("../x", "没有名为"), ("old", "9.0.0"), ("bad", "strings/zh.yaml")]
        {
            let error = Theme::load(Some(root.path()), name).expect_err(name);
            assert!(error.0.contains(reason), "{name}: {error:?}");
        }
        assert!(Theme::load(None, "default").is_ok());
    }
}
