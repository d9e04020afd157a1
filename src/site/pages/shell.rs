//! What every page has.

use serde::Serialize;

use crate::diag::Language;
use crate::phrases::Speaks;
use crate::site::Route;

use super::plan::{Page, Plan};

/// What all pages of a site share; templates know it as `site`.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// Of the page's language, for `lang`.
    pub lang: &'static str,
    /// Title of the casebook.
    pub title: String,
    /// The school.
    pub school: Option<String>,
    /// Key of the audience.
    pub audience: &'static str,
    /// The day as of which everything is reckoned.
    pub as_of: String,
    /// Main navigation.
    pub nav: Vec<NavItem>,
    /// Whether there is a feed.
    pub has_feed: bool,
}

/// An entry of the main navigation. Its word is the theme's.
#[derive(Debug, Clone, Serialize)]
pub struct NavItem {
    /// Key of its word, and of the section it stands for.
    pub key: &'static str,
    /// Address from the site's root.
    pub path: String,
}

/// What a page has beside its own; templates know it as `page`.
#[derive(Debug, Clone, Serialize)]
pub struct Shell {
    /// The way up to the site's root: `../../`, or nothing.
    pub root: String,
    /// The page's own title; empty for the home page.
    pub title: String,
    /// Which entry of the navigation it belongs to.
    pub section: &'static str,
    /// The way from the home page to it, itself left out; empty on the home page.
    pub crumbs: Vec<Crumb>,
    /// The page's own address: as seen from itself, or whole where the site has a place on a server; nothing for the page for
    /// addresses that lead nowhere.
    pub canonical: String,
}

/// A step on the way to a page.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Crumb {
    /// Address as seen from the page.
    pub href: String,
    /// Key of its word among those of the navigation; empty where it has words of its own.
    pub key: &'static str,
    /// Its own words.
    pub text: String,
}

impl Shell {
    /// With further steps between the section and the page.
    pub(super) fn below(mut self, steps: impl IntoIterator<Item = Link>) -> Self {
        self.crumbs.extend(steps.into_iter().map(|it| Crumb { href: it.href, key: "", text: it.text }));
        self
    }

    /// With the way through other pages instead of the section.
    pub(super) fn by_way_of(mut self, steps: impl IntoIterator<Item = Link>) -> Self {
        self.crumbs.truncate(1);
        self.below(steps)
    }
}

/// A link.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Link {
    /// Address as seen from the page.
    pub href: String,
    /// Words.
    pub text: String,
}

/// A title as it stands on the vertical slip of a cover.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Slip {
    /// `wide` for a short title, `long` and `longer` for long ones, else nothing.
    pub class: &'static str,
    /// In order.
    pub parts: Vec<SlipPart>,
}

/// A stretch of a slip's title.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct SlipPart {
    /// Its characters.
    pub text: String,
    /// Whether they stand upright side by side, as short numbers do.
    pub upright: bool,
}

/// Sentences by the clauses between which a line may break: a cover's line breaks between sentences first, then between clauses,
/// never inside one.
pub(super) fn clauses(sentences: Vec<String>) -> Vec<Vec<String>> {
    let split = |sentence: String| sentence.split_inclusive(['，', '；']).map(str::to_owned).collect();
    sentences.into_iter().map(split).collect()
}

impl Slip {
    /// Splits a title for the slip.
    pub fn new(title: &str) -> Self {
        let mut parts: Vec<SlipPart> = Vec::new();
        for it in title.chars() {
            let latin = it.is_ascii_alphanumeric();
            match parts.last_mut() {
                Some(part) if part.upright == latin => part.text.push(it),
                _ => parts.push(SlipPart { text: it.to_string(), upright: latin }),
            }
        }
        // Longer ones than three cannot share a square.
        for part in parts.iter_mut().filter(|it| it.text.len() > 3) {
            part.upright = false;
        }
        let class = match title.chars().count() {
            0..=3 => "wide",
            4..=9 => "",
            10..=14 => "long",
            _ => "longer",
        };
        Self { class, parts }
    }
}

impl Plan<'_> {
    /// What the page at this address has beside its own.
    pub(super) fn shell(&self, here: &Route, title: impl Into<String>, section: &'static str) -> Shell {
        let depth = here.as_str().matches('/').count();
        let section_page = self.navigation().into_iter().find(|(key, _)| *key == section && section != "home");
        let steps = [Some(("start", self.route(&Page::Home))), section_page].into_iter().flatten();
        let crumbs = steps.filter(|(_, route)| here != route && *here != self.route(&Page::Home));
        let crumbs = crumbs.map(|(key, route)| Crumb { href: here.to(&route), key, text: String::new() }).collect();
        let canonical = if *here == self.route(&Page::Missing) { String::new() } else { self.canonical(here, here) };
        Shell { root: "../".repeat(depth), title: title.into(), section, crumbs, canonical }
    }

    /// The main navigation: keys and pages.
    fn navigation(&self) -> Vec<(&'static str, Route)> {
        let mut entries = vec![("home", self.route(&Page::Home)), ("students", self.route(&Page::Students))];
        if let Some(first) = self.ledgers.first() {
            entries.push(("duties", self.route(&Page::Duties(*first))));
            entries.push(("contacts", self.route(&Page::Contacts(*first))));
        }
        entries.push(("types", self.route(&Page::Types)));
        if let Some(term) = self.view.casebook.current_term(self.view.analysis.as_of) {
            entries.push(("terms", self.route(&Page::Term(term.id))));
        }
        if self.has_research() {
            entries.push(("research", self.route(&Page::Research)));
        }
        if self.documents.any() {
            entries.push(("documents", self.route(&Page::Documents)));
        }
        entries
    }

    /// The one address of a page as it is told on the page at `here`.
    pub(super) fn canonical(&self, here: &Route, page: &Route) -> String {
        match &self.view.casebook.config.base_url {
            Some(base) => base.address_of(page.as_str()),
            None => here.to(page),
        }
    }

    /// What all pages share.
    pub fn frame(&self) -> Frame {
        let config = &self.view.casebook.config;
        let lang = match config.language {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        };
        Frame {
            lang,
            title: config.title.clone(),
            school: config.school.clone(),
            audience: self.view.audience.id(),
            as_of: match config.language {
                Language::Chinese => self.date(self.view.analysis.as_of),
                Language::English => self.view.analysis.as_of.to_string(),
            },
            has_feed: self.has_feed(),
            nav: self.navigation().into_iter().map(|(key, route)| NavItem { key, path: route.to_string() }).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_break_between_clauses() {
        let sentences = vec!["8名学生，18周。".to_owned(), "达成15条。".to_owned()];
        assert_eq!(clauses(sentences), [vec!["8名学生，", "18周。"], vec!["达成15条。"]]);
    }

    #[test]
    fn short_numbers_stand_upright_on_a_slip() {
        let slip = Slip::new("四（2）班个案集");
        assert_eq!(slip.class, "");
        let parts: Vec<_> = slip.parts.iter().map(|it| (it.text.as_str(), it.upright)).collect();
        assert_eq!(parts, [("四（", false), ("2", true), ("）班个案集", false)]);
        assert_eq!(Slip::new("石头").class, "wide");
        assert!(Slip::new("2025级").parts.iter().all(|it| !it.upright));
    }
}
