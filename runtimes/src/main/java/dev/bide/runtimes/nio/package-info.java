/**
 * TCP over {@code java.nio}'s selector: on every system, without native access. What a {@link
 * dev.bide.runtimes.LocalRuntime} uses unless it is told otherwise.
 */
package dev.bide.runtimes.nio;
