package dev.bide.bench.rows;

import static dev.bide.Async.async;

import dev.bide.Async;
import dev.bide.bench.side.Row;
import dev.bide.runtime.Context;
import dev.bide.sync.AsyncChannel;
import dev.bide.sync.Mutex;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rows whose bytes are guarded, and the classes whose code is. */
public final class ExactRows {
  private ExactRows() {}

  /** A context in which nothing is polled. */
  public static Context context() {
    return Context.of(new TightLoop());
  }

  /** Each is to allocate nothing for an operation. */
  public static Map<String, Supplier<Row>> ofZeroBytes() {
    Map<String, Supplier<Row>> rows = new LinkedHashMap<>();
    rows.put("await-ready", AwaitReady::new);
    rows.put("depth-1", () -> new Polls(Woven.loop(new Once())));
    rows.put("depth-100", () -> new Polls(Woven.loop(100, new Once())));
    rows.put("turn-1", () -> new Turn(Woven::loop));
    rows.put("own-wake", OwnWake::new);
    rows.put("join-100-woken", Gates::ofOneJoin);
    rows.put("leaf-yield", InPlace::yield);
    rows.put("leaf-channel-ready", () -> InPlace.ready(AsyncChannel.local(1)));
    rows.put("leaf-channel", () -> InPlace.roundTrip(() -> AsyncChannel.local(1)));
    rows.put("leaf-channel-full", () -> InPlace.full(AsyncChannel.local(1)));
    rows.put("leaf-channel-shared", () -> InPlace.roundTrip(() -> AsyncChannel.bounded(1)));
    rows.put("leaf-channel-shared-full", () -> InPlace.full(AsyncChannel.bounded(1)));
    rows.put("leaf-stream", () -> InPlace.stream(AsyncChannel.local(1)));
    rows.put("leaf-lock", () -> InPlace.lock(Mutex.local()));
    rows.put("leaf-lock-shared", () -> InPlace.lock(Mutex.create()));
    rows.put("sites-60", () -> new Polls(Sites.of60(new Once())));
    return rows;
  }

  /**
   * The same for calls, each to be run in a JVM of its own: that nothing is made for one through an
   * interface is the JIT's doing, which has to see what is usual.
   */
  public static Map<String, Supplier<Row>> ofCalls() {
    Map<String, Supplier<Row>> rows = new LinkedHashMap<>();
    rows.put("async3", () -> new Polls(new Calls(new Once()).longs()));
    rows.put("async3-int", () -> new Polls(new Calls(new Once()).ints()));
    rows.put("async3-double", () -> new Polls(new Calls(new Once()).doubles()));
    rows.put("async3-static", () -> new Polls(Levels.statics(new Once())));
    rows.put("async3-final", () -> new Polls(Levels.finals(new Once())));
    rows.put("async3-virtual", () -> new Polls(Levels.virtuals(new Once())));
    rows.put("async3-interface", () -> new Polls(Levels.interfaces(new Once())));
    rows.put("async3-default", () -> new Polls(Levels.defaults(new Once())));
    rows.put("async3-modules", () -> new Polls(Levels.modules(new Once())));
    rows.put("block-ready", InlineBlock::new);
    rows.put("call-static", () -> new Polls(new Calls(new Once()).statics()));
    rows.put("call-private", () -> new Polls(new Calls(new Once()).privates()));
    rows.put(
        "call-final",
        () -> {
          Once once = new Once();
          return new Polls(new Calls(once).finals(new Other.Final(once)));
        });
    rows.put(
        "call-virtual",
        () -> {
          Once once = new Once();
          return new Polls(new Calls(once).overridables(new Other(once)));
        });
    rows.put(
        "call-interface",
        () -> {
          Once once = new Once();
          return new Polls(new Calls(once).interfaces(new Other(once)));
        });
    rows.putAll(Shapes.all());
    return rows;
  }

  /**
   * The same for rows with the system in them, or its clock, which are slower. A race leaves what
   * its loser was cancelled by, a select that and its result, a join its result.
   */
  public static Map<String, Supplier<Row>> ofZeroBytesOfTheSystem() {
    Map<String, Supplier<Row>> rows = new LinkedHashMap<>();
    rows.put("leaf-sleep", InPlace::sleep);
    rows.put("limit", Again::limit);
    rows.put("limit-long", Again::limitOfLong);
    rows.put("limit-two", Again::twoLimits);
    rows.put("race", Again::race);
    rows.put("select", Again::select);
    rows.put("join", Again::join);
    rows.put("leaf-tcp-64", () -> new InPlaceEcho(64));
    rows.put("leaf-tcp-1024", () -> new InPlaceEcho(1024));
    return rows;
  }

  /** One that allocates, to see that it is noticed. */
  public static Row planted() {
    return new Polls(allocating(new Once()));
  }

  private static Async<@Nullable Void, RuntimeException> allocating(Once once) {
    return async(() -> {
      Object kept = once;
      while (kept != null) {
        kept = new int[4];
        once.await();
      }
    });
  }

  /** What each of so many waiting tasks takes, in bytes of the heap that live. */
  public static double waiting(String kind, int count) {
    return Double.parseDouble(Waiting.bytes(kind, count).split(" ", -1)[1]);
  }

  /** The classes whose blocks' code and frames are guarded. */
  public static Class<?>[] guarded() {
    return new Class<?>[] {Woven.class, Calls.class, Sites.class, InnerLoop.class};
  }
}
