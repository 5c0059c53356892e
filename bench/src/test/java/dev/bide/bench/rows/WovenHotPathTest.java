package dev.bide.bench.rows;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.build.classfiles.ClassFiles;
import dev.bide.build.classfiles.Finding;
import dev.bide.build.classfiles.HotPath;
import dev.bide.build.classfiles.HotPathCheck;
import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The hot path of the local runtime goes on into woven code: what the weaver writes, and what of
 * the engine it calls, is free of atomics too.
 */
class WovenHotPathTest {
  private static HotPathCheck check(Class<?> woven) throws IOException {
    ClassFiles classes = new ClassFiles().add(holder(Async.class)).add(holder(LocalRuntime.class));
    String prefix = woven.getName().substring(woven.getPackageName().length() + 1);
    try (Stream<Path> files =
        Files.list(holder(woven).resolve(woven.getPackageName().replace('.', '/')))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(prefix + ".") || name.startsWith(prefix + "$")) {
          classes.add(Files.readAllBytes(file));
        }
      }
    }
    return new HotPathCheck(classes, HotPath.ofThisBuild());
  }

  private static Path holder(Class<?> c) {
    return Path.of(URI.create(c.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  @Test
  void wovenCodeIsFreeOfAtomics() throws IOException {
    HotPathCheck check = check(Woven.class);
    assertThat(check.run()).isEmpty();
    assertThat(check.followed())
        .contains("dev.bide.bench.rows.Woven.lambda$loop$0$resume", "dev.bide.internal.Chain.run");
  }

  @Test
  void findsAPlantedVolatile() throws IOException {
    List<Finding> found = check(Planted.class).run();
    assertThat(found)
        .isNotEmpty()
        .allSatisfy(f -> assertThat(f.what()).contains("the volatile field").contains("Planted"));
  }

  /** Woven, as all of these tests; its block reads a volatile field after its await. */
  static final class Planted {
    private volatile boolean over;

    Async<@Nullable Void, RuntimeException> loop(Once once) {
      return async(() -> {
        while (!over) {
          once.await();
        }
      });
    }
  }
}
