//! What holds for every text: the parser is the oracle.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_yaml::Value;

use super::*;
use crate::diag::{Code, Place};

/// Whether a tree says what the parser says. Numbers and truth values are compared by reading their text again.
fn same(node: &Node, value: &Value) -> bool {
    match (&node.kind, value) {
        (NodeKind::Null, Value::Null) => true,
        (NodeKind::Scalar(text), Value::String(value)) => text == value,
        (NodeKind::Scalar(text), Value::Bool(_) | Value::Number(_)) => {
            serde_yaml::from_str::<Value>(text).is_ok_and(|it| it == *value || it.as_f64().is_some_and(f64::is_nan))
        }
        (NodeKind::List(items), Value::Sequence(values)) => {
            items.len() == values.len() && items.iter().zip(values).all(|(item, value)| same(item, value))
        }
        (NodeKind::Map(entries), Value::Mapping(values)) => {
            entries.len() == values.len() && entries.iter().zip(values).all(|(entry, (_, value))| same(&entry.value, value))
        }
        _ => false,
    }
}

/// The places of everything in a tree.
fn spans(node: &Node, all: &mut Vec<Span>) {
    all.push(node.span);
    match &node.kind {
        NodeKind::List(items) => items.iter().for_each(|it| spans(it, all)),
        NodeKind::Map(entries) => entries.iter().for_each(|it| {
            all.push(it.key.span);
            spans(&it.value, all);
        }),
        _ => {}
    }
}

fn tree() -> impl Strategy<Value = Value> {
    let text = "[a-z0-9 :#'\"\\\\\n\\-，。“”中文字、！?&*@%|>\\[\\]{},~.]{0,12}";
    let leaf = prop_oneof![
        4 => text.prop_map(Value::String),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => (-1e6f64..1e6).prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::Sequence),
            proptest::collection::vec(("[a-z中文 ]{1,6}", inner), 0..5)
                .prop_map(|pairs| Value::Mapping(pairs.into_iter().map(|(key, value)| (Value::String(key), value)).collect())),
        ]
    })
}

/// Pieces of which YAML and its mistakes are made.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec!["\n", "\n  ", "\n- ", "\n    ", "\na: ", "\nb: ", "\n  c: "]),
        2 => prop::sample::select(vec![": ", ":", "：", "- ", " ", "\t", ", ", ",", "，", " #", "#"]),
        2 => prop::sample::select(vec!["[", "]", "{", "}", "\"", "'", "|", ">", "|-", "&x", "*x", "!t", "?", "? "]),
        3 => prop::sample::select(vec!["好", "一二", "k", "2", "~", "null", "true", "1.50", "10:30", "http://a.cn/b"]),
        1 => prop::sample::select(vec!["\\", "\\n", "''", "---", "\n---\n", "...", "<<", "@", "%", "`", "［", "］", "【", "】", "\u{3000}", "\r\n", "\u{8}"]),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|it| it.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn what_a_program_writes_is_read_with_exact_places(value in tree()) {
        let text = serde_yaml::to_string(&Value::Mapping([(Value::from("a"), value)].into_iter().collect())).expect("written");
        let mut findings = Diagnostics::new();
        let (node, misses) = read(FileId(0), &text, 0..text.len(), 100, &mut findings);
        prop_assert_eq!(findings, Diagnostics::new(), "{}", text);
        prop_assert!(same(&node, &serde_yaml::from_str(&text).expect("read")), "{}", text);
        prop_assert_eq!(misses, 0, "{}", text);
    }

    #[test]
    fn silence_means_that_the_parser_agrees(text in pieces()) {
        let mut findings = Diagnostics::new();
        let (node, misses) = read(FileId(0), &text, 0..text.len(), 100, &mut findings);
        // Odd blanks in empty lines are put right in silence.
        let repaired = mended(&text, 0..text.len(), &scan(FileId(0), &text, 0..text.len(), 100).mends);
        let parsed = serde_yaml::from_str::<Value>(&repaired);
        let twice = parsed.as_ref().is_err_and(|it| it.to_string().contains("duplicate entry"));
        prop_assert!(findings.iter().all(|it| it.code != Code::DuplicateKey) || twice || parsed.is_err(), "{:?}", text);
        if findings.is_empty() {
            let value = parsed.map_err(|it| TestCaseError::fail(format!("{text:?}: {it}")))?;
            prop_assert!(same(&node, &value), "{:?}: {:?}", text, node);
            prop_assert_eq!(misses, 0, "{:?}", text);
        }
        let mut all = Vec::new();
        spans(&node, &mut all);
        all.extend(findings.iter().filter_map(|it| match it.place { Place::Span(span) => Some(span), _ => None }));
        for span in all {
            prop_assert!(text.get(span.range()).is_some(), "{:?} in {:?}", span, text);
        }
    }
}
