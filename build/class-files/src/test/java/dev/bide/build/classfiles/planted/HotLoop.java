package dev.bide.build.classfiles.planted;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** A hot path with one fault of each kind, each behind an entry of its own. */
public class HotLoop {
  int plain;
  volatile int shared;
  final AtomicInteger atomic = new AtomicInteger();
  final ReentrantLock lock = new ReentrantLock();
  Step step = new PlainStep();

  interface Step {
    void go(HotLoop h);
  }

  static class PlainStep implements Step {
    @Override
    public void go(HotLoop h) {
      h.plain++;
    }
  }

  /** Reached only by following the interface. */
  static class VolatileStep implements Step {
    @Override
    public void go(HotLoop h) {
      h.shared = 1;
    }
  }

  void clean() {
    if (plain < 0) {
      throw new IllegalStateException("negative: " + atomic.get());
    }
    plain++;
  }

  void volatileTwoCallsAway() {
    between();
  }

  private void between() {
    readsVolatile();
  }

  private void readsVolatile() {
    plain = shared;
  }

  void throughInterface() {
    step.go(this);
  }

  void usesAtomic() {
    atomic.incrementAndGet();
  }

  void usesLock() {
    lock.lock();
  }

  void usesMonitor() {
    synchronized (this) {
      plain++;
    }
  }

  synchronized void isSynchronized() {
    plain++;
  }

  void endless() {
    while (true) {
      plain = shared;
    }
  }

  void coldBranch() {
    if (plain == 7) {
      fromOutside();
    }
    plain++;
  }

  private void fromOutside() {
    atomic.incrementAndGet();
  }

  void turn() {
    if (looksAtInbox()) {
      plain++;
    }
  }

  private boolean looksAtInbox() {
    return shared != 0;
  }
}
