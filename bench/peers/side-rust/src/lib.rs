//! What the Rust peers share: the protocol, the clocks, the counting allocator, the self-test, and
//! the rows that need no executor. `bench/peers/README.md` has the protocol and what each row means.

// The chain a hundred deep nests as many types.
#![recursion_limit = "512"]

mod allocation;
mod chain;
mod clock;
mod echo;
mod hold;
mod memory;
mod probe;
mod protocol;

pub use allocation::Counting;
pub use clock::{Batch, Stopwatch};
pub use hold::Held;
pub use memory::Growth;
pub use probe::{NoProbe, Probe, Switches};
pub use protocol::{Peer, main};

/// The time that no timer of these rows ever reaches.
pub const HOUR: std::time::Duration = std::time::Duration::from_secs(3600);

/// What an echo server reads at most at once; the same in every peer.
pub const ECHO_BUFFER: usize = 16 * 1024;

/// `n` rounded up to a multiple of `unit`.
pub fn up_to(n: u64, unit: u64) -> u64 {
    n.div_ceil(unit) * unit
}

/// A yield that wakes its task at once: it goes to the back of the executor's own queue.
pub async fn yield_woken() {
    let mut yielded = false;
    std::future::poll_fn(|cx| {
        if yielded {
            return std::task::Poll::Ready(());
        }
        yielded = true;
        cx.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await
}
