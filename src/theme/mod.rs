//! Themes: templates, static files and words of the site, the built-in ones under a school's own.
//!
//! A school's theme is a folder `themes/<name>/` laid over the built-in one file by file; words are laid over key by key, so that
//! one word can be changed in a file of one line. The built-in templates stay reachable as `default/base.html`, so that an
//! override can extend what it replaces. Single colours and single functions of documents are changed as easily: `colors:` in
//! `theme.yaml`, and a function of the same name in `typst/own.typ`.

mod embedded;
mod genre;
mod manifest;
mod palette;
mod strings;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use crate::diag::{Code, Diagnostic, Diagnostics, Language, OuterLine, nearest};

use manifest::{Manifest, WrittenColour};

pub use genre::{About, CoverOutline, Genre, Here, Part, Section, When};
pub use manifest::DocumentStyle;
pub use palette::{Colour, Palette, Scheme};
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
    palette: Palette,
    findings: Diagnostics,
}

/// Why a file of a theme cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Unreadable {
    /// Where, in bytes; 0 where that is not known.
    at: usize,
    reason: String,
}

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
            palette: Palette::default(),
            findings: Diagnostics::new(),
        }
    }

    /// The theme with this name: the default one, over it that of this name that the program carries, and over both the folder of
    /// that name in `themes`, where there are such. `default` needs none.
    ///
    /// # Errors
    /// Where the name is no theme's, the folder cannot be read, its `theme.yaml` or words are not YAML, or it is not made for
    /// this version of casebook.
    pub fn load(themes: Option<&Path>, name: &str) -> Result<Self, Diagnostic> {
        let mut theme = Self::built_in();
        let folder = themes.filter(|_| Self::may_be_called(name)).map(|it| it.join(name)).filter(|it| it.is_dir());
        let carried = embedded::named(name);
        if folder.is_none() && carried.is_none() {
            return if name == "default" { Ok(theme) } else { Err(unusable(format!("没有名为“{name}”的主题"))) };
        }
        name.clone_into(&mut theme.name);
        theme.own = carried.unwrap_or_default();
        if let Some(folder) = folder {
            theme.own.extend(read_folder(&folder)?);
        }
        if let Some(text) = theme.own_text("theme.yaml")? {
            let manifest = Manifest::read(&text).map_err(|it| theme.fault("theme.yaml", &text, it))?;
            theme.paint(&manifest.colors, &text);
            theme.documents = manifest.documents;
        }
        for (path, language) in [("strings/zh.yaml", Language::Chinese), ("strings/en.yaml", Language::English)] {
            let Some(text) = theme.own_text(path)? else { continue };
            let own = Strings::read(&text).map_err(|it| theme.fault(path, &text, it))?;
            match language {
                Language::Chinese => theme.chinese.lay_over(own),
                Language::English => theme.english.lay_over(own),
            }
        }
        Ok(theme)
    }

    /// Takes over a theme's own colours, and says what is wrong with them.
    fn paint(&mut self, colors: &[WrittenColour], text: &str) {
        let shown = self.shown("theme.yaml");
        let finding =
            |code, colour: &WrittenColour| Diagnostic::at_line(code, OuterLine::of(&*shown, text, colour.place.clone()));
        for colour in colors {
            if !self.palette.has(colour.scheme, &colour.name) {
                let near = nearest(&colour.name, self.palette.names(colour.scheme)).unwrap_or_default();
                self.findings.push(finding(Code::ThemeToken, colour).arg("name", &colour.name).arg("nearest", near));
                continue;
            }
            match colour.quoted().and_then(|it| it.parse().ok()) {
                Some(value) => self.palette.set(colour.scheme, &colour.name, value),
                None => {
                    let finding = finding(Code::ThemeColor, colour).arg("name", &colour.name);
                    self.findings.push(finding.arg("value", &colour.value));
                }
            }
        }
        for faint in self.palette.faint() {
            let named = |it: &&WrittenColour| [faint.ink, faint.ground].contains(&&*it.name);
            let Some(colour) = colors.iter().find(named) else { continue };
            let finding = finding(Code::ThemeContrast, colour).arg("ink", faint.ink).arg("ground", faint.ground);
            let finding = finding.arg("scheme", if faint.scheme == Scheme::Dark { "dark" } else { "" });
            // Never rounded up to what would be enough.
            let ratio = format!("{:.2}", (faint.ratio * 100.0).floor() / 100.0);
            self.findings.push(finding.arg("ratio", ratio).arg("least", faint.least));
        }
        let built_in = || self.built_in.get(STYLE_SHEET).map(|it| it.as_ref());
        if let Some(css) = self.own.get(STYLE_SHEET).map(Vec::as_slice).or_else(built_in)
            && !colors.is_empty()
        {
            let dyed = self.palette.dye(&String::from_utf8_lossy(css));
            self.own.insert(STYLE_SHEET.to_owned(), dyed.into_bytes());
        }
    }

    /// Whether a theme may have this name: it is that of a folder, and none that is hidden.
    pub fn may_be_called(name: &str) -> bool {
        !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\'])
    }

    /// The names of the themes that the program carries.
    pub fn carried() -> impl Iterator<Item = &'static str> {
        std::iter::once("default").chain(embedded::NAMED)
    }

    /// What is to be said of its colours.
    pub fn findings(&self) -> &Diagnostics {
        &self.findings
    }

    /// Its colours.
    pub fn palette(&self) -> &Palette {
        &self.palette
    }

    /// One of a school's own files as text.
    fn own_text(&self, path: &str) -> Result<Option<String>, Diagnostic> {
        self.own.get(path).map(|bytes| self.text_of(path, bytes).map(str::to_owned)).transpose()
    }

    fn text_of<'a>(&self, path: &str, bytes: &'a [u8]) -> Result<&'a str, Diagnostic> {
        std::str::from_utf8(bytes).map_err(|_| Diagnostic::at_path(Code::NotText, self.shown(path)))
    }

    /// What is wrong with a file, at its place.
    fn fault(&self, path: &str, text: &str, fault: Unreadable) -> Diagnostic {
        let line = OuterLine::of(self.shown(path), text, fault.at..fault.at + 1);
        Diagnostic::at_line(Code::ThemeUnusable, line).arg("reason", fault.reason)
    }

    /// A file or folder of it as it is shown: `themes/school/theme.yaml`.
    pub fn shown(&self, path: &str) -> String {
        format!("themes/{}/{path}", self.name)
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

    /// A school's own files, in order of path.
    pub fn own_files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.own.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Every template by name. The built-in ones are called `default/…`; a school's own have their plain names.
    ///
    /// # Errors
    /// Where a template is not UTF-8.
    pub fn templates(&self) -> Result<Vec<(String, &str)>, Diagnostic> {
        let mut templates = Vec::new();
        for (path, bytes) in &self.built_in {
            if let Some(name) = path.strip_prefix("templates/") {
                templates.push((format!("default/{name}"), self.text_of(path, bytes)?));
            }
        }
        for (path, bytes) in &self.own {
            if let Some(name) = path.strip_prefix("templates/") {
                templates.push((name.to_owned(), self.text_of(path, bytes)?));
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
    pub fn genres(&self) -> Result<BTreeMap<String, Genre>, Diagnostic> {
        let built_in = self.built_in.iter().map(|(path, bytes)| (path, bytes.as_ref()));
        let own = self.own.iter().map(|(path, bytes)| (path, bytes.as_slice()));
        let mut genres = BTreeMap::new();
        for (path, bytes) in built_in.chain(own) {
            if let Some(key) = path.strip_prefix("genres/").and_then(|it| it.strip_suffix(".yaml")) {
                let text = self.text_of(path, bytes)?;
                let genre = Genre::read(text).map_err(|it| self.fault(path, text, it))?;
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

impl From<serde_yaml::Error> for Unreadable {
    fn from(error: serde_yaml::Error) -> Self {
        Self { at: error.location().map_or(0, |it| it.index()), reason: error.to_string() }
    }
}

impl From<String> for Unreadable {
    fn from(reason: String) -> Self {
        Self { at: 0, reason }
    }
}

/// The style sheet in which colours are named.
const STYLE_SHEET: &str = "static/style.css";

fn unusable(reason: String) -> Diagnostic {
    Diagnostic::general(Code::ThemeUnusable).arg("reason", reason)
}

/// Every file below the folder; hidden files and links that leave it are not part of a theme.
fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Diagnostic> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| unusable(error.to_string()))?;
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts: Vec<_> = relative.iter().map(|it| it.to_string_lossy()).collect();
        if !entry.file_type().is_file() || parts.iter().any(|it| it.starts_with('.')) {
            continue;
        }
        let path = parts.join("/");
        let bytes = std::fs::read(entry.path()).map_err(|error| unusable(format!("{path}：{error}")))?;
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
            let told = format!("{:?} {}", error.place, error.message(Language::Chinese));
            assert!(told.contains(reason), "{name}: {told}");
        }
        assert!(Theme::load(None, "default").is_ok());
    }

    #[test]
    fn one_colour_is_changed_everywhere_and_what_is_none_is_told() {
        let manifest = "colors:\n  cloth: \"#5b2333\"\n  phase-b: \"#123456\"\n  dark:\n    cloth: \"#311\"\n";
        let root = folder(&[("a/theme.yaml", manifest)]);
        let theme = Theme::load(Some(root.path()), "a").expect("usable");
        let css = |theme: &Theme| String::from_utf8_lossy(theme.static_files()["style.css"]).into_owned();
        let (own, built_in) = (css(&theme), css(&Theme::built_in()));
        let changed: Vec<_> = own.lines().zip(built_in.lines()).filter(|(a, b)| a != b).map(|it| it.0.trim()).collect();
        assert_eq!(changed, ["--cloth: #5b2333;", "--phase-b: #123456;", "--cloth: #331111;"]);
        assert_eq!(theme.palette().light("phase-b").to_string(), "#123456");
        assert!(theme.findings().is_empty(), "{:?}", theme.findings());

        let root = folder(&[("b/theme.yaml", "colors:\n  cloht: \"#000\"\n  link: blau\n  ink-3: \"#bbbbbb\"\n")]);
        let theme = Theme::load(Some(root.path()), "b").expect("usable");
        let codes: Vec<Code> = theme.findings().iter().map(|it| it.code).collect();
        assert_eq!(codes, [Code::ThemeToken, Code::ThemeColor, Code::ThemeContrast, Code::ThemeContrast]);
    }

    #[test]
    fn themes_that_the_program_carries_need_no_folder() {
        for name in Theme::carried() {
            let theme = Theme::load(None, name).expect(name);
            assert_eq!((theme.name(), theme.findings().len()), (name, 0));
        }
    }
}
