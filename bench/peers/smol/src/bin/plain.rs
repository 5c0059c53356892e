//! The smol peer, as it is timed.

fn main() {
    bide_peer_side::main(&peer_smol::Smol::new());
}
