//! The rows of `types.yaml` as they are written, before names are resolved.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

/// The whole file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) version: u32,
    #[serde(rename = "clearance")]
    pub(super) _clearance: IgnoredAny,
    #[cfg_attr(not(test), expect(dead_code, reason = "the test of spellings goes through it"))]
    pub(super) formats: Ordered<Format>,
    pub(super) enums: Ordered<Enum>,
    pub(super) sections: Ordered<Ordered<String>>,
    pub(super) standards: Vec<Standard>,
    pub(super) shapes: Ordered<Ordered<Field>>,
    pub(super) common: Ordered<Field>,
    pub(super) types: Ordered<Type>,
    pub(super) files: Ordered<FileFields>,
    pub(super) duties: Ordered<Duty>,
    pub(super) figures: Ordered<Figure>,
    pub(super) tables: Ordered<Derived>,
    pub(super) charts: Ordered<Derived>,
    pub(super) ledger: Ordered<Ledger>,
}

/// The spellings of one kind of value.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Format {
    #[cfg_attr(not(test), expect(dead_code, reason = "the test of spellings compares with it"))]
    pub(super) canonical: String,
    #[serde(rename = "prints")]
    pub(super) _prints: IgnoredAny,
    #[cfg_attr(not(test), expect(dead_code, reason = "each is a case of the test of spellings"))]
    pub(super) accepts: Vec<String>,
}

/// An enumeration; the first name of a value is its label.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Enum {
    pub(super) label: String,
    #[serde(default)]
    pub(super) open: bool,
    pub(super) values: Ordered<Vec<String>>,
    #[serde(default)]
    pub(super) groups: Ordered<Vec<String>>,
    #[serde(default)]
    pub(super) discouraged: Vec<String>,
}

/// A field.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Field {
    pub(super) label: String,
    #[serde(default)]
    pub(super) synonyms: Vec<String>,
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) keys: Option<String>,
    #[serde(default, rename = "as")]
    pub(super) counts_as: Option<String>,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) min: Option<f64>,
    #[serde(default)]
    pub(super) max: Option<f64>,
    #[serde(default)]
    pub(super) unit: Option<String>,
    #[serde(default)]
    pub(super) class: Option<String>,
    pub(super) help: String,
}

/// A note type.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Type {
    pub(super) label: String,
    #[serde(default)]
    pub(super) synonyms: Vec<String>,
    pub(super) group: String,
    #[serde(default)]
    pub(super) rows: Vec<String>,
    #[serde(default, rename = "is")]
    pub(super) parent: Option<String>,
    #[serde(default)]
    pub(super) sets: Ordered<String>,
    #[serde(default = "yes")]
    pub(super) table: bool,
    #[serde(default)]
    pub(super) scope: Vec<String>,
    #[serde(default)]
    pub(super) duty: Option<String>,
    #[serde(default)]
    pub(super) positive: bool,
    #[serde(default)]
    pub(super) share: Ordered<String>,
    #[serde(default)]
    pub(super) body: Option<String>,
    #[serde(default)]
    pub(super) include: Vec<String>,
    #[serde(default)]
    pub(super) fields: Ordered<Field>,
    #[serde(default)]
    pub(super) sentence: Option<String>,
}

/// The front matter of a file that is no note.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileFields {
    pub(super) label: String,
    #[serde(rename = "path")]
    pub(super) _path: IgnoredAny,
    #[serde(default)]
    pub(super) include: Vec<String>,
    pub(super) fields: Ordered<Field>,
}

/// A duty.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Duty {
    pub(super) label: String,
    #[serde(default)]
    pub(super) synonyms: Vec<String>,
    pub(super) types: Vec<String>,
    pub(super) period: String,
    #[serde(default)]
    pub(super) times: Option<u32>,
    #[serde(default)]
    pub(super) scope: Option<String>,
    #[serde(default)]
    pub(super) excused: Option<Vec<String>>,
}

/// A live figure.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Figure {
    pub(super) label: String,
    #[serde(default)]
    pub(super) synonyms: Vec<String>,
    pub(super) computes: String,
    #[serde(default)]
    pub(super) denominator: Option<String>,
    #[serde(default)]
    pub(super) unit: Option<String>,
    #[serde(default)]
    pub(super) takes: Option<String>,
    #[serde(default)]
    pub(super) scope: Vec<String>,
    pub(super) audiences: Vec<char>,
}

/// A table or chart.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Derived {
    pub(super) label: String,
    #[serde(default)]
    pub(super) synonyms: Vec<String>,
    #[serde(default)]
    pub(super) columns: Vec<String>,
    #[serde(default, rename = "shows")]
    pub(super) _shows: IgnoredAny,
    #[serde(default, rename = "takes")]
    pub(super) _takes: IgnoredAny,
    pub(super) audiences: Vec<char>,
}

/// A row of the acceptance list.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ledger {
    pub(super) label: String,
    pub(super) recorded_as: Recorded,
    pub(super) shown_at: Vec<String>,
    pub(super) document_section: Ordered<String>,
    #[serde(rename = "audiences")]
    pub(super) _audiences: IgnoredAny,
}

/// What records a row of the acceptance list.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recorded {
    #[serde(default)]
    pub(super) types: Vec<String>,
    #[serde(default)]
    pub(super) files: Vec<String>,
    #[serde(default)]
    pub(super) fields: Vec<String>,
    #[serde(default)]
    pub(super) figures: Vec<String>,
    #[serde(default, rename = "duties")]
    pub(super) _duties: IgnoredAny,
    #[serde(default, rename = "genres")]
    pub(super) _genres: IgnoredAny,
}

/// Score levels.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Standard {
    #[serde(default)]
    pub(super) grades: Vec<String>,
    #[serde(default)]
    pub(super) subjects: Vec<String>,
    #[serde(default)]
    pub(super) excellent: Option<f64>,
    #[serde(default)]
    pub(super) good: Option<f64>,
    pub(super) pass: f64,
    #[serde(default)]
    pub(super) low: Option<f64>,
}

fn yes() -> bool {
    true
}

/// A map in the order it was written.
pub(super) struct Ordered<T>(pub(super) Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Pairs<T> {
            type Value = Ordered<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Ordered(pairs))
            }
        }
        deserializer.deserialize_map(Pairs(PhantomData))
    }
}
