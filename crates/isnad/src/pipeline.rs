//! Work that flows: items in, results out in the order of the items, on many threads, with a bounded number under way.

use crossbeam_channel::{Receiver, Sender, bounded};
use std::{
    num::NonZero,
    ops::ControlFlow,
    sync::{Condvar, Mutex, PoisonError},
    thread,
};

/// What takes the items of a feed, one after another.
pub type Sink<'a, I> = dyn FnMut(I) -> ControlFlow<()> + 'a;

/// How work flows: threads, and how much may be under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pipeline {
    /// Threads that work; the results never depend on it.
    pub threads: usize,
    /// Items that are under way at once, taken in and not yet handed out.
    pub items: usize,
    /// Bytes of the items that are under way at once; an item that is larger goes alone.
    pub bytes: usize,
}

impl Default for Pipeline {
    /// All cores, 64 items a core, 64 MiB.
    fn default() -> Self {
        Self::new(thread::available_parallelism().map_or(1, NonZero::get))
    }
}

impl Pipeline {
    /// So many threads, 64 items each, 64 MiB.
    pub fn new(threads: usize) -> Self {
        let threads = threads.max(1);
        Self {
            threads,
            items: threads * 64,
            bytes: 64 << 20,
        }
    }

    /// Takes the items that `feed` hands over, does `work` on each, and gives the results to `done` in the order of the items,
    /// whatever the number of threads. `size` tells how many bytes an item holds. With one thread everything happens on the
    /// caller's; otherwise `feed` has a thread of its own. When it is told to break, nobody wants more.
    ///
    /// What is under way is bounded, so that a slow `done` holds up the feeding, and neither items nor results pile up.
    ///
    /// ```
    /// let mut squares = Vec::new();
    /// let feed = |sink: &mut isnad::Sink<'_, u32>| (1..=5).for_each(|n| drop(sink(n)));
    /// let done = |n| Ok::<_, ()>(squares.push(n));
    /// isnad::Pipeline::new(4).run(feed, |_| 1, |n| n * n, done).unwrap();
    /// assert_eq!(squares, [1, 4, 9, 16, 25]);
    /// ```
    ///
    /// # Errors
    /// The first that `done` gives; the feed is told to break then.
    pub fn run<I: Send, T: Send, E>(
        &self,
        feed: impl FnOnce(&mut Sink<'_, I>) + Send,
        size: impl Fn(&I) -> usize + Sync,
        work: impl Fn(I) -> T + Sync,
        mut done: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.threads <= 1 {
            let mut end = Ok(());
            feed(&mut |item| {
                if end.is_ok() {
                    end = done(work(item));
                }
                match end {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            });
            return end;
        }
        let budget = Budget::new(self.bytes);
        thread::scope(|scope| {
            let (tasks_in, tasks) = bounded::<(I, Sender<T>)>(self.threads * 2);
            // the results of all tasks that are under way, in the order of the items
            let (results_in, results) = bounded::<(usize, Receiver<T>)>(self.items.max(1));
            let (budget, size, work) = (&budget, &size, &work);
            scope.spawn(move || {
                feed(&mut |item| {
                    let bytes = size(&item);
                    let (result_in, result) = bounded(1);
                    if budget.take(bytes)
                        && results_in.send((bytes, result)).is_ok()
                        && tasks_in.send((item, result_in)).is_ok()
                    {
                        ControlFlow::Continue(())
                    } else {
                        ControlFlow::Break(())
                    }
                });
            });
            for _ in 0..self.threads {
                let tasks = tasks.clone();
                scope.spawn(move || {
                    for (item, result) in tasks {
                        // nobody waits for it any more where an error ended the run
                        let _ = result.send(work(item));
                    }
                });
            }
            drop(tasks);
            let mut end = Ok(());
            while let Ok((bytes, result)) = results.recv() {
                // a worker that panicked gives no result: its panic is passed on when the threads are joined
                let Ok(result) = result.recv() else { break };
                end = done(result);
                budget.give(bytes);
                if end.is_err() {
                    break;
                }
            }
            budget.close();
            drop(results);
            end
        })
    }
}

/// Bytes that may be under way.
struct Budget {
    limit: usize,
    /// Bytes under way; none when nothing more is to be taken.
    used: Mutex<Option<usize>>,
    given: Condvar,
}

impl Budget {
    fn new(limit: usize) -> Self {
        Self {
            limit,
            used: Mutex::new(Some(0)),
            given: Condvar::new(),
        }
    }

    /// Waits until so many bytes may be under way. Is anything to be taken still?
    fn take(&self, bytes: usize) -> bool {
        let full = |used: &mut Option<usize>| used.is_some_and(|n| n > 0 && n + bytes > self.limit);
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let mut used = self
            .given
            .wait_while(used, full)
            .unwrap_or_else(PoisonError::into_inner);
        *used = used.map(|n| n + bytes);
        used.is_some()
    }

    fn give(&self, bytes: usize) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        *used = used.map(|n| n.saturating_sub(bytes));
        self.given.notify_all();
    }

    fn close(&self) {
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.given.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn feed<I>(items: impl Iterator<Item = I>) -> impl FnOnce(&mut Sink<'_, I>) {
        |sink| {
            for item in items {
                if sink(item).is_break() {
                    break;
                }
            }
        }
    }

    #[test]
    fn the_order_is_that_of_the_items_whatever_the_threads() {
        for threads in [1, 2, 7] {
            let mut out = Vec::new();
            // later items are done sooner
            let work = |n: u64| {
                (0..(200 - n) * 50).fold(n, |a, b| std::hint::black_box(a ^ b ^ b));
                n
            };
            let done = |n| {
                out.push(n);
                Ok::<_, ()>(())
            };
            Pipeline::new(threads)
                .run(feed(0..200), |_| 1, work, done)
                .unwrap();
            assert!(out.into_iter().eq(0..200), "{threads} threads");
        }
    }

    #[test]
    fn what_is_under_way_is_bounded() {
        let taken = AtomicUsize::new(0);
        let pipeline = Pipeline {
            threads: 3,
            items: 8,
            bytes: 100,
        };
        // one more may wait to be let in
        for (size, most) in [(1usize, 8 + 3), (30, 5), (1000, 3)] {
            taken.store(0, Ordering::SeqCst);
            let items = (0..300).inspect(|_| {
                taken.fetch_add(1, Ordering::SeqCst);
            });
            let mut handed = 0;
            let done = |_| {
                let under_way = taken.load(Ordering::SeqCst) - handed;
                assert!(under_way <= most, "{under_way} of {size} bytes");
                handed += 1;
                Ok::<_, ()>(())
            };
            pipeline.run(feed(items), |_| size, |n| n, done).unwrap();
            assert_eq!(handed, 300);
        }
    }

    #[test]
    fn an_error_ends_it() {
        for threads in [1, 4] {
            let taken = AtomicUsize::new(0);
            let items = (0..).inspect(|_| {
                taken.fetch_add(1, Ordering::SeqCst);
            });
            let done = |n: u32| if n == 10 { Err("full") } else { Ok(()) };
            let end = Pipeline::new(threads).run(feed(items), |_| 1, |n| n, done);
            assert_eq!(end, Err("full"));
            assert!(taken.load(Ordering::SeqCst) < 2000);
        }
    }

    #[test]
    fn a_panic_of_a_worker_is_passed_on() {
        let run = || Pipeline::new(3).run(feed(0..50), |_| 1, |n| assert_ne!(n, 7), |()| Ok::<_, ()>(()));
        std::panic::catch_unwind(run).unwrap_err();
    }
}
