//! `casebook fix`: what it mends, what it leaves, and that nothing is lost.

use std::path::Path;

use crate::bad_folders::sound_folder;
use crate::program::{files, run_in, write};

const NOTE: &str = "content/students/S01/notes/2026-03-05-谈心.md";
const TABLE: &str = "content/students/S01/表扬.csv";

fn put(root: &Path, path: &str, text: &str) {
    write(root, [(path, text.as_bytes())]);
}

fn read(root: &Path, path: &str) -> String {
    std::fs::read_to_string(root.join(path)).unwrap()
}

#[test]
fn slips_are_mended_in_place_and_nothing_else_changes() {
    let folder = sound_folder();
    let root = folder.path();
    let slips = "\u{FEFF}———\r\n主题：作业\r\n发起:学生\r\n标签：［一，二］\r\n附加:\r\n\t甲: 1\r\n———\r\n\r\n他说：“好”,就去了 --- 真的...\r\n\r\n- 一\t\r\n";
    let mended = "\u{FEFF}---\r\n主题: 作业\r\n发起: 学生\r\n标签: [一, 二]\r\n附加:\r\n  甲: 1\r\n---\r\n\r\n他说：“好”，就去了 —— 真的……\r\n\r\n- 一\t\r\n";
    put(root, NOTE, slips);
    let index = read(root, "content/students/S01/index.md");
    let before = files(root);
    let dry = run_in(root, &["fix", "--dry-run"]);
    assert_eq!(dry.code, 0, "{}", dry.stderr);
    assert_eq!(files(root), before, "a dry run writes nothing");
    let fix = run_in(root, &["fix"]);
    assert_eq!((fix.code, &fix.stdout), (0, &dry.stdout), "{}", fix.stderr);
    assert!(fix.stdout.contains(&format!("{NOTE}:2: 主题：作业 → 主题: 作业\n")), "{}", fix.stdout);
    assert!(fix.stdout.contains(&format!("{NOTE}:1: ——— → ---\n")), "{}", fix.stdout);
    assert_eq!(read(root, NOTE), mended);
    assert_eq!(read(root, &format!("{NOTE}.bak")), slips, "the old file lies beside it");
    assert_eq!(read(root, "content/students/S01/index.md"), index);
    let check = run_in(root, &["check", "--only", "site", "--format", "short"]);
    assert!(check.code == 0 && !check.stderr.contains("full-width") && !check.stderr.contains("-form"), "{}", check.stderr);
    let after = files(root);
    let again = run_in(root, &["fix"]);
    assert_eq!((again.code, again.stdout.as_str()), (0, ""), "{}", again.stderr);
    assert_eq!(files(root), after, "a second time there is nothing to mend");
}

#[test]
fn a_file_in_which_anything_is_unclear_stays_as_it_is() {
    let folder = sound_folder();
    let root = folder.path();
    put(root, NOTE, "---\n主题：作业\n发起: \"学生\n---\n\n课间。\n");
    let clear = "content/students/S01/notes/2026-03-06-谈心.md";
    put(root, clear, "---\n主题：作业\n---\n\n课间。\n");
    let before = read(root, NOTE);
    let fix = run_in(root, &["fix", "--format", "short"]);
    assert_eq!(fix.code, 1, "{}", fix.stderr);
    assert_eq!(read(root, NOTE), before);
    assert!(fix.stderr.contains(&format!("{NOTE}:3:5: 错误[unclosed-quote]")), "{}", fix.stderr);
    assert_eq!(read(root, clear), "---\n主题: 作业\n---\n\n课间。\n", "other files are mended");
    assert!(!root.join(format!("{NOTE}.bak")).exists());
}

#[test]
fn files_become_utf8_and_keep_what_they_say() {
    let folder = sound_folder();
    let root = folder.path();
    let table = "日期,具体行为,表扬方式\r\n2026-03-06,把黑板擦干净了，还倒了水,当众\r\n";
    let gb = encoding_rs::GB18030.encode(table).0.into_owned();
    let note = "---\n主题: 作业\n---\n\n课间在走廊谈了五分钟。\n";
    let utf16: Vec<u8> = note.encode_utf16().flat_map(u16::to_le_bytes).collect();
    write(root, [(TABLE, &gb[..]), (NOTE, &utf16[..])]);
    let fix = run_in(root, &["fix", "--encoding", "--format", "json"]);
    assert_eq!(fix.code, 0, "{}", fix.stderr);
    let lines: Vec<serde_json::Value> = fix.stdout.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[1]["before"], &lines[1]["after"], &lines[1]["backup"]),
        (&serde_json::json!("GB18030"), &serde_json::json!("UTF-8"), &serde_json::json!("表扬.csv.bak"))
    );
    assert_eq!(read(root, TABLE), format!("\u{FEFF}{table}"), "Excel needs the mark");
    assert_eq!(read(root, NOTE), note);
    assert_eq!(std::fs::read(root.join(format!("{TABLE}.bak"))).unwrap(), gb);
    let check = run_in(root, &["check", "--only", "site", "--format", "short"]);
    assert_eq!((check.code, check.stderr.as_str()), (0, "没有发现问题。\n"));
    // A later backup does not replace an earlier one.
    std::fs::write(root.join(TABLE), &gb).unwrap();
    assert_eq!(run_in(root, &["fix", "--encoding"]).code, 0);
    assert!(root.join(format!("{TABLE}.2.bak")).is_file());
    write(root, [(NOTE, &b"\xFF\x00\x80"[..])]);
    let unknown = run_in(root, &["fix", "--encoding", "--format", "short"]);
    assert!(unknown.code == 1 && unknown.stderr.contains("not-text"), "{}", unknown.stderr);
    assert_eq!(std::fs::read(root.join(NOTE)).unwrap(), b"\xFF\x00\x80", "what is not known for sure stays");
}

#[test]
fn what_lies_outside_and_what_may_not_be_written_stays() {
    let folder = sound_folder();
    let root = folder.path();
    let slip = "---\n主题：作业\n---\n\n课间。\n";
    put(root, "content/students/S01/notes/2026-03-06-谈心.md", "---\n主题: 作业\n---\n\n课间。\n");
    put(root, "elsewhere.md", slip);
    std::os::unix::fs::symlink(root.join("elsewhere.md"), root.join(NOTE)).unwrap();
    let within = root.join("content/students/S01/notes/2026-03-07-谈心.md");
    std::os::unix::fs::symlink("../读我.md", &within).unwrap();
    put(root, "content/students/S01/读我.md", slip);
    let locked = root.join("content/students/S01/notes/2026-03-08-谈心.md");
    std::fs::write(&locked, slip).unwrap();
    let readonly = |it: &Path| {
        let mut rights = std::fs::metadata(it).unwrap().permissions();
        rights.set_readonly(true);
        std::fs::set_permissions(it, rights).unwrap();
    };
    readonly(&locked);
    let fix = run_in(root, &["fix"]);
    assert_eq!(read(root, "elsewhere.md"), slip, "{}", fix.stdout);
    assert!(within.is_symlink() && root.join(NOTE).is_symlink());
    assert_eq!(std::fs::read_to_string(&locked).unwrap(), slip, "a file that is read-only stays");
    // Where no copy can be kept, nothing is changed: the name of the copy would be too long.
    let long = format!("content/students/S01/{}.md", "a".repeat(200));
    put(root, &long, "---\n类型：谈心\n日期: 2026-03-05\n---\n\n课间。\n");
    std::fs::create_dir(root.join(format!("{long}.bak"))).unwrap();
    assert_eq!(run_in(root, &["fix"]).code, 0);
    assert!(read(root, &long).contains("类型: 谈心") && root.join(format!("{long}.2.bak")).is_file());
}

#[test]
fn a_write_that_fails_leaves_the_old_file_alone() {
    // A file of 512 bytes, as many as may be written: its copy fits, and what it becomes has one more. Then one of more.
    for bytes in [512, 700] {
        let folder = sound_folder();
        let root = folder.path();
        let slip = "---\n主题:作业\n---\n\n";
        put(root, NOTE, &format!("{slip}{}\n", "a".repeat(bytes - slip.len() - 1)));
        let before = files(root);
        assert_eq!(before[NOTE].len(), bytes);
        let command = format!("trap '' XFSZ; ulimit -f 1; exec \"{}\" fix", env!("CARGO_BIN_EXE_casebook"));
        let run = crate::program::run(std::process::Command::new("sh").args(["-c", &command]).current_dir(root));
        assert_eq!(run.code, 3, "{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("没有改动") && run.stdout.is_empty(), "{}{}", run.stdout, run.stderr);
        assert_eq!(files(root), before, "nothing is changed and nothing left behind");
    }
}

#[test]
fn findings_for_others_name_nobody() {
    let folder = sound_folder();
    let root = folder.path();
    let roster = "学生:\n  S01: {姓名: 林禾苗, 小名: [禾禾], 电话: [000-0000-1357]}\n成人:\n- {姓名: 魏德馨, 身份: 社区}\n";
    put(root, "content/roster.yaml", roster);
    put(
        root,
        "content/students/S01/notes/2026-03-05-林禾苗谈心.md",
        "---\n类型: 谈心\n林禾苗：好\n信任阶段: 林禾苗\n发现: \"林 禾 苗\n---\n\n课间。\n",
    );
    put(
        root,
        "content/students/S01/notes/2026-03-06-谈心.md",
        "---\n主题: 作业\n信任阶段: lín hé miáo\n时长: 问魏德馨00000001357\n---\n\n[禾禾](javascript:x) 懒惰。\n",
    );
    let names = ["林禾苗", "禾苗", "禾禾", "魏德馨", "0000-1357", "lín hé", "林 禾", "00000001357"];
    for broken in [false, true] {
        if broken {
            put(root, "content/roster.yaml", &roster.replace("姓名: 林禾苗", "姓名： 林禾苗"));
        }
        for audience in ["staff", "parent", "research"] {
            for (format, language) in [("human", "zh"), ("short", "zh"), ("json", "zh"), ("human", "en")] {
                let arguments = ["check", "--audience", audience, "--format", format, "--lang", language, "--only", "site"];
                for command in ["check", "build"] {
                    let mut arguments = arguments;
                    arguments[0] = command;
                    let run = run_in(root, &arguments);
                    let said = format!("{}{}", run.stdout, run.stderr);
                    assert!(run.code == 1 && said.contains("unknown-value"), "{arguments:?}: {said}");
                    let told: Vec<&&str> = names.iter().filter(|it| said.contains(**it)).collect();
                    assert!(told.is_empty(), "{arguments:?} tells {told:?}: {said}");
                }
            }
        }
    }
    let teacher = run_in(root, &["check", "--only", "site"]);
    assert!(teacher.stderr.contains("林禾苗"), "the teacher is told: {}", teacher.stderr);
}

#[test]
fn json_has_the_same_fields_in_the_same_order() {
    let folder = sound_folder();
    put(folder.path(), NOTE, "---\n主题：作业\n---\n\n课间。\n");
    put(folder.path(), "content/杂.md", "x");
    let run = run_in(folder.path(), &["check", "--only", "site", "--format", "json"]);
    let expected = format!(
        "{{\"code\":\"full-width-colon\",\"severity\":\"error\",\"file\":\"{NOTE}\",\"line\":2,\"column\":3,\"end_line\":2,\
         \"end_column\":4,\"message\":\"“主题”后面的冒号是全角的“：”\",\"hint\":\"改成半角冒号加空格：主题: 作业\"}}\n"
    );
    assert!(run.stdout.contains(&expected), "{}", run.stdout);
    assert_eq!(run.stdout.lines().count(), 2);
}

#[test]
fn many_findings_with_one_cause_are_told_once() {
    let folder = sound_folder();
    for day in 10..20 {
        let text = format!("---\n主提: 作业\n---\n\n第{day}天在走廊谈了五分钟。\n");
        put(folder.path(), &format!("content/students/S01/notes/2026-03-{day}-谈心.md"), &text);
    }
    let human = run_in(folder.path(), &["check", "--only", "site"]);
    assert_eq!(human.stderr.matches("unknown-key").count(), 1, "{}", human.stderr);
    assert!(human.stderr.contains("同样的还有 9 处：") && human.stderr.contains("2026-03-19-谈心.md:2"), "{}", human.stderr);
    assert!(human.stderr.contains("10 个错误"), "{}", human.stderr);
    let short = run_in(folder.path(), &["check", "--only", "site", "--format", "short"]);
    assert_eq!(short.stderr.lines().count(), 10, "programs and lists get each: {}", short.stderr);
}
