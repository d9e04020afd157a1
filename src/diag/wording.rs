//! Filling the placeholders of a sentence.

/// `{name}` is replaced by its value; a stretch in `[…]` is dropped when a placeholder in it has no value. Brackets do not
/// nest. A placeholder outside brackets that has no value leaves nothing behind.
pub(crate) fn fill<N: AsRef<str>>(sentence: &str, args: &[(N, String)]) -> String {
    let mut filled = String::with_capacity(sentence.len() + 32);
    let mut rest = sentence;
    while let Some(open) = rest.find('[') {
        let (before, after) = rest.split_at(open);
        let Some(close) = after.find(']') else { break };
        filled.push_str(&substitute(before, args).0);
        let (text, complete) = substitute(&after[1..close], args);
        if complete {
            filled.push_str(&text);
        }
        rest = &after[close + 1..];
    }
    filled.push_str(&substitute(rest, args).0);
    filled
}

/// A sentence as it reads without values: `…` for each, and nothing for what may be dropped.
pub(crate) fn outline(sentence: &str) -> String {
    let mut outline = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((at, open)) = rest.char_indices().find(|(_, it)| matches!(it, '[' | '{')) {
        let close = if open == '[' { ']' } else { '}' };
        let Some(end) = rest[at..].find(close) else { break };
        outline.push_str(&rest[..at]);
        if open == '{' {
            outline.push('…');
        }
        rest = &rest[at + end + 1..];
    }
    outline.push_str(rest);
    outline
}

/// The text with its placeholders replaced, and whether each had a value.
fn substitute<N: AsRef<str>>(text: &str, args: &[(N, String)]) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut complete = true;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        out.push_str(before);
        match args.iter().find(|(it, value)| it.as_ref() == name && !value.is_empty()) {
            Some((_, value)) => out.push_str(value),
            None => complete = false,
        }
        rest = tail;
    }
    out.push_str(rest);
    (out, complete)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_drop_without_value() {
        let args = [("key", "日朝".to_owned()), ("nearest", String::new())];
        assert_eq!(fill("没有“{key}”[，是不是“{nearest}”]。", &args), "没有“日朝”。");
        let args = [("key", "日朝".to_owned()), ("nearest", "日期".to_owned())];
        assert_eq!(fill("没有“{key}”[，是不是“{nearest}”]。", &args), "没有“日朝”，是不是“日期”。");
        assert_eq!(fill::<&str>("a {b", &[]), "a {b");
        assert_eq!(outline("没有“{key}”[，是不是“{nearest}”]。"), "没有“…”。");
        assert_eq!(outline("a {b"), "a {b");
    }
}
