//! Threads on which documents are set, and given up where they never end.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::diag;

/// The name of the threads on which documents are set.
pub(super) const THREAD: &str = "document";

/// Typst walks deep trees by recursion; memory that is not touched is not used.
const STACK: usize = 16 << 20;

/// Why a task came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// It panicked, with these words.
    Panicked(String),
    /// It did not end in time.
    TooLong,
    /// So many others did not end in time that it was not begun.
    NotBegun(usize),
}

type Task<T> = Box<dyn FnOnce() -> T + Send>;

/// Where tasks go, and where results come from.
type Ends<T> = (Sender<Task<T>>, Receiver<Result<T, Failure>>);

/// A thread that does one task after another. A task that takes too long keeps its thread, and the next gets a new one.
pub(super) struct Worker<T> {
    thread: Option<Ends<T>>,
}

impl<T: Send + 'static> Worker<T> {
    pub(super) fn new() -> Self {
        Self { thread: None }
    }

    /// Waits for a task.
    ///
    /// # Errors
    /// Where it panicked, or took longer than `patience`.
    pub(super) fn run(&mut self, patience: Duration, task: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
        if self.thread.is_none() {
            self.thread = start();
        }
        // A system that gives no more threads still sets documents, without a watch.
        let Some((tasks, results)) = &self.thread else { return guarded(task) };
        if tasks.send(Box::new(task)).is_err() {
            self.thread = None;
            return Err(Failure::Panicked("thread".to_owned()));
        }
        let result = results.recv_timeout(patience);
        if result.is_err() {
            self.thread = None;
        }
        result.unwrap_or_else(|error| {
            Err(match error {
                RecvTimeoutError::Timeout => Failure::TooLong,
                RecvTimeoutError::Disconnected => Failure::Panicked("thread".to_owned()),
            })
        })
    }
}

fn start<T: Send + 'static>() -> Option<Ends<T>> {
    let (tasks, inbox) = channel::<Task<T>>();
    let (outbox, results) = channel();
    let work = move || {
        // Typst hands parts of its work to Rayon. In a pool of this thread alone they stay here: waiting for the threads of
        // another pool, which may wait for this one, would not end, and a panic there would not be ours.
        let _alone = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
        for task in inbox {
            if outbox.send(guarded(task)).is_err() {
                break;
            }
        }
    };
    std::thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK).spawn(work).ok()?;
    Some((tasks, results))
}

/// Does a task and catches its panic.
pub(super) fn guarded<T>(task: impl FnOnce() -> T) -> Result<T, Failure> {
    diag::guarded(task).map_err(|fault| Failure::Panicked(fault.reason()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(30);

    #[test]
    fn tasks_end_fail_or_are_given_up() {
        let mut worker = Worker::new();
        assert_eq!(worker.run(LONG, || 1), Ok(1));
        let panicked = worker.run(LONG, || panic!("out of {}", "luck"));
        assert!(matches!(panicked, Err(Failure::Panicked(words)) if words.starts_with("out of luck")));
        assert_eq!(worker.run(LONG, || 2), Ok(2), "the thread lives on");
        let slow = || {
            std::thread::sleep(LONG);
            3
        };
        assert_eq!(worker.run(Duration::from_millis(5), slow), Err(Failure::TooLong));
        assert_eq!(worker.run(LONG, || 4), Ok(4), "on a new thread");
    }

    #[test]
    fn what_is_parallel_stays_on_the_thread() {
        use rayon::prelude::*;
        let names = Worker::new().run(LONG, || {
            let name = || std::thread::current().name().unwrap_or_default().to_owned();
            (0..64).into_par_iter().map(|_| name()).collect::<Vec<_>>()
        });
        assert!(names.expect("done").iter().all(|it| it == THREAD));
    }
}
