use super::*;

const GET: &str = "GET /students/S01/ HTTP/1.1\r\nHost: 127.0.0.1:8017\r\n";

fn understood(request: &str) -> (usize, Option<Result<Request, Status>>) {
    let (length, request) = understand(request.as_bytes(), 8017);
    (length, request.map(|it| it.map_err(|refusal| refusal.status)))
}

fn status(request: &str) -> Option<Status> {
    understood(request).1.and_then(Result::err)
}

#[test]
fn a_request_is_read_when_it_is_whole() {
    let whole = format!("{GET}\r\n");
    for end in 0..whole.len() {
        assert_eq!(understood(&whole[..end]), (0, None), "{end}");
    }
    let expected = Request { path: "students/S01/".to_owned(), head: false, close: false };
    let two = format!("{whole}GET /next");
    assert_eq!(understood(&two), (whole.len(), Some(Ok(expected))), "what follows waits");
}

#[test]
fn paths_are_decoded_once_and_lose_their_query() {
    let path = |target: &str| {
        let request = understood(&format!("HEAD {target} HTTP/1.0\r\nHost: localhost:8017\r\n\r\n")).1?;
        request.ok().map(|it| (it.path, it.head, it.close))
    };
    assert_eq!(path("/"), Some((String::new(), true, true)));
    assert_eq!(path("/tags/%E8%AF%BE%E5%A0%82.html?q=1#x"), Some(("tags/课堂.html".to_owned(), true, true)));
    assert_eq!(path("/%252e%252e/x"), Some(("%2e%2e/x".to_owned(), true, true)));
    for target in ["*", "http://127.0.0.1:8017/", "/%FF"] {
        assert_eq!(path(target), None, "{target}");
    }
}

#[test]
fn only_names_of_this_machine_are_answered() {
    let host = |host: &str| status(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"));
    for ours in ["127.0.0.1:8017", "localhost:8017", "LOCALHOST:8017", "[::1]:8017"] {
        assert_eq!(host(ours), None, "{ours}");
    }
    for other in [
        "",
        "a.cn",
        "a.cn:8017",
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1.a.cn:8017",
        "localhost.a.cn:8017",
        "0.0.0.0:8017",
        "[::]:8017",
        "127.0.0.1:8017:8017",
        "127.0.0.1:+8017",
    ] {
        assert_eq!(host(other), Some(Status::Forbidden), "{other}");
    }
    assert_eq!(status("GET / HTTP/1.1\r\n\r\n"), Some(Status::Forbidden), "without");
    assert_eq!(status(&format!("{GET}Host: a.cn\r\n\r\n")), Some(Status::Forbidden), "two");
    assert!(is_ours("localhost", 80) && !is_ours("localhost:8017", 80));
}

#[test]
fn other_sites_may_link_here_but_not_embed() {
    let fetch = |site: &str, mode: &str, dest: &str| {
        status(&format!("{GET}Sec-Fetch-Site: {site}\r\nSec-Fetch-Mode: {mode}\r\nSec-Fetch-Dest: {dest}\r\n\r\n"))
    };
    assert_eq!(fetch("same-origin", "no-cors", "script"), None);
    assert_eq!(fetch("none", "navigate", "document"), None);
    assert_eq!(fetch("cross-site", "navigate", "document"), None, "a link");
    for (site, mode, dest) in [
        ("cross-site", "no-cors", "script"),
        ("cross-site", "no-cors", "image"),
        ("cross-site", "navigate", "iframe"),
        ("same-site", "cors", "empty"),
    ] {
        assert_eq!(fetch(site, mode, dest), Some(Status::Forbidden), "{site} {mode} {dest}");
    }
}

#[test]
fn what_is_no_request_for_a_file_is_refused() {
    let with = |first: &str, more: &str| status(&format!("{first}\r\nHost: localhost:8017\r\n{more}\r\n"));
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "BREW"] {
        assert_eq!(with(&format!("{method} / HTTP/1.1"), ""), Some(Status::MethodNotAllowed), "{method}");
    }
    assert_eq!(with("GET / HTTP/1.1", "Content-Length: 5\r\n"), Some(Status::BadRequest));
    assert_eq!(with("GET / HTTP/1.1", "Transfer-Encoding: chunked\r\n"), Some(Status::BadRequest));
    assert_eq!(with("GET / HTTP/1.1", "Content-Length: 0\r\n"), None);
    assert_eq!(with("GET /  HTTP/3", ""), Some(Status::BadRequest));
    assert_eq!(status("\u{16}\u{3}\u{1}\u{2}\0"), Some(Status::BadRequest), "TLS");
    assert_eq!(with("GET / HTTP/1.1", &"A: b\r\n".repeat(MOST_HEADERS)), Some(Status::HeadTooLarge));
    assert_eq!(status(&format!("GET /{}", "a".repeat(LONGEST_HEAD))), Some(Status::HeadTooLarge));
    assert_eq!(with(&format!("GET /{} HTTP/1.1", "a".repeat(LONGEST_HEAD)), ""), Some(Status::HeadTooLarge));
}

#[test]
fn ports_are_tried_in_order() {
    let (taken, _held) = listen(Some(0), 0).unwrap();
    assert_eq!(listen(Some(taken), 0).unwrap_err().kind(), io::ErrorKind::AddrInUse);
    let (next, listeners) = listen(None, taken).unwrap();
    assert!(next > taken);
    for listener in listeners {
        assert!(listener.local_addr().unwrap().ip().is_loopback());
    }
}
