package dev.bide.build.classfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.build.classfiles.planted.HotLoop;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HotPathCheckTest {
  private static final String LOOP = HotLoop.class.getName();

  private static List<Finding> check(String path) throws IOException {
    return new HotPathCheck(TestClasses.of(HotLoop.class), HotPath.parse(path)).run();
  }

  private static List<Finding> enter(String method) throws IOException {
    return check("enter " + LOOP + "." + method);
  }

  private static void finds(String method, String what, String where) throws IOException {
    assertThat(enter(method))
        .singleElement()
        .satisfies(f -> {
          assertThat(f.what()).contains(what);
          assertThat(f.where()).contains(where);
        });
  }

  @Test
  void passesPlainCodeAndWhatOnlyThrows() throws IOException {
    assertThat(enter("clean")).isEmpty();
  }

  @Test
  void findsVolatileWithItsPath() throws IOException {
    Finding f = enter("volatileTwoCallsAway").getFirst();
    assertThat(f.what()).isEqualTo("accesses the volatile field " + LOOP + ".shared");
    assertThat(f.where()).contains("HotLoop.readsVolatile(HotLoop.java:");
    assertThat(f.path()).hasSize(2);
    assertThat(f.path().get(0)).contains("HotLoop.volatileTwoCallsAway(HotLoop.java:");
    assertThat(f.path().get(1)).contains("HotLoop.between(HotLoop.java:");
  }

  @Test
  void followsEveryImplementation() throws IOException {
    finds("throughInterface", "accesses the volatile field", "HotLoop$VolatileStep.go");
  }

  @Test
  void findsAtomics() throws IOException {
    finds("usesAtomic", "java.util.concurrent.atomic.AtomicInteger.incrementAndGet", ".usesAtomic");
  }

  @Test
  void findsLocks() throws IOException {
    finds("usesLock", "java.util.concurrent.locks.ReentrantLock.lock", ".usesLock");
  }

  @Test
  void findsMonitors() throws IOException {
    finds("usesMonitor", "enters a monitor", ".usesMonitor");
    finds("isSynchronized", "a synchronized method", ".isSynchronized");
  }

  @Test
  void readsLoopsWithoutEnd() throws IOException {
    finds("endless", "accesses the volatile field", ".endless");
  }

  @Test
  void doesNotFollowWhatIsDeclaredCold() throws IOException {
    assertThat(enter("coldBranch")).hasSize(1);
    assertThat(
            check(
                "enter %1$s.coldBranch\ncold %1$s.fromOutside : another thread's".formatted(LOOP)))
        .isEmpty();
  }

  @Test
  void letsTheNamedReadPass() throws IOException {
    assertThat(enter("turn")).hasSize(1);
    assertThat(check("enter %1$s.turn\nallow %1$s.looksAtInbox : once a turn".formatted(LOOP)))
        .isEmpty();
  }

  @Test
  void findsEntriesAndExceptionsThatNameNothing() throws IOException {
    assertThat(check("enter " + LOOP + ".renamed")).hasSize(1);
    assertThat(check("enter %1$s.clean\ncold %1$s.fromOutside : unused".formatted(LOOP)))
        .singleElement()
        .satisfies(f -> assertThat(f.what()).contains("is not needed"));
  }

  @Test
  void refusesExceptionsWithoutReason() {
    assertThatThrownBy(() -> HotPath.parse("cold a.B.c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without a reason");
    assertThatThrownBy(() -> HotPath.parse("hot a.B.c : x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
