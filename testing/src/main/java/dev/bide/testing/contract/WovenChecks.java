package dev.bide.testing.contract;

import static dev.bide.Async.async;
import static dev.bide.Async.join;

import dev.bide.Async;
import dev.bide.AsyncSupplier;
import dev.bide.AsyncTrace;
import dev.bide.Task;
import dev.bide.testing.Scripted;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Suspended;
import dev.bide.weave.v1.Weave;
import dev.bide.weave.v1.WovenSupplier;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Exceptions and woven code: rules 37 to 41. */
@SuppressWarnings({"NullAway", "bide:not-awaited"}) // values of type Void
final class WovenChecks extends Checks {
  WovenChecks() {}

  private long blockLines(Throwable t) {
    return Arrays.stream(t.getStackTrace())
        .filter(e -> e.getClassName().startsWith(p().getClass().getName()))
        .count();
  }

  private static long awaitLines(Throwable t) {
    return Arrays.stream(t.getStackTrace())
        .filter(e -> e.getClassName().equals("dev.bide.Async") && e.getMethodName().equals("await"))
        .count();
  }

  // ---------------------------------------------------------------- 37

  @Rule(37)
  void theLinesOfTheWaitingCallersAreAppended() {
    Scripted<Integer> leaf = Scripted.waiting("x");
    Task<Integer, Exception> t =
        spawned(p().awaiting(async(p().awaiting(async(p().awaiting(failingWhenPolled(leaf)))))));
    leaf.complete(1);
    settle();
    IOException e = failed(IOException.class, t);
    equal(3L, blockLines(e), "lines of blocks in " + Arrays.toString(e.getStackTrace()));
    equal(1L, awaitLines(e));
  }

  /** Throws an exception made in its own poll once the leaf is ready. */
  private static Async<Integer, Exception> failingWhenPolled(Scripted<Integer> leaf) {
    return asInt(
        polling(
            cx -> {
              Object r = leaf.poll(cx);
              if (pending(r)) {
                return r;
              }
              throw new IOException("made here");
            },
            leaf::cancel));
  }

  @SuppressWarnings("unchecked") // it is one
  private static Async<Integer, Exception> asInt(Async<@Nullable Object, Exception> a) {
    return (Async<Integer, Exception>) (Async<?, ?>) a;
  }

  @Rule(37)
  void throughCombinatorsToo() {
    Scripted<Integer> leaf = Scripted.waiting("x");
    Task<?, Exception> t =
        spawned(
            p().awaiting(
                    join(
                        async(p().awaiting(async(p().awaiting(failingWhenPolled(leaf))))),
                        Scripted.ready(1))));
    leaf.complete(1);
    settle();
    IOException e = failed(IOException.class, t);
    equal(3L, blockLines(e), "lines of blocks in " + Arrays.toString(e.getStackTrace()));
  }

  @Rule(37)
  void oncePerThrow() {
    Scripted<Integer> leaf = Scripted.waiting("x");
    Async<Integer, Exception> c = async(p().awaiting(failingWhenPolled(leaf)));
    for (int i = 0; i < 5; i++) {
      c = async(p().tryFinally(c, Scripted.pending(2, 0)));
    }
    Task<Integer, Exception> t = spawned(c);
    leaf.complete(1);
    settle();
    IOException e = failed(IOException.class, t);
    equal(6L, blockLines(e), "lines of blocks in " + Arrays.toString(e.getStackTrace()));
    equal(1L, awaitLines(e));
  }

  @Rule(37)
  void neverToOneThatIsShared() {
    Scripted<Integer> leaf = Scripted.waiting("x");
    Task<Integer, Exception> shared = spawned(p().awaiting(failingWhenPolled(leaf)));
    List<Task<?, Exception>> joiners = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Async<Integer, Exception> wait = async(p().awaiting(shared));
      joiners.add(
          spawned(p().awaiting(async(p().tryFinally(wait, Scripted.waiting("f").completed(1))))));
      joiners.add(
          spawned(p().awaiting(async(p().tryFinally(shared.join(), Scripted.pending(2, 1))))));
    }
    leaf.complete(1);
    settle();
    IOException e = failed(IOException.class, shared);
    StackTraceElement[] lines = e.getStackTrace();
    equal(1L, blockLines(e), "lines of blocks in " + Arrays.toString(lines));
    for (Task<?, Exception> j : joiners) {
      isTrue(failed(IOException.class, j) == e, "another one");
    }
    ended(spawned(p().awaiting(async(p().tryFinally(shared.join(), Scripted.pending(2, 1))))));
    isTrue(Arrays.equals(lines, e.getStackTrace()), "lines were added to a shared exception");
  }

  /** Has no stack trace. */
  private static final class Stackless extends Exception {
    @Serial private static final long serialVersionUID = 1;

    Stackless() {
      super("stackless", null, true, false);
    }
  }

  @Rule(37)
  void neverToOneWithoutATraceOrMadeElsewhere() {
    Stackless none = new Stackless();
    isTrue(
        failed(
                Stackless.class,
                spawned(p().awaiting(async(p().awaiting(Scripted.pendingThenFails(1, none))))))
            == none,
        "another one");
    equal(0, none.getStackTrace().length);
    IOException constant = new IOException("made elsewhere");
    StackTraceElement[] lines = constant.getStackTrace();
    for (int i = 0; i < 3; i++) {
      failed(
          IOException.class,
          spawned(p().awaiting(async(p().awaiting(Scripted.pendingThenFails(1, constant))))));
    }
    isTrue(Arrays.equals(lines, constant.getStackTrace()), "lines were added to a constant");
  }

  @Rule(37)
  void theAwaitChainIsOneCallAway() throws Exception {
    for (int way = 0; way < 3; way++) {
      List<StackTraceElement> lines = new ArrayList<>();
      Async<Integer, Exception> innermost =
          doing(cx -> {
            lines.addAll(AsyncTrace.of(cx));
            return 1;
          });
      Async<Integer, Exception> inner =
          async(p().afterwards(() -> Scripted.pending(1, 0), innermost));
      AsyncSupplier<?, Exception> outer =
          switch (way) {
            case 0 -> p().awaiting(async(p().awaiting(inner)));
            case 1 -> p().awaiting(join(async(p().awaiting(inner)), Scripted.ready(1)));
            default -> p().awaiting(async(p().awaiting(asInt(owner(inner)))));
          };
      run(p().awaiting(outer));
      long blocks =
          lines.stream().filter(e -> e.getClassName().startsWith(p().getClass().getName())).count();
      isTrue(blocks >= (way == 2 ? 1 : 3), "way " + way + ", lines: " + lines);
    }
  }

  // ---------------------------------------------------------------- 38

  @Rule(38)
  @WithoutBlocks
  void wovenClassesBindToTheVersionedPackageOnly() throws Exception {
    Set<String> seen = new HashSet<>();
    ArrayDeque<String> open = new ArrayDeque<>();
    String first = internalName(WovenPrograms.class);
    open.add(first);
    Set<String> bound = new HashSet<>();
    while (!open.isEmpty()) {
      String name = open.remove();
      if (!seen.add(name)) {
        continue;
      }
      for (String used : classesUsedBy(name)) {
        if (used.startsWith(first)) {
          open.add(used);
        } else if (used.startsWith("dev/bide/") && !used.startsWith("dev/bide/testing/")) {
          bound.add(used.substring(0, used.lastIndexOf('/')));
        }
      }
    }
    isTrue(seen.size() > 10, "no frames were found: " + seen);
    equal(Set.of("dev/bide", "dev/bide/weave/v1"), bound);
  }

  private static String internalName(Class<?> c) {
    return c.getName().replace('.', '/');
  }

  private static Set<String> classesUsedBy(String name) throws IOException {
    String file = name.substring(name.lastIndexOf('/') + 1) + ".class";
    try (InputStream in = WovenChecks.class.getResourceAsStream(file)) {
      Set<String> used = new HashSet<>();
      ClassFile.of()
          .parse(Objects.requireNonNull(in, file).readAllBytes())
          .constantPool()
          .forEach(e -> {
            if (e instanceof ClassEntry c) {
              used.add(c.asInternalName().replaceAll("^\\[*L?|;$", ""));
            }
          });
      return used;
    }
  }

  /** Has an {@code await()} that is not ours. */
  private static final class NotOurs {
    Object await() {
      return "not ours";
    }
  }

  @Rule(38)
  @WithoutBlocks
  void aCallIsOursByItsOwnersType() throws Exception {
    equal("not ours 3", run(() -> new NotOurs().await() + " " + three().await()));
  }

  private static Async<Integer, RuntimeException> three() {
    return async(() -> 3);
  }

  @Rule(38)
  @WithoutBlocks
  void aMethodReferenceIsABlockThatNeverWaits() throws Exception {
    equal(Held.class, run(Async.<Held, RuntimeException>async(Held::new)).getClass());
  }

  // ---------------------------------------------------------------- 39

  /** With a method that another class may override. */
  private interface Service {
    Async<Integer, Exception> call(int x);
  }

  /** The service itself. */
  private static class Base implements Service {
    @Override
    public Async<Integer, Exception> call(int x) {
      return async(() -> Scripted.pending(1, x).await());
    }
  }

  private static final class Overriding extends Base {
    @Override
    public Async<Integer, Exception> call(int x) {
      return Scripted.ready(-x);
    }
  }

  private static final class Wrapping extends Base {
    @Override
    public Async<Integer, Exception> call(int x) {
      Async<Integer, Exception> inner = super.call(x);
      return async(() -> 1000 + inner.await());
    }
  }

  @Rule(39)
  @WithoutBlocks
  void whoeverOverridesIsObeyed() throws Exception {
    Service proxy =
        (Service)
            Proxy.newProxyInstance(
                WovenChecks.class.getClassLoader(),
                new Class<?>[] {Service.class},
                (self, method, arguments) -> Scripted.ready(77));
    Service nobody = x -> null;
    for (int round = 0; round < 3; round++) {
      equal(5, run(calling(new Base())));
      equal(-5, run(calling(new Overriding())));
      equal(1005, run(calling(new Wrapping())));
      equal(77, run(calling(proxy)));
      failed(NullPointerException.class, spawned(calling(nobody)));
    }
  }

  private static AsyncSupplier<Integer, Exception> calling(Service s) {
    return () -> s.call(5).await();
  }

  // ---------------------------------------------------------------- 40

  @Rule(40)
  void aComputationThatIsHeldIsFresh() throws Exception {
    int[] runs = new int[1];
    AsyncSupplier<Integer, Exception> block = p().sync(() -> ++runs[0]);
    Async<Integer, Exception> a = async(block);
    Async<Integer, Exception> b = async(block);
    isTrue(a != b, "the same object twice");
    equal(List.of(1, 2), run(p().sequence(List.of(b, a))));
    Scripted<Integer> x = Scripted.waiting("x");
    AsyncSupplier<Integer, Exception> waiting = p().around(() -> runs[0]++, x, v -> {});
    Task<Integer, Exception> first = spawned(p().awaiting(async(waiting)));
    x.complete(1);
    settle();
    ended(first);
    equal(3, runs[0]);
  }

  @Rule(40)
  void framesOfRunsAtTheSameTimeAreApart() throws Exception {
    List<Scripted<Integer>> leaves = List.of(Scripted.waiting("0"), Scripted.waiting("1"));
    int[] next = new int[1];
    AsyncSupplier<Integer, Exception> block =
        p().awaiting(async(p().applying((Integer i) -> leaves.get(i)).apply(next[0]++)));
    Async<Integer, Exception> other =
        async(p().awaiting(p().applying((Integer i) -> leaves.get(i)).apply(next[0]++)));
    Task<?, Exception> t = spawned(join(async(block), other));
    leaves.get(1).complete(11);
    settle();
    leaves.get(0).complete(10);
    settle();
    equal("Pair[first=10, second=11]", t.resultNow().toString());
  }

  // ---------------------------------------------------------------- 41

  private static void collected(WeakReference<?> r, String what) {
    for (int i = 0; i < 50 && r.get() != null; i++) {
      System.gc();
    }
    isTrue(r.get() == null, what + " is still referenced");
  }

  @Rule(41)
  void aFrameForgetsWhatItHasAwaited() {
    List<WeakReference<?>> refs = new ArrayList<>();
    Scripted<Integer> then = Scripted.waiting("then");
    Task<Integer, Exception> t =
        spawned(
            p().awaiting(
                    async(
                        p().afterwards(
                                () -> {
                                  Object value = new Object();
                                  Scripted<Object> leaf = Scripted.pending(2, value);
                                  refs.add(new WeakReference<>(value));
                                  refs.add(new WeakReference<>(leaf));
                                  return leaf;
                                },
                                then))));
    waits(t);
    for (WeakReference<?> r : refs) {
      collected(r, "what was awaited before");
    }
    then.complete(1);
    settle();
    ended(t);
  }

  @Rule(41)
  void aTaskThatHasEndedKeepsItsOutcomeOnly() throws Exception {
    List<WeakReference<?>> refs = new ArrayList<>();
    Task<Integer, Exception> t = spawned(p().awaiting(captured(refs)));
    equal(3, t.resultNow());
    collected(refs.getFirst(), "what its block had captured");
    ended(t);
  }

  private Async<Integer, Exception> captured(List<WeakReference<?>> refs) {
    Object big = new Object();
    refs.add(new WeakReference<>(big));
    return async(
        p().around(
                () -> Objects.requireNonNull(big),
                Scripted.pending(2, 3),
                v -> Objects.requireNonNull(big)));
  }

  @Rule(41)
  void whatWasStartedIsPolledToItsEndWhenThereIsNoMemoryForAFrame() {
    Scripted<Integer> x = Scripted.<Integer>waiting("x").log(this::tell);
    Scripted<Integer> cleanup = Scripted.<Integer>waiting("cleanup").log(this::tell);
    for (Async<Integer, Exception> child :
        List.of(
            x, async(p().tryFinally(Scripted.<Integer>waiting("y").log(this::tell), cleanup)))) {
      log.clear();
      Task<Integer, Exception> t =
          spawned(p().tryFinallySync(async(outOfMemory(child)), () -> tell("finally")));
      if (child != x) {
        waits(t);
        cleanup.complete(1);
        settle();
        logIs(
            "y started", "finally", "y cancelled", "y undone", "cleanup started", "cleanup ended");
      } else {
        logIs("x started", "finally", "x cancelled", "x undone");
      }
      contains("no frame", failed(OutOfMemoryError.class, t).getMessage());
    }
  }

  /** As woven code does it when {@code new TheFrame()} throws. */
  private static AsyncSupplier<Integer, Exception> outOfMemory(Async<Integer, Exception> child) {
    return new WovenSupplier<>() {
      @Override
      public @Nullable Object start(Slots cx, @Nullable Suspended spare) throws Throwable {
        Object r = Weave.start(child, cx);
        if (r instanceof Suspended) {
          Weave.unframed(child, r, cx);
          throw new OutOfMemoryError("no frame");
        }
        return r;
      }
    };
  }
}
