//! Enough of Rust's grammar to read which paths a source file names: comments, strings and test modules are left out, and
//! `use` groups are spread into whole paths.

/// A word or a sign of source text, with the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    text: String,
    line: usize,
}

/// A path as it is named somewhere, spread: `use crate::{a, b::c}` names two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedPath {
    /// Its segments; `super` is resolved, so that what leaves the module starts with `crate`.
    pub(crate) segments: Vec<String>,
    /// Line, from 1.
    pub(crate) line: usize,
}

/// The paths that a file names outside its test modules. `module` is the file's own place: `["site", "tables"]`.
pub(crate) fn named_paths(text: &str, module: &[&str]) -> Vec<NamedPath> {
    let tokens = without_tests(tokens(text));
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let starts = is_word(&tokens[at].text) && (at == 0 || !matches!(tokens[at - 1].text.as_str(), "::" | "."));
        if starts && tokens.get(at + 1).is_some_and(|it| it.text == "::") {
            at = spread(&tokens, at, &[], &mut paths);
        } else {
            at += 1;
        }
    }
    paths.iter().map(|path| NamedPath { segments: resolve(&path.segments, module), line: path.line }).collect()
}

/// The names of the methods that a file calls outside its test modules, with their lines.
pub(crate) fn called_methods(text: &str) -> Vec<(String, usize)> {
    let tokens = without_tests(tokens(text));
    let calls = tokens.windows(3).filter(|it| it[0].text == "." && is_word(&it[1].text) && it[2].text == "(");
    calls.map(|it| (it[1].text.clone(), it[1].line)).collect()
}

/// The files, beside or below this one, that a file declares for its tests alone: the names of modules, or of files that
/// `#[path]` names.
pub(crate) fn test_modules(text: &str) -> Vec<String> {
    let mut modules = Vec::new();
    let mut lines = text.lines().map(str::trim);
    while lines.by_ref().any(|it| it == "#[cfg(test)]") {
        let mut file = None;
        for line in lines.by_ref() {
            if let Some(path) = line.strip_prefix("#[path = \"").and_then(|it| it.strip_suffix("\"]")) {
                file = Some(path.to_owned());
            } else if !line.starts_with("#[") {
                let module = line.strip_prefix("mod ").and_then(|it| it.strip_suffix(';'));
                modules.extend(module.map(|it| file.unwrap_or_else(|| it.to_owned())));
                break;
            }
        }
    }
    modules
}

/// Reads the path, or the group of paths, at `at`; returns where it ends.
fn spread(tokens: &[Token], mut at: usize, before: &[String], paths: &mut Vec<NamedPath>) -> usize {
    let mut segments = before.to_vec();
    let line = tokens.get(at).map_or(0, |it| it.line);
    let text = |at: usize| tokens.get(at).map_or("", |it| it.text.as_str());
    loop {
        if text(at) == "{" {
            at += 1;
            while at < tokens.len() && text(at) != "}" {
                at = match text(at) {
                    "," => at + 1,
                    "as" => at + 2,
                    _ => spread(tokens, at, &segments, paths).max(at + 1),
                };
            }
            return at + 1;
        }
        if !(is_word(text(at)) || text(at) == "*") || text(at) == "as" {
            break;
        }
        segments.push(text(at).to_owned());
        at += 1;
        if text(at) != "::" {
            break;
        }
        at += 1;
    }
    if segments.len() > before.len() {
        paths.push(NamedPath { segments, line });
    }
    at
}

/// `super` and `self` become `crate::…`, seen from `module`.
fn resolve(segments: &[String], module: &[&str]) -> Vec<String> {
    let supers = segments.iter().take_while(|it| *it == "super").count();
    let here = segments.first().is_some_and(|it| it == "self");
    if supers == 0 && !here {
        return segments.to_vec();
    }
    let kept = module.len().saturating_sub(supers);
    let own = module[..kept].iter().map(|it| (*it).to_owned());
    let rest = segments[supers.max(usize::from(here))..].iter().cloned();
    std::iter::once("crate".to_owned()).chain(own).chain(rest).collect()
}

fn is_word(text: &str) -> bool {
    text.chars().next().is_some_and(|it| it.is_alphabetic() || it == '_')
}

/// Leaves out every item that stands under `#[cfg(test)]`.
fn without_tests(tokens: Vec<Token>) -> Vec<Token> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let marked = tokens[at..].iter().zip(MARK).filter(|(token, mark)| token.text == *mark).count() == MARK.len();
        if !marked {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        at += MARK.len();
        let mut depth = 0_usize;
        while at < tokens.len() {
            match tokens[at].text.as_str() {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth = depth.saturating_sub(1),
                _ => {}
            }
            let ends = depth == 0 && matches!(tokens[at].text.as_str(), "}" | ";");
            at += 1;
            if ends {
                break;
            }
        }
    }
    kept
}

/// Words and signs; comments, strings and characters are left out.
fn tokens(text: &str) -> Vec<Token> {
    let characters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < characters.len() {
        let rest = &characters[at..];
        let length = match rest {
            ['/', '/', ..] => rest.iter().position(|it| *it == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => block_comment(rest),
            ['"', ..] => string(rest),
            ['b' | 'c', '"', ..] => 1 + string(&rest[1..]),
            ['r', '"' | '#', ..] if raw_string(rest).is_some() => raw_string(rest).unwrap_or(1),
            ['b', 'r', '"' | '#', ..] if raw_string(&rest[1..]).is_some() => 1 + raw_string(&rest[1..]).unwrap_or(1),
            ['\'', '\\', ..] => 3 + rest[3..].iter().position(|it| *it == '\'').unwrap_or(0),
            ['\'', _, '\'', ..] => 3,
            ['\'', ..] => 1 + rest[1..].iter().take_while(|it| it.is_alphanumeric() || **it == '_').count(),
            [first, ..] if first.is_whitespace() => 1,
            [first, ..] if first.is_alphanumeric() || *first == '_' => {
                let length = rest.iter().take_while(|it| it.is_alphanumeric() || **it == '_').count();
                tokens.push(Token { text: rest[..length].iter().collect(), line });
                length
            }
            [':', ':', ..] => {
                tokens.push(Token { text: "::".to_owned(), line });
                2
            }
            [first, ..] => {
                tokens.push(Token { text: first.to_string(), line });
                1
            }
            [] => break,
        };
        let length = length.clamp(1, rest.len());
        line += rest[..length].iter().filter(|it| **it == '\n').count();
        at += length;
    }
    tokens
}

fn block_comment(rest: &[char]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    at
}

fn string(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// The length of `r"…"` or `r#"…"#`; `None` where it is a raw identifier.
fn raw_string(rest: &[char]) -> Option<usize> {
    let hashes = rest[1..].iter().take_while(|it| **it == '#').count();
    let open = 1 + hashes;
    if rest.get(open) != Some(&'"') {
        return None;
    }
    let closes = |at: usize| rest[at] == '"' && rest[at + 1..].iter().take(hashes).filter(|it| **it == '#').count() == hashes;
    (open + 1..rest.len()).find(|at| closes(*at)).map(|at| at + 1 + hashes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str, module: &[&str]) -> Vec<String> {
        named_paths(text, module).iter().map(|it| it.segments.join("::")).collect()
    }

    #[test]
    fn groups_are_spread() {
        let text = "use crate::{date::Date, diag::{Code, Diagnostic as D}, source};\nuse std::fs;";
        assert_eq!(
            paths(text, &["model"]),
            ["crate::date::Date", "crate::diag::Code", "crate::diag::Diagnostic", "crate::source", "std::fs"]
        );
    }

    #[test]
    fn supers_are_resolved() {
        assert_eq!(paths("use super::super::date::Date;", &["model", "note"]), ["crate::date::Date"]);
        assert_eq!(paths("fn f() { super::x::y() }", &["model", "note"]), ["crate::model::x::y"]);
        assert_eq!(paths("use self::a::B;", &["model"]), ["crate::model::a::B"]);
    }

    #[test]
    fn words_that_are_not_code_are_left_out() {
        let text = concat!(
            "// crate::a::b\n/* crate::c /* x */ crate::d */ let s = \"crate::e \\\" crate::f\";\n",
            "let r = r#\"crate::g \" crate::h\"#; let c = '\"'; let l: &'static str = \"\"; crate::i::j();\n",
            "#[cfg(test)]\nmod tests { fn f() { crate::k::l() } }\n#[cfg(test)]\nmod more;\ncrate::m::n();",
        );
        assert_eq!(paths(text, &["x"]), ["crate::i::j", "crate::m::n"]);
        assert_eq!(named_paths(text, &["x"]).iter().map(|it| it.line).collect::<Vec<_>>(), [3, 8]);
    }

    #[test]
    fn modules_of_tests_are_told() {
        let text =
            "mod a;\n#[cfg(test)]\nmod sample;\n#[cfg(test)]\n#[path = \"load_tests.rs\"]\nmod tests;\n#[cfg(test)]\nmod b {}";
        assert_eq!(test_modules(text), ["sample", "load_tests.rs"]);
    }

    #[test]
    fn calls_are_found() {
        assert_eq!(
            called_methods("a.exists();\nb.c().is_dir() // .x()"),
            [("exists".to_owned(), 1), ("c".to_owned(), 2), ("is_dir".to_owned(), 2)]
        );
    }
}
