use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicU64, Ordering};

use bide_peer_side::{Growth, HOUR, Held};
use smol::future::yield_now;
use smol::{Async, Timer, channel};

use crate::Executor;

/// How many tasks have come to where they wait; a static, so that the count costs no task a byte.
static WAITING: AtomicU64 = AtomicU64::new(0);

pub fn run(executor: Executor, kind: &str, count: u64, measured: &mut dyn FnMut(Growth)) -> bool {
    WAITING.store(0, Ordering::Relaxed);
    smol::block_on(executor.run(async {
        let growth = Growth::start();
        match kind {
            "sleep" => {
                for _ in 0..count {
                    executor
                        .spawn(async {
                            arrive();
                            Timer::after(HOUR).await;
                            panic!("the hour is over");
                        })
                        .detach();
                }
                all_wait(count).await;
                measured(growth);
            }
            "channel" => {
                let mut senders = Vec::new();
                for _ in 0..count {
                    let (sender, receiver) = channel::bounded::<u64>(1);
                    senders.push(sender);
                    executor
                        .spawn(async move {
                            arrive();
                            let sent = receiver.recv().await;
                            panic!("nobody sends, and yet there came {sent:?}");
                        })
                        .detach();
                }
                all_wait(count).await;
                measured(growth);
            }
            "socket" => {
                let listener =
                    Async::<TcpListener>::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
                let port = listener.get_ref().local_addr().expect("it is bound").port();
                let held = Held::start(port, count).expect("the far ends start");
                for _ in 0..count {
                    let (connection, _) = listener.accept().await.expect("a connection");
                    executor
                        .spawn(async move {
                            arrive();
                            // Waits without a buffer, and would take one when there is something.
                            let came = connection.readable().await;
                            panic!("nobody sends, and yet there came {came:?}");
                        })
                        .detach();
                }
                all_wait(count).await;
                measured(growth);
                drop(held);
            }
            _ => return false,
        }
        true
    }))
}

fn arrive() {
    WAITING.fetch_add(1, Ordering::Relaxed);
}

async fn all_wait(count: u64) {
    while WAITING.load(Ordering::Relaxed) < count {
        yield_now().await;
    }
    // The last of them has counted itself, and comes to its await in the same poll.
    yield_now().await;
}
