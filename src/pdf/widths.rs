//! How wide the columns of a table are: so that its rows are as low as can be, and no word stands in pieces.
//!
//! Widths are counted in halves of a Han character.

use crate::site::Layout;

/// What a column takes besides its words.
const EDGE: f64 = 1.8;
/// A cell of at most so much is a word, which stays in one line where there is room for all of them; where there is not, only
/// shorter ones do.
const WORDS: [usize; 3] = [12, 10, 8];
/// Beyond so much a text asks for no more width where there is not enough for all.
const LONG: usize = 48;
/// A column of texts is at least so wide.
const TEXT: usize = 8;
/// A number or a word in Latin letters is at most so wide before it breaks.
const LATIN: usize = 24;
/// What a text may break after, besides blanks.
const BREAKS: [char; 7] = ['、', '；', '，', '。', '·', '—', '～'];

/// Those of them that close a word, and are as narrow at a line's end as they look.
const MARKS: [char; 4] = ['、', '；', '，', '。'];

/// How much of a table stands side by side in a document of this layout.
pub(super) fn line(layout: Layout) -> f64 {
    match layout {
        Layout::Gongwen => 93.0,
        Layout::School => 87.0,
        Layout::Compact => 118.0,
    }
}

/// How columns share a line: a word stands in one line, and what is left goes where it saves most lines.
pub(super) fn shared(titles: &[String], rows: &[&[String]], line: f64) -> Vec<usize> {
    let room = (line - EDGE * titles.len() as f64).max(1.0).floor() as usize;
    let fitting = WORDS.into_iter().find_map(|word| {
        let columns = columns(titles, rows, word);
        let widths: Vec<usize> = columns.iter().map(|it| it.least).collect();
        (widths.iter().sum::<usize>() <= room).then_some((columns, widths))
    });
    let Some((columns, mut widths)) = fitting else {
        // Too many columns for words to stand whole: the long ones give way.
        let asked = columns(titles, rows, TEXT).into_iter().map(|it| (it.most.min(LONG) as f64).sqrt()).collect::<Vec<_>>();
        let whole: f64 = asked.iter().sum();
        return asked.into_iter().map(|it| ((room as f64 * it / whole) as usize).max(1)).collect();
    };
    while let Some((at, more)) = best(&columns, &widths, room) {
        widths[at] += more;
    }
    widths
}

/// A column's share of the line, by the width of what is in it.
pub(super) fn weight(width: usize) -> f64 {
    width as f64 + EDGE
}

/// A cell's words, each of which stays whole, with what stands between it and the next, where it is made of short ones alone and
/// its column is wide enough for each.
pub(super) fn words(cell: &str, width: usize) -> Option<Vec<(&str, &str)>> {
    let words = parted(cell);
    if words.len() < 2 || words.iter().any(|it| wide(it) > width.min(WORDS[0])) {
        return None;
    }
    let mut rest = cell.trim_start();
    let mut split = |word: &str| {
        let end = word.trim_end_matches(MARKS).len();
        let (word, after) = rest.split_at_checked(end)?;
        let next = after.trim_start_matches(|it: char| MARKS.contains(&it) || it.is_whitespace());
        rest = next;
        Some((word, &after[..after.len() - next.len()]))
    };
    let words: Option<Vec<_>> = words.into_iter().map(&mut split).collect();
    words.map(|it| it.into_iter().filter(|(word, _)| !word.is_empty()).collect())
}

struct Column {
    /// What it needs for its words to stand whole.
    least: usize,
    /// What it needs for each cell to stand in one line.
    most: usize,
    /// How wide its head and each row's cell are.
    cells: Vec<usize>,
}

fn columns(titles: &[String], rows: &[&[String]], word: usize) -> Vec<Column> {
    let column = |(at, title): (usize, &String)| {
        let texts_of = || rows.iter().filter_map(|row| row.get(at));
        let least = texts_of().map(|it| unbroken(it, word)).max().unwrap_or(0).max(head(title));
        let texts = texts_of().any(|it| wide(it) > word);
        let own = rows.iter().map(|row| row.get(at).map_or(0, |it| wide(it)));
        let cells: Vec<usize> = std::iter::once(wide(title)).chain(own).collect();
        let most = cells.iter().copied().max().unwrap_or(0);
        Column { least: if texts { least.max(TEXT) } else { least.max(1) }, most, cells }
    };
    titles.iter().enumerate().map(column).collect()
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
        short @ 0..=10 => short,
        long => long.div_ceil(2).min(LATIN),
    }
}

/// The longest stretch of a text that does not break: a number, a word in Latin letters; of one that is made of words, the longest
/// of these.
fn unbroken(text: &str, word: usize) -> usize {
    let words = || parted(text).into_iter().map(wide);
    if words().all(|it| it <= word) {
        return words().max().unwrap_or(0);
    }
    let latin = text.split(|it: char| !it.is_ascii() || it.is_ascii_whitespace());
    latin.map(|it| wide(it).min(LATIN)).max().unwrap_or(0)
}

/// A text's words with the marks after them, and the blanks between them left out.
fn parted(text: &str) -> Vec<&str> {
    let words = text.split_whitespace();
    words.flat_map(|it| it.split_inclusive(BREAKS)).collect()
}

/// How wide a text is. A quarter of a character stands between Han characters and Latin ones.
fn wide(text: &str) -> usize {
    let han = |it: char| !it.is_ascii() && it.is_alphanumeric();
    let mut width = 0.0;
    let mut before = None;
    for it in text.chars() {
        let apart = before
            .is_some_and(|before: char| han(before) && it.is_ascii_alphanumeric() || before.is_ascii_alphanumeric() && han(it));
        width += match it {
            _ if it.is_ascii_digit() => 1.1,
            '−' => 1.1,
            _ if it.is_ascii() => 1.0,
            _ => 2.0,
        } + if apart { 0.5 } else { 0.0 };
        before = Some(it);
    }
    (width - 1e-9_f64).ceil().max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Widths in Han characters.
    fn widths(layout: Layout, titles: &[&str], rows: &[&[&str]]) -> Vec<f64> {
        let titles: Vec<String> = titles.iter().map(|it| (*it).to_owned()).collect();
        let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|it| (*it).to_owned()).collect()).collect();
        let rows: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
        let found = shared(&titles, &rows, line(layout));
        assert!(found.iter().map(|it| weight(*it)).sum::<f64>() <= line(layout) + found.len() as f64, "{found:?}");
        found.into_iter().map(|it| it as f64 / 2.0).collect()
    }

    const TEXT: &str = "同一道例题备了三种起点的练习，算得慢的学生从估算进入；讨论认为讲评时间偏长，留给学生说思路的不足五分钟";

    #[test]
    fn words_stand_whole_and_texts_share_the_rest() {
        let found =
            widths(Layout::Gongwen, &["日期", "课题", "级别", "评价"], &[&["2026.4.23", "数学《乘法分配律》", "校级", TEXT]]);
        assert!(found[0] >= 4.9, "{found:?}");
        assert!(found[1] >= 3.9 && found[3] > 20.0, "the text has the rest: {found:?}");
        let found = widths(Layout::School, &["日期", "应对"], &[&["5月6日", TEXT], &["5月16日", TEXT]]);
        assert!(found[0] >= 4.0, "a day stands in one line: {found:?}");
    }

    #[test]
    fn columns_are_no_wider_than_what_is_in_them() {
        let found = widths(Layout::Gongwen, &["成因", "人数"], &[&["基础知识薄弱", "5"], &["环境影响", "1"]]);
        assert!(found[0] > found[1] && found[1] >= 2.0, "{found:?}");
    }

    #[test]
    fn words_of_records_stand_whole() {
        let titles = ["次", "日期·时段·时长", "地点", "目标", "内容与方法", "学生表现", "效果", "存在问题与反思", "下次计划"];
        let row = [
            "10",
            "4月23日 午间 20分钟",
            "数学办公室",
            "凑十法口诀卡",
            "教“看大数差几”，会一张抽出去一张",
            "能自己接到两位数上，有点得意",
            "提示后掌握",
            "说得慢一点反而算得快",
            "节后看情况",
        ];
        let found = widths(Layout::Compact, &titles, &[&row]);
        for (at, word) in [(1, "4月23日"), (2, "数学办公室"), (3, "凑十法口诀卡"), (6, "提示后掌握"), (8, "节后看情况")]
        {
            assert!(found[at] * 2.0 >= wide(word) as f64, "{word}: {found:?}");
        }
        let width = (found[1] * 2.0) as usize;
        assert_eq!(words(row[1], width).as_deref(), Some([("4月23日", " "), ("午间", " "), ("20分钟", "")].as_slice()));
        assert_eq!(words(titles[1], width).as_deref(), Some([("日期·", ""), ("时段·", ""), ("时长", "")].as_slice()));
        assert_eq!(words("3月23日—6月12日", 12).as_deref(), Some([("3月23日—", ""), ("6月12日", "")].as_slice()));
        assert_eq!(words(" 白老师、陆老师。", 12).as_deref(), Some([("白老师", "、"), ("陆老师", "。")].as_slice()));
        assert_eq!(words("4月23日 午间", 8), None, "a word must fit");
        assert_eq!(words(TEXT, 40), None, "texts break where they may");
    }

    #[test]
    fn many_columns_share_what_there_is() {
        let found = widths(Layout::Gongwen, &["项目"; 20], &[&["一二三四五六七八九十"; 20]]);
        assert!(found.iter().all(|it| *it == found[0] && *it >= 1.0), "{found:?}");
    }

    #[test]
    fn crowded_tables_leave_long_texts_room() {
        let titles = [
            "代号",
            "班级",
            "薄弱学科",
            "成因类别",
            "帮扶教师",
            "结对同伴",
            "措施",
            "阶段目标",
            "节点1",
            "节点2",
            "成效",
            "备注",
        ];
        let long = "我每分钟要算对二十题，不在桌子底下数手指";
        let row = [
            "S01 甲甲",
            "四（2）班",
            "数学",
            "个体：基础知识薄弱",
            "陆老师",
            "—",
            "小组辅导",
            long,
            "17.5题/分",
            "22题/分",
            "不明显",
            long,
        ];
        let found = widths(Layout::Gongwen, &titles, &[&row]);
        assert!(found.iter().all(|it| *it >= 1.5), "{found:?}");
        assert!(found[7] >= 3.5, "{found:?}");
    }
}
