package dev.bide.it.stress;

import static dev.bide.Async.async;
import static dev.bide.Async.sleep;

import dev.bide.Async;
import dev.bide.AsyncTrace;
import dev.bide.Task;
import dev.bide.TimedOutException;
import dev.bide.testing.TestRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** One random program, run on a runtime of some kind, and most often cancelled at some moment. */
final class Round {
  /** By then everything has ended, by the clock of the runtime. */
  private static final Duration LONG = Duration.ofSeconds(20);

  private static final int MOST_PARTS = 300;

  private final Random random;
  private final Plan plan;
  private final Host host;
  private final World world;

  private Round(long seed, Planted planted, boolean logs) {
    random = new Random(seed);
    plan = new Plan.Maker(random).make(1 + random.nextInt(5));
    host = host();
    world = new World(host, host.isConfined() && random.nextBoolean(), planted, logs);
    if (logs) {
      System.out.println(plan);
    }
  }

  /**
   * The round of a seed.
   *
   * @return what was wrong
   */
  static List<String> run(long seed, Planted planted, boolean logs) {
    Round round = new Round(seed, planted, logs);
    return round.plan.size() > MOST_PARTS ? List.of() : round.run();
  }

  private Host host() {
    return switch (random.nextInt(4)) {
      case 0 -> new Host.Local();
      case 1 -> new Host.Stepped(TestRuntime.confined(), false);
      case 2 -> new Host.Stepped(TestRuntime.confined(), true);
      default -> new Host.Stepped(TestRuntime.migrating(3), false);
    };
  }

  private List<String> run() {
    try {
      host.run(() -> drives().await(), world);
      world.allIsReported();
    } catch (Throwable t) {
      world.fault("the runtime failed: " + t);
    }
    return world.faults();
  }

  private Async<Void, RuntimeException> drives() {
    return async(() -> {
      Task<Object, Exception> task =
          host.spawn(() -> new Place(world, true).runAndUse(plan).await());
      if (random.nextInt(3) > 0) {
        cancelsAtSomeMoment(task).await();
      }
      try {
        task.ended().timeout(LONG).await();
        task.resultNow();
      } catch (TimedOutException e) {
        if (!task.isEnded()) {
          world.fault("has not ended; it waits at " + AsyncTrace.of(task));
          return;
        }
      } catch (Exception e) {
        world.seen(e);
      }
      world.hasEnded();
    });
  }

  private Async<Void, RuntimeException> cancelsAtSomeMoment(Task<?, ?> task) {
    return async(() -> {
      if (random.nextInt(3) > 0) {
        sleep(World.ms(random.nextInt(60))).await();
      }
      for (int i = random.nextInt(30); i > 0; i--) {
        Task.yield().await();
      }
      if (!task.isEnded()) {
        world.cancelled();
        host.cancel(task);
      }
    });
  }
}
