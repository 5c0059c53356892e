use std::io::{self, Read};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// The far ends of `memory socket`: another process, so that theirs is not counted as the peer's.
pub struct Held(Child);

impl Held {
    /// Starts a process that opens `count` connections to a port of this machine and keeps them.
    pub fn start(port: u16, count: u64) -> io::Result<Held> {
        let program = std::env::current_exe()?;
        let child = Command::new(program)
            .args(["--hold", &port.to_string(), &count.to_string()])
            .stdin(Stdio::piped())
            .spawn()?;
        Ok(Held(child))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // Its input ends, and with it the process.
        drop(self.0.stdin.take());
        self.0.wait().expect("the holder ends");
    }
}

/// The holder's own main: connects, and waits until its input ends.
pub fn hold(port: u16, count: u64) -> io::Result<()> {
    let mut held = Vec::new();
    for _ in 0..count {
        held.push(TcpStream::connect(("127.0.0.1", port))?);
    }
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// As many open files as the system allows this user.
pub fn raise_open_files() {
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: the pointers are to an rlimit that lives through the calls.
    unsafe {
        if libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit) == 0 {
            limit.rlim_cur = limit.rlim_max;
            libc::setrlimit(libc::RLIMIT_NOFILE, &limit);
        }
    }
}
