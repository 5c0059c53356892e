package dev.bide.build.classfiles.planted;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Java 25 as core may use it: the check is to find nothing here. */
public class UsesWhatTeaVmHas {
  private static final AtomicIntegerFieldUpdater<UsesWhatTeaVmHas> STATE =
      AtomicIntegerFieldUpdater.newUpdater(UsesWhatTeaVmHas.class, "state");

  volatile int state;

  sealed interface Shape {}

  record Circle(double radius) implements Shape {}

  record Square(double side) implements Shape {}

  enum Colour {
    RED,
    GREEN
  }

  double area(Shape s) {
    return switch (s) {
      case Circle(double r) when r > 1 -> 3 * r * r;
      case Circle c -> c.radius();
      case Square q -> q.side() * q.side();
    };
  }

  String name(Colour c) {
    return switch (c) {
      case RED -> "red" + c.name();
      case GREEN -> "green" + STATE.incrementAndGet(this);
    };
  }

  Map<Integer, List<String>> collections(List<String> in) {
    var queue = new ArrayDeque<String>(in);
    var heap = new PriorityQueue<String>(Comparator.comparingInt(String::length));
    heap.addAll(queue);
    Function<String, Integer> f = String::length;
    return new ArrayList<>(heap).stream().collect(Collectors.groupingBy(f));
  }

  long exceptions(Duration d) {
    try (AutoCloseable c = () -> {}) {
      Objects.requireNonNull(c);
      throw new CancellationException();
    } catch (Exception e) {
      e.addSuppressed(new IllegalStateException("x" + e.getMessage(), e));
      return d.toNanos() + e.getStackTrace().length;
    }
  }

  /** Methods that an interface and an array inherit from Object. */
  int objectMethods(Shape s, int[] a) {
    return s.hashCode()
        + a.clone().length
        + (s.equals(new Circle(1)) ? 1 : 0)
        + s.getClass().hashCode();
  }
}
