package dev.bide.twins;

import dev.bide.twins.compile.Variant;
import dev.bide.twins.compile.Woven;
import dev.bide.twins.generate.Generated;
import dev.bide.twins.generate.Shrinker;
import dev.bide.twins.run.Difference;
import dev.bide.twins.run.Effort;
import dev.bide.twins.run.Harness;
import dev.bide.twins.run.Report;
import dev.bide.twins.translate.Twins.ProgramSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The command: {@code ./bide test twins}. */
public final class Main {
  private static final Path PROGRAMS = Path.of("twins/src/programs");
  private static final int BATCH = 100;
  private static final int SHRINKS = 3;
  private static final int SHRINK_TRIES = 300;

  /** How the batches of generated programs are compiled, in turn: ecj takes three times as long. */
  private static final int[] TURNS = {0, 1, 0, 2, 0, 1, 0, 3};

  private final Options options;
  private final Woven.After after;
  private final PrintStream out;
  private final Report report = new Report();
  private final Set<String> printed = new HashSet<>();
  private int shrinks;

  private Main(Options options, Woven.After after, PrintStream out) {
    this.options = options;
    this.after = after;
    this.out = out;
  }

  /** Exits with 0 only if there are no differences, with 2 if the arguments are wrong. */
  public static void main(String[] arguments) throws IOException {
    if (List.of(arguments).contains("--help")) {
      System.out.print(Options.USAGE);
      Planted.ALL.forEach(
          p -> System.out.printf("                         %-15s %s%n", p.name(), p.what()));
      return;
    }
    Options options;
    Woven.After after = Woven.After.NOTHING;
    try {
      options = Options.parse(arguments);
      if (options.planted() != null) {
        Planted planted = Planted.named(options.planted());
        System.out.println("planted: " + planted.what());
        after = planted.after();
      }
    } catch (IllegalArgumentException e) {
      System.err.println("twins: " + e.getMessage());
      System.err.print(Options.USAGE);
      System.exit(2);
      return;
    }
    Main main = new Main(options, after, System.out);
    main.run();
    System.exit(main.report.differences().isEmpty() ? 0 : 1);
  }

  private void run() throws IOException {
    boolean planted = options.planted() != null; // one way to compile will do to find it
    new Harness(report, after)
        .run(
            Corpus.read(PROGRAMS),
            options.only(),
            planted ? List.of(Variant.ALL.getFirst()) : Variant.ALL,
            planted ? Effort.QUICK : Effort.FULL);
    out.println("by hand: " + report.sums());
    report.differences().forEach(this::print);
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      List<Future<Report>> batches = new ArrayList<>();
      for (int i = 0; i < options.seeds(); i += BATCH) {
        int at = i;
        batches.add(pool.submit(() -> batch(at)));
      }
      for (int i = 0; i < batches.size(); i++) {
        Report batch = batches.get(i).get();
        report.addAll(batch);
        batch.differences().forEach(this::printGenerated);
        if ((i + 1) % 5 == 0 && i + 1 < batches.size()) {
          out.println("generated: " + (i + 1) * BATCH + " of " + options.seeds());
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a batch of generated programs failed", e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
    if (report.crashes() > 0) {
      out.println(
          report.crashes()
              + " programs not run with ecj, which crashed on them or made code that no JVM loads");
    }
    out.println(report.sums());
  }

  private Report batch(int at) {
    Report batch = new Report();
    int n = Math.min(BATCH, options.seeds() - at);
    Variant variant = Variant.ALL.get(TURNS[at / BATCH % TURNS.length]);
    new Harness(batch, after)
        .run(Generated.programs(options.from() + at, n), null, List.of(variant), Effort.GENERATED);
    return batch;
  }

  /** In full once for each program, else in a line. */
  private void print(Difference d) {
    ProgramSource program = d.program();
    boolean first = printed.add(program == null ? d.what() : program.toString());
    out.println(first ? d.report() : "DIFFERENCE: " + d.line());
  }

  private void printGenerated(Difference d) {
    ProgramSource program = d.program();
    if (program == null) {
      out.println(d.report());
      return;
    }
    print(d);
    String name = program.className();
    if (!printed.add("source of " + name)) {
      return;
    }
    long seed = Long.parseLong(name.substring(name.lastIndexOf('G') + 1));
    String source = Generated.program(seed);
    String how = "";
    if (options.shrink() && options.planted() == null && shrinks++ < SHRINKS) {
      out.println("making seed " + seed + " smaller …");
      source = Shrinker.shrink(seed, s -> differs(name, s, d.variant()), SHRINK_TRIES);
      how = ", made smaller";
    }
    out.println("seed " + seed + how + ":\n" + source);
    if (!how.isEmpty()) {
      differences(name, source, d.variant()).stream()
          .limit(1)
          .forEach(x -> out.println(x.report()));
    }
  }

  private boolean differs(String name, String source, Variant variant) {
    try {
      return !differences(name, source, variant).isEmpty();
    } catch (IllegalArgumentException e) {
      return false; // not a program
    }
  }

  private List<Difference> differences(String name, String source, Variant variant) {
    Report small = new Report();
    new Harness(small, after).run(Map.of(name, source), null, List.of(variant), Effort.GENERATED);
    return small.differences();
  }
}
