//! Findings for others than the class's own teachers: the same, without the names of anybody.
//!
//! What is printed may be read by whoever a version is made for. Names of the roster are struck out of the finished text, and the
//! gate reads each finding once more; one in which it still finds something is told without a word of the source. So is every
//! finding where the roster cannot be read, for then nobody knows the names.

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Exit, Invocation};
use crate::diag::{Diagnostic, Diagnostics, Language, OuterLine, Place, Severity, render};
use crate::privacy::gate::{Gate, What};
use crate::privacy::roster::Kind;
use crate::privacy::{Audience, Forbidden};
use crate::source::{SitePath, SourceTree};

/// What is struck out, and findings in which that is enough.
pub(super) struct Masked {
    pub(super) findings: Diagnostics,
    /// The names; none where there are none, or no word of the source is told.
    names: Option<AhoCorasick>,
}

/// Findings as they may be told for the audience of an invocation; `None` for the teacher, who is told everything.
pub(super) fn masked(invocation: &Invocation, findings: &Diagnostics, tree: &SourceTree) -> Option<Masked> {
    let audience = match (invocation.audience, invocation.for_all) {
        (Audience::Teacher, false) => return None,
        (Audience::Teacher, true) => Audience::Research,
        (audience, _) => audience,
    };
    let forbidden = crate::read(tree).0.filter(|_| !hides_names(findings, tree)).map(|it| Forbidden::of(&it));
    let nameless = || Some(Masked { findings: findings.iter().map(|it| wordless(it, tree, true)).collect(), names: None });
    let Some(forbidden) = forbidden else { return nameless() };
    let items = forbidden.to(audience).filter(|it| it.kind != Kind::Code && it.text.chars().count() > 1);
    // Where one name begins another, the longer one is struck out.
    let names = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(items.map(|it| it.text.as_str()));
    let Ok(names) = names else { return nameless() };
    let mut masked = Masked { findings: Diagnostics::new(), names: Some(names) };
    let gate = Gate::new(&forbidden, audience);
    let leaks = |finding: &Diagnostic| {
        let alone = Diagnostics::from_iter([finding.clone()]);
        let text = masked.strike(&render::human(&alone, tree, invocation.language, false));
        let named = |it: &What| !matches!(it, What::Item { kind: Kind::Code, .. });
        gate.inspect("findings.txt", text.as_bytes()).iter().any(|it| named(&it.what))
    };
    let safe = |finding: &Diagnostic| match leaks(finding) {
        false => finding.clone(),
        true => Some(wordless(finding, tree, false)).filter(|it| !leaks(it)).unwrap_or_else(|| wordless(finding, tree, true)),
    };
    let findings = findings.iter().map(safe).collect();
    masked.findings = findings;
    Some(masked)
}

/// Says that a command is for the class's own teachers, where another reader was named: there is no version of it that could be
/// masked, and one that is not would be worse than none.
pub(super) fn refused(invocation: &Invocation, name: &str) -> Exit {
    let reader = invocation.audience.id();
    match invocation.language {
        Language::Chinese => eprintln!(
            "错误：casebook {name} 按原样列出或改写记录，只给本班教师用，没有给 {reader} 的一份。\n提示：去掉 --audience；给别人看的，用 casebook build --audience {reader}。"
        ),
        Language::English => eprintln!(
            "error: `casebook {name}` lists or changes the records as they stand; it is for the class's own teachers and has no version for {reader}.\nhelp: leave out --audience; what others may read, `casebook build --audience {reader}` makes."
        ),
    }
    Exit::Usage
}

impl Masked {
    /// A text without the names, each of their characters replaced by one as wide.
    pub(super) fn strike(&self, text: &str) -> String {
        let stand_in = |it: char| if it.is_ascii() { '*' } else { '〓' };
        let Some(names) = &self.names else { return text.to_owned() };
        let mut struck = String::with_capacity(text.len());
        names.replace_all_with(text, &mut struck, |_, name, out| {
            out.extend(name.chars().map(stand_in));
            true
        });
        struck
    }
}

/// Whether a file that says who is called what has faults, so that not all names are known.
fn hides_names(findings: &Diagnostics, tree: &SourceTree) -> bool {
    let telling = |path: &str| path == "roster.yaml" || path.starts_with("students/") && path.ends_with("/index.md");
    findings.iter().filter(|it| it.severity() == Severity::Error).any(|it| match &it.place {
        Place::Span(span) => tree.get(span.file).is_some_and(|it| telling(it.path.as_str())),
        Place::Path(path) => path.strip_prefix("content/").is_some_and(telling),
        Place::Line(_) | Place::Casebook => false,
    })
}

/// A finding that says what is wrong and in which line, without a word that stands there. `nameless` hides the file's name, too.
fn wordless(finding: &Diagnostic, tree: &SourceTree, nameless: bool) -> Diagnostic {
    let shown = |path: &str| if nameless { nameless_path(path) } else { path.to_owned() };
    let place = match &finding.place {
        Place::Span(span) => tree.get(span.file).map_or(Place::Casebook, |file| {
            let line = tree.locate(*span).line;
            Place::Line(Box::new(OuterLine::hidden(shown(&format!("content/{}", file.path)), line)))
        }),
        Place::Path(path) => Place::Path(shown(path)),
        other => other.clone(),
    };
    let args =
        finding.args.iter().map(|(name, value)| (name.clone(), if value.is_empty() { String::new() } else { "…".into() }));
    Diagnostic { code: finding.code, place, args: args.collect(), related: Vec::new(), edits: Vec::new() }
}

/// A path whose file may be named after somebody: its date and ending stay.
fn nameless_path(path: &str) -> String {
    let Some(sound) = SitePath::new(path) else { return "content/…".to_owned() };
    let name = sound.file_name();
    if path.is_ascii() {
        return path.to_owned();
    }
    if name.is_ascii() {
        return format!("content/…/{name}");
    }
    let kept: String = name.chars().take_while(|it| it.is_ascii_digit() || matches!(it, '-' | '.')).collect();
    let shown = format!("{kept}….{}", sound.extension());
    if sound.parent().is_ascii() { format!("{}/{shown}", sound.parent()) } else { format!("content/…/{shown}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_hidden_but_for_their_dates() {
        assert_eq!(
            nameless_path("content/students/S01/notes/2026-03-05-和小满谈心.md"),
            "content/students/S01/notes/2026-03-05-….md"
        );
        assert_eq!(
            nameless_path("content/students/小满/notes/a.md"),
            "content/students/小满/notes/a.md".to_owned().replace("students/小满/notes", "…")
        );
        assert_eq!(nameless_path("content/students/S01/index.md"), "content/students/S01/index.md");
    }
}
