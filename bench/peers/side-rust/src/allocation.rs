use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

static COUNTS: AtomicBool = AtomicBool::new(false);
static ALLOCATED: AtomicU64 = AtomicU64::new(0);
static LIVE: AtomicI64 = AtomicI64::new(0);

/// The system's allocator, with every byte counted. It is in the `-counting` programs only, so that
/// the counting does not disturb what is timed.
pub struct Counting;

impl Counting {
    fn note(grown: usize, shrunk: usize) {
        COUNTS.store(true, Ordering::Relaxed);
        ALLOCATED.fetch_add(grown as u64, Ordering::Relaxed);
        LIVE.fetch_add(grown as i64 - shrunk as i64, Ordering::Relaxed);
    }
}

// SAFETY: all is handed to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Counting::note(layout.size(), 0);
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Counting::note(layout.size(), 0);
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        Counting::note(0, layout.size());
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        Counting::note(size, layout.size());
        unsafe { System.realloc(block, layout, size) }
    }
}

fn counts() -> bool {
    COUNTS.load(Ordering::Relaxed)
}

/// All bytes that were ever allocated; none where nobody counts.
pub fn allocated() -> Option<u64> {
    counts().then(|| ALLOCATED.load(Ordering::Relaxed))
}

/// The bytes that are allocated now; none where nobody counts.
pub fn live() -> Option<i64> {
    counts().then(|| LIVE.load(Ordering::Relaxed))
}
