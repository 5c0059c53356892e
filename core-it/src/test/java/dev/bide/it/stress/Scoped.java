package dev.bide.it.stress;

import static dev.bide.Async.async;
import static dev.bide.Async.select;
import static dev.bide.Async.sleep;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.ChannelClosedException;
import dev.bide.Emitter;
import dev.bide.Scope;
import dev.bide.Selected;
import dev.bide.Spawner;
import dev.bide.Supervisor;
import dev.bide.Task;
import dev.bide.TimedOutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Scopes and their children. */
final class Scoped {
  private Scoped() {}

  static Async<Object, Exception> scope(Plan p, Place at) {
    return Async.scope((Scope s) -> {
      if (p.a() > 8) {
        at.world().outer = s.spawner(Exception.class);
      }
      List<Task<?, ?>> children = new ArrayList<>();
      for (int i = 1; i < p.parts().size(); i++) {
        Plan part = p.part(i);
        switch ((p.a() + i) % 4) {
          case 0 -> children.add(s.start(() -> at.runAndUse(part).await()));
          case 1, 2 -> children.add(s.spawn(() -> at.runAndUse(part).await()));
          default ->
              children.add(
                  s.background(() -> {
                    at.runAndUse(part).await();
                  }));
        }
      }
      Object value = at.run(p.part(0)).await();
      try {
        if (!children.isEmpty()) {
          meddle(p, at, s, children.getFirst()).await();
        }
      } catch (Throwable t) {
        at.world().seen(t); // should the closing fail, it takes its place
        at.inCleanUp().use(value).await();
        throw t;
      }
      return value;
    });
  }

  private static Async<Void, Exception> meddle(Plan p, Place at, Scope s, Task<?, ?> child) {
    return async(() -> {
      switch (p.b() % 6) {
        case 0 -> child.cancel();
        case 1 -> joinOf(child, at).await();
        case 2 -> child.ended().await();
        case 3 -> {
          try {
            child.ended().timeout(World.ms(3)).await();
          } catch (TimedOutException e) {
            child.cancel();
          }
        }
        case 4 -> {
          if (p.a() > 17) {
            s.cancel();
          }
        }
        default -> {}
      }
    });
  }

  /** Waits for a child, which somebody else may have cancelled. */
  @SuppressWarnings("unchecked") // its kind is narrower
  private static Async<Object, Exception> joinOf(Task<?, ?> child, Place at) {
    return async(() -> {
      try {
        return ((Task<Object, Exception>) child).await();
      } catch (CancellationException e) {
        at.world().seen(e);
        return 1;
      }
    });
  }

  static Async<Object, Exception> supervise(Plan p, Place at) {
    return Async.supervise((Supervisor s) -> {
      List<Task<?, ?>> children = new ArrayList<>();
      for (int i = 1; i < p.parts().size(); i++) {
        Plan part = p.part(i);
        children.add(s.spawn(() -> at.runAndUse(part).await()));
      }
      for (Task<?, ?> child : children) {
        if (p.b() > 10) {
          try {
            joinOf(child, at).await();
          } catch (Exception e) {
            at.world().seen(e);
          }
        } else if (p.a() > 15) {
          child.cancel();
        }
      }
      return at.run(p.part(0)).await();
    });
  }

  static Async<Object, Exception> cancelsItself(Plan p, Place at) {
    Place apart = at.inCleanUp();
    return Async.scope((Scope s) -> {
      for (int i = 1; i < p.parts().size(); i++) {
        Plan part = p.part(i);
        s.spawn(() -> apart.runAndUse(part).await());
        s.start(() -> apart.runAndUse(part).await());
      }
      s.spawn(() -> {
        sleep(World.ms(p.a() % 6)).await();
        if (p.b() > 6) {
          s.cancel();
        }
      });
      return apart.runAndUse(p.part(0)).await();
    });
  }

  static Async<Object, Exception> background(Plan p, Place at) {
    return Async.scope((Scope s) -> {
      for (int i = 1; i < p.parts().size(); i++) {
        Plan part = p.part(i);
        s.background(() -> {
          while (true) {
            try {
              at.inCleanUp().runAndUse(part).await();
            } catch (Boom | CancellationException | TimedOutException | ChannelClosedException e) {
              at.world().seen(e);
            }
            sleep(World.ms(1)).await();
          }
        });
      }
      return at.run(p.part(0)).await();
    });
  }

  /** A task in a scope further out, which others may cancel. */
  static Async<Object, Exception> spawnsOutside(Plan p, Place at) {
    return async(() -> {
      Spawner<Exception> outer = at.world().outer;
      if (outer == null || at.world().others.size() > 40) {
        return at.runAndUse(p.part(0)).await();
      }
      Place outside = at.inCleanUp(); // that scope may be shielded
      Task<Object, Exception> task;
      try {
        task = outer.spawn(() -> outside.runAndUse(p.part(0)).await());
      } catch (IllegalStateException e) {
        return "the scope has ended";
      }
      at.world().others.add(task);
      return p.a() % 3 == 0 ? joinOf(task, at).await() : 1;
    });
  }

  /** A {@code next()} that is kept pending over the turns of a loop which does something else. */
  static Async<Object, Exception> keepsNextPending(Plan p, Place at) {
    Object[] got = new Object[1]; // by the pending next, and not used yet
    return async(() -> {
      try {
        return Async.scope(
                (Scope s) -> {
                  var stream =
                      AsyncStream.<Object, Exception>generate((Emitter<Object> out) -> {
                        for (int i = 0; i < 4; i++) {
                          out.emit(at.inCleanUp().runForItem(p.part(0)).await()).await();
                        }
                      });
                  try (stream) {
                    pendingNext(p, at, s, stream, got).await();
                  }
                  return (Object) 1;
                })
            .await();
      } catch (Throwable e) {
        at.world().seen(e); // should the closing fail, it takes its place
        throw e;
      } finally {
        at.inCleanUp().use(take(got)).await();
      }
    });
  }

  private static Async<Void, Exception> pendingNext(
      Plan p, Place at, Scope s, AsyncStream<Object, Exception> stream, Object[] got) {
    return async(() -> {
      Task<Object, Exception> pending = null;
      for (int i = 0; i < 12; i++) {
        if (pending == null) {
          pending =
              s.start(() -> {
                Object v = stream.next().await();
                got[0] = v;
                return v;
              });
        }
        Task<Object, Exception> next = pending;
        var first =
            select(
                    () -> {
                      sleep(World.ms(p.a() % 5)).await();
                      return 0;
                    },
                    () -> joinOf(next, at).await())
                .await();
        if (first instanceof Selected.Second<Integer, Object>(var v)) {
          if (v == null) {
            return;
          }
          pending = null;
          at.use(take(got)).await();
        }
      }
      if (pending != null && p.b() > 9) {
        pending.cancel();
      }
      if (pending != null) {
        joinOf(pending, at).await();
      }
    });
  }

  private static Object take(Object[] got) {
    Object v = got[0];
    got[0] = null;
    return v;
  }
}
