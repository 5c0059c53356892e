use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::load::Load;

/// What a server does with what it has read.
type Spoil = fn(&mut [u8]);

/// The load against servers of its own, good ones and bad ones.
pub fn run() -> io::Result<()> {
    let long = Duration::from_secs(20);

    let mut load = Load::connect(server(|_| {})?, 64, 5)?;
    let seen = load.run(1_000, long)?;
    assert_eq!(seen.messages, 1_000, "messages");
    assert!(seen.per_mille(500) <= seen.per_mille(1000), "percentiles");
    let seen = load.run(3, long)?;
    assert_eq!(seen.messages, 3, "fewer messages than connections");

    let mut load = Load::connect(server(|_| {})?, 1024, 50)?;
    let seen = load.run(20_000_000, Duration::from_millis(20))?;
    assert!(
        seen.messages >= 50 && seen.messages < 20_000_000,
        "a bound in time"
    );

    let wrong = |bytes: &mut [u8]| bytes[bytes.len() - 1] ^= 1;
    let mut load = Load::connect(server(wrong)?, 64, 1)?;
    let error = load.run(10, long).expect_err("a wrong echo is found");
    assert!(error.to_string().contains("not what was sent"), "{error}");

    println!("self-test: 4 passed, 0 failed");
    Ok(())
}

/// Serves each connection on a thread of its own; the port.
fn server(spoil: Spoil) -> io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let connection = connection.expect("a connection");
            thread::spawn(move || echo(connection, spoil));
        }
    });
    Ok(port)
}

fn echo(mut connection: TcpStream, spoil: Spoil) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        let n = connection.read(&mut buffer)?;
        if n == 0 {
            return Ok(());
        }
        spoil(&mut buffer[..n]);
        connection.write_all(&buffer[..n])?;
    }
}
