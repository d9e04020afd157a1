//! The types table: what may be written, by which names, and reading raw fields by it.
//!
//! `types.yaml`, embedded here, is the one source of note types, fields, enumerations, duties, figures and the ledger; a
//! school's own rows come on top of it from `casebook.yaml`. [`Schema::check`] turns raw entries into [`Fields`], every value
//! checked and typed, and reports each that is not as the table wants it.

mod additions;
mod check;
mod convert;
mod embedded;
mod english;
mod example;
mod field;
mod names;
mod note_type;
mod rows;
mod scaffold;
mod sentence;
mod spelling;
mod table;
mod value;

#[cfg(test)]
mod reading;
#[cfg(test)]
mod soundness;

pub use check::Asked;
pub use field::{Field, FieldSet, FieldType, RefKind, Sensitivity};
pub use names::{Key, normalize};
pub use note_type::{NoteType, Scope, Share, Shares, TypeId};
pub use scaffold::scaffold;
pub use sentence::Sentence;
pub use spelling::{boolean, class_key, class_name, class_of_cohort, has_unit, in_unit};
pub use table::{Choice, DerivedRow, Duty, Enumeration, Excuse, FigureRow, LedgerRow, Period, Schema, StandardRow};
pub use value::{Data, Fields, Value};
