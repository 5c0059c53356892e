package dev.bide.twins.compile;

import dev.bide.weaver.ClassFinder;
import dev.bide.weaver.Diagnostic;
import dev.bide.weaver.WeaveResult;
import dev.bide.weaver.Weaver;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Weaves the async twins' class files. */
public final class Woven {
  private Woven() {}

  /**
   * Weaves them all.
   *
   * @param classFiles by binary name
   * @param after what is done to each woven class file, by name and bytes: nothing, or the planted
   *     bug
   * @return the class files with the frames' among them
   * @throws IllegalArgumentException when the weaver reports an error
   */
  public static SortedMap<String, byte[]> weave(SortedMap<String, byte[]> classFiles, After after) {
    List<String> errors = new ArrayList<>();
    ClassFinder own = name -> classFiles.get(name.replace('/', '.'));
    Weaver weaver =
        new Weaver(
            own.or(ClassFinder.ofLoader(Woven.class.getClassLoader())).or(ClassFinder.platform()),
            d -> {
              if (d.severity() == Diagnostic.Severity.ERROR) {
                errors.add(d.toString());
              }
            });
    SortedMap<String, byte[]> woven = new TreeMap<>();
    classFiles.forEach((name, file) -> {
      WeaveResult result;
      try {
        result = weaver.weave(file);
      } catch (RuntimeException | AssertionError e) {
        throw new IllegalArgumentException("the weaver fails on " + name, e);
      }
      woven.put(name, result.changed() ? after.change(name, result.classFile()) : file);
      result
          .frames()
          .forEach((frame, bytes) -> {
            String frameName = frame.replace('/', '.');
            woven.put(frameName, after.change(frameName, bytes));
          });
    });
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException("the weaver reports:\n" + String.join("\n", errors));
    }
    return woven;
  }

  /** A change to a woven class file. */
  @FunctionalInterface
  public interface After {
    /** Leaves all as it is. */
    After NOTHING = (name, file) -> file;

    /** The class file to load. */
    byte[] change(String name, byte[] classFile);
  }
}
