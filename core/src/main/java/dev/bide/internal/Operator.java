package dev.bide.internal;

/**
 * A computation that runs others, which it has accepted: it starts even when a cancel is in the
 * air, and passes that on to them. A leaf does not start then.
 */
interface Operator {}
