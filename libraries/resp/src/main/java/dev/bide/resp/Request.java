package dev.bide.resp;

import dev.bide.sync.Oneshot;
import java.io.IOException;

/** A command that was given to a client, and where its answer goes. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Request(byte[][] words, Oneshot<RespValue, IOException> answer) {
  Request(byte[][] words) {
    this(words, Oneshot.create());
  }

  /** Nobody will answer it any more. A fresh exception, since each has waiters of its own. */
  void fail(IOException cause) {
    answer.fail(new IOException(cause.getMessage(), cause));
  }
}
