package dev.bide.sync;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.internal.sync.Channel;
import dev.bide.weave.v1.LeafForm;
import dev.bide.weave.v1.Leaves;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A queue between tasks. Many may send, many may receive; each item goes to one of them. Items come
 * out in the order in which they were sent, and those who wait are served in the order in which
 * they began to. Carries no nulls.
 *
 * <pre>{@code
 * AsyncChannel<Job> jobs = AsyncChannel.bounded(16);
 * s.spawn(() -> { for (Job j : jobs.stream().await()) j.run().await(); });
 * jobs.send(job).await();
 * jobs.close();
 * }</pre>
 *
 * <p>{@link #bounded} and {@link #unbounded} channels may be used by tasks of any runtime and by
 * plain code on any thread. A {@link #local} one belongs to the confined runtime whose task first
 * waits for it, takes no atomic operation, and refuses everyone else.
 *
 * <p>Nothing is lost by a cancel: a cancelled send has either been taken and ends normally, or has
 * not and throws {@code Cancelled}; a cancelled receive has taken nothing.
 *
 * @param <T> the items
 */
public interface AsyncChannel<T> extends AutoCloseable {
  /**
   * A channel that holds at most {@code capacity} items; a send waits while it is full.
   *
   * @throws IllegalArgumentException when {@code capacity} is not positive
   */
  static <T> AsyncChannel<T> bounded(int capacity) {
    return Channel.shared(capacity);
  }

  /** A channel in which a send never waits. */
  static <T> AsyncChannel<T> unbounded() {
    return Channel.shared(Integer.MAX_VALUE);
  }

  /**
   * A bounded channel for the tasks of one confined runtime.
   *
   * @throws IllegalArgumentException when {@code capacity} is not positive
   */
  static <T> AsyncChannel<T> local(int capacity) {
    return Channel.local(capacity);
  }

  /**
   * Puts an item in, waiting while the channel is full. Throws {@link
   * dev.bide.ChannelClosedException} once the channel is closed; the item is then not taken.
   */
  @LeafForm(Leaves.class)
  Async<@Nullable Void, RuntimeException> send(T item);

  /**
   * Puts an item in if there is room and nobody waits to send.
   *
   * @return whether it was taken; false once the channel is closed
   */
  boolean trySend(T item);

  /** Takes the next item, waiting for one; null once the channel is closed and empty. */
  @LeafForm(Leaves.class)
  Async<@Nullable T, RuntimeException> receive();

  /** The next item if there is one that nobody waits for; else null. */
  @Nullable T tryReceive();

  /**
   * Waits for an item, then takes all that are there, up to {@code max}.
   *
   * @return how many were added to {@code into}; 0 once the channel is closed and empty
   * @throws IllegalArgumentException when {@code max} is not positive
   */
  Async<Integer, RuntimeException> receiveMany(Collection<? super T> into, int max);

  /**
   * A view for one consumer: {@code for (T t : channel.stream().await())}. Closing the view, as
   * leaving the loop does, leaves the channel open.
   */
  AsyncStream<T, RuntimeException> stream();

  /**
   * Takes no more items. Sends that wait fail; what is in the channel can still be received.
   * Closing twice does nothing.
   */
  @Override
  void close();

  /** Whether {@link #close} was called. */
  boolean isClosed();

  /** How many items are in it at the moment. */
  int size();
}
