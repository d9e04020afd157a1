//! `casebook serve` as a browser meets it: the site, what changes it, what must not bring it down.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::program::{casebook, run, run_in, write};

/// Nothing takes longer on a machine that is not stuck.
const PATIENCE: Duration = Duration::from_secs(60);

/// A preview under way; ended when it is dropped.
struct Preview {
    child: Child,
    port: u16,
}

impl Preview {
    fn of(root: &Path, arguments: &[&str]) -> Self {
        let mut command = casebook(["serve", "--port", "0"]);
        let mut child = command.args(arguments).current_dir(root).stderr(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let address =
            said.find_map(|line| Some(line.split_once("http://127.0.0.1:")?.1.trim_end_matches('/').parse().unwrap()));
        // What is said later must have somewhere to go.
        std::thread::spawn(move || said.for_each(drop));
        Self { child, port: address.expect("an address") }
    }

    /// Sends a request as it is and reads the whole answer.
    fn raw(&self, request: &str) -> (u16, String, Vec<u8>) {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        connection.set_read_timeout(Some(PATIENCE)).unwrap();
        connection.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|it| it == b"\r\n\r\n").expect("a head");
        let body = answer.split_off(end + 4);
        let head = String::from_utf8(answer).unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), head, body)
    }

    fn get(&self, path: &str) -> (u16, String, Vec<u8>) {
        let path: String = path
            .bytes()
            .map(|it| if it.is_ascii_graphic() { char::from(it).to_string() } else { format!("%{it:02X}") })
            .collect();
        self.raw(&format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", self.port))
    }

    fn text(&self, path: &str) -> String {
        String::from_utf8(self.get(path).2).unwrap()
    }

    fn state(&self) -> serde_json::Value {
        serde_json::from_str(&self.text("/_casebook/state.json")).unwrap()
    }

    /// Waits until the state is as wanted.
    fn wait(&self, wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let begun = Instant::now();
        loop {
            let state = self.state();
            if wanted(&state) {
                return state;
            }
            assert!(begun.elapsed() < PATIENCE, "{state:#}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn wait_for_error(&self, code: &str) {
        let has = |state: &serde_json::Value| {
            state["notice"]["items"].as_array().unwrap().iter().any(|it| it["code"] == code && it["severity"] == "error")
        };
        self.wait(has);
    }

    fn wait_until_sound(&self) {
        self.wait(|it| it["notice"]["errors"] == 0);
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn sample() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    assert_eq!(run(&mut casebook([std::ffi::OsStr::new("init"), root.path().as_os_str()])).code, 0);
    root
}

const NOTE: &str = "content/students/S01/notes/2026-09-10-谈心.md";

/// Adds a line to the sample's note.
fn add(root: &Path, line: &str) {
    let note = root.join(NOTE);
    let text = std::fs::read_to_string(&note).unwrap();
    std::fs::write(note, format!("{text}\n{line}\n")).unwrap();
}

#[test]
fn what_is_served_is_what_is_built_with_a_script_in_it() {
    let root = sample();
    let preview = Preview::of(root.path(), &["--only", "site"]);
    assert_eq!(run_in(root.path(), &["build", "--only", "site"]).code, 0);
    let built = crate::program::files(&root.path().join("public/teacher"));
    let (mut pages, mut others) = (0, 0);
    for (path, expected) in built.iter().filter(|(path, _)| !path.starts_with('.')) {
        let (status, head, body) = preview.get(&format!("/{path}"));
        assert_eq!(status, 200, "{path}");
        assert!(head.contains("Cache-Control: no-store") && head.contains("Cross-Origin-Resource-Policy: same-origin"));
        if !path.ends_with(".html") {
            assert!(body == *expected, "{path}");
            others += 1;
            continue;
        }
        assert!(head.contains("Content-Type: text/html; charset=utf-8"));
        let body = String::from_utf8(body).unwrap();
        let script = body.find("<script src=\"/_casebook/").unwrap();
        let end = script + body[script..].find('\n').unwrap() + 1;
        let plain = format!("{}{}", &body[..script], &body[end..]).replacen("; connect-src 'self'", "", 1);
        assert_eq!(plain, String::from_utf8_lossy(expected), "{path}");
        pages += 1;
    }
    assert!(pages > 10 && others > 3, "{pages} pages, {others} others");
}

#[test]
fn a_pdf_is_set_when_it_is_opened() {
    let root = sample();
    let preview = Preview::of(root.path(), &[]);
    let documents = preview.text("/documents/");
    let pdf = documents.split("href=\"").find_map(|it| it.split_once(".pdf\"")).expect("a document").0;
    assert_eq!(preview.get(&format!("/documents/{pdf}.pdf")).0, 404, "addresses do not step over folders");
    let (status, head, body) = preview.get(&format!("/{}.pdf", pdf.trim_start_matches("../")));
    assert_eq!((status, body.starts_with(b"%PDF-")), (200, true), "{head}");
    assert!(head.contains("Content-Type: application/pdf"));
    assert!(!root.path().join("public").exists());
}

#[test]
fn a_browser_is_answered_and_others_are_not() {
    let root = sample();
    let preview = Preview::of(root.path(), &[]);
    let (status, head, _) = preview.get("/students/S01");
    assert_eq!(status, 302);
    assert!(head.contains("Location: /students/S01/"), "{head}");
    let (status, _, body) = preview.get("/no/such/page.html");
    let body = String::from_utf8(body).unwrap();
    assert_eq!(status, 404);
    assert!(body.contains("href=\"/style.css\"") && body.contains("href=\"/index.html\""), "{body}");
    for path in ["/../content/casebook.yaml", "/%2e%2e/content/casebook.yaml", "/..%2fcontent%2fcasebook.yaml", "//etc/passwd"]
    {
        assert_eq!(preview.get(path).0, 404, "{path}");
    }
    let host = |host: &str| preview.raw(&format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).0;
    assert_eq!(host(&format!("127.0.0.1:{}", preview.port)), 200);
    assert_eq!(host(&format!("pupils.example:{}", preview.port)), 403);
    let local = format!("Host: localhost:{}\r\n", preview.port);
    let (status, head, _) = preview.raw(&format!("POST / HTTP/1.1\r\n{local}Content-Length: 1\r\n\r\nx"));
    assert_eq!(status, 405);
    assert!(head.contains("Allow: GET, HEAD"));
    let (status, head, body) = preview.raw(&format!("HEAD / HTTP/1.1\r\n{local}Connection: close\r\n\r\n"));
    assert!(status == 200 && body.is_empty() && !head.contains("Content-Length: 0"), "{head}");
    assert_eq!(preview.raw("nonsense\r\n\r\n").0, 400);
    let two = format!("GET /style.css HTTP/1.1\r\n{local}\r\nGET /404.html HTTP/1.1\r\n{local}Connection: close\r\n\r\n");
    let both = preview.raw(&two).2;
    assert_eq!(String::from_utf8_lossy(&both).matches("HTTP/1.1 200 OK").count(), 1, "two on one connection");
    assert!(TcpStream::connect((std::net::Ipv6Addr::LOCALHOST, preview.port)).is_ok() || !has_ipv6());
}

fn has_ipv6() -> bool {
    std::net::TcpListener::bind((std::net::Ipv6Addr::LOCALHOST, 0)).is_ok()
}

#[test]
fn open_pages_are_told_and_many_may_be_open() {
    let root = sample();
    let preview = Preview::of(root.path(), &[]);
    let before = preview.state();
    let request = format!("GET /_casebook/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port);
    let mut streams: Vec<BufReader<TcpStream>> = (0..100)
        .map(|_| {
            let mut connection = TcpStream::connect(("127.0.0.1", preview.port)).unwrap();
            connection.set_read_timeout(Some(PATIENCE)).unwrap();
            connection.write_all(request.as_bytes()).unwrap();
            BufReader::new(connection)
        })
        .collect();
    let message = |stream: &mut BufReader<TcpStream>| -> serde_json::Value {
        let data = stream.lines().map(Result::unwrap).find(|it| it.starts_with("data: ")).unwrap();
        serde_json::from_str(&data["data: ".len()..]).unwrap()
    };
    for stream in &mut streams {
        assert_eq!(message(stream), before);
    }
    add(root.path(), "放学后他把桌椅摆整齐了。");
    for stream in &mut streams {
        // A change may be seen half written first.
        while message(stream)["version"] == before["version"] {}
    }
    assert!(preview.text("/students/S01/notes/2026-09-10-%E8%B0%88%E5%BF%83.html").contains("放学后他把桌椅摆整齐了"));
}

#[test]
fn what_is_wrong_is_shown_and_the_last_sound_version_stays() {
    let root = sample();
    let root = root.path();
    let preview = Preview::of(root, &[]);
    let page = || preview.text("/students/S01/notes/2026-09-10-%E8%B0%88%E5%BF%83.html");
    let first = preview.state();
    let stays = || assert_eq!(preview.state()["version"], first["version"], "pages are not loaded anew");
    let sound = std::fs::read(root.join(NOTE)).unwrap();

    write(root, [(NOTE, "---\n日期: 昨天\n---\n\n坏的。\n".as_bytes())]);
    preview.wait_for_error("date-form");
    assert!(!page().contains("坏的"));
    stays();
    let state = preview.state();
    let item = state["notice"]["items"].as_array().unwrap().iter().find(|it| it["code"] == "date-form").unwrap();
    assert_eq!(item["place"], format!("{NOTE}:2:5"));
    assert!(!item["message"].as_str().unwrap().is_empty() && !item["hint"].as_str().unwrap().is_empty());
    assert!(preview.text("/_casebook/findings.html").contains(&format!("{NOTE}:2:5")));

    write(root, [(NOTE, &[0xFF, 0, 0x80, 0, 1, 2, 0][..])]);
    preview.wait_for_error("not-text");
    stays();
    write(root, [(NOTE, &*sound)]);
    preview.wait_until_sound();

    std::fs::rename(root.join("content"), root.join("elsewhere")).unwrap();
    preview.wait_for_error("unreadable-file");
    assert_eq!(preview.get("/").0, 200);
    std::fs::rename(root.join("elsewhere"), root.join("content")).unwrap();
    preview.wait_until_sound();
    add(root, "改名以后再写一句。");
    preview.wait(|_| page().contains("改名以后再写一句"));

    let settings = root.join("content/casebook.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    write(root, [("themes/school/templates/home.html", &b"{% block main %}"[..])]);
    std::fs::write(&settings, format!("{text}\n主题: school\n")).unwrap();
    preview.wait_for_error("theme-unusable");
    let place = preview.state()["notice"]["items"][0]["place"].as_str().unwrap().to_owned();
    assert!(place.starts_with("themes/school/templates/home.html:1:"), "{place}");
    assert_eq!(preview.get("/").0, 200);
    write(root, [("themes/school/templates/home.html", &b"{{ nothing.of.the.kind }}"[..])]);
    preview.wait_for_error("page-failed");
    assert_eq!(preview.get("/").0, 200);
    write(root, [("themes/school/templates/home.html", &b""[..]), ("themes/school/typst/blocks.typ", &b"#let x = ("[..])]);
    preview.wait_for_error("theme-layout");
    std::fs::remove_dir_all(root.join("themes")).unwrap();
    preview.wait_for_error("theme-unusable");
    std::fs::write(&settings, &text).unwrap();
    preview.wait_until_sound();

    std::fs::remove_dir_all(root.join("content")).unwrap();
    preview.wait_for_error("unreadable-file");
    assert_eq!(preview.get("/").0, 200);
    assert!(page().contains("改名以后再写一句"));
}

#[test]
fn two_pages_at_one_address_and_a_link_that_leaves_are_told_and_the_preview_stays() {
    let root = sample();
    let root = root.path();
    let preview = Preview::of(root, &[]);
    preview.wait_until_sound();
    let other = "content/students/S01/notes/2026-09-11-谈心-aB.md";
    write(root, [("content/students/S01/notes/2026-09-11-谈心-Ab.md", "上午谈了五分钟。".as_bytes())]);
    write(root, [(other, "下午谈了五分钟。".as_bytes())]);
    preview.wait_for_error("same-address");
    assert!(preview.text("/_casebook/findings.html").contains(other));
    let page = || preview.text("/students/S01/notes/2026-09-10-谈心.html");
    assert!(preview.get("/").0 == 200 && !page().is_empty(), "the last sound version is still there");
    std::fs::remove_file(root.join(other)).unwrap();
    preview.wait_until_sound();
    assert_eq!(preview.get("/students/S01/notes/2026-09-11-谈心-Ab.html").0, 200);

    add(root, "见[教案](../../../../../教案/分数.docx)。");
    preview.wait(|it| it["notice"]["items"].as_array().unwrap().iter().any(|it| it["code"] == "link-outside"));
    preview.wait(|_| page().contains("见教案。"));
    assert!(!page().contains("分数.docx"), "only its words are shown");
}

#[test]
fn a_preview_may_begin_with_what_cannot_be_shown() {
    let root = sample();
    let settings = root.path().join("content/casebook.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, "学期: [").unwrap();
    let preview = Preview::of(root.path(), &[]);
    let (status, _, body) = preview.get("/students/S01/");
    let body = String::from_utf8(body).unwrap();
    assert_eq!(status, 503);
    assert!(body.contains("content/casebook.yaml:1:") && body.contains("/_casebook/preview.js"), "{body}");
    std::fs::write(&settings, text).unwrap();
    preview.wait_until_sound();
    assert_eq!(preview.get("/students/S01/").0, 200);
}

#[test]
fn what_only_all_documents_show_is_told_too() {
    let root = sample();
    let preview = Preview::of(root.path(), &[]);
    preview.wait_until_sound();
    let documents = preview.text("/documents/");
    let page = documents.split("href=\"").filter_map(|it| it.split_once('"')).map(|it| it.0);
    let page = page.into_iter().find(|it| it.ends_with("-case.html")).expect("a composed document").to_owned();
    let note = root.path().join(NOTE);
    let text = std::fs::read_to_string(&note).unwrap();
    std::fs::write(&note, text.replacen("---\n", &format!("---\naliases: [documents/{page}]\n"), 1)).unwrap();
    let is_told =
        |state: &serde_json::Value| state["notice"]["items"].as_array().unwrap().iter().any(|it| it["code"] == "alias-taken");
    preview.wait(is_told);
    std::fs::write(&note, text).unwrap();
    preview.wait(|it| !is_told(it));
}

#[test]
fn it_ends_as_it_says() {
    let root = sample();
    let mut preview = Preview::of(root.path(), &[]);
    assert_eq!(preview.get("/").0, 200);
    let begun = Instant::now();
    let sent = std::process::Command::new("kill").args(["-INT", &preview.child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    assert_eq!(preview.child.wait().unwrap().code(), Some(130));
    assert!(begun.elapsed() < PATIENCE);
    assert!(!root.path().join("public").exists(), "nothing is written");

    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    assert_eq!(run_in(root.path(), &["serve", "--port", &port]).code, 3);
    assert_eq!(run_in(&root.path().join("none"), &["serve"]).code, 2);
    assert_eq!(run_in(root.path(), &["serve", "--student", "S99"]).code, 2);
    assert_eq!(run_in(root.path(), &["serve", "--port", "70000"]).code, 2);
}
