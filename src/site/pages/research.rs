//! Questionnaires and projects: their list, and how other pages name them.

use serde::Serialize;

use crate::model::{Note, NoteId, Project, ProjectId, Survey, SurveyId};
use crate::phrases::{Speaks, say};
use crate::site::Route;

use super::plan::{Page, Plan};
use super::shell::{Link, Shell};

/// `research.html`
#[derive(Debug, Serialize)]
pub struct ResearchPage {
    /// What every page has.
    pub page: Shell,
    /// Questionnaires, the latest first.
    pub surveys: Vec<ResearchLink>,
    /// Projects.
    pub projects: Vec<ResearchLink>,
}

/// A questionnaire or project in a list.
#[derive(Debug, Serialize)]
pub struct ResearchLink {
    /// Its page.
    pub link: Link,
    /// What it is, in a few words.
    pub what: String,
    /// How far it is: questionnaires returned, findings.
    pub state: String,
}

/// A finding that rests on a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitingFinding {
    /// The finding's place on its project's page, as seen from the page.
    pub href: String,
    /// The project's title.
    pub project: String,
    /// Its number among the project's findings, from 1.
    pub number: usize,
    /// What it says.
    pub text: String,
}

impl Plan<'_> {
    /// Questionnaires, the latest first.
    pub(super) fn survey_links(&self, here: &Route) -> Vec<ResearchLink> {
        let schema = &self.view.casebook.schema;
        let link = |(survey, at): (&Survey, u32)| {
            let asked = survey.fields.choices("respondents");
            let asked: Vec<&str> = asked.iter().map(|it| schema.choice_label("party", it)).collect();
            let what = [self.date(survey.date), self.list(&asked)];
            let what: Vec<String> = what.into_iter().filter(|it| !it.is_empty()).collect();
            ResearchLink {
                link: Link { href: here.to(&self.route(&Page::Survey(SurveyId(at)))), text: survey.title.clone() },
                what: what.join(self.word("，")),
                state: self.returned(SurveyId(at)),
            }
        };
        let mut surveys: Vec<(&Survey, u32)> = self.view.casebook.surveys.iter().zip(0..).collect();
        surveys.sort_by_key(|(it, _)| std::cmp::Reverse(it.date));
        surveys.into_iter().map(link).collect()
    }

    /// Projects in order.
    pub(super) fn project_links(&self, here: &Route) -> Vec<ResearchLink> {
        let schema = &self.view.casebook.schema;
        let link = |(project, at): (&Project, u32)| {
            let choice = |key: &str, name: &str| project.fields.choice(key).map(|it| schema.choice_label(name, it).to_owned());
            let what: Vec<String> =
                [choice("level", "level"), choice("status", "project_status")].into_iter().flatten().collect();
            let (findings, questions) = (project.fields.list("findings").len(), project.fields.list("open_questions").len());
            ResearchLink {
                link: Link { href: here.to(&self.route(&Page::Project(ProjectId(at)))), text: project.title.clone() },
                what: what.join(self.word("，")),
                state: say!(self, "成果{}条，问题{}个", findings, questions),
            }
        };
        self.view.casebook.projects.iter().zip(0..).map(link).collect()
    }

    /// Whether there is anything to list.
    pub(super) fn has_research(&self) -> bool {
        !self.view.casebook.surveys.is_empty() || !self.view.casebook.projects.is_empty()
    }

    /// The findings of projects that name a note as evidence, in order of project and number. `here` is the page that says so.
    pub fn citing_findings(&self, here: &Route, note: NoteId) -> Vec<CitingFinding> {
        let casebook = self.view.casebook;
        let finding = |(project, at): &(ProjectId, usize)| {
            let file = casebook.projects.get(project.0 as usize)?;
            let text = file.fields.records("findings").get(*at)?.text("text")?.to_owned();
            let route = self.route(&Page::Project(*project));
            Some(CitingFinding {
                href: format!("{}#{}", here.to(&route), finding_place(*at)),
                project: file.title.clone(),
                number: at + 1,
                text,
            })
        };
        self.index.citing.get(&note).into_iter().flatten().filter_map(finding).collect()
    }

    /// The findings of projects that name one of these notes as evidence, each once, in order of project and number.
    pub(super) fn findings_citing(&self, here: &Route, wanted: impl Fn(&Note) -> bool) -> Vec<CitingFinding> {
        let notes = self.index.citing.keys().filter(|it| wanted(self.view.casebook.note(**it)));
        let mut findings: Vec<CitingFinding> = notes.flat_map(|it| self.citing_findings(here, *it)).collect();
        findings.sort_by(|a, b| (&a.project, a.number).cmp(&(&b.project, b.number)));
        findings.dedup_by(|a, b| a.href == b.href);
        findings
    }
}

/// The place of a finding on its project's page.
pub(super) fn finding_place(at: usize) -> String {
    format!("finding-{}", at + 1)
}

/// The list of questionnaires and projects.
pub(super) fn view(plan: &Plan<'_>) -> ResearchPage {
    let here = plan.route(&Page::Research);
    let page = plan.shell(&here, plan.word("问卷与课题"), "research");
    ResearchPage { page, surveys: plan.survey_links(&here), projects: plan.project_links(&here) }
}
