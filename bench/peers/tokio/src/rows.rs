use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::thread;

use bide_peer_side::{Batch, HOUR, Probe, Stopwatch, up_to, yield_woken};
use futures_concurrency::future::Join;
use tokio::sync::{Mutex, Notify, mpsc, oneshot};
use tokio::task::{unconstrained, yield_now};
use tokio::time::{sleep, timeout};

pub async fn spawn_join(n: u64) -> Batch {
    let mut done = 0;
    let watch = Stopwatch::start();
    for _ in 0..n {
        done += tokio::spawn(async { 1 }).await.expect("the task ends well");
    }
    watch.stop(done)
}

pub async fn yield_100<P: Probe>(n: u64, probe: P) -> Batch {
    let each = n.div_ceil(100);
    let tasks: Vec<_> = (0..100)
        .map(|task| {
            let probe = probe.clone();
            tokio::spawn(async move {
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
        done += task.await.expect("the task ends well");
    }
    watch.stop(done).with_switches(probe.switches())
}

/// What goes through a oneshot is the sender of the next, in the other direction.
struct Next(Option<oneshot::Sender<Next>>);

pub async fn oneshot<P: Probe>(n: u64, probe: P) -> Batch {
    let n = up_to(n, 2);
    let (first, other_first) = oneshot::channel();
    let other_probe = probe.clone();
    let other = tokio::spawn(async move {
        let mut done = 0;
        let Next(mut sender) = other_first.await.expect("the first comes");
        while let Some(to) = sender {
            other_probe.ran(1);
            let (next, receiver) = oneshot::channel();
            to.send(Next(Some(next))).ok().expect("it is waited for");
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
        to.send(Next(Some(next))).ok().expect("it is waited for");
        to = receiver
            .await
            .expect("an answer comes")
            .0
            .expect("it goes on");
    }
    to.send(Next(None)).ok().expect("it is waited for");
    let done = n / 2 + other.await.expect("the task ends well");
    watch.stop(done).with_switches(probe.switches())
}

pub async fn channel_pingpong<P: Probe>(n: u64, probe: P) -> Batch {
    let (ping, mut pings) = mpsc::channel::<u64>(1);
    let (pong, mut pongs) = mpsc::channel::<u64>(1);
    let other_probe = probe.clone();
    let other = tokio::spawn(async move {
        while let Some(i) = pings.recv().await {
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
    other.await.expect("the task ends well");
    batch.with_switches(probe.switches())
}

/// Tokio's mutex hands over to the first in its queue, so that two who only lock and unlock take
/// turns: no yield is needed to make them.
pub async fn mutex<P: Probe>(n: u64, probe: P) -> Batch {
    let each = n.div_ceil(2);
    let mutex = Arc::new(Mutex::new(0));
    let held = mutex.lock().await;
    let tasks: Vec<_> = (0..2)
        .map(|task| {
            let mutex = mutex.clone();
            let probe = probe.clone();
            tokio::spawn(async move {
                for _ in 0..each {
                    let mut turns = mutex.lock().await;
                    probe.ran(task);
                    *turns += 1;
                }
            })
        })
        .collect();
    // Both are in the queue before the clock starts.
    yield_now().await;
    let watch = Stopwatch::start();
    drop(held);
    for task in tasks {
        task.await.expect("the task ends well");
    }
    let batch = watch.stop(*mutex.lock().await);
    batch.with_switches(probe.switches())
}

/// Unconstrained: the budget that tokio gives a task would end the arming after 128 timers.
pub async fn timer(n: u64) -> Batch {
    let row = async move {
        let mut done = 0;
        let watch = Stopwatch::start();
        for _ in 0..n {
            let mut timer = pin!(sleep(HOUR));
            std::future::poll_fn(|cx| {
                done += timer.as_mut().poll(cx).is_pending() as u64;
                Poll::Ready(())
            })
            .await;
        }
        watch.stop(done)
    };
    unconstrained(row).await
}

pub async fn race_timeout(n: u64) -> Batch {
    let mut done = 0;
    let watch = Stopwatch::start();
    for _ in 0..n {
        done += timeout(HOUR, yield_1()).await.expect("an hour is long");
    }
    watch.stop(done)
}

/// A child that waits once. It wakes itself: `yield_now` would send its task, which is alone here,
/// through the driver each time.
async fn yield_1() -> u64 {
    yield_woken().await;
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
    let asks = Arc::new(Notify::new());
    let answers = Arc::new(AtomicU64::new(0));
    let foreign = {
        let asks = asks.clone();
        let answers = answers.clone();
        thread::spawn(move || {
            thread::park();
            for i in 1..=n {
                asks.notify_one();
                while answers.load(Ordering::Acquire) < i {
                    thread::park();
                }
            }
        })
    };
    let watch = Stopwatch::start();
    foreign.thread().unpark();
    for i in 1..=n {
        asks.notified().await;
        answers.store(i, Ordering::Release);
        foreign.thread().unpark();
    }
    let batch = watch.stop(answers.load(Ordering::Relaxed));
    foreign.join().expect("the foreign thread ends well");
    batch
}
