//! How a document puts one note into words.

/// A pattern such as `{date}谈心[，学生说：“{quote}”]。`: `{field}` is a value, and `[…]` is dropped when a field in it is
/// empty. A field outside brackets that is empty makes the whole sentence unusable: nothing is said without its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence(String);

impl Sentence {
    /// Takes the pattern as the table writes it.
    pub fn new(pattern: &str) -> Self {
        Self(pattern.to_owned())
    }

    /// The sentence with each field replaced by what `value` gives for it.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        let mut out = String::new();
        let mut rest = self.0.as_str();
        while let Some((before, after)) = rest.split_once('[') {
            let (optional, tail) = after.split_once(']')?;
            out.push_str(&substitute(before, &value)?);
            out.push_str(&substitute(optional, &value).unwrap_or_default());
            rest = tail;
        }
        out.push_str(&substitute(rest, &value)?);
        Some(out)
    }
}

fn substitute(pattern: &str, value: &impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}')?;
        out.push_str(before);
        out.push_str(&value(name).filter(|it| !it.is_empty())?);
        rest = tail;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_without_its_data() {
        let sentence = Sentence::new("{date}谈心[，学生说：“{quote}”]。");
        let fill = |quote: &str, date: &str| {
            sentence.fill(|name| Some(if name == "quote" { quote.to_owned() } else { date.to_owned() }))
        };
        assert_eq!(fill("好", "5月8日").as_deref(), Some("5月8日谈心，学生说：“好”。"));
        assert_eq!(fill("", "5月8日").as_deref(), Some("5月8日谈心。"));
        assert_eq!(fill("好", ""), None);
    }
}
