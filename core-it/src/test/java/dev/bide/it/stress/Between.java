package dev.bide.it.stress;

import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static dev.bide.Async.race;
import static dev.bide.Async.sleep;

import dev.bide.Async;
import dev.bide.AsyncSupplier;
import dev.bide.Scope;
import dev.bide.TimedOutException;
import dev.bide.sync.AsyncChannel;
import dev.bide.sync.Oneshot;
import java.util.ArrayList;
import java.util.List;

/** Channels and the like. */
final class Between {
  private Between() {}

  /**
   * What goes through a channel.
   *
   * @param number how many were sent before
   * @param value what a program gave
   */
  private record Parcel(int number, Object value) {}

  /** A sender and a receiver; each item arrives once, in order, or is left in the channel. */
  private static final class Run {
    final Plan p;
    final Place at;
    final AsyncChannel<Parcel> channel;
    int sent;
    int received;
    int lastNumber = -1;

    Run(Plan p, Place at) {
      this.p = p;
      this.at = at;
      int capacity = 1 + p.a() % 3;
      this.channel =
          p.a() > 15
              ? AsyncChannel.unbounded()
              : p.a() > 8 || !at.world().host.isConfined()
                  ? AsyncChannel.bounded(capacity)
                  : AsyncChannel.local(capacity);
    }

    /** Notes that an item has arrived, and gives its value. */
    Object arrived(Parcel parcel) {
      received++;
      if (parcel.number() <= lastNumber) {
        at.world().fault("item " + parcel.number() + " came after " + lastNumber);
      }
      lastNumber = parcel.number();
      return parcel.value();
    }

    Async<Object, Exception> sends() {
      return async(() -> {
        int number = 0;
        try {
          for (Plan part : p.parts()) {
            for (int i = 0; i <= p.b() % 3; i++) {
              send(new Parcel(number++, at.run(part).await())).await();
            }
          }
        } catch (TimedOutException e) {
          at.world().log("the channel was full");
        } finally {
          channel.close();
        }
        return 1;
      });
    }

    private Async<Void, Exception> send(Parcel parcel) {
      return async(() -> {
        boolean taken = false;
        try {
          if (p.a() % 2 == 0) {
            channel.send(parcel).await();
          } else {
            channel.send(parcel).timeout(World.ms(p.b())).await();
          }
          taken = true;
          sent++;
        } finally {
          if (!taken) {
            at.inCleanUp().use(parcel.value()).await();
          }
        }
      });
    }

    Async<Object, Exception> receives() {
      return async(() -> {
        switch (p.b() % 4) {
          case 0 -> {
            Parcel parcel;
            while ((parcel = channel.receive().await()) != null) {
              at.use(arrived(parcel)).await();
            }
          }
          case 1 -> {
            for (Parcel parcel : channel.stream().await()) {
              at.use(arrived(parcel)).await();
              if (p.a() == 5) {
                break;
              }
            }
          }
          case 2 -> receivesWithLimit().await();
          default -> receivesMany().await();
        }
        if (p.a() == 7) {
          throw at.world().boom("receiver of " + p.id());
        }
        channel.close();
        return 2;
      });
    }

    private Async<Void, Exception> receivesWithLimit() {
      return async(() -> {
        while (true) {
          try {
            Parcel parcel = channel.receive().timeout(World.ms(2)).await();
            if (parcel == null) {
              return;
            }
            at.use(arrived(parcel)).await();
          } catch (TimedOutException e) {
            at.world().log("nothing was in the channel");
          }
        }
      });
    }

    private Async<Void, Exception> receivesMany() {
      return async(() -> {
        List<Parcel> into = new ArrayList<>();
        try {
          while (channel.receiveMany(into, 2).await() > 0) {
            sleep(World.ms(1)).await();
          }
        } catch (Throwable e) {
          at.world().seen(e); // should a closing fail, it takes its place
          throw e;
        } finally {
          List<Object> values = new ArrayList<>();
          into.forEach(parcel -> values.add(arrived(parcel)));
          at.inCleanUp().use(values).await();
        }
      });
    }

    Async<Void, Exception> isOver() {
      return async(() -> {
        channel.close();
        List<Object> left = new ArrayList<>();
        for (Parcel v = channel.tryReceive(); v != null; v = channel.tryReceive()) {
          left.add(arrived(v));
        }
        if (received != sent) {
          at.world().fault(sent + " items were sent, and " + received + " arrived");
        }
        at.inCleanUp().use(left).await();
      });
    }
  }

  static Async<Object, Exception> channel(Plan p, Place at) {
    return async(() -> {
      Run run = new Run(p, at);
      try {
        join(run.sends(), run.receives()).await();
      } catch (Throwable e) {
        at.world().seen(e); // should a closing fail, it takes its place
        throw e;
      } finally {
        run.isOver().await();
      }
      return 3;
    });
  }

  static Async<Object, Exception> receiveRace(Plan p, Place at) {
    return async(() -> {
      AsyncChannel<List<Object>> channel = AsyncChannel.bounded(1);
      List<AsyncSupplier<Object, Exception>> all =
          List.of(
              () -> valueOf(channel.receive().await()),
              () -> valueOf(channel.receive().await()),
              () -> {
                at.runAndUse(p.part(0)).await();
                return "other";
              });
      try {
        return join(
                () -> race(all).await(),
                () -> {
                  Object v = at.run(p.part(1)).await();
                  boolean taken = false;
                  try {
                    channel.send(v == null ? List.of() : List.of(v)).await();
                    taken = true;
                  } finally {
                    if (!taken) {
                      at.inCleanUp().use(v).await();
                    }
                  }
                  return 2;
                })
            .await()
            .first();
      } catch (Throwable e) {
        at.world().seen(e); // should the closing fail, it takes its place
        throw e;
      } finally {
        channel.close();
        at.inCleanUp().use(channel.tryReceive()).await();
      }
    });
  }

  private static Object valueOf(List<Object> parcel) {
    return parcel == null || parcel.isEmpty() ? null : parcel.getFirst();
  }

  static Async<Object, Exception> oneshot(Plan p, Place at) {
    return Async.scope((Scope s) -> {
      Oneshot<Object, Exception> answer = Oneshot.create();
      s.spawn(() -> {
        try {
          for (Plan part : p.parts()) {
            at.runAndUse(part).await();
          }
          answer.complete("done");
        } catch (Exception e) {
          at.world().seen(e);
          answer.fail(e);
        } finally {
          answer.complete("cancelled"); // does nothing when it is complete
        }
      });
      for (int i = 0; i < 3; i++) {
        try {
          return answer.timeout(World.ms(p.a())).await();
        } catch (TimedOutException e) {
          at.world().log("no answer yet");
        }
      }
      return "never";
    });
  }
}
