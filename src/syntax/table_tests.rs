use super::*;
use crate::diag::Place;

const FILE: FileId = FileId(0);

fn shown(value: &str, slice: &str) -> String {
    if value == slice { value.to_owned() } else { format!("{value}⟨{slice}⟩") }
}

fn outline(entries: &[Entry], text: &str) -> String {
    let value = |node: &Node| match &node.kind {
        NodeKind::Null => "∅".to_owned(),
        NodeKind::Scalar(value) => shown(value, &text[node.span.range()]),
        NodeKind::Map(inner) => format!("{{{}}}", outline(inner, text)),
        NodeKind::List(_) => "a table has no lists".to_owned(),
    };
    let pair = |it: &Entry| format!("{}={}", shown(&it.key.value, &text[it.key.span.range()]), value(&it.value));
    entries.iter().map(pair).collect::<Vec<_>>().join(" ")
}

/// Each row as `line: column=cell …`, and each finding with what it points at.
fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let mut findings = Diagnostics::new();
    let table = table(FILE, text, &mut findings);
    let rows = table.rows.iter().map(|it| format!("{}: {}", it.line, outline(&it.entries, text)));
    let findings = findings.iter().map(|it| match it.place {
        Place::Span(span) => format!("{} ⟨{}⟩", it.code.id(), &text[span.range()]),
        _ => it.code.id().to_owned(),
    });
    (rows.collect(), findings.collect())
}

#[track_caller]
fn check(text: &str, rows: &[&str], findings: &[&str]) {
    let (found_rows, found) = read(text);
    assert_eq!(found_rows, rows, "{text}");
    assert_eq!(found, findings, "{text}");
}

#[test]
fn cells_have_their_places() {
    check(
        "日期,学生,事由\n2026-03-05,S01,主动帮助\n2026-03-06,S02,\n",
        &["2: 日期=2026-03-05 学生=S01 事由=主动帮助", "3: 日期=2026-03-06 学生=S02 事由=∅"],
        &[],
    );
    check(" 日期 ,学生\r\n 1 ,\u{3000}S01 \r\n", &["2: 日期=1 学生=S01"], &[]);
    check("日期\n1", &["2: 日期=1"], &[]);
}

#[test]
fn quotes_hold_commas_quotes_and_lines() {
    let text = "日期,\"事由\"\n1,\"一，\"\"二\"\",\n三\"\n2,好\n";
    check(text, &["2: 日期=1 事由=一，\"二\",\n三⟨\"一，\"\"二\"\",\n三\"⟩", "4: 日期=2 事由=好"], &[]);
    check("a,b\n\"x\" ,y\n", &["2: a=x⟨\"x\"⟩ b=y"], &[]);
    check("a,b\n他说\"好\",y\n", &["2: a=他说\"好\" b=y"], &[]);
}

#[test]
fn tabs_and_semicolons_part_where_no_comma_does() {
    check("日期\t成因\n1\t学习,习惯\n", &["2: 日期=1 成因=学习,习惯"], &[]);
    check("日期;成因\n1;x\n", &["2: 日期=1 成因=x"], &[]);
    check("日期,成因;次要\n1,x;y\n", &["2: 日期=1 成因;次要=x;y"], &[]);
    check("日期，成因\n1，x\n", &[], &["full-width-comma ⟨，⟩"]);
}

#[test]
fn dots_nest() {
    let text = "日期,情绪.前,备注,情绪. 后\n1,2,x,3\n2,,y,\n";
    check(text, &["2: 日期=1 情绪={前=2 后=3} 备注=x", "3: 日期=2 情绪=∅ 备注=y"], &[]);
    let mut findings = Diagnostics::new();
    let rows = table(FILE, text, &mut findings).rows;
    assert_eq!(&text[rows[0].entries[1].value.span.range()], "2,x,3", "from the first cell to the last");
    assert_eq!(&text[rows[0].span.range()], "1,2,x,3");
}

#[test]
fn empty_rows_and_columns_are_passed_over() {
    check("\na,b,,\n\n1,2,,\n,,,\n , ,,\n\n3,4\n5\n", &["4: a=1 b=2", "8: a=3 b=4", "9: a=5 b=∅"], &[]);
}

#[test]
fn heads_are_checked() {
    check("a,,b\n1,x,2\n3,y,4\n", &["2: a=1 b=2", "3: a=3 b=4"], &["csv-nameless-column ⟨x⟩"]);
    check("a,b,a\n1,2,3\n", &["2: a=1 b=2"], &["duplicate-key ⟨a⟩"]);
    check("情绪,情绪.前\n1,2\n", &["2: 情绪=1"], &["duplicate-key ⟨情绪.前⟩"]);
    check("a,b\n", &[], &["csv-empty ⟨a,b⟩"]);
    check("", &[], &["csv-empty ⟨⟩"]);
}

#[test]
fn rows_are_checked() {
    check("a,b\n1,2,好,3\n", &["2: a=1 b=2"], &["csv-uneven-row ⟨好,3⟩"]);
    check("a,b\n1,\"2\n3,4\n", &["2: a=1 b=2\n3,4⟨\"2\n3,4⟩"], &["csv-syntax ⟨\"⟩"]);
    check("a,b\n\"小明\"说,2\n", &["2: a=小明说⟨\"小明\"说⟩ b=2"], &["csv-syntax ⟨\"⟩"]);
}

#[test]
fn formulas_are_named() {
    let text = "a\n=A1+2\n@SUM(B2)\n-B3\n+(1)\n";
    check(
        text,
        &["2: a=∅", "3: a=∅", "4: a=∅", "5: a=∅"],
        &["csv-formula ⟨=A1+2⟩", "csv-formula ⟨@SUM(B2)⟩", "csv-formula ⟨-B3⟩", "csv-formula ⟨+(1)⟩"],
    );
    for cell in ["+1+1", "-2*3", "-1.5/2", "-cmd|' /C calc'!A0", "#REF!", "#N/A", "=1+1"] {
        check(&format!("a,b\n{cell},x\n"), &["2: a=∅ b=x"], &[&format!("csv-formula ⟨{cell}⟩")]);
    }
    for cell in ["-1.5", "+3", "-3-5", "+86-13800000000", "#1", "1/2", "3+2"] {
        check(&format!("a,b\n{cell},x\n"), &[&format!("2: a={cell} b=x")], &[]);
    }
    check(
        "a\n-2\n+86 138\n-没有带\n@家长\n-\n=\n",
        &["2: a=-2", "3: a=+86 138", "4: a=-没有带", "5: a=@家长", "6: a=-", "7: a=="],
        &[],
    );
}

#[test]
fn every_place_reads_as_its_cell() {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    let cell = "[a-z中文，。\"\n ,;]{0,6}";
    let table_of = proptest::collection::vec(proptest::collection::vec(cell, 3), 1..5);
    proptest!(ProptestConfig { cases: 500, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() }, |(cells in table_of)| {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        writer.write_record(["x", "y.a", "z"]).expect("written");
        for row in &cells {
            writer.write_record(row).expect("written");
        }
        let text = String::from_utf8(writer.into_inner().expect("whole")).expect("text");
        let mut findings = Diagnostics::new();
        let rows = table(FILE, &text, &mut findings).rows;
        prop_assert!(findings.iter().all(|it| it.code == Code::CsvEmpty), "{:?}", findings);
        let expected: Vec<_> = cells.iter().filter(|row| row.iter().any(|it| !it.trim().is_empty())).collect();
        prop_assert_eq!(rows.len(), expected.len());
        for (row, cells) in rows.iter().zip(expected) {
            let line = text[..row.span.start as usize].matches('\n').count() + 1;
            prop_assert_eq!(row.line as usize, line);
            for (entry, cell) in [&row.entries[0], &row.entries[2]].into_iter().zip([&cells[0], &cells[2]]) {
                prop_assert_eq!(entry.value.scalar().unwrap_or_default(), cell.trim());
                let written = &text[entry.value.span.range()];
                let read = written.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or(written).replace("\"\"", "\"");
                prop_assert_eq!(read.trim(), cell.trim());
            }
        }
    });
}
