package dev.bide.it.stress;

import static dev.bide.Async.async;
import static dev.bide.Async.shielded;
import static dev.bide.Async.sleep;

import dev.bide.Async;

/** Programs as one would write them without awaits. */
@SuppressWarnings("try") // its resources are not used, and their closing throws anything
final class Plain {
  private Plain() {}

  static Async<Object, Exception> sequence(Plan p, Place at) {
    return async(() -> {
      for (Plan part : p.parts().subList(1, p.parts().size())) {
        at.runAndUse(part).await();
      }
      return at.run(p.part(0)).await();
    });
  }

  static Async<Object, Exception> tryFinally(Plan p, Place at) {
    return async(() -> {
      try {
        at.runAndUse(p.part(0)).await();
      } catch (Throwable e) {
        at.world().seen(e); // what is thrown in the finally may take its place
        throw e;
      } finally {
        at.inCleanUp().runAndUse(p.part(1)).await();
      }
      return 1;
    });
  }

  static Async<Object, Exception> tryCatch(Plan p, Place at) {
    return async(() -> {
      try {
        return at.run(p.part(0)).await();
      } catch (Exception e) {
        at.world().seen(e);
        return at.inCleanUp().run(p.part(1)).await();
      }
    });
  }

  static Async<Object, Exception> using(Plan p, Place at) {
    return async(() -> {
      try (var first = new Resource(p, at.world());
          var second = p.a() > 10 ? new Resource(p.part(0), at.world()) : null) {
        at.runAndUse(p.part(0)).await();
        at.runAndUse(p.part(1)).await();
        return 1;
      }
    });
  }

  static Async<Object, Exception> shields(Plan p, Place at) {
    return shielded(() -> at.inCleanUp().run(p.part(0)).await());
  }

  static Async<Object, Exception> shieldsInFinally(Plan p, Place at) {
    return async(() -> {
      try {
        sleep(World.ms(p.a() % 3)).await();
      } finally {
        shielded(() -> at.inCleanUp().runAndUse(p.part(0)).await()).await();
      }
      return 1;
    });
  }

  static Async<Object, Exception> saysHowToDiscard(Plan p, Place at) {
    return at.run(p.part(0)).onDiscard(v -> at.inCleanUp().use(v).await());
  }
}
