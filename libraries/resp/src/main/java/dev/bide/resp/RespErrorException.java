package dev.bide.resp;

import java.io.IOException;
import java.io.Serial;

/** The server answered a command with an error. The connection is fine. */
public final class RespErrorException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final String code;

  RespErrorException(RespValue.ErrorString error) {
    super(error.text());
    this.code = error.code();
  }

  /** The error's first word: {@code ERR}, {@code WRONGTYPE}, {@code MOVED}, … */
  public String code() {
    return code;
  }
}
