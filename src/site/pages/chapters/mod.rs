//! What a pupil's page shows of each record: a table of sections and their parts.
//!
//! A record that is kept is shown by a row here: the figures that count it, its chart, and the table of its notes. A part
//! without notes is left out, and so is a section without parts.

mod assessment;
mod conduct;
mod encouragement;
mod exams;

use crate::analysis::Scope;
use crate::site::Route;

use super::chapter::{Chapter, Part};
use super::ink::Ink;
use super::plan::Plan;
use super::sheet::Sheet;

/// A table longer than this is folded away, and so is one whose chart is shown.
const LONG: usize = 6;

/// What fills the table of a part.
enum Rows {
    /// The derived table of this key.
    Table(&'static str),
    /// The notes of a type, a column for each of these fields.
    Notes(&'static str, &'static [&'static str]),
    /// A table of its own.
    Own(fn(&Plan<'_>, Scope, &Route) -> Option<Sheet>),
}

/// A part of a section.
struct PartRow {
    /// Key of its heading; empty where the section's says it all.
    key: &'static str,
    /// Figures that count it. They are shown only with the table, whose rows lead to the notes behind them.
    figures: &'static [&'static str],
    /// Key of its chart; empty where there is none.
    chart: &'static str,
    /// Its table.
    rows: Rows,
}

const fn part(key: &'static str, figures: &'static [&'static str], chart: &'static str, rows: Rows) -> PartRow {
    PartRow { key, figures, chart, rows }
}

/// The chapters below the progress, by key of their heading.
const CHAPTERS: &[(&str, &[PartRow])] = &[
    ("exams", &[part("", &["change.level", "change.raw", "change.z"], "", Rows::Own(exams::exams))]),
    (
        "before_after",
        &[
            part("status", &[], "status", Rows::Table("status")),
            part("evidence", &[], "", Rows::Own(assessment::reviews)),
            part("affect", &["affect.change"], "affect", Rows::Table("affect")),
            part(
                "trust",
                &["trust.start", "trust.end"],
                "trust",
                Rows::Notes("talk", &["topic", "trust_stage", "mood", "finding"]),
            ),
            part("survey", &[], "", Rows::Notes("cause_survey", &["respondent", "primary_cause", "secondary_causes"])),
        ],
    ),
    ("weak", &[part("", &["weak_points.opened", "weak_points.closed"], "", Rows::Table("weak_points"))]),
    (
        "support",
        &[
            part("plans", &[], "", Rows::Table("plans")),
            part("tutoring", &["tutoring.held", "tutoring.fidelity", "tutoring.minutes"], "tutoring", Rows::Table("log")),
            part("methods", &["methods.independent"], "", Rows::Table("methods")),
            part("habits", &["habit.rate"], "habits", Rows::Table("habits")),
            part("seats", &[], "", Rows::Notes("seat_change", &["from_zone", "to_zone", "reason"])),
            part("surroundings", &[], "", Rows::Own(surroundings)),
            part("absence", &["absence.count"], "", Rows::Notes("absence", &["end", "days", "reason"])),
        ],
    ),
    (
        "encouragement",
        &[
            part("found", &["praise.count", "praise.ratio"], "", Rows::Own(encouragement::strengths_found)),
            part("praise", &[], "", Rows::Notes("praise", &["behaviour", "setting", "strength"])),
            part(
                "showcase",
                &["showcase.count"],
                "",
                Rows::Notes("showcase", &["subject", "topic", "task", "strength", "result"]),
            ),
            part("awards", &["award.total"], "awards", Rows::Own(encouragement::awards)),
            part("weekly", &[], "", Rows::Notes("weekly_review", &["performance", "self_rating", "teacher_rating"])),
            part("posts", &[], "posts", Rows::Table("posts")),
            part("activities", &[], "", Rows::Notes("class_activity", &["activity", "conduct"])),
            part("rewards", &[], "", Rows::Notes("family_reward", &["reward", "reason"])),
            part("comments", &[], "", Rows::Notes("comment", &["voice", "text"])),
        ],
    ),
    (
        "families",
        &[
            part(
                "contacts",
                &["family_contact.count", "contact.progress_reported", "contact.agreed", "contact.agreed_done"],
                "contacts",
                Rows::Table("contacts"),
            ),
            part("visits", &[], "", Rows::Table("visits")),
            part(
                "phone",
                &["phone_check.done_rate"],
                "",
                Rows::Notes("phone_check", &["present", "topic", "checked", "result", "parent_view", "effect"]),
            ),
            part(
                "liaison",
                &["liaison_book.reply_rate"],
                "",
                Rows::Notes("liaison_book", &["teacher_entry", "parent_reply", "signed"]),
            ),
            part("cards", &["pickup_card.count"], "", Rows::Notes("pickup_card", &["progress", "parent_seen", "parent_word"])),
            part(
                "partnership",
                &[],
                "",
                Rows::Notes("partnership_note", &["school_action", "family_action", "community_action", "note"]),
            ),
        ],
    ),
    (
        "conduct",
        &[
            part("months", &["incident_rate", "incident_rate.change"], "incidents", Rows::Own(conduct::months)),
            part("triggers", &[], "", Rows::Own(conduct::triggers)),
            part("relapses", &["relapse.count", "relapse.days"], "", Rows::Table("relapses")),
        ],
    ),
    (
        "lessons",
        &[
            part("engagement", &["engagement.rate"], "engagement", Rows::Own(conduct::engagement)),
            part("colleagues", &[], "", Rows::Notes("colleague_feedback", &["subject", "teacher", "observation"])),
        ],
    ),
    ("owed", &[part("", &["duty.rate", "duty.overdue", "duty.excused"], "", Rows::Table("duties"))]),
    ("terms", &[part("", &[], "", Rows::Own(assessment::terms))]),
];

/// The part below the goals: the attainment scale.
const OF_GOALS: PartRow = part("gas", &["gas.start", "gas.end", "gas.change"], "", Rows::Table("gas"));

fn surroundings(plan: &Plan<'_>, scope: Scope, here: &Route) -> Option<Sheet> {
    plan.surroundings(scope, here).into_iter().find_map(|it| it.sheet)
}

impl Plan<'_> {
    /// The chapters of a pupil's page that stand below the progress.
    pub(super) fn chapters(&self, scope: Scope, here: &Route, ink: &dyn Ink) -> Vec<Chapter> {
        let chapter = |(key, parts): &(&'static str, &[PartRow])| {
            Chapter::of(key, parts.iter().filter_map(|it| self.part(it, scope, here, ink)))
        };
        CHAPTERS.iter().filter_map(chapter).collect()
    }

    /// The attainment scale of a pupil's goals.
    pub(super) fn attainment(&self, scope: Scope, here: &Route, ink: &dyn Ink) -> Option<Part> {
        self.part(&OF_GOALS, scope, here, ink)
    }

    fn part(&self, row: &PartRow, scope: Scope, here: &Route, ink: &dyn Ink) -> Option<Part> {
        let sheet = match &row.rows {
            Rows::Table(key) => self.derived(here, key, scope),
            Rows::Notes(kind, fields) => self.listed(here, scope, kind, fields, false),
            Rows::Own(make) => make(self, scope, here),
        }?;
        let tallies = row.figures.iter().filter_map(|it| self.tally(it, scope)).collect();
        let figure = self.figure_of(row.chart, scope, here, ink);
        let folded = sheet.rows.len() > LONG || !figure.is_empty();
        Some(Part { key: row.key, tallies, figure, folded, sheet: Some(sheet), ..Part::default() })
    }
}
