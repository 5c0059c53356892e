package dev.bide.build.layering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds modules against the rules of their {@link Layer}, in both places where a dependency is
 * declared: {@code pom.xml} decides what is on the path, {@code module-info.java} what is read.
 */
final class Layering {
  private static final String JSPECIFY = "org.jspecify:jspecify";
  private static final String JSPECIFY_MODULE = "org.jspecify";

  private final List<String> violations = new ArrayList<>();
  private final Map<String, SourceModule> byCoordinates = new HashMap<>();
  private final Map<String, SourceModule> byModuleName = new HashMap<>();

  private Layering() {}

  /** One line for each broken rule, naming the module and the place; empty if all hold. */
  static List<String> violations(List<SourceModule> modules) {
    var check = new Layering();
    for (SourceModule module : modules) {
      check.byCoordinates.put(module.coordinates(), module);
      SourceModule.Info info = module.info();
      if (info != null) {
        check.byModuleName.put(info.name(), module);
      }
    }
    for (SourceModule module : modules) {
      Layer.of(module).ifPresent(layer -> check.check(module, layer));
    }
    return check.violations;
  }

  private void check(SourceModule module, Layer layer) {
    for (Dependency dependency : module.dependencies()) {
      if (!allows(layer, dependency)) {
        violations.add(
            "%s/pom.xml: may not depend on %s (scope %s%s)"
                .formatted(
                    module.folder(),
                    dependency.coordinates(),
                    dependency.scope(),
                    dependency.optional() ? ", optional" : ""));
      }
    }
    SourceModule.Info info = module.info();
    if (info == null) {
      violations.add("%s: has no module-info.java".formatted(module.folder()));
      return;
    }
    if (!info.nullMarked()) {
      violations.add("%s/module-info.java: is not @NullMarked".formatted(module.folder()));
    }
    for (Requirement requirement : info.requirements()) {
      if (!allows(layer, requirement)) {
        violations.add(
            "%s/module-info.java: may not require %s%s"
                .formatted(
                    module.folder(),
                    requirement.isStatic() ? "static " : "",
                    requirement.module()));
      }
    }
  }

  private boolean allows(Layer layer, Dependency dependency) {
    if (dependency.scope().equals("test")) {
      return true;
    }
    SourceModule target = byCoordinates.get(dependency.coordinates());
    if (target != null) {
      Optional<Layer> below = Layer.of(target);
      // The weaver is a tool here, as javac is: nothing of it is there when the module runs.
      boolean tool = below.equals(Optional.of(Layer.WEAVER)) && dependency.isForTheBuildOnly();
      return tool || below.filter(layer::mayUse).isPresent();
    }
    if (dependency.coordinates().equals(JSPECIFY)) {
      return dependency.isForTheBuildOnly();
    }
    return layer.others() == Layer.Others.ANY;
  }

  private boolean allows(Layer layer, Requirement requirement) {
    SourceModule target = byModuleName.get(requirement.module());
    if (target != null) {
      return Layer.of(target).filter(layer::mayUse).isPresent();
    }
    if (requirement.module().equals(JSPECIFY_MODULE)) {
      return requirement.isStatic();
    }
    return requirement.module().equals("java.base")
        || layer.others() == Layer.Others.ANY
        || (layer.others() == Layer.Others.JDK && requirement.isOfTheJdk());
  }
}
