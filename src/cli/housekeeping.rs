//! `casebook clean` and `casebook completions`.

use super::report;
use super::words::say;
use super::{Exit, Invocation, command};
use crate::diag::Language;
use crate::output;

/// Removes the output of an audience, or of every one, and what was kept to make it again quickly.
pub(super) fn clean(invocation: &Invocation) -> Exit {
    invocation.editions().iter().map(clean_edition).max().unwrap_or(Exit::Done)
}

fn clean_edition(invocation: &Invocation) -> Exit {
    let language = invocation.language;
    if let Err(error) = output::Cache::of(&invocation.root, invocation.audience).clean() {
        return report::staging_error(&output::StagingError::Io(invocation.root.join(".casebook"), error), language);
    }
    match output::clean(&invocation.output, &invocation.root.join("content")) {
        Ok(there) => {
            if !invocation.quiet {
                let said = if there {
                    say(language, "已删去 ", "removed ")
                } else {
                    say(language, "没有可删的：", "nothing to remove: ")
                };
                anstream::eprintln!("{said}{}", invocation.output.display());
            }
            Exit::Done
        }
        Err(error) => report::staging_error(&error, language),
    }
}

/// Prints a shell's completions.
pub(super) fn completions(shell: clap_complete::Shell) -> Exit {
    clap_complete::generate(shell, &mut command(Language::Chinese), "casebook", &mut std::io::stdout());
    Exit::Done
}
