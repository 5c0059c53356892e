package dev.bide.weave.v1;

/**
 * Marks a lambda or method reference that the weaver has seen and left as it is, since it never
 * waits. Told apart by it: a block from a class that nobody wove.
 */
public interface Plain {}
