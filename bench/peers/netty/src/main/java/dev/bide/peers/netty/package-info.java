/** Netty on one event loop. */
@NullMarked
package dev.bide.peers.netty;

import org.jspecify.annotations.NullMarked;
