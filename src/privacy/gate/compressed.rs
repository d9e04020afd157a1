//! Compressed bytes: gzip, zlib, raw deflate and zip archives, unpacked as far as a limit.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// As many bytes tell whether something is raw deflate, which has no mark of its own.
pub(super) const PROBE: u64 = 1 << 26;

/// Whether bytes begin like gzip or zlib.
pub(super) fn is_known(bytes: &[u8]) -> bool {
    match bytes {
        [0x1f, 0x8b, 8, ..] => true,
        [0x78, second, _, _, ..] => {
            (0x7800 + u32::from(*second)).is_multiple_of(31) && second & 0x20 == 0 && inflate_zlib(bytes, 64).is_some()
        }
        _ => false,
    }
}

/// What compressed bytes hold; `None` where they are not sound, hold more than `limit` bytes, or more follows on them, which would
/// be read by nobody.
pub(super) fn unpack(bytes: &[u8], limit: u64) -> Option<Vec<u8>> {
    match bytes {
        [0x1f, 0x8b, ..] => whole(MultiGzDecoder::new(bytes), limit),
        [0x78, ..] => {
            let mut decoder = ZlibDecoder::new(bytes);
            let out = whole(&mut decoder, limit).filter(|_| decoder.total_in() == bytes.len() as u64);
            out.or_else(|| inflate_raw(bytes, limit))
        }
        _ => inflate_raw(bytes, limit),
    }
}

/// As much as there is of zlib, though it be cut or damaged further on.
pub(super) fn inflate_zlib(bytes: &[u8], limit: u64) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let _ = ZlibDecoder::new(bytes).take(limit).read_to_end(&mut out);
    (!out.is_empty()).then_some(out)
}

/// Raw deflate that ends where its bytes end.
pub(super) fn inflate_raw(bytes: &[u8], limit: u64) -> Option<Vec<u8>> {
    let mut decoder = DeflateDecoder::new(bytes);
    let out = whole(&mut decoder, limit)?;
    (decoder.total_in() + 8 >= bytes.len() as u64 && out.len() > 4).then_some(out)
}

fn whole(decoder: impl Read, limit: u64) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    decoder.take(limit + 1).read_to_end(&mut out).ok()?;
    (out.len() as u64 <= limit).then_some(out)
}

/// A file of a zip archive.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its name's bytes; UTF-8 or GB18030.
    pub(super) name: Vec<u8>,
    /// A comment beside it, and fields of its own.
    pub(super) remarks: Vec<u8>,
    /// Its bytes; `None` where they cannot be had.
    pub(super) bytes: Option<Vec<u8>>,
}

/// The files of a zip archive; `None` where its directory cannot be read.
pub(super) fn unzip(bytes: &[u8], limit: u64) -> Option<Vec<Entry>> {
    let word = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?) as usize);
    let long = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
    let end =
        (0..=bytes.len().checked_sub(22)?).rev().take(1 << 16).find(|at| bytes.get(*at..at + 4) == Some(b"PK\x05\x06"))?;
    let (count, mut at) = (word(end + 10)?, long(end + 16)?);
    let mut entries = Vec::new();
    let mut left = limit;
    for _ in 0..count {
        if bytes.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        let (method, packed, size) = (word(at + 10)?, long(at + 20)?, long(at + 24)?);
        let (name, extra, comment) = (word(at + 28)?, word(at + 30)?, word(at + 32)?);
        let start = long(at + 42)?;
        let data = start + 30 + word(start + 26)? + word(start + 28)?;
        let encrypted = word(at + 8)? & 1 == 1;
        let body = bytes.get(data..data + packed).filter(|_| !encrypted && size as u64 <= left);
        let content = match (method, body) {
            (0, Some(body)) => Some(body.to_vec()),
            (8, Some(body)) => whole(DeflateDecoder::new(body), left),
            _ => None,
        };
        left -= content.as_ref().map_or(0, |it| (it.len() as u64).min(left));
        let from = at + 46;
        entries.push(Entry {
            name: bytes.get(from..from + name)?.to_vec(),
            remarks: bytes.get(from + name..from + name + extra + comment)?.to_vec(),
            bytes: content,
        });
        at = from + name + extra + comment;
    }
    Some(entries)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    #[test]
    fn what_was_packed_is_unpacked_as_far_as_the_limit() {
        let text = "林禾苗".repeat(100).into_bytes();
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(&text).unwrap();
        zlib.write_all(&text).unwrap();
        raw.write_all(&text).unwrap();
        for packed in [gzip.finish().unwrap(), zlib.finish().unwrap(), raw.finish().unwrap()] {
            assert_eq!(unpack(&packed, 1 << 20), Some(text.clone()));
            assert_eq!(unpack(&packed, 100), None);
        }
        let mut followed = ZlibEncoder::new(Vec::new(), Compression::default()).finish().unwrap();
        followed.extend_from_slice("林禾苗".as_bytes());
        assert_eq!(unpack(&followed, 1 << 20), None);
        assert_eq!(unpack(b"not packed at all, but longer than a few bytes", 1 << 20), None);
    }
}
