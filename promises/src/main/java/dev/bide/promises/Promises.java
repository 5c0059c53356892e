package dev.bide.promises;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Runs the seven stress tests and prints a line for each. {@code --break N} plants the fault that
 * the N-th is there to catch; it is for tests of the promises themselves.
 */
public final class Promises {
  private static final List<Promise> ALL =
      List.of(
          new SingleThreaded(),
          new MultiThreaded(),
          new BringYourOwn(),
          new ZeroAllocation(),
          new SeveralRuntimes(),
          new ForeignLoops(),
          new Browser());

  private static final String USAGE =
      """
      Usage: ./bide promises [--break N]

        --break N   plants the fault that promise N (1 to 7) is there to catch

      Exit codes: 0 all that could run hold, 1 one does not, 2 wrong arguments.
      """;

  private Promises() {}

  /** Runs all and ends the JVM with the exit code. */
  public static void main(String[] args) {
    System.exit(run(System.out, System.err, args));
  }

  static int run(PrintStream out, PrintStream err, String... args) {
    int broken = 0;
    if (args.length == 1 && (args[0].equals("-h") || args[0].equals("--help"))) {
      out.print(USAGE);
      return 0;
    }
    if (args.length == 2 && args[0].equals("--break") && args[1].matches("[1-7]")) {
      broken = Integer.parseInt(args[1]);
    } else if (args.length != 0) {
      err.println("promises: wrong arguments: " + String.join(" ", args));
      err.print(USAGE);
      return 2;
    }
    return runAll(out, broken);
  }

  private static int runAll(PrintStream out, int broken) {
    int held = 0;
    int skipped = 0;
    TreeSet<Tool> missing = new TreeSet<>();
    for (int i = 1; i <= ALL.size(); i++) {
      Promise promise = ALL.get(i - 1);
      Report report = new Report(i == broken);
      String start = i + " " + promise.title() + ": ";
      try {
        promise.run(report);
        held++;
        out.println(start + "holds: " + report.text());
      } catch (BrokenPromise e) {
        out.println(start + "DOES NOT HOLD: " + e.getMessage());
      } catch (MissingTool e) {
        skipped++;
        missing.addAll(e.tools());
        out.println(
            start + "SKIPPED, it needs " + names(e.tools()) + ": " + Tool.howToInstall(e.tools()));
      } catch (Exception | Error e) {
        out.println(start + "DOES NOT HOLD: it ended with " + e);
        e.printStackTrace(out);
      }
      out.flush();
    }
    List<Tool> tools = new ArrayList<>(missing);
    String skips =
        skipped == 0
            ? ""
            : ", " + skipped + " skipped (" + names(tools) + ": " + Tool.howToInstall(tools) + ")";
    out.println("promises: " + held + " of " + ALL.size() + " hold" + skips);
    return held + skipped == ALL.size() ? 0 : 1;
  }

  private static String names(List<Tool> tools) {
    return String.join(", ", tools.stream().map(Tool::toString).toList());
  }
}
