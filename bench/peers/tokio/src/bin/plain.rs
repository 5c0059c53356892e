//! The tokio peer, as it is timed.

fn main() {
    bide_peer_side::main(&peer_tokio::Tokio::new());
}
