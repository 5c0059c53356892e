use std::io::{self, BufRead, Write};

use crate::{Batch, Growth, chain, clock, echo, hold};

/// One runtime that is measured.
pub trait Peer {
    /// Runs a batch of one row; none where there is no such row. With `check` a probe goes along.
    fn row(&self, name: &str, n: u64, check: bool) -> Option<Batch>;

    /// Makes `count` waiting tasks, and hands the growth to `measured` while they wait; false where
    /// there is no such kind.
    fn memory(&self, kind: &str, count: u64, measured: &mut dyn FnMut(Growth)) -> bool;

    /// Starts an echo server on a thread of its own; the port that it listens on.
    fn echo(&self, port: u16) -> io::Result<u16>;
}

const ROWS: [(&str, Switching); 14] = [
    ("spawn-join", Switching::Any),
    ("yield-100", Switching::Each(1)),
    ("oneshot", Switching::Each(1)),
    ("channel-pingpong", Switching::Each(2)),
    ("mutex", Switching::Each(1)),
    ("timer", Switching::Any),
    ("race-timeout", Switching::Any),
    ("join-100", Switching::Any),
    ("wake-foreign", Switching::Any),
    ("async3", Switching::Any),
    ("depth-1", Switching::Any),
    ("depth-10", Switching::Any),
    ("depth-100", Switching::Any),
    ("no-such-row", Switching::NoRow),
];

/// What the self-test's probe must see.
enum Switching {
    /// So many switches from task to task for each operation.
    Each(u64),
    /// The row has no probe: it counts what came out of it.
    Any,
    /// That the row is not known.
    NoRow,
}

/// The main function of a peer.
pub fn main(peer: &impl Peer) {
    hold::raise_open_files();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        [] => serve(peer).expect("standard input and output work"),
        ["--self-test"] => self_test(peer),
        ["--hold", port, count] => {
            hold::hold(port.parse().expect("a port"), number(count)).expect("connections are held")
        }
        _ => {
            eprintln!("usage: no argument to serve on standard input, or --self-test");
            std::process::exit(2);
        }
    }
}

fn serve(peer: &impl Peer) -> io::Result<()> {
    for line in io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        let answer = match words[..] {
            ["quit"] => break,
            ["cpu"] => format!("cpu {}", clock::process_cpu_nanos()),
            ["echo", port] => {
                let port = peer.echo(port.parse().expect("a port"))?;
                format!("echo {port}")
            }
            ["memory", kind, count] => memory(peer, kind, number(count)),
            [row, n] => match run(peer, row, number(n), false) {
                Some(batch) => format!(
                    "{row} {} {} {} {}",
                    batch.done,
                    batch.wall_nanos,
                    batch.cpu_nanos,
                    batch.allocated.map_or(-1, |bytes| bytes as i64)
                ),
                None => format!("{row} unsupported"),
            },
            _ => format!("{line} unsupported"),
        };
        println!("{answer}");
        io::stdout().flush()?;
    }
    Ok(())
}

fn number(word: &str) -> u64 {
    word.parse().expect("a number")
}

fn memory(peer: &impl Peer, kind: &str, count: u64) -> String {
    let mut answer = format!("memory {kind} unsupported");
    peer.memory(kind, count, &mut |growth| {
        let (resident, live) = growth.each(count);
        answer = format!("memory {kind} {count} {resident:.1} {live:.1}");
    });
    answer
}

/// One batch, refused where it has done less than it was asked for.
fn run(peer: &impl Peer, row: &str, n: u64, check: bool) -> Option<Batch> {
    let batch = match row {
        "async3" => chain::async3(n),
        _ => match row.strip_prefix("depth-") {
            Some(depth) => chain::depth(depth.parse().ok()?, n)?,
            None => peer.row(row, n, check)?,
        },
    };
    assert!(
        batch.done >= n && batch.done < n + 100,
        "{row}: asked for {n} operations, did {}",
        batch.done
    );
    Some(batch)
}

fn self_test(peer: &impl Peer) {
    let mut passed = 0;
    for (row, switching) in ROWS {
        for n in [1, 100, 1_000] {
            let batch = run(peer, row, n, true);
            match switching {
                Switching::NoRow => {
                    assert!(batch.is_none(), "{row}: there should be no such row");
                    continue;
                }
                Switching::Any => {}
                Switching::Each(times) => {
                    let Some(batch) = &batch else {
                        panic!("{row}: unsupported")
                    };
                    let seen = batch.switches.expect("a probe was asked for");
                    let wanted = batch.done * times;
                    assert!(
                        seen >= wanted - wanted / 100 && seen <= wanted + 2,
                        "{row}: {seen} switches between tasks, not {wanted}"
                    );
                }
            }
            assert!(batch.is_some(), "{row}: unsupported");
        }
        passed += 1;
    }
    for kind in ["sleep", "channel", "socket"] {
        let answer = memory(peer, kind, 100);
        assert!(!answer.ends_with("unsupported"), "{answer}");
        passed += 1;
    }
    echo::check(peer.echo(0).expect("an echo server starts"));
    passed += 1;
    println!("self-test: {passed} passed, 0 failed");
}
