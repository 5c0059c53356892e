use std::io::{self, BufRead, Write};

use crate::{Batch, Growth, Stopwatch, chain, clock, echo, hold};

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
    if let Err(wrong) = complete(n, &batch) {
        panic!("{row}: {wrong}");
    }
    Some(batch)
}

fn complete(n: u64, batch: &Batch) -> Result<(), String> {
    if batch.done >= n && batch.done < n + 100 {
        return Ok(());
    }
    Err(format!("asked for {n} operations, did {}", batch.done))
}

/// Whether another task had the word so many times for each operation.
fn switched(times: u64, batch: &Batch) -> Result<(), String> {
    let seen = batch.switches.expect("a probe was asked for");
    let wanted = batch.done * times;
    if seen >= wanted - wanted / 100 && seen <= wanted + 2 {
        return Ok(());
    }
    Err(format!("{seen} switches between tasks, not {wanted}"))
}

fn self_test(peer: &impl Peer) {
    let mut passed = planted();
    for (row, switching) in ROWS {
        for n in [1, 100, 1_000] {
            let batch = run(peer, row, n, true);
            if let Switching::NoRow = switching {
                assert!(batch.is_none(), "{row}: there should be no such row");
                continue;
            }
            let batch = batch.unwrap_or_else(|| panic!("{row}: unsupported"));
            if let Switching::Each(times) = switching
                && let Err(wrong) = switched(times, &batch)
            {
                panic!("{row}: {wrong}");
            }
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

/// The checks against batches that are wrong: each must be found.
fn planted() -> u32 {
    let batch = |done, switches| Stopwatch::start().stop(done).with_switches(Some(switches));
    assert!(complete(1_000, &batch(1_000, 0)).is_ok());
    assert!(complete(1_000, &batch(999, 0)).is_err(), "one too few");
    assert!(complete(1_000, &batch(1_100, 0)).is_err(), "too many");
    assert!(switched(1, &batch(1_000, 1_000)).is_ok());
    assert!(switched(1, &batch(1_000, 20)).is_err(), "no turns taken");
    assert!(
        switched(1, &batch(1_000, 2_000)).is_err(),
        "twice the turns"
    );
    4
}
