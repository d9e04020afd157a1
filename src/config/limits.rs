//! Limits as `casebook.yaml` sets them.
//!
//! They hold for the reading of all files, so that `casebook.yaml` is read first, within the usual ones. What is faulty in the
//! settings counts as not written here; it is reported when everything is read.

use crate::diag::Diagnostics;
use crate::schema::{Fields, Schema};
use crate::source::{FileId, Limit, Limits};
use crate::syntax::{NodeKind, yaml};

impl super::Config {
    /// The limits that the text of `casebook.yaml` sets.
    pub fn limits_of(text: &str) -> Limits {
        let mut ignored = Diagnostics::new();
        let NodeKind::Map(entries) = yaml(FileId(0), text, 0..text.len(), &mut ignored).kind else { return Limits::default() };
        let schema = Schema::built_in();
        let fields = schema.file_fields("casebook");
        let named = |name: &str| fields.find(name).is_some_and(|it| &*it.key == "limits");
        let own: Vec<_> = entries.into_iter().filter(|it| named(&it.key.value)).collect();
        limits(&schema.check(schema.file_label("casebook"), fields, &own, &mut ignored))
    }
}

/// The limits that checked settings hold.
pub(super) fn limits(checked: &Fields) -> Limits {
    let Some(row) = checked.record("limits") else { return Limits::default() };
    let set = |limits: Limits, limit: Limit| match row.number(limit.setting().0) {
        Some(number) if number >= 0.0 => limits.with(limit, number as u64),
        _ => limits,
    };
    Limit::ALL.into_iter().fold(Limits::default(), set)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn each_limit_has_its_setting() {
        let fields = &Schema::built_in().shapes["limits"];
        for limit in Limit::ALL {
            let (key, label) = limit.setting();
            let field = fields.find(key).unwrap_or_else(|| panic!("no setting {key}"));
            assert_eq!(field.label, label);
            for name in [key, label] {
                let limits = Config::limits_of(&format!("标题: x\n上限: {{{name}: 60}}\n"));
                assert_eq!(limits, Limits::default().with(limit, 60), "{name}");
            }
        }
        let limits = Config::limits_of("limits:\n  text: 4\n  image: 甲\n  path: 5\n学期: [\n");
        assert_eq!(limits, Limits::default().with(Limit::Text, 4), "what is faulty or out of range counts as not written");
        for text in ["", "- a", "上限: [1]"] {
            assert_eq!(Config::limits_of(text), Limits::default(), "{text}");
        }
    }
}
