use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Is told each time a task has the word. The self-test counts with it; what is timed has none.
pub trait Probe: Clone + Send + Sync + 'static {
    fn ran(&self, task: u64);
    fn switches(&self) -> Option<u64>;
}

/// For what is timed: nothing is left of it.
#[derive(Clone)]
pub struct NoProbe;

impl Probe for NoProbe {
    fn ran(&self, _task: u64) {}

    fn switches(&self) -> Option<u64> {
        None
    }
}

/// How often another task ran than the one before.
#[derive(Clone)]
pub struct Switches(Arc<(AtomicU64, AtomicU64)>);

impl Default for Switches {
    fn default() -> Self {
        Switches(Arc::new((AtomicU64::new(u64::MAX), AtomicU64::new(0))))
    }
}

impl Probe for Switches {
    fn ran(&self, task: u64) {
        if self.0.0.swap(task, Relaxed) != task {
            self.0.1.fetch_add(1, Relaxed);
        }
    }

    fn switches(&self) -> Option<u64> {
        Some(self.0.1.load(Relaxed))
    }
}
