package dev.bide.internal;

/** A computation that a cancel does not reach, and that starts even when one is in the air. */
interface Uncancellable {}
