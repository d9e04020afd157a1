//! Reading raw fields by the table.
