package dev.bide.weaver.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the contract asks of woven code, on single blocks. */
class WovenRulesTest {
  private static final String HEAD =
      """
      package woven;

      import static dev.bide.Async.async;
      import static woven.Support.*;

      import dev.bide.*;
      import dev.bide.weave.v1.*;
      import java.io.*;
      import java.lang.ref.WeakReference;
      import java.util.*;

      """;

  @TempDir Path folder;

  private WovenClasses weave(String body) throws IOException {
    return WovenClasses.of(
        WovenClasses.By.JAVAC,
        Files.createDirectories(folder.resolve("classes")),
        WovenClasses.resource("woven/Support.java"),
        source(body));
  }

  private Path source(String body) throws IOException {
    int at = body.indexOf("class ") + "class ".length();
    Path file = folder.resolve(body.substring(at, body.indexOf(' ', at)) + ".java");
    return Files.writeString(file, HEAD + body);
  }

  private static Object call(ClassLoader loader, String type, String method) throws Exception {
    return Class.forName("woven." + type, true, loader).getMethod(method).invoke(null);
  }

  @SuppressWarnings("unchecked")
  private static List<String> lines(WovenClasses classes, String type, int pending)
      throws Exception {
    return (List<String>)
        Class.forName("woven.Support", true, classes.load())
            .getMethod("run", String.class, int.class, long.class)
            .invoke(null, "woven." + type, pending, 0L);
  }

  // Rule 34

  @Test
  void aBlockThatHoldsAConfinedValueSaysWhichAndWhere() throws Exception {
    WovenClasses classes =
        weave(
            """
            public class Held {
              @ThreadConfined static class Thing { int x = 1; }
              static class Special extends Thing {}
              public static String block() throws Throwable {
                AsyncSupplier<Integer, IOException> holds = () -> {
                  Special list = new Special();
                  int r = v(1).await();
                  return r + list.x;
                };
                AsyncSupplier<Integer, IOException> letsGo = () -> {
                  Special list = new Special();
                  int r = list.x;
                  return r + v(1).await();
                };
                return ((WovenSupplier<?, ?>) holds).start(null, null)
                    + " " + (holds instanceof Confined) + " " + (letsGo instanceof Confined);
              }
            }
            """);
    assertThat(call(classes.load(), "Held", "block"))
        .isEqualTo(
            "variable 'list' (woven.Held$Special) is held across the await at Held.java:18"
                + " true false");
  }

  // Rule 38

  @Test
  void aBlockThatNeverWaitsIsMarkedSo() throws Exception {
    WovenClasses classes =
        weave(
            """
            public class Marked {
              static Integer one() { return 1; }
              public static String kinds() {
                AsyncSupplier<Integer, RuntimeException> lambda = () -> 1;
                AsyncSupplier<Integer, RuntimeException> reference = Marked::one;
                AsyncSupplier<Integer, IOException> waits = () -> v(1).await();
                return kind(lambda) + kind(reference) + kind(waits);
              }
              static String kind(Object block) {
                return block instanceof Plain ? "plain " : block instanceof Woven ? "woven " : "none ";
              }
            }
            """);
    assertThat(call(classes.load(), "Marked", "kinds")).isEqualTo("plain plain woven ");
  }

  @Test
  void anInterfaceOfTheUsersThatExtendsOneOfOursIsABlockToo() throws Exception {
    WovenClasses classes =
        weave(
            """
            public class Extended {
              interface Step extends AsyncFunction<Integer, Integer, IOException>, Serializable {
                default String name() { return "step"; }
              }
              static Step step(int more) { return x -> x + v(more).await(); }
              @SuppressWarnings("unchecked")
              static <T> T copy(T o) {
                try {
                  ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                  new ObjectOutputStream(bytes).writeObject(o);
                  return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
                    @Override protected Class<?> resolveClass(ObjectStreamClass c) throws ClassNotFoundException {
                      return Class.forName(c.getName(), false, Extended.class.getClassLoader());
                    }
                  }.readObject();
                } catch (IOException | ClassNotFoundException e) {
                  throw new IllegalStateException(e);
                }
              }
              public static Map<String, Async<?, ?>> programs() {
                Map<String, Async<?, ?>> all = new LinkedHashMap<>();
                all.put("as it is", async(() -> step(2).name() + step(2).apply(1).await()));
                all.put("serialized", async(() -> copy(step(3)).apply(1).await()));
                return all;
              }
            }
            """);
    assertThat(lines(classes, "Extended", 1))
        .containsExactly("as it is: step3 []", "serialized: 4 []");
  }

  @Test
  void anInterfaceOfTheUsersWithAMethodOfItsOwnHasLambdasThatCannotWait() throws Exception {
    WovenClasses classes =
        weave(
            """
            public class OfTheirOwn {
              interface Other extends AsyncSupplier<Integer, IOException> {
                default Integer body() throws IOException { return with(1); }
                Integer with(int n) throws IOException;
              }
              interface Anew extends AsyncFunction<Integer, Integer, IOException> {
                Integer body(Integer n) throws IOException;
              }
              interface Same<A> extends AsyncFunction<A, A, IOException> {
                A body(A a) throws IOException;
              }
              static Integer add(Integer n) { return n + 5; }
              public static Object waits() {
                Other other = n -> n + v(2).await();
                Anew anew = n -> n + v(3).await();
                Same<Integer> same = n -> n + v(4).await();
                String all = "";
                try { all += other.with(1); } catch (Throwable t) { all += t.getClass().getSimpleName(); }
                try { all += " " + anew.body(1); } catch (Throwable t) { all += " " + t.getClass().getSimpleName(); }
                try { all += " " + same.body(1); } catch (Throwable t) { all += " " + t.getClass().getSimpleName(); }
                return all;
              }
              public static Map<String, Async<?, ?>> programs() {
                Map<String, Async<?, ?>> all = new LinkedHashMap<>();
                Other other = n -> n + 2;
                Anew anew = n -> n + 3;
                Same<Integer> same = n -> n + 4;
                Same<Integer> reference = OfTheirOwn::add;
                all.put("plain", async(() -> other.await() + " " + anew.apply(1).await() + " "
                    + same.apply(1).await() + " " + reference.apply(1).await()));
                return all;
              }
            }
            """);
    assertThat(lines(classes, "OfTheirOwn", 1)).containsExactly("plain: 3 4 5 6 []");
    assertThat(call(classes.load(), "OfTheirOwn", "waits"))
        .isEqualTo("IllegalStateException IllegalStateException IllegalStateException");
  }

  @ParameterizedTest
  @EnumSource
  void aReceiverThatIsReadNoMoreAtAnAwaitIsStillThereForTheFrame(WovenClasses.By by)
      throws Exception {
    WovenClasses classes =
        WovenClasses.of(
            by,
            Files.createDirectories(folder.resolve("classes")),
            WovenClasses.resource("woven/Support.java"),
            source(
                """
                public class Savings extends Account {
                  private int kept = 5;
                  @Override Async<Integer, IOException> deposit(int amount) {
                    return async(() -> {
                      int n = super.deposit(amount + 1).await();
                      n += this.kept;
                      return n + super.deposit(v(2).await()).await() + v(0).await() + v(0).await();
                    });
                  }
                  public static Map<String, Async<?, ?>> programs() {
                    return Map.of("deposit", new Savings().deposit(10));
                  }
                }
                class Account {
                  private int balance;
                  Async<Integer, IOException> deposit(int amount) {
                    return async(() -> {
                      balance += amount;
                      return balance + v(0).await() + v(0).await();
                    });
                  }
                }
                """));
    for (int pending = 0; pending < 3; pending++) {
      assertThat(lines(classes, "Savings", pending)).containsExactly("deposit: 29 []");
    }
  }

  @Test
  void whatIsNotOnTheClassPathIsTestedWhenItRuns() throws Exception {
    Path support = folder.resolve("Support.java");
    Files.copy(WovenClasses.resource("woven/Support.java"), support);
    WovenClasses classes =
        WovenClasses.without(
            Set.of("woven/Unknown$Ours", "woven/Unknown$Theirs"),
            Files.createDirectories(folder.resolve("classes")),
            support,
            source(
                """
                public class Unknown {
                  interface Ours extends AsyncSupplier<String, IOException> {}
                  interface Theirs { String await(); }
                  static String twice(String s) { return s + s; }
                  public static Map<String, Async<?, ?>> programs() {
                    Ours ours = () -> "ours" + v(1).await();
                    Theirs theirs = () -> "theirs";
                    Map<String, Async<?, ?>> all = new LinkedHashMap<>();
                    all.put("both", async(() -> twice(v("x").await() + theirs.await())));
                    return all;
                  }
                }
                """));
    assertThat(lines(classes, "Unknown", 1)).containsExactly("both: xtheirsxtheirs []");
  }

  // Rule 41

  @Test
  void aFrameLetsGoOfWhatIsNotReadAnyMore() throws Exception {
    WovenClasses classes =
        weave(
            """
            public class LetsGo {
              static final List<WeakReference<Object>> refs = new ArrayList<>();
              static Object make() {
                Object big = new byte[1000];
                refs.add(new WeakReference<>(big));
                return big;
              }
              static Async<Boolean, IOException> collected() {
                return new Support.Leaf<Boolean>(null, null) {
                  @Override public Object poll(dev.bide.runtime.Context cx) throws IOException {
                    Object r = super.poll(cx);
                    if (r == Poll.PENDING) return r;
                    System.gc();
                    return refs.getLast().get() == null;
                  }
                };
              }
              public static Map<String, Async<?, ?>> programs() {
                Map<String, Async<?, ?>> all = new LinkedHashMap<>();
                all.put("local", async(() -> {
                  Object big = make();
                  v(1).await();
                  int hash = big.hashCode();
                  return collected().await() && hash == hash;
                }));
                all.put("operand", async(() -> same(make(), v(1).await()) + "" + collected().await()));
                all.put("spare", async(() -> {
                  boolean all1 = true;
                  for (int i = 0; i < 3; i++) {
                    int hash = held(make()).await();
                    all1 &= collected().await() && hash == hash;
                  }
                  return all1;
                }));
                return all;
              }
              private static Async<Integer, IOException> held(Object big) {
                return async(() -> {
                  Object second = big;
                  v(1).await();
                  return big.hashCode() + second.hashCode();
                });
              }
              static boolean same(Object a, Object b) { return a == b; }
            }
            """);
    assertThat(lines(classes, "LetsGo", 1))
        .containsExactly("local: true []", "operand: falsetrue []", "spare: true []");
  }

  @Test
  void whereThereIsNoMemoryForAFrameTheErrorIsThrownAtTheAwaitAndTheChildEnds() throws Exception {
    WovenClasses classes =
        weave(
            """
            public class NoMemory {
              static Async<Integer, IOException> child() {
                return async(() -> {
                  try {
                    return v(1).await();
                  } finally {
                    log.add("child ended");
                  }
                });
              }
              public static Map<String, Async<?, ?>> programs() {
                Map<String, Async<?, ?>> all = new LinkedHashMap<>();
                all.put("block", async(() -> {
                  try {
                    return child().await() + 1;
                  } catch (OutOfMemoryError e) {
                    log.add(e.getMessage());
                    return 0;
                  }
                }));
                all.put("leaf", async(() -> {
                  try {
                    return v(7).await() + 1;
                  } catch (OutOfMemoryError e) {
                    log.add(e.getMessage());
                    return 0;
                  }
                }));
                return all;
              }
            }
            """);
    for (String name : List.copyOf(classes.woven.keySet())) {
      if (name.startsWith("woven/NoMemory$lambda$programs$")) {
        classes.woven.put(name, withoutMemory(classes.woven(name)));
      }
    }
    assertThat(lines(classes, "NoMemory", 1))
        .containsExactly("block: 0 [planted, child ended]", "leaf: 0 [planted]");
  }

  /** The frame class with a constructor that fails. */
  private static byte[] withoutMemory(byte[] frame) {
    ClassDesc error = ClassDesc.of("java.lang.OutOfMemoryError");
    ClassFile format = ClassFile.of();
    return format.transformClass(
        format.parse(frame),
        ClassTransform.transformingMethods(
            m -> m.methodName().equalsString(ConstantDescs.INIT_NAME),
            MethodTransform.transformingCode((CodeBuilder cb, CodeElement e) -> {
              if (e instanceof java.lang.classfile.instruction.ReturnInstruction) {
                cb.new_(error);
                cb.dup();
                cb.ldc("planted");
                cb.invokespecial(
                    error,
                    ConstantDescs.INIT_NAME,
                    java.lang.constant.MethodTypeDesc.of(
                        ConstantDescs.CD_void, ConstantDescs.CD_String));
                cb.athrow();
              } else {
                cb.with(e);
              }
            })));
  }
}
