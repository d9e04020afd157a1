//! Passages of what is about everybody: the preface of a compilation, how long cases are kept.

use super::Topic;
use super::draft::{Draft, figure};
use super::outline::Told;

/// A passage by name.
type Passage = fn(&Collection, &mut Draft);

/// What an outline about everybody may name.
pub(super) const PASSAGES: &[(&str, Passage)] = &[("keeping", keeping), ("preface", preface)];

/// A term of the whole casebook.
pub(super) struct Collection<'v> {
    topic: Topic<'v>,
}

impl Told for Collection<'_> {
    fn topic(&self) -> &Topic<'_> {
        &self.topic
    }

    fn say(&self, passage: &str, draft: &mut Draft) -> bool {
        let found = PASSAGES.iter().find(|(name, _)| *name == passage);
        found.map(|(_, write)| write(self, draft)).is_some()
    }
}

impl<'v> Collection<'v> {
    /// A term in which somebody was supported.
    pub(super) fn of(topic: Topic<'v>) -> Option<Self> {
        (!topic.view.analysis.students(topic.scope).is_empty()).then_some(Self { topic })
    }
}

/// How long a pupil's case is kept, by the settings.
fn keeping(collection: &Collection, draft: &mut Draft) {
    let privacy = collection.topic.view.casebook.config.fields.record("privacy");
    let years = privacy.and_then(|it| it.integer("retain_years")).unwrap_or(1);
    let until = if years == 0 { "为止".to_owned() } else { format!("后{years}年为止") };
    draft.paragraph([Some(format!("档案保存到孩子离校的学年结束{until}，到期删除，或只留不记名的统计。"))]);
}

/// 编印说明: what the pieces have in common.
fn preface(collection: &Collection, draft: &mut Draft) {
    let term = collection.topic.term.id.in_words();
    draft.paragraph([
        Some(format!("本编收入{term}学习困难学生支持工作的文稿，涉及重点支持学生{}人。", figure("students.count"))),
        Some("各篇只统一了标题层次、数字和标点，看法照各人的原样。".to_owned()),
    ]);
    let few = match collection.topic.view.casebook.classes.len() {
        1 => "只说明本班情况",
        _ => "只说明这几个班的情况",
    };
    draft.paragraph([
        Some("学生一律用化名，同一代号在各篇中是同一名学生；家庭情况等受限内容不写入。".to_owned()),
        Some(format!("数字由同一套记录算出，人数少，{few}。")),
    ]);
}
