package dev.bide.twins;

import org.jspecify.annotations.Nullable;

/**
 * What the command was asked for.
 *
 * @param seeds how many generated programs
 * @param from the first one's seed
 * @param only the programs by hand whose names contain this; null for all
 * @param shrink whether failing generated programs are made smaller
 * @param planted the bug to plant; null for none
 */
record Options(
    int seeds, long from, @Nullable String only, boolean shrink, @Nullable String planted) {
  static final String USAGE =
      """
      Usage: ./bide test twins [--seeds N] [--from SEED] [--only NAME] [--no-shrink] [--break [BUG]]

      Runs each program of twins/src/programs and N generated ones as sync code and as woven async
      code, at every pattern of pending and cancelled at its waits, and compares them.

        --seeds N      how many programs to generate: 1000, or none with --only or --break
        --from SEED    the first one's seed: 1; one again: --only none --from SEED --seeds 1
        --only NAME    of the programs by hand only those whose name contains NAME
        --no-shrink    print failing generated programs as they are
        --break [BUG]  plants a bug in the woven classes, which has to be found: exit code 1
                       BUG is one of:
      """;

  /** Throws {@code IllegalArgumentException} with what is wrong. */
  static Options parse(String... arguments) {
    int seeds = -1;
    long from = 1;
    String only = null;
    String planted = null;
    boolean shrink = true;
    for (int i = 0; i < arguments.length; i++) {
      String a = arguments[i];
      String value = i + 1 < arguments.length ? arguments[i + 1] : null;
      switch (a) {
        case "--seeds" -> {
          seeds = (int) number(a, value, Integer.MAX_VALUE);
          i++;
        }
        case "--from" -> {
          from = number(a, value, Long.MAX_VALUE / 2);
          i++;
        }
        case "--only" -> {
          if (value == null) {
            throw new IllegalArgumentException(a + " wants a name");
          }
          only = value;
          i++;
        }
        case "--no-shrink" -> shrink = false;
        case "--break" -> {
          if (value == null || value.startsWith("--")) {
            planted = Planted.ALL.getFirst().name();
          } else {
            planted = value;
            i++;
          }
        }
        default -> throw new IllegalArgumentException("there is no option '" + a + "'");
      }
    }
    if (seeds < 0) {
      seeds = only == null && planted == null ? 1000 : 0;
    }
    return new Options(seeds, from, only, shrink, planted);
  }

  private static long number(String option, @Nullable String value, long most) {
    try {
      long n = value == null ? -1 : Long.parseLong(value);
      if (n >= 0 && n <= most) {
        return n;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(option + " wants a number, and got " + value);
  }
}
