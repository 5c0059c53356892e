package dev.bide.weave.v1;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The leaf forms of what a driver opens, which core does not know: the forms of {@code AsyncRead},
 * {@code AsyncWrite} and {@code TcpListener} ask what they are called with for these. For a class
 * that nobody can extend: what overrides {@code read} alone would not be asked.
 *
 * <p>Each is called when {@link Leaf#mayStart} has said yes, and does the rest of what {@link Leaf}
 * shows.
 */
public final class InPlace {
  private InPlace() {}

  /** Reads. */
  public interface Read {
    /** The form of {@code AsyncRead.read(into)}. */
    @Nullable Object readInPlace(ByteBuffer into, Slots cx, @Nullable Suspended spare)
        throws Exception;
  }

  /** Writes. */
  public interface Write {
    /** The form of {@code AsyncWrite.write(from)}. */
    @Nullable Object writeInPlace(ByteBuffer from, Slots cx, @Nullable Suspended spare)
        throws Exception;

    /** The form of {@code AsyncWrite.writeAll(from)}. */
    @Nullable Object writeAllInPlace(ByteBuffer from, Slots cx, @Nullable Suspended spare)
        throws Exception;
  }

  /** Accepts. */
  public interface Accept {
    /** The form of {@code TcpListener.accept()}. */
    @Nullable Object acceptInPlace(Slots cx, @Nullable Suspended spare) throws Exception;
  }
}
