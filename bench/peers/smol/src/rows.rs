use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::thread;

use bide_peer_side::{Batch, HOUR, Probe, Stopwatch, up_to};
use futures_concurrency::future::Join;
use smol::future::{or, yield_now};
use smol::lock::Mutex;
use smol::{Timer, channel};

use crate::Executor;

pub async fn spawn_join(executor: Executor, n: u64) -> Batch {
    let mut done = 0;
    let watch = Stopwatch::start();
    for _ in 0..n {
        done += executor.spawn(async { 1 }).await;
    }
    watch.stop(done)
}

pub async fn yield_100<P: Probe>(executor: Executor, n: u64, probe: P) -> Batch {
    let each = n.div_ceil(100);
    let tasks: Vec<_> = (0..100)
        .map(|task| {
            let probe = probe.clone();
            executor.spawn(async move {
                let mut done = 0;
                while done < each {
                    yield_now().await;
                    probe.ran(task);
                    done += 1;
                }
                done
            })
        })
        .collect();
    let mut done = 0;
    let watch = Stopwatch::start();
    for task in tasks {
        done += task.await;
    }
    watch.stop(done).with_switches(probe.switches())
}

/// What goes through a oneshot is the sender of the next, in the other direction.
struct Next(Option<oneshot::Sender<Next>>);

pub async fn oneshot<P: Probe>(executor: Executor, n: u64, probe: P) -> Batch {
    let n = up_to(n, 2);
    let (first, other_first) = oneshot::channel();
    let other_probe = probe.clone();
    let other = executor.spawn(async move {
        let mut done = 0;
        let Next(mut sender) = other_first.await.expect("the first comes");
        while let Some(to) = sender {
            other_probe.ran(1);
            let (next, receiver) = oneshot::channel();
            to.send(Next(Some(next))).expect("it is waited for");
            Next(sender) = receiver.await.expect("an answer comes");
            done += 1;
        }
        done
    });
    // So that the other waits before the clock starts.
    yield_now().await;
    let mut to = first;
    let watch = Stopwatch::start();
    for _ in 0..n / 2 {
        probe.ran(0);
        let (next, receiver) = oneshot::channel();
        to.send(Next(Some(next))).expect("it is waited for");
        to = receiver
            .await
            .expect("an answer comes")
            .0
            .expect("it goes on");
    }
    to.send(Next(None)).expect("it is waited for");
    let done = n / 2 + other.await;
    watch.stop(done).with_switches(probe.switches())
}

pub async fn channel_pingpong<P: Probe>(executor: Executor, n: u64, probe: P) -> Batch {
    let (ping, pings) = channel::bounded::<u64>(1);
    let (pong, pongs) = channel::bounded::<u64>(1);
    let other_probe = probe.clone();
    let other = executor.spawn(async move {
        while let Ok(i) = pings.recv().await {
            other_probe.ran(1);
            pong.send(i + 1).await.expect("it is waited for");
        }
    });
    yield_now().await;
    let mut at = 0;
    let watch = Stopwatch::start();
    for _ in 0..n {
        probe.ran(0);
        ping.send(at).await.expect("the other listens");
        at = pongs.recv().await.expect("the other answers");
    }
    let batch = watch.stop(at);
    drop(ping);
    other.await;
    batch.with_switches(probe.switches())
}

/// smol's mutex lets who unlocks it take it again before the other has woken up. It takes a yield
/// while it is held, so that the other finds it locked, and one after, so that the other gets it.
pub async fn mutex<P: Probe>(executor: Executor, n: u64, probe: P) -> Batch {
    let each = n.div_ceil(2);
    let mutex = Rc::new(Mutex::new(()));
    let turns = Rc::new(Cell::new(0));
    let held = mutex.lock().await;
    let tasks: Vec<_> = (0..2)
        .map(|task| {
            let mutex = mutex.clone();
            let turns = turns.clone();
            let probe = probe.clone();
            executor.spawn(async move {
                for _ in 0..each {
                    let lock = mutex.lock().await;
                    probe.ran(task);
                    turns.set(turns.get() + 1);
                    yield_now().await;
                    drop(lock);
                    yield_now().await;
                }
            })
        })
        .collect();
    // Both are in the queue before the clock starts.
    yield_now().await;
    let watch = Stopwatch::start();
    drop(held);
    for task in tasks {
        task.await;
    }
    watch.stop(turns.get()).with_switches(probe.switches())
}

pub async fn timer(n: u64) -> Batch {
    let mut done = 0;
    let watch = Stopwatch::start();
    for _ in 0..n {
        let mut timer = pin!(Timer::after(HOUR));
        std::future::poll_fn(|cx| {
            done += timer.as_mut().poll(cx).is_pending() as u64;
            Poll::Ready(())
        })
        .await;
    }
    watch.stop(done)
}

pub async fn race_timeout(n: u64) -> Batch {
    let mut done = 0;
    let watch = Stopwatch::start();
    for _ in 0..n {
        let timeout = async {
            Timer::after(HOUR).await;
            panic!("an hour is long")
        };
        done += or(yield_1(), timeout).await;
    }
    watch.stop(done)
}

async fn yield_1() -> u64 {
    yield_now().await;
    1
}

pub async fn join_100(n: u64) -> Batch {
    let mut done = 0;
    let watch = Stopwatch::start();
    for _ in 0..n {
        let children = std::array::from_fn::<_, 100, _>(|_| yield_1()).join().await;
        done += children.iter().sum::<u64>() / 100;
    }
    watch.stop(done)
}

pub async fn wake_foreign(n: u64) -> Batch {
    let (ask, asks) = channel::bounded::<()>(1);
    let answers = Arc::new(AtomicU64::new(0));
    let foreign = {
        let answers = answers.clone();
        thread::spawn(move || {
            thread::park();
            for i in 1..=n {
                ask.try_send(()).expect("the last one has been answered");
                while answers.load(Ordering::Acquire) < i {
                    thread::park();
                }
            }
        })
    };
    let watch = Stopwatch::start();
    foreign.thread().unpark();
    for i in 1..=n {
        asks.recv().await.expect("it asks again");
        answers.store(i, Ordering::Release);
        foreign.thread().unpark();
    }
    let batch = watch.stop(answers.load(Ordering::Relaxed));
    foreign.join().expect("the foreign thread ends well");
    batch
}
