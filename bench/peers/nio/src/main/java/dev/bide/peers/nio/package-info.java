/** A hand-written selector loop. */
@NullMarked
package dev.bide.peers.nio;

import org.jspecify.annotations.NullMarked;
