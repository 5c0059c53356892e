package dev.bide.weaver.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.internal.EngineContext;
import dev.bide.runtime.Context;
import dev.bide.runtimes.LocalRuntime;
import dev.bide.weave.v1.Frame;
import dev.bide.weave.v1.Slots;
import dev.bide.weaver.ClassFinder;
import dev.bide.weaver.Diagnostic;
import dev.bide.weaver.WeaveResult;
import dev.bide.weaver.Weaver;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LineNumberInfo;
import java.lang.classfile.attribute.LocalVariableInfo;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the weaver writes: names, debug tables, markers, and what it refuses. */
class WovenShapeTest {
  private static final String HEAD =
      """
      import static dev.bide.Async.async;
      import dev.bide.*;
      import dev.bide.runtime.Context;
      import java.io.*;
      import java.util.*;
      """;

  @TempDir Path folder;

  private WovenClasses weave(String body) throws IOException {
    return WovenClasses.of(WovenClasses.By.JAVAC, folder, HEAD + body);
  }

  private static MethodModel method(byte[] file, String name) {
    ClassModel model = ClassFile.of().parse(file);
    return model.methods().stream()
        .filter(m -> m.methodName().equalsString(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> methods(byte[] file) {
    return ClassFile.of().parse(file).methods().stream()
        .map(m -> m.methodName().stringValue() + m.methodType().stringValue())
        .toList();
  }

  @Test
  void aBlockBecomesStartResumeAndFrame() throws IOException {
    WovenClasses classes =
        weave(
            """
            class One {
              Async<Integer, IOException> f(Async<Integer, IOException> a, long b) {
                return async(() -> a.await() + (int) b);
              }
            }
            """);
    assertThat(classes.woven.keySet()).containsExactlyInAnyOrder("One", "One$lambda$f$0$Frame");
    assertThat(methods(classes.woven("One")))
        .contains(
            "lambda$f$0(Ldev/bide/Async;JLdev/bide/weave/v1/Slots;Ldev/bide/weave/v1/Suspended;)"
                + "Ljava/lang/Object;",
            "lambda$f$0$resume(LOne$lambda$f$0$Frame;Ldev/bide/weave/v1/Slots;"
                + "Ljava/lang/Object;Ljava/lang/Throwable;)Ljava/lang/Object;")
        .noneMatch(m -> m.endsWith(")Ljava/lang/Integer;"));
    ClassModel frame = ClassFile.of().parse(classes.woven("One$lambda$f$0$Frame"));
    assertThat(frame.fields().stream().map(f -> f.fieldType().stringValue()))
        .as("only the long is read after the await")
        .containsExactly("J");
  }

  @Test
  void onlyWhatNobodyCanOverrideOrSeeHasADirectForm() throws IOException {
    WovenClasses classes =
        weave(
            """
            class Forms {
              private Async<Integer, IOException> own(int n) { return async(() -> n); }
              static Async<Integer, IOException> ofClass(int n) { return async(() -> n); }
              Async<Integer, IOException> open(int n) { return async(() -> n); }
              final Async<Integer, IOException> last(int n) { return async(() -> n); }
              Async<Integer, IOException> f(Forms o) {
                return async(() -> own(1).await() + ofClass(2).await() + o.open(3).await()
                    + open(4).await() + last(5).await() + g.of(6).await() + O.ofClass(7).await());
              }
              interface G { Async<Integer, IOException> of(int n); }
              static G g;
              static class O {
                static Async<Integer, IOException> ofClass(int n) { return async(() -> n); }
              }
            }
            """);
    String end = "Ldev/bide/weave/v1/Slots;Ldev/bide/weave/v1/Suspended;)Ljava/lang/Object;";
    assertThat(methods(classes.woven("Forms")))
        .filteredOn(m -> m.contains("$await") && !m.startsWith("lambda$"))
        .containsExactlyInAnyOrder(
            "own$await(LForms;I" + end,
            "ofClass$await(I" + end,
            "open$call0$await(Ldev/bide/Async;" + end,
            "last$call1$await(Ldev/bide/Async;" + end,
            "of$call2$await(Ldev/bide/Async;" + end,
            "ofClass$call3$await(Ldev/bide/Async;" + end);
    assertThat(ClassFile.of().parse(classes.woven("Forms")).methods())
        .filteredOn(m -> m.flags().has(AccessFlag.SYNTHETIC))
        .hasSizeGreaterThan(6)
        .as("no mock sees them")
        .allMatch(m -> m.flags().has(AccessFlag.PRIVATE) || m.flags().has(AccessFlag.STATIC));
  }

  @Test
  void anInterfaceShowsNoMoreThanItDeclares() throws IOException {
    WovenClasses classes =
        weave(
            """
            interface Shown {
              Async<Integer, IOException> of(int n);
              default Async<Integer, IOException> twice(int n) {
                return async(() -> of(n).await() + of(n).await());
              }
              private Async<Integer, IOException> own(int n) {
                return async(() -> of(n).await() + one().await());
              }
              static Async<Integer, IOException> one() { return async(() -> 1); }
            }
            """);
    assertThat(ClassFile.of().parse(classes.woven("Shown")).methods())
        .filteredOn(m -> !m.flags().has(AccessFlag.PRIVATE) && !m.flags().has(AccessFlag.STATIC))
        .extracting(m -> m.methodName().stringValue())
        .containsExactlyInAnyOrder("of", "twice");
    assertThat(ClassFile.of().parse(classes.woven("Shown")).interfaces()).isEmpty();
  }

  @Test
  void aLeafIsKeptOnlyWhereTheSameCallMayComeAgain() throws IOException {
    WovenClasses classes =
        weave(
            """
            class Kept {
              Async<Void, RuntimeException> once() {
                Async<Void, RuntimeException> a = async(() -> { Task.yield().await(); });
                return a;
              }
              Async<Void, RuntimeException> loops() {
                Async<Void, RuntimeException> a = async(() -> {
                  for (int i = 0; i < 3; i++) Task.yield().await();
                });
                return a;
              }
              Async<Void, RuntimeException> direct() {
                return async(() -> { Task.yield().await(); });
              }
              Async<Void, RuntimeException> held() {
                return async(() -> { var y = Task.yield(); y.await(); });
              }
            }
            """);
    assertThat(fields(classes, "Kept$lambda$once$0$Frame")).isEmpty();
    assertThat(fields(classes, "Kept$lambda$loops$0$Frame")).containsExactly("i0", "spare0");
    assertThat(fields(classes, "Kept$lambda$direct$0$Frame")).containsExactly("spare0");
    assertThat(fields(classes, "Kept$lambda$held$0$Frame")).isEmpty();
  }

  @Test
  void aFrameIsUsedAgainWhereOneRunMayFollowTheOther() throws IOException {
    WovenClasses classes =
        weave(
            """
            class Again {
              static Async<Integer, RuntimeException> f(int n) {
                return async(() -> { Task.yield().await(); return n; });
              }
              interface Runs {
                Async<Integer, RuntimeException> often(AsyncSupplier<Integer, RuntimeException> s);
                void once(AsyncSupplier<Integer, RuntimeException> s);
              }
              Object mapped(AsyncStream<Integer, RuntimeException> s) {
                return s.map(n -> f(n).await());
              }
              Object atOnce(AsyncStream<Integer, RuntimeException> s) {
                return s.mapConcurrent(9, n -> f(n).await());
              }
              Object all(java.util.List<Integer> s) {
                return Async.all(s, n -> { return f(n).await(); });
              }
              Object kept(Runs runs) {
                AsyncFunction<Integer, Integer, RuntimeException> g = n -> f(n).await();
                return runs.often(() -> f(3).await());
              }
              Object once(Runs runs) {
                runs.once(() -> f(3).await());
                return Async.scope(s -> { f(1).await(); });
              }
            }
            """);
    assertThat(classes.diagnostics).isEmpty();
    assertThat(fields(classes, "Again$lambda$mapped$0$Frame")).containsExactly("spare0");
    assertThat(fields(classes, "Again$lambda$kept$0$Frame")).containsExactly("spare0");
    assertThat(fields(classes, "Again$lambda$kept$1$Frame")).containsExactly("spare0");
    assertThat(fields(classes, "Again$lambda$atOnce$0$Frame")).isEmpty();
    assertThat(fields(classes, "Again$lambda$all$0$Frame")).isEmpty();
    assertThat(fields(classes, "Again$lambda$once$0$Frame")).isEmpty();
    assertThat(fields(classes, "Again$lambda$once$1$Frame")).isEmpty();
  }

  private static List<String> fields(WovenClasses classes, String name) {
    return ClassFile.of().parse(classes.woven(name)).fields().stream()
        .map(f -> f.fieldName().stringValue())
        .toList();
  }

  @Test
  void theSameInputGivesTheSameBytes() throws IOException {
    String source =
        """
        class Same {
          Async<Integer, IOException> f(Async<Integer, IOException> a) {
            return async(() -> { int s = 0; for (int i = 0; i < 9; i++) s += a.await(); return s; });
          }
        }
        """;
    Map<String, byte[]> first = weave(source).woven;
    Map<String, byte[]> second = weave(source).woven;
    assertThat(first.keySet()).containsExactlyElementsOf(second.keySet());
    first.forEach((name, bytes) -> assertThat(bytes).isEqualTo(second.get(name)));
  }

  @Test
  void framesOfOneShapeHaveTheirOwnNames() throws Exception {
    WovenClasses classes =
        weave(
            """
            class Alike {
              int n = 1;
              Async<Integer, IOException> f(Async<Integer, IOException> a) {
                return async(() -> a.await() + n);
              }
              Async<Integer, IOException> g(Async<Integer, IOException> a) {
                return async(() -> a.await() + n);
              }
            }
            """);
    ClassLoader loader = classes.load();
    for (String block : List.of("lambda$f$0", "lambda$g$0")) {
      String frame = "Alike$" + block + "$Frame";
      assertThat(Class.forName(frame, true, loader)).as("the verifier takes it").isNotNull();
      ClassModel model = ClassFile.of().parse(classes.woven(frame));
      assertThat(model.thisClass().asInternalName()).isEqualTo(frame);
      assertThat(fields(classes, frame)).first().isEqualTo("self");
      List<String> names =
          StreamSupport.stream(model.constantPool().spliterator(), false)
              .filter(Utf8Entry.class::isInstance)
              .map(entry -> ((Utf8Entry) entry).stringValue())
              .toList();
      assertThat(names)
          .contains("LAlike;", block + "$resume$await")
          .noneMatch(name -> name.contains("\u0001"));
      String other = block.equals("lambda$f$0") ? "lambda$g$0" : "lambda$f$0";
      assertThat(names).noneMatch(name -> name.contains(other));
    }
    // What a weaver has seen before makes no difference.
    Weaver weaver =
        new Weaver(ClassFinder.ofLoader(WovenShapeTest.class.getClassLoader()), d -> {});
    weaver.weave(classes.compiled("Alike"));
    WeaveResult again = weaver.weave(classes.compiled("Alike"));
    assertThat(again.classFile()).isEqualTo(classes.woven("Alike"));
    again.frames().forEach((name, bytes) -> assertThat(bytes).isEqualTo(classes.woven(name)));
  }

  @Test
  void aWovenClassIsLeftAsItIs() throws IOException {
    WovenClasses classes =
        weave(
            """
            class Twice {
              Async<Integer, IOException> f(Async<Integer, IOException> a) {
                return async(() -> a.await());
              }
              Async<Integer, RuntimeException> g() {
                return async(() -> 1);
              }
            }
            """);
    Weaver weaver =
        new Weaver(ClassFinder.ofLoader(WovenShapeTest.class.getClassLoader()), d -> {});
    WeaveResult again = weaver.weave(classes.woven("Twice"));
    assertThat(again.outcome()).isEqualTo(WeaveResult.Outcome.UNCHANGED);
    assertThat(again.classFile()).isSameAs(classes.woven("Twice"));
  }

  @Test
  void aClassWithoutBlocksIsLeftAsItIs() throws IOException {
    WovenClasses classes =
        weave(
            """
            class None {
              Runnable r = () -> System.gc();
            }
            """);
    assertThat(classes.woven("None")).isSameAs(classes.compiled("None"));
  }

  @Test
  void classesOfTheJdkAreRefusedFast() throws IOException {
    byte[] string = ClassFinder.platform().find("java/lang/String");
    WeaveResult result =
        new Weaver(
                name -> {
                  throw new AssertionError("asked for " + name);
                },
                d -> {})
            .weave(string);
    assertThat(result.outcome()).isEqualTo(WeaveResult.Outcome.UNCHANGED);
  }

  @Test
  void someoneElsesAwaitAndCloseAreLeftAlone() throws IOException {
    WovenClasses classes =
        weave(
            """
            class Foreign {
              static final class Latch { Object await() { return "x"; } public void close() {} }
              Async<Object, RuntimeException> f(Latch l) {
                return async(() -> { Object o = l.await(); l.close(); return o; });
              }
            }
            """);
    assertThat(classes.woven.keySet()).containsExactlyInAnyOrder("Foreign", "Foreign$Latch");
    assertThat(methods(classes.woven("Foreign")))
        .contains("lambda$f$0(LForeign$Latch;)Ljava/lang/Object;");
  }

  @Test
  void theVersionOfTheClassFileIsKept() throws IOException {
    WovenClasses classes =
        weave(
            """
            class Version {
              Async<Integer, IOException> f(Async<Integer, IOException> a) {
                return async(() -> a.await() + 1);
              }
            }
            """);
    byte[] preview = classes.compiled("Version").clone();
    preview[4] = (byte) 0xff; // the minor version that preview features ask for
    preview[5] = (byte) 0xff;
    WeaveResult result =
        new Weaver(ClassFinder.ofLoader(WovenShapeTest.class.getClassLoader()), d -> {})
            .weave(preview);
    assertThat(ClassFile.of().parse(result.classFile()).minorVersion()).isEqualTo(0xffff);
    result
        .frames()
        .values()
        .forEach(f -> assertThat(ClassFile.of().parse(f).minorVersion()).isEqualTo(0xffff));
  }

  @Test
  void linesAndVariablesAreKept() throws IOException {
    WovenClasses classes =
        weave(
            """
            class Debug {
              Async<Integer, IOException> f(Async<Integer, IOException> a, int unused) {
                return async(() -> {
                  int before = 1;
                  int kept = unused;
                  int got = a.await();
                  int after = kept + got;
                  return after;
                });
              }
            }
            """);
    byte[] file = classes.woven("Debug");
    MethodModel start = method(file, "lambda$f$0");
    MethodModel resume = method(file, "lambda$f$0$resume");
    assertThat(lines(start)).containsExactly(9, 10, 11, 12, 13);
    assertThat(lines(resume)).containsExactly(11, 12, 13);
    assertThat(variables(start))
        .containsExactlyInAnyOrder("unused", "a", "before", "kept", "got", "after");
    assertThat(variables(resume)).containsExactlyInAnyOrder("kept", "got", "after");
  }

  private static List<Integer> lines(MethodModel method) {
    return method
        .findAttribute(Attributes.code())
        .orElseThrow()
        .findAttribute(Attributes.lineNumberTable())
        .orElseThrow()
        .lineNumbers()
        .stream()
        .map(LineNumberInfo::lineNumber)
        .toList();
  }

  private static List<String> variables(MethodModel method) {
    return method
        .findAttribute(Attributes.code())
        .orElseThrow()
        .findAttribute(Attributes.localVariableTable())
        .orElseThrow()
        .localVariables()
        .stream()
        .map(LocalVariableInfo::name)
        .map(n -> n.stringValue())
        .distinct()
        .collect(Collectors.toList());
  }

  @Test
  void anAwaitInSynchronizedIsRefusedWithItsLine() throws IOException {
    WovenClasses classes =
        weave(
            """
            class Locked {
              Async<Integer, IOException> f(Async<Integer, IOException> a) {
                return async(() -> {
                  synchronized (this) {
                    return a.await();
                  }
                });
              }
              Async<Integer, IOException> fine(Async<Integer, IOException> a) {
                return async(() -> {
                  int x;
                  synchronized (this) {
                    x = 1;
                  }
                  return x + a.await();
                });
              }
            }
            """);
    assertThat(classes.diagnostics)
        .singleElement()
        .satisfies(d -> {
          assertThat(d.severity()).isEqualTo(Diagnostic.Severity.ERROR);
          assertThat(d.name()).isEqualTo("await-in-synchronized");
          assertThat(d.sourceFile()).isEqualTo("Locked.java");
          assertThat(d.line()).isEqualTo(10);
        });
    assertThat(classes.woven("Locked")).isSameAs(classes.compiled("Locked"));
  }

  @Test
  void aPlainCloseInSynchronizedStaysAsItIs() throws IOException {
    WovenClasses classes =
        weave(
            """
            class Closes {
              Async<Integer, IOException> f(Async<Integer, IOException> a, Reader r) {
                return async(() -> {
                  synchronized (r) {
                    r.close();
                  }
                  return a.await() + 1;
                });
              }
            }
            """);
    assertThat(classes.diagnostics).isEmpty();
    assertThat(classes.woven.keySet()).contains("Closes$lambda$f$0$Frame");
  }

  @Test
  void aCloseThatWaitsIsRefusedInSynchronized() throws IOException {
    WovenClasses classes =
        weave(
            """
            class Waits {
              Async<Void, IOException> f(AsyncCloseable<IOException> r) {
                return async(() -> {
                  synchronized (r) {
                    r.close();
                  }
                });
              }
            }
            """);
    assertThat(classes.diagnostics)
        .singleElement()
        .satisfies(d -> assertThat(d.toString()).startsWith("Waits.java:10: error:"));
  }

  @Test
  void aBlockThatIsTooLargeIsRefusedWithItsName() throws IOException {
    String awaits = "s += a.await(); try { s++; } catch (RuntimeException e) { s += a.await(); }\n";
    WovenClasses classes =
        weave(
            "class Large { Async<Integer, IOException> f(Async<Integer, IOException> a) {\n"
                + "return async(() -> { int s = 0;\n"
                + awaits.repeat(900)
                + "return s; }); } }");
    assertThat(classes.diagnostics)
        .singleElement()
        .satisfies(d -> {
          assertThat(d.severity()).isEqualTo(Diagnostic.Severity.ERROR);
          assertThat(d.name()).isEqualTo("block-too-large");
          assertThat(d.message()).contains("lambda$f$0");
        });
  }

  /** A fault of Eclipse's compiler: the plain method is refused by the JVM, too. */
  @Test
  void codeThatNoVerifierTakesIsRefusedWithItsLine() throws IOException {
    WovenClasses classes =
        WovenClasses.of(
            WovenClasses.By.ECJ,
            folder,
            HEAD
                + """
                class Patterns {
                  record P(Object a, int b) {}

                  static Async<Integer, RuntimeException> one() {
                    return async(() -> 1);
                  }

                  Async<Object, RuntimeException> f(StringBuilder log) {
                    return async(() -> {
                      try (java.io.StringReader r = new java.io.StringReader("")) {
                        return log;
                      } catch (Error e) {
                        throw e;
                      } finally {
                        if (log.isEmpty()) {
                          try {
                            log.append(one().await());
                            if (new P(5, 1) instanceof P(var p, int q)) {
                              log.append(q);
                            }
                          } catch (RuntimeException e) {
                            log.append(e);
                          }
                        }
                      }
                    });
                  }
                }
                """);
    assertThat(classes.diagnostics)
        .singleElement()
        .satisfies(d -> {
          assertThat(d.severity()).isEqualTo(Diagnostic.Severity.ERROR);
          assertThat(d.name()).isEqualTo("unverifiable-code");
          assertThat(d.message()).contains("that no JVM loads", "record pattern in a finally");
          int head = (int) HEAD.lines().count(); // what is copied may have the lines around it
          assertThat(d.line()).isBetween(head + 9, head + 25);
        });
  }

  @Test
  void whichOfSeveralBlocksIsTooLargeIsTold() throws IOException {
    String awaits = "s += a.await(); try { s++; } catch (RuntimeException e) { s += a.await(); }\n";
    WovenClasses classes =
        weave(
            "class Large { Async<Integer, IOException> f(Async<Integer, IOException> a) {\n"
                + "return async(() -> a.await()); }\n"
                + "Async<Integer, IOException> g(Async<Integer, IOException> a) {\n"
                + "return async(() -> { int s = 0;\n"
                + awaits.repeat(900)
                + "return s; }); } }");
    assertThat(classes.diagnostics)
        .singleElement()
        .satisfies(d -> {
          assertThat(d.severity()).isEqualTo(Diagnostic.Severity.ERROR);
          assertThat(d.name()).isEqualTo("block-too-large");
          assertThat(d.line()).isEqualTo((int) HEAD.lines().count() + 4);
        });
  }

  @Test
  void aBlockThatKeepsFarTooMuchIsRefusedAtOnce() throws IOException {
    StringBuilder locals = new StringBuilder();
    StringBuilder uses = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      locals.append("int v").append(i).append(" = ").append(i).append(";\n");
      uses.append("r += v").append(i).append(";\n");
    }
    WovenClasses classes =
        weave(
            "class Wide { Async<Integer, IOException> f(Async<Integer, IOException> a) {\n"
                + "return async(() -> {\n"
                + locals
                + "int r = 0;\n"
                + "r += a.await();\n".repeat(100)
                + uses
                + "return r; }); } }");
    assertThat(classes.diagnostics)
        .singleElement()
        .satisfies(d -> {
          assertThat(d.severity()).isEqualTo(Diagnostic.Severity.ERROR);
          assertThat(d.name()).isEqualTo("block-too-large");
          assertThat(d.message()).contains("bytes or more to restore what lives across its awaits");
          assertThat(d.line()).isEqualTo(8);
        });
  }

  private WovenClasses many(int awaits) throws IOException {
    WovenClasses classes =
        weave(
            "class Many { Async<Long, IOException> f(Async<Integer, IOException> a) {\n"
                + "return async(() -> { long s = 0; String kept = \"x\" + s;\n"
                + "while (s < 1000) {\n"
                + "s += 1; a.await();\n".repeat(awaits)
                + "}\nreturn s + kept.length(); }); } }");
    assertThat(classes.diagnostics).isEmpty();
    return classes;
  }

  private static int size(MethodModel method) {
    return method.findAttribute(Attributes.code()).orElseThrow().codeLength();
  }

  @Test
  void eachFramePollsForItself() throws IOException {
    WovenClasses classes =
        weave(
            """
            class Own {
              Async<Integer, IOException> f(Async<Integer, IOException> a) {
                return async(() -> a.await() + 1);
              }

              Async<Integer, IOException> g(Async<Integer, IOException> a) {
                return async(() -> f(a).await() + 1);
              }
            }
            """);
    assertThat(polls(classes.woven("Own$lambda$f$0$Frame"), "advance")).isOne();
    assertThat(polls(classes.woven("Own$lambda$f$0$Frame"), "start")).isOne();
    assertThat(polls(classes.woven("Own$lambda$f$0$Frame"), "await")).isOne();
    assertThat(size(method(classes.woven("Own$lambda$f$0$Frame"), "await")))
        .as("bytes, which HotSpot inlines however seldom it comes to them")
        .isLessThanOrEqualTo(35);
    ClassModel calls = ClassFile.of().parse(classes.woven("Own$lambda$g$0$Frame"));
    assertThat(calls.methods())
        .as("a block that awaits calls alone starts nothing else")
        .noneMatch(m -> m.methodName().equalsString("start"));
  }

  @Test
  void whatIsOnlyReturnedIsNotBoxedOnTheWay() throws IOException {
    WovenClasses classes =
        weave(
            """
            class Boxes {
              Async<Integer, IOException> handsOn(Async<Integer, IOException> a) {
                return async(() -> {
                  try {
                    return a.await();
                  } catch (IllegalStateException e) {
                    throw new IOException(e);
                  }
                });
              }

              Async<Integer, IOException> returns(Async<Integer, IOException> a) {
                return async(() -> {
                  try {
                    return a.await() + 1;
                  } catch (IllegalStateException e) {
                    throw new IOException(e);
                  }
                });
              }

              Async<Integer, IOException> lines(Async<Integer, IOException> a) {
                return async(() -> {
                  int s = 1;
                  s +=
                      a
                          .await()
                          .intValue();
                  return Integer
                      .valueOf(
                          s);
                });
              }

              Async<Integer, IOException> chooses(Async<Integer, IOException> a, boolean b) {
                return async(() -> b ? a.await() : Integer.valueOf(700));
              }

              Async<Long, IOException> switches(Async<Long, IOException> a, int b) {
                return async(() -> switch (b) {
                  case 1 -> a.await();
                  case 2 -> a.await() + 1;
                  default -> {
                    System.gc();
                    yield 5L;
                  }
                });
              }

              Async<Integer, IOException> cleansUp(Async<Integer, IOException> a) {
                return async(() -> {
                  try {
                    if (a.await() > 5) return 700;
                    return a.await();
                  } finally {
                    System.gc();
                    while (a.await() > 3) a.await();
                  }
                });
              }

              Async<Integer, IOException> names(Async<Integer, IOException> a) {
                return async(() -> {
                  Integer shown = a.await();
                  System.gc();
                  if (shown == 7) {
                    Integer other = 700 + shown;
                    System.gc();
                    return other;
                  }
                  Integer third = a.await();
                  System.gc();
                  return third;
                });
              }

              Async<Integer, IOException> reads(Async<Integer, IOException> a) {
                return async(() -> {
                  Integer i = a.await();
                  System.gc();
                  return i == null ? i : 700;
                });
              }
            }
            """);
    assertThat(classes.diagnostics).isEmpty();
    for (String block : List.of("handsOn", "returns", "lines", "chooses", "switches", "cleansUp")) {
      for (String method : List.of("", "$resume")) {
        assertThat(calls(method(classes.woven("Boxes"), "lambda$" + block + "$0" + method)))
            .as(block + method)
            .doesNotContain("box")
            .doesNotContain("valueOf");
      }
    }
    assertThat(calls(method(classes.woven("Boxes"), "lambda$names$0")))
        .as("a debugger shows a variable as what it is")
        .containsSubsequence("box", "valueOf", "box");
    assertThat(calls(method(classes.woven("Boxes"), "lambda$reads$0")))
        .as("it is looked at before it is returned")
        .contains("box");
  }

  @Test
  void aBlockThatIsAwaitedWhereItIsWrittenIsStartedOnTheSpot() throws IOException {
    WovenClasses classes =
        weave(
            """
            class Inline {
              Async<Integer, IOException> here(Async<Integer, IOException> a) {
                return async(() -> async(() -> a.await() + 1).await() + 1);
              }

              Async<Integer, IOException> mapped(Async<Integer, IOException> a) {
                return async(() -> a.map(x -> x + 1).await());
              }
            }
            """);
    assertThat(classes.diagnostics).isEmpty();
    assertThat(calls(method(classes.woven("Inline"), "lambda$here$0")))
        .contains("async$call0$await");
    assertThat(calls(method(classes.woven("Inline"), "lambda$mapped$0")))
        .as("a combinator is no block")
        .doesNotContain("$call");
  }

  @Test
  void whatMakesCallsIsResumedByAMethodThatIsNeverInlined() throws IOException {
    WovenClasses classes =
        weave(
            """
            class Apart {
              Async<Integer, IOException> last(Async<Integer, IOException> a) {
                return async(() -> last(a).await() + 1);
              }

              Async<Integer, IOException> leaves(Async<Integer, IOException> a) {
                return async(() -> a.await() + a.await());
              }

              Async<Integer, IOException> again(Async<Integer, IOException> a) {
                return async(() -> a.await() + last(a).await());
              }

              static Async<Integer, IOException> loops(Apart x, Async<Integer, IOException> a) {
                return async(() -> { int s = 0; while (s < 9) s += x.last(a).await(); return s; });
              }
            }
            """);
    assertThat(classes.diagnostics).isEmpty();
    for (String makesNone : List.of("last", "leaves")) {
      assertThat(
              ClassFile.of()
                  .parse(classes.woven("Apart$lambda$" + makesNone + "$0$Frame"))
                  .methods())
          .noneMatch(m -> m.methodName().equalsString("apart"));
    }
    for (String makesSome : List.of("again", "loops")) {
      byte[] frame = classes.woven("Apart$lambda$" + makesSome + "$0$Frame");
      assertThat(size(method(frame, "apart")))
          .as("bytes, more than HotSpot inlines")
          .isGreaterThan(325);
      for (String resuming : List.of("advance", "resume")) {
        assertThat(calls(method(frame, resuming))).contains("apart").doesNotContain("lambda$");
      }
    }
  }

  private static String calls(MethodModel method) {
    return method
        .code()
        .orElseThrow()
        .elementStream()
        .filter(InvokeInstruction.class::isInstance)
        .map(i -> ((InvokeInstruction) i).name().stringValue())
        .collect(Collectors.joining(" "));
  }

  @Test
  @SuppressWarnings("NullAway") // nothing asks for the scheduler
  void aFrameThatWaitsAtNoAwaitOfItsBlockIsNamed() throws Exception {
    WovenClasses classes =
        weave(
            """
            class Two {
              Async<Integer, IOException> f(Async<Integer, IOException> a) {
                return async(() -> a.await() + a.await());
              }
            }
            """);
    Constructor<?> constructor =
        classes.load().loadClass("Two$lambda$f$0$Frame").getDeclaredConstructor(Slots.class);
    constructor.setAccessible(true);
    Slots cx = new EngineContext(null);
    Frame frame = (Frame) constructor.newInstance(cx);
    frame.state = 3;
    assertThatThrownBy(() -> frame.resume(cx, 1, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Two$lambda$f$0$Frame waits at await 3, which its block does not have: the two were"
                + " not woven together");
    for (int site : List.of(0, 61, 1000)) { // and where several methods resume it
      Constructor<?> many =
          many(59).load().loadClass("Many$lambda$f$0$Frame").getDeclaredConstructor(Slots.class);
      many.setAccessible(true);
      Frame large = (Frame) many.newInstance(cx);
      large.state = site;
      assertThatThrownBy(() -> large.resume(cx, 1, null))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("waits at await " + site + ", which its block does not have");
    }
  }

  private static long polls(byte[] file, String method) {
    return method(file, method)
        .code()
        .orElseThrow()
        .elementStream()
        .filter(e -> e instanceof InvokeInstruction i && i.name().equalsString("poll"))
        .count();
  }

  @Test
  void howeverManyAwaitsTheJitInlinesWhatResumesThem() throws IOException {
    for (int awaits : List.of(8, 20, 60, 150)) {
      WovenClasses classes = many(awaits);
      List<Integer> sizes = new ArrayList<>();
      for (MethodModel method : ClassFile.of().parse(classes.woven("Many")).methods()) {
        if (method.methodName().stringValue().contains("$resume")) {
          sizes.add(size(method));
        }
      }
      assertThat(sizes)
          .as("bytes of %s awaits", awaits)
          .hasSizeBetween(awaits / 10, awaits / 4)
          .allSatisfy(bytes -> assertThat(bytes).isBetween(100, 325));
      byte[] frame = classes.woven("Many$lambda$f$0$Frame");
      assertThat(size(method(frame, "advance"))).isLessThan(325);
      for (MethodModel method : ClassFile.of().parse(frame).methods()) {
        if (method.methodName().stringValue().startsWith("select")) {
          assertThat(size(method)).as("inlined however seldom it is called").isLessThan(36);
        }
      }
    }
  }

  @Test
  void theJitInlinesWhatHandsOutcomesOutward() throws IOException {
    try (var in = Frame.class.getResourceAsStream("/dev/bide/internal/Chain.class")) {
      assertThat(in).isNotNull();
      byte[] chain = in.readAllBytes();
      for (String hot : List.of("run", "goOn")) {
        assertThat(size(method(chain, hot))).as(hot).isLessThanOrEqualTo(325);
      }
    }
  }

  @Test
  void awaitsAreNotToldApartByAJumpTable() throws IOException {
    assertThat(many(60).woven("Many"))
        .satisfies(file -> {
          for (MethodModel method : ClassFile.of().parse(file).methods()) {
            assertThat(method.code().orElseThrow().elementStream())
                .noneMatch(TableSwitchInstruction.class::isInstance);
          }
        });
  }

  @Test
  void aBlockThatMakesCallsIsResumedByOneMethod() throws IOException {
    WovenClasses classes =
        weave(
            "class Calls { Async<Integer, IOException> one() { return async(() -> 1); }\n"
                + "Async<Integer, IOException> f() { return async(() -> { int s = 0;\n"
                + "s += one().await();\n".repeat(30)
                + "return s; }); } }");
    assertThat(ClassFile.of().parse(classes.woven("Calls")).methods())
        .extracting(m -> m.methodName().stringValue())
        .filteredOn(name -> name.matches("lambda\\$f\\$.*\\$resume(\\$\\d+)?"))
        .hasSize(1);
  }

  /** Waits at every second poll, and counts. */
  private static final class Counts implements Async<Integer, IOException> {
    private int polls;

    @Override
    public Object poll(Context cx) {
      if (++polls % 2 == 0) {
        return polls;
      }
      cx.waker().wake();
      return Poll.PENDING;
    }

    @Override
    public void cancel() {}
  }

  @Test
  @SuppressWarnings("unchecked") // what the method gives
  void hotSpotCompilesWhatResumesALargeBlockWhateverItAwaits() throws Exception {
    int awaits = 150;
    int expected = 0;
    for (int i = 1; i <= 3 * awaits; i++) {
      expected = expected * 3 + 2 * i + 1;
      if (i % awaits == 0) {
        expected = expected < 0 ? ~expected : expected + 5;
      }
    }
    for (String awaited : List.of("a.await() + 1", "more(a).await()")) { // too much is in several
      WovenClasses classes =
          weave(
              "public class Large {\n"
                  + "static Async<Integer, IOException> more(Async<Integer, IOException> a) {\n"
                  + "return async(() -> { int n = a.await(); return n + 1; }); }\n"
                  + "public static Async<Integer, IOException> f(Async<Integer, IOException> a) {\n"
                  + "return async(() -> { int s = 0;\n"
                  + "for (int i = 0; i < 3; i++) { try {\n"
                  + "s = s * 3 + ".concat(awaited).concat(";\n").repeat(awaits)
                  + "} finally { if (s < 0) s = ~s; else s += 5; } }\n"
                  + "return s; }); } }");
      assertThat(classes.diagnostics).as(awaited).isEmpty();
      assertThat(ClassFile.of().parse(classes.woven("Large")).methods())
          .filteredOn(m -> m.methodName().stringValue().startsWith("lambda$f$0$resume"))
          .hasSizeGreaterThan(1)
          .allSatisfy(m -> assertThat(size(m)).isLessThanOrEqualTo(8000));
      var f = classes.load().loadClass("Large").getMethod("f", Async.class);
      var computation = (Async<Integer, IOException>) f.invoke(null, new Counts());
      try (var runtime = new LocalRuntime()) {
        assertThat(runtime.run(computation)).as(awaited).isEqualTo(expected);
      }
    }
  }

  @Test
  void aBlockThatHotSpotWillNotCompileIsWarnedOf() throws IOException {
    WovenClasses classes =
        weave(
            "class Big { Async<Integer, IOException> f(Async<Integer, IOException> a) {\n"
                + "return async(() -> { int s = 0;\n"
                + "s += a.await();\n".repeat(500)
                + "return s; }); } }");
    assertThat(classes.diagnostics)
        .singleElement()
        .satisfies(d -> {
          assertThat(d.severity()).isEqualTo(Diagnostic.Severity.WARNING);
          assertThat(d.name()).isEqualTo("block-too-large");
          assertThat(d.line()).isEqualTo(7);
        });
  }
}
