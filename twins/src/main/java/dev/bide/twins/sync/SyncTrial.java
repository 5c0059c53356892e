package dev.bide.twins.sync;

import dev.bide.Cancelled;
import dev.bide.twins.Schedule;
import dev.bide.twins.Trial;

/**
 * A run of a sync twin. It models a cancel as contract rules 13, 14, 16 and 21 have it, from what
 * the source says: which call waits, where a handler's body begins and ends.
 */
public final class SyncTrial extends Trial {
  private int depth;
  private int shields;

  /** Asked for, and to be thrown by the next call that waits. */
  private boolean armed;

  /** Thrown, and not swallowed. */
  private boolean unwinding;

  /** The handler at {@link #holderDepth} and {@link #holderLevel} deals with what unwinds. */
  private boolean held;

  private int holderDepth;
  private int holderLevel;

  /** A run that has not begun. */
  public SyncTrial(Schedule schedule) {
    super(schedule);
  }

  /** The run of this thread. */
  public static SyncTrial now() {
    return (SyncTrial) current();
  }

  /** A block begins. To be undone by {@link #exit}. */
  public static void enter() {
    now().depth++;
  }

  /** A block ends, in whichever way. */
  public static void exit() {
    now().depth--;
  }

  /** A closing begins that a cancel does not cut short. To be undone by {@link #unshield}. */
  void shield() {
    shields++;
  }

  /** Such a closing ends. */
  void unshield() {
    shields--;
  }

  /** A call that waits and then has its value. */
  void waitFor(String what) {
    if (armed && shields == 0) {
      armed = false;
      unwinding = true;
      held = false;
      throw Cancelled.byLeaf();
    }
    int n = startWait(what);
    Schedule s = schedule();
    if (n == s.cancelAt()) {
      if (shields == 0) {
        switch (s.cancel()) {
          case UNDOES -> {
            event("gives up " + n);
            unwinding = true;
            throw Cancelled.byLeaf();
          }
          case FAILS -> {
            armed = true;
            event("fails " + n);
            throw new IllegalStateException("cancelled while waiting");
          }
          case REFUSES, READY -> {}
        }
      }
      armed = true;
    }
    event("has " + n);
  }

  /** A handler is entered whose try stands in the bodies of {@code level} handlers of its block. */
  void caught(int level) {
    if (!unwinding || shields > 0) {
      return;
    }
    if (!held || depth < holderDepth || (depth == holderDepth && level <= holderLevel)) {
      held = true;
      holderDepth = depth;
      holderLevel = level;
    }
  }

  /** A handler is left other than by throwing. */
  void left(int level) {
    if (unwinding && held && depth == holderDepth && level == holderLevel && shields == 0) {
      unwinding = false;
      held = false;
      armed = true;
    }
  }
}
