//! Where the words of a PDF stand: its lines, measured from the page's own operators by code that knows nothing of the writer.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object};

/// Points to millimetres.
const MM: f64 = 25.4 / 72.0;

/// A line of words on a page. Distances are from the page's left and upper edge, in millimetres.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Page, from 1.
    pub(crate) page: u32,
    /// Its words.
    pub(crate) text: String,
    /// Where its first character begins.
    pub(crate) left: f64,
    /// Where its last character ends.
    pub(crate) right: f64,
    /// Its baseline.
    pub(crate) baseline: f64,
    /// Size of its first character in points.
    pub(crate) size: f64,
    /// Name of its first character's face.
    pub(crate) face: String,
}

/// A face as a page uses it.
struct Face {
    name: String,
    unicode: BTreeMap<u32, String>,
    widths: BTreeMap<u32, f64>,
    default: f64,
}

type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `a`, then `b`.
fn product(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// Every line of a PDF in reading order: from page to page and downwards. Runs on one baseline that touch are one line; words
/// within drawings are left out.
pub(crate) fn lines(bytes: &[u8]) -> Vec<Line> {
    let file = Document::load_mem(bytes).unwrap();
    let mut lines = Vec::new();
    for (number, id) in file.get_pages() {
        let page = file.get_dictionary(id).unwrap();
        let height = page.get(b"MediaBox").and_then(Object::as_array).unwrap()[3].as_float().unwrap();
        let resources = file.dereference(page.get(b"Resources").unwrap()).unwrap().1.as_dict().unwrap();
        let content = Content::decode(&file.get_page_content(id)).unwrap();
        let mut runs = runs(&content, &faces(&file, resources), number, f64::from(height));
        let row = |it: &Line| (it.baseline * 20.0).round();
        runs.sort_by(|a, b| row(a).total_cmp(&row(b)).then(a.left.total_cmp(&b.left)));
        for run in runs {
            match lines.last_mut() {
                Some(line) if continues(line, &run) => {
                    line.text.push_str(&run.text);
                    line.right = run.right;
                }
                _ => lines.push(run),
            }
        }
    }
    lines
}

fn continues(line: &Line, run: &Line) -> bool {
    let near = run.left - line.right < 1.2 * run.size * MM && run.left > line.left;
    line.page == run.page && (line.baseline - run.baseline).abs() < 0.1 && near
}

fn faces(file: &Document, resources: &Dictionary) -> BTreeMap<Vec<u8>, Face> {
    let Ok(fonts) = resources.get(b"Font") else { return BTreeMap::new() };
    let fonts = file.dereference(fonts).unwrap().1.as_dict().unwrap();
    fonts.iter().map(|(name, font)| (name.clone(), face(file, font))).collect()
}

fn face(file: &Document, font: &Object) -> Face {
    let dictionary = |it: &Object| file.dereference(it).unwrap().1.as_dict().unwrap().clone();
    let font = dictionary(font);
    let descendants = file.dereference(font.get(b"DescendantFonts").unwrap()).unwrap().1.as_array().unwrap().clone();
    let below = dictionary(&descendants[0]);
    let mut widths = BTreeMap::new();
    let listed = below.get(b"W").ok().and_then(|it| file.dereference(it).ok()?.1.as_array().ok().cloned()).unwrap_or_default();
    let number = |it: &Object| f64::from(it.as_float().unwrap());
    let mut at = 0;
    while at + 1 < listed.len() {
        let first = number(&listed[at]) as u32;
        if let Ok(each) = listed[at + 1].as_array() {
            widths.extend(each.iter().zip(first..).map(|(width, code)| (code, number(width))));
            at += 2;
        } else {
            let last = number(&listed[at + 1]) as u32;
            widths.extend((first..=last).map(|code| (code, number(&listed[at + 2]))));
            at += 3;
        }
    }
    let map = file.dereference(font.get(b"ToUnicode").unwrap()).unwrap().1.as_stream().unwrap();
    let map = map.decompressed_content().unwrap_or_else(|_| map.content.clone());
    Face {
        name: String::from_utf8_lossy(font.get(b"BaseFont").and_then(Object::as_name).unwrap()).into_owned(),
        unicode: unicode(&String::from_utf8_lossy(&map)),
        widths,
        default: below.get(b"DW").map_or(1000.0, number),
    }
}

/// The characters of codes, by the lines `<code> <UTF-16>` of a map.
fn unicode(map: &str) -> BTreeMap<u32, String> {
    let mut found = BTreeMap::new();
    for line in map.lines().filter(|it| it.starts_with('<')) {
        let parts: Vec<&str> = line.split_whitespace().map(|it| it.trim_matches(['<', '>'])).collect();
        let [code, text] = parts[..] else { continue };
        let Ok(code) = u32::from_str_radix(code, 16) else { continue };
        let units: Vec<u16> =
            (0..text.len() / 4).filter_map(|at| u16::from_str_radix(&text[at * 4..at * 4 + 4], 16).ok()).collect();
        found.insert(code, String::from_utf16_lossy(&units));
    }
    found
}

fn runs(content: &Content, faces: &BTreeMap<Vec<u8>, Face>, page: u32, height: f64) -> Vec<Line> {
    let mut runs = Vec::new();
    let (mut stack, mut now, mut text) = (Vec::new(), IDENTITY, IDENTITY);
    let mut font: Option<(&Face, f64)> = None;
    for operation in &content.operations {
        let numbers: Vec<f64> = operation.operands.iter().filter_map(|it| it.as_float().ok()).map(f64::from).collect();
        let matrix = || <Matrix>::try_from(&numbers[..]).unwrap();
        match operation.operator.as_str() {
            "q" => stack.push(now),
            "Q" => now = stack.pop().unwrap(),
            "cm" => now = product(matrix(), now),
            "BT" => text = IDENTITY,
            "Tm" => text = matrix(),
            "Td" => text = product([1.0, 0.0, 0.0, 1.0, numbers[0], numbers[1]], text),
            "Tf" => font = faces.get(operation.operands[0].as_name().unwrap()).map(|it| (it, numbers[0])),
            "Tj" | "TJ" => {
                let Some((face, size)) = font else { continue };
                let parts = match operation.operands[0].as_array() {
                    Ok(parts) => parts.clone(),
                    Err(_) => operation.operands.clone(),
                };
                let place = product(text, now);
                runs.extend(run(&parts, face, size, place).map(|(words, end)| Line {
                    page,
                    text: words,
                    left: place[4] * MM,
                    right: (place[4] + end * place[0]) * MM,
                    baseline: (height - place[5]) * MM,
                    size: size * place[0].abs(),
                    face: face.name.clone(),
                }));
            }
            _ => {}
        }
    }
    runs
}

/// The words of a run, and where its last character ends in points from its beginning.
fn run(parts: &[Object], face: &Face, size: f64, place: Matrix) -> Option<(String, f64)> {
    let (mut words, mut at, mut end) = (String::new(), 0.0, 0.0);
    for part in parts {
        if let Ok(codes) = part.as_str() {
            for code in codes.chunks(2).map(|it| it.iter().fold(0, |code, it| code << 8 | u32::from(*it))) {
                words.push_str(face.unicode.get(&code).map_or("", String::as_str));
                at += face.widths.get(&code).copied().unwrap_or(face.default) / 1000.0 * size;
                end = at;
            }
        } else if let Ok(shift) = part.as_float() {
            at -= f64::from(shift) / 1000.0 * size;
        }
    }
    (place[1].abs() < 1e-6 && !words.is_empty()).then_some((words, end))
}
