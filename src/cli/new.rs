//! `casebook new`: a file to fill in.

use std::path::{Path, PathBuf};

use super::words::{refusal, say};
use super::{Exit, Invocation, build, replace, report};
use crate::date::Date;
use crate::diag::{Language, nearest};
use crate::model::{Casebook, StudentCode};
use crate::schema::{Schema, Scope};

/// A student's folder with an index to fill in.
pub(super) fn student(invocation: &Invocation, code: &Option<String>) -> Exit {
    let casebook = match open(invocation) {
        Ok(casebook) => casebook,
        Err(exit) => return exit,
    };
    let code = match code {
        Some(text) => match text.parse::<StudentCode>() {
            Ok(code) => code.to_string(),
            Err(()) => {
                eprintln!(
                    "{}{text}",
                    say(
                        invocation.language,
                        "错误：代号只能用字母、数字和 - _：",
                        "error: a code takes letters, digits, - and _ only: "
                    )
                );
                return Exit::Usage;
            }
        },
        None => next_code(&casebook),
    };
    let class = casebook.classes.first().map(|it| it.key.clone()).unwrap_or_else(|| "4-2".to_owned());
    let as_of = casebook.config.terms.last().map(|it| it.span.from.to_string()).unwrap_or_default();
    let text = format!(
        "---\n\
化名:                      # 不与任何真名同字同音，如：云朵\n\
班级: {class}\n\
建档日期: {as_of}\n\
# 性别: 女\n\
# 关注学科: 数学\n\
# 关注领域: 学业           # 学业、行为、情绪与适应\n\
# 成因: 基础知识薄弱\n\
# 优点:\n\
# - {{内容: 值日不用人催, 依据: 第1周值日记录}}\n\
# 不足:\n\
# - {{内容: 退位减法常数手指, 依据: 摸底练习}}\n\
# 跟踪指标: 口算流畅度\n\
# 目标:\n\
# - {{目标: 每天先做口算三分钟, 起点: 9, 目标值: 15, 单位: 题/分, 完成时间: {as_of}}}\n\
---\n\n\
这里写几句：在学校看到的样子，先写长处。\n"
    );
    write(invocation, &build::content(invocation).join("students").join(code).join("index.md"), &text)
}

/// The code after the last one, as wide: `S09` after `S08`.
fn next_code(casebook: &Casebook) -> String {
    let codes = casebook.students.iter().map(|it| it.code.as_str());
    let numbered = codes.filter_map(|code| {
        let start = code
            .rfind(|it: char| !it.is_ascii_digit())
            .map_or(0, |at| at + code[at..].chars().next().map_or(0, char::len_utf8));
        let (prefix, digits) = code.split_at(start);
        Some((digits.parse::<u32>().ok()?, prefix, digits.len()))
    });
    let (number, prefix, width) = numbered.max().unwrap_or((0, "S", 2));
    format!("{prefix}{:0width$}", number.saturating_add(1))
}

/// A note with the fields of its type, in the folder of a student, class or project.
pub(super) fn note(invocation: &Invocation, owner: &str, kind: &str, date: Option<&Date>) -> Exit {
    let language = invocation.language;
    let casebook = match open(invocation) {
        Ok(casebook) => casebook,
        Err(exit) => return exit,
    };
    let Some((folder, place)) = folder_of(&casebook, owner) else {
        let classes = casebook.classes.iter().map(|it| it.key.as_str());
        let projects = casebook.projects.iter().map(|it| it.key.as_str());
        let names = casebook.students.iter().map(|it| it.code.as_str()).chain(classes).chain(projects);
        let said = say(language, "错误：没有学生、班级或课题", "error: there is no student, class or project");
        return report::unknown(said, owner, nearest(owner, names));
    };
    let schema = &casebook.schema;
    let Some(kind) = schema.find_type(kind).map(|it| schema.note_type(it)) else {
        return report::unknown(
            say(language, "错误：没有记录类型", "error: there is no note type"),
            kind,
            nearest(kind, type_names(schema)),
        );
    };
    if !kind.scope.contains(&place) {
        let name = |it: &Scope| match it {
            Scope::Student => say(language, "学生", "student"),
            Scope::Class => say(language, "班级", "class"),
            Scope::Project => say(language, "课题", "project"),
        };
        let allowed: Vec<&str> = kind.scope.iter().map(name).collect();
        match language {
            Language::Chinese => {
                eprintln!("错误：“{}”不写在{}的文件夹里，写在{}的", kind.label, name(&place), allowed.join("或"));
            }
            Language::English => {
                let (place, allowed) = (name(&place), allowed.join(" or "));
                eprintln!("error: `{}` is not kept in the folder of a {place}, but of a {allowed}", kind.key);
            }
        }
        return Exit::Usage;
    }
    let latest = casebook.notes.iter().map(|it| it.date).max();
    let begin = casebook.config.terms.last().map(|it| it.span.from);
    let Some(date) = date.copied().or(latest).or(begin) else {
        eprintln!("{}", say(language, "错误：请写日期，如 2026-05-08", "error: give a date such as 2026-05-08"));
        return Exit::Usage;
    };
    let folder = build::content(invocation).join(folder).join("notes");
    write(invocation, &free_name(&folder, &format!("{date}-{}", kind.label)), &crate::schema::scaffold(kind))
}

/// The folder below `content` of a student, class or project by its name, and which of them it is.
fn folder_of(casebook: &Casebook, owner: &str) -> Option<(String, Scope)> {
    if let Some(id) = casebook.find_student(owner) {
        return Some((format!("students/{}", casebook.student(id).code), Scope::Student));
    }
    if let Some(id) = casebook.find_class(owner) {
        let class = casebook.class(id);
        // A class's folder may be spelt otherwise than its key.
        let own = class.path.as_ref().and_then(|it| it.as_str().rsplit_once('/')).map(|(folder, _)| folder.to_owned());
        return Some((own.unwrap_or_else(|| format!("classes/{}", class.key)), Scope::Class));
    }
    casebook.find_project(owner)?;
    Some((format!("projects/{owner}"), Scope::Project))
}

fn type_names(schema: &Schema) -> impl Iterator<Item = &str> {
    schema.types.iter().flat_map(|it| [&*it.label, &*it.key].into_iter().chain(it.synonyms.iter().map(String::as_str)))
}

/// A file name that is not taken: a second note of the day gets `-2`.
fn free_name(folder: &Path, stem: &str) -> PathBuf {
    let named = |suffix: u32| if suffix == 1 { format!("{stem}.md") } else { format!("{stem}-{suffix}.md") };
    (1..).map(|suffix| folder.join(named(suffix))).find(|path| !path.exists()).unwrap_or_else(|| folder.join(named(1)))
}

fn open(invocation: &Invocation) -> Result<Casebook, Exit> {
    let (tree, _) = build::read_folder(invocation)?;
    crate::read(&tree).0.ok_or_else(|| {
        eprintln!(
            "{}",
            say(
                invocation.language,
                "错误：casebook.yaml 还不能用，先运行 casebook check",
                "error: casebook.yaml is not usable yet; run casebook check"
            )
        );
        Exit::Findings
    })
}

/// Writes a new file; never over one that is there.
pub(super) fn write(invocation: &Invocation, path: &Path, text: &str) -> Exit {
    let language = invocation.language;
    let taken = || {
        eprintln!(
            "{}{}",
            say(language, "错误：已经有这个文件，没有改动：", "error: the file is there already, nothing was changed: "),
            path.display()
        );
        Exit::Usage
    };
    let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    match folder.and_then(|()| replace::create(path, None, text.as_bytes())) {
        Ok(()) => {
            if !invocation.quiet {
                eprintln!("{}{}", say(language, "新建了 ", "created "), path.display());
            }
            Exit::Done
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => taken(),
        Err(error) => {
            let (said, joint) = (say(language, "错误：写不了 ", "error: cannot write "), say(language, "：", ": "));
            eprintln!("{said}{}{joint}{}", path.display(), refusal(language, &error));
            Exit::Environment
        }
    }
}
