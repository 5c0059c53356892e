package dev.bide.resp;

import java.io.IOException;
import java.io.Serial;

/**
 * What came is not the protocol, or is more than the {@link RespLimits} allow. The connection
 * cannot be used any more: nobody knows where the next value begins.
 */
public final class RespProtocolException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  RespProtocolException(String message) {
    super(message);
  }
}
