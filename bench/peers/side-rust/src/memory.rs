use std::fs;

use crate::allocation;

/// What the process has grown by since a moment.
pub struct Growth {
    resident: u64,
    live: Option<i64>,
}

impl Growth {
    pub fn start() -> Self {
        Growth {
            resident: resident_bytes(),
            live: allocation::live(),
        }
    }

    /// Resident memory for each of `count`; live allocated bytes for each, or -1 where not counted.
    pub fn each(&self, count: u64) -> (f64, f64) {
        let resident = resident_bytes().saturating_sub(self.resident) as f64 / count as f64;
        let live = allocation::live()
            .zip(self.live)
            .map_or(-1.0, |(now, before)| (now - before) as f64 / count as f64);
        (resident, live)
    }
}

fn resident_bytes() -> u64 {
    let statm = fs::read_to_string("/proc/self/statm").expect("resident memory needs /proc");
    let pages: u64 = statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .expect("the second field of statm is a number");
    // SAFETY: asks for a constant of the system.
    pages * unsafe { libc::sysconf(libc::_SC_PAGESIZE) } as u64
}
