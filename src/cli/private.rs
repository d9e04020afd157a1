//! What only the teacher does with the roster: aliases, doubtful words, how long cases are kept, what is kept of one child.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::hash::BuildHasher;
use std::path::Path;

use clap::{Arg, ArgAction};

use super::columns::columns;
use super::words::{refusal, say};
use super::{Exit, Invocation, build, replace, report};
use crate::diag::Language;
use crate::model::{Aliases, Casebook};
use crate::privacy::{self, Audience, Projection, ProjectionError, alias};
use crate::source::{Content, SourceTree};

/// These commands, as they are typed.
pub(super) fn subcommands(language: Language) -> [clap::Command; 4] {
    let t = |chinese, english| say(language, chinese, english);
    let sub = |name: &'static str, chinese, english| clap::Command::new(name).about(t(chinese, english));
    let words = |name: &'static str, chinese, english| {
        Arg::new(name).long(name).value_name("WORDS").help(t(chinese, english)).action(ArgAction::Append)
    };
    let renew = Arg::new("renew").long("renew").action(ArgAction::SetTrue).help(t("全部换成新的", "a new one for everybody"));
    [
        sub("alias", "给每名学生一个化名", "give every pupil an alias").arg(renew),
        sub("review", "列出像人名又不一定是的词句", "list words that may be names")
            .arg(words("innocent", "不是人名，以后不换", "they are none and stay"))
            .arg(words("name", "是人名，不用再问", "they are names; do not ask again")),
        sub("retention", "每份档案保留到哪一天", "how long each case is kept"),
        sub("export", "复制一名学生的全部记录（--student）", "copy everything of one pupil (--student)"),
    ]
}

/// Reads a casebook that has no errors.
fn sound(invocation: &Invocation) -> Result<(SourceTree, Casebook), Exit> {
    let (tree, mut findings) = build::read_folder(invocation)?;
    let (casebook, found) = crate::read(&tree);
    findings.extend(found);
    match casebook.filter(|_| !findings.has_errors()) {
        Some(casebook) => Ok((tree, casebook)),
        None => {
            report::findings(invocation, &findings, &tree);
            Err(report::exit(invocation, &findings))
        }
    }
}

fn failed(invocation: &Invocation, path: &Path, error: &std::io::Error) -> Exit {
    let told = say(invocation.language, "错误：写不了", "error: cannot write");
    let (joint, reason) = (say(invocation.language, "：", ": "), refusal(invocation.language, error));
    eprintln!("{told} {}{joint}{reason}", path.display());
    Exit::Environment
}

/// Writes `aliases.yaml`, as a whole or not at all.
fn keep(invocation: &Invocation, aliases: &Aliases) -> Result<(), Exit> {
    let path = build::content(invocation).join("aliases.yaml");
    replace::replace(&path, alias::written(aliases).as_bytes()).map_err(|error| failed(invocation, &path, &error))
}

/// `casebook alias`: gives every pupil an alias, or with `renew` a new one, and tells which are not sound.
pub(super) fn alias(invocation: &Invocation, renew: bool) -> Exit {
    let (_, mut casebook) = match sound(invocation) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let state = std::collections::hash_map::RandomState::new();
    let mut count = 0u64;
    let mut chance = || {
        count += 1;
        state.hash_one(count)
    };
    let drawn = alias::drawn(&casebook, renew, &mut chance);
    if drawn != casebook.aliases {
        if let Err(exit) = keep(invocation, &drawn) {
            return exit;
        }
        casebook.aliases = drawn;
    }
    let rows = casebook.students.iter().map(|it| vec![it.code.to_string(), alias::of(&casebook, it).unwrap_or("—").to_owned()]);
    print!("{}", columns(&rows.collect::<Vec<_>>()));
    let faults = alias::faults(&casebook);
    for (code, alias, fault) in &faults {
        let chinese = match fault {
            alias::Fault::SharedCharacter(it) => format!("与花名册里的姓名同用“{it}”字"),
            alias::Fault::SharedSound(it) => format!("“{it}”与花名册里的姓名同音"),
            alias::Fault::Taken(other) => format!("{other} 也用这个化名"),
            alias::Fault::Hint(known) => format!("让人想到这名学生的“{known}”"),
        };
        let english = match fault {
            alias::Fault::SharedCharacter(it) => format!("has `{it}` of a name in the roster"),
            alias::Fault::SharedSound(it) => format!("has `{it}`, which sounds like a name in the roster"),
            alias::Fault::Taken(other) => format!("is that of {other} too"),
            alias::Fault::Hint(known) => format!("hints at what the pupil is known for: {known}"),
        };
        match invocation.language {
            Language::Chinese => eprintln!("警告：{code} 的化名“{alias}”{chinese}。"),
            Language::English => eprintln!("warning: the alias `{alias}` of {code} {english}."),
        }
    }
    if !faults.is_empty() {
        let mend = say(
            invocation.language,
            "提示：casebook alias --renew 全部换成随机的化名；只改一个，改 content/aliases.yaml 里的那一行。",
            "help: `casebook alias --renew` draws new ones; to change one, edit its line in content/aliases.yaml.",
        );
        eprintln!("{mend}");
    }
    if faults.is_empty() || !invocation.strict { Exit::Done } else { Exit::Findings }
}

/// `casebook review`: words that are taken for a name and may be none, and what was decided about them.
pub(super) fn review(invocation: &Invocation, innocent: &[String], names: &[String]) -> Exit {
    let (_, mut casebook) = match sound(invocation) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let language = invocation.language;
    if !innocent.is_empty() || !names.is_empty() {
        let mut aliases = casebook.aliases.clone();
        for (list, new) in [(&mut aliases.innocent, innocent), (&mut aliases.names, names)] {
            list.extend(new.iter().cloned());
            list.sort();
            list.dedup();
        }
        if let Err(exit) = keep(invocation, &aliases) {
            return exit;
        }
        casebook.aliases = aliases;
    }
    let mut doubts = BTreeSet::new();
    for audience in [Audience::Staff, Audience::Research] {
        match Projection::of(&casebook, invocation.as_of, audience, None) {
            Ok(projection) => doubts.extend(projection.tally.doubts.into_iter().map(|it| (it.words, it.around))),
            Err(ProjectionError::NoAlias(codes)) => return no_alias(invocation, &codes),
        }
    }
    let rows: Vec<Vec<String>> = doubts.into_iter().map(|(words, around)| vec![words, around]).collect();
    print!("{}", columns(&rows));
    if !rows.is_empty() {
        let said = say(
            language,
            "这些词句可能是人名，给别人看的版本里已经换掉。不是人名的：casebook review --innocent “右边那一栏的词句”；确是人名、不用再问的：--name。",
            "these may be names, and are replaced in what others read. If one is none: casebook review --innocent WORDS; if it is one: --name WORDS.",
        );
        eprintln!("{said}");
    }
    Exit::Done
}

/// Says which pupils have no alias.
pub(super) fn no_alias(invocation: &Invocation, codes: &[String]) -> Exit {
    let codes = codes.join(say(invocation.language, "、", ", "));
    match invocation.language {
        Language::Chinese => {
            eprintln!("错误：这些学生还没有化名或文件夹：{codes}。\n提示：先运行 casebook alias，给每名学生一个随机的化名。");
        }
        Language::English => {
            eprintln!(
                "error: these pupils have no alias or folder yet: {codes}.\nhelp: run `casebook alias`, which draws them."
            );
        }
    }
    Exit::Findings
}

/// `casebook retention`: how long each case is kept, and which are past it.
pub(super) fn retention(invocation: &Invocation) -> Exit {
    let (_, casebook) = match sound(invocation) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let language = invocation.language;
    let today = crate::analysis::Analysis::new(&casebook, invocation.as_of).as_of;
    let row = |it: privacy::Kept| {
        let past = it.until.is_some_and(|until| until < today);
        let state = match (past, it.until) {
            (true, _) => say(language, "已过期：删除，或只留不记名的统计", "past: delete, or keep figures that name nobody"),
            (false, Some(_)) if it.written => say(language, "档案里写明", "as its file says"),
            (false, Some(_)) => say(language, "按离校学年推算", "by the year of leaving school"),
            (false, None) => say(language, "推算不出：在档案里写“保留至”", "unknown: write `retain_until` in its file"),
        };
        let until = it.until.map_or_else(|| "—".to_owned(), |it| it.to_string());
        vec![casebook.student(it.student).code.to_string(), until, state.to_owned()]
    };
    print!("{}", columns(&privacy::retention(&casebook).into_iter().map(row).collect::<Vec<_>>()));
    Exit::Done
}

/// `casebook export --student S03`: a copy of everything in a child's folder, and the list of every file that mentions the child.
pub(super) fn export(invocation: &Invocation) -> Exit {
    let (tree, casebook) = match sound(invocation) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let language = invocation.language;
    let Some(code) = invocation.student.as_deref() else {
        eprintln!(
            "{}",
            say(language, "错误：写明是哪名学生，如 --student S03", "error: say which student, such as --student S03")
        );
        return Exit::Usage;
    };
    let Some(id) = casebook.find_student(code) else {
        return report::unknown(say(language, "错误：没有学生", "error: there is no student"), code, None);
    };
    let folder = invocation.root.join("export").join(casebook.student(id).code.as_str());
    if folder.exists() {
        let told = say(language, "错误：已经有这个文件夹，不覆盖它", "error: this folder is there already and stays as it is");
        eprintln!("{told}：{}", folder.display());
        return Exit::Usage;
    }
    let mentions = privacy::mentions(&tree, &casebook, id);
    let mut list = String::from("\u{FEFF}文件,是否本人文件,提到次数\n");
    for it in &mentions {
        let own = if it.own { "是" } else { "否" };
        // A name that Excel would compute becomes text.
        let guard = if it.path.as_str().starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        list.push_str(&format!("\"{guard}{}\",{own},{}\n", it.path.as_str().replace('"', "\"\""), it.times));
    }
    let write = |path: &str, bytes: &[u8]| -> Result<(), Exit> {
        let path = folder.join(path);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| replace::create(&path, None, bytes));
        made.map_err(|error| failed(invocation, &path, &error))
    };
    let own = mentions.iter().filter(|it| it.own).filter_map(|it| tree.get(tree.find(&it.path)?));
    for file in own {
        let bytes = match &file.content {
            Content::Text(text, _) => Ok(Cow::Borrowed(text.as_bytes())),
            Content::Binary(bytes) => bytes.read(),
        };
        let written = match bytes {
            Ok(bytes) => write(file.path.as_str(), &bytes),
            Err(error) => Err(failed(invocation, Path::new(file.path.as_str()), &error)),
        };
        if let Err(exit) = written {
            return exit;
        }
    }
    if let Err(exit) = write("清单.csv", list.as_bytes()) {
        return exit;
    }
    let (copied, listed) = (mentions.iter().filter(|it| it.own).count(), mentions.len());
    match language {
        Language::Chinese => eprintln!(
            "已复制 {copied} 个本人文件到 {}；清单.csv 列出提到这名学生的全部 {listed} 个文件。\n注意：交给监护人之前看一遍，本人文件里可能写到别的学生；班级的表格没有复制，里面有别的学生。",
            folder.display()
        ),
        Language::English => eprintln!(
            "copied {copied} files of the child's own to {}; 清单.csv lists all {listed} files that mention the child.\nnote: read them before a guardian gets them, as they may tell of other children; tables of the class are not copied for that reason.",
            folder.display()
        ),
    }
    Exit::Done
}
