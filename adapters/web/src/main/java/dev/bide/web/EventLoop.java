package dev.bide.web;

/**
 * What {@link WebScheduler} needs of a JavaScript host. Every call back is guarded: whatever leaves
 * it, a WebAssembly trap included, which no {@code catch} in Java sees, ends in {@link
 * Callbacks#trapped}.
 */
interface EventLoop {
  /** What the host calls. */
  interface Callbacks {
    /** A turn that was asked for. */
    void turn();

    /** The timer's time has come. */
    void timer();

    /** One of the two was left by something that Java could not catch. */
    void trapped(String what);
  }

  /** Says whom to call. Once, before all else. */
  void connect(Callbacks callbacks);

  /** Asks for a turn before the host does anything else. */
  void soon();

  /** Asks for a turn after the host has had its own: input, rendering, timers, I/O. */
  void afterHost();

  /** Sets the one timer, in place of what it was set to. */
  void setTimer(double millis);

  /** Stops the timer. */
  void stopTimer();

  /** The monotonic clock, in milliseconds. */
  double now();

  /** Shows a failure to whoever looks at the host's console. */
  void error(String text);
}
