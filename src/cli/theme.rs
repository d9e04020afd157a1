//! `casebook theme`: which themes there are, and files of the built-in one to change.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};

use super::words::{refusal, say};
use super::{Exit, Invocation, build, report};
use crate::diag::{Language, nearest};
use crate::theme::Theme;

/// Prints the themes: those that the program carries and the folders in `themes`, with a star at the one that is used.
pub(super) fn list(invocation: &Invocation) -> Exit {
    let used = match used(invocation) {
        Ok(used) => used,
        Err(exit) => return exit,
    };
    let folders = std::fs::read_dir(invocation.root.join("themes")).into_iter().flatten().flatten();
    let folders = folders.filter(|it| it.path().is_dir()).filter_map(|it| it.file_name().into_string().ok());
    let carried: Vec<String> = Theme::carried().map(str::to_owned).collect();
    let mut names: Vec<String> = folders.filter(|it| !it.starts_with('.') && !carried.contains(it)).collect();
    names.sort();
    names.splice(0..0, carried);
    for name in names {
        println!("{}{name}", if name == used { "* " } else { "  " });
    }
    Exit::Done
}

/// Copies a file of the built-in theme into the theme that is used, to be changed there. Without a file, prints which there are.
pub(super) fn eject(invocation: &Invocation, file: Option<&str>) -> Exit {
    let language = invocation.language;
    let theme = Theme::built_in();
    let Some(file) = file else {
        theme.built_in_files().for_each(|(path, _)| println!("{path}"));
        return Exit::Done;
    };
    let file = file.replace('\\', "/");
    let Some((_, bytes)) = theme.built_in_files().find(|(path, _)| *path == file) else {
        let near = nearest(&file, theme.built_in_files().map(|(path, _)| path));
        let what = say(language, "错误：内置主题里没有文件", "error: the built-in theme has no file");
        return report::unknown(what, &file, near);
    };
    let used = match used(invocation) {
        Ok(used) => used,
        Err(exit) => return exit,
    };
    let target = invocation.root.join("themes").join(used).join(&file);
    let made = target.parent().map_or(Ok(()), std::fs::create_dir_all);
    let made = made.and_then(|()| OpenOptions::new().write(true).create_new(true).open(&target));
    match made.and_then(|mut it| it.write_all(bytes)) {
        Ok(()) => {
            if !invocation.quiet {
                let said = say(language, "可以改这个文件了：", "this file is yours to change: ");
                eprintln!("{said}{}", target.display());
            }
            Exit::Done
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let said =
                say(language, "错误：已经有这个文件，没有改动：", "error: this file is there already, nothing was changed: ");
            eprintln!("{said}{}", target.display());
            Exit::Usage
        }
        Err(error) => {
            let (said, joint) = (say(language, "错误：写不了 ", "error: cannot write "), say(language, "：", ": "));
            eprintln!("{said}{}{joint}{}", target.display(), refusal(language, &error));
            Exit::Environment
        }
    }
}

/// The name of the theme that `casebook.yaml` asks for. One that is no folder's name is refused.
fn used(invocation: &Invocation) -> Result<String, Exit> {
    let (tree, _) = build::read_folder(invocation)?;
    let name = crate::theme_name(&tree);
    if !Theme::may_be_called(&name) {
        let text = match invocation.language {
            Language::Chinese => format!("错误：casebook.yaml 里的主题“{name}”不是文件夹名"),
            Language::English => format!("error: the theme `{name}` of casebook.yaml is no folder's name"),
        };
        eprintln!("{text}");
        return Err(Exit::Usage);
    }
    Ok(name)
}
