package dev.bide.runtimes.sockets;

import dev.bide.Async;
import dev.bide.Blocking;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.BlockingWork;
import dev.bide.runtime.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** The look-up of a host's name. */
final class Resolution {
  private Resolution() {}

  /** Resolves a name on a thread that may block; a resolver cannot be interrupted. */
  static Async<InetAddress[], UnknownHostException> resolve(BlockingWork blocking, String host) {
    LookUp lookUp = new LookUp(host);
    return new Resolving(lookUp, blocking.run(lookUp, true));
  }

  /** Ends a resolution that is not wanted any more. */
  static void stop(Async<InetAddress[], UnknownHostException> resolving, Context cx) {
    resolving.cancel();
    try {
      resolving.poll(cx);
    } catch (Cancelled | UnknownHostException e) {
      // the end of the wait; or an answer that has come meanwhile
    }
  }

  /**
   * Keeps its failure instead of throwing it: that a host is unknown which nobody asks for any more
   * is no failure to report.
   */
  private static final class LookUp implements Blocking.Call<InetAddress[], UnknownHostException> {
    private final String host;
    private @Nullable UnknownHostException failure;

    LookUp(String host) {
      this.host = host;
    }

    @Override
    public InetAddress[] call() {
      if (host.isEmpty()) {
        failure = new UnknownHostException("the host name is empty");
      } else {
        try {
          return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
          failure = e;
        }
      }
      return new InetAddress[0];
    }
  }

  /** Gives what the look-up has found, or throws its failure. */
  private record Resolving(LookUp lookUp, Async<InetAddress[], UnknownHostException> run)
      implements Async<InetAddress[], UnknownHostException> {
    @Override
    public @Nullable Object poll(Context cx) throws UnknownHostException {
      Object found = run.poll(cx);
      UnknownHostException failure = found == Poll.PENDING ? null : lookUp.failure;
      if (failure != null) {
        throw failure;
      }
      return found;
    }

    @Override
    public void cancel() {
      run.cancel();
    }
  }
}
