use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

use crate::connection::Connection;

/// A server that says nothing for so long is given up.
const PATIENCE: Duration = Duration::from_secs(5);

pub struct Load {
    poll: Poll,
    events: Events,
    connections: Vec<Connection>,
    message: Vec<u8>,
    buffer: Vec<u8>,
}

/// What a run has seen.
#[derive(Debug)]
pub struct Seen {
    pub messages: u64,
    pub wall_nanos: u64,
    /// Sorted; of each message.
    nanos: Vec<u32>,
}

impl Load {
    pub fn connect(port: u16, size: usize, connections: usize) -> io::Result<Load> {
        let server = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let poll = Poll::new()?;
        let mut opened = Vec::with_capacity(connections);
        for token in 0..connections {
            let stream = std::net::TcpStream::connect(server)?;
            stream.set_nodelay(true)?;
            stream.set_nonblocking(true)?;
            let mut stream = TcpStream::from_std(stream);
            poll.registry()
                .register(&mut stream, Token(token), Interest::READABLE)?;
            opened.push(Connection::new(stream));
        }
        Ok(Load {
            poll,
            events: Events::with_capacity(1024),
            connections: opened,
            message: (0..size).map(|i| (i % 251) as u8).collect(),
            buffer: vec![0; size],
        })
    }

    /// Sends up to so many messages, none after `time`, and waits until all are back.
    pub fn run(&mut self, messages: u64, time: Duration) -> io::Result<Seen> {
        let mut nanos = Vec::with_capacity(messages as usize);
        let began = Instant::now();
        let mut to_send = messages;
        let mut under_way = 0u64;
        for connection in self.connections.iter_mut().take(messages as usize) {
            connection.send(&self.message)?;
            to_send -= 1;
            under_way += 1;
        }
        while under_way > 0 {
            match self.poll.poll(&mut self.events, Some(PATIENCE)) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                result => result?,
            }
            if self.events.is_empty() {
                return Err(io::Error::other(format!(
                    "{under_way} messages are not back after {PATIENCE:?}"
                )));
            }
            for event in &self.events {
                let connection = &mut self.connections[event.token().0];
                let Some(took) = connection.receive(&self.message, &mut self.buffer)? else {
                    continue;
                };
                nanos.push(u32::try_from(took).unwrap_or(u32::MAX));
                under_way -= 1;
                if to_send > 0 && began.elapsed() < time {
                    connection.send(&self.message)?;
                    to_send -= 1;
                    under_way += 1;
                }
            }
        }
        let wall_nanos = began.elapsed().as_nanos() as u64;
        nanos.sort_unstable();
        Ok(Seen {
            messages: nanos.len() as u64,
            wall_nanos,
            nanos,
        })
    }
}

impl Seen {
    /// The time within which so many of a thousand messages were back.
    pub fn per_mille(&self, part: usize) -> u32 {
        self.nanos[(self.nanos.len() * part / 1000).min(self.nanos.len() - 1)]
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} {} {} {} {}",
            self.messages,
            self.wall_nanos,
            self.per_mille(500),
            self.per_mille(990),
            self.per_mille(999),
            self.per_mille(1000)
        )
    }
}
