//! How wide the columns of a table are: so that its rows are as low as can be, and no word stands in pieces.

use crate::site::TableRow;

/// So many Han characters of a table stand side by side in a document.
const LINE: f64 = 45.0;
/// What a column takes besides its words.
const EDGE: f64 = 0.9;
/// A cell of at most so many characters is a word, which stays in one line where there is room for all of them.
const WORD: usize = 6;
/// Beyond so many characters a text asks for no more width where there is not enough for all.
const LONG: usize = 24;
/// A column of texts is at least so wide.
const TEXT: usize = 4;

/// How columns share a line, in halves of a character: a word stands in one line, and what is left goes where it saves most lines.
pub(super) fn shared(titles: &[String], rows: &[TableRow]) -> Vec<u8> {
    let column = |(at, title): (usize, &String)| {
        let cells: Vec<usize> = rows.iter().map(|row| row.get(at).map_or(0, |it| wide(it))).collect();
        let pieces = rows.iter().filter_map(|row| row.get(at)).map(|it| if wide(it) <= WORD { wide(it) } else { unbroken(it) });
        let least = pieces.max().unwrap_or(0).max(head(title));
        let texts = cells.iter().any(|it| *it > WORD);
        Column {
            least: if texts { least.max(TEXT) } else { least.max(1) },
            most: cells.iter().copied().max().unwrap_or(0).max(wide(title)),
            cells,
        }
    };
    let columns: Vec<Column> = titles.iter().enumerate().map(column).collect();
    let room = (LINE - EDGE * columns.len() as f64).max(1.0).floor() as usize;
    let mut widths: Vec<usize> = columns.iter().map(|it| it.least).collect();
    if widths.iter().sum::<usize>() > room {
        // Too many columns for words to stand whole: the long ones give way.
        let halves = |it: &Column| (it.most.min(LONG) as f64).sqrt() * 4.0;
        return columns.iter().map(|it| weight(halves(it))).collect();
    }
    while let Some((at, more)) = best(&columns, &widths, room) {
        widths[at] += more;
    }
    widths.iter().map(|it| weight((*it as f64 + EDGE) * 2.0)).collect()
}

struct Column {
    /// What it needs for its words to stand whole.
    least: usize,
    /// What it needs for each cell to stand in one line.
    most: usize,
    /// How wide each row's cell is.
    cells: Vec<usize>,
}

/// The column that saves most by being wider, and by how much; `None` where nothing more can be saved.
fn best(columns: &[Column], widths: &[usize], room: usize) -> Option<(usize, usize)> {
    let left = room.saturating_sub(widths.iter().sum());
    let now = height(columns, widths);
    let mut found: Option<(f64, usize, usize)> = None;
    for (at, column) in columns.iter().enumerate() {
        for more in 1..=left.min(column.most.saturating_sub(widths[at])) {
            let mut wider = widths.to_vec();
            wider[at] += more;
            let saved = (now - height(columns, &wider)) / more as f64;
            if saved > 1e-9 && found.is_none_or(|(most, ..)| saved > most + 1e-9) {
                found = Some((saved, at, more));
            }
        }
    }
    found.map(|(_, at, more)| (at, more))
}

/// How high a table is in lines. Lines of cells that are not their row's highest count a little: where two are as high, the row is
/// lower only when both are wider.
fn height(columns: &[Column], widths: &[usize]) -> f64 {
    let rows = columns.first().map_or(0, |it| it.cells.len());
    let lines = |at: usize, row: usize| columns[at].cells[row].div_ceil(widths[at].max(1)).max(1);
    (0..rows)
        .map(|row| {
            let each = (0..columns.len()).map(|at| lines(at, row));
            each.clone().max().unwrap_or(1) as f64 + each.sum::<usize>() as f64 * 0.1
        })
        .sum()
}

/// What a column's head needs: a short one stands in one line, a longer one in two.
fn head(title: &str) -> usize {
    match wide(title) {
        short @ 0..=5 => short,
        long => long.div_ceil(2),
    }
}

/// The longest stretch of a text that does not break: a number, a word in Latin letters.
fn unbroken(text: &str) -> usize {
    let stretches = text.split(|it: char| !it.is_ascii() || it.is_ascii_whitespace());
    stretches.map(wide).max().unwrap_or(0).min(WORD * 2)
}

fn weight(halves: f64) -> u8 {
    (halves.round().clamp(1.0, 255.0)) as u8
}

/// How wide a text is in Han characters: two half-width ones count as one.
fn wide(text: &str) -> usize {
    text.chars().map(|it| if it.is_ascii() { 1 } else { 2 }).sum::<usize>().div_ceil(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(titles: &[&str], rows: &[&[&str]]) -> Vec<f64> {
        let titles: Vec<String> = titles.iter().map(|it| (*it).to_owned()).collect();
        let rows: Vec<TableRow> =
            rows.iter().map(|row| row.iter().map(|it| (*it).to_owned()).collect::<Vec<String>>().into()).collect();
        shared(&titles, &rows).into_iter().map(|it| f64::from(it) / 2.0 - EDGE).collect()
    }

    #[test]
    fn words_stand_whole_and_texts_share_the_rest() {
        let text = "同一道例题备了三种起点的练习，算得慢的学生从估算进入；讨论认为讲评时间偏长，留给学生说思路的不足五分钟";
        let found = widths(&["日期", "课题", "级别", "评价"], &[&["2026.4.23", "数学《乘法分配律》", "校级", text]]);
        assert!(found[0] >= 4.9, "{found:?}");
        assert!(found[1] >= 3.9 && found[3] > 20.0, "the text has the rest: {found:?}");
        let found = widths(&["日期", "应对"], &[&["5月6日", text], &["5月16日", text]]);
        assert!(found[0] >= 3.9, "a day stands in one line: {found:?}");
    }

    #[test]
    fn columns_are_no_wider_than_what_is_in_them() {
        let found = widths(&["成因", "人数"], &[&["基础知识薄弱", "5"], &["环境影响", "1"]]);
        assert!(found[0] > found[1] && found[1] >= 1.9, "{found:?}");
    }

    #[test]
    fn many_columns_share_what_there_is() {
        let titles = ["项目"; 20];
        let cells = ["一二三四五六七八九十"; 20];
        let found = shared(&titles.map(str::to_owned), &[cells.map(str::to_owned).to_vec().into()]);
        assert!(found.iter().all(|it| *it == found[0]), "{found:?}");
    }
}
