package dev.bide.weaver.javac;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import javax.annotation.processing.Filer;
import org.jspecify.annotations.Nullable;

/**
 * One compilation, as the plugin and the processor share it: whichever of the two javac starts
 * first opens it. Checks run when javac has analysed a class; a class file is woven when javac has
 * written it.
 *
 * <p>Used by the compilation's thread alone; only the table of sessions is shared.
 */
final class Session implements TaskListener {
  /**
   * Weak on both sides: a session knows its task, and the task holds the session as its listener.
   */
  private static final Map<JavacTask, WeakReference<Session>> SESSIONS = new WeakHashMap<>();

  /**
   * Set while a processor's session works on a task. javac may load the plugin and the processor
   * with class loaders of their own, and then each has its own sessions: the plugin's steps back.
   */
  private static final String AT_WORK = "dev.bide.weaver.javac.task.";

  private final String key;
  private final Options options = new Options();
  private boolean hasProcessor;
  private final Checks checks;
  private final Weaving weaving;

  private Session(JavacTask task) {
    this.key = AT_WORK + System.identityHashCode(task);
    Model model = new Model(task);
    this.checks = new Checks(model, options);
    this.weaving = new Weaving(model, options);
  }

  static Session of(JavacTask task) {
    synchronized (SESSIONS) {
      WeakReference<Session> known = SESSIONS.get(task);
      Session session = known == null ? null : known.get();
      if (session == null) {
        session = new Session(task);
        SESSIONS.put(task, new WeakReference<>(session));
        task.addTaskListener(session);
      }
      return session;
    }
  }

  Options options() {
    return options;
  }

  void processorRuns(Filer filer) {
    hasProcessor = true;
    System.setProperty(key, "");
    weaving.useFiler(filer);
  }

  @Override
  public void started(TaskEvent event) {
    if (event.getKind() == TaskEvent.Kind.ANALYZE && isAtWork()) {
      checks.starts(event);
    }
  }

  private boolean isAtWork() {
    return hasProcessor || System.getProperty(key) == null;
  }

  @Override
  public void finished(TaskEvent event) {
    if (!isAtWork()) {
      return;
    }
    switch (event.getKind()) {
      case ANALYZE -> {
        checks.analysed(event);
        weaving.analysed(event);
      }
      case GENERATE -> weaving.generated(event);
      case COMPILATION -> {
        checks.ended();
        weaving.ended();
        System.clearProperty(key);
      }
      default -> {}
    }
  }

  /**
   * Takes the session from the plugin to a processor that cannot ask for it, since the build tool
   * has wrapped its environment: javac starts both on one thread, the plugin first.
   */
  static final class Handover {
    private static final ThreadLocal<@Nullable WeakReference<Session>> OFFERED =
        new ThreadLocal<>();

    private Handover() {}

    static void offer(Session session) {
      OFFERED.set(new WeakReference<>(session));
    }

    static @Nullable Session take() {
      WeakReference<Session> offered = OFFERED.get();
      OFFERED.remove();
      return offered == null ? null : offered.get();
    }
  }
}
