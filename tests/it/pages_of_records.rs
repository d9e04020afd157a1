//! Pages of questionnaires, projects, classes and terms: their numbers are those of the files, counted a second time by code
//! that knows nothing of the program, and each leads to exactly the notes that it counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::demo::{self, Raw, SITE};
use crate::html_page::{Page, percent_decoded, resolve, unescape};

fn html(path: &str) -> &'static str {
    std::str::from_utf8(SITE.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

/// What a reader sees between two tags of any kind, in order.
fn texts(html: &str) -> Vec<String> {
    let pieces = html.split('<').filter_map(|it| it.split_once('>')).map(|(_, text)| unescape(text).trim().to_owned());
    pieces.filter(|it| !it.is_empty()).collect()
}

/// The rows of a page's tables, as the texts of their cells.
fn rows(html: &str) -> Vec<Vec<String>> {
    let rows = html.split("<tr>").skip(1).map(|it| it.split("</tr>").next().unwrap());
    let cell = |it: &str| texts(&format!("<{it}")).concat();
    rows.map(|row| {
        row.split_inclusive("</t")
            .filter(|it| it.contains("<t"))
            .map(|it| cell(&it[it.find("<t").unwrap() + 1..it.len() - 3]))
            .collect()
    })
    .collect()
}

fn source(path: &str) -> String {
    std::fs::read_to_string(demo::content().join(path)).unwrap()
}

/// Whole percents that add up to 100, the largest remainders rounded up, the first of equals first.
fn shares(counts: &[usize]) -> Vec<usize> {
    let n: usize = counts.iter().sum();
    let mut shares: Vec<usize> = counts.iter().map(|it| it * 100 / n).collect();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(counts[*at] * 100 % n));
    let missing = 100 - shares.iter().sum::<usize>();
    order.into_iter().take(missing).for_each(|at| shares[at] += 1);
    shares
}

/// The 95 % interval of Wilson (1927), in whole percent.
fn wilson(count: usize, n: usize) -> (i64, i64) {
    let (z, n, p) = (1.959_963_984_540_054, n as f64, count as f64 / n as f64);
    let centre = p + z * z / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let whole = |it: f64| (it / (1.0 + z * z / n) * 100.0).round() as i64;
    (whole(centre - half), whole(centre + half))
}

#[test]
fn a_questionnaire_is_counted_as_it_was_answered() {
    let page = html("surveys/causes/index.html");
    let rows = rows(page);
    let answers = Raw::read().table("surveys/causes/responses.csv");
    let n = answers.len();
    let said = texts(page).join("\n");
    assert!(said.contains(&format!("发放{n}份，回收{n}份（100%）")), "{said}");

    let mut causes: BTreeMap<&str, usize> = BTreeMap::new();
    answers.iter().for_each(|it| *causes.entry(&it["主要成因"]).or_default() += 1);
    let mut causes: Vec<(&str, usize)> = causes.into_iter().collect();
    causes.sort_by_key(|it| std::cmp::Reverse(it.1));
    let percents = shares(&causes.iter().map(|it| it.1).collect::<Vec<_>>());
    for ((cause, count), percent) in causes.iter().zip(&percents) {
        let (low, high) = wilson(*count, n);
        let row = [(*cause).to_owned(), count.to_string(), percent.to_string(), format!("{low}～{high}"), format!("{count}条")];
        assert!(rows.iter().any(|it| *it == row), "{row:?} among {rows:?}");
        assert!(said.contains(&format!("{cause}{count}份，{percent}%")), "the chart says the same in words");
    }

    for question in (1..=8).map(|it| format!("q{it}")) {
        let counts: Vec<usize> =
            (1..=5).map(|value| answers.iter().filter(|it| it[&question] == value.to_string()).count()).collect();
        let percents = shares(&counts);
        let cells = counts.iter().zip(&percents);
        let cells: Vec<String> =
            cells.map(|(count, it)| if *count == 0 { "0".to_owned() } else { format!("{count}（{it}%）") }).collect();
        let row = rows.iter().find(|it| it[0] == question && it.len() > 8).unwrap();
        assert_eq!((row[2].as_str(), &row[3..8]), (&*n.to_string(), &cells[..]), "{question}");
    }

    let conclusion = source("surveys/causes/index.md");
    let conclusion = conclusion.lines().find_map(|it| it.strip_prefix("结论: ")).unwrap();
    assert!(said.contains(conclusion));
    let links: BTreeSet<String> =
        Page::read(page).addresses().filter_map(|(_, it)| resolve("surveys/causes/index.html", it)).collect();
    for answer in &answers {
        let pupil = format!("students/{}/index.html", answer["学生"]);
        assert!(links.contains(&pupil), "no way leads to {pupil}");
        let row = rows.iter().find(|it| it[0].starts_with(&answer["学生"])).unwrap();
        let given: Vec<&str> = row[row.len() - 9..row.len() - 1].iter().map(String::as_str).collect();
        let written: Vec<&str> = (1..=8).map(|it| answer[&format!("q{it}")].as_str()).collect();
        assert_eq!(given, written, "{}", answer["学生"]);
    }
}

#[test]
fn a_project_says_who_what_and_on_which_notes_it_rests() {
    let path = "projects/support-research/index.html";
    let page = html(path);
    let said = texts(page).join("\n");
    let file = source("projects/support-research/index.md");
    let items = |key: &str| -> Vec<String> {
        let block = file.split(&format!("\n{key}:\n")).nth(1).unwrap();
        let own = block.lines().take_while(|it| it.starts_with("- ") || it.starts_with(' '));
        own.filter_map(|it| it.strip_prefix("- ")).map(str::to_owned).collect()
    };
    let findings = items("阶段性成果");
    assert!(findings.len() >= 4);
    for (at, finding) in findings.iter().enumerate() {
        assert!(page.contains(&format!("id=\"finding-{}\"", at + 1)));
        assert!(said.contains(finding.strip_prefix("结论: ").unwrap()), "{finding}");
    }
    assert!(!page.contains(&format!("id=\"finding-{}\"", findings.len() + 1)));
    for criterion in items("退出标准").iter().chain(&items("研究假设")) {
        assert!(said.contains(criterion.as_str()), "{criterion}");
    }
    for (key, items) in [("课题组", items("课题组")), ("研究进程", items("研究进程")), ("问题思考", items("问题思考"))]
    {
        for item in items {
            let inner = item.trim_matches(['{', '}']).split(", ");
            let first = inner.filter_map(|it| it.split_once(": ")).next().unwrap().1.to_owned();
            assert!(said.contains(&first), "{key}: {first}");
        }
    }
    for work in items("参考文献") {
        let field = |key: &str| Some(work.split(&format!("{key}: ")).nth(1)?.split([',', '}']).next()?.to_owned());
        let house = field("出版者").map(|it| format!("{it}, ")).unwrap_or_default();
        let kind = if house.contains("出版社") { "[M]" } else { "" };
        let (author, title, year) = (field("作者").unwrap(), field("书名篇名").unwrap(), field("年份").unwrap());
        let line = format!("{author}. {title}{kind}. {house}{year}.");
        assert!(said.contains(&line), "{line}");
    }

    // each finding names the notes that its file names, and the notes have pages
    let evidence = file.lines().filter_map(|it| it.trim().strip_prefix("依据: ["));
    let evidence: Vec<Vec<&str>> = evidence.map(|it| it.trim_end_matches(']').split(", ").collect()).collect();
    assert_eq!(evidence.len(), findings.len());
    for (at, named) in evidence.iter().enumerate() {
        let own = page.split(&format!("id=\"finding-{}\"", at + 1)).nth(1).unwrap().split("</li>").next().unwrap();
        let links: Vec<String> =
            Page::read(own).addresses().filter_map(|(_, it)| resolve(path, &percent_decoded(it))).collect();
        let meant: Vec<String> = named
            .iter()
            .map(|it| it.split_once('/').unwrap())
            .map(|(pupil, note)| format!("students/{pupil}/notes/{note}.html"))
            .collect();
        assert_eq!(links, meant);
        assert!(links.iter().all(|it| SITE.contains_key(it)), "{links:?}");
    }

    // those who met the criterion, out of the participants without special educational needs
    let line = file.lines().find_map(|it| it.strip_prefix("研究对象: [")).unwrap();
    let participants: Vec<&str> = line.trim_end_matches(']').split(", ").collect();
    let pupils: Vec<String> = participants.iter().map(|it| source(&format!("students/{it}/index.md"))).collect();
    let judged: Vec<&String> = pupils.iter().filter(|it| !it.lines().any(|it| it.starts_with("特殊教育需要:"))).collect();
    let met = judged.iter().filter(|it| it.contains("转化成效: 达到退出标准") || it.contains("outcome: met")).count();
    assert!(said.contains(&format!("{met}/{}人", judged.len())), "{met} of {}", judged.len());
    assert!(said.contains(&format!("n={}", participants.len())));
}

#[test]
fn a_class_and_its_term_are_counted_as_the_files_are() {
    let raw = Raw::read();
    let pupils = raw.codes().len();
    let page = html("classes/4-2/index.html");
    let rows = rows(page);
    let said = texts(page).join("\n");
    let row = |first: &str| rows.iter().filter(|it| it[0] == first).collect::<Vec<_>>();

    // records by type, and of how many pupils
    let mut kinds: Vec<(&str, Vec<String>)> = vec![("谈心", Vec::new()), ("家访", Vec::new())];
    for (kind, found) in &mut kinds {
        found.extend(raw.notes(kind).iter().map(|(path, _)| path.split('/').nth(1).unwrap().to_owned()));
    }
    for (kind, table) in
        [("辅导", "辅导"), ("联络本", "联络本"), ("接送卡", "接送卡"), ("薄弱环节", "薄弱环节"), ("习惯", "习惯")]
    {
        kinds.push((kind, raw.rows(table).into_iter().map(|(code, _)| code).collect()));
    }
    for (kind, found) in kinds {
        let covered = found.iter().collect::<BTreeSet<_>>().len();
        let expected = [found.len().to_string(), format!("{covered}/{pupils}人"), format!("{}条", found.len())];
        let found = row(kind);
        assert!(found.iter().any(|it| it[it.len() - 3..] == expected), "{kind}: {expected:?} but {found:?}");
    }

    // of how many the rating rose, by aspect
    let reviews = raw.rows("转化调查");
    for (aspect, column) in [
        ("学习成绩水平", "学习成绩水平"),
        ("基础知识掌握", "基础知识掌握"),
        ("作业完成", "作业完成"),
        ("学习兴趣", "学习兴趣"),
        ("遵守纪律", "纪律"),
    ] {
        let rated = |code: &str, occasion: &str| -> i32 {
            let mut own = reviews.iter().filter(|(it, row)| it == code && row["时点"] == occasion);
            own.next().unwrap().1[&format!("{column}.评分")].parse().unwrap()
        };
        let rose = raw.codes().iter().filter(|it| rated(it, "期末") > rated(it, "期初")).count();
        let expected = format!("{rose}/{pupils}");
        assert!(row(aspect).iter().any(|it| it.contains(&expected)), "{aspect}: {expected} but {:?}", row(aspect));
    }

    let weak = raw.rows("薄弱环节");
    let closed = weak.iter().filter(|(_, it)| it["掌握程度"].starts_with("独立")).count();
    assert!(said.contains(&format!("共发现{}个，已掌握{closed}个", weak.len())));

    let told = raw.rows("接班了解");
    assert!(said.contains(&format!("{}人（n={pupils}）", told.len())), "told before the class was taken over");

    let exams = raw.table("classes/4-2/期末考试.csv");
    let now: Vec<&demo::Row> = exams.iter().filter(|it| it["日期"].starts_with("2026-07")).collect();
    let passed = now.iter().filter(|it| it["数值"].parse::<f64>().unwrap() >= 60.0).count();
    let share = format!("（{passed}/{}，95%置信区间", now.len());
    assert!(row("合格率（按实考）")[0][1].contains(&share), "{share}");
    let few = now.iter().filter(|it| it["学科"] == "语文").count();
    assert!(few < 3 && row("平均分")[0].contains(&format!("数据不足（n={few}）")), "one pupil's mark is no mean");

    let meetings: Vec<_> = SITE.keys().filter(|it| it.starts_with("classes/4-2/notes/") && it.contains("班会")).collect();
    let listed: Vec<&Vec<String>> = rows.iter().filter(|it| it.len() == 6 && it[1] == "四（2）班").collect();
    assert_eq!(listed.len(), meetings.len());

    // the term's page says the same as that of the class, which is all there is
    let table = |path: &str, name: &str| {
        let page = html(path);
        let own = page.split(&format!("id=\"t-{name}\"")).nth(1).unwrap_or_else(|| panic!("{path}: no {name}"));
        self::rows(own.split("</table>").next().unwrap())
    };
    for name in ["outcomes", "status", "affect", "exams", "duties", "contacts"] {
        let (class, term) = (table("classes/4-2/index.html", name), table("terms/2025-2026-2.html", name));
        assert!(class.len() > 2, "{name}: {class:?}");
        assert_eq!(class, term, "{name}");
    }
    let outcomes = table("classes/4-2/index.html", "outcomes");
    assert!(outcomes.iter().any(|it| it.iter().any(|cell| cell.contains(&format!("{passed}/{}", now.len())))), "{outcomes:?}");
}

#[test]
fn numbers_lead_to_exactly_the_notes_that_they_count() {
    let mut followed = 0;
    for (path, bytes) in SITE.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = std::str::from_utf8(bytes).unwrap();
        for link in page.split("<td class=\"num\"><a href=\"").skip(1) {
            let (address, rest) = link.split_once("\">").unwrap();
            let Some(count) = rest.split_once("条</a>").and_then(|(it, _)| it.parse::<usize>().ok()) else { continue };
            let (file, place) = address.split_once('#').unwrap_or((address, ""));
            let target = resolve(path, &percent_decoded(&unescape(file))).unwrap();
            let there = html(&target);
            followed += 1;
            if count == 1 {
                continue;
            }
            let listed = if target.ends_with("basis.html") {
                let own = there.split(&format!("id=\"{place}\"")).nth(1).unwrap_or_else(|| panic!("{target} has no {place}"));
                own.split("</section>").next().unwrap().matches("<time ").count()
            } else {
                let head = there.split("</h1><p>").nth(1).unwrap();
                head.split('条').next().unwrap().parse().unwrap()
            };
            assert_eq!(listed, count, "{path} says {count}, {address} holds {listed}");
        }
    }
    assert!(followed > 150, "{followed} numbers");
}

#[test]
fn tables_have_captions_and_heads_and_no_section_is_empty() {
    let pages = SITE.keys().filter(|it| {
        ["surveys/", "projects/", "classes/", "terms/", "research/"].iter().any(|folder| it.starts_with(folder))
            && it.ends_with(".html")
            && !it.contains("/notes/")
    });
    for path in pages {
        let page = html(path);
        for table in page.split("<table").skip(1).map(|it| it.split("</table>").next().unwrap()) {
            let named = table.contains("<caption") || table.split('>').next().unwrap().contains("aria-labelledby");
            assert!(named, "{path}: a table without a name");
            assert!(
                table.contains("<th scope=\"col\"") && table.contains("scope=\"row\"") || !table.contains("linked"),
                "{path}"
            );
        }
        let levels: Vec<u8> =
            Page::read(page).tags.iter().filter_map(|it| it.name.strip_prefix('h').and_then(|it| it.parse().ok())).collect();
        assert!(levels.windows(2).all(|it| it[1] <= it[0] + 1), "{path}: headings {levels:?}");
        for section in page.split("<div class=\"body\">").skip(1) {
            let body = section.split("</section>").next().unwrap();
            assert!(!texts(&format!("<div>{body}")).is_empty(), "{path}: an empty section");
        }
    }
}
