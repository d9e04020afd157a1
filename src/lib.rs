//! casebook compiles a folder of Markdown case notes into a static site and typeset PDFs.

pub mod date;
pub mod diag;
pub mod html;
pub mod source;
pub mod syntax;
