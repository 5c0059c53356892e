package dev.bide.build.layering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check on this build, and on small builds with one violation planted in each. */
class LayeringTest {
  @TempDir Path root;
  private PlantedBuild build;

  @BeforeEach
  void aBuildInWhichAllRulesHold() {
    build = new PlantedBuild(root);
    build.module("weaver", "bide-weaver", "dev.bide.weaver").requires("jdk.compiler");
    build.module("core", "bide-core", "dev.bide");
    build
        .module("runtimes", "bide-runtimes", "dev.bide.runtimes")
        .dependsOn("dev.bide:bide-core")
        .requires("transitive dev.bide")
        .requires("jdk.unsupported");
    build
        .module("adapters/netty", "bide-netty", "dev.bide.netty")
        .dependsOn("dev.bide:bide-core")
        .dependsOn("io.netty:netty-transport")
        .requires("io.netty.transport");
    build
        .module("libraries/tls", "bide-tls", "dev.bide.tls")
        .dependsOn("dev.bide:bide-core")
        .requires("dev.bide");
    build
        .module("libraries/http", "bide-http", "dev.bide.http")
        .dependsOn("dev.bide:bide-core")
        .dependsOn("dev.bide:bide-tls")
        .dependsOn("org.example:codec")
        .requires("dev.bide.tls")
        .requires("org.example.codec");
    build.module("examples/hello", "hello", "hello").dependsOn("dev.bide:bide-runtimes");
  }

  @Test
  void thisBuildKeepsToItsLayers() throws IOException {
    List<SourceModule> modules = SourceTree.read(Path.of(System.getProperty("basedir"), "../.."));

    assertThat(modules)
        .extracting(SourceModule::folder)
        .contains("core", "weaver", "runtimes", "libraries/resp", "build/layering");
    assertThat(Layering.violations(modules)).isEmpty();
  }

  @Test
  void aBuildThatKeepsTheRulesHasNoViolation() throws IOException {
    assertThat(violations()).isEmpty();
  }

  @Test
  void coreMayDependOnNothing() throws IOException {
    build.get("core").dependsOn("com.google.guava:guava");

    assertThat(violations())
        .containsExactly("core/pom.xml: may not depend on com.google.guava:guava (scope compile)");
  }

  @Test
  void coreMayDependOnNothingInAProfileEither() throws IOException {
    build.get("core").dependsOnInAProfile("com.google.guava:guava", "runtime");

    assertThat(violations())
        .containsExactly("core/pom.xml: may not depend on com.google.guava:guava (scope runtime)");
  }

  @Test
  void aDependencyThatIsInheritedCounts() throws IOException {
    build.parent().dependsOn("org.slf4j:slf4j-api");

    assertThat(violations())
        .containsExactlyInAnyOrder(
            "core/pom.xml: may not depend on org.slf4j:slf4j-api (scope compile)",
            "runtimes/pom.xml: may not depend on org.slf4j:slf4j-api (scope compile)");
  }

  @Test
  void coreMayRequireOnlyJavaBase() throws IOException {
    build.get("core").requires("java.logging").requires("static java.compiler");

    assertThat(violations())
        .containsExactly(
            "core/module-info.java: may not require java.logging",
            "core/module-info.java: may not require static java.compiler");
  }

  @Test
  void jspecifyMayNotReachAUser() throws IOException {
    build.get("core").dependsOn("org.jspecify:jspecify", "provided").requires("org.jspecify");

    assertThat(violations())
        .containsExactly(
            "core/pom.xml: may not depend on org.jspecify:jspecify (scope provided)",
            "core/module-info.java: may not require org.jspecify");
  }

  @Test
  void theWeaverIsAToolAndNothingElse() throws IOException {
    build.get("core").dependsOnOptional("dev.bide:bide-weaver", "provided");
    assertThat(violations()).isEmpty();

    build.get("core").dependsOn("dev.bide:bide-weaver").requires("static dev.bide.weaver");
    assertThat(violations())
        .containsExactly(
            "core/pom.xml: may not depend on dev.bide:bide-weaver (scope compile)",
            "core/module-info.java: may not require static dev.bide.weaver");
  }

  @Test
  void theWeaverMayNotDependOnCore() throws IOException {
    build.get("weaver").dependsOn("dev.bide:bide-core");

    assertThat(violations())
        .containsExactly("weaver/pom.xml: may not depend on dev.bide:bide-core (scope compile)");
  }

  @Test
  void aLibraryMayNotKnowARuntime() throws IOException {
    build
        .get("libraries/http")
        .dependsOn("dev.bide:bide-runtimes", "provided")
        .dependsOn("dev.bide:bide-netty", "runtime")
        .requires("static dev.bide.runtimes");

    assertThat(violations())
        .containsExactly(
            "libraries/http/pom.xml: may not depend on dev.bide:bide-runtimes (scope provided)",
            "libraries/http/pom.xml: may not depend on dev.bide:bide-netty (scope runtime)",
            "libraries/http/module-info.java: may not require static dev.bide.runtimes");
  }

  @Test
  void aLibrarysTestsMayRunOnARuntime() throws IOException {
    build.get("libraries/http").dependsOn("dev.bide:bide-runtimes", "test");

    assertThat(violations()).isEmpty();
  }

  @Test
  void runtimesMayUseTheJdkAndCoreOnly() throws IOException {
    build
        .get("runtimes")
        .dependsOn("org.jctools:jctools-core")
        .dependsOn("dev.bide:bide-tls")
        .requires("org.jctools.core")
        .requires("dev.bide.tls");

    assertThat(violations())
        .containsExactly(
            "runtimes/pom.xml: may not depend on org.jctools:jctools-core (scope compile)",
            "runtimes/pom.xml: may not depend on dev.bide:bide-tls (scope compile)",
            "runtimes/module-info.java: may not require org.jctools.core",
            "runtimes/module-info.java: may not require dev.bide.tls");
  }

  @Test
  void nothingBuildsOnATool() throws IOException {
    build.get("adapters/netty").dependsOn("dev.bide:hello");

    assertThat(violations())
        .containsExactly(
            "adapters/netty/pom.xml: may not depend on dev.bide:hello (scope compile)");
  }

  @Test
  void aLayersModuleIsExplicitAndNullMarked() throws IOException {
    build.module("libraries/json", "bide-json", "");
    build.get("core").notNullMarked();

    assertThat(violations())
        .containsExactly(
            "core/module-info.java: is not @NullMarked", "libraries/json: has no module-info.java");
  }

  @Test
  void aModuleInfoThatCannotBeReadIsNamed() throws IOException {
    build.get("core").requires("not a name");

    assertThatThrownBy(this::violations)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("core/src/main/java/module-info.java");
  }

  private List<String> violations() throws IOException {
    build.write();
    return Layering.violations(SourceTree.read(root));
  }
}
