package dev.bide.it.stress;

import static dev.bide.Async.async;
import static dev.bide.Async.sleep;

import dev.bide.Async;
import dev.bide.Pair;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Where a part of a program is run.
 *
 * @param world what all parts share
 * @param cuttable whether a cancel of the program ends a wait here at once
 */
@SuppressWarnings("try") // its resources are not used, and their closing throws anything
record Place(World world, boolean cuttable) {
  /** In a handler, or in what somebody else may be waiting for. */
  Place inCleanUp() {
    return cuttable ? new Place(world, false) : this;
  }

  /** Runs a program, and gives what it gives: at times something that has to be closed. */
  Async<Object, Exception> run(Plan p) {
    Async<Object, Exception> block =
        async(() -> {
          world.enter(p);
          try {
            return p.kind().step.run(p, this).await();
          } finally {
            world.leave(p);
          }
        });
    return world.planted().in(block);
  }

  /** Runs a program and closes what it gives. */
  Async<Object, Exception> runAndUse(Plan p) {
    return async(() -> use(run(p).await()).await());
  }

  /** The same, giving what is no container: a stream or a channel closes none that it drops. */
  Async<Object, Exception> runForItem(Plan p) {
    return async(() -> {
      Object v = run(p).await();
      return v == null || v instanceof List || v instanceof Pair ? use(v).await() : v;
    });
  }

  /** Something has gone on after a wait. */
  void goesOn(Plan p) {
    if (cuttable) {
      world.goesOn(p);
    }
  }

  /** Closes what a program has given, whatever happens meanwhile. */
  Async<Object, Exception> use(Object value) {
    return async(() -> {
      Deque<Resource> all = new ArrayDeque<>();
      addTo(all, value);
      useAll(all).await();
      return 1;
    });
  }

  private Async<Void, Exception> useAll(Deque<Resource> all) {
    return async(() -> {
      if (all.isEmpty()) {
        return;
      }
      try (Resource r = all.pop()) {
        if (cuttable) {
          sleep(World.ms(1)).await();
          goesOn(r.plan);
        }
      } catch (Throwable e) {
        if (!all.isEmpty()) {
          world.seen(e); // should another closing fail, it takes its place
        }
        throw e;
      } finally {
        inCleanUp().useAll(all).await();
      }
    });
  }

  private static void addTo(Deque<Resource> all, Object value) {
    switch (value) {
      case null -> {}
      case Resource r -> all.add(r);
      case List<?> list -> list.forEach(v -> addTo(all, v));
      case Pair<?, ?> pair -> {
        addTo(all, pair.first());
        addTo(all, pair.second());
      }
      default -> {}
    }
  }
}
