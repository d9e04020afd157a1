//! Works cited, in the form of GB/T 7714—2015.

use crate::schema::Fields;

/// Ends of the names of those who publish books.
const BOOKS: [&str; 6] = ["出版社", "出版公司", "书局", "印书馆", "书店", "书社"];

/// Ends of the names of journals.
const JOURNALS: [&str; 7] = ["学报", "学刊", "月刊", "杂志", "通讯", "论坛", "研究"];

/// A work cited as a line: `陈向明. 质的研究方法与社会科学研究[M]. 教育科学出版社, 2000: 12—15.` The mark of its kind is set where the
/// publisher tells it, and what is not given is left out rather than made up.
pub fn source_line(citation: &Fields) -> String {
    let author = citation.text("author").map(|it| trimmed(it).replace(['、', '，', '；'], ", "));
    let publisher = citation.text("publisher").map(trimmed);
    let ends = |names: &[&str]| publisher.is_some_and(|it| names.iter().any(|end| it.ends_with(end)));
    let kind = match () {
        () if ends(&BOOKS) => "[M]",
        () if ends(&JOURNALS) => "[J]",
        () => "",
    };
    let work = citation.text("work").map(|it| format!("{}{kind}", trimmed(it).trim_matches(['《', '》'])));
    let year = citation.integer("year").map(|it| it.to_string());
    let place: Vec<String> = [publisher.map(str::to_owned), year].into_iter().flatten().collect();
    let mut place = place.join(", ");
    if let Some(page) = citation.text("page").map(trimmed) {
        place = if place.is_empty() { page.to_owned() } else { format!("{place}: {page}") };
    }
    let parts: Vec<String> = [author, work, Some(place)].into_iter().flatten().filter(|it| !it.is_empty()).collect();
    if parts.is_empty() { String::new() } else { format!("{}.", parts.join(". ")) }
}

fn trimmed(text: &str) -> &str {
    text.trim().trim_end_matches(['.', '。'])
}

#[cfg(test)]
mod tests {
    use crate::schema::{Data, Key, Value};
    use crate::source::{FileId, Span};

    use super::*;

    fn line(author: &str, work: &str, publisher: &str, year: i64, page: &str) -> String {
        let value = |data| Value { data, span: Span::file(FileId(0)) };
        let texts = [("author", author), ("work", work), ("publisher", publisher), ("page", page)];
        let given = texts.into_iter().filter(|(_, text)| !text.is_empty());
        let mut pairs: Vec<(Key, Value)> = given.map(|(key, text)| (key.into(), value(Data::Text(text.to_owned())))).collect();
        if year > 0 {
            pairs.push(("year".into(), value(Data::Integer(year))));
        }
        source_line(&Fields::new(pairs))
    }

    #[test]
    fn works_are_cited_as_far_as_they_are_known() {
        assert_eq!(
            line("苏霍姆林斯基", "给教师的建议", "教育科学出版社", 1984, ""),
            "苏霍姆林斯基. 给教师的建议[M]. 教育科学出版社, 1984."
        );
        assert_eq!(
            line("徐芬、董奇", "《学业不良儿童的分类》", "心理发展与教育研究", 1997, "12—15"),
            "徐芬, 董奇. 学业不良儿童的分类[J]. 心理发展与教育研究, 1997: 12—15."
        );
        assert_eq!(line("陶行知", "教学做合一", "", 0, ""), "陶行知. 教学做合一.");
        assert_eq!(line("陶行知", "教学做合一", "", 0, "3"), "陶行知. 教学做合一. 3.");
        assert_eq!(source_line(&Fields::default()), "");
    }
}
