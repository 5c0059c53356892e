package dev.bide.runtime;

import dev.bide.Task;
import dev.bide.internal.TaskCore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of a runtime do at one moment: what each waits for, by file and line, and who owns
 * it. For whoever has to find out why nothing goes on; {@link #toString} is for reading. A runtime
 * offers it; see {@code LocalRuntime.dump()}.
 *
 * <p>Costs nothing when it is not asked for. That is why it does not say since when a task waits; a
 * second dump shows those that are elsewhere by then, under the same {@linkplain #nameOf names}.
 */
public final class TaskDump {
  private final String heading;
  private final List<Entry> tasks;
  private final List<StackTraceElement> thread;

  private TaskDump(String heading, List<Entry> tasks, List<StackTraceElement> thread) {
    this.heading = heading;
    this.tasks = List.copyOf(tasks);
    this.thread = List.copyOf(thread);
  }

  /** What a task does. */
  public enum Doing {
    /** It waits. */
    WAITS,

    /** It has something to do, and its runtime has not come to it. */
    READY,

    /** It is being run. */
    RUNS
  }

  /**
   * One of the places where a task waits: its own, or that of a child inside it.
   *
   * @param what for what: a class of a leaf, another task
   * @param lines the lines that lead there, innermost first
   */
  public record Wait(String what, List<StackTraceElement> lines) {}

  /**
   * One task.
   *
   * @param task its handle
   * @param doing what it does
   * @param owner the task whose scope owns it; null when it is none's
   * @param waits where it waits; empty when it runs, and on a runtime whose tasks migrate also when
   *     it is ready
   * @param thread the thread that runs it, where that is known
   * @param stack where that thread is
   */
  public record Entry(
      Task<?, ?> task,
      Doing doing,
      @Nullable Task<?, ?> owner,
      List<Wait> waits,
      @Nullable Object thread,
      List<StackTraceElement> stack) {}

  /**
   * For runtimes: looks at tasks. Those of a confined scheduler on its own thread; those of a
   * migrating one from any, but by one thread at a time.
   *
   * @param tasks of this scheduler; those that have ended are left out
   * @throws IllegalStateException on another thread than a confined scheduler's
   */
  public static TaskDump of(Scheduler scheduler, Iterable<? extends Task<?, ?>> tasks) {
    return of(scheduler, tasks, _ -> List.of());
  }

  /**
   * The same for a runtime that can say where a thread is, and whose scheduler's {@link
   * Scheduler#thread} are threads.
   */
  public static TaskDump of(
      Scheduler scheduler,
      Iterable<? extends Task<?, ?>> tasks,
      Function<Object, List<StackTraceElement>> stackOf) {
    if (!scheduler.migrates() && scheduler.thread() != scheduler.ownThread()) {
      throw new IllegalStateException(
          "the tasks of a confined runtime are looked at by its thread");
    }
    List<Entry> all = new ArrayList<>();
    for (Task<?, ?> task : tasks) {
      Entry e = ((TaskCore<?, ?>) task).look(stackOf);
      if (e != null) {
        all.add(e);
      }
    }
    String n = all.size() == 1 ? "1 task" : all.size() + " tasks";
    return new TaskDump("runtime '" + scheduler.name() + "', " + n, all, List.of());
  }

  /**
   * For runtimes: none of the tasks can be looked at, since the runtime's thread does not come back
   * to its loop, from a turn of one of them or from elsewhere.
   *
   * @param thread its name
   * @param stack where it is
   */
  public static TaskDump stuck(Scheduler scheduler, String thread, List<StackTraceElement> stack) {
    String heading =
        "runtime '"
            + scheduler.name()
            + "', whose thread '"
            + thread
            + "' does not come back to its loop, so no task can be looked at; it is";
    return new TaskDump(heading, List.of(), stack);
  }

  /** The tasks. */
  public List<Entry> tasks() {
    return tasks;
  }

  /** Where the runtime's thread is that does not come back; empty when it does. */
  public List<StackTraceElement> stuckAt() {
    return thread;
  }

  /** For reading: tasks that do the same at the same place are told together. */
  @Override
  public String toString() {
    StringBuilder s = new StringBuilder(heading).append('\n');
    add(s, "  ", thread);
    Map<String, List<Entry>> alike = new LinkedHashMap<>();
    for (Entry e : tasks) {
      alike.computeIfAbsent(doingOf(e), _ -> new ArrayList<>()).add(e);
    }
    alike.forEach((doing, all) -> {
      s.append("  ");
      if (all.size() > 1) {
        s.append(all.size()).append(" tasks, the first of them ");
      }
      Entry first = all.getFirst();
      s.append(nameOf(first.task()));
      if (first.owner() != null) {
        s.append(", in a scope of ").append(nameOf(first.owner()));
      }
      s.append(doing);
    });
    return s.toString();
  }

  private static String doingOf(Entry e) {
    StringBuilder s = new StringBuilder();
    switch (e.doing()) {
      case WAITS -> s.append(", waits\n");
      case READY -> s.append(", is ready\n");
      case RUNS ->
          s.append(", runs").append(e.thread() == null ? "" : " on " + e.thread()).append('\n');
    }
    add(s, "      ", e.stack());
    for (Wait w : e.waits()) {
      s.append("    for ").append(w.what()).append('\n');
      add(s, "      ", w.lines());
    }
    return s.toString();
  }

  private static void add(StringBuilder s, String indent, List<StackTraceElement> lines) {
    for (StackTraceElement line : lines) {
      s.append(indent).append("at ").append(line).append('\n');
    }
  }

  /** A task's name in this text, the same in each dump. */
  public static String nameOf(Task<?, ?> task) {
    return "task " + Integer.toHexString(System.identityHashCode(task));
  }
}
