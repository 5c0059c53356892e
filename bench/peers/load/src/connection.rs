use std::io::{self, ErrorKind, Read, Write};
use std::time::Instant;

use mio::net::TcpStream;

/// One connection, and the message that is under way on it.
pub struct Connection {
    pub stream: TcpStream,
    received: usize,
    sent_at: Instant,
}

impl Connection {
    pub fn new(stream: TcpStream) -> Self {
        Connection {
            stream,
            received: 0,
            sent_at: Instant::now(),
        }
    }

    pub fn send(&mut self, message: &[u8]) -> io::Result<()> {
        self.received = 0;
        self.sent_at = Instant::now();
        match self.stream.write(message) {
            Ok(n) if n == message.len() => Ok(()),
            Ok(_) => Err(io::Error::other(
                "the kernel has no room for a whole message",
            )),
            Err(error) => Err(error),
        }
    }

    /// Takes what has come; the nanoseconds that the message took, when it is whole.
    pub fn receive(&mut self, message: &[u8], buffer: &mut [u8]) -> io::Result<Option<u64>> {
        loop {
            let missing = message.len() - self.received;
            let n = match self.stream.read(&mut buffer[..missing]) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(n) => n,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(None),
                Err(error) => return Err(error),
            };
            if buffer[..n] != message[self.received..self.received + n] {
                return Err(io::Error::other("what came back is not what was sent"));
            }
            self.received += n;
            if self.received == message.len() {
                return Ok(Some(self.sent_at.elapsed().as_nanos() as u64));
            }
        }
    }
}
