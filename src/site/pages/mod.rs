//! Pages: which there are, and the view of each.
