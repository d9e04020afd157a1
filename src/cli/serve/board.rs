//! What the preview shows at the moment: the edition, and what is to be mended.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

use super::edition::Edition;
use super::notice::Notice;

/// A stream says that it is still there so often; one whose reader has left is noticed then.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// Whoever asks before anything has been made waits so long.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is shown at the moment. Threads wait for it to change.
pub(super) struct Board {
    state: Mutex<State>,
    changed: Condvar,
    /// What tells this run from others.
    run: String,
}

#[derive(Default)]
struct State {
    /// Counts changes of any kind.
    change: u64,
    /// Counts editions.
    number: u64,
    edition: Option<Arc<Edition>>,
    notice: Arc<Notice>,
}

/// What a page is told.
#[derive(Serialize)]
struct Told<'a> {
    /// A page of another version is to be loaded anew.
    version: &'a str,
    notice: &'a Notice,
}

/// What is on show, and what is to be mended.
pub(super) struct Shown {
    pub(super) version: String,
    pub(super) edition: Option<Arc<Edition>>,
    pub(super) notice: Arc<Notice>,
}

impl Board {
    pub(super) fn new(run: String) -> Self {
        Self { state: Mutex::default(), changed: Condvar::new(), run }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says what is to be mended of what was posted as number `change`, if nothing was posted since.
    pub(super) fn amend(&self, change: u64, notice: Notice) {
        let mut state = self.lock();
        if state.change == change {
            state.change += 1;
            state.notice = Arc::new(notice);
            drop(state);
            self.changed.notify_all();
        }
    }

    /// Shows a new edition, or goes on with the last one where there is none; gives the number of this change.
    pub(super) fn post(&self, edition: Option<Edition>, notice: Notice) -> u64 {
        let mut state = self.lock();
        state.change += 1;
        state.notice = Arc::new(notice);
        let last = edition.and_then(|it| {
            state.number += 1;
            state.edition.replace(Arc::new(it))
        });
        let change = state.change;
        drop(state);
        self.changed.notify_all();
        // What it had read is given back only now, when nobody waits.
        drop(last);
        change
    }

    /// What is shown; before anything has been made, waits for it.
    pub(super) fn shown(&self) -> Shown {
        let waiting = |state: &mut State| state.change == 0;
        let waited = self.changed.wait_timeout_while(self.lock(), PATIENCE, waiting);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        Shown { version: self.version(&state), edition: state.edition.clone(), notice: Arc::clone(&state.notice) }
    }

    fn version(&self, state: &State) -> String {
        // While there is no edition, each list of findings is a page of its own.
        let number = if state.edition.is_some() { state.number } else { state.change };
        format!("{}-{}{number}", self.run, if state.edition.is_some() { "" } else { "x" })
    }

    /// What is shown, as a page is told it.
    pub(super) fn told(&self) -> String {
        let shown = self.shown();
        let told = Told { version: &shown.version, notice: &shown.notice };
        // Words and numbers cannot fail to be written.
        serde_json::to_string(&told).unwrap_or_default()
    }

    /// The messages of a stream: what is shown, then again whenever that changes, and signs of life between.
    pub(super) fn messages(&self) -> impl FnMut() -> String + Send + '_ {
        let mut told = None;
        move || {
            let same = |state: &mut State| told == Some(state.change);
            let waited = self.changed.wait_timeout_while(self.lock(), SIGN_OF_LIFE, same);
            let (state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            if timeout.timed_out() {
                return ": \n\n".to_owned();
            }
            told = Some(state.change);
            drop(state);
            format!("data: {}\n\n", self.told())
        }
    }
}
