package dev.bide.weave.v1;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.Emitter;
import dev.bide.Task;
import dev.bide.internal.EngineContext;
import dev.bide.internal.Sleep;
import dev.bide.internal.TurnOver;
import dev.bide.internal.stream.Stage;
import dev.bide.internal.stream.Streams;
import dev.bide.internal.sync.Channel;
import dev.bide.internal.sync.Permits;
import dev.bide.io.AsyncRead;
import dev.bide.io.AsyncWrite;
import dev.bide.net.TcpListener;
import dev.bide.sync.AsyncChannel;
import dev.bide.sync.AsyncSemaphore;
import dev.bide.sync.Mutex;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The {@linkplain LeafForm leaf forms} of core's own leaves. For woven code. Without a context they
 * do nothing, see {@link Leaf}.
 */
public final class Leaves {
  private Leaves() {}

  /** Of {@link Task#yield}. */
  public static @Nullable Object yield(@Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    if (cx == null) {
      return null;
    }
    return Leaf.mayStart(cx)
        ? TurnOver.inPlace((EngineContext) cx, spare)
        : Leaf.plain(Task.yield(), cx);
  }

  /** Of {@link Async#sleep}. */
  public static @Nullable Object sleep(Duration time, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    if (cx == null) {
      return null;
    }
    return Leaf.mayStart(cx)
        ? Sleep.inPlace(time, (EngineContext) cx, spare)
        : Leaf.plain(Async.sleep(time), cx);
  }

  /** Of {@link AsyncStream#next}, also in the head of a loop. */
  public static @Nullable Object next(
      AsyncStream<?, ?> self, @Nullable Slots cx, @Nullable Suspended spare) throws Throwable {
    if (cx == null) {
      return null;
    }
    return Leaf.mayStart(cx)
        ? Stage.nextInPlace(self, (EngineContext) cx, spare)
        : Leaf.plain(self.next(), cx);
  }

  /** Of {@link Emitter#emit}. */
  @SuppressWarnings("unchecked") // as the call was checked
  public static @Nullable Object emit(
      Emitter<?> self, Object item, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    if (cx == null) {
      return null;
    }
    return Leaf.mayStart(cx)
        ? Streams.emitInPlace(self, item, (EngineContext) cx, spare)
        : Leaf.plain(((Emitter<Object>) self).emit(item), cx);
  }

  /** Of {@link AsyncChannel#send}. */
  @SuppressWarnings("unchecked") // as the call was checked
  public static @Nullable Object send(
      AsyncChannel<?> self, Object item, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    if (cx == null) {
      return null;
    }
    AsyncChannel<Object> to = (AsyncChannel<Object>) self;
    return to instanceof Channel<Object> c && Leaf.mayStart(cx)
        ? c.sendInPlace(item, (EngineContext) cx, spare)
        : Leaf.plain(to.send(item), cx);
  }

  /** Of {@link AsyncChannel#receive}. */
  public static @Nullable Object receive(
      AsyncChannel<?> self, @Nullable Slots cx, @Nullable Suspended spare) throws Throwable {
    if (cx == null) {
      return null;
    }
    return self instanceof Channel<?> c && Leaf.mayStart(cx)
        ? c.receiveInPlace((EngineContext) cx, spare)
        : Leaf.plain(self.receive(), cx);
  }

  /** Of {@link AsyncSemaphore#acquire}. */
  public static @Nullable Object acquire(
      AsyncSemaphore self, @Nullable Slots cx, @Nullable Suspended spare) throws Throwable {
    if (cx == null) {
      return null;
    }
    return Leaf.mayStart(cx)
        ? Permits.of(self).acquireInPlace((EngineContext) cx, spare)
        : Leaf.plain(self.acquire(), cx);
  }

  /** Of {@link Mutex#lock}. */
  public static @Nullable Object lock(Mutex self, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    if (cx == null) {
      return null;
    }
    return Leaf.mayStart(cx)
        ? Permits.of(self).acquireInPlace((EngineContext) cx, spare)
        : Leaf.plain(self.lock(), cx);
  }

  /** Of {@link AsyncRead#read(ByteBuffer)}. */
  public static @Nullable Object read(
      AsyncRead self, ByteBuffer into, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    if (cx == null) {
      return null;
    }
    return self instanceof InPlace.Read r && Leaf.mayStart(cx)
        ? r.readInPlace(into, cx, spare)
        : Leaf.plain(self.read(into), cx);
  }

  /** Of {@link AsyncWrite#write(ByteBuffer)}. */
  public static @Nullable Object write(
      AsyncWrite self, ByteBuffer from, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    if (cx == null) {
      return null;
    }
    return self instanceof InPlace.Write w && Leaf.mayStart(cx)
        ? w.writeInPlace(from, cx, spare)
        : Leaf.plain(self.write(from), cx);
  }

  /** Of {@link AsyncWrite#writeAll(ByteBuffer)}. */
  public static @Nullable Object writeAll(
      AsyncWrite self, ByteBuffer from, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    if (cx == null) {
      return null;
    }
    return self instanceof InPlace.Write w && Leaf.mayStart(cx)
        ? w.writeAllInPlace(from, cx, spare)
        : Leaf.plain(self.writeAll(from), cx);
  }

  /** Of {@link AsyncWrite#writeAll(ByteBuffer...)}. */
  public static @Nullable Object writeAll(
      AsyncWrite self, ByteBuffer[] from, @Nullable Slots cx, @Nullable Suspended spare)
      throws Throwable {
    if (cx == null) {
      return null;
    }
    return from.length == 1 && self instanceof InPlace.Write w && Leaf.mayStart(cx)
        ? w.writeAllInPlace(from[0], cx, spare)
        : Leaf.plain(self.writeAll(from), cx);
  }

  /** Of {@link TcpListener#accept}. */
  public static @Nullable Object accept(
      TcpListener self, @Nullable Slots cx, @Nullable Suspended spare) throws Throwable {
    if (cx == null) {
      return null;
    }
    return self instanceof InPlace.Accept a && Leaf.mayStart(cx)
        ? a.acceptInPlace(cx, spare)
        : Leaf.plain(self.accept(), cx);
  }
}
