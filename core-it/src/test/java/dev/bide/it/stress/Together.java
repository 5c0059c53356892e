package dev.bide.it.stress;

import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static dev.bide.Async.race;
import static dev.bide.Async.select;
import static dev.bide.Async.sleep;

import dev.bide.Async;
import dev.bide.AsyncSupplier;
import dev.bide.Retry;
import dev.bide.Selected;
import dev.bide.TimedOutException;
import java.util.ArrayList;
import java.util.List;

/** Several at once, and with limits, inside one task. */
final class Together {
  private Together() {}

  static Async<Object, Exception> joins(Plan p, Place at) {
    return async(() -> {
      if (p.a() > 10) {
        return join(at.run(p.part(0)), at.run(p.part(1))).await();
      }
      return join(() -> at.run(p.part(0)).await(), () -> at.run(p.part(1)).await()).await();
    });
  }

  static Async<Object, Exception> races(Plan p, Place at) {
    return race(p.parts().stream().map(part -> losing(part, at)).toList());
  }

  static Async<Object, Exception> firstSuccess(Plan p, Place at) {
    return Async.firstSuccess(p.parts().stream().map(part -> losing(part, at)).toList());
  }

  static Async<Object, Exception> racesTimer(Plan p, Place at) {
    List<AsyncSupplier<Object, Exception>> all = new ArrayList<>();
    p.parts().forEach(part -> all.add(losing(part, at)));
    all.add(() -> {
      sleep(World.ms(p.a())).await();
      return "timer";
    });
    return p.b() > 10 ? race(all) : Async.firstSuccess(all);
  }

  /** One whose failure nobody needs to see, should another have won. */
  private static Async<Object, Exception> losing(Plan part, Place at) {
    return async(() -> {
      try {
        return at.run(part).await();
      } catch (Exception e) {
        at.world().seen(e);
        throw e;
      }
    });
  }

  static Async<Object, Exception> selects(Plan p, Place at) {
    return async(() -> {
      var first = select(losing(p.part(0), at), losing(p.part(1), at)).await();
      return switch (first) {
        case Selected.First<Object, Object>(var v) -> v;
        case Selected.Second<Object, Object>(var v) -> v;
      };
    });
  }

  static Async<Object, Exception> all(Plan p, Place at) {
    return async(() -> {
      List<Object> values =
          p.a() > 14
              ? Async.all(p.parts().stream().map(at::run).toList()).await()
              : Async.all(1 + p.a() % 3, p.parts(), part -> at.run(part).await()).await();
      return values;
    });
  }

  static Async<Object, Exception> timeout(Plan p, Place at) {
    return async(() -> {
      try {
        return p.a() > 10
            ? at.run(p.part(0)).timeout(World.ms(p.b())).await()
            : Async.timeout(World.ms(p.b()), () -> at.run(p.part(0)).await()).await();
      } catch (TimedOutException e) {
        at.world().seen(e);
        return "late";
      }
    });
  }

  static Async<Object, Exception> grace(Plan p, Place at) {
    return async(() -> {
      try {
        return at.run(p.part(0)).timeout(World.ms(p.b())).grace(World.ms(p.a())).await();
      } catch (TimedOutException e) {
        at.world().seen(e);
        return "late";
      }
    });
  }

  static Async<Object, Exception> retries(Plan p, Place at) {
    return async(() -> {
      int[] tries = {0};
      return Async.retry(
              Retry.times(4).exponential(World.ms(1), World.ms(4)),
              () -> {
                if (tries[0]++ < p.a() % 4) {
                  losingAndUsed(p.part(0), at).await();
                  Boom again = at.world().boom("again");
                  at.world().seen(again);
                  throw again;
                }
                return losing(p.part(0), at).await();
              })
          .await();
    });
  }

  private static Async<Object, Exception> losingAndUsed(Plan part, Place at) {
    return async(() -> {
      try {
        return at.runAndUse(part).await();
      } catch (Exception e) {
        at.world().seen(e);
        throw e;
      }
    });
  }

  static Async<Object, Exception> shared(Plan p, Place at) {
    Place inShared = at.inCleanUp(); // somebody else may be waiting for it
    return async(() -> {
      var shared = losingAndUsed(p.part(0), inShared).shared();
      join(
              () -> {
                waitFor(shared, p.a() % 6).await();
                return at.runAndUse(p.part(1)).await();
              },
              () -> {
                sleep(World.ms(p.b() % 4)).await();
                return waitFor(shared, p.b()).await();
              })
          .await();
      return 1;
    });
  }

  private static Async<Object, Exception> waitFor(Async<Object, Exception> shared, int ms) {
    return async(() -> {
      try {
        return shared.timeout(World.ms(ms)).await();
      } catch (TimedOutException e) {
        return 1;
      }
    });
  }

  static Async<Object, Exception> sharedAgain(Plan p, Place at) {
    return async(() -> {
      var shared =
          async(
                  () -> {
                    for (Plan part : p.parts()) {
                      losingAndUsed(part, at).await();
                    }
                    return (Object) 5;
                  })
              .shared();
      for (int i = 0; i < 6; i++) {
        try {
          return race(shared, shared.timeout(World.ms(i))).await();
        } catch (TimedOutException e) {
          if (p.a() > 10) {
            return "left";
          }
        }
      }
      return "gave up";
    });
  }
}
