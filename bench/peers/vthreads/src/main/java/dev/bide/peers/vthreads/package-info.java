/** Java's virtual threads on one carrier, as a peer. */
@NullMarked
package dev.bide.peers.vthreads;

import org.jspecify.annotations.NullMarked;
