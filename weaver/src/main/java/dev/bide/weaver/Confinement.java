package dev.bide.weaver;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a block holds across its awaits though it belongs to one thread. */
final class Confinement {
  private Confinement() {}

  /** For each await the text that says what is held across it, null where nothing is. */
  static List<@Nullable String> find(
      Body body, Layout layout, Hierarchy hierarchy, @Nullable String sourceFile) {
    List<@Nullable String> result = new ArrayList<>();
    for (Await await : body.sites) {
      String found = null;
      Layout.Site site = layout.at(await);
      List<Layout.Kept> all = new ArrayList<>(site.locals());
      all.addAll(site.operands());
      for (Layout.Kept kept : all) {
        String type = confinedType(body, kept, await, hierarchy);
        if (type != null && found == null) {
          String name = kept.local() < 0 ? null : nameOf(body, kept.local(), await);
          found =
              (name == null ? "a value" : "variable '" + name + "'")
                  + " ("
                  + type.replace('/', '.')
                  + ") is held across the await at "
                  + (sourceFile == null ? "line " : sourceFile + ":")
                  + await.line;
        }
      }
      result.add(found);
    }
    return result;
  }

  private static @Nullable String confinedType(
      Body body, Layout.Kept kept, Await await, Hierarchy hierarchy) {
    if (kept.type() instanceof VType.Ref(String descriptor) && isConfined(descriptor, hierarchy)) {
      return Names.internalName(descriptor);
    }
    for (Body.Variable v : body.variables) {
      if (isAt(v, kept.local(), await) && isConfined(v.type().stringValue(), hierarchy)) {
        return Names.internalName(v.type().stringValue());
      }
    }
    return null;
  }

  private static boolean isConfined(String descriptor, Hierarchy hierarchy) {
    return descriptor.startsWith("L") && hierarchy.isConfined(Names.internalName(descriptor));
  }

  private static @Nullable String nameOf(Body body, int local, Await await) {
    for (Body.Variable v : body.variables) {
      if (isAt(v, local, await)) {
        return v.name().stringValue();
      }
    }
    return null;
  }

  private static boolean isAt(Body.Variable v, int local, Await await) {
    return v.local() == local && v.start().index <= await.index && await.index < v.end().index;
  }
}
