use std::time::Instant;

use crate::allocation;

/// CPU time of the whole process: what the runtime's other threads do belongs to the price.
pub fn process_cpu_nanos() -> u64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the pointer is to a timespec that lives through the call.
    let result = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    assert_eq!(result, 0, "no CPU clock");
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// A running measurement.
pub struct Stopwatch {
    allocated: Option<u64>,
    cpu: u64,
    wall: Instant,
}

/// What one batch took, and what it has seen itself do.
#[derive(Debug)]
pub struct Batch {
    /// Operations done, counted by what came out of them.
    pub done: u64,
    pub wall_nanos: u64,
    pub cpu_nanos: u64,
    /// Only from a build with the counting allocator.
    pub allocated: Option<u64>,
    /// Only from a run with a probe: how often another task ran than the one before.
    pub switches: Option<u64>,
}

impl Stopwatch {
    pub fn start() -> Self {
        let allocated = allocation::allocated();
        let cpu = process_cpu_nanos();
        Stopwatch {
            allocated,
            cpu,
            wall: Instant::now(),
        }
    }

    pub fn stop(self, done: u64) -> Batch {
        let wall = self.wall.elapsed();
        let cpu = process_cpu_nanos();
        Batch {
            done,
            wall_nanos: wall.as_nanos() as u64,
            cpu_nanos: cpu - self.cpu,
            allocated: allocation::allocated()
                .zip(self.allocated)
                .map(|(now, before)| now - before),
            switches: None,
        }
    }
}

impl Batch {
    pub fn with_switches(mut self, switches: Option<u64>) -> Self {
        self.switches = switches;
        self
    }
}
