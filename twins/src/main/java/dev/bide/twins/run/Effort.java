package dev.bide.twins.run;

import dev.bide.twins.Schedule;
import dev.bide.twins.Schedule.Cancel;
import dev.bide.twins.Schedule.Pending;
import java.util.ArrayList;
import java.util.List;

/**
 * How many schedules each program is run at.
 *
 * @param randoms schedules with random pending
 * @param cancelled at most so many waits of a program are cancelled, spread over all of them
 */
public record Effort(int randoms, int cancelled) {
  /** What every build can afford. */
  public static final Effort QUICK = new Effort(1, 4);

  /** For the programs that were written by hand. */
  public static final Effort FULL = new Effort(4, 24);

  /** For one of many that were made up. */
  public static final Effort GENERATED = new Effort(2, 6);

  /** The schedules without a cancel, and those that cancel one of {@code waits} waits. */
  List<Schedule> schedules(int waits, long seed) {
    List<Schedule> all = new ArrayList<>();
    all.add(Schedule.of(Pending.READY, 0));
    all.add(Schedule.of(Pending.ONCE, 0));
    all.add(Schedule.of(Pending.TWICE, 0).polledByHand());
    for (int i = 0; i < randoms; i++) {
      Schedule s = Schedule.of(Pending.RANDOM, seed + i);
      all.add(i % 2 == 0 ? s : s.polledByHand());
    }
    int n = Math.min(waits, cancelled);
    for (int i = 0; i < n; i++) {
      int wait = (int) ((long) i * waits / n);
      Schedule random = Schedule.of(Pending.RANDOM, seed + wait);
      all.add(Schedule.of(Pending.READY, 0).cancelledAt(wait, Cancel.UNDOES));
      all.add(Schedule.of(Pending.ONCE, 0).polledByHand().cancelledAt(wait, Cancel.UNDOES));
      all.add(random.cancelledAt(wait, Cancel.REFUSES));
      all.add(Schedule.of(Pending.READY, 0).polledByHand().cancelledAt(wait, Cancel.READY));
      all.add(random.polledByHand().cancelledAt(wait, Cancel.FAILS));
    }
    return all;
  }
}
