//! The load generator for the echo servers: one thread, one message in flight on each connection,
//! to this machine only, bounded in count and in time. README.md has its protocol.

mod connection;
mod load;
mod self_test;

use std::io::{self, BufRead, Write};
use std::time::Duration;

use load::Load;

/// Nobody needs more, and a mistyped number ends here.
const MOST_CONNECTIONS: usize = 10_000;
const LARGEST_MESSAGE: usize = 64 * 1024;
const MOST_MESSAGES: u64 = 20_000_000;
const LONGEST: Duration = Duration::from_secs(60);

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["--self-test"] => self_test::run(),
        [port, size, connections] => {
            let size = bounded(size, LARGEST_MESSAGE)?;
            let connections = bounded(connections, MOST_CONNECTIONS)?;
            serve(bounded(port, u16::MAX)?, size, connections)
        }
        _ => {
            eprintln!("usage: load PORT SIZE CONNECTIONS, or --self-test");
            std::process::exit(2);
        }
    }
}

fn serve(port: u16, size: usize, connections: usize) -> io::Result<()> {
    let mut load = Load::connect(port, size, connections)?;
    // One message each, so that the server has accepted them all.
    load.run(connections as u64, LONGEST)?;
    println!("ready {connections}");
    io::stdout().flush()?;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        match words[..] {
            ["quit"] => break,
            ["run", messages, seconds] => {
                let messages = bounded(messages, MOST_MESSAGES)?;
                let seconds = bounded(seconds, LONGEST.as_secs())?;
                println!("run {}", load.run(messages, Duration::from_secs(seconds))?);
                io::stdout().flush()?;
            }
            _ => return Err(io::Error::other(format!("not understood: {line}"))),
        }
    }
    Ok(())
}

fn bounded<N>(word: &str, most: N) -> io::Result<N>
where
    N: std::str::FromStr + PartialOrd + std::fmt::Display + From<u8>,
{
    match word.parse() {
        Ok(number) if number >= N::from(1) && number <= most => Ok(number),
        _ => Err(io::Error::other(format!(
            "{word} is not within 1 to {most}"
        ))),
    }
}
