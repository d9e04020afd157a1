//! Whole sites, from source to files.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic};
use crate::output::MemoryDoor;
use crate::source::{Binary, Content, Encoding, SitePath, SourceFile, SourceTree};
use crate::theme::Theme;
use crate::{Options, Outcome, build};

const CONFIG: &str = "标题: 三（1）班个案集\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n";

const STUDENT: &str = "---\n化名: 小松\n班级: 3-1\n优点: [爱劳动]\n不足: [口算慢]\n目标: [每天口算三分钟]\n---\n正文。\n";

/// Builds a site of texts. What `files` gives goes over a casebook of one class and one student.
fn site(files: &[(&str, &str)]) -> (BTreeMap<String, Vec<u8>>, Outcome) {
    site_of(files.iter().map(|(path, text)| (*path, Content::Text((*text).into(), Encoding::Utf8))), &Theme::built_in())
}

fn site_of<'a>(files: impl Iterator<Item = (&'a str, Content)>, theme: &Theme) -> (BTreeMap<String, Vec<u8>>, Outcome) {
    let text = |text: &str| Content::Text(text.into(), Encoding::Utf8);
    let base = [
        ("casebook.yaml", text(CONFIG)),
        ("classes/3-1/index.md", text("---\n年级: 三年级\n---\n")),
        ("students/S01/index.md", text(STUDENT)),
    ];
    let file = |(path, content): (&str, Content)| Some(SourceFile { path: SitePath::new(path)?, content });
    let tree = SourceTree::new(base.into_iter().chain(files).filter_map(file));
    let door = MemoryDoor::default();
    let options = Options { site: true, ..Options::default() };
    let outcome = build(&tree, theme, &options, &door);
    (door.into_files(), outcome)
}

fn page<'a>(files: &'a BTreeMap<String, Vec<u8>>, path: &str) -> &'a str {
    let bytes = files.get(path).unwrap_or_else(|| panic!("no {path} among {:?}", files.keys()));
    std::str::from_utf8(bytes).expect("UTF-8")
}

fn codes(outcome: &Outcome) -> Vec<Code> {
    outcome.findings.iter().map(|it: &Diagnostic| it.code).collect()
}

/// The values of an attribute, in order, as a reader gets them.
fn attributes(html: &str, name: &str) -> Vec<String> {
    let open = format!(" {name}=\"");
    let read = |value: &str| value.replace("&#39;", "'").replace("&quot;", "\"").replace("&lt;", "<").replace("&amp;", "&");
    html.split(&open).skip(1).filter_map(|it| it.split_once('"')).map(|(value, _)| read(value)).collect()
}

/// What holds of every page: each link leads to a file and a place that exist, ids are distinct, there is one title, and no
/// script or style stands in the page.
fn check_pages(files: &BTreeMap<String, Vec<u8>>) {
    let pages: BTreeMap<&str, &str> =
        files.keys().filter(|it| it.ends_with(".html")).map(|it| (it.as_str(), page(files, it))).collect();
    let ids: BTreeMap<&str, Vec<String>> = pages.iter().map(|(path, html)| (*path, attributes(html, "id"))).collect();
    for (path, html) in &pages {
        let distinct: BTreeSet<_> = ids[path].iter().collect();
        assert_eq!(distinct.len(), ids[path].len(), "ids of {path} are distinct");
        assert_eq!(html.matches("<h1").count(), 1, "{path} has one title");
        assert!(html.contains("default-src 'none'") && html.contains("name=\"robots\""), "{path}");
        assert!(!html.contains(" style=\"") && !html.contains("<style") && !html.contains("<script>"), "{path}");
        for target in attributes(html, "href").into_iter().chain(attributes(html, "src")) {
            let (target, place) =
                target.split_once('#').map_or((target.as_str(), None), |(target, place)| (target, Some(place)));
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let mut parts: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
            for part in target.split('/') {
                match part {
                    ".." => assert!(parts.pop().is_some(), "{target} leaves the site from {path}"),
                    part => parts.push(part),
                }
            }
            let address = if target.is_empty() { (*path).to_owned() } else { parts.join("/") };
            assert!(files.contains_key(&address), "{path} links to {target}, which is not there");
            if let Some(place) = place {
                assert!(ids[address.as_str()].iter().any(|it| it == place), "{path} links to {target}#{place}");
            }
        }
    }
}

#[test]
fn a_small_casebook_is_a_whole_site() {
    let (files, outcome) = site(&[
        (
            "students/S01/notes/2026-05-08-谈心.md",
            "---\n主题: 假期\n学生原话: 一松就拉下了\n情绪: {前: 2, 后: 3}\n信任阶段: 愿听\n约定: [先口算]\n下次日期: 2026-05-15\n标签: [节后]\n---\n\
             ## 经过\n\n见[家访](2026-05-09-家访.md#经过)和[表](../praise.csv)。[^1]\n\n[^1]: 注。\n",
        ),
        ("students/S01/notes/2026-05-09-家访.md", "---\n目的: 商量作业\n关联: [2026-05-08-谈心]\n---\n## 经过\n\n好。\n"),
        ("students/S01/praise.csv", "日期,具体行为\n2026-05-08,擦黑板\n2026-05-08,捡纸\n2026-05-08,开窗\n2026-05-11,让座\n"),
        ("classes/3-1/notes/2026-05-12-班会.md", "---\n主题: 一个也不掉队\n---\n好。\n"),
    ]);
    assert_eq!(codes(&outcome), [], "{:?}", outcome.findings);
    check_pages(&files);
    for path in ["index.html", "404.html", "style.css", "filter.js", "types/talk/index.html", "tags/节后/index.html"] {
        assert!(files.contains_key(path), "{path}");
    }
    let note = page(&files, "students/S01/notes/2026-05-08-谈心.html");
    for part in [
        "<blockquote class=\"voice\"><p>一松就拉下了</p><footer>小松</footer></blockquote>",
        "<a href=\"2026-05-09-家访.html#经过\">家访</a>",
        "<a href=\"../index.html\">表</a>",
        "aria-current=\"step\">愿听</li>",
        "<li>先口算</li><li>下次日期：2026年5月15日</li>",
        "谈前 2，谈后 3",
        "href=\"../../../tags/节后/index.html\">节后</a>",
        "rel=\"next\" href=\"2026-05-09-家访.html\"",
    ] {
        assert!(note.contains(part), "{part} in {note}");
    }
    let student = page(&files, "students/S01/index.html");
    assert!(student.contains("<span class=\"name\">3条</span>"), "three praises of a week are folded");
    assert!(student.contains("<span class=\"name\">让座</span>"), "one praise of a week is not");
    assert_eq!(student.matches(" id=\"r").count(), 4, "every row has a place");
    assert!(page(&files, "classes/3-1/index.html").contains("一个也不掉队"));
}

#[test]
fn what_people_write_is_never_markup() {
    let evil = "<script>alert(1)</script>{{ 7919 * 13 }}\"'&";
    let quoted = format!("'{}'", evil.replace('\'', "''"));
    let note = format!(
        "---\n标题: {quoted}\n记录人: {quoted}\n标签: [{quoted}]\n主题: {quoted}\n摘要: {quoted}\n附加: {{项: {quoted}}}\n---\n{evil}\n\n# {evil}\n"
    );
    let student =
        format!("---\n化名: {quoted}\n班级: 3-1\n优点: [{quoted}]\n目标: [{quoted}]\n家庭情况: {quoted}\n---\n{evil}\n");
    let praise = format!("日期,具体行为,优点\n2026-05-08,\"{0}\",\"{0}\"\n", evil.replace('"', "\"\""));
    let (files, _) = site(&[
        ("casebook.yaml", &format!("标题: {quoted}\n学校: {quoted}\n{}", CONFIG.split_once('\n').expect("lines").1)),
        ("classes/3-1/index.md", &format!("---\n年级: 三年级\n班主任: {quoted}\n公约: [{quoted}]\n---\n{evil}\n")),
        ("students/S01/index.md", &student),
        ("students/S01/notes/2026-05-08-谈心.md", &note),
        ("students/S01/praise.csv", &praise),
    ]);
    check_pages(&files);
    let mut shown = 0;
    for path in files.keys().filter(|it| it.ends_with(".html")) {
        let html = page(&files, path);
        assert!(!html.contains("<script>") && !html.contains("alert(1)</script"), "{path}");
        assert!(!html.contains("102947"), "{path} ran what somebody wrote");
        shown += html.matches("&lt;script&gt;alert(1)&lt;/script&gt;{{ 7919 * 13 }}").count();
    }
    assert!(shown > 30, "it is shown as it was written: {shown}");
}

#[test]
fn links_and_images_that_lead_nowhere_are_reported() {
    let png = include_bytes!("../../tests/fixtures/pixel.png");
    let note = "---\n主题: 链接\n---\n[甲](2026-05-09-谈心.md) [乙](../../S01/) [丙](javascript:alert(1)) [丁](https://a.cn)\n\n\
                ![子](../图.png) ![丑](../没有.png) ![寅](https://a.cn/x.png) ![卯](../画.svg)\n";
    let texts = [
        ("students/S01/notes/2026-05-08-谈心.md", note),
        ("students/S01/notes/2026-05-10-谈心.md", "---\n主题: 别的\n---\n好。\n"),
    ];
    let texts = texts.map(|(path, text)| (path, Content::Text(text.into(), Encoding::Utf8)));
    let images = [
        ("students/S01/图.png", &png[..]),
        ("students/S01/画.svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"),
    ];
    let images = images.map(|(path, bytes)| (path, Content::Binary(Binary::held(bytes))));
    let (files, outcome) = site_of(texts.into_iter().chain(images), &Theme::built_in());
    let about =
        |code: Code| outcome.findings.iter().filter(move |it| it.code == code).map(|it| it.args.clone()).collect::<Vec<_>>();
    let broken = about(Code::BrokenLink);
    assert_eq!(broken.len(), 1, "{:?}", outcome.findings);
    assert!(broken[0].contains(&("target".into(), "2026-05-09-谈心.md".to_owned())));
    assert!(broken[0].iter().any(|(name, value)| *name == "nearest" && value.contains("谈心.md")), "{broken:?}");
    assert_eq!(about(Code::ForbiddenLink).len(), 1);
    assert_eq!((about(Code::ImageMissing).len(), about(Code::ImageElsewhere).len()), (1, 1));
    let html = page(&files, "students/S01/notes/2026-05-08-谈心.html");
    assert!(html.contains("<a href=\"../index.html\">乙</a>") && html.contains("href=\"https://a.cn\""));
    assert!(!html.contains("javascript") && !html.contains("x.png"));
    let kept: Vec<_> = files.iter().filter(|(path, _)| path.starts_with("assets/")).collect();
    assert_eq!(kept.len(), 2);
    for (path, _) in kept {
        assert!(html.contains(&format!("src=\"../../../{path}\"")), "{path}");
    }
}

#[test]
fn long_lists_are_cut_into_pages() {
    let rows: String = (0..450).map(|it| format!("2026-05-{:02},第{it}件好事\n", it % 28 + 1)).collect();
    let (files, outcome) = site(&[("students/S01/praise.csv", &format!("日期,具体行为\n{rows}"))]);
    assert!(!outcome.findings.has_errors(), "{:?}", outcome.findings);
    check_pages(&files);
    let entries = |path: &str| page(&files, path).matches("<p class=\"line\">").count();
    assert_eq!(entries("types/praise/index.html"), 200);
    assert_eq!(entries("types/praise/3.html"), 50);
    assert!(!files.contains_key("types/praise/4.html"));
    assert!(page(&files, "types/praise/2.html").contains("rel=\"next\" href=\"3.html\""));
}

#[test]
fn several_classes_have_a_list_and_an_overview_each() {
    let other = STUDENT.replace("小松", "小竹").replace("3-1", "3-2");
    let (files, outcome) = site(&[
        ("classes/3-2/index.md", "---\n年级: 三年级\n---\n"),
        ("students/S02/index.md", &other),
        ("students/S02/notes/2026-05-08-谈心.md", "---\n主题: 作息\n---\n好。\n"),
    ]);
    assert!(!outcome.findings.has_errors(), "{:?}", outcome.findings);
    check_pages(&files);
    let home = page(&files, "index.html");
    assert!(home.contains("classes/3-1/index.html") && home.contains("classes/3-2/index.html"));
    assert!(!home.contains("class=\"pupil\""));
    let class = page(&files, "classes/3-2/index.html");
    assert!(class.contains("class=\"pupil\"") && class.contains("小竹") && !class.contains("小松"));
}

#[test]
fn two_files_at_one_address_are_reported_and_one_is_kept() {
    let (files, outcome) = site(&[
        ("students/S01/notes/2026-05-08 谈心.md", "---\n类型: 谈心\n日期: 2026-05-08\n主题: 甲\n---\n"),
        ("students/S01/notes/2026-05-08_谈心.md", "---\n类型: 谈心\n日期: 2026-05-08\n主题: 乙\n---\n"),
    ]);
    assert_eq!(codes(&outcome).iter().filter(|it| **it == Code::SameAddress).count(), 1, "{:?}", outcome.findings);
    assert!(files.contains_key("students/S01/notes/2026-05-08_谈心.html"));
}

#[test]
fn the_same_casebook_gives_the_same_bytes() {
    let files: Vec<(String, String)> = (1..=28)
        .map(|day| (format!("students/S01/notes/2026-05-{day:02}-谈心.md"), format!("---\n标签: [甲, 乙]\n---\n第{day}天。\n")))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| site(&files).0)
    };
    assert!(with(1) == with(4), "one thread and four make the same site");
}

#[test]
fn a_school_may_change_templates_and_words() {
    let root = tempfile::tempdir().expect("a folder");
    for (path, text) in [
        (
            "school/templates/base.html",
            "{% extends \"default/base.html\" %}{% block head %}<meta name=\"x\" content=\"ours\">{% endblock %}",
        ),
        ("school/strings/zh.yaml", "nav:\n  students: 孩子\n"),
        ("school/static/style.css", "body {}"),
    ] {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    let theme = Theme::load(Some(root.path()), "school").expect("usable");
    let (files, outcome) = site_of(std::iter::empty(), &theme);
    assert_eq!(codes(&outcome), [], "{:?}", outcome.findings);
    let home = page(&files, "index.html");
    assert!(home.contains("content=\"ours\"") && home.contains(">孩子</a>") && home.contains(">记录</a>"));
    assert_eq!(page(&files, "style.css"), "body {}");
    check_pages(&files);
}

#[test]
fn a_template_that_fails_is_a_finding() {
    let root = tempfile::tempdir().expect("a folder");
    let template = root.path().join("school/templates/404.html");
    std::fs::create_dir_all(template.parent().expect("a folder")).expect("made");
    std::fs::write(&template, "{{ nothing.at.all }}").expect("written");
    let theme = Theme::load(Some(root.path()), "school").expect("usable");
    let (files, outcome) = site_of(std::iter::empty(), &theme);
    assert_eq!(codes(&outcome), [Code::PageFailed]);
    assert!(!files.contains_key("404.html") && files.contains_key("index.html"));
    std::fs::write(&template, "{% if %}").expect("written");
    let theme = Theme::load(Some(root.path()), "school").expect("usable");
    let (_, outcome) = site_of(std::iter::empty(), &theme);
    assert_eq!(codes(&outcome), [Code::ThemeUnusable]);
}

#[test]
fn english_casebooks_have_english_words() {
    let (files, _) = site(&[("casebook.yaml", &format!("语言: en\n{CONFIG}"))]);
    let home = page(&files, "index.html");
    assert!(home.contains("<html lang=\"en\">") && home.contains(">Notes</a>") && home.contains("Skip to content"));
}

#[test]
fn names_lead_to_pupils_classes_notes_and_rows() {
    let note = "---\n主题: 链接\n---\n见[[S01]]、[[3-1]]、[[2026-05-09]]、[[S01/2026-05-09/家访|那次]]、[[2026-05-11]]、[[2026-05-09#经过]]；\
                `[[S01]]`。\n\n# 经过\n\n见[上面](#经过)、[总结](../../../summaries/a.md#做了什么)。\n";
    let (files, outcome) = site(&[
        ("students/S01/notes/2026-05-08-谈心.md", note),
        ("students/S01/notes/2026-05-09-家访.md", "---\n目的: 商量作业\n---\n# 经过\n\n好。\n"),
        ("students/S01/praise.csv", "日期,具体行为\n2026-05-11,让座\n"),
        ("summaries/a.md", "---\n文体: 学期总结\n---\n# 做了什么\n\n见[上面](#做了什么)和[[S01/2026-05-09]]。\n"),
    ]);
    assert_eq!(codes(&outcome), [], "{:?}", outcome.findings);
    check_pages(&files);
    let html = page(&files, "students/S01/notes/2026-05-08-谈心.html");
    for part in [
        "见<a href=\"../index.html\">小松</a>、<a href=\"../../../classes/3-1/index.html\">三（1）班</a>",
        "、<a href=\"2026-05-09-家访.html\">5月9日家访</a>、<a href=\"2026-05-09-家访.html\">那次</a>",
        "、<a href=\"../index.html#r",
        "\">5月11日表扬</a>、<a href=\"2026-05-09-家访.html#经过\">5月9日家访</a>；<code>[[S01]]</code>",
        "<a href=\"#经过\">上面</a>、<a href=\"../../../documents/a.html#h1\">总结</a>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let summary = page(&files, "documents/a.html");
    assert!(
        summary.contains("<a href=\"#h1\">上面</a>和<a href=\"../students/S01/notes/2026-05-09-家访.html\">小松5月9日家访</a>")
    );
}

#[test]
fn old_addresses_lead_to_new_ones() {
    let (files, outcome) = site(&[(
        "students/S01/notes/2026-05-08-谈心.md",
        "---\n主题: 假期\n旧地址: [旧/谈心.html, /students/S01/谈.md, 甲/]\n---\n好。\n",
    )]);
    assert_eq!(codes(&outcome), [], "{:?}", outcome.findings);
    check_pages(&files);
    let moved = page(&files, "旧/谈心.html");
    let target = "../students/S01/notes/2026-05-08-谈心.html";
    assert!(moved.contains(&format!("<meta http-equiv=\"refresh\" content=\"0; url={target}\">")), "{moved}");
    assert!(moved.contains(&format!("<link rel=\"canonical\" href=\"{target}\">")) && moved.contains(">假期</a>"));
    assert!(files.contains_key("students/S01/谈.html") && files.contains_key("甲/index.html"));
    let note = page(&files, "students/S01/notes/2026-05-08-谈心.html");
    assert!(note.contains("<link rel=\"canonical\" href=\"2026-05-08-谈心.html\">") && !note.contains("旧地址"));
    assert!(!page(&files, "404.html").contains("canonical"));
}

#[test]
fn a_site_on_a_server_has_a_feed_and_a_map() {
    let notes = [
        ("students/S01/notes/2026-05-08-谈心.md", "---\n主题: 甲 & <乙>\n---\n好。\n"),
        ("students/S01/notes/2026-05-09-家访.md", "---\n目的: 商量作业\n---\n好。\n"),
    ];
    let (files, _) = site(&notes);
    assert!(!files.contains_key("feed.xml") && !files.contains_key("sitemap.xml"));
    assert_eq!(page(&files, "robots.txt"), "User-agent: *\nDisallow: /\n");
    let config = format!("网址: https://example.cn/case\n{CONFIG}");
    let (files, outcome) = site(&[notes[0], notes[1], ("casebook.yaml", &config)]);
    assert_eq!(codes(&outcome), [], "{:?}", outcome.findings);
    let feed = page(&files, "feed.xml");
    let begin = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n\
                 <title>三（1）班个案集</title>\n<id>https://example.cn/case/</id>\n<updated>2026-05-09T00:00:00+08:00</updated>\n";
    assert!(feed.starts_with(begin), "{feed}");
    let entry = "<title>小松：甲 &amp; &lt;乙&gt;</title>\n\
        <id>tag:example.cn,2026-05-08:/case/students/S01/notes/2026-05-08-%E8%B0%88%E5%BF%83.html</id>\n\
        <updated>2026-05-08T00:00:00+08:00</updated>\n\
        <link rel=\"alternate\" href=\"https://example.cn/case/students/S01/notes/2026-05-08-%E8%B0%88%E5%BF%83.html\"/>\n\
        <category term=\"谈心\"/>\n";
    assert!(feed.contains(entry), "{feed}");
    let ids: Vec<&str> = feed.split("<id>").skip(1).filter_map(|it| it.split('<').next()).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len());
    let map = page(&files, "sitemap.xml");
    let pages = files.keys().filter(|it| it.ends_with(".html") && *it != "404.html").count();
    assert_eq!(map.matches("<loc>https://example.cn/case/").count(), pages);
    let home = page(&files, "index.html");
    assert!(
        home.contains("href=\"feed.xml\"")
            && home.contains("<link rel=\"canonical\" href=\"https://example.cn/case/index.html\">")
    );
}

#[test]
fn titles_and_tags_of_any_length_make_sound_pages() {
    let long = "很长的标题".repeat(4000);
    let config = CONFIG.replace("三（1）班个案集", &long);
    let (files, outcome) = site(&[
        ("casebook.yaml", &config),
        ("students/S01/praise.csv", &format!("日期,具体行为,标题,标签\n2026-05-08,让座,{long},{long}；甲/乙；！？\n")),
    ]);
    check_pages(&files);
    let count = |code| codes(&outcome).iter().filter(|it| **it == code).count();
    assert_eq!((count(Code::TextTooLong), count(Code::TagSlash), count(Code::TagEmpty)), (3, 1, 1), "{:?}", codes(&outcome));
    assert!(files.keys().all(|it| it.split('/').all(|part| part.len() < 200)), "{:?}", files.keys());
    assert!(files.values().all(|it| it.len() < 200_000));
    assert!(
        page(&files, "index.html").contains(&format!("{}…", &long[..300]))
            && !page(&files, "index.html").contains(&long[..303])
    );
}

#[test]
fn every_page_is_in_the_search_index_as_it_is_seen() {
    let note = "---\n主题: 假期\n学生原话: 一松就拉下了\n标签: [节后]\n---\n## 经过\n\n**“重点”**内容，<b>。\n";
    let (files, outcome) = site(&[
        ("students/S01/notes/2026-05-08-谈心.md", note),
        ("students/S01/notes/2026-05-09-家访.md", "---\n目的: 商量作业\n---\n好。\n"),
        ("students/S01/praise.csv", "日期,具体行为\n2026-05-08,擦黑板\n"),
    ]);
    assert_eq!(codes(&outcome), [], "{:?}", outcome.findings);
    let pages = crate::search::unpack(&files["search/0.js"]).expect("a shard");
    assert!(!files.contains_key("search/1.js"), "so few pages are one shard");
    let kinds: Vec<&str> = pages.iter().map(|it| it.kind.as_str()).collect();
    assert_eq!(kinds[..4], ["note", "note", "student", "document"], "in the order of results");
    let names: Vec<_> = pages.iter().take(3).map(|it| (it.label.as_str(), it.title.as_str(), it.about.as_str())).collect();
    assert_eq!(names[0].0, "家访", "the latest note first");
    assert_eq!(names[1], ("谈心", "假期", "小松　2026年5月8日"));
    assert_eq!(names[2], ("", "小松", "三（1）班"));
    let text = &pages[1].text;
    assert!(text.contains("\n经过\n“重点”内容，<b>。\n") && text.contains("一松就拉下了"), "{text}");
    assert!(!text.contains("内部资料") && !text.contains("跳到正文"), "{text}");
    assert!(pages[1].places.iter().any(|(_, it)| it == "经过"), "{:?}", pages[1].places);
    let row = pages[2].places.iter().find(|(_, it)| it.starts_with('r')).expect("the row's place");
    let units: Vec<u16> = pages[2].text.encode_utf16().skip(row.0).collect();
    assert!(String::from_utf16_lossy(&units).starts_with("表扬"), "{}", String::from_utf16_lossy(&units));
    let index = page(&files, "search/index.js");
    assert!(index.starts_with("casebookSearch.index({\"shards\":1,\"kinds\":[[\"note\",\"记录\"],"), "{index}");
    assert!(index.contains("點点") && !index.contains("龍龙"), "variants of characters that occur: {index}");
    assert!(index.contains("\"everything\":\"列出全部\"") && !index.contains("search."), "every word is there: {index}");
    assert!(page(&files, "search.html").contains("JavaScript"));
}

#[test]
fn the_notes_of_a_tag_can_be_cut_down_to_a_group_of_types() {
    let (files, outcome) = site(&[
        ("students/S01/notes/2026-05-08-谈心.md", "---\n主题: 甲\n标签: [节后, 单]\n---\n好。\n"),
        ("students/S01/notes/2026-05-11-表扬.md", "---\n具体行为: 擦黑板\n标签: [节后]\n---\n"),
    ]);
    assert!(!outcome.findings.has_errors(), "{:?}", outcome.findings);
    let list = page(&files, "tags/节后/index.html");
    assert!(list.contains("<script src=\"../../filter.js\" defer></script>") && list.contains("class=\"sec month\""), "{list}");
    for group in ["contact", "encouragement"] {
        assert!(list.contains(&format!("<button type=\"button\" value=\"{group}\"")), "{group} in {list}");
        assert!(list.contains(&format!("<li data-type=\"{group}\">")), "{group} in {list}");
    }
    assert!(!page(&files, "tags/单/index.html").contains("class=\"filter\""), "one group is no choice");
}
