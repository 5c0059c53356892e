package dev.bide.weave.v1;

import dev.bide.Async;

/**
 * What a direct call returns when what waits is no frame: the caller does not know it otherwise.
 */
class Waiting extends Suspended {
  final Async<?, ?> on;

  Waiting(Async<?, ?> on) {
    this.on = on;
  }
}
