package dev.bide.build.classfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.build.classfiles.planted.UsesWhatTeaVmHas;
import dev.bide.build.classfiles.planted.UsesWhatTeaVmLacks;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TeaVmCheckTest {
  private static List<Finding> check(Class<?>... planted) throws IOException {
    return new TeaVmCheck(TestClasses.teaVm(), TestClasses.of(planted)).run();
  }

  private static void finds(String what, String method) throws IOException {
    assertThat(check(UsesWhatTeaVmLacks.class))
        .anySatisfy(f -> {
          assertThat(f.what()).contains(what);
          assertThat(f.where()).contains("UsesWhatTeaVmLacks" + method);
        });
  }

  @Test
  void findsNothingInWhatTeaVmHas() throws IOException {
    assertThat(check(UsesWhatTeaVmHas.class)).isEmpty();
  }

  @Test
  void findsMissingSuperclass() throws IOException {
    finds("class java.util.concurrent.FutureTask is missing", "(UsesWhatTeaVmLacks.java)");
  }

  @Test
  void findsMissingFieldType() throws IOException {
    finds(
        "class java.util.concurrent.CompletableFuture is missing",
        "(UsesWhatTeaVmLacks.java) field field");
  }

  @Test
  void findsMissingReturnType() throws IOException {
    finds("class java.lang.invoke.VarHandle is missing", ".missingReturnType");
  }

  @Test
  void findsMissingMethodOfAClassThatIsThere() throws IOException {
    finds(
        "method java.lang.String.describeConstable()Ljava/util/Optional; is missing",
        ".missingMethod(UsesWhatTeaVmLacks.java:");
  }

  @Test
  void findsMissingMethodReference() throws IOException {
    finds("class java.util.concurrent.locks.LockSupport is missing", ".missingInMethodReference");
  }

  @Test
  void findsMissingInstanceof() throws IOException {
    finds("class java.util.concurrent.Future is missing", ".missingInInstanceof");
  }

  @Test
  void findsMissingCatch() throws IOException {
    finds("class java.nio.channels.ClosedByInterruptException is missing", ".missingInCatch");
  }

  @Test
  void findsMissingFieldOwner() throws IOException {
    finds("class java.util.concurrent.Future$State is missing", ".missingField");
  }

  @Test
  void findsMissingArrayElement() throws IOException {
    finds("class java.util.concurrent.Future is missing", ".missingArray");
  }

  @Test
  void findsWhatBlocks() throws IOException {
    finds("a synchronized method", ".blocks");
    finds("java.lang.Object.wait", ".blocks");
    finds("a synchronized block", ".monitor");
  }

  @Test
  void findsThreadsAndSockets() throws IOException {
    finds("class java.lang.Thread: core knows no threads", ".threads");
    finds("class java.net.InetSocketAddress: not for core", ".sockets");
  }

  @Test
  void findsClassesOfOthers() throws IOException {
    assertThat(check(TeaVmCheckTest.class))
        .anySatisfy(
            f -> assertThat(f.what()).contains("org.assertj.core.api.Assertions is missing"));
  }

  @Test
  void refusesAnotherLibrary() {
    assertThatThrownBy(() -> new TeaVmLibrary(TestClasses.of(UsesWhatTeaVmHas.class)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsTheLibrarysRenamings() throws IOException {
    TeaVmLibrary library = TestClasses.teaVm();
    // Object is renamed throughout, its own superclass is taken away; java.time is another package.
    assertThat(library.hasMethod("java/lang/Object", "getClass", "()Ljava/lang/Class;")).isTrue();
    assertThat(library.hasMethod("java/lang/Throwable", "getCause", "()Ljava/lang/Throwable;"))
        .isTrue();
    assertThat(library.hasMethod("java/time/Duration", "toNanos", "()J")).isTrue();
    assertThat(library.hasMethod("java/util/Map$Entry", "getKey", "()Ljava/lang/Object;")).isTrue();
    assertThat(library.hasMethod("java/io/IOException", "<init>", "()V")).isTrue();
    assertThat(library.hasMethod("java/io/EOFException", "<init>", "(Ljava/lang/Throwable;)V"))
        .as("constructors are not inherited")
        .isFalse();
  }
}
