//! The rows of the language alone: a chain of async functions, resumed by a bare loop. No executor
//! has a part in them, so every Rust peer has the same.

use std::hint::black_box;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use crate::{Batch, Stopwatch};

/// Suspends once. Nobody has to be woken: the loop polls again.
async fn suspend() {
    let mut suspended = false;
    std::future::poll_fn(|_| {
        if suspended {
            return Poll::Ready(());
        }
        suspended = true;
        Poll::Pending
    })
    .await
}

async fn inner(x: u64) -> u64 {
    suspend().await;
    x + 1000
}

async fn middle(x: u64) -> u64 {
    inner(x).await + 1
}

async fn outer(x: u64) -> u64 {
    middle(x).await + 1
}

/// One call three deep, which suspends once at the bottom, for each operation.
pub fn async3(n: u64) -> Batch {
    let mut calls = Box::pin(async move {
        let mut sum = 0u64;
        for i in 0..n {
            sum = sum.wrapping_add(outer(black_box(i)).await);
        }
        sum
    });
    let mut cx = Context::from_waker(Waker::noop());
    let mut suspensions = 0;
    let watch = Stopwatch::start();
    let sum = loop {
        match black_box(calls.as_mut()).poll(&mut cx) {
            Poll::Ready(sum) => break sum,
            Poll::Pending => suspensions += 1,
        }
    };
    let batch = watch.stop(suspensions);
    let expected = (0..n).fold(0u64, |sum, i| sum.wrapping_add(i + 1002));
    assert_eq!(sum, expected, "async3 came to a wrong sum");
    batch
}

/// The innermost: suspends `times` times.
async fn leaf(times: u64) -> u64 {
    let mut resumed = 0;
    for _ in 0..times {
        suspend().await;
        resumed += 1;
    }
    resumed << 8
}

/// Async blocks around a leaf, one for each token; each adds one to the result.
macro_rules! around {
    ($leaf:expr;) => { $leaf };
    ($leaf:expr; $first:tt $($rest:tt)*) => {
        async move { around!($leaf; $($rest)*).await + 1 }
    };
}

/// A chain that is `depth` frames deep, the leaf being one of them.
fn chain(depth: u64, times: u64) -> Option<Pin<Box<dyn Future<Output = u64>>>> {
    Some(match depth {
        1 => Box::pin(leaf(times)),
        10 => Box::pin(around!(leaf(times); x x x x x x x x x)),
        100 => Box::pin(around!(leaf(times);
            x x x x x x x x x x x x x x x x x x x x x x x x x
            x x x x x x x x x x x x x x x x x x x x x x x x x
            x x x x x x x x x x x x x x x x x x x x x x x x x
            x x x x x x x x x x x x x x x x x x x x x x x x)),
        _ => return None,
    })
}

/// One resumption of a chain that is parked `depth` deep, for each operation.
pub fn depth(depth: u64, n: u64) -> Option<Batch> {
    let mut root = chain(depth, n + 1)?;
    let mut cx = Context::from_waker(Waker::noop());
    assert!(root.as_mut().poll(&mut cx).is_pending());
    let watch = Stopwatch::start();
    for _ in 0..n {
        assert!(black_box(root.as_mut()).poll(&mut cx).is_pending());
    }
    let batch = watch.stop(n);
    let Poll::Ready(result) = root.as_mut().poll(&mut cx) else {
        panic!("the leaf has suspended too often");
    };
    assert_eq!(result >> 8, n + 1, "resumptions");
    assert_eq!(result & 0xff, depth - 1, "frames above the leaf");
    Some(batch)
}
