//! The only door that pages and documents know.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Door, DoorError};
use crate::privacy::gate::{Gate, Leak};
use crate::privacy::{Audience, Forbidden};

/// Leaks of a run that are kept to be told.
const MOST: usize = 500;

/// A door with the gate before it. Everything that is written goes through one: the writers take this type and no other, and
/// only for the class's own teachers, who may see everything, does it let files pass unread.
#[derive(Clone)]
pub struct GatedDoor<'a> {
    door: &'a dyn Door,
    gate: Option<Arc<Gate>>,
    /// Stands before the path of every file: nothing, or a folder and `/`.
    folder: String,
    leaks: Arc<Mutex<BTreeSet<Leak>>>,
}

impl<'a> GatedDoor<'a> {
    /// The gate for an audience before a door.
    pub fn new(door: &'a dyn Door, forbidden: &Forbidden, audience: Audience) -> Self {
        let gate = (audience != Audience::Teacher).then(|| Arc::new(Gate::new(forbidden, audience)));
        Self { door, gate, folder: String::new(), leaks: Arc::default() }
    }

    /// The same door, to a folder of what lies behind it.
    pub fn below(&self, folder: &str) -> Self {
        Self { folder: format!("{}{folder}/", self.folder), ..self.clone() }
    }

    /// Passes a finished file on if nothing in it must not leave; else notes what, and keeps the file back. The run goes on, so
    /// that all of its leaks are told at once.
    ///
    /// # Errors
    /// Where the door behind refuses.
    pub fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), DoorError> {
        let path = format!("{}{path}", self.folder);
        let found = self.gate.as_ref().map(|it| it.inspect(&path, &bytes)).unwrap_or_default();
        if found.is_empty() {
            return self.door.put(&path, bytes);
        }
        let mut leaks = self.leaks.lock().unwrap_or_else(PoisonError::into_inner);
        leaks.extend(found);
        // which of many are told must not depend on which thread came first: the first in order stay
        while leaks.len() > MOST {
            leaks.pop_last();
        }
        Ok(())
    }

    /// What was kept back here and in every folder below, in order of path.
    pub fn leaks(&self) -> Vec<Leak> {
        self.leaks.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::MemoryDoor;
    use crate::privacy::roster::{Entry, Item, Kind, Whose};

    fn forbidden() -> Forbidden {
        let item = Item { entry: Entry::Adult(1), whose: Whose::Other, kind: Kind::Name, text: "魏德馨".into() };
        Forbidden { items: vec![item], ..Forbidden::default() }
    }

    #[test]
    fn what_leaks_is_told_with_its_folder() {
        let memory = MemoryDoor::default();
        let door = GatedDoor::new(&memory, &forbidden(), Audience::Parent);
        let below = door.below("k3");
        below.put("a.html", "魏德馨".into()).unwrap();
        below.put("b.html", "某人".into()).unwrap();
        assert_eq!(door.leaks().into_iter().map(|it| it.path).collect::<Vec<_>>(), ["k3/a.html"]);
        assert_eq!(memory.into_files().into_keys().collect::<Vec<_>>(), ["k3/b.html"]);
    }

    #[test]
    fn what_leaks_stays_behind_and_the_rest_passes() {
        for audience in Audience::ALL {
            let memory = MemoryDoor::default();
            let door = GatedDoor::new(&memory, &forbidden(), audience);
            door.put("a.html", "<p>魏<b>德</b>馨</p>".into()).unwrap();
            door.put("b.html", "<p>某人</p>".into()).unwrap();
            let leaks = door.leaks().len();
            let passed: Vec<String> = memory.into_files().into_keys().collect();
            match audience {
                Audience::Teacher => assert_eq!((leaks, passed), (0, vec!["a.html".to_owned(), "b.html".to_owned()])),
                _ => assert_eq!((leaks, passed), (1, vec!["b.html".to_owned()])),
            }
        }
    }
}
