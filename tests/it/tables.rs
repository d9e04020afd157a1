//! The derived tables of the demo: every one of the types table can be made, and each row says of which notes.

use std::collections::BTreeSet;

use casebook::analysis::{Scope, Subject};
use casebook::model::{Casebook, ProjectId};
use casebook::privacy::{Audience, View, project};
use casebook::site::{TableView, tables};

use crate::demo;

fn demo_casebook() -> Casebook {
    let (casebook, findings) = casebook::read(&demo::tree());
    assert!(!findings.has_errors(), "{findings:?}");
    casebook.unwrap()
}

/// The demo's class, its pupils, its project, and everybody, in the spring term.
fn scopes(view: &View) -> Vec<Scope> {
    let term = "2025-2026-2".parse().unwrap();
    let pupils = view.casebook.students().map(|(id, _)| Subject::Student(id));
    let whole = [Subject::Class(view.casebook.find_class("4-2").unwrap()), Subject::Project(ProjectId(0)), Subject::Everybody];
    whole.into_iter().chain(pupils).map(|subject| Scope { subject, term }).collect()
}

#[test]
fn every_table_can_be_made_and_has_rows_in_the_demo() {
    let casebook = demo_casebook();
    let view = project(&casebook, None, Audience::Teacher).unwrap();
    let named: BTreeSet<&str> = casebook.schema.tables.iter().map(|it| &*it.key).collect();
    assert_eq!(tables::known().collect::<BTreeSet<_>>(), named);
    assert_eq!(named.len(), 39);
    let scopes = scopes(&view);
    for row in &casebook.schema.tables {
        let table = |scope: &Scope| Some((scope.subject, tables::table(&view, &row.key, *scope)?));
        let made: Vec<(Subject, TableView)> = scopes.iter().filter_map(table).collect();
        assert!(!made.is_empty(), "{} has no rows anywhere in the demo", row.key);
        for (subject, table) in &made {
            // in a pupil's own table nobody needs telling whose row it is
            let own = matches!(subject, Subject::Student(_)) && row.columns[0] == "代号";
            let columns: Vec<&String> = row.columns.iter().skip(usize::from(own)).collect();
            // a pupil's goals stand side by side above the steps of their scales
            let turned = row.key.as_ref() == "gas" && matches!(subject, Subject::Student(_));
            if turned {
                assert_eq!(table.rows.iter().map(|it| &it[0]).collect::<Vec<_>>(), columns[1..]);
            } else {
                assert_eq!(table.columns.iter().map(|it| &it.title).collect::<Vec<_>>(), columns);
            }
            for it in &table.rows {
                assert_eq!(it.len(), table.columns.len(), "{}: {it:?}", row.key);
                assert!(it.iter().all(|cell| !cell.contains("NaN") && !cell.contains("inf")), "{}: {it:?}", row.key);
                assert!(it.notes.iter().all(|id| (id.0 as usize) < casebook.notes.len()));
            }
        }
    }
}

/// Tables whose rows are made of no notes, but of the pupils' and projects' files, or of the types table.
const OF_FILES: [&str; 10] =
    ["basics", "domains", "gas", "members", "outputs", "references", "stages", "strengths_needs", "goals", "inventory"];

#[test]
fn rows_name_the_notes_behind_them() {
    let casebook = demo_casebook();
    let view = project(&casebook, None, Audience::Teacher).unwrap();
    let class = scopes(&view)[0];
    let mut counted = 0;
    for key in tables::known().filter(|it| !OF_FILES.contains(it)) {
        for row in tables::table(&view, key, class).iter().flat_map(|it| &it.rows) {
            // Months without an incident, and what is judged in the pupils' files.
            let none = key == "incidents" && row[1] == "0" || ["转化成效", "在档个案（人）"].contains(&row[0].as_str());
            assert_eq!(row.notes.is_empty(), none, "{key}: {row:?}");
            counted += row.notes.len();
        }
    }
    assert!(counted > 1500, "{counted}");
}
