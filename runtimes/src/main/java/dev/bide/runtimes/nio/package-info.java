/**
 * TCP over {@code java.nio}'s selector, for one thread: the network of a {@link
 * dev.bide.runtimes.LocalRuntime}.
 */
package dev.bide.runtimes.nio;
