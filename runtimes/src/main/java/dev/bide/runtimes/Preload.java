package dev.bide.runtimes;

import dev.bide.Async;
import java.lang.reflect.Constructor;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Loads and links the classes that a program with sockets needs in its first moments, on a thread
 * of its own, while the program's thread makes its runtime: half of the time until such a program's
 * first line is the loading of one class after the other (ADR 22).
 *
 * <p>It loads and links, and does no more: no class of ours or of the network is initialized here,
 * so nothing that a program sets before its first socket comes too late. The thread ends with the
 * last name, some 20 ms later, and there is one in a JVM.
 */
final class Preload implements Runnable {
  private Preload() {}

  /** Begins, where there is a processor that would have nothing to do. */
  static void begin() {
    if (Runtime.getRuntime().availableProcessors() == 1) {
      return;
    }
    Thread t = new Thread(null, new Preload(), "bide-preload", 0, false);
    t.setDaemon(true);
    try {
      t.start();
    } catch (OutOfMemoryError e) {
      // No thread is to be had: classes are loaded where they are used.
    }
  }

  /**
   * What the program's thread comes to while the service is looked up, but for what it comes to at
   * once: it would be there first.
   *
   * <p>In the order in which they are needed; superclasses and interfaces come with them. Names,
   * since most are private to other packages; a test finds the one that is not there any more.
   */
  static List<String> atOnce() {
    return List.of(
        "dev.bide.internal.ConfinedTask",
        "dev.bide.internal.Blocks",
        "dev.bide.internal.Blocks$Started",
        "dev.bide.internal.TaskCore$Taken",
        "dev.bide.net.TcpOptions",
        "dev.bide.internal.Net",
        "dev.bide.weave.v1.Weave",
        "dev.bide.runtimes.sockets.Listen");
  }

  /** What it needs then. */
  static List<String> then() {
    return List.of(
        "dev.bide.runtimes.sockets.Addresses",
        "dev.bide.runtimes.nio.NioListener",
        "dev.bide.net.Endpoint",
        "dev.bide.Poll",
        "dev.bide.internal.JoinTwo",
        "dev.bide.Timed",
        "dev.bide.internal.ChildRoot",
        "dev.bide.runtimes.sockets.Connect",
        "dev.bide.runtimes.nio.NioStream",
        "dev.bide.runtimes.sockets.DriverStream$Write",
        "dev.bide.runtimes.sockets.DriverStream$Read",
        "dev.bide.internal.LooseRoot$Owner",
        "dev.bide.weave.v1.Leaves",
        "dev.bide.weave.v1.Leaf",
        "dev.bide.weave.v1.Lent",
        "dev.bide.runtimes.sockets.DriverListener$Accept",
        "dev.bide.internal.io.WriteAll",
        "dev.bide.internal.Shielded",
        "dev.bide.runtimes.sockets.DriverSocket$1",
        "dev.bide.weave.v1.Prim",
        "dev.bide.internal.io.BufferedRead",
        "dev.bide.internal.io.BufferedRead$Lines",
        "dev.bide.internal.stream.Leaves",
        "dev.bide.internal.stream.Run",
        "dev.bide.internal.io.BufferedRead$ReadLine",
        "dev.bide.internal.stream.Next",
        "dev.bide.internal.stream.Close",
        "dev.bide.internal.Joiners",
        "dev.bide.internal.Joiners$Closed",
        "dev.bide.internal.Join");
  }

  @Override
  public void run() {
    load(atOnce());
    lookUpService();
    load(then());
  }

  /**
   * Looks for what the JDK looks for when the first socket is opened, and leaves it there. What
   * takes five milliseconds is what the first look-up of any service sets up.
   */
  private static void lookUpService() {
    try {
      boolean _ =
          ServiceLoader.load(SelectorProvider.class, ClassLoader.getSystemClassLoader())
              .iterator()
              .hasNext();
    } catch (ServiceConfigurationError | LinkageError e) {
      // The JDK meets the same when a socket is opened, and says so.
    }
  }

  private static void load(List<String> names) {
    for (String name : names) {
      load(name);
    }
  }

  private static void load(String name) {
    Class<?> beside = name.startsWith("dev.bide.runtimes.") ? Preload.class : Async.class;
    try {
      Class<?> c = Class.forName(name, false, beside.getClassLoader());
      // The constructors are nothing to us: HotSpot links a class before it tells them, that is, it
      // verifies it and makes its tables. Where it should not, that is done where the class is
      // used.
      Constructor<?>[] _ = c.getDeclaredConstructors();
    } catch (ClassNotFoundException | LinkageError e) {
      // Whoever needs it meets the same, and says so.
    }
  }
}
