//! Covers: what stands on one besides the title.

use crate::analysis::Subject;
use crate::date::Date;
use crate::model::Class;
use crate::theme::Genre;

use super::super::Cover;
use super::Topic;

/// The cover of a genre's document; `None` where its outline has none. A line that has nothing to be filled in with is left out.
pub(super) fn cover(topic: &Topic, genre: &Genre, class: Option<&Class>, author: Option<&str>, date: Date) -> Option<Cover> {
    let outline = genre.cover.as_ref()?;
    let casebook = topic.view.casebook;
    let project = match topic.scope.subject {
        Subject::Project(id) => Some(casebook.project(id)),
        _ => None,
    };
    let level = project.and_then(|it| it.fields.choice("level")).map(|key| casebook.schema.choice_label("level", key));
    let members =
        project.map(|it| it.fields.records("members").into_iter().filter_map(|it| it.text("name")).collect::<Vec<_>>());
    let filled = [
        ("{school}", casebook.config.school.clone()),
        ("{level}", level.map(str::to_owned)),
        ("{members}", members.filter(|it| !it.is_empty()).map(|it| it.join("、"))),
        ("{author}", author.map(str::to_owned)),
        ("{date}", Some(date.in_words())),
    ];
    let line = |words: &String| {
        let mut line = words.clone();
        for (name, value) in &filled {
            if line.contains(name) {
                line = line.replace(name, value.as_deref()?);
            }
        }
        Some(topic.fill(&line, class, false)).filter(|it| !it.trim().is_empty())
    };
    Some(Cover { lines: outline.lines.iter().filter_map(line).collect(), notice: outline.notice.clone() })
}
