use std::io::{self, ErrorKind};
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};

use bide_peer_side::{Growth, HOUR, Held};
use tokio::net::{TcpListener, TcpStream};
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
                        panic!("the hour is over");
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
                        let sent = receiver.recv().await;
                        panic!("nobody sends, and yet there came {sent:?}");
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
                        let came = first_byte(&connection).await;
                        panic!("nobody sends, and yet there came {came:?}");
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

/// Waits without a buffer, and takes one when there is something. A stream may be said to be readable
/// when it is not; tokio says so of every new one.
async fn first_byte(connection: &TcpStream) -> io::Result<usize> {
    loop {
        connection.readable().await?;
        match connection.try_read(&mut [0]) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            result => return result,
        }
    }
}

fn arrive() {
    WAITING.fetch_add(1, Ordering::Relaxed);
}

async fn all_wait(count: u64) {
    while WAITING.load(Ordering::Relaxed) < count {
        yield_now().await;
    }
    // Some find out that there is nothing yet, and wait again; each turn goes through the driver.
    for _ in 0..100 {
        yield_now().await;
    }
}
