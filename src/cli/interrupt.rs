//! Ctrl-C while outputs are made.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::words::say;
use super::{Exit, Invocation};

/// So often it is looked whether somebody pressed Ctrl-C.
const HEED: Duration = Duration::from_millis(50);

/// Heeds Ctrl-C from when it is made on: the program ends with 130 and says what became of the output. A second Ctrl-C ends it at
/// once, which costs the output nothing either.
#[derive(Debug, Clone, Default)]
pub(super) struct Interrupt {
    /// Whether an output was swapped in. Held while one is.
    swapped: Arc<Mutex<bool>>,
}

impl Interrupt {
    /// Begins to heed it. Where the system does not let it, the program is ended by Ctrl-C as any other.
    pub(super) fn heed(invocation: &Invocation) -> Self {
        let this = Self::default();
        let pressed = Arc::new(AtomicBool::new(false));
        let signal = signal_hook::consts::SIGINT;
        let heeded = signal_hook::flag::register_conditional_shutdown(signal, Exit::Interrupted as i32, Arc::clone(&pressed))
            .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&pressed)));
        if heeded.is_ok() {
            let (swapped, language, quiet) = (Arc::clone(&this.swapped), invocation.language, invocation.quiet);
            let watch = move || {
                while !pressed.load(Ordering::Relaxed) {
                    std::thread::sleep(HEED);
                }
                let swapped = swapped.lock().unwrap_or_else(PoisonError::into_inner);
                if !quiet {
                    let unchanged = say(
                        language,
                        "已中断：没有写出新文件，原来的输出没有改动。",
                        "Interrupted: nothing was written; the previous output is unchanged.",
                    );
                    let whole = say(
                        language,
                        "已中断：已经换上的输出是完整的，其余的没有改动。",
                        "Interrupted: what was swapped in is whole, the rest is unchanged.",
                    );
                    eprintln!("\n{}", if *swapped { whole } else { unchanged });
                }
                end();
            };
            // Without a thread, only the second Ctrl-C is heeded.
            let _ = std::thread::Builder::new().name("interrupt".to_owned()).spawn(watch);
        }
        this
    }

    /// Swaps an output in, which Ctrl-C waits for.
    pub(super) fn while_swapping<E>(&self, swap: impl FnOnce() -> Result<(), E>) -> Result<(), E> {
        let mut swapped = self.swapped.lock().unwrap_or_else(PoisonError::into_inner);
        let done = swap();
        *swapped |= done.is_ok();
        done
    }
}

#[allow(clippy::exit, reason = "threads that make outputs are left where they are, as they would be by the signal itself")]
fn end() -> ! {
    std::process::exit(Exit::Interrupted as i32)
}
