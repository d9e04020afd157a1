//! What the preview answers: the files on show, with its own script in every page, and what that script asks for.

use std::sync::Arc;

use crate::cli::words::say;
use crate::diag::Language;

use super::board::{Board, Shown};
use super::edition::Held;
use super::http::{Answer, Answers, Request, Status, media};
use super::notice::{Notice, script};

const SCRIPT: &str = include_str!("preview.js");
const STYLE: &str = include_str!("preview.css");

/// The folder of what belongs to the preview itself.
const OWN: &str = "_casebook/";

/// Answers with what is on the board.
pub(super) struct Desk {
    pub(super) board: Arc<Board>,
    pub(super) language: Language,
}

impl Answers for Desk {
    fn answer(&self, request: &Request) -> Answer {
        match request.path.strip_prefix(OWN) {
            Some(own) => self.own(own),
            None => self.file(&request.path),
        }
    }

    fn stream(&self, request: &Request) -> Option<Box<dyn FnMut() -> String + Send + '_>> {
        (request.path == "_casebook/events").then(|| Box::new(self.board.messages()) as Box<_>)
    }
}

impl Desk {
    fn own(&self, path: &str) -> Answer {
        let text = |text: String| Answer { status: Status::Ok, media: media(path), body: text.into_bytes(), location: None };
        match path {
            "preview.js" => text(SCRIPT.replace("\"{words}\"", &self.words())),
            "preview.css" => text(STYLE.to_owned()),
            "state.json" => text(self.board.told()),
            "findings.html" => self.notice(Status::Ok, &self.board.shown(), None),
            _ => Answer::words(Status::NotFound, path),
        }
    }

    /// The words of the script.
    fn words(&self) -> String {
        let words = [
            (
                "stale",
                say(self.language, "现在显示的是上一次没有错误时的样子。", "What you see is the last version without errors."),
            ),
            ("label", say(self.language, "预览提示", "Findings of the preview")),
        ];
        serde_json::to_string(&std::collections::BTreeMap::from(words)).unwrap_or_default()
    }

    fn file(&self, path: &str) -> Answer {
        let shown = self.board.shown();
        let Some(edition) = &shown.edition else { return self.notice(Status::Unavailable, &shown, None) };
        let address = match path {
            "" => "index.html".to_owned(),
            folder if folder.ends_with('/') => format!("{folder}index.html"),
            file => file.to_owned(),
        };
        match edition.ask(&address) {
            Some(Held::File(bytes)) => self.served(&address, Status::Ok, bytes, &shown),
            Some(Held::Folder) => {
                let location = format!("/{}/", encoded(&address));
                Answer { location: Some(location), ..Answer::words(Status::Moved, "") }
            }
            Some(Held::Fault(notice)) => self.notice(Status::Failed, &shown, Some(notice)),
            Some(Held::Nothing) => match edition.ask("404.html") {
                Some(Held::File(page)) => self.served("404.html", Status::NotFound, rooted(page), &shown),
                _ => Answer::words(Status::NotFound, &address),
            },
            None => {
                let message = say(self.language, "这一页没有做成", "This page was not made").to_owned();
                let hint =
                    say(self.language, "这是 casebook 自己的错误，请报告", "this is a fault of casebook; please report it");
                self.notice(Status::Failed, &shown, Some(Notice::fault(message, hint.to_owned())))
            }
        }
    }

    fn served(&self, address: &str, status: Status, bytes: Vec<u8>, shown: &Shown) -> Answer {
        match media(address) {
            media if media.starts_with("text/html") => Answer::page(status, with_script(bytes, &shown.version)),
            media => Answer { status, media, body: bytes, location: None },
        }
    }

    fn notice(&self, status: Status, shown: &Shown, notice: Option<Notice>) -> Answer {
        let page = notice.as_ref().unwrap_or(&shown.notice).page(self.language, &shown.version);
        Answer::page(status, page.into_bytes())
    }
}

/// A page with the preview's script in it, and with leave for that script to ask for what is new. Nothing else is changed.
fn with_script(page: Vec<u8>, version: &str) -> Vec<u8> {
    let Ok(mut page) = String::from_utf8(page) else { return Vec::new() };
    // The policy stands before the script, or browsers would not hold the script to it.
    const POLICY: &str = "http-equiv=\"Content-Security-Policy\" content=\"";
    let head = page.find("</head>").unwrap_or(page.len());
    let begin = page.get(..head).and_then(|it| it.find(POLICY)).map(|it| it + POLICY.len());
    let end = begin.and_then(|begin| Some(begin + page.get(begin..head)?.find('"')?));
    let script = script(version) + "\n";
    page.insert_str(head, &script);
    if let (Some(begin), Some(end)) = (begin, end)
        && !page.get(begin..end).is_some_and(|it| it.contains("connect-src"))
    {
        page.insert_str(end, "; connect-src 'self'");
    }
    page.into_bytes()
}

/// The page for addresses that lead nowhere, its links made to work from any folder.
fn rooted(page: Vec<u8>) -> Vec<u8> {
    let Ok(page) = String::from_utf8(page) else { return Vec::new() };
    let mut out = String::with_capacity(page.len());
    let mut rest = page.as_str();
    while let Some((at, name)) = [" href=\"", " src=\""].iter().filter_map(|it| Some((rest.find(it)?, it))).min() {
        let (before, after) = rest.split_at(at + name.len());
        out.push_str(before);
        let path = after.split(['"', '/', '?', '#']).next().unwrap_or_default();
        if !after.starts_with(['/', '#', '"']) && !path.contains(':') {
            out.push('/');
        }
        rest = after;
    }
    out.push_str(rest);
    out.into_bytes()
}

/// A path as a header may hold it.
fn encoded(path: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.');
    utf8_percent_encode(path, KEPT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gets_the_script_and_leave_for_it_and_nothing_else() {
        let page = "<!doctype html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\
                    <title>甲</title></head><body>content=\"x\"</body>";
        let served = String::from_utf8(with_script(page.into(), "1-2")).unwrap();
        let own = "<script src=\"/_casebook/preview.js\" data-version=\"1-2\" defer></script>\n";
        assert_eq!(served.matches(own).count(), 1);
        assert_eq!(served.replace(own, "").replacen("; connect-src 'self'", "", 1), page);
        assert!(served.find("connect-src") < served.find("<script"));
        let plain = String::from_utf8(with_script("<p>".into(), "1-2")).unwrap();
        assert_eq!(plain.replace(own, ""), "<p>");
    }

    #[test]
    fn the_page_for_lost_addresses_works_from_any_folder() {
        let page = "<link href=\"style.css\"><a href=\"#main\"><a href=\"students/index.html\"><a href=\"https://a.cn/x\">\
                    <script src=\"a.js\"><img src=\"/x.png\">";
        let expected = "<link href=\"/style.css\"><a href=\"#main\"><a href=\"/students/index.html\"><a href=\"https://a.cn/x\">\
                        <script src=\"/a.js\"><img src=\"/x.png\">";
        assert_eq!(String::from_utf8(rooted(page.into())).unwrap(), expected);
        assert_eq!(encoded("tags/课堂 a"), "tags/%E8%AF%BE%E5%A0%82%20a");
    }
}
