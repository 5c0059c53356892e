package dev.bide.testing.contract;

import dev.bide.testing.TestRuntime;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * Runs the contract's checks.
 *
 * <pre>{@code
 * for (var check : ContractSuite.on("mine", MyHost::new)) {
 *   check.run();   // throws what is wrong
 * }
 * }</pre>
 */
public final class ContractSuite {
  /** How many rules the contract has. */
  public static final int RULES = 41;

  private static final List<Supplier<? extends Checks>> GROUPS =
      List.of(
          OwningChecks::new,
          WakingChecks::new,
          CancellingChecks::new,
          ScopeChecks::new,
          FailureChecks::new,
          ClosingChecks::new,
          StreamChecks::new,
          StreamLifeChecks::new,
          PrimitiveChecks::new,
          LeafFormChecks::new,
          RuntimeChecks::new,
          WovenChecks::new,
          ThreadChecks::new);

  private static final List<Programs> WAYS = List.of(new HandPrograms(), new WovenPrograms());

  private ContractSuite() {}

  /**
   * One check on one runtime.
   *
   * @param rules the rules it is for
   * @param name what it shows, in words
   * @param on on what it runs
   */
  public record Check(List<Integer> rules, String name, String on, Body body) {
    /** Runs it. */
    public void run() throws Throwable {
      body.run();
    }

    /** Its first rule, its name, and what it runs on. */
    @Override
    public String toString() {
      return rules.getFirst() + ": " + name + " [" + on + "]";
    }
  }

  /** What a check does. */
  public interface Body {
    /** Throws what is wrong. */
    void run() throws Throwable;
  }

  /** All checks for a runtime, of which {@code host} makes a fresh one for each. */
  public static List<Check> on(String runtime, Supplier<? extends Host> host) {
    boolean migrates;
    boolean counts;
    try (Host h = host.get()) {
      migrates = h.scheduler().migrates();
      counts = h instanceof TestHost;
    }
    List<Check> all = new ArrayList<>();
    for (Supplier<? extends Checks> group : GROUPS) {
      for (Method m : methods(group.get().getClass())) {
        Rule rule = m.getAnnotation(Rule.class);
        if (rule == null
            || (rule.counted() && !counts)
            || (migrates && rule.on() == Rule.On.CONFINED)
            || (!migrates && rule.on() == Rule.On.MIGRATING)) {
          continue;
        }
        List<Integer> rules = Arrays.stream(rule.value()).boxed().toList();
        boolean sameForAll = m.isAnnotationPresent(WithoutBlocks.class);
        for (Programs way : sameForAll ? WAYS.subList(0, 1) : WAYS) {
          all.add(
              new Check(
                  rules,
                  words(m.getName()),
                  runtime + (sameForAll ? "" : ", " + way),
                  () -> run(group, m, host, way, sameForAll)));
        }
      }
    }
    all.sort(Comparator.comparing(c -> c.rules().getFirst()));
    return all;
  }

  /** All checks for the test runtime, confined and migrating. */
  public static List<Check> onTestRuntimes() {
    List<Check> all = new ArrayList<>(on("confined", () -> new TestHost(TestRuntime.confined())));
    all.addAll(on("migrating", () -> new TestHost(TestRuntime.migrating(3))));
    all.sort(Comparator.comparing(c -> c.rules().getFirst()));
    return all;
  }

  private static void run(
      Supplier<? extends Checks> group,
      Method m,
      Supplier<? extends Host> host,
      Programs way,
      boolean sameForAll)
      throws Throwable {
    Checks checks = group.get();
    try (Host h = host.get()) {
      checks.set(h, way);
      m.invoke(checks);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (checks.usedPrograms() == sameForAll) {
      throw new AssertionError(
          m + (sameForAll ? " runs blocks: it is not @WithoutBlocks" : " is @WithoutBlocks"));
    }
  }

  /** In the order of their names: reflection gives none. */
  private static List<Method> methods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(m -> m.isAnnotationPresent(Rule.class))
        .sorted(Comparator.comparing(Method::getName))
        .toList();
  }

  private static String words(String camelCase) {
    return camelCase.replaceAll("([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * Runs checks and prints a line for each rule, for one without a check the reason, and a line of
   * sums.
   *
   * @return whether all checks held
   */
  public static boolean report(List<Check> checks, PrintStream out) {
    return ContractReport.run(checks, out);
  }

  /** Offers checks to {@link #main}: found by {@code java.util.ServiceLoader}. */
  public interface Source {
    /** The checks of a runtime. */
    List<Check> checks();
  }

  /**
   * Runs all checks, those on the test runtimes and those of each {@link Source} on the class path,
   * and prints a line for each rule. With an argument, those alone whose rule it names, or a part
   * of whose name or runtime it is.
   */
  public static void main(String[] arguments) {
    List<Check> all = new ArrayList<>(onTestRuntimes());
    ServiceLoader.load(Source.class).forEach(source -> all.addAll(source.checks()));
    if (arguments.length == 0) {
      System.exit(report(all, System.out) ? 0 : 1);
    }
    System.exit(ContractReport.runOnly(all, arguments[0], System.out) ? 0 : 1);
  }
}
