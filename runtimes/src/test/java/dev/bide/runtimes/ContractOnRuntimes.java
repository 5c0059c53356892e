package dev.bide.runtimes;

import dev.bide.Async;
import dev.bide.Blocking;
import dev.bide.Task;
import dev.bide.net.TcpListener;
import dev.bide.testing.contract.ContractSuite;
import dev.bide.testing.contract.ContractSuite.Check;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The contract's suite on {@link LocalRuntime}, and its rules for what a runtime has beyond a
 * scheduler: sockets, blocking work, the way from plain code, an orderly end.
 */
public final class ContractOnRuntimes implements ContractSuite.Source {
  /** For {@code java.util.ServiceLoader}. */
  public ContractOnRuntimes() {}

  /** The checks on the local runtime. */
  @Override
  public List<Check> checks() {
    List<Check> all = new ArrayList<>(ContractSuite.on("local", LocalHost::new));
    all.add(
        check(
            "closing cancels, waits, aborts, waits, abandons and reports",
            ContractOnRuntimes::closing,
            25,
            15));
    all.add(
        check("a socket refuses another runtime's task", ContractOnRuntimes::foreignSocket, 33));
    all.add(check("a cancel interrupts and waits", ContractOnRuntimes::cancelBlockingWork, 35));
    all.add(check("abandonOnCancel does not wait", ContractOnRuntimes::abandonBlockingWork, 35));
    all.add(check("it refuses on a runtime's own thread", ContractOnRuntimes::blockInside, 36));
    all.add(
        check(
            "an interrupt cancels, polls to the end and restores the flag",
            ContractOnRuntimes::interrupt,
            36));
    return all;
  }

  private static Check check(String name, ContractSuite.Body body, Integer... rules) {
    return new Check(List.of(rules), name, "local", body);
  }

  private static void closing() {
    List<String> seen = new ArrayList<>();
    Recorder failures = new Recorder();
    LocalRuntime rt =
        LocalRuntime.builder()
            .onFailure(failures)
            .clock(new VirtualClock())
            .cancelLimit(Duration.ofSeconds(3))
            .abortLimit(Duration.ofSeconds(2))
            .build();
    Task<?, ?> obedient =
        rt.spawn(() -> {
          try {
            new Never(true).await();
          } finally {
            Async.sleep(Duration.ofSeconds(2)).await();
            seen.add("cleaned up");
          }
        });
    Task<?, ?> slow =
        rt.spawn(() -> {
          try {
            new Never(true).await();
          } finally {
            try {
              Async.sleep(Duration.ofHours(1)).await();
            } finally {
              seen.add("aborted");
            }
          }
        });
    Task<?, ?> stubborn = rt.spawn(() -> new Never(false).await());
    rt.run(Task.yield());
    rt.close();
    equal(List.of("cleaned up", "aborted"), seen);
    equal(true, obedient.isEnded() && slow.isEnded() && stubborn.isEnded());
    refused(stubborn::resultNow);
    equal(1, failures.reports.size());
    refused(() -> rt.spawn(() -> 1));
  }

  private static void foreignSocket() throws IOException {
    try (LocalRuntime one = LocalRuntime.builder().name("one").build();
        LocalRuntime other = LocalRuntime.builder().name("other").build();
        TcpListener listener = one.run(() -> TcpListener.bind("localhost", 0).await())) {
      refused(() -> other.run(() -> listener.accept().await()), "'one'", "'other'");
    }
  }

  private static void cancelBlockingWork() {
    CountDownLatch runs = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    try (LocalRuntime rt = new LocalRuntime()) {
      rt.run(() -> {
        Task<?, InterruptedException> t =
            Async.capability(dev.bide.runtime.Scheduler.class)
                .await()
                .spawn(
                    Blocking.<InterruptedException>run(() -> blockUntilInterrupted(runs, ended)));
        while (runs.getCount() > 0) {
          Task.yield().await();
        }
        t.cancel();
        t.ended().await();
        equal(true, ended.get()); // it was interrupted, and waited for
      });
    }
  }

  private static void blockUntilInterrupted(CountDownLatch runs, AtomicBoolean ended)
      throws InterruptedException {
    runs.countDown();
    try {
      new CountDownLatch(1).await();
    } finally {
      ended.set(true);
    }
  }

  private static void abandonBlockingWork() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (LocalRuntime rt = new LocalRuntime()) {
      rt.run(() -> {
        Task<?, InterruptedException> t =
            Async.capability(dev.bide.runtime.Scheduler.class)
                .await()
                .spawn(
                    Blocking.<InterruptedException>run(
                            () -> {
                              runs.countDown();
                              go.await();
                              over.countDown();
                            })
                        .abandonOnCancel());
        while (runs.getCount() > 0) {
          Task.yield().await();
        }
        t.cancel();
        t.ended().await(); // although the code runs on
      });
      equal(1L, over.getCount());
      go.countDown();
      over.await(); // it was not interrupted
    }
  }

  @SuppressWarnings("bide:blocking-call") // which is what it refuses
  private static void blockInside() {
    try (LocalRuntime rt = LocalRuntime.builder().name("busy").build()) {
      refused(() -> rt.run(() -> Bridge.runBlocking(() -> 1)), "'busy'");
    }
    equal(1, Bridge.<Integer, RuntimeException>runBlocking(() -> 1));
  }

  private static void interrupt() {
    List<String> seen = new ArrayList<>();
    Thread.currentThread().interrupt();
    try {
      Bridge.runBlocking(() -> {
        try {
          new Never(true).await();
        } finally {
          Task.yield().await();
          seen.add("cleaned up");
        }
      });
      throw new AssertionError("the interrupt has cancelled nothing");
    } catch (CancellationException e) {
      seen.add("cancelled");
    } finally {
      equal(true, Thread.interrupted());
    }
    equal(List.of("cleaned up", "cancelled"), seen);
  }

  private static void equal(Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError("expected " + expected + " but was " + actual);
    }
  }

  /** What is refused. */
  private interface Call {
    void call() throws Exception;
  }

  private static void refused(Call c, String... message) {
    try {
      c.call();
    } catch (IllegalStateException e) {
      for (String part : message) {
        if (!("" + e.getMessage()).contains(part)) {
          throw new AssertionError("no " + part + " in the message", e);
        }
      }
      return;
    } catch (Exception e) {
      throw new AssertionError("another exception", e);
    }
    throw new AssertionError("not refused");
  }
}
