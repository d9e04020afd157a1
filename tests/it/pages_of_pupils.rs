//! Pages of pupils, duties and contacts: their numbers are counted again from the demo's files, and their links followed.

use std::collections::BTreeMap;

use crate::demo::{Raw, Row, SITE};
use crate::html_page::{Page, percent_decoded, resolve, unescape};

/// The demo's term, by its first day and the days on which the months in which duties fall due begin. Three days of July are no
/// month of their own.
const FIRST_DAY: &str = "2026-03-02";
const LAST_DAY: &str = "2026-07-03";
const MONTHS: [&str; 4] = ["2026-03-02", "2026-04-01", "2026-05-01", "2026-06-01"];

/// Days since the year 0 of a day written `2026-03-05`.
fn ordinal(day: &str) -> i64 {
    let parts: Vec<i64> = day.split('-').map(|it| it.parse().unwrap()).collect();
    let (year, month, day) = (parts[0] - i64::from(parts[1] <= 2), (parts[1] + 9) % 12, parts[2]);
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + day
}

/// The week of the term, from 0.
fn week(day: &str) -> usize {
    usize::try_from((ordinal(day) - ordinal(FIRST_DAY)) / 7).unwrap()
}

/// The month of the term, from 0.
fn month(day: &str) -> usize {
    MONTHS.iter().filter(|it| ordinal(it) <= ordinal(day)).count() - 1
}

fn within_term(day: &str) -> bool {
    (ordinal(FIRST_DAY)..=ordinal(LAST_DAY)).contains(&ordinal(day))
}

/// The text of a page of the demo's site.
fn html(path: &str) -> &'static str {
    std::str::from_utf8(&SITE[path]).unwrap()
}

/// The pieces of a text between each `start` and the next `end`.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    text.split(start).skip(1).map(|it| it.split_once(end).map_or(it, |(inside, _)| inside)).collect()
}

/// What a reader sees of a stretch of HTML.
fn words(html: &str) -> String {
    let mut plain = String::new();
    for part in html.split('<') {
        plain.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    unescape(&plain).trim().to_owned()
}

/// A cell of a grid.
struct Cell {
    class: String,
    links: Vec<(String, String)>,
    words: String,
}

/// A grid: its caption, its pupils with cells and sum, its foot.
struct Grid {
    caption: String,
    rows: Vec<(String, Vec<Cell>, String)>,
    foot: Vec<String>,
}

fn grids() -> Vec<Grid> {
    let read = |table: &str| {
        let body = between(table, "<tbody>", "</tbody>")[0];
        let row = |row: &str| {
            let cell = |cell: &str| {
                let (class, inside) = cell.split_once("\">").unwrap();
                let links = between(inside, "<a href=\"", "</a>").into_iter().map(|link| {
                    let (href, rest) = link.split_once("\" title=\"").unwrap();
                    (unescape(href), unescape(rest.split_once('"').unwrap().0))
                });
                Cell { class: class.to_owned(), links: links.collect(), words: words(inside) }
            };
            let cells = between(row, "<td class=\"mark ", "</td>").into_iter().map(cell).collect();
            (
                words(between(row, "<th scope=\"row\">", "</th>")[0]),
                cells,
                words(between(row, "<td class=\"sum\">", "</td>")[0]),
            )
        };
        Grid {
            caption: words(between(table, "<caption>", "</caption>")[0]),
            rows: between(body, "<tr>", "</tr>").into_iter().map(row).collect(),
            foot: between(between(table, "<tfoot>", "</tfoot>")[0], "<td>", "</td>").into_iter().map(words).collect(),
        }
    };
    between(html("duties/index.html"), "<table class=\"grid\">", "</table>").into_iter().map(read).collect()
}

/// The demo's pupils: alias by code.
fn aliases(raw: &Raw) -> BTreeMap<String, String> {
    let alias = |code: String| {
        let page = html(&format!("students/{code}/index.html"));
        (words(between(page, "<h1", "</h1>")[0].split_once('>').unwrap().1), code)
    };
    raw.codes().into_iter().map(alias).collect()
}

/// Notes that are files of their own: code and day.
fn files(raw: &Raw, kind: &str) -> Vec<(String, String)> {
    let place = |path: &str| Some((path.split('/').nth(1)?.to_owned(), path.rsplit('/').next()?.get(..10)?.to_owned()));
    raw.notes(kind).into_iter().map(|(path, _)| place(path).unwrap()).collect()
}

/// Rows of the pupils' tables: code and day.
fn rows(raw: &Raw, name: &str) -> Vec<(String, String)> {
    raw.rows(name).into_iter().map(|(code, row)| (code, day(&row).unwrap().to_owned())).collect()
}

/// The day of a row, whose head may be in Chinese or English.
fn day(row: &Row) -> Option<&str> {
    row.get("日期").or(row.get("date")).map(String::as_str)
}

/// What did a duty: the pupil's code and the day, read from the files.
fn doings(raw: &Raw, duty: &str) -> Vec<(String, String)> {
    let class = |name: &str| -> Vec<(String, String)> {
        let days: Vec<String> = raw.table(&format!("classes/4-2/{name}.csv")).iter().map(|it| it["日期"].clone()).collect();
        raw.codes().into_iter().flat_map(|code| days.iter().map(move |day| (code.clone(), day.clone()))).collect()
    };
    let found = match duty {
        "每周谈一次心" => files(raw, "谈心"),
        "每周发现并表扬一个优点" => rows(raw, "praise"),
        "提供一次表现机会" => rows(raw, "表现机会"),
        "每月与家长联系一次" => [files(raw, "家访"), rows(raw, "电话抽查"), rows(raw, "联络本")].concat(),
        "每月教会一个学习方法" => rows(raw, "学习方法"),
        "提供良好环境" => class("环境检查"),
        other => panic!("an unknown duty {other}"),
    };
    found.into_iter().filter(|(_, day)| within_term(day)).collect()
}

/// Rows of the class's register of duties: duty, day and state.
fn register(raw: &Raw) -> Vec<(String, String, String)> {
    let full = |name: &str| match name {
        "谈心" => "每周谈一次心",
        "表扬" => "每周发现并表扬一个优点",
        "表现机会" => "提供一次表现机会",
        "家校联系" => "每月与家长联系一次",
        "学习方法" => "每月教会一个学习方法",
        "良好环境" => "提供良好环境",
        other => panic!("an unknown duty {other}"),
    };
    let rows = raw.table("classes/4-2/六个一登记.csv").into_iter();
    let rows = rows.map(|row| (full(&row["项目"]).to_owned(), row["日期"].clone(), row["落实情况"].clone()));
    rows.collect()
}

#[test]
fn no_absence_of_the_demo_takes_a_whole_week() {
    // The counts below rely on it.
    for (code, row) in Raw::read().rows("缺勤") {
        assert!(row["天数"].parse::<f64>().unwrap() < 4.0, "{code}: {row:?}");
    }
}

#[test]
fn every_grid_is_counted_again_from_the_files() {
    let raw = Raw::read();
    let aliases = aliases(&raw);
    let register = register(&raw);
    let grids = grids();
    let (weekly, rest) = grids.split_first().unwrap();
    let mut together: BTreeMap<(String, usize), (usize, usize)> = BTreeMap::new();
    let mut seen = 0;
    for grid in rest {
        let duty = grid.caption.split_once('：').unwrap().0;
        let place = if duty.starts_with("每周") || duty.starts_with("提供一次") { week } else { month };
        let periods = if place(LAST_DAY) > 4 { 18 } else { 4 };
        let doings = doings(&raw, duty);
        let marked =
            |at: usize, state: &str| register.iter().any(|(own, day, it)| own == duty && it == state && place(day) == at);
        let (mut all_done, mut all_due) = (0, 0);
        let mut foot = vec![(0, 0); periods];
        assert_eq!(grid.rows.len(), raw.codes().len());
        for (name, cells, sum) in &grid.rows {
            let code = &aliases[name];
            assert_eq!(cells.len(), periods, "{duty}");
            let (mut done, mut due) = (0, 0);
            for (at, cell) in cells.iter().enumerate() {
                let own = doings.iter().filter(|(of, day)| of == code && place(day) == at).count();
                let state = match (marked(at, "免做"), own > 0 || marked(at, "已做")) {
                    (true, _) => "excused",
                    (false, true) => "done",
                    (false, false) => "missed",
                };
                assert_eq!(cell.class, state, "{duty}, {name}, period {}", at + 1);
                let marks = if marked(at, "已做") { 1 } else { 0 };
                if state == "done" {
                    assert!(cell.links.len() >= own.max(1), "{duty}, {name}, period {}: {own} notes", at + 1);
                    assert!(cell.links.len() <= own + marks, "{duty}, {name}, period {}: {own} notes", at + 1);
                }
                let counted = (usize::from(state == "done"), usize::from(state != "excused"));
                (done, due) = (done + counted.0, due + counted.1);
                foot[at] = (foot[at].0 + counted.0, foot[at].1 + counted.1);
                if periods == 18 {
                    let both = together.entry((name.clone(), at)).or_default();
                    *both = (both.0 + counted.0, both.1 + counted.1);
                }
                seen += 1;
            }
            assert_eq!(*sum, format!("{done}/{due}"), "{duty}, {name}");
            (all_done, all_due) = (all_done + done, all_due + due);
        }
        let printed = |(done, due): &(usize, usize)| if *due == 0 { "—".to_owned() } else { format!("{done}/{due}") };
        assert_eq!(grid.foot, foot.iter().map(printed).collect::<Vec<_>>(), "{duty}");
        assert!(grid.caption.contains(&format!("应做{all_due}次，完成{all_done}次")), "{}", grid.caption);
    }
    assert_eq!(rest.len(), 6, "six duties");
    assert_eq!(seen, 8 * (3 * 18 + 3 * 4));
    for (name, cells, _) in &weekly.rows {
        for (at, cell) in cells.iter().enumerate() {
            let (done, due) = together[&(name.clone(), at)];
            let sign = if due == 0 { "—".to_owned() } else { format!("{done}/{due}") };
            assert!(cell.words.starts_with(&sign), "{name}, week {}: {} for {sign}", at + 1, cell.words);
        }
    }
}

#[test]
fn every_done_cell_leads_to_notes_of_that_pupil_duty_and_period() {
    let raw = Raw::read();
    let aliases = aliases(&raw);
    let mut followed = 0;
    for grid in grids().iter().skip(1) {
        let duty = grid.caption.split_once('：').unwrap().0;
        let doings = doings(&raw, duty);
        let place = if grid.foot.len() == 18 { week } else { month };
        for (name, cells, _) in &grid.rows {
            let code = &aliases[name];
            for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| cell.class == "done") {
                assert!(!cell.links.is_empty(), "{duty}, {name}, period {}: done by nothing", at + 1);
                for (href, title) in &cell.links {
                    let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
                    let target = resolve("duties/index.html", &percent_decoded(file)).unwrap();
                    let owner =
                        if duty == "提供良好环境" { "classes/4-2/".to_owned() } else { format!("students/{code}/") };
                    assert!(target.starts_with(&owner), "{name}: {target}");
                    let [date, kind, headline] = title.split('　').collect::<Vec<_>>()[..] else { panic!("{title}") };
                    let day = if anchor.is_empty() {
                        target.rsplit('/').next().unwrap()[..10].to_owned()
                    } else {
                        // The row on its page: its day and name stand there.
                        let page = html(&target);
                        let row = page.split_once(&format!("id=\"{anchor}\"")).unwrap_or_else(|| panic!("{href}")).1;
                        let row = row.split_once("</li>").unwrap().0;
                        let shown = headline.split('（').next().unwrap().trim_end_matches('…');
                        assert!(words(row).contains(shown), "{headline} is not {}", words(row));
                        between(row, "<time datetime=\"", "\"")[0].to_owned()
                    };
                    let spoken = format!("{}月{}日", day[5..7].trim_start_matches('0'), day[8..].trim_start_matches('0'));
                    assert_eq!(date, spoken, "{title}");
                    assert_eq!(place(&day), at, "{duty}, {name}: {day} in period {}", at + 1);
                    let is_doing = doings.iter().any(|(of, it)| of == code && *it == day);
                    assert!(is_doing || kind == "六个一登记", "{duty}, {name}: nothing was done on {day}");
                    followed += 1;
                }
            }
        }
    }
    assert!(followed > 300, "{followed} links");
}

/// The rows of the first table of a part of a page, by the part's id; none where the page has no such part.
fn rows_of<'p>(page: &'p str, id: &str) -> Vec<&'p str> {
    let Some((_, part)) = page.split_once(&format!("id=\"{id}\">")) else { return Vec::new() };
    let part = part.split_once("<h3").map_or(part, |(own, _)| own);
    let part = part.split_once("<h2").map_or(part, |(own, _)| own);
    let Some(table) = between(part, "<table class=\"data ledger\">", "</table>").into_iter().next() else { return Vec::new() };
    between(between(table, "<tbody>", "</tbody>")[0], "<tr", "</tr>")
}

#[test]
fn every_row_that_is_kept_of_a_pupil_is_shown() {
    let raw = Raw::read();
    let parts: [(&str, &[&str]); 20] = [
        ("weak", &["薄弱环节"]),
        ("p-tutoring", &["辅导"]),
        ("p-methods", &["学习方法"]),
        ("p-habits", &["习惯"]),
        ("p-seats", &["座位调整"]),
        ("p-absence", &["缺勤"]),
        ("p-praise", &["praise"]),
        ("p-showcase", &["表现机会"]),
        ("p-awards", &["奖励", "award"]),
        ("p-weekly", &["周末评比"]),
        ("p-posts", &["岗位"]),
        ("p-activities", &["集体活动"]),
        ("p-rewards", &["家长奖励"]),
        ("p-comments", &["评语"]),
        ("p-phone", &["电话抽查"]),
        ("p-liaison", &["联络本"]),
        ("p-cards", &["接送卡"]),
        ("p-engagement", &["听课观察"]),
        ("p-colleagues", &["科任意见"]),
        ("handover", &["接班了解"]),
    ];
    let mut shown = 0;
    for code in raw.codes() {
        let page = html(&format!("students/{code}/index.html"));
        for (id, names) in parts {
            let kept = names.iter().flat_map(|name| raw.rows(name)).filter(|(of, _)| *of == code);
            if id == "handover" {
                assert_eq!(kept.count() > 0, page.contains("id=\"handover\""), "{code}");
                continue;
            }
            let kept = kept.filter(|(_, row)| day(row).is_none_or(within_term)).count();
            let rows = rows_of(page, id);
            assert_eq!(rows.len(), kept, "{code}: {id}");
            for row in &rows {
                assert!(row.contains("<a href=\""), "{code}: {id}: a row leads nowhere: {}", words(row));
            }
            shown += kept;
        }
        let talks = raw.notes("谈心").iter().filter(|(path, _)| path.starts_with(&format!("students/{code}/"))).count();
        assert_eq!(rows_of(page, "p-trust").len(), talks, "{code}");
    }
    assert!(shown > 400, "{shown} rows");
}

#[test]
fn contacts_are_counted_again_from_the_files() {
    let raw = Raw::read();
    let page = html("contacts/index.html");
    let kinds = [("家访", files(&raw, "家访")), ("电话", rows(&raw, "电话抽查")), ("联络本", rows(&raw, "联络本"))];
    let printed: Vec<Vec<String>> = rows_of(page, "by_month")
        .into_iter()
        .map(|row| row.split("<t").skip(1).map(|cell| words(cell.split_once('>').unwrap().1)).collect())
        .collect();
    let students = raw.codes().len();
    for (label, notes) in &kinds {
        let row = printed.iter().find(|row| row[0] == *label).unwrap_or_else(|| panic!("{label}"));
        let months = (0..MONTHS.len()).map(|at| notes.iter().filter(|(_, day)| month(day) == at).count().to_string());
        let covered = notes.iter().map(|(code, _)| code).collect::<std::collections::BTreeSet<_>>().len();
        let wanted: Vec<String> = std::iter::once((*label).to_owned())
            .chain(months)
            .chain([notes.len().to_string(), format!("{covered}/{students}")])
            .collect();
        assert_eq!(*row, wanted);
    }
    let results: Vec<String> = raw.rows("电话抽查").into_iter().map(|(_, row)| row["落实情况"].clone()).collect();
    let count = |words: &str| results.iter().filter(|it| it.starts_with(words)).count();
    let known = results.iter().filter(|it| !it.is_empty()).count();
    let said = format!("落实{}次，部分{}次，未落实{}次（n={known}）", count("落实"), count("部分"), count("未落实"));
    assert!(page.contains(&said), "{said}");
    let listed: usize = between(page, "id=\"all_contacts\"", "</main>")[0].matches("<tr").count();
    let months = between(page, "id=\"all_contacts\"", "</main>")[0].matches("<table").count();
    assert_eq!(listed - months, kinds.iter().map(|(_, it)| it.len()).sum::<usize>(), "one row a contact");
}

#[test]
fn a_note_and_its_pupil_say_which_findings_rest_on_it() {
    let cited: Vec<&String> = SITE
        .iter()
        .filter(|(path, bytes)| path.starts_with("students/") && String::from_utf8_lossy(bytes).contains("被引用于"))
        .map(|(path, _)| path)
        .collect();
    let project = std::fs::read_to_string(crate::demo::content().join("projects/support-research/index.md")).unwrap();
    let evidence = between(&project, "依据: [", "]").into_iter().flat_map(|it| it.split(", "));
    let mut wanted: Vec<String> = evidence
        .filter_map(|it| it.split_once('/'))
        .filter(|(code, _)| code.starts_with('S'))
        .flat_map(|(code, name)| [format!("students/{code}/index.html"), format!("students/{code}/notes/{name}.html")])
        .collect();
    wanted.sort();
    wanted.dedup();
    assert_eq!(cited, wanted.iter().collect::<Vec<_>>());
}

#[test]
fn headings_follow_and_tables_have_captions() {
    let mut complaints = Vec::new();
    let own = |path: &str| path.starts_with("students/") || path.starts_with("duties/") || path.starts_with("contacts/");
    for (path, bytes) in SITE.iter().filter(|(path, _)| path.ends_with(".html") && own(path)) {
        let text = std::str::from_utf8(bytes).unwrap();
        let page = Page::read(text);
        let mut level = 0;
        for (at, tag) in page.tags.iter().enumerate() {
            if let Some(own) = tag.name.strip_prefix('h').and_then(|it| it.parse::<u8>().ok()) {
                if own > level + 1 {
                    complaints.push(format!("{path}: h{own} follows h{level}"));
                }
                level = own;
            }
            if tag.name == "table" && page.tags.get(at + 1).is_none_or(|it| it.name != "caption") {
                complaints.push(format!("{path}: a table without caption"));
            }
            if tag.name == "th" && !matches!(tag.get("scope"), Some("col" | "row")) {
                complaints.push(format!("{path}: a head without scope"));
            }
        }
        if text.contains("<tbody></tbody>") || text.contains("<td></td>") {
            complaints.push(format!("{path}: an empty cell or table"));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
