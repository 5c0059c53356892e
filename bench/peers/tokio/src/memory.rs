use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};

use bide_peer_side::{Growth, HOUR, Held};
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::sync::mpsc;
use tokio::task::yield_now;
use tokio::time::sleep;

/// How many tasks have come to where they wait; a static, so that the count costs no task a byte.
static WAITING: AtomicU64 = AtomicU64::new(0);

pub fn run(kind: &str, count: u64, measured: &mut dyn FnMut(Growth)) -> bool {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    WAITING.store(0, Ordering::Relaxed);
    runtime.block_on(async {
        let growth = Growth::start();
        match kind {
            "sleep" => {
                for _ in 0..count {
                    tokio::spawn(async {
                        arrive();
                        sleep(HOUR).await;
                    });
                }
                all_wait(count).await;
                measured(growth);
            }
            "channel" => {
                let mut senders = Vec::new();
                for _ in 0..count {
                    let (sender, mut receiver) = mpsc::channel::<u64>(1);
                    senders.push(sender);
                    tokio::spawn(async move {
                        arrive();
                        receiver.recv().await
                    });
                }
                all_wait(count).await;
                measured(growth);
            }
            "socket" => {
                let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
                    .await
                    .expect("a free port");
                let port = listener.local_addr().expect("it is bound").port();
                let held = Held::start(port, count).expect("the far ends start");
                for _ in 0..count {
                    let (connection, _) = listener.accept().await.expect("a connection");
                    tokio::spawn(async move {
                        arrive();
                        // Waits without a buffer, and would take one when there is something.
                        connection.readable().await
                    });
                }
                all_wait(count).await;
                measured(growth);
                drop(held);
            }
            _ => return false,
        }
        true
    })
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
