package dev.bide.examples.crawler.sync;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** A buffered stream of {@code java.io} under the names that Bide's has. */
public final class BufRead {
  private final InputStream in;

  private BufRead(InputStream in) {
    this.in = in;
  }

  /** Reads ahead from a connection. */
  public static BufRead of(TcpStream stream) throws IOException {
    return new BufRead(new BufferedInputStream(stream.in()));
  }

  /** A line without its end; null at the end of the stream. */
  public @Nullable String readLine(Charset charset, int max) throws IOException {
    var line = new ByteArrayOutputStream();
    int next = in.read();
    if (next == -1) {
      return null;
    }
    while (next != '\n' && next != -1) {
      if (line.size() == max) {
        throw new IOException("a line is longer than " + max + " bytes");
      }
      line.write(next);
      next = in.read();
    }
    String text = line.toString(charset);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** The next {@code n} bytes. */
  public byte[] readExactly(int n) throws IOException {
    byte[] bytes = in.readNBytes(n);
    if (bytes.length < n) {
      throw new EOFException("the stream ended after " + bytes.length + " of " + n + " bytes");
    }
    return bytes;
  }

  /** All bytes up to the end of the stream. */
  public byte[] readAllBytes() throws IOException {
    return in.readAllBytes();
  }
}
