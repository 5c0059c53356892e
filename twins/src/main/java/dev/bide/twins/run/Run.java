package dev.bide.twins.run;

import java.util.List;

/**
 * What came of one run.
 *
 * @param outcome the value or exception as text
 * @param events what it has done, in order
 * @param waits how many of its waits started
 * @param lines the program's lines in the exception's stack trace, innermost first; empty when it
 *     gave a value
 */
record Run(String outcome, List<String> events, int waits, List<String> lines) {
  boolean sameAs(Run other) {
    return outcome.equals(other.outcome) && events.equals(other.events);
  }
}
