//! What is no note: pupils, classes, surveys, projects, documents that somebody wrote, settings.

use crate::config::Config;
use crate::model::{Class, ClassId, Project, Student, StudentCode, Summary, Survey, Teacher};
use crate::privacy::Audience;
use crate::privacy::redact::Tally;
use crate::schema::{Fields, Share};
use crate::syntax::Prose;

use super::Edition;

impl Edition<'_> {
    /// A pupil under a number and the name that may be read.
    pub(super) fn student(&self, student: &Student, code: StudentCode, alias: &str, tally: &mut Tally) -> Student {
        let set = self.whole.schema.file_fields("student");
        let mut given = student.fields.clone();
        // Items that count as notes are shared like notes of their types.
        for (key, kind) in [("strengths", "strength"), ("needs", "need"), ("goals", "goal")] {
            if !self.shares(kind) {
                given = Fields::new(
                    given.iter().filter(|(it, _)| &***it != key).map(|(key, it)| (key.clone(), it.clone())).collect(),
                );
            }
        }
        let fields = self.fields(set, &given, tally);
        let opens = |key: &str| set.find(key).is_some_and(|it| self.clearance.opens(it));
        Student {
            code,
            alias: Some(alias.to_owned()),
            name: None,
            class: student.class.filter(|_| self.audience != Audience::Parent),
            opened: student.opened.filter(|_| opens("opened")).map(|it| self.day(it)),
            closed: student.closed.filter(|_| opens("closed")).map(|it| self.day(it)),
            strengths: Vec::new(),
            needs: Vec::new(),
            goals: Vec::new(),
            phases: Vec::new(),
            terms: Vec::new(),
            fields,
            // No field holds the narrative, so nobody has said who may read it.
            body: Prose::default(),
            path: self.nowhere(),
            span: student.span,
        }
    }

    /// Whether what is of this type may be read, not only counted.
    fn shares(&self, kind: &str) -> bool {
        let Some(id) = self.whole.schema.find_type(kind) else { return false };
        let share = &self.whole.schema.note_type(id).share;
        let share = match self.audience {
            Audience::Teacher => Share::Full,
            Audience::Staff => share.staff,
            Audience::Parent => share.parent,
            Audience::Research => share.research,
        };
        match share {
            Share::None | Share::Count => false,
            Share::Brief | Share::Full => true,
        }
    }

    /// The name of a class in this edition; none where it has no classes.
    pub(super) fn class_key(&self, id: ClassId) -> Option<String> {
        match self.audience {
            Audience::Teacher | Audience::Staff => Some(self.whole.class(id).key.clone()),
            Audience::Research => Some((id.0 + 1).to_string()),
            Audience::Parent => None,
        }
    }

    pub(super) fn classes(&self, tally: &mut Tally) -> Vec<Class> {
        let set = self.whole.schema.file_fields("class");
        let class = |(id, class): (ClassId, &Class)| {
            let fields = self.fields(set, &class.fields, tally);
            let opens = |key: &str| set.find(key).is_some_and(|it| self.clearance.opens(it));
            let teacher = |it: &Teacher, tally: &mut Tally| Teacher { name: self.said(&it.name, tally), ..it.clone() };
            let teachers =
                if opens("teachers") { class.teachers.iter().map(|it| teacher(it, tally)).collect() } else { Vec::new() };
            Some(Class {
                key: self.class_key(id)?,
                name: self.said(&class.name, tally),
                grade: class.grade.filter(|_| opens("grade")),
                size: class.size.filter(|_| opens("size")),
                homeroom: class.homeroom.as_ref().filter(|_| opens("homeroom")).map(|it| self.said(it, tally)),
                teachers,
                fields,
                body: Prose::default(),
                path: None,
            })
        };
        self.whole.classes().filter_map(class).collect()
    }

    pub(super) fn surveys(&self, tally: &mut Tally) -> Vec<Survey> {
        if self.audience == Audience::Parent {
            return Vec::new();
        }
        let set = self.whole.schema.file_fields("survey");
        let survey = |(survey, number): (&Survey, u32)| Survey {
            key: format!("{number:03}"),
            title: self.said(&survey.title, tally),
            date: self.day(survey.date),
            fields: self.fields(set, &survey.fields, tally),
            body: Prose::default(),
            path: self.nowhere(),
        };
        self.whole.surveys.iter().zip(1..).map(survey).collect()
    }

    pub(super) fn projects(&self, students: &[Student], tally: &mut Tally) -> Vec<Project> {
        if self.audience == Audience::Parent {
            return Vec::new();
        }
        let set = self.whole.schema.file_fields("project");
        let project = |(project, number): (&Project, u32)| {
            let mut fields = self.fields(set, &project.fields, tally);
            // Whom a project takes in is no secret among those who are shown; without them it would take in everybody.
            if let Some(named) = project.fields.get("participants") {
                let known = |code: &&str| self.whole.find_student(code).and_then(|it| self.students.get(&it));
                let shown: Vec<_> = project.fields.texts("participants").iter().filter_map(known).copied().collect();
                let codes = shown.iter().filter_map(|it| students.get(it.0 as usize)).map(|it| it.code.to_string());
                let values =
                    codes.map(|it| crate::schema::Value { data: crate::schema::Data::Reference(it), span: named.span });
                let data = crate::schema::Data::List(values.collect());
                fields.set("participants".into(), crate::schema::Value { data, span: named.span });
            }
            Project {
                key: format!("{number:03}"),
                title: self.said(&project.title, tally),
                fields,
                body: Prose::default(),
                path: self.nowhere(),
            }
        };
        self.whole.projects.iter().zip(1..).map(project).collect()
    }

    /// Documents that say that this audience may read them, about whom it may read of.
    pub(super) fn summaries(&self, tally: &mut Tally) -> Vec<Summary> {
        let set = self.whole.schema.file_fields("summary");
        let mut summaries = Vec::new();
        for summary in &self.whole.summaries {
            if !summary.fields.choices("audiences").contains(&self.audience.id()) {
                continue;
            }
            let student = match summary.student.map(|it| self.students.get(&it).copied()) {
                None => None,
                Some(Some(id)) => Some(id),
                Some(None) => continue,
            };
            if self.audience == Audience::Parent && student.is_none() {
                continue;
            }
            let body = self.prose(&summary.body, &summary.path, tally);
            summaries.push(Summary {
                key: format!("{:03}", summaries.len() + 1),
                genre: summary.genre.clone(),
                title: summary.title.as_ref().map(|it| self.said(it, tally)),
                term: summary.term,
                class: summary.class.filter(|_| self.audience != Audience::Parent),
                student,
                project: summary.project.filter(|_| self.audience != Audience::Parent),
                fields: self.fields(set, &summary.fields, tally),
                body,
                path: self.nowhere(),
                span: summary.span,
            });
        }
        summaries
    }

    pub(super) fn config(&self, tally: &mut Tally) -> Config {
        let whole = &self.whole.config;
        let mut config = whole.clone();
        config.title = self.said(&whole.title, tally);
        config.school = None;
        config.documents.school = None;
        config.documents.signature = whole.documents.signature.as_ref().map(|it| self.said(it, tally));
        config.exit_criterion = whole.exit_criterion.as_ref().map(|it| self.said(it, tally));
        config.labels = whole.labels.iter().map(|(key, word)| (key.clone(), self.said(word, tally))).collect();
        let measure = |(name, it): (&String, &crate::config::Measure)| {
            let name = self.said(name, tally);
            (name.clone(), crate::config::Measure { name, ..it.clone() })
        };
        config.measures = whole.measures.iter().map(measure).collect();
        config.fields = self.fields(self.whole.schema.file_fields("casebook"), &whole.fields, tally);
        config
    }
}
