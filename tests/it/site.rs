//! What leaves: the demo's pages hold together, say nothing of the machine, and are the same however they are built.

use std::collections::BTreeMap;
use std::path::Path;

use casebook::output::MARKER;
use casebook::search::unpack;

use crate::demo::{self, SITE};
use crate::html_page::{Page, percent_decoded, resolve};
use crate::program::{casebook, copy, files, project, run};

fn pages() -> Vec<(&'static str, Page)> {
    pages_of(&SITE)
}

fn pages_of(files: &BTreeMap<String, Vec<u8>>) -> Vec<(&str, Page)> {
    let html = files.iter().filter(|(path, _)| path.ends_with(".html"));
    html.map(|(path, bytes)| (path.as_str(), Page::read(std::str::from_utf8(bytes).unwrap()))).collect()
}

/// Where two sets of files differ, in few words.
fn differences(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let paths = one.keys().chain(other.keys()).collect::<std::collections::BTreeSet<_>>();
    let differ = paths.into_iter().filter(|it| one.get(*it) != other.get(*it));
    differ.map(|it| format!("{it}: {:?} and {:?} bytes", one.get(it).map(Vec::len), other.get(it).map(Vec::len))).collect()
}

#[test]
fn building_twice_gives_the_same_bytes() {
    assert_eq!(differences(&SITE, &demo::site()), Vec::<String>::new());
}

#[test]
fn one_thread_gives_the_same_bytes() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(differences(&SITE, &pool.install(demo::site)), Vec::<String>::new());
}

#[test]
fn another_folder_locale_and_time_zone_give_the_same_bytes() {
    let root = tempfile::tempdir().unwrap();
    copy(&demo::content(), &root.path().join("个案 a/content"));
    let mut command = casebook(["-r", "个案 a", "-o", "out put", "-j", "3", "build"]);
    command.current_dir(root.path()).env("TZ", "Pacific/Kiritimati").env("LANG", "tr_TR.UTF-8").env("LC_ALL", "tr_TR.UTF-8");
    command.env("HOME", root.path().join("home"));
    let run = run(&mut command);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let mut written = files(&root.path().join("out put"));
    assert!(written.remove(MARKER).is_some(), "the folder carries the marker");
    assert_eq!(differences(&SITE, &written), Vec::<String>::new());
}

#[test]
fn nothing_around_a_build_changes_a_byte() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path().canonicalize().unwrap();
    assert_eq!(run(casebook(["init", "class"]).current_dir(&root)).code, 0);
    let built = |number: usize, folder: &str, locale: Option<&str>, zone: &str, jobs: &str| {
        // Each time from nothing: what was kept would be the same.
        let _ = std::fs::remove_dir_all(root.join("class/.casebook"));
        let output = root.join(format!("out {number}"));
        let mut command = casebook(["build", "-j", jobs, "-o", output.to_str().unwrap(), "-r"]);
        command.arg(if folder == "class" { "." } else { "class" }).current_dir(root.join(folder));
        for name in ["LANG", "LANGUAGE", "LC_ALL", "LC_COLLATE", "LC_TIME", "HOME", "USER"] {
            match locale {
                Some(locale) => command.env(name, locale),
                None => command.env_remove(name),
            };
        }
        command.env("TZ", zone).env("COLUMNS", jobs).env("TERM", "dumb");
        let run = run(&mut command);
        assert_eq!(run.code, 0, "{}", run.stderr);
        files(&output)
    };
    let first = built(0, ".", None, "UTC", "1");
    assert!(first.keys().any(|it| it.ends_with(".pdf")) && first.contains_key(MARKER));
    let surroundings = [
        ("class", Some("tr_TR.UTF-8"), "Pacific/Kiritimati", "2"),
        (".", Some("zh_CN.GB18030"), "America/St_Johns", "8"),
        ("class", Some("C"), ":/no/such/zone", "3"),
        (".", Some("ar_EG.UTF-8"), "Asia/Kathmandu", "1"),
    ];
    for (at, (folder, locale, zone, jobs)) in surroundings.into_iter().enumerate() {
        let other = built(at + 1, folder, locale, zone, jobs);
        assert_eq!(differences(&first, &other), Vec::<String>::new(), "{folder} {locale:?} {zone} {jobs}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let (complaints, followed) = dead_links(&SITE);
    assert!(complaints.is_empty(), "{} of {followed} links:\n{}", complaints.len(), complaints.join("\n"));
    assert!(followed > 1000, "{followed} links");
}

/// What is wrong with the links between files of one folder, and how many links there are.
pub(crate) fn dead_links(files: &BTreeMap<String, Vec<u8>>) -> (Vec<String>, usize) {
    let pages: BTreeMap<&str, Page> = pages_of(files).into_iter().collect();
    let mut complaints = Vec::new();
    let mut followed = 0;
    for (path, page) in &pages {
        for (tag, address) in page.addresses() {
            let scheme = address.split_once(':').map(|it| it.0).filter(|it| it.chars().all(|it| it.is_ascii_alphanumeric()));
            if let Some(scheme) = scheme {
                let leads_out = tag.name == "a" && matches!(scheme, "http" | "https" | "mailto" | "tel");
                let embedded = tag.name == "link" && address.starts_with("data:image/");
                if !(leads_out || embedded) {
                    complaints.push(format!("{path}: <{}> takes {address}", tag.name));
                }
                continue;
            }
            followed += 1;
            let (file, anchor) = address.split_once('#').unwrap_or((address, ""));
            let file = percent_decoded(file.split('?').next().unwrap());
            let Some(target) = resolve(path, &file).filter(|it| !file.starts_with('/') && files.contains_key(it)) else {
                complaints.push(format!("{path}: {address} leads nowhere"));
                continue;
            };
            if !anchor.is_empty() && !pages.get(target.as_str()).is_some_and(|it| it.ids().contains(&&*percent_decoded(anchor)))
            {
                complaints.push(format!("{path}: {target} has no #{anchor}"));
            }
        }
    }
    (complaints, followed)
}

#[test]
fn every_page_can_be_reached_from_the_first() {
    let pages: BTreeMap<&str, Page> = pages().into_iter().collect();
    let mut reached = std::collections::BTreeSet::from(["index.html".to_owned()]);
    let mut open = vec!["index.html".to_owned()];
    while let Some(path) = open.pop() {
        let Some(page) = pages.get(path.as_str()) else { continue };
        for (_, address) in page.addresses().filter(|(tag, _)| tag.name == "a") {
            let file = percent_decoded(address.split(['#', '?']).next().unwrap());
            if let Some(target) = resolve(&path, &file).filter(|it| SITE.contains_key(it))
                && reached.insert(target.clone())
            {
                open.push(target);
            }
        }
    }
    let left: Vec<&str> = pages.keys().copied().filter(|it| !reached.contains(*it) && *it != "404.html").collect();
    assert!(left.is_empty(), "no way leads to {left:?}");
    let pdfs: Vec<&String> = SITE.keys().filter(|it| it.ends_with(".pdf") && !reached.contains(*it)).collect();
    assert!(pdfs.is_empty(), "no way leads to {pdfs:?}");
}

#[test]
fn pages_are_sound() {
    let mut complaints = Vec::new();
    for (path, page) in pages() {
        complaints.extend(page.faults.iter().map(|it| format!("{path}: {it}")));
        let mut ids = page.ids();
        ids.sort_unstable();
        complaints.extend(ids.windows(2).filter(|it| it[0] == it[1]).map(|it| format!("{path}: id {} twice", it[0])));
        let has = |name: &str, key: &str, value: &str| page.tags.iter().any(|it| it.name == name && it.get(key) == Some(value));
        if !has("html", "lang", "zh-CN") {
            complaints.push(format!("{path}: no language"));
        }
        if !has("meta", "name", "viewport") {
            complaints.push(format!("{path}: not made for phones"));
        }
        if !has("meta", "http-equiv", "Content-Security-Policy") {
            complaints.push(format!("{path}: no Content-Security-Policy"));
        }
        if page.tags.iter().filter(|it| it.name == "h1").count() != 1 {
            complaints.push(format!("{path}: not one h1"));
        }
        let unlabelled = page.tags.iter().filter(|it| it.name == "img" && it.get("alt").is_none());
        complaints.extend(unlabelled.map(|it| format!("{path}: an image without alt: {:?}", it.get("src"))));
        let leftovers = ["{{", "{%", "undefined", "NaN", "`=", "Some(", "None)"];
        complaints.extend(leftovers.iter().filter(|it| page.text.contains(**it)).map(|it| format!("{path}: `{it}` is left")));
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn nothing_of_the_machine_leaves() {
    let home = std::env::home_dir().unwrap_or_default();
    let temporary = std::env::temp_dir();
    let traces: Vec<String> = [project().as_path(), home.as_path(), temporary.as_path()]
        .into_iter()
        .filter(|it| it.components().count() > 1)
        .map(|it: &Path| it.to_string_lossy().into_owned())
        .chain(["/target/release".to_owned(), ".cargo/registry".to_owned()])
        .collect();
    let mut complaints = Vec::new();
    for (path, bytes) in &*SITE {
        let finds = |needle: &str| bytes.windows(needle.len()).any(|it| it == needle.as_bytes());
        complaints.extend(traces.iter().filter(|it| finds(it)).map(|it| format!("{path} holds {it}")));
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn no_page_asks_another_host_for_anything() {
    let texts = SITE.iter().filter(|(path, _)| [".css", ".js", ".svg", ".json"].iter().any(|it| path.ends_with(it)));
    for (path, bytes) in texts {
        let text = std::str::from_utf8(bytes).unwrap().replace("http://www.w3.org/", "");
        assert!(!text.contains("http://") && !text.contains("https://") && !text.contains("url(//"), "{path}");
    }
}

#[test]
fn the_roster_stays_at_home() {
    let roster = std::fs::read_to_string(demo::content().join("roster.yaml")).unwrap();
    let numbers: Vec<&str> = roster.split(['[', ']']).filter(|it| it.starts_with("000-")).collect();
    assert!(numbers.len() >= 16);
    for (path, bytes) in &*SITE {
        let text = String::from_utf8_lossy(bytes);
        assert!(!numbers.iter().any(|it| text.contains(it)), "{path} holds a guardian's number");
    }
}

#[test]
fn the_search_index_is_small_and_holds_every_page() {
    let scripts: Vec<&[u8]> =
        SITE.iter().filter(|(path, _)| path.starts_with("search/")).map(|(_, it)| it.as_slice()).collect();
    let pages: Vec<_> = scripts.iter().filter_map(|it| unpack(it)).flatten().collect();
    let paths: std::collections::BTreeSet<&str> = pages.iter().map(|it| it.path.as_str()).collect();
    let html = SITE.keys().map(String::as_str).filter(|it| it.ends_with(".html") && !matches!(*it, "404.html" | "search.html"));
    assert_eq!(paths, html.collect());
    assert_eq!(paths.len(), pages.len(), "each page once");
    let text: usize = pages.iter().map(|it| it.text.len()).sum();
    let index: usize = scripts.iter().map(|it| it.len()).sum();
    assert!(index * 100 <= text * 60, "{index} bytes for {text} bytes of text");
    assert!(
        pages.iter().all(|it| !it.title.is_empty() && !it.text.contains("内部资料")),
        "what every page shows is not searched"
    );
}

#[test]
fn every_page_but_the_first_says_where_it_is() {
    for (path, page) in pages() {
        let crumbs = page.tags.iter().filter(|it| it.name == "nav" && it.get("class") == Some("crumbs")).count();
        assert_eq!(crumbs, usize::from(path != "index.html"), "{path}");
    }
}

#[test]
fn the_inventory_names_every_kind_of_record_that_is_kept() {
    let (_, inventory) = pages().into_iter().find(|(path, _)| *path == "about/data.html").unwrap();
    let linked: Vec<String> = inventory.addresses().filter_map(|(_, it)| resolve("about/data.html", it)).collect();
    let kinds = SITE.keys().filter(|it| it.starts_with("types/") && it.ends_with("/index.html") && *it != "types/index.html");
    let kinds: Vec<&String> = kinds.collect();
    assert!(kinds.len() > 30, "{kinds:?}");
    for kind in kinds {
        assert!(linked.contains(kind), "{kind} is kept, and the inventory does not say so");
    }
    for word in ["学生原话", "只计次数", "花名册", "留到离校"] {
        assert!(inventory.text.contains(word), "{word}");
    }
}

#[test]
fn the_page_about_the_site_says_of_whom_and_made_by_what() {
    let (_, about) = pages().into_iter().find(|(path, _)| *path == "about/index.html").unwrap();
    for word in ["虚构示例", "教师版", env!("CARGO_PKG_VERSION"), "数据截至"] {
        assert!(about.text.contains(word), "{word}");
    }
}
