package dev.bide.weaver.agent;

import dev.bide.weaver.ClassFinder;
import dev.bide.weaver.WeaveResult;
import dev.bide.weaver.Weaver;
import java.io.PrintStream;
import java.lang.instrument.ClassFileTransformer;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weaves one class as it is loaded. It never keeps a class from loading: what it cannot weave is
 * reported and loaded as it is, and its blocks are then refused where they are first used.
 *
 * <p>Called by any thread that loads classes, also while it works itself.
 */
final class LoadTimeWeaver implements ClassFileTransformer {
  /** A class without lambdas has no blocks. */
  private static final byte[] MARK =
      "java/lang/invoke/LambdaMetafactory".getBytes(StandardCharsets.US_ASCII);

  private static final ProtectionDomain OWN = LoadTimeWeaver.class.getProtectionDomain();

  private final ClassDefiner definer;
  private final PrintStream out = System.err;

  LoadTimeWeaver(ClassDefiner definer) {
    this.definer = definer;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    // First of all: javac and jshell alone load some thousand classes through here.
    if (loader == null || name == null || isOfJdk(module) || isOurs(name, domain)) {
      return null;
    }
    if (redefined != null || !contains(classFile, MARK)) {
      return null;
    }
    try {
      return weave(loader, name, domain, classFile);
    } catch (Throwable e) {
      report(name, e);
      return null;
    }
  }

  /** The weaver, and what else of Bide is in its jar: that has no block left to weave. */
  private static boolean isOurs(String name, @Nullable ProtectionDomain domain) {
    return name.startsWith("dev/bide/weaver/") || (domain == OWN && name.startsWith("dev/bide/"));
  }

  private static boolean isOfJdk(@Nullable Module module) {
    if (module == null || !module.isNamed()) {
      return false;
    }
    String name = module.getName();
    return name.startsWith("java.") || name.startsWith("jdk.");
  }

  private byte @Nullable [] weave(
      ClassLoader loader, String name, @Nullable ProtectionDomain domain, byte[] classFile) {
    ClassFinder itself = asked -> asked.equals(name) ? classFile : null;
    Weaver weaver =
        new Weaver(
            itself.or(ClassFinder.ofLoader(loader)),
            diagnostic -> out.println("bide agent: " + diagnostic));
    WeaveResult result = weaver.weave(classFile);
    if (!result.changed()) {
      return null;
    }
    for (Map.Entry<String, byte[]> frame : result.frames().entrySet()) {
      definer.define(loader, frame.getKey().replace('/', '.'), frame.getValue(), domain);
    }
    return result.classFile();
  }

  private void report(String name, Throwable e) {
    out.println(
        "bide agent: "
            + name.replace('/', '.')
            + " could not be woven, and is loaded as it is; its blocks will be refused. This is a"
            + " fault of Bide's:");
    e.printStackTrace(out);
  }

  /** Whether bytes are in a class file; a search for the rarest of them, which a JIT does well. */
  private static boolean contains(byte[] classFile, byte[] mark) {
    byte first = mark[0];
    int last = classFile.length - mark.length;
    for (int i = 0; i <= last; i++) {
      if (classFile[i] == first) {
        int k = 1;
        while (k < mark.length && classFile[i + k] == mark[k]) {
          k++;
        }
        if (k == mark.length) {
          return true;
        }
      }
    }
    return false;
  }
}
