package dev.bide.weaver.javac;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/**
 * The methods that may keep a thread waiting, each with what to write in a block. What takes a lock
 * for a moment is not among them, nor is reading a file: a warning at each would teach people to
 * switch the check off.
 */
final class BlockingCalls {
  /**
   * Some methods of one class or interface, which count for its subtypes too.
   *
   * @param instead what to write; null for {@code Blocking.run} alone
   */
  private record Entry(String owner, @Nullable String instead) {}

  private static final String TASK =
      "start the work as a task of the scope, `s.spawn(…)`, and await the task";
  private static final String ONE_SHOT =
      "let `whenComplete` fill a dev.bide.sync.Oneshot, and await that";
  private static final String PERMITS = "use dev.bide.sync.AsyncSemaphore, `acquire().await()`";
  private static final String CHANNEL =
      "use dev.bide.sync.AsyncChannel, `receive().await()` and `send(x).await()`";
  private static final String SIGNAL = "use dev.bide.sync.Oneshot, or await the tasks themselves";

  /** For reading from a socket's stream, or writing to it. */
  static final String TRANSFER = "use dev.bide.net.TcpStream, `read(…).await()`";

  private static final String CONNECT = "use dev.bide.net.TcpStream, `connect(host, port).await()`";
  private static final String LISTEN = "use dev.bide.net.TcpListener, `accept().await()`";

  /** By a method's name, perhaps with its number of parameters: {@code poll/2}. */
  private static final Map<String, List<Entry>> TABLE = new HashMap<>();

  static {
    String concurrent = "java.util.concurrent.";
    add("java.lang.Thread", "sleep", "write `Async.sleep(Duration.of…).await()`");
    add(concurrent + "TimeUnit", "sleep", "write `Async.sleep(Duration.of…).await()`");
    add("java.lang.Thread", "join", TASK);
    add(concurrent + "TimeUnit", "timedJoin timedWait", TASK);
    add("java.lang.Object", "wait", SIGNAL);
    add(concurrent + "CompletableFuture", "get join", ONE_SHOT);
    add(concurrent + "Future", "get", null);
    add(concurrent + "ForkJoinTask", "join invoke", null);
    add(concurrent + "ForkJoinPool", "invoke awaitQuiescence", null);
    add(concurrent + "CountDownLatch", "await", SIGNAL);
    add(concurrent + "CyclicBarrier", "await", SIGNAL);
    add(
        concurrent + "Phaser",
        "arriveAndAwaitAdvance awaitAdvance awaitAdvanceInterruptibly",
        SIGNAL);
    add(concurrent + "Exchanger", "exchange", CHANNEL);
    add(
        concurrent + "Semaphore",
        "acquire acquireUninterruptibly tryAcquire/2 tryAcquire/3",
        PERMITS);
    add(concurrent + "BlockingQueue", "take put poll/2 offer/3", CHANNEL);
    add(
        concurrent + "BlockingDeque",
        "takeFirst takeLast putFirst putLast pollFirst/2 pollLast/2 offerFirst/3 offerLast/3",
        CHANNEL);
    add(concurrent + "TransferQueue", "transfer tryTransfer/3", CHANNEL);
    add(concurrent + "locks.Condition", "await awaitNanos awaitUntil awaitUninterruptibly", SIGNAL);
    add(concurrent + "locks.Lock", "tryLock/2", "use dev.bide.sync.Mutex, `lock().await()`");
    add(concurrent + "locks.LockSupport", "park parkNanos parkUntil", SIGNAL);
    add(concurrent + "ExecutorService", "awaitTermination invokeAll invokeAny close", null);
    add(concurrent + "CompletionService", "take poll/2", null);
    add(concurrent + "StructuredTaskScope", "join", "use `Async.scope(s -> { … })`");
    add("java.lang.Process", "waitFor", null);
    add("java.net.Socket", "connect <init>/2 <init>/3 <init>/4", CONNECT);
    add("java.net.ServerSocket", "accept", LISTEN);
    add("java.net.DatagramSocket", "receive", null);
    add("java.net.InetAddress", "getByName getAllByName isReachable", null);
    add("java.net.URL", "openStream getContent", null);
    add("java.net.URLConnection", "connect getInputStream getOutputStream getContent", null);
    add("java.net.HttpURLConnection", "getResponseCode getResponseMessage", null);
    add(
        "java.net.http.HttpClient",
        "send",
        "let `sendAsync(…).whenComplete` fill a dev.bide.sync.Oneshot, and await that");
    add("java.nio.channels.Selector", "select", null);
    add("java.io.Console", "readLine readPassword", null);
    add("java.sql.DriverManager", "getConnection", null);
    add("javax.sql.DataSource", "getConnection", null);
    add("java.sql.Connection", "commit rollback isValid", null);
    add(
        "java.sql.Statement",
        "execute executeQuery executeUpdate executeBatch executeLargeUpdate executeLargeBatch",
        null);
    add("java.sql.ResultSet", "next", null);
    add(
        "dev.bide.runtimes.LocalRuntime",
        "run",
        "await the block here, or start it there with `spawn` and await the task");
    add("dev.bide.runtimes.Bridge", "runBlocking", "await the block here");
  }

  private final Model model;

  BlockingCalls(Model model) {
    this.model = model;
  }

  private static void add(String owner, String methods, @Nullable String instead) {
    Entry entry = new Entry(owner, instead);
    for (String method : methods.split(" ", -1)) {
      TABLE.computeIfAbsent(method, _ -> new ArrayList<>()).add(entry);
    }
  }

  /** What is known of a method that may block. */
  record Blocks(@Nullable String instead) {}

  /** What is known of this method, null where it is not known to block. */
  @Nullable Blocks find(ExecutableElement method) {
    String name = method.getSimpleName().toString();
    Entry entry = find(method, name);
    if (entry == null) {
      entry = find(method, name + "/" + method.getParameters().size());
    }
    if (entry != null) {
      return new Blocks(entry.instead);
    }
    return saysSo(method) ? new Blocks(null) : null;
  }

  private @Nullable Entry find(ExecutableElement method, String name) {
    List<Entry> entries = TABLE.get(name);
    if (entries == null) {
      return null;
    }
    String owner = model.ownerName(method);
    for (Entry entry : entries) {
      // Everything is a subtype of Object, whose own methods alone are meant.
      if ((owner.equals(entry.owner) || !entry.owner.equals("java.lang.Object"))
          && model.isA(model.owner(method), entry.owner)) {
        return entry;
      }
    }
    return null;
  }

  /** Whether the method, or its class, is annotated {@code @Blocking}, by whoever's annotation. */
  private boolean saysSo(ExecutableElement method) {
    return isAnnotated(method)
        || (method.getKind() == ElementKind.METHOD && isAnnotated(model.owner(method)));
  }

  private static boolean isAnnotated(@Nullable Element element) {
    if (element != null) {
      for (AnnotationMirror a : element.getAnnotationMirrors()) {
        if (a.getAnnotationType().asElement().getSimpleName().contentEquals("Blocking")) {
          return true;
        }
      }
    }
    return false;
  }
}
