//! casebook compiles a folder of Markdown case notes into a static site and typeset PDFs.

pub mod analysis;
pub mod chart;
pub mod config;
pub mod date;
pub mod diag;
pub mod model;
pub mod output;
pub mod pdf;
pub mod privacy;
pub mod schema;
pub mod site;
pub mod source;
pub mod syntax;
