//! Where a site is to be found.

use std::fmt;
use std::str::FromStr;

/// The address of a site's first page, ending in `/`: `https://example.cn/case/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    /// The host's name without port.
    host: String,
}

impl BaseUrl {
    /// The host's name.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The path on the host, from its first to its last `/`.
    pub fn path(&self) -> &str {
        let after_scheme = self.text.find("//").map_or(0, |it| it + 2);
        let rest = self.text.get(after_scheme..).unwrap_or_default();
        rest.find('/').and_then(|it| rest.get(it..)).unwrap_or("/")
    }

    /// The address of what lies at a path below the site, with what may not stand in an address escaped.
    pub fn address_of(&self, path: &str) -> String {
        let mut address = self.text.clone();
        for byte in path.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => address.push(char::from(byte)),
                byte => address.push_str(&format!("%{byte:02X}")),
            }
        }
        address
    }
}

impl FromStr for BaseUrl {
    type Err = ();

    /// `http` or `https`, a host in Latin letters, perhaps a port and a path; no query and no fragment.
    fn from_str(text: &str) -> Result<Self, ()> {
        let rest = ["https://", "http://"].into_iter().find_map(|it| text.strip_prefix(it)).ok_or(())?;
        let plain = |it: char| it.is_ascii_alphanumeric() || "-._~/:%".contains(it);
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (host, port) = authority.split_once(':').unwrap_or((authority, "80"));
        let named = !host.is_empty() && host.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '.'));
        let sound = named && port.parse::<u16>().is_ok() && rest.chars().all(plain);
        let stays = path.split('/').all(|it| it != "..");
        let slash = if text.ends_with('/') { "" } else { "/" };
        if sound && stays { Ok(Self { text: format!("{text}{slash}"), host: host.to_owned() }) } else { Err(()) }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_written() {
        let of = |text: &str| text.parse::<BaseUrl>();
        let site = of("https://example.cn:8080/case").expect("an address");
        assert_eq!(
            (site.to_string().as_str(), site.host(), site.path()),
            ("https://example.cn:8080/case/", "example.cn", "/case/")
        );
        assert_eq!(of(&site.to_string()), Ok(site.clone()));
        assert_eq!(of("http://10.0.0.5").map(|it| it.path().to_owned()), Ok("/".to_owned()));
        assert_eq!(site.address_of("tags/节 后.html"), "https://example.cn:8080/case/tags/%E8%8A%82%20%E5%90%8E.html");
        for text in [
            "example.cn",
            "ftp://a.cn/",
            "https://",
            "https://a.cn/?x",
            "https://a.cn/#x",
            "https://a.cn/../x",
            "https://甲.cn/",
            "https://a.cn:x/",
            "https://u@a.cn/",
        ] {
            assert_eq!(of(text), Err(()), "{text}");
        }
    }
}
