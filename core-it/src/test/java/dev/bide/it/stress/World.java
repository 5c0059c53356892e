package dev.bide.it.stress;

import dev.bide.ChannelClosedException;
import dev.bide.Spawner;
import dev.bide.Task;
import dev.bide.TimedOutException;
import dev.bide.sync.AsyncSemaphore;
import dev.bide.sync.Mutex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** What the parts of one program share, and what is found wrong with it. */
final class World {
  private static final int PERMITS = 2;

  final Host host;
  final Mutex mutex;
  final AsyncSemaphore permits;

  /** Tasks that others may cancel. */
  final List<Task<?, ?>> others = new ArrayList<>();

  /** Of a scope that is open, or was. */
  Spawner<Exception> outer;

  private final Planted planted;
  private final boolean logs;
  private final List<String> faults = new ArrayList<>();
  private final Set<Resource> open = new LinkedHashSet<>();
  private final Set<Boom> unseen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Throwable, Set<String>> reported = new IdentityHashMap<>();
  private int entered;
  private int locked;
  private int taken;
  private int ran;
  private long cancelledAt = Long.MAX_VALUE;

  World(Host host, boolean ownThread, Planted planted, boolean logs) {
    this.host = host;
    this.mutex = ownThread ? Mutex.local() : Mutex.create();
    this.permits = ownThread ? AsyncSemaphore.local(PERMITS) : AsyncSemaphore.of(PERMITS);
    this.planted = planted;
    this.logs = logs;
  }

  static Duration ms(int n) {
    return Duration.ofMillis(n);
  }

  void fault(String what) {
    log(what);
    faults.add(what);
  }

  List<String> faults() {
    return faults;
  }

  void log(String what) {
    if (logs) {
      System.out.println(host.nanoTime() / 1_000_000 + " ms " + what);
    }
  }

  /** What runs a program has this one in it, now and then. */
  Planted planted() {
    return ran++ % 8 == 7 ? planted : Planted.NOTHING;
  }

  // ---------------------------------------------------------------- resources

  void opened(Resource r) {
    open.add(r);
    log("open " + r);
  }

  void closing(Resource r) {
    log("closing " + r);
    if (!open.contains(r)) {
      fault(r + " is closed twice");
    }
  }

  void closed(Resource r) {
    open.remove(r);
  }

  // ---------------------------------------------------------------- blocks

  void enter(Plan p) {
    entered++;
    log("> " + p.id() + " " + p.kind());
  }

  void leave(Plan p) {
    entered--;
    log("< " + p.id());
  }

  /** The program is cancelled. */
  void cancelled() {
    cancelledAt = host.nanoTime();
    log("CANCEL");
  }

  /** Something has gone on after a wait. */
  void goesOn(Plan p) {
    if (host.nanoTime() > cancelledAt) {
      fault(p.id() + " " + p.kind() + " went on after the cancel");
    }
  }

  void lock(int by) {
    locked += by;
    if (locked > 1) {
      fault("two have the mutex");
    }
  }

  void permit(int by) {
    taken += by;
    if (taken > PERMITS) {
      fault("more permits are taken than there are");
    }
  }

  // ---------------------------------------------------------------- failures

  Boom boom(String where) {
    Boom boom = new Boom(where);
    unseen.add(boom);
    return boom;
  }

  /** The program itself has dealt with a failure. */
  void seen(Throwable failure) {
    visit(failure, "a failure", new LinkedHashSet<>());
  }

  /** A failure has reached the failure handler. */
  void reported(String what, Throwable failure) {
    log("failure handler: " + what + ": " + failure);
    if (what.contains("swallowed")) {
      return; // a RETRY or CATCH that goes on after a cancel's clean-up has failed
    }
    if (!reported.computeIfAbsent(failure, _ -> new HashSet<>()).add(what)) {
      fault("reported twice: " + failure);
    }
    visit(failure, what, new LinkedHashSet<>());
  }

  private void visit(Throwable t, String what, Set<Throwable> visited) {
    if (t == null || !visited.add(t)) {
      return;
    }
    if (t instanceof Boom boom) {
      unseen.remove(boom);
    } else if (!(t instanceof TimedOutException
        || t instanceof CancellationException
        || t instanceof ChannelClosedException
        || t instanceof dev.bide.Cancelled)) {
      fault(what + ": " + t);
    }
    for (Throwable s : t.getSuppressed()) {
      visit(s, what, visited);
    }
    visit(t.getCause(), what, visited);
  }

  // ---------------------------------------------------------------- the end

  /** The program has ended: nothing may be left of it. */
  void hasEnded() {
    if (!open.isEmpty()) {
      fault("left open: " + open);
    }
    if (entered != 0) {
      fault(entered + " blocks have not been left");
    }
    if (mutex.isLocked() || permits.available() != PERMITS) {
      fault("the mutex or a permit was not given back");
    }
  }

  /** All that is reported has been. */
  void allIsReported() {
    if (!unseen.isEmpty()) {
      fault("nobody has seen " + unseen);
    }
  }
}
