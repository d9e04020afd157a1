//! What a user types.
//!
//! The help exists in Chinese and English, so the commands are built for a language instead of being derived from types.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches};

use super::Exit;
use super::invocation::{Command, Invocation};
use super::list::Listing;
use super::private;
use super::report::Format;
use super::words::say;
use crate::date::{Date, TermId};
use crate::diag::Language;
use crate::output::Others;
use crate::privacy::Audience;

/// The word for every audience.
const EVERYBODY: &str = "all";

/// The command line's definition in one language.
pub fn command(language: Language) -> clap::Command {
    let t = |chinese, english| say(language, chinese, english);
    let flag = |name: &'static str, chinese, english| Arg::new(name).long(name).help(t(chinese, english)).global(true);
    let sub = |name: &'static str, chinese, english| clap::Command::new(name).about(t(chinese, english));
    let template = t(
        "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}",
        "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
    );
    let new = sub("new", "新建学生、记录或文稿", "start a student, a note or a document")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_help_heading(t("命令", "Commands"))
        .subcommand(sub("student", "新建学生文件夹", "start a student's folder").arg(
            Arg::new("code").help(t("代号，如 S09；不写则用下一个空的", "code, such as S09; the next free one if left out")),
        ))
        .subcommand(
            sub("note", "新建一条记录", "start a note")
                .arg(
                    Arg::new("owner").required(true).help(t(
                        "学生代号、班级或课题，如 S02、4-2",
                        "a student's code, a class or a project, such as S02 or 4-2",
                    )),
                )
                .arg(Arg::new("type").required(true).help(t("记录类型，如 谈心", "note type, such as talk")))
                .arg(
                    Arg::new("date").help(t(
                        "日期，如 2026-05-08；不写则用最近一条记录的日期",
                        "date; that of the latest note if left out",
                    )),
                ),
        );
    let option = |name: &'static str, value: &'static str, chinese, english| {
        Arg::new(name).long(name).value_name(value).help(t(chinese, english))
    };
    let new = new.subcommand(
        sub("summary", "把自动编写的文稿写成可以修改的文件", "write a composed document out as a file to edit")
            .arg(
                option("genre", "GENRE", "文体，如 工作总结、个案报告、结题报告", "genre, such as term-summary or case-report")
                    .required(true),
            )
            .arg(option(
                "class",
                "CLASS",
                "写哪个班，如 4-2；只有一个班时不用写",
                "about which class; needed where there are several",
            ))
            .arg(option(
                "project",
                "PROJECT",
                "写哪个课题；只有一个课题时不用写",
                "about which project; needed where there are several",
            ))
            .arg(option(
                "month",
                "MONTH",
                "写哪个月，如 2026-05；只有按月的文体才用，不写为最近一个月",
                "of which month, such as 2026-05; only for genres about months, the last one if left out",
            )),
    );
    let whole = clap::Command::new("casebook")
        .version(env!("CARGO_PKG_VERSION"))
        .about(t(
            "把学生支持记录（Markdown）编成网站和 PDF 学期总结",
            "Compiles notes on pupils who need support into a site and PDF term summaries",
        ))
        .help_template(template)
        .override_usage(t("casebook [选项] [命令]", "casebook [OPTIONS] [COMMAND]"))
        .after_help(t(
            "退出码：0 完成　1 内容有错　2 用法或设置有错　3 环境（字体、权限、磁盘）　4 隐私闸门　130 被中断\n不写命令时，当前文件夹里有 content 就编译它。",
            "Exit codes: 0 done, 1 findings in the content, 2 usage or settings, 3 environment, 4 privacy gate, 130 interrupted\nWithout a command, the casebook in the current folder is built.",
        ))
        .subcommand_help_heading(t("命令", "Commands"))
        .subcommand_value_name(t("命令", "COMMAND"))
        .next_help_heading(t("选项", "Options"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg(flag("help", "显示帮助", "show this help").short('h').action(ArgAction::Help))
        .arg(Arg::new("version").long("version").short('V').help(t("显示版本", "show the version")).action(ArgAction::Version))
        .arg(
            flag("root", "content 所在的文件夹，不写为当前文件夹", "the folder that holds content; the current one if left out")
                .short('r')
                .value_name("DIR")
                .default_value(".")
                .hide_default_value(true)
                .value_parser(clap::value_parser!(PathBuf)),
        )
        .arg(
            flag(
                "output-dir",
                "输出到哪里，不写为 public/读者；给 all 的，各在其中一个文件夹",
                "where outputs go; public/AUDIENCE if left out; for all, a folder each below it",
            )
                .short('o')
                .value_name("DIR")
                .value_parser(clap::value_parser!(PathBuf)),
        )
        .arg(
            flag(
                "replace",
                "输出文件夹里有别的文件也整个替换，原有的文件会删去",
                "replace the output folder even if it holds other files, which are lost",
            )
            .action(ArgAction::SetTrue),
        )
        .arg(
            flag(
                "audience",
                "给谁看：teacher 本班教师（不写就是）、staff 同事、parent 家长、research 课题组，all 各编一份",
                "for whom: teacher (if left out), staff, parent, research, or all: a version for each",
            )
                .value_name("WHO")
                .default_value("teacher")
                .value_parser(PossibleValuesParser::new(Audience::ALL.map(Audience::id).into_iter().chain([EVERYBODY])))
                .hide_possible_values(true)
                .hide_default_value(true),
        )
        .arg(flag("term", "只要这个学期，如 2025-2026-2", "only this term, such as 2025-2026-2").value_name("TERM"))
        .arg(flag("student", "只要这名学生，如 S02", "only this student, such as S02").value_name("CODE"))
        .arg(
            flag("only", "只要网站或文稿：site、pdf", "only the site or the documents: site, pdf")
                .value_name("WHAT")
                .value_delimiter(',')
                .value_parser(["site", "pdf"])
                .hide_possible_values(true),
        )
        .arg(
            flag("jobs", "用几个线程", "how many threads")
                .short('j')
                .value_name("N")
                .value_parser(clap::value_parser!(u16).range(1..=256)),
        )
        .arg(
            flag("font-path", "字体文件所在的文件夹，如方正小标宋、仿宋；可写几次", "a folder with fonts; may be given several times")
                .value_name("DIR")
                .action(ArgAction::Append)
                .value_parser(clap::value_parser!(PathBuf)),
        )
        .arg(
            flag(
                "attach-sources",
                "把每份文稿所依据的 Markdown 附在 PDF 里，供存档（仅限本班教师）",
                "attach to each PDF the Markdown it was made from, for an archive (teachers only)",
            )
            .action(ArgAction::SetTrue),
        )
        .arg(flag("strict", "有警告也算失败", "warnings fail too").action(ArgAction::SetTrue))
        .arg(
            flag("as-of", "统计到哪一天，不写为最近一条记录的日期", "the day of reckoning; that of the latest note if left out")
                .value_name("DATE"),
        )
        .arg(
            flag("format", "问题的显示方式：human、short、json", "how findings are shown: human, short, json")
                .value_name("FORMAT")
                .default_value("human")
                .value_parser(["human", "short", "json"])
                .hide_possible_values(true)
                .hide_default_value(true),
        )
        .arg(
            flag("lang", "界面语言：zh、en", "language of messages: zh, en")
                .value_name("LANG")
                .default_value("zh")
                .value_parser(["zh", "en"])
                .hide_possible_values(true)
                .hide_default_value(true),
        )
        .arg(flag("quiet", "只显示问题", "show findings only").short('q').action(ArgAction::SetTrue))
        .arg(flag("verbose", "多显示一些", "show more").short('v').action(ArgAction::SetTrue))
        .arg(
            flag("color", "颜色：auto、always、never", "colours: auto, always, never")
                .value_name("WHEN")
                .default_value("auto")
                .value_parser(["auto", "always", "never"])
                .hide_possible_values(true)
                .hide_default_value(true),
        )
        .subcommand(sub("build", "编译网站和文稿", "make the site and the documents"))
        .subcommand(
            sub("check", "检查全部内容，不写出任何文件", "report every finding, write nothing").arg(
                Arg::new("explain").long("explain").help_heading(t("选项", "Options")).value_name("CODE").num_args(0..=1).default_missing_value("").help(t(
                    "说明一种提示：是什么、为什么、怎么改；不写代码就列出全部",
                    "explain a kind of finding: what, why, how to mend; list all without a code",
                )),
            ),
        )
        .subcommand(
            sub("fix", "把说得准的写法错误直接改好，原文件留一份 .bak", "mend slips that are beyond doubt; old files stay as .bak")
                .next_help_heading(t("选项", "Options"))
                .arg(Arg::new("encoding").long("encoding").action(ArgAction::SetTrue).help(t(
                    "不改写法，把不是 UTF-8 的文件换成 UTF-8",
                    "instead of mending slips, make files UTF-8 that are not",
                )))
                .arg(Arg::new("dry-run").long("dry-run").action(ArgAction::SetTrue).help(t(
                    "只列出会改什么，不写任何文件",
                    "only list what would be changed, write nothing",
                ))),
        )
        .subcommand(
            sub("serve", "在浏览器里预览，保存后网页自动更新", "show the site in a browser; pages follow what you save")
                .next_help_heading(t("选项", "Options"))
                .arg(Arg::new("open").long("open").action(ArgAction::SetTrue).help(t("打开浏览器", "open a browser")))
                .arg(
                    option("port", "PORT", "端口，不写为 8017 起第一个空的", "the port; the first free one from 8017 on if left out")
                        .value_parser(clap::value_parser!(u16)),
                ),
        )
        .subcommand(
            sub("init", "新建一个可以马上编译的小例子", "start a small casebook that builds at once").arg(
                Arg::new("folder").default_value(".").hide_default_value(true).value_parser(clap::value_parser!(PathBuf)).help(
                    t("新建在哪里，不写为当前文件夹", "where; the current folder if left out"),
                ),
            ),
        )
        .subcommand(new)
        .subcommands(private::subcommands(language))
        .subcommand(
            sub("list", "列出学生、记录、数字等", "list students, notes, figures and more").arg(
                Arg::new("what").required(true).value_parser(PossibleValuesParser::new(Listing::ALL.map(Listing::id))).help(t(
                    "students 学生、notes 记录、figures 可引用的数、types 记录类型、duties 任务、missing 缺什么",
                    "students, notes, figures, types, duties, missing",
                )),
            ),
        )
        .subcommand(
            sub("coverage", "列出全部 62 项记录：记在哪里、有多少、哪里能看到", "print the ledger of 62 rows: where recorded, how many, where shown").arg(
                Arg::new("missing")
                    .long("missing")
                    .action(ArgAction::SetTrue)
                    .help(t("只列还没有记录的", "only rows without a record")),
            ),
        )
        .subcommand(
            sub("verify", "检查一个文件夹里有没有花名册上的姓名、号码等", "look through a folder for names, numbers and more of the roster").arg(
                Arg::new("folder").required(true).value_name("DIR").value_parser(clap::value_parser!(PathBuf)).help(t(
                    "哪个文件夹；给谁看用 --audience 指明，不写为文件夹自己的标记或 research",
                    "which folder; for whom is said with --audience, else by the folder's own marker, else research",
                )),
            ),
        )
        .subcommand(
            sub("theme", "查看主题，取出内置主题的文件来改", "list themes; copy a file of the built-in one to change it")
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommand_help_heading(t("命令", "Commands"))
                .subcommand(sub("list", "列出主题，正在用的前面有星号", "list themes, with a star at the one that is used"))
                .subcommand(
                    sub("eject", "把内置主题的一个文件复制到 themes 里来改", "copy a file of the built-in theme into themes, to change it")
                        .arg(Arg::new("file").help(t(
                            "文件，如 templates/home.html；不写就列出全部",
                            "which, such as templates/home.html; all are listed if left out",
                        ))),
                ),
        )
        .subcommand(sub("clean", "删去生成的文件夹", "remove outputs"))
        .subcommand(
            sub("completions", "生成命令补全脚本", "print a shell's completions").arg(
                Arg::new("shell").required(true).value_parser(clap::value_parser!(clap_complete::Shell)).help("bash、zsh、fish、powershell"),
            ),
        );
    // A subcommand does not inherit the layout of its help.
    whole.mut_subcommands(|it| it.help_template(template).mut_subcommands(|it| it.help_template(template)))
}

/// Understands arguments. Help and faults are printed here, and end the program with the given code.
pub(super) fn parse(arguments: &[OsString]) -> Result<Invocation, Exit> {
    let language = asked_language(arguments);
    let matches = command(language).try_get_matches_from(arguments).map_err(|error| refuse(&error, language))?;
    understand(&matches, language)
}

/// The language asked for, found before the arguments are understood: the help and the faults are in it.
fn asked_language(arguments: &[OsString]) -> Language {
    let words: Vec<_> = arguments.iter().map(|it| it.to_string_lossy()).collect();
    let english = words.iter().any(|it| it == "--lang=en") || words.windows(2).any(|it| it[0] == "--lang" && it[1] == "en");
    if english { Language::English } else { Language::Chinese }
}

fn understand(matches: &ArgMatches, language: Language) -> Result<Invocation, Exit> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let wrong = |option: &str, value: &str, example: &str| {
        let told = say(language, "错误：", "error: ");
        let text = match language {
            Language::Chinese => format!("{told}{option} 的值“{value}”读不懂，例：{example}"),
            Language::English => format!("{told}cannot read `{value}` as {option}; example: {example}"),
        };
        anstream::eprintln!("{text}");
        Exit::Usage
    };
    let date = |option: &str, value: Option<&str>| match value.map(|it| (it, it.parse::<Date>())) {
        None => Ok(None),
        Some((_, Ok(date))) => Ok(Some(date)),
        Some((value, Err(_))) => Err(wrong(option, value, "2026-07-03")),
    };
    let term = match text("term").map(|it| (it, it.parse::<TermId>())) {
        None => None,
        Some((_, Ok(term))) => Some(term),
        Some((value, Err(()))) => return Err(wrong("--term", value, "2025-2026-2")),
    };
    let command = match matches.subcommand() {
        Some(("check", sub)) => match sub.get_one::<String>("explain") {
            Some(code) => Command::Explain { code: Some(code.clone()).filter(|it| !it.is_empty()) },
            None => Command::Check,
        },
        Some(("fix", sub)) => {
            Command::Fix(super::Fixing { encoding: sub.get_flag("encoding"), dry_run: sub.get_flag("dry-run") })
        }
        Some(("serve", sub)) => Command::Serve { port: sub.get_one::<u16>("port").copied(), open: sub.get_flag("open") },
        Some(("init", sub)) => Command::Init { folder: sub.get_one::<PathBuf>("folder").cloned().unwrap_or_default() },
        Some(("new", sub)) => match sub.subcommand() {
            Some(("note", sub)) => {
                let word = |name: &str| sub.get_one::<String>(name).cloned().unwrap_or_default();
                let given = sub.get_one::<String>("date").map(String::as_str);
                Command::NewNote { owner: word("owner"), kind: word("type"), date: date("date", given)? }
            }
            Some(("summary", sub)) => {
                let word = |name: &str| sub.get_one::<String>(name).cloned();
                let month = match word("month").map(|it| (format!("{it}-01").parse::<Date>(), it)) {
                    Some((Err(_), it)) => return Err(wrong("--month", &it, "2026-05")),
                    Some((Ok(day), _)) => Some(day),
                    None => None,
                };
                let genre = word("genre").unwrap_or_default();
                Command::NewSummary { genre, class: word("class"), project: word("project"), month }
            }
            Some((_, sub)) => Command::NewStudent { code: sub.get_one::<String>("code").cloned() },
            None => return Err(Exit::Usage),
        },
        Some(("list", sub)) => {
            let what = sub.get_one::<String>("what").and_then(|it| Listing::from_id(it));
            Command::List { what: what.unwrap_or(Listing::Students) }
        }
        Some(("coverage", sub)) => Command::Coverage { missing: sub.get_flag("missing") },
        Some(("verify", sub)) => {
            let said = sub.value_source("audience") == Some(clap::parser::ValueSource::CommandLine);
            let audience = sub.get_one::<String>("audience").filter(|_| said).map(String::as_str);
            Command::Verify {
                folder: sub.get_one::<PathBuf>("folder").cloned().unwrap_or_default(),
                audience: Audience::ALL.into_iter().find(|it| audience == Some(it.id())),
            }
        }
        Some(("alias", sub)) => Command::Alias { renew: sub.get_flag("renew") },
        Some(("review", sub)) => {
            let words = |name: &str| sub.get_many::<String>(name).map(|it| it.cloned().collect()).unwrap_or_default();
            Command::Review { innocent: words("innocent"), names: words("name") }
        }
        Some(("retention", _)) => Command::Retention,
        Some(("export", _)) => Command::Export,
        Some(("theme", sub)) => match sub.subcommand() {
            Some(("eject", sub)) => Command::ThemeEject { file: sub.get_one::<String>("file").cloned() },
            _ => Command::ThemeList,
        },
        Some(("clean", _)) => Command::Clean,
        Some(("completions", sub)) => match sub.get_one::<clap_complete::Shell>("shell") {
            Some(shell) => Command::Completions { shell: *shell },
            None => return Err(Exit::Usage),
        },
        _ => Command::Build,
    };
    let root = matches.get_one::<PathBuf>("root").cloned().unwrap_or_default();
    let for_all = text("audience") == Some(EVERYBODY);
    if for_all && !matches!(command, Command::Build | Command::Check | Command::Clean) {
        return Err(only_one_audience(language));
    }
    let audience = text("audience").and_then(|it| Audience::ALL.into_iter().find(|audience| audience.id() == it));
    let audience = audience.unwrap_or_default();
    let public = root.join("public");
    let output = matches.get_one::<PathBuf>("output-dir").cloned();
    let only: Vec<&String> = matches.get_many::<String>("only").map(Iterator::collect).unwrap_or_default();
    let wants = |what: &str| only.is_empty() || only.iter().any(|it| *it == what);
    let as_of = date("--as-of", text("as-of"))?.or_else(source_date);
    Ok(Invocation {
        command,
        output: output.unwrap_or_else(|| if for_all { public } else { public.join(audience.id()) }),
        root,
        others: if matches.get_flag("replace") { Others::Replace } else { Others::Keep },
        audience,
        for_all,
        term,
        student: text("student").map(str::to_owned),
        site: wants("site"),
        pdf: wants("pdf"),
        font_paths: matches.get_many::<PathBuf>("font-path").map(|it| it.cloned().collect()).unwrap_or_default(),
        attach_sources: matches.get_flag("attach-sources"),
        jobs: matches.get_one::<u16>("jobs").map(|it| usize::from(*it)),
        strict: matches.get_flag("strict"),
        as_of,
        format: match text("format") {
            Some("short") => Format::Short,
            Some("json") => Format::Json,
            _ => Format::Human,
        },
        language,
        quiet: matches.get_flag("quiet"),
        verbose: matches.get_flag("verbose"),
        color: match text("color") {
            Some("always") => Some(true),
            Some("never") => Some(false),
            _ => None,
        },
    })
}

/// Says that a command is for one audience.
fn only_one_audience(language: Language) -> Exit {
    let told = say(
        language,
        "错误：只有 build、check、clean 可以用 --audience all，别的命令一次只能给一种读者。",
        "error: only build, check and clean take --audience all; other commands are for one audience at a time.",
    );
    anstream::eprintln!("{told}");
    Exit::Usage
}

/// The day of `SOURCE_DATE_EPOCH`, by which reproducible builds tell their time.
fn source_date() -> Option<Date> {
    Date::from_unix_seconds(std::env::var("SOURCE_DATE_EPOCH").ok()?.parse().ok()?)
}

/// Prints help, the version, or what is wrong with the arguments.
fn refuse(error: &clap::Error, language: Language) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        anstream::print!("{}", error.render().ansi());
        return Exit::Done;
    }
    if language == Language::English || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        anstream::eprint!("{}", error.render().ansi());
        return Exit::Usage;
    }
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let valid = context(ContextKind::ValidValue);
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue].map(context);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", context(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”后面要写一个值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let valid = if valid.is_empty() { valid } else { format!("；可以写：{valid}") };
            format!("“{argument}”不能写“{value}”{valid}")
        }
        ErrorKind::MissingRequiredArgument => format!("还要写：{argument}"),
        ErrorKind::ArgumentConflict => format!("“{argument}”写了不止一次，或与别的选项冲突"),
        _ => "命令写得不对".to_owned(),
    };
    let hint = suggested.iter().find(|it| !it.is_empty()).map(|it| format!("\n提示：是不是“{it}”？")).unwrap_or_default();
    anstream::eprintln!("错误：{message}{hint}\n用 casebook --help 查看用法。");
    Exit::Usage
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_define_one_command_line() {
        for language in [Language::Chinese, Language::English] {
            command(language).debug_assert();
        }
    }

    #[test]
    fn arguments_are_understood() {
        let parse = |line: &str| parse(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        let it = parse("casebook build -r /x --only pdf --as-of 2026年7月3日 --lang=en -j 2").expect("sound");
        assert_eq!((it.site, it.pdf, it.jobs, it.language), (false, true, Some(2), Language::English));
        assert_eq!(it.as_of, Date::new(2026, 7, 3));
        assert_eq!(it.output, PathBuf::from("/x/public/teacher"));
        assert_eq!(parse("casebook").expect("sound").command, Command::Build);
        let all = parse("casebook check --audience all -o /x").expect("sound").editions();
        let folders: Vec<_> = all.iter().map(|it| (it.audience.id(), it.output.display().to_string())).collect();
        assert_eq!(folders, ["teacher", "staff", "parent", "research"].map(|it| (it, format!("/x/{it}"))));
        for line in [
            "casebook bild",
            "casebook --as-of 明天",
            "casebook list 学生们",
            "casebook new",
            "casebook --term x",
            "casebook serve --audience all",
        ] {
            assert_eq!(parse(line).err(), Some(Exit::Usage), "{line}");
        }
        assert_eq!(parse("casebook --help").err(), Some(Exit::Done));
    }
}
