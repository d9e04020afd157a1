//! The words that stand for what is hidden, for a casebook that is in English.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::schema::Schema;

/// Each word with what it is in English. An alias is none of them and stays what it is.
const WORDS: [(&str, &str); 39] = [
    ("同学", "a classmate"),
    ("家长", "a parent"),
    ("老师", "a teacher"),
    ("班主任", "the homeroom teacher"),
    ("副班主任", "the deputy homeroom teacher"),
    ("原班主任", "the former homeroom teacher"),
    ("任课老师", "a subject teacher"),
    ("学校领导", "a head of the school"),
    ("课题组成员", "a member of the project"),
    ("工作人员", "a member of staff"),
    ("有关人员", "somebody concerned"),
    ("某某", "somebody"),
    ("某处", "somewhere"),
    ("某地", "a place"),
    ("某班", "a class"),
    ("某校", "a school"),
    ("某幼儿园", "a kindergarten"),
    ("某医院", "a hospital"),
    ("某小区", "a housing estate"),
    ("某社区", "a community"),
    ("社区书屋", "the community reading room"),
    ("某书屋", "a reading room"),
    ("某街道", "a district"),
    ("某路", "a road"),
    ("某街", "a street"),
    ("某巷", "a lane"),
    ("某镇", "a town"),
    ("某乡", "a township"),
    ("某村", "a village"),
    ("某县", "a county"),
    ("某区", "a district"),
    ("某市", "a city"),
    ("某省", "a province"),
    ("〔电话〕", "[phone]"),
    ("〔证件号〕", "[identity number]"),
    ("〔邮箱〕", "[mail]"),
    ("〔联系方式〕", "[contact]"),
    ("〔车牌〕", "[number plate]"),
    ("〔出生日期〕", "[date of birth]"),
];

/// All of them, with a teacher of each subject.
pub(super) fn words(schema: &Schema) -> BTreeMap<String, Arc<str>> {
    let mut words: BTreeMap<String, Arc<str>> =
        WORDS.into_iter().map(|(chinese, english)| (chinese.to_owned(), english.into())).collect();
    let english = schema.in_english();
    for subject in schema.enums.get("subject").iter().flat_map(|it| &it.choices) {
        let name = english.choice_label("subject", &subject.key);
        words.insert(format!("{}老师", subject.label), format!("the {} teacher", name.to_lowercase()).into());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::people::role_word;
    use super::super::places::ENDINGS;
    use super::*;

    #[test]
    fn every_word_that_stands_instead_is_there() {
        let schema = Schema::built_in();
        let words = words(schema);
        let roles = schema.enums["role"].choices.iter().map(|it| role_word(&it.key));
        for word in ENDINGS.iter().map(|it| it.1).chain(roles) {
            assert!(words.contains_key(word), "{word}");
        }
        assert_eq!(&*words["数学老师"], "the math teacher");
    }
}
