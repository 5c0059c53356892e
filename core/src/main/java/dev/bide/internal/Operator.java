package dev.bide.internal;

/**
 * A computation that runs others, which it has accepted, or that has accepted an item: it starts
 * even when a cancel is in the air, and passes that on. A leaf does not start then.
 */
public interface Operator {}
