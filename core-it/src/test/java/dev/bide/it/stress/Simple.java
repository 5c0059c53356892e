package dev.bide.it.stress;

import static dev.bide.Async.async;
import static dev.bide.Async.race;
import static dev.bide.Async.sleep;

import dev.bide.Async;
import dev.bide.Task;
import dev.bide.TimedOutException;
import java.util.List;

/** Programs that are made of no others. */
@SuppressWarnings("try") // its resources are not used, and their closing throws anything
final class Simple {
  private Simple() {}

  static Async<Object, Exception> sleeps(Plan p, Place at) {
    return async(() -> {
      sleep(World.ms(p.a())).await();
      if (p.a() > 0) {
        at.goesOn(p);
      }
      return p.a();
    });
  }

  static Async<Object, Exception> yields(Plan p, Place at) {
    return async(() -> {
      for (int i = 0; i < p.a() % 4; i++) {
        Task.yield().await();
      }
      return p.a();
    });
  }

  static Async<Object, Exception> opens(Plan p, Place at) {
    return async(() -> {
      sleep(World.ms(p.a() % 5)).await();
      return new Resource(p, at.world());
    });
  }

  static Async<Object, Exception> value(Plan p, Place at) {
    return Async.of(p.a() == 0 ? null : p.a());
  }

  static Async<Object, Exception> fails(Plan p, Place at) {
    return async(() -> {
      sleep(World.ms(p.a() % 5)).await();
      throw at.world().boom("" + p.id());
    });
  }

  static Async<Object, Exception> locks(Plan p, Place at) {
    return async(() -> {
      try (var _ = at.world().mutex.lock().await()) {
        hasLock(p, at).await();
      }
      return 1;
    });
  }

  static Async<Object, Exception> locksTwice(Plan p, Place at) {
    return async(() -> {
      try (var _ = race(List.of(at.world().mutex.lock(), at.world().mutex.lock())).await()) {
        hasLock(p, at).await();
      }
      return 1;
    });
  }

  private static Async<Void, RuntimeException> hasLock(Plan p, Place at) {
    return async(() -> {
      at.world().lock(1);
      try {
        sleep(World.ms(p.a() % 3)).await();
      } finally {
        at.world().lock(-1);
      }
    });
  }

  static Async<Object, Exception> takesPermit(Plan p, Place at) {
    return async(() -> {
      var permit = at.world().permits.acquire();
      try (var _ = p.a() > 10 ? permit.timeout(World.ms(p.b() % 4)).await() : permit.await()) {
        at.world().permit(1);
        try {
          sleep(World.ms(p.a() % 3)).await();
        } finally {
          at.world().permit(-1);
        }
      } catch (TimedOutException e) {
        return "no permit";
      }
      return 1;
    });
  }

  static Async<Object, Exception> cancelsOther(Plan p, Place at) {
    return async(() -> {
      List<Task<?, ?>> others = at.world().others;
      if (!others.isEmpty()) {
        others.get(p.a() % others.size()).cancel();
      }
      sleep(World.ms(p.b() % 3)).await();
      return 1;
    });
  }
}
