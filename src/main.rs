//! The `casebook` program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(casebook::cli::run(std::env::args_os()) as u8)
}
