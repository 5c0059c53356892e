//! The smol peer with every allocated byte counted.

#[global_allocator]
static ALLOCATOR: bide_peer_side::Counting = bide_peer_side::Counting;

fn main() {
    bide_peer_side::main(&peer_smol::Smol::new());
}
