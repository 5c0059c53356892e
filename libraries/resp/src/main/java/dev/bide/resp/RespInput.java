package dev.bide.resp;

import static dev.bide.Async.async;

import dev.bide.Async;
import dev.bide.io.AsyncRead;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads values from a connection. A cancelled read loses nothing. */
final class RespInput {
  private final AsyncRead in;
  private final RespDecoder decoder;

  RespInput(AsyncRead in, RespDecoder decoder) {
    this.in = in;
    this.decoder = decoder;
  }

  /** The next value if it is here already; else null. */
  @Nullable RespValue available() throws RespProtocolException {
    return decoder.next();
  }

  /** The next value; null at the end. The end inside a value is an {@code EOFException}. */
  Async<@Nullable RespValue, IOException> read() {
    return async(() -> {
      RespValue value;
      while ((value = decoder.next()) == null) {
        int n = in.read(decoder.space()).await();
        if (n < 0) {
          if (!decoder.isAtStart()) {
            throw new EOFException("the connection ended inside a value");
          }
          return null;
        }
        decoder.filled();
      }
      return value;
    });
  }
}
