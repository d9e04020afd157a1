//! Tables as HTML: three rules, a caption with its number, a note below.

use crate::site::TableView;
use crate::syntax::Align;

use super::escape::{push_attribute, push_escaped};

/// A table in a box of its own that scrolls where the screen is too narrow. `label` is what tables are called in front of their
/// number.
pub(super) fn table(table: &TableView, label: &str, gap: &str) -> String {
    let mut out = String::with_capacity(512);
    let number = if table.number > 0 { format!("{label}{}", table.number) } else { String::new() };
    let name = if number.is_empty() { &table.caption } else { &number };
    out.push_str("<figure><div class=\"scroll\" tabindex=\"0\" role=\"group\"");
    push_attribute(&mut out, "aria-label", name);
    out.push_str("><table class=\"three\"><caption>");
    if !number.is_empty() {
        out.push_str("<b>");
        push_escaped(&mut out, &number);
        out.push_str("</b>");
        out.push_str(gap);
    }
    push_escaped(&mut out, &table.caption);
    out.push_str("</caption><thead><tr>");
    let class = |column: usize| match table.columns.get(column).map(|it| it.align) {
        Some(Align::Right) => " class=\"num\"",
        Some(Align::Center) => " class=\"mid\"",
        _ => "",
    };
    for (at, column) in table.columns.iter().enumerate() {
        out.push_str("<th scope=\"col\"");
        out.push_str(class(at));
        out.push('>');
        push_escaped(&mut out, &column.title);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead><tbody>");
    for row in &table.rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            out.push_str("<td");
            out.push_str(class(at));
            out.push('>');
            push_escaped(&mut out, cell);
            out.push_str("</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody>");
    if let Some(note) = &table.note {
        out.push_str("<tfoot><tr><td");
        push_attribute(&mut out, "colspan", &table.columns.len().max(1).to_string());
        out.push('>');
        push_escaped(&mut out, note);
        out.push_str("</td></tr></tfoot>");
    }
    out.push_str("</table></div></figure>\n");
    out
}

/// The table of a chart's data, which a reader opens under the word `label`. The first cell of a row is its head.
pub(super) fn folded(table: &TableView, label: &str) -> String {
    let mut out = String::with_capacity(512);
    out.push_str("<details><summary>");
    push_escaped(&mut out, label);
    out.push_str("</summary><div class=\"scroll\" tabindex=\"0\" role=\"group\"");
    push_attribute(&mut out, "aria-label", &table.caption);
    out.push_str("><table class=\"data\"><caption class=\"vh\">");
    push_escaped(&mut out, &table.caption);
    out.push_str("</caption><thead><tr>");
    let class = |at: usize| match table.columns.get(at).map(|it| it.align) {
        Some(Align::Right) => " class=\"num\"",
        _ => "",
    };
    for (at, column) in table.columns.iter().enumerate() {
        out.push_str("<th scope=\"col\"");
        out.push_str(class(at));
        out.push('>');
        push_escaped(&mut out, &column.title);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead><tbody>");
    for row in &table.rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let (open, close) = if at == 0 { ("<th scope=\"row\"", "</th>") } else { ("<td", "</td>") };
            out.push_str(open);
            out.push_str(class(at));
            out.push('>');
            push_escaped(&mut out, cell);
            out.push_str(close);
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div></details>");
    out
}

#[cfg(test)]
mod tests {
    use crate::site::Column;

    use super::*;

    #[test]
    fn tables_are_captioned_and_escaped() {
        let view = TableView {
            number: 2,
            caption: "成因<问卷>".to_owned(),
            columns: vec![
                Column { title: "成因".to_owned(), align: Align::None },
                Column { title: "人数".to_owned(), align: Align::Right },
            ],
            rows: vec![vec!["基础 & 方法".to_owned(), "5".to_owned()].into()],
            note: Some("n=8".to_owned()),
        };
        let html = table(&view, "表", "　");
        for part in [
            "<caption><b>表2</b>　成因&lt;问卷&gt;</caption>",
            "aria-label=\"表2\"",
            "<th scope=\"col\" class=\"num\">人数</th>",
            "<td>基础 &amp; 方法</td><td class=\"num\">5</td>",
            "<tfoot><tr><td colspan=\"2\">n=8</td></tr></tfoot>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        let html = table(&TableView { number: 0, ..view }, "表", "　");
        assert!(html.contains("<caption>成因&lt;问卷&gt;</caption>") && html.contains("aria-label=\"成因&lt;问卷&gt;\""));
    }
}
