package dev.bide.weaver.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Completion;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever way javac is called, a block is woven, or javac says that it is not and what to do. */
final class DeliveryTest {
  private static final String WOVEN = "dev/bide/weave/v1/WovenSupplier";

  private static final String BLOCK =
      """
      package p;

      import dev.bide.Async;

      public class %s {
        static Async<Integer, RuntimeException> one() {
          return Async.of(1);
        }

        public static Async<Integer, RuntimeException> two() {
          return Async.async(() -> one().await() + one().await());
        }
      }
      """;

  @TempDir Path folder;
  private Path output;

  @BeforeEach
  void setUp() throws IOException {
    output = Files.createDirectory(folder.resolve("out"));
  }

  private Path source(String name, String text) throws IOException {
    Path file = folder.resolve("src").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Path block() throws IOException {
    return source("p/Block.java", BLOCK.formatted("Block"));
  }

  private void assertWoven(Path classFile) throws IOException {
    assertThat(mentionsWoven(Files.readAllBytes(classFile))).as("woven: " + classFile).isTrue();
  }

  private static boolean mentionsWoven(byte[] classFile) {
    return new String(classFile, StandardCharsets.ISO_8859_1).contains(WOVEN);
  }

  private static void assertNothingSaid(Javac.Outcome outcome) {
    assertThat(outcome.diagnostics()).isEmpty();
    assertThat(outcome.success()).isTrue();
  }

  private static void assertNotWovenAt(Javac.Outcome outcome, String place) {
    assertThat(outcome.success()).isFalse();
    assertThat(outcome.diagnostics())
        .singleElement()
        .asString()
        .startsWith(
            "ERROR "
                + place
                + " [bide:not-woven] this block would not be woven, since javac ran no annotation"
                + " processor of Bide's. ")
        .contains("annotationProcessorPaths")
        .contains("annotationProcessor(")
        .contains("dev.bide.weaver.javac.BideProcessor");
  }

  // ---------------------------------------------------------------- paths and policies

  @ParameterizedTest
  @ValueSource(strings = {"todo", "simple", "byfile"})
  void weavesUnderEveryPolicy(String policy) throws IOException {
    Path a = source("p/A.java", BLOCK.formatted("A"));
    Path b =
        source("p/B.java", BLOCK.formatted("B").replace("one().await() +", "A.two().await() +"));
    assertNothingSaid(
        Javac.into(output)
            .withCoreOnClassPath()
            .withWeaver()
            .with("-XDcompilePolicy=" + policy)
            .compile(b, a));
    assertWoven(output.resolve("p/A.class"));
    assertWoven(output.resolve("p/B.class"));
  }

  /** What an annotation says is read from javac's tables there, and from the class file later. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLeafFormOfTheSameCompilationIsTakenAtItsWord(boolean waits) throws IOException {
    Path leaves =
        source(
            "p/Leaves.java",
            """
            package p;

            import dev.bide.Async;
            import dev.bide.weave.v1.LeafForm;
            import dev.bide.weave.v1.Slots;
            import dev.bide.weave.v1.Suspended;

            public class Leaves {
              @LeafForm(value = Form.class, waits = %s)
              public static Async<Integer, RuntimeException> one() {
                return Async.of(1);
              }

              public static class Form {
                public static Object one(Slots cx, Suspended spare) {
                  return 1;
                }
              }
            }
            """
                .formatted(waits));
    Path once =
        source(
            "p/Once.java",
            """
            package p;

            import dev.bide.Async;

            class Once {
              static final Async<Integer, RuntimeException> BLOCK =
                  Async.async(() -> Leaves.one().await());
            }
            """);
    assertNothingSaid(Javac.into(output).withCoreOnClassPath().withWeaver().compile(once, leaves));
    String file = Files.readString(output.resolve("p/Once.class"), StandardCharsets.ISO_8859_1);
    // One that nearly always waits keeps nothing for a next call here, so the plain call stays.
    assertThat(file.contains("p/Leaves$Form")).isNotEqualTo(waits);
  }

  @Test
  void weavesNestedLocalAndAnonymousClasses() throws IOException {
    Path source =
        source(
            "p/Outer.java",
            """
            package p;

            import dev.bide.Async;
            import dev.bide.AsyncSupplier;

            class Outer {
              static Async<Integer, RuntimeException> one() {
                return Async.of(1);
              }

              static class In$ner {
                static class Deeper {
                  Async<Integer, RuntimeException> block() {
                    return Async.async(() -> one().await());
                  }
                }
              }

              Object local() {
                class Local {
                  Async<Integer, RuntimeException> block() {
                    return Async.async(() -> one().await());
                  }
                }
                return new Object() {
                  Async<Integer, RuntimeException> block() {
                    return Async.async(() -> new Local().block().await());
                  }
                };
              }
            }

            interface Shape {
              default Async<Integer, RuntimeException> block() {
                return Async.async(() -> Outer.one().await());
              }
            }

            enum Kind {
              ONE {
                @Override
                Async<Integer, RuntimeException> block() {
                  return Async.async(() -> Outer.one().await());
                }
              };

              abstract Async<Integer, RuntimeException> block();
            }
            """);
    assertNothingSaid(
        Javac.into(output).withCoreOnClassPath().withWeaver().with("-Xlint:all").compile(source));
    for (String name :
        List.of("Outer$In$ner$Deeper", "Outer$1Local", "Outer$1", "Shape", "Kind$1")) {
      assertWoven(output.resolve("p/" + name + ".class"));
    }
  }

  @Test
  void weavesModules() throws IOException {
    Path module = source("module-info.java", "module m { requires dev.bide; exports p; }");
    assertNothingSaid(
        Javac.into(output)
            .with("--module-path", Javac.core())
            .withWeaver()
            .compile(module, block()));
    assertWoven(output.resolve("p/Block.class"));
  }

  @Test
  void weavesSeveralModulesAtOnce() throws IOException {
    Path m = source("m/module-info.java", "module m { requires dev.bide; exports p; }");
    Path n = source("n/module-info.java", "module n { requires dev.bide; requires m; }");
    Path a = source("m/p/A.java", BLOCK.formatted("A"));
    Path b = source("n/q/B.java", BLOCK.formatted("B").replace("package p", "package q"));
    assertNothingSaid(
        Javac.into(output)
            .with("--module-source-path", folder.resolve("src").toString())
            .with("--module-path", Javac.core())
            .withWeaver()
            .compile(m, n, a, b));
    assertWoven(output.resolve("m/p/A.class"));
    assertWoven(output.resolve("n/q/B.class"));
  }

  @Test
  void weavesWithTheWeaverOnTheProcessorModulePath() throws IOException {
    assertNothingSaid(
        Javac.into(output)
            .withCoreOnClassPath()
            .with("--processor-module-path", Javac.weaver(), "-proc:full")
            .compile(block()));
    assertWoven(output.resolve("p/Block.class"));
  }

  @Test
  void weavesWithTheWeaverOnTheClassPathAndProcessingOn() throws IOException {
    assertNothingSaid(
        Javac.into(output)
            .with("-classpath", Javac.core() + File.pathSeparator + Javac.weaver(), "-proc:full")
            .compile(block()));
    assertWoven(output.resolve("p/Block.class"));
  }

  @Test
  void weavesImplicitlyCompiledClasses() throws IOException {
    Path user = source("p/User.java", "package p; class User { Object o = Block.two(); }");
    block();
    assertNothingSaid(
        Javac.into(output)
            .withCoreOnClassPath()
            .withWeaver()
            .with("-sourcepath", folder.resolve("src").toString(), "-implicit:class")
            .compile(user));
    assertWoven(output.resolve("p/Block.class"));
  }

  @Test
  void weavesWithoutAnOutputFolder() throws IOException {
    Path source = block();
    assertNothingSaid(new Javac().withCoreOnClassPath().withWeaver().compile(source));
    assertWoven(source.resolveSibling("Block.class"));
    assertThat(frames(source.resolveSibling("."))).isNotEmpty();
  }

  @Test
  void weavesInAProcessOfItsOwn() throws IOException, InterruptedException {
    Process javac =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-d",
                output.toString(),
                "-classpath",
                Javac.core(),
                "-processorpath",
                Javac.weaver(),
                block().toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
    assertThat(javac.waitFor()).isZero();
    assertWoven(output.resolve("p/Block.class"));
  }

  @Test
  void weavesTheSameBytesTwice() throws IOException {
    Javac javac = Javac.into(output).withCoreOnClassPath().withWeaver();
    assertNothingSaid(javac.compile(block()));
    Map<String, byte[]> first = contents();
    assertNothingSaid(javac.compile(block()));
    Map<String, byte[]> second = contents();
    assertThat(second.keySet()).isEqualTo(first.keySet()).hasSizeGreaterThan(1);
    second.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(first.get(name)));
  }

  /** Class files are written over those of the time before, which may have been longer. */
  @Test
  void leavesNothingOfLongerFilesThatWereThere() throws IOException {
    Javac javac = Javac.into(output).withCoreOnClassPath().withWeaver();
    assertNothingSaid(javac.compile(block()));
    Map<String, byte[]> first = contents();
    for (String name : first.keySet()) {
      Files.write(output.resolve(name), new byte[100_000]);
    }
    assertNothingSaid(javac.compile(block()));
    Map<String, byte[]> second = contents();
    assertThat(second.keySet()).isEqualTo(first.keySet());
    second.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(first.get(name)));
  }

  private Map<String, byte[]> contents() throws IOException {
    Map<String, byte[]> all = new HashMap<>();
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(output.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return all;
  }

  private static List<Path> frames(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().contains("Frame")).toList();
    }
  }

  // ---------------------------------------------------------------- processors

  @Test
  void weavesWhenItIsInTheListOfProcessors() throws IOException {
    assertNothingSaid(
        Javac.into(output)
            .withCoreOnClassPath()
            .with("-processorpath", Javac.weaver() + File.pathSeparator + Javac.path(Other.class))
            .with("-processor", Other.class.getName() + ",dev.bide.weaver.javac.BideProcessor")
            .compile(block()));
    assertWoven(output.resolve("p/Block.class"));
  }

  /**
   * Gradle loads processors with a loader of its own, puts one of its own around each, and hands
   * them to the task; the plugin is then loaded by javac, a second time.
   */
  @Test
  void weavesWhenABuildToolHandsTheProcessorOver() throws Exception {
    assertNothingSaid(handedOver(false));
    assertWoven(output.resolve("p/Block.class"));
  }

  /** One that hides javac's environment as well leaves no way to the class files. */
  @Test
  void refusesWhenABuildToolHidesTheEnvironmentToo() throws Exception {
    Javac.Outcome outcome = handedOver(true);
    assertThat(outcome.success()).isFalse();
    assertThat(outcome.diagnostics())
        .satisfiesExactly(
            said ->
                assertThat(said)
                    .startsWith("WARNING - Bide weaves and checks only what javac compiles")
                    .contains("bide:weave"),
            said -> assertThat(said).startsWith("ERROR 11:24 [bide:not-woven] "));
  }

  private Javac.Outcome handedOver(boolean environmentIsHidden) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
    boolean success;
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(collector, Locale.ROOT, null);
        URLClassLoader loader =
            new URLClassLoader(
                new URL[] {Path.of(Javac.weaver()).toUri().toURL()},
                ClassLoader.getPlatformClassLoader())) {
      Processor bide =
          (Processor)
              loader
                  .loadClass("dev.bide.weaver.javac.BideProcessor")
                  .getConstructor()
                  .newInstance();
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              null,
              files,
              collector,
              List.of(
                  "-d",
                  output.toString(),
                  "-classpath",
                  Javac.core(),
                  "-processorpath",
                  Javac.weaver()),
              null,
              files.getJavaFileObjects(block()));
      task.setProcessors(List.of(new Around(bide, environmentIsHidden)));
      success = task.call();
    }
    return new Javac.Outcome(
        success, collector.getDiagnostics().stream().map(Javac::line).toList());
  }

  @Test
  void refusesWhenItIsNotInTheListOfProcessors() throws IOException {
    assertNotWovenAt(
        Javac.into(output)
            .withCoreOnClassPath()
            .with("-processorpath", Javac.weaver() + File.pathSeparator + Javac.path(Other.class))
            .with("-processor", Other.class.getName())
            .compile(block()),
        "11:24");
  }

  @Test
  void refusesWhenAnotherProcessorClaimsEverything() throws IOException {
    assertNotWovenAt(
        Javac.into(output)
            .withCoreOnClassPath()
            .with("-processorpath", Javac.weaver() + File.pathSeparator + Javac.path(Other.class))
            .with("-processor", Claims.class.getName() + ",dev.bide.weaver.javac.BideProcessor")
            .compile(block()),
        "11:24");
  }

  @Test
  void refusesWhenProcessingIsOff() throws IOException {
    assertNotWovenAt(
        Javac.into(output).withCoreOnClassPath().withWeaver().with("-proc:none").compile(block()),
        "11:24");
  }

  @Test
  void refusesWhenTheWeaverIsAPlainDependency() throws IOException {
    assertNotWovenAt(
        Javac.into(output)
            .with("-classpath", Javac.core() + File.pathSeparator + Javac.weaver())
            .compile(block()),
        "11:24");
  }

  @Test
  void leavesTheWeavingToOthersWhenToldSo() throws IOException {
    assertNothingSaid(
        Javac.into(output)
            .withCoreOnClassPath()
            .withWeaver()
            .with("-proc:none", "-Xplugin:Bide weave=later")
            .compile(block()));
    assertNothingSaid(
        Javac.into(output)
            .withCoreOnClassPath()
            .withWeaver()
            .with("-Abide.weave=later")
            .compile(block()));
    assertThat(mentionsWoven(Files.readAllBytes(output.resolve("p/Block.class")))).isFalse();
  }

  @Test
  void takesPluginArgumentsForChecks() throws IOException {
    Path wrong = source("Wrong.java", "class Wrong { void m() { dev.bide.Async.of(1); } }");
    Javac javac = Javac.into(output).withCoreOnClassPath().withWeaver();
    assertThat(javac.compile(wrong).success()).isFalse();
    assertNothingSaid(javac.with("-Xplugin:Bide off=not-awaited").compile(wrong));
  }

  @Test
  void saysNothingToProgramsThatDoNotUseBide() throws IOException {
    Path plain =
        source("Plain.java", "class Plain { Runnable r = () -> { synchronized (this) {} }; }");
    assertNothingSaid(Javac.into(output).withWeaver().with("-proc:none").compile(plain));
    assertNothingSaid(Javac.into(output).withWeaver().with("-Xlint:all").compile(plain));
  }

  @Test
  void doesNotWeaveAProgramWithErrors() throws IOException {
    Path wrong = source("Wrong.java", "class Wrong { int x = \"\"; }");
    Javac.Outcome outcome =
        Javac.into(output)
            .withCoreOnClassPath()
            .withWeaver()
            .with("-XDcompilePolicy=simple")
            .compile(block(), wrong);
    assertThat(outcome.diagnostics()).containsExactly("ERROR 1:23 compiler.err.prob.found.req");
    assertThat(output.resolve("p/Block.class")).doesNotExist();
  }

  // ---------------------------------------------------------------- file managers

  @Test
  void weavesInMemory() throws IOException {
    Memory memory = new Memory(true);
    Javac.Outcome outcome = compile(memory, block());
    assertNothingSaid(outcome);
    assertThat(mentionsWoven(memory.get("p/Block.class"))).isTrue();
    assertThat(memory.files.keySet()).anyMatch(name -> name.contains("Frame"));
  }

  @Test
  void refusesAFileManagerThatCannotReadBackWhatItHasWritten() throws IOException {
    Javac.Outcome outcome = compile(new Memory(false), block());
    assertThat(outcome.success()).isFalse();
    assertThat(outcome.diagnostics())
        .singleElement()
        .asString()
        .startsWith(
            "ERROR 11:24 [bide:not-woven] this block cannot be woven here: the class file of"
                + " p.Block cannot be read back through the compilation's file manager");
  }

  private static Javac.Outcome compile(Memory memory, Path source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
    boolean success =
        compiler
            .getTask(
                null,
                memory,
                collector,
                List.of("-classpath", Javac.core(), "-processorpath", Javac.weaver(), "-Xlint:all"),
                null,
                memory.standard().getJavaFileObjects(source))
            .call();
    return new Javac.Outcome(
        success, collector.getDiagnostics().stream().map(Javac::line).toList());
  }

  /** Keeps output in memory; whole ones answer for resources too, as class files are read back. */
  private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
    final Map<String, byte[]> files = new HashMap<>();
    private final boolean whole;

    Memory(boolean whole) {
      super(
          ToolProvider.getSystemJavaCompiler()
              .getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8));
      this.whole = whole;
    }

    StandardJavaFileManager standard() {
      return fileManager;
    }

    byte[] get(String name) {
      byte[] bytes = files.get(name);
      assertThat(bytes).as(name).isNotNull();
      return bytes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String className,
        JavaFileObject.Kind kind,
        FileObject sibling) {
      return file(className.replace('.', '/') + kind.extension);
    }

    @Override
    public FileObject getFileForOutput(
        JavaFileManager.Location location, String pack, String name, FileObject sibling)
        throws IOException {
      return whole
          ? file(pack.isEmpty() ? name : pack.replace('.', '/') + "/" + name)
          : super.getFileForOutput(location, pack, name, sibling);
    }

    private JavaFileObject file(String name) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name), JavaFileObject.Kind.CLASS) {
        @Override
        public java.io.InputStream openInputStream() throws IOException {
          byte[] bytes = files.get(name);
          if (bytes == null) {
            throw new java.io.FileNotFoundException(name);
          }
          return new java.io.ByteArrayInputStream(bytes);
        }

        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream() {
            @Override
            public void close() {
              files.put(name, toByteArray());
            }
          };
        }
      };
    }
  }

  /** A build tool's processor around another one. */
  private static final class Around implements Processor {
    private final Processor inner;
    private final boolean wrapsEnvironment;

    Around(Processor inner, boolean wrapsEnvironment) {
      this.inner = inner;
      this.wrapsEnvironment = wrapsEnvironment;
    }

    @Override
    public Set<String> getSupportedOptions() {
      return inner.getSupportedOptions();
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return inner.getSupportedAnnotationTypes();
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return inner.getSupportedSourceVersion();
    }

    @Override
    public void init(ProcessingEnvironment environment) {
      inner.init(
          wrapsEnvironment
              ? (ProcessingEnvironment)
                  Proxy.newProxyInstance(
                      ProcessingEnvironment.class.getClassLoader(),
                      new Class<?>[] {ProcessingEnvironment.class},
                      (_, method, arguments) -> method.invoke(environment, arguments))
              : environment);
    }

    @Override
    @SuppressWarnings("DoNotClaimAnnotations") // that is for the one inside to say
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      return inner.process(annotations, round);
    }

    @Override
    public Iterable<? extends Completion> getCompletions(
        Element element, AnnotationMirror annotation, ExecutableElement member, String text) {
      return inner.getCompletions(element, annotation, member, text);
    }
  }

  /** A processor that has nothing to do with Bide. */
  public static class Other extends AbstractProcessor {
    /** For javac. */
    public Other() {}

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      return false;
    }
  }

  /** One that lets no other see anything. */
  public static final class Claims extends Other {
    /** For javac. */
    public Claims() {}

    @Override
    @SuppressWarnings("DoNotClaimAnnotations") // that is what is tested
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      return true;
    }
  }
}
