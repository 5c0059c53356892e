//! Tokio's current-thread runtime, as a peer. Every row runs in a spawned task, as a server's code
//! does; `block_on`'s own future is special to tokio, and is only the way in.

mod memory;
mod rows;

use std::io;
use std::net::Ipv4Addr;

use bide_peer_side::{Batch, ECHO_BUFFER, Growth, NoProbe, Peer, Probe, Switches};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};

pub struct Tokio {
    /// Timers but no I/O: the rows have none, and a driver that is not there is not polled.
    rows: Runtime,
}

impl Tokio {
    #[expect(clippy::new_without_default, reason = "it starts a runtime")]
    pub fn new() -> Self {
        let rows = Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime");
        Tokio { rows }
    }

    fn task(&self, row: impl Future<Output = Batch> + Send + 'static) -> Option<Batch> {
        let task = self.rows.spawn(row);
        Some(self.rows.block_on(task).expect("the row's task ends well"))
    }

    fn row<P: Probe>(&self, name: &str, n: u64, probe: P) -> Option<Batch> {
        match name {
            "spawn-join" => self.task(rows::spawn_join(n)),
            "yield-100" => self.task(rows::yield_100(n, probe)),
            "oneshot" => self.task(rows::oneshot(n, probe)),
            "channel-pingpong" => self.task(rows::channel_pingpong(n, probe)),
            "mutex" => self.task(rows::mutex(n, probe)),
            "timer" => self.task(rows::timer(n)),
            "race-timeout" => self.task(rows::race_timeout(n)),
            "join-100" => self.task(rows::join_100(n)),
            "wake-foreign" => self.task(rows::wake_foreign(n)),
            _ => None,
        }
    }
}

impl Peer for Tokio {
    fn row(&self, name: &str, n: u64, check: bool) -> Option<Batch> {
        if check {
            self.row(name, n, Switches::default())
        } else {
            self.row(name, n, NoProbe)
        }
    }

    fn memory(&self, kind: &str, count: u64, measured: &mut dyn FnMut(Growth)) -> bool {
        memory::run(kind, count, measured)
    }

    fn echo(&self, port: u16) -> io::Result<u16> {
        let runtime = Builder::new_current_thread().enable_io().build()?;
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port)))?;
        let port = listener.local_addr()?.port();
        std::thread::spawn(move || runtime.block_on(accept(listener)));
        Ok(port)
    }
}

async fn accept(listener: TcpListener) -> io::Result<()> {
    loop {
        let (connection, _) = listener.accept().await?;
        connection.set_nodelay(true)?;
        tokio::spawn(echo(connection));
    }
}

async fn echo(mut connection: TcpStream) -> io::Result<()> {
    let mut buffer = vec![0; ECHO_BUFFER];
    loop {
        let n = connection.read(&mut buffer).await?;
        if n == 0 {
            return Ok(());
        }
        connection.write_all(&buffer[..n]).await?;
    }
}
