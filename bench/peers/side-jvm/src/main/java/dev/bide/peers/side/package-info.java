/** What the peers on the JVM share: the protocol of a side, its clocks, its self-test. */
@NullMarked
package dev.bide.peers.side;

import org.jspecify.annotations.NullMarked;
