package dev.bide.internal;

import dev.bide.Cancelled;
import dev.bide.weave.v1.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds the lines of the callers that wait to an exception: below the block that threw it, above the
 * engine's own frames, behind a line for the await itself.
 */
final class Traces {
  /** Deeper chains are cut, as the JVM cuts deep stacks. */
  private static final int MAX_LINES = 1024;

  private static final StackTraceElement AWAIT =
      new StackTraceElement("dev.bide.Async", "await", "Async.java", -1);
  private static final String OURS = "dev.bide.internal.";
  private static final String CHAIN = Chain.class.getName();
  private static final String BLOCK = Block.class.getName();

  /** What the engine calls of a frame, and what a block calls of its frame's class. */
  private static final Set<String> PLUMBING =
      Set.of("advance", "resume", "begin", "select", "apart", "finish", "start", "await");

  private Traces() {}

  /**
   * Once per throw; never to an exception that is shared or has no trace.
   *
   * @param waiting the innermost of the frames that wait, null when the chain has none
   */
  static void append(Throwable failure, @Nullable Frame waiting, EngineContext cx) {
    if (failure instanceof Cancelled // to ask it for its trace would make an array
        || cx.task.unusual != null && failure == cx.task.unusual.shared) {
      return;
    }
    try {
      appendLines(failure, waiting, cx);
    } catch (Throwable t) { // an exception's own methods, or no memory: lines are not worth a task
      Failures.suppress(failure, t);
    }
  }

  private static void appendLines(Throwable failure, @Nullable Frame waiting, EngineContext cx) {
    StackTraceElement[] own = failure.getStackTrace();
    if (own.length == 0) {
      return;
    }
    List<StackTraceElement> callers = new ArrayList<>();
    addChain(waiting, callers);
    if (!(cx.running() instanceof OwnChain)) { // else whoever polls that by hand is between
      addOwners(cx.root(), callers);
    }
    Unusual u = cx.task.unusual;
    int inner = u == null || u.left != failure ? 0 : u.leftBlocks;
    if (callers.isEmpty() || (inner == 0 && List.of(own).contains(AWAIT))) {
      return;
    }
    int engine = engine(own, inner);
    if (engine < 0) {
      return; // made elsewhere: a constant, or from another thread
    }
    List<StackTraceElement> all = new ArrayList<>(own.length + 8);
    for (int i = 0; i < engine; i++) {
      if (!isPlumbing(own[i])) {
        all.add(own[i]);
      }
    }
    all.add(AWAIT);
    all.addAll(callers);
    for (int i = engine; i < own.length; i++) {
      all.add(own[i]);
    }
    failure.setStackTrace(all.toArray(new StackTraceElement[0]));
    if (u != null && inner > 0 && !(cx.running() instanceof OwnChain)) {
      u.left = null; // it has all of its lines: thrown once more, it gets none
    }
  }

  /**
   * Where in a trace the engine's lines for a chain begin.
   *
   * @param inner how many chains, those of blocks that are polled by hand, stand above it
   * @return -1 where it has none
   */
  private static int engine(StackTraceElement[] trace, int inner) {
    int left = inner;
    boolean isInside = trace[0].getClassName().equals(BLOCK); // it refuses to be polled
    for (int i = 0; i < trace.length; i++) {
      if (!isEngine(trace[i])) {
        isInside = false;
      } else if (!isInside && polls(trace[i])) {
        if (left-- == 0) {
          return i;
        }
        isInside = true;
      }
    }
    return -1;
  }

  /** Notes that an exception leaves a block that is polled by hand: what polls it may wait too. */
  static void left(Throwable failure, EngineContext cx) {
    try {
      Unusual u = cx.task.unusual();
      u.leftBlocks = u.left == failure ? u.leftBlocks + 1 : 1;
      u.left = failure;
    } catch (Throwable noMemory) { // lines are not worth a task
      Failures.suppress(failure, noMemory);
    }
  }

  /**
   * The lines of everything that leads to the code that calls this in a block, innermost first: its
   * own stack as far as the engine, then the callers that wait.
   */
  static List<StackTraceElement> current(EngineContext cx) {
    List<StackTraceElement> all = new ArrayList<>();
    boolean leaf = false;
    boolean start = false;
    boolean isInside = false;
    Chain running = cx.running();
    for (StackTraceElement e : new Throwable().getStackTrace()) {
      if (isInside && isEngine(e)) {
        continue;
      }
      isInside = polls(e);
      if (isInside) {
        running = addWaiting(running, leaf, all);
        if (running == null) {
          break;
        }
        leaf = false; // next come the lines of what polls the block by hand
        start = false;
        continue;
      }
      if (isPlumbing(e)) {
        // A block in parts is not on the stack when its frame starts something for it.
        leaf |= start && e.getMethodName().equals("advance");
        start = e.getMethodName().equals("start");
        continue;
      }
      start = false;
      boolean polls = e.getMethodName().equals("poll");
      if (isEngine(e)) {
        leaf |= polls;
      } else {
        leaf = polls;
        all.add(e);
      }
    }
    while (running != null) { // there is no stack to look at
      running = addWaiting(running, leaf, all);
      leaf = true;
    }
    addOwners(cx.root(), all);
    return all;
  }

  /**
   * Adds the lines of those that wait for what runs in a chain.
   *
   * @return the chain of whoever polls it by hand; null for none
   */
  private static @Nullable Chain addWaiting(
      Chain running, boolean leaf, List<StackTraceElement> into) {
    addChain(waiting(running, leaf), into);
    return running instanceof OwnChain ? OwnChain.outerOf(running) : null;
  }

  /** Whether a line is of what polls a chain. */
  private static boolean polls(StackTraceElement e) {
    String method = e.getMethodName();
    return e.getClassName().equals(CHAIN)
        ? method.startsWith("run") || method.startsWith("goOn")
        : e.getClassName().equals(BLOCK) && !method.startsWith("start");
  }

  /**
   * The innermost frame of those that wait for what runs in a chain.
   *
   * @param leaf whether the chain polls the leaf that it waits for, or starts what its innermost
   *     frame awaits, and has not gone on with that frame
   */
  private static @Nullable Frame waiting(Chain running, boolean leaf) {
    Frame f = running.innermost;
    if (running.handedTo < 0) {
      return f == null || leaf ? f : f.parent;
    }
    while (f != null && f.depth >= running.handedTo) {
      f = f.parent;
    }
    return f;
  }

  /** The lines that lead to where a root waits, headed by one for the leaf's class. */
  static List<StackTraceElement> waiting(Root root) {
    List<StackTraceElement> all = new ArrayList<>();
    Object leaf = leafOf(root);
    if (leaf != null) {
      all.add(new StackTraceElement(leaf.getClass().getName(), "poll", null, -1));
    }
    addCallers(root, all);
    return all;
  }

  /** The lines that lead to where a root waits. */
  static void addCallers(Root root, List<StackTraceElement> into) {
    addChain(root.innermost, into);
    addOwners(root, into);
  }

  /** What a root waits for. */
  static @Nullable Object leafOf(Root root) {
    Frame innermost = root.innermost;
    return innermost == null ? root.waitsFor() : innermost.child;
  }

  /** A leaf in words. */
  static String describe(@Nullable Object leaf) {
    if (leaf instanceof Join<?, ?> join) {
      return join.describe();
    }
    if (leaf == null) {
      return "its children";
    }
    String name = leaf.getClass().getName();
    if (!name.startsWith(OURS)) {
      return name;
    }
    String own = name.substring(name.lastIndexOf('.') + 1);
    return switch (own) { // by name: a dump loads no class
      case "Sleep" -> "a time, by sleep";
      case "TurnOver" -> "its next turn";
      case "ScopeRun" -> "the children of a scope";
      case "JoinTwo" -> "both of a join";
      case "All" -> "all of all()";
      case "RaceAll" -> "the first of a race";
      case "SelectTwo" -> "the first of a select";
      case "Timeout" -> "what has a time limit";
      case "Receive", "ReceiveMany" -> "an item of a channel";
      case "Send" -> "room in a channel";
      case "Permits$Acquire" -> "a mutex or a semaphore's permit";
      case "OneshotImpl" -> "a oneshot's answer";
      case "Next" -> "the next item of a stream";
      case "Close" -> "the closing of a stream";
      case "BlockingRun" -> "blocking work";
      default -> own;
    };
  }

  private static boolean isEngine(StackTraceElement e) {
    return e.getClassName().startsWith("dev.bide.internal.")
        || e.getClassName().startsWith("dev.bide.weave.v1.");
  }

  /** The lines of the chains that wait for a root through combinators. */
  private static void addOwners(Root root, List<StackTraceElement> into) {
    Root r = root;
    while (into.size() < MAX_LINES
        && r.owner() instanceof Combinator<?, ?> c
        && c.waiter() != null
        && c.waiter() != r // it closes the stream whose function it runs in
        && !c.isPolling()) {
      r = c.waiter();
      addChain(r.innermost, into);
    }
  }

  /** The lines of a chain, from {@code innermost} outward. */
  private static void addChain(@Nullable Frame innermost, List<StackTraceElement> into) {
    int lines = 0;
    for (Frame f = innermost; f != null && lines < MAX_LINES; f = f.parent, lines++) {
      StackTraceElement line = f.location();
      if (line != null) {
        into.add(line);
      }
    }
  }

  /** Removes the engine's lines from the top. */
  static void dropEngine(Throwable t) {
    StackTraceElement[] own = t.getStackTrace();
    int n = 0;
    while (n < own.length && isEngine(own[n])) {
      n++;
    }
    StackTraceElement[] rest = new StackTraceElement[own.length - n];
    System.arraycopy(own, n, rest, 0, rest.length);
    t.setStackTrace(rest);
  }

  /** Whether a line is of what the weaver adds around a block. */
  private static boolean isPlumbing(StackTraceElement e) {
    String method = e.getMethodName();
    return method.endsWith("$await")
        || method.endsWith("$block")
        || (PLUMBING.contains(method) || isChoice(method)) && e.getClassName().endsWith("$Frame");
  }

  /** Whether a method chooses between parts of a block: {@code select1to4}. */
  private static boolean isChoice(String method) {
    return method.startsWith("select")
        && method.length() > "select".length()
        && Character.isDigit(method.charAt("select".length()));
  }
}
