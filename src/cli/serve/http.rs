//! HTTP/1.1, as much of it as a browser on the same machine needs: GET and HEAD, one thread a connection.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use percent_encoding::percent_decode_str;

/// Bytes of a request before its body; browsers send less than one KiB.
const LONGEST_HEAD: usize = 16 << 10;

/// Headers of a request.
const MOST_HEADERS: usize = 64;

/// So many connections are served at a time.
const MOST_CONNECTIONS: usize = 256;

/// A connection on which nothing is asked for so long is closed.
const IDLE: Duration = Duration::from_secs(30);

/// A reader who takes nothing for so long is given up.
const STALLED: Duration = Duration::from_secs(30);

/// Ports that are tried after the first.
const NEXT_PORTS: u16 = 100;

/// A request that may be answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// The path with its escapes undone, without the `/` before it and without query.
    pub(super) path: String,
    /// Whether only the head of the answer is wanted.
    head: bool,
    /// Whether the connection is closed afterwards.
    close: bool,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: Status,
    /// Its media type; none for an answer without a body.
    pub(super) media: &'static str,
    pub(super) body: Vec<u8>,
    /// Where what was asked for is.
    pub(super) location: Option<String>,
}

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Ok,
    Moved,
    BadRequest,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    HeadTooLarge,
    Failed,
    Unavailable,
}

impl Status {
    fn line(self) -> &'static str {
        match self {
            Status::Ok => "200 OK",
            Status::Moved => "302 Found",
            Status::BadRequest => "400 Bad Request",
            Status::Forbidden => "403 Forbidden",
            Status::NotFound => "404 Not Found",
            Status::MethodNotAllowed => "405 Method Not Allowed",
            Status::HeadTooLarge => "431 Request Header Fields Too Large",
            Status::Failed => "500 Internal Server Error",
            Status::Unavailable => "503 Service Unavailable",
        }
    }
}

impl Answer {
    /// A few words.
    pub(super) fn words(status: Status, words: &str) -> Self {
        Self { status, media: "text/plain; charset=utf-8", body: format!("{words}\n").into_bytes(), location: None }
    }

    /// A page.
    pub(super) fn page(status: Status, html: Vec<u8>) -> Self {
        Self { status, media: "text/html; charset=utf-8", body: html, location: None }
    }
}

/// Who answers.
pub(super) trait Answers: Send + Sync {
    /// Answers a request.
    fn answer(&self, request: &Request) -> Answer;

    /// Sends messages for as long as the reader takes them, where the request asks for such a stream.
    fn stream(&self, request: &Request) -> Option<Box<dyn FnMut() -> String + Send + '_>>;
}

/// Listens on this machine's own addresses and nowhere else: 127.0.0.1, and ::1 where there is one. Without a port, the first
/// free one from `first` on.
///
/// # Errors
/// Where the port is taken, or all are.
pub(super) fn listen(port: Option<u16>, first: u16) -> io::Result<(u16, Vec<TcpListener>)> {
    let tried = match port {
        Some(port) => port..=port,
        None => first..=first.saturating_add(NEXT_PORTS),
    };
    let mut refused = io::Error::from(io::ErrorKind::AddrInUse);
    for port in tried {
        match both(port) {
            Ok(listeners) => return Ok(listeners),
            Err(error) => refused = error,
        }
    }
    Err(refused)
}

/// Both loopback addresses at a port. The second is for names such as `localhost` that a browser may look up to it; where the
/// machine has none, it does without. A port that another program has on the second is not free.
fn both(port: u16) -> io::Result<(u16, Vec<TcpListener>)> {
    let first = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    let port = first.local_addr()?.port();
    match TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))) {
        Ok(second) => Ok((port, vec![first, second])),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(error),
        Err(_) => Ok((port, vec![first])),
    }
}

/// Answers on a listener until the program ends.
pub(super) fn serve(listener: &TcpListener, port: u16, answers: &Arc<dyn Answers>, open: &Arc<AtomicUsize>) {
    for connection in listener.incoming() {
        let Ok(mut connection) = connection else {
            // Too many files are open, or the like: it passes, but not at once.
            std::thread::sleep(Duration::from_millis(50));
            continue;
        };
        let place = Place::taken(open);
        if place.is_none() {
            let _ = connection.set_write_timeout(Some(Duration::from_millis(100)));
            let _ = send(&mut connection, &Answer::words(Status::Unavailable, "too many connections"), false, true);
            continue;
        }
        let answers = Arc::clone(answers);
        let talk = move || {
            let _place = place;
            let _ = converse(connection, port, &*answers);
        };
        // Where the system gives no thread, the connection is closed and the browser tries again.
        let _ = std::thread::Builder::new().name("connection".to_owned()).spawn(talk);
    }
}

/// One of the connections that are served at a time; given back when it is dropped.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn taken(open: &Arc<AtomicUsize>) -> Option<Self> {
        let place = Self(Arc::clone(open));
        (open.fetch_add(1, Ordering::Relaxed) < MOST_CONNECTIONS).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Answers one request after another.
fn converse(mut connection: TcpStream, port: u16, answers: &dyn Answers) -> io::Result<()> {
    connection.set_read_timeout(Some(IDLE))?;
    connection.set_write_timeout(Some(STALLED))?;
    connection.set_nodelay(true)?;
    let mut received = Vec::new();
    loop {
        let request = match next(&mut connection, &mut received, port)? {
            Some(Ok(request)) => request,
            Some(Err(refusal)) => {
                send(&mut connection, &refusal, false, true)?;
                return drain(&mut connection);
            }
            None => return Ok(()),
        };
        if let Some(mut message) = answers.stream(&request).filter(|_| !request.head) {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n";
            connection.write_all(format!("{head}{HEADERS}\r\n").as_bytes())?;
            loop {
                connection.write_all(message().as_bytes())?;
            }
        }
        send(&mut connection, &answers.answer(&request), request.head, request.close)?;
        if request.close {
            return Ok(());
        }
    }
}

/// Reads on to the end of what a refused client is sending, a little: closing at once would take the refusal from it.
fn drain(connection: &mut TcpStream) -> io::Result<()> {
    connection.shutdown(std::net::Shutdown::Write)?;
    connection.set_read_timeout(Some(Duration::from_millis(200)))?;
    io::copy(&mut connection.take(1 << 20), &mut io::sink())?;
    Ok(())
}

/// The next request; nothing where the other side has ended.
fn next(connection: &mut TcpStream, received: &mut Vec<u8>, port: u16) -> io::Result<Option<Result<Request, Answer>>> {
    let mut piece = [0; 4096];
    loop {
        let (length, request) = understand(received, port);
        if let Some(request) = request {
            received.drain(..length);
            return Ok(Some(request));
        }
        match connection.read(&mut piece)? {
            0 => return Ok(None),
            count => received.extend(piece.iter().take(count)),
        }
    }
}

/// The request at the beginning of what was received, and how long it is; none where there is more to come.
fn understand(received: &[u8], port: u16) -> (usize, Option<Result<Request, Answer>>) {
    let refuse = |status, words| (received.len(), Some(Err(Answer::words(status, words))));
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let length = match parsed.parse(received) {
        Ok(httparse::Status::Complete(length)) if length <= LONGEST_HEAD => length,
        Ok(httparse::Status::Partial) if received.len() <= LONGEST_HEAD => return (0, None),
        Ok(_) | Err(httparse::Error::TooManyHeaders) => return refuse(Status::HeadTooLarge, "request too large"),
        Err(_) => return refuse(Status::BadRequest, "not an HTTP request"),
    };
    let values = |name: &'static str| {
        let named = parsed.headers.iter().filter(move |it| it.name.eq_ignore_ascii_case(name));
        named.map(|it| std::str::from_utf8(it.value).unwrap_or_default().trim())
    };
    // Names that lead here from elsewhere: a page of another site may have its name point to this machine and read what
    // it gets. A browser then sends that name.
    let mut hosts = values("host");
    if !hosts.next().is_some_and(|it| is_ours(it, port)) || hosts.next().is_some() {
        return refuse(Status::Forbidden, "the preview answers to 127.0.0.1 and localhost only");
    }
    // A page of another site may embed what is here as a script or a picture, which needs no leave of ours to run.
    let foreign = values("sec-fetch-site").any(|it| it == "cross-site" || it == "same-site");
    let embedded = !values("sec-fetch-mode").any(|it| it == "navigate") || !values("sec-fetch-dest").any(|it| it == "document");
    if foreign && embedded {
        return refuse(Status::Forbidden, "the preview is not for other sites");
    }
    let head = match parsed.method {
        Some("GET") => false,
        Some("HEAD") => true,
        _ => return refuse(Status::MethodNotAllowed, "only GET and HEAD"),
    };
    let has_body = values("transfer-encoding").next().is_some() || values("content-length").any(|it| it != "0");
    let path = parsed.path.and_then(|it| it.strip_prefix('/'));
    let path = path.map(|it| it.split(['?', '#']).next().unwrap_or_default());
    let path = path.and_then(|it| percent_decode_str(it).decode_utf8().ok());
    let Some(path) = path.filter(|_| !has_body) else { return refuse(Status::BadRequest, "not a request for a file") };
    let connection = values("connection").collect::<Vec<_>>().join(",").to_ascii_lowercase();
    let close = connection.contains("close") || parsed.version == Some(0);
    (length, Some(Ok(Request { path: path.into_owned(), head, close })))
}

/// Whether a `Host` is a name of this machine alone, at our port.
fn is_ours(host: &str, port: u16) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, given)) if given.bytes().all(|it| it.is_ascii_digit()) => {
            if given.parse() != Ok(port) {
                return false;
            }
            name
        }
        _ if port != 80 => return false,
        _ => host,
    };
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// What goes with every answer: nothing is kept by the browser, shown in another site's page or passed on to one.
const HEADERS: &str = "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\nCross-Origin-Opener-Policy: same-origin\r\nX-Frame-Options: SAMEORIGIN\r\n";

fn send(connection: &mut TcpStream, answer: &Answer, head: bool, close: bool) -> io::Result<()> {
    let mut bytes = format!("HTTP/1.1 {}\r\nContent-Type: {}\r\n", answer.status.line(), answer.media);
    bytes += &format!("Content-Length: {}\r\n{HEADERS}", answer.body.len());
    if answer.status == Status::MethodNotAllowed {
        bytes += "Allow: GET, HEAD\r\n";
    }
    if let Some(location) = &answer.location {
        bytes += &format!("Location: {location}\r\n");
    }
    if close {
        bytes += "Connection: close\r\n";
    }
    bytes += "\r\n";
    let mut bytes = bytes.into_bytes();
    if !head {
        bytes.extend(&answer.body);
    }
    connection.write_all(&bytes)
}

/// The media type of a file, by its extension.
pub(super) fn media(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map(|(_, it)| it.to_ascii_lowercase());
    match extension.as_deref().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "atom" => "application/atom+xml; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "woff2" => "font/woff2",
        "otf" => "font/otf",
        "ttf" => "font/ttf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
#[path = "http_tests.rs"]
mod tests;
