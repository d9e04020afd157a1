//! The demo's documents as others than the teacher get them, read back twice: by the gate, and by a reader of another make that
//! gathers every string, name and stream of a file, whatever it is for.

use std::collections::{BTreeMap, BTreeSet};

use casebook::privacy::gate::What;
use casebook::privacy::roster::Kind;
use casebook::privacy::{Audience, Forbidden};
use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};

use crate::demo;
use crate::editions::{EDITIONS, Files, TELLING_ALIASES, of, roster};
use crate::pdf_lines::lines;
use crate::pdf_text::Pdf;
use crate::site::dead_links;

fn documents(files: &Files) -> impl Iterator<Item = (&String, &Vec<u8>)> {
    files.iter().filter(|(path, _)| path.ends_with(".pdf"))
}

/// Everything that can be read in a PDF: words on its pages, and whatever its objects hold.
fn read(bytes: &[u8]) -> Vec<String> {
    let file = Document::load_mem(bytes).unwrap();
    let mut texts = vec![Pdf::read(bytes).text(), lines(bytes).into_iter().map(|it| it.text).collect()];
    file.objects.values().for_each(|it| gather(it, &mut texts));
    gather_entries(&file.trailer, &mut texts);
    texts
}

fn gather(object: &Object, texts: &mut Vec<String>) {
    match object {
        Object::String(bytes, _) => {
            texts.extend(lopdf::decode_text_string(object).ok());
            texts.push(String::from_utf8_lossy(bytes).into_owned());
        }
        Object::Name(name) => texts.push(String::from_utf8_lossy(name).into_owned()),
        Object::Array(items) => items.iter().for_each(|it| gather(it, texts)),
        Object::Dictionary(entries) => gather_entries(entries, texts),
        Object::Stream(stream) => {
            gather_entries(&stream.dict, texts);
            let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
            texts.push(String::from_utf8_lossy(&content).into_owned());
        }
        Object::Null | Object::Boolean(_) | Object::Integer(_) | Object::Real(_) | Object::Reference(_) => {}
    }
}

fn gather_entries(entries: &Dictionary, texts: &mut Vec<String>) {
    for (key, value) in entries {
        texts.push(String::from_utf8_lossy(key).into_owned());
        gather(value, texts);
    }
}

fn found_in(bytes: &[u8], forbidden: &[String]) -> BTreeSet<String> {
    let texts = read(bytes);
    forbidden.iter().filter(|word| texts.iter().any(|it| it.contains(word.as_str()))).cloned().collect()
}

#[test]
fn nothing_of_the_roster_is_in_a_document() {
    let forbidden = roster();
    let list = Forbidden::of(&casebook::read(&demo::tree()).0.unwrap());
    for (audience, files, outcome) in &*EDITIONS {
        let made: Vec<(String, Vec<u8>)> = documents(files).map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
        assert!(outcome.documents == made.len() && !made.is_empty(), "{audience:?}: {} documents", made.len());
        assert_eq!(casebook::verify(&list, *audience, &made), [], "{audience:?}");
        for (path, bytes) in &made {
            let found = found_in(bytes, &forbidden);
            assert!(found.is_empty(), "{}/{path}: {found:?}", audience.id());
            let pdf = Pdf::read(bytes);
            assert!(!pdf.bookmarks().is_empty() && pdf.information("Title").is_some(), "there is something to read: {path}");
        }
    }
}

/// Puts a name into each part of a document in turn.
fn planted(bytes: &[u8], name: &str) -> BTreeMap<&'static str, Vec<u8>> {
    let text = || {
        let units: Vec<u8> = "\u{feff}".encode_utf16().chain(name.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        Object::String(units, StringFormat::Hexadecimal)
    };
    let add = |plant: &dyn Fn(&mut Document)| {
        let mut file = Document::load_mem(bytes).unwrap();
        plant(&mut file);
        let mut out = Vec::new();
        file.save_to(&mut out).unwrap();
        out
    };
    let into_catalog = |file: &mut Document, key: &str, value: Object| {
        let value = file.add_object(value);
        file.catalog_mut().unwrap().set(key, value);
    };
    BTreeMap::from([
        ("nothing", add(&|_| ())),
        (
            "information",
            add(&|file| {
                let id = file.add_object(dictionary! { "Author" => text() });
                file.trailer.set("Info", id);
            }),
        ),
        (
            "metadata",
            add(&|file| {
                let packet = format!("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><dc:title>{name}</dc:title></x:xmpmeta>");
                let kind = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
                into_catalog(file, "Metadata", Stream::new(kind, packet.into_bytes()).into());
            }),
        ),
        (
            "bookmarks",
            add(&|file| {
                let item = file.add_object(dictionary! { "Title" => text() });
                into_catalog(file, "Outlines", dictionary! { "First" => item, "Last" => item, "Count" => 1 }.into());
            }),
        ),
        (
            "destinations",
            add(&|file| {
                let tree = dictionary! { "Names" => vec![text(), Object::Null] };
                into_catalog(file, "Names", dictionary! { "Dests" => tree }.into());
            }),
        ),
        (
            "attachments",
            add(&|file| {
                let content = Stream::new(dictionary! {}, name.as_bytes().to_vec());
                let content = file.add_object(content);
                let attached = dictionary! { "Type" => "Filespec", "F" => text(), "EF" => dictionary! { "F" => content } };
                into_catalog(file, "AF", vec![attached.into()].into());
            }),
        ),
        ("structure", add(&|file| into_catalog(file, "StructTreeRoot", dictionary! { "Alt" => text() }.into()))),
    ])
}

#[test]
fn both_readers_see_a_name_in_every_part_of_a_document() {
    let list = Forbidden::of(&casebook::read(&demo::tree()).0.unwrap());
    let name = "林禾苗";
    let gate_sees = |bytes: Vec<u8>| {
        let leaks = casebook::verify(&list, Audience::Staff, &[("a.pdf".to_owned(), bytes)]);
        leaks.iter().any(|it| matches!(it.what, What::Item { kind: Kind::Name, .. }))
    };
    let (_, bytes) = documents(of(Audience::Staff).0).next().unwrap();
    for (part, bytes) in planted(bytes, name) {
        let seen = found_in(&bytes, &roster()).contains(name);
        assert_eq!((seen, gate_sees(bytes)), (part != "nothing", part != "nothing"), "{part}: this reader, the gate");
    }
}

#[test]
fn documents_of_others_say_what_they_are_about() {
    let (files, _) = of(Audience::Staff);
    let text: String = documents(files).map(|(_, bytes)| Pdf::read(bytes).text()).collect();
    assert!(TELLING_ALIASES.iter().all(|it| text.contains(it)), "colleagues read of every pupil by alias");
    let (files, _) = of(Audience::Research);
    let text: String = documents(files).map(|(_, bytes)| Pdf::read(bytes).text()).collect();
    assert!(!text.contains("阿岚") && text.contains("研究过程"), "research reads of the study, and of nobody who withdrew");
}

#[test]
fn each_family_gets_a_folder_that_holds_all_it_needs() {
    let (files, _) = of(Audience::Parent);
    let mut folders: BTreeMap<&str, Files> = BTreeMap::new();
    for (path, bytes) in files {
        let (folder, rest) = path.split_once('/').unwrap();
        folders.entry(folder).or_default().insert(rest.to_owned(), bytes.clone());
    }
    assert_eq!(folders.len(), 8);
    let mut tell_of_others = 0;
    for (folder, own) in &folders {
        let (complaints, followed) = dead_links(own);
        assert!(complaints.is_empty() && followed > 20, "{folder}: {complaints:?}");
        let texts: Vec<String> = documents(own).map(|(_, bytes)| read(bytes).concat()).collect();
        assert!(!texts.is_empty(), "{folder} has no document");
        let named = TELLING_ALIASES.into_iter().filter(|it| texts.iter().any(|text| text.contains(it)));
        assert!(named.count() <= 1, "{folder} names another child");
        let pages = own.iter().filter(|(path, _)| path.ends_with(".html")).map(|(_, bytes)| String::from_utf8_lossy(bytes));
        tell_of_others += usize::from(pages.into_iter().any(|it| it.contains("同学")));
    }
    assert!(tell_of_others > 0, "other children are 同学");
}

/// A family reads of levels what the teacher's letter says, though it reads of no score.
#[test]
fn letters_tell_families_the_same_levels() {
    let levels = |files: &Files, folder: &str| {
        let letters = files.iter().filter(|(path, _)| path.contains(folder) && path.ends_with("letter.html"));
        let told = letters.map(|(_, bytes)| {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let (before, after) = text.split_once("期末等级").unwrap_or_else(|| panic!("no level in {text}"));
            let subject: String = before.chars().rev().take_while(|it| *it != '>').collect();
            let subject: String = subject.chars().rev().collect();
            format!("{subject}{}", after.split('。').next().unwrap())
        });
        let mut told: Vec<String> = told.collect();
        told.sort();
        told
    };
    let told = levels(&demo::SITE, "documents/S");
    assert!(told.len() == 8 && told.iter().any(|it| it.contains("仍为待合格")), "{told:?}");
    assert_eq!(levels(of(Audience::Parent).0, "documents/"), told);
}
