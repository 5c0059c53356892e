package dev.bide.testing.contract;

import java.util.List;
import java.util.Map;

/** The rules in a few words, and what keeps one from being checked. */
final class Uncovered {
  static final List<String> SUBJECTS =
      List.of(
          "cold, one owner",
          "poll: value, exception or PENDING",
          "what was started is polled to its end, woken root by woken root",
          "what operators started is attached to the task",
          "children inside the task, in the order of their wake-ups",
          "the budget",
          "what one poll wrote, the next sees",
          "wake: from anywhere, never lost",
          "one kind of waker, no atomics on the own thread",
          "a root's waker is one object, forgotten at the end",
          "the context",
          "cancel is a request",
          "where a cancel is delivered",
          "swallowed cancels come again",
          "abort",
          "a cancelled leaf loses nothing",
          "dropped results are closed",
          "what was accepted starts",
          "Cancelled goes to who asked",
          "losers are awaited, first failure wins",
          "inserted closings are not cut short",
          "tasks and their joins",
          "scopes",
          "failures that nobody sees are reported",
          "tasks that can no longer run",
          "any depth of calls",
          "streams are used once",
          "operators run ahead by what they say",
          "a generator closed in emit",
          "for over a stream closes it",
          "resources close in order",
          "try-with-resources awaits closing",
          "a resource stays with its driver",
          "what may not migrate is refused",
          "Blocking.run",
          "blocking on a computation",
          "trace lines of waiting callers",
          "what woven classes bind to",
          "fast calls between woven methods",
          "computations are fresh",
          "frames keep nothing too long");

  static final Map<Integer, String> REASONS =
      Map.of(
          35, "needs a runtime that does blocking work: add a ContractSuite.Source with one",
          36, "needs a runtime that blocks its caller: add a ContractSuite.Source with one");

  /** What of a rule that has checks waits for a later part. */
  static final Map<Integer, String> PARTS =
      Map.of(38, "jars woven by earlier releases, which needs a release");

  private Uncovered() {}
}
