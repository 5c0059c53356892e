use std::io::{Read, Write};
use std::net::TcpStream;

/// Sends messages of several sizes to an echo server of this machine, and compares what comes back.
pub fn check(port: u16) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the echo server accepts");
    for size in [1, 64, 1024, 100_000] {
        let sent: Vec<u8> = (0..size).map(|i| (i % 251) as u8).collect();
        stream.write_all(&sent).expect("the echo server reads");
        let mut back = vec![0; size];
        stream
            .read_exact(&mut back)
            .expect("the echo server answers");
        assert!(sent == back, "the echo of {size} bytes is another");
    }
}
