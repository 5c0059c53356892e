//! smol's `LocalExecutor`, as a peer. Every row runs in a spawned task, as a server's code does.

mod memory;
mod rows;

use std::io;
use std::net::{Ipv4Addr, TcpListener, TcpStream};

use async_executor::{LocalExecutor, StaticLocalExecutor};
use bide_peer_side::{Batch, ECHO_BUFFER, Growth, NoProbe, Peer, Probe, Switches};
use smol::Async;
use smol::io::{AsyncReadExt, AsyncWriteExt};

pub type Executor = &'static StaticLocalExecutor;

pub struct Smol {
    rows: Executor,
}

/// An executor for the rest of the process: its tasks may spawn into it themselves, and it keeps no
/// list of them.
fn executor() -> Executor {
    LocalExecutor::new().leak()
}

impl Smol {
    #[expect(clippy::new_without_default, reason = "it makes an executor")]
    pub fn new() -> Self {
        Smol { rows: executor() }
    }

    fn task(&self, row: impl Future<Output = Batch> + 'static) -> Option<Batch> {
        Some(smol::block_on(self.rows.run(self.rows.spawn(row))))
    }

    fn row<P: Probe>(&self, name: &str, n: u64, probe: P) -> Option<Batch> {
        let executor = self.rows;
        match name {
            "spawn-join" => self.task(rows::spawn_join(executor, n)),
            "yield-100" => self.task(rows::yield_100(executor, n, probe)),
            "oneshot" => self.task(rows::oneshot(executor, n, probe)),
            "channel-pingpong" => self.task(rows::channel_pingpong(executor, n, probe)),
            "mutex" => self.task(rows::mutex(executor, n, probe)),
            "timer" => self.task(rows::timer(n)),
            "race-timeout" => self.task(rows::race_timeout(n)),
            "join-100" => self.task(rows::join_100(n)),
            "wake-foreign" => self.task(rows::wake_foreign(n)),
            _ => None,
        }
    }
}

impl Peer for Smol {
    fn row(&self, name: &str, n: u64, check: bool) -> Option<Batch> {
        if check {
            self.row(name, n, Switches::default())
        } else {
            self.row(name, n, NoProbe)
        }
    }

    fn memory(&self, kind: &str, count: u64, measured: &mut dyn FnMut(Growth)) -> bool {
        memory::run(executor(), kind, count, measured)
    }

    fn echo(&self, port: u16) -> io::Result<u16> {
        let listener = Async::<TcpListener>::bind((Ipv4Addr::LOCALHOST, port))?;
        let port = listener.get_ref().local_addr()?.port();
        std::thread::spawn(move || {
            let executor = executor();
            smol::block_on(executor.run(accept(executor, listener)))
        });
        Ok(port)
    }
}

async fn accept(executor: Executor, listener: Async<TcpListener>) -> io::Result<()> {
    loop {
        let (connection, _) = listener.accept().await?;
        connection.get_ref().set_nodelay(true)?;
        executor.spawn(echo(connection)).detach();
    }
}

async fn echo(mut connection: Async<TcpStream>) -> io::Result<()> {
    let mut buffer = vec![0; ECHO_BUFFER];
    loop {
        let n = connection.read(&mut buffer).await?;
        if n == 0 {
            return Ok(());
        }
        connection.write_all(&buffer[..n]).await?;
    }
}
