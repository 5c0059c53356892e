package dev.bide;

import java.io.Serial;

/**
 * An item was sent to a channel that is closed; the channel has not taken it. Unchecked, as most
 * senders own the channel or are cancelled before it is closed.
 */
public final class ChannelClosedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** Says so. */
  public ChannelClosedException() {
    super("the channel is closed; the item was not taken");
  }
}
