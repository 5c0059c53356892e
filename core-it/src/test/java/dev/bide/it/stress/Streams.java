package dev.bide.it.stress;

import static dev.bide.Async.async;
import static dev.bide.Async.sleep;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.AsyncFunction;
import dev.bide.AsyncStream;
import dev.bide.Emitter;
import dev.bide.Scope;
import dev.bide.TimedOutException;
import java.util.ArrayList;
import java.util.List;

/**
 * Streams, left at any place. What makes the items is the stream's own: a cancel reaches it when
 * the stream is closed, after what the reader does first.
 */
@SuppressWarnings("try") // its resources are not used, and their closing throws anything
final class Streams {
  /**
   * An item that is closed when the stream drops it.
   *
   * @param number how many were emitted before
   * @param value what a program gave
   * @param at where it is
   */
  private record Numbered(int number, Object value, Place at) implements AsyncCloseable<Exception> {
    @Override
    public Async<Void, Exception> closeAsync() {
      return async(() -> {
        at.inCleanUp().use(value).await();
      });
    }
  }

  /**
   * An item that closes the stream that drops it, which is refused.
   *
   * @param plan what has made it
   * @param at where it is
   * @param itself the stream
   */
  private record Last(Plan plan, Place at, List<AsyncStream<Object, Exception>> itself)
      implements AsyncCloseable<Exception> {
    @Override
    public Async<Void, Exception> closeAsync() {
      return triesToClose(plan, at, itself);
    }
  }

  private Streams() {}

  private static AsyncStream<Plan, Exception> of(List<Plan> parts) {
    return AsyncStream.from(parts).throwing(Exception.class);
  }

  private static Async<Object, Exception> item(Plan part, Place at) {
    return at.inCleanUp().runForItem(part);
  }

  /** Reads a stream, and leaves it after so many items. */
  private static Async<Object, Exception> read(
      AsyncStream<Object, Exception> stream, int most, int pause, Place at) {
    return async(() -> {
      int n = 0;
      for (Object o : stream.await()) {
        at.use(o).await();
        if (++n > most) {
          break;
        }
        sleep(World.ms(pause)).await();
      }
      return n;
    });
  }

  static Async<Object, Exception> map(Plan p, Place at) {
    return async(() -> {
      int n = 0;
      for (Object o : of(p.parts()).map(part -> item(part, at).await()).await()) {
        at.use(o).await();
        n++;
        if (p.b() == 4) {
          return n;
        }
        if (p.b() == 5) {
          throw at.world().boom("loop of " + p.id());
        }
      }
      return n;
    });
  }

  static Async<Object, Exception> mapConcurrent(Plan p, Place at) {
    var items = of(p.partsTwice()).mapConcurrent(1 + p.a() % 4, part -> item(part, at).await());
    var some =
        items.filter(o -> {
          sleep(World.ms(p.a() % 2)).await();
          return p.a() != 3 || o instanceof Resource;
        });
    return read(some, p.b() % 5, p.b() % 3, at);
  }

  static Async<Object, Exception> merge(Plan p, Place at) {
    var all =
        p.parts().stream()
            .map(part -> of(List.of(part, part)).map(twice -> item(twice, at).await()))
            .toList();
    return read(AsyncStream.merge(all), p.b() % 5, p.b() % 3, at);
  }

  /** Its items are numbered, and read at times with a limit for each. */
  static Async<Object, Exception> generate(Plan p, Place at) {
    World world = at.world();
    int[] emitted = {0};
    var stream =
        AsyncStream.<Numbered, Exception>generate((Emitter<Numbered> out) -> {
          world.enter(p);
          try {
            for (int i = 0; i < 3; i++) {
              Object v = item(p.part(0), at).await();
              out.emit(new Numbered(emitted[0]++, v, at)).await();
            }
          } catch (Throwable e) {
            world.seen(e); // should a cancel come in the finally, it takes its place
            throw e;
          } finally {
            world.leave(p);
            if (p.a() > 12) {
              sleep(World.ms(1)).await();
            }
          }
        });
    return async(() -> {
      int read = 0;
      int late = 0;
      try (stream) {
        while (read <= p.b() % 4) {
          try {
            Numbered item =
                p.b() > 12
                    ? stream.next().timeout(World.ms(p.a() % 6)).await()
                    : stream.next().await();
            if (item == null) {
              break;
            }
            if (item.number() != read) {
              world.fault("item " + item.number() + " came when " + read + " was due");
            }
            read++;
            at.use(item.value()).await();
          } catch (TimedOutException e) {
            if (++late > 4) {
              break;
            }
          }
        }
      }
      return read;
    });
  }

  static Async<Object, Exception> forEachConcurrent(Plan p, Place at) {
    return async(() -> {
      of(p.partsTwice())
          .forEachConcurrent(
              1 + p.a() % 3,
              part -> {
                at.inCleanUp().runAndUse(part).await();
              })
          .await();
      return 1;
    });
  }

  static Async<Object, Exception> flatMap(Plan p, Place at) {
    var flat =
        of(p.parts())
            .flatMap(part ->
                AsyncStream.<Object, Exception>generate((Emitter<Object> out) -> {
                  out.emit(item(part, at).await()).await();
                  out.emit("and another").await();
                }));
    return withLimit(flat.timeout(World.ms(5 + p.a())), p, at);
  }

  private static Async<Object, Exception> withLimit(
      AsyncStream<Object, ? extends Exception> stream, Plan p, Place at) {
    return async(() -> {
      try {
        return read(stream.throwing(Exception.class), p.b() % 5, 0, at).await();
      } catch (TimedOutException e) {
        at.world().seen(e);
        return "an item was late";
      }
    });
  }

  static Async<Object, Exception> flatMapIterable(Plan p, Place at) {
    var flat =
        of(p.parts())
            .flatMapIterable(
                part -> List.<Object>of(at.inCleanUp().runAndUse(part).await(), "two", "three"));
    return read(flat, p.b() % 7, p.b() % 2, at);
  }

  static Async<Object, Exception> concat(Plan p, Place at) {
    AsyncStream<Object, Exception> all = AsyncStream.of((Object) "first").throwing(Exception.class);
    for (Plan part : p.parts()) {
      all = AsyncStream.concat(all, of(List.of(part)).map(one -> item(one, at).await()));
    }
    var some = all.skip(p.a() % 2).peek(o -> sleep(World.ms(p.b() % 2)).await()).distinct();
    return read(some.limit(1 + p.b() % 4), 20, 0, at);
  }

  static Async<Object, Exception> takeAndReduce(Plan p, Place at) {
    int[] n = {0};
    return async(() ->
        of(p.partsTwice())
            .takeWhile(part -> {
              at.inCleanUp().runAndUse(part).await();
              return n[0]++ < p.a() % 4;
            })
            .dropWhile(part -> {
              sleep(World.ms(1)).await();
              return n[0] < 2;
            })
            .map(Plan::id)
            .reduce(
                0,
                (x, y) -> {
                  sleep(World.ms(1)).await();
                  return x + y;
                })
            .await());
  }

  static Async<Object, Exception> chunks(Plan p, Place at) {
    return async(() -> {
      int n = 0;
      var items =
          of(p.partsTwice()).mapConcurrent(2, part -> at.inCleanUp().runAndUse(part).await());
      for (List<Object> chunk : items.chunks(2).throttle(World.ms(1)).await()) {
        n += chunk.size();
        if (n > p.b() % 6) {
          break;
        }
      }
      return n;
    });
  }

  static Async<Object, Exception> interval(Plan p, Place at) {
    return async(() -> {
      int n = 0;
      for (long i : AsyncStream.interval(World.ms(1 + p.a() % 4)).await()) {
        at.runAndUse(p.part((int) (i % p.parts().size()))).await();
        if (++n > p.b() % 4) {
          break;
        }
      }
      return n;
    });
  }

  /** What makes the items tries to close the stream, which is refused, and goes on. */
  static Async<Object, Exception> closesInside(Plan p, Place at) {
    List<AsyncStream<Object, Exception>> itself = new ArrayList<>();
    AsyncFunction<Plan, Object, Exception> f =
        part -> {
          try {
            at.inCleanUp().runAndUse(part).await();
            return new Last(p, at, itself);
          } catch (Throwable e) {
            at.world().seen(e); // should a cancel come in the finally, it takes its place
            throw e;
          } finally {
            triesToClose(p, at, itself).await();
          }
        };
    var parts = of(p.parts());
    itself.add(
        switch (p.a() % 5) {
          case 0 -> parts.map(f);
          case 1 -> parts.mapConcurrent(2, f).filter(o -> true);
          case 2 ->
              AsyncStream.generate((Emitter<Object> out) -> {
                for (Plan part : p.parts()) {
                  out.emit(f.apply(part).await()).await();
                }
              });
          case 3 -> AsyncStream.merge(List.of(parts.map(f)));
          default -> parts.flatMap(part -> of(List.of(part)).map(f));
        });
    return p.b() % 2 == 0
        ? read(itself.getFirst(), p.b() % 5, 1, at)
        : async(() -> {
          itself
              .getFirst()
              .forEach(o -> {
                at.use(o).await();
              })
              .await();
          return 1;
        });
  }

  private static Async<Void, Exception> triesToClose(
      Plan p, Place at, List<AsyncStream<Object, Exception>> itself) {
    Async<Void, Exception> tries =
        async(() -> {
          if (p.b() > 9) {
            sleep(World.ms(p.b() - 9)).await();
          }
          try {
            itself.getFirst().closeAsync().await();
          } catch (IllegalStateException e) {
            return;
          }
          at.world().fault("closed from inside itself");
        });
    return Async.scope((Scope s) -> {
      switch (p.b() % 4) {
        case 0 -> s.spawn(() -> tries.await());
        case 1 -> s.start(() -> tries.await());
        case 2 -> Async.join(tries, sleep(World.ms(1))).await();
        default -> tries.await();
      }
    });
  }
}
