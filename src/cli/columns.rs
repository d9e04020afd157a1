//! Rows in columns that line up under Chinese text.

/// How many cells of a terminal a text takes: two for Han, kana, full-width forms and their punctuation.
fn width(text: &str) -> usize {
    let wide = |it: char| matches!(it, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFD}');
    text.chars().map(|it| if wide(it) { 2 } else { 1 }).sum()
}

/// Rows as lines, each column as wide as its widest cell; the last column is not padded. Control characters become visible.
pub(super) fn columns(rows: &[Vec<String>]) -> String {
    let clean = |cell: &String| -> String { cell.chars().map(|it| if it.is_control() { '␣' } else { it }).collect() };
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(clean).collect()).collect();
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| width(cell)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count).map(widest).collect();
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, column) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(column.saturating_sub(width(cell)) + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_under_chinese() {
        let rows = [vec!["代号".to_owned(), "a".to_owned()], vec!["S1".to_owned(), "b\u{1b}".to_owned()]];
        assert_eq!(columns(&rows), "代号  a\nS1    b␣\n");
    }
}
