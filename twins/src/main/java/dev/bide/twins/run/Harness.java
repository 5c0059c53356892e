package dev.bide.twins.run;

import dev.bide.twins.Schedule;
import dev.bide.twins.compile.Compilers;
import dev.bide.twins.compile.MemoryLoader;
import dev.bide.twins.compile.Variant;
import dev.bide.twins.compile.Woven;
import dev.bide.twins.translate.Translator;
import dev.bide.twins.translate.Twins;
import dev.bide.twins.translate.Twins.ProgramSource;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Compiles programs, weaves and runs them, and notes what is different. */
public final class Harness {
  /** Differences of one program and variant beyond these are not looked for. */
  private static final int ENOUGH = 3;

  /** What ecj says of itself; no fault of ours. */
  private static final String ECJ_CRASHED = "Internal compiler error";

  /** The weaver says that a JVM would refuse what the compiler has made. */
  private static final String NOT_VALID = "[unverifiable-code]";

  private final Report report;
  private final Woven.After after;

  /**
   * A harness.
   *
   * @param after what is done to each class after weaving: nothing, or the planted bug
   */
  public Harness(Report report, Woven.After after) {
    this.report = report;
    this.after = after;
  }

  /**
   * A batch of programs.
   *
   * @param sources texts by class name; they must compile as sync code
   * @param only run those whose names contain this; null for all
   * @param variants how to compile the async twins
   */
  public void run(
      Map<String, String> sources, @Nullable String only, List<Variant> variants, Effort effort) {
    List<Twins> twins = new Translator(translatorOptions()).translate(sources);
    Map<String, String> syncSources = new TreeMap<>();
    List<ProgramSource> programs = new ArrayList<>();
    for (Twins t : twins) {
      syncSources.put(t.name(), t.sync());
      for (ProgramSource p : t.programs()) {
        if (only == null || p.toString().contains(only)) {
          programs.add(p);
        }
      }
    }
    report.addPrograms(programs.size());
    SortedMap<String, byte[]> syncClasses = Compilers.compile(Variant.SYNC, syncSources);
    // One compilation keeps one thread busy.
    variants.parallelStream().forEach(v -> run(twins, programs, v, syncClasses, effort));
  }

  private void run(
      List<Twins> twins,
      List<ProgramSource> programs,
      Variant variant,
      Map<String, byte[]> syncClasses,
      Effort effort) {
    List<ProgramSource> loaded = new ArrayList<>(programs);
    SortedMap<String, byte[]> woven;
    try {
      woven = woven(twins, variant);
    } catch (IllegalArgumentException e) {
      woven = new TreeMap<>();
      for (Twins t : twins) {
        try {
          woven.putAll(woven(List.of(t), variant));
        } catch (IllegalArgumentException inIt) {
          if (variant.ecj() && isFaultOfEcj(String.valueOf(inIt.getMessage()))) {
            report.crashed();
          } else {
            notRun(t, variant, inIt);
          }
          loaded.removeAll(t.programs());
        }
      }
    }
    compare(loaded, variant, syncClasses, woven, effort);
  }

  private static boolean isFaultOfEcj(String why) {
    return why.contains(ECJ_CRASHED) || why.contains(NOT_VALID);
  }

  private SortedMap<String, byte[]> woven(List<Twins> twins, Variant variant) {
    Map<String, String> asyncSources = new TreeMap<>();
    for (Twins t : twins) {
      asyncSources.put(t.name(), variant.ecj() ? t.asyncForEcj() : t.async());
    }
    return Woven.weave(Compilers.compile(variant, asyncSources), after);
  }

  private void notRun(Twins t, Variant variant, IllegalArgumentException e) {
    Throwable cause = e.getCause();
    String what = e.getMessage() + (cause == null ? "" : " " + trace(cause));
    ProgramSource whole = new ProgramSource(t.name(), "*", t.source(), false, true, true, true);
    report.add(0, List.of(new Difference(whole, variant, what, null, null, null)));
  }

  private static String trace(Throwable t) {
    java.io.StringWriter text = new java.io.StringWriter();
    t.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  /** A verifier's message without its dump of the bytecode. */
  private static String firstLines(LinkageError e) {
    String s = e.toString();
    int dump = s.indexOf("  Bytecode:");
    return dump < 0 ? s : s.substring(0, dump);
  }

  private static List<String> translatorOptions() {
    List<String> options = new ArrayList<>(Compilers.pathOptions());
    options.addAll(List.of("--release", "25", "-proc:none", "-nowarn"));
    return options;
  }

  private void compare(
      List<ProgramSource> programs,
      Variant variant,
      Map<String, byte[]> syncClasses,
      Map<String, byte[]> woven,
      Effort effort) {
    Map<String, List<ProgramSource>> byClass = new TreeMap<>();
    for (ProgramSource p : programs) {
      if (p.ecj() || !variant.ecj()) {
        byClass.computeIfAbsent(p.className(), c -> new ArrayList<>()).add(p);
      }
    }
    ClassLoader syncLoader = new MemoryLoader(syncClasses);
    ClassLoader asyncLoader = new MemoryLoader(woven);
    try (ExecutorService pool =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<?>> all = new ArrayList<>();
      for (List<ProgramSource> ofClass : byClass.values()) {
        all.add(
            pool.submit(() -> {
              for (ProgramSource p : ofClass) {
                Pair pair = new Pair(p, variant, syncClasses, woven, syncLoader, asyncLoader);
                if (!pair.run(effort)) {
                  break;
                }
              }
            }));
      }
      for (Future<?> f : all) {
        f.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the harness failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Both twins of one program. */
  private final class Pair {
    private final ProgramSource program;
    private final Variant variant;
    private final Map<String, byte[]> syncClasses;
    private final Map<String, byte[]> asyncClasses;
    private final ClassLoader syncLoader;
    private final ClassLoader asyncLoader;
    private final List<Difference> found = new ArrayList<>();
    private final Map<String, Run> syncRuns = new HashMap<>();
    private long runs;

    Pair(
        ProgramSource program,
        Variant variant,
        Map<String, byte[]> syncClasses,
        Map<String, byte[]> asyncClasses,
        ClassLoader syncLoader,
        ClassLoader asyncLoader) {
      this.program = program;
      this.variant = variant;
      this.syncClasses = syncClasses;
      this.asyncClasses = asyncClasses;
      this.syncLoader = syncLoader;
      this.asyncLoader = asyncLoader;
    }

    /** False when the class cannot be loaded, and none of its programs can run. */
    boolean run(Effort effort) {
      boolean loads = true;
      try {
        Run plain = sync(Schedule.of(Schedule.Pending.READY, 0));
        long seed = program.toString().hashCode();
        boolean cancels = variant.scopes() ? program.cancels() : program.cancelsWithoutScopes();
        int waits = cancels ? plain.waits() : 0;
        for (Schedule s : effort.schedules(waits, seed)) {
          compare(s);
          if (found.size() >= ENOUGH) {
            break;
          }
        }
      } catch (LinkageError e) {
        differs(
            "the class of this and other programs cannot be loaded: " + firstLines(e),
            null,
            null,
            null);
        loads = false;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
      report.add(runs, found);
      return loads;
    }

    private void compare(Schedule s) throws ReflectiveOperationException {
      Run sync = sync(s);
      Run async = Runner.async(method(asyncClasses, asyncLoader), s);
      runs++;
      if (!sync.sameAs(async)) {
        differs("the twins do different things", s, sync, async);
      }
    }

    /** Pending makes no difference to a sync run. */
    private Run sync(Schedule s) throws ReflectiveOperationException {
      String key = s.cancelAt() + " " + s.cancel() + " " + s.polled();
      Run known = syncRuns.get(key);
      if (known == null) {
        known = Runner.sync(method(syncClasses, syncLoader), s);
        syncRuns.put(key, known);
      }
      return known;
    }

    private Method method(Map<String, byte[]> classes, ClassLoader shared)
        throws ReflectiveOperationException {
      ClassLoader loader = program.fresh() ? new MemoryLoader(classes) : shared;
      Method m =
          Class.forName(program.className(), false, loader).getDeclaredMethod(program.method());
      m.setAccessible(true);
      return m;
    }

    private void differs(
        String what, @Nullable Schedule s, @Nullable Run sync, @Nullable Run async) {
      found.add(new Difference(program, variant, what, s, sync, async));
    }
  }
}
