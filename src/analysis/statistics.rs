//! Statistics of small samples. Formulas and worked numbers: each function names its source.
