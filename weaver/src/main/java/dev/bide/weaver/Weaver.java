package dev.bide.weaver;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Turns the async blocks of a class into state machines: a class file in, class files out. It needs
 * nothing but the class file and the classes that this one refers to, loads no class, and gives the
 * same bytes for the same input. A class that was woven before comes back as it is.
 *
 * <p>One weaver may be used by several threads, for any number of classes over the same path.
 */
public final class Weaver {
  private final Hierarchy hierarchy;
  private final LeafForms leafForms;
  private final Diagnostics diagnostics;
  private final ConcurrentMap<FrameShape, FramePattern> patterns = new ConcurrentHashMap<>();

  /**
   * A weaver over a path.
   *
   * @param finder the path the classes were compiled against, and the classes themselves
   * @param diagnostics where errors and warnings go
   */
  public Weaver(ClassFinder finder, Diagnostics diagnostics) {
    this.hierarchy = new Hierarchy(Objects.requireNonNull(finder));
    this.leafForms = new LeafForms(finder);
    this.diagnostics = Objects.requireNonNull(diagnostics);
  }

  /**
   * Weaves one class.
   *
   * @param classFile the class file; not changed
   * @return the new class and its frame classes, or the old one
   * @throws IllegalArgumentException when it is not a class file
   */
  public WeaveResult weave(byte[] classFile) {
    ClassModel model = ClassFile.of().parse(classFile);
    if (!Hierarchy.ofPlatform(model.thisClass().asInternalName())) {
      hierarchy.know(model);
      List<InvokeDynamicEntry> dynamics = DynamicEntries.of(classFile, model.constantPool());
      if (!dynamics.isEmpty()) {
        leafForms.know(model);
        return new ClassWeaver(
                classFile, model, dynamics, hierarchy, leafForms, this::pattern, diagnostics)
            .weave();
      }
    }
    return new WeaveResult(WeaveResult.Outcome.UNCHANGED, classFile, new LinkedHashMap<>());
  }

  private FramePattern pattern(FrameShape shape) {
    FramePattern known = patterns.get(shape);
    if (known == null) {
      known = new FramePattern(shape);
      patterns.put(shape, known);
    }
    return known;
  }
}
