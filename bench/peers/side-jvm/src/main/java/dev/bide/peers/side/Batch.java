package dev.bide.peers.side;

/**
 * What one batch took.
 *
 * @param done operations done
 * @param wallNanos time on the wall
 * @param cpuNanos CPU time of the process
 * @param allocated bytes that its threads allocated
 */
public record Batch(long done, long wallNanos, long cpuNanos, long allocated) {}
