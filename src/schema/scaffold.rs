//! The front matter of a new note, to be filled in.

use super::{Field, NoteType, Schema};

/// The front matter of a new note: its type, then required fields to fill in, then the others as comments. What is left as it
/// stands is not given. Date, student and class come from where the file lies and are not in it.
pub fn scaffold(note_type: &NoteType) -> String {
    let common = &Schema::built_in().common;
    let own = |it: &&Field| common.iter().all(|common| common.key != it.key);
    let set_by_type = |it: &&Field| note_type.sets.iter().any(|(field, _)| *field == it.key);
    let body = note_type.body.as_deref();
    let mut text = format!("---\n类型: {}\n", note_type.label);
    let fields = || note_type.fields.iter().filter(own).filter(|it| !set_by_type(it) && Some(&*it.key) != body);
    for field in fields().filter(|it| it.required) {
        text.push_str(&format!("{}:{}\n", field.label, comment(field)));
    }
    for field in fields().filter(|it| !it.required) {
        text.push_str(&format!("# {}:{}\n", field.label, comment(field)));
    }
    if let Some(field) = body.and_then(|it| note_type.fields.find(it)) {
        text.push_str(&format!("# {}写在下面的正文里：{}\n", field.label, field.help));
    }
    text.push_str("---\n\n");
    text
}

fn comment(field: &Field) -> String {
    if field.help.is_empty() { String::new() } else { format!("  # {}", field.help) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scaffold_asks_for_what_is_required() {
        let schema = Schema::built_in();
        let of = |name: &str| scaffold(schema.note_type(schema.find_type(name).expect(name)));
        let visit = of("家访");
        assert!(visit.starts_with("---\n类型: 家访\n# "), "mode is set by the type: {visit}");
        assert!(visit.contains("# 家访经过写在下面的正文里：简要经过\n---\n"), "{visit}");
        let habit = of("习惯");
        assert!(habit.contains("\n习惯名称:  # 如“先口算再写作业”\n做到天数:  # 如 4\n# "), "{habit}");
        assert!(!habit.contains("周次"), "common fields come from the file's place: {habit}");
    }
}
