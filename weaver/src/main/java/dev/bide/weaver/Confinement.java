package dev.bide.weaver;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds what a block holds across its awaits though its type says that it may not everywhere. */
final class Confinement {
  /**
   * A value that is held.
   *
   * @param what the variable's name, or that it is a value without one
   * @param type the internal name of its type
   */
  private record Held(String what, String type) {
    @Override
    public String toString() {
      return what + " (" + type.replace('/', '.') + ")";
    }
  }

  private Confinement() {}

  /** For each await the text that says which confined value is held across it, null for none. */
  static List<@Nullable String> find(
      Body body, Layout layout, Hierarchy hierarchy, @Nullable String sourceFile) {
    List<@Nullable String> result = new ArrayList<>();
    for (Await await : body.sites) {
      List<Held> held = held(body, layout, await, hierarchy::isConfined);
      result.add(
          held.isEmpty()
              ? null
              : held.getFirst()
                  + " is held across the await at "
                  + (sourceFile == null ? "line " : sourceFile + ":")
                  + await.line);
    }
    return result;
  }

  /** Warns of what is held across an await though its type says that it may not be anywhere. */
  static void warn(Body body, Layout layout, Hierarchy hierarchy, Warnings warnings) {
    // A loop's back edge is a site of its own, on the line of an await.
    Set<String> known = new HashSet<>();
    for (Await await : body.sites) {
      for (Held held : held(body, layout, await, hierarchy::mustNotSuspend)) {
        if (!known.add(await.line + held.toString())) {
          continue;
        }
        warnings.warn(
            MUST_NOT_SUSPEND,
            held
                + " is held across this await, and its type is @MustNotSuspend: let go of it before,"
                + " or await before it is taken",
            await.line);
      }
    }
  }

  /** The name of the check of {@link #warn}. */
  static final String MUST_NOT_SUSPEND = "must-not-suspend";

  /** Takes what {@link #warn} finds. */
  @FunctionalInterface
  interface Warnings {
    void warn(String name, String message, int line);
  }

  private static List<Held> held(
      Body body, Layout layout, Await await, Predicate<String> isSuchType) {
    List<Held> result = new ArrayList<>();
    Layout.Site site = layout.at(await);
    List<Layout.Kept> all = new ArrayList<>(site.locals());
    all.addAll(site.operands());
    for (Layout.Kept kept : all) {
      String type = type(body, kept, await, isSuchType);
      if (type != null) {
        String name = kept.local() < 0 ? null : nameOf(body, kept.local(), await);
        result.add(new Held(name == null ? "a value" : "variable '" + name + "'", type));
      }
    }
    return result;
  }

  private static @Nullable String type(
      Body body, Layout.Kept kept, Await await, Predicate<String> isSuchType) {
    if (kept.type() instanceof VType.Ref(String descriptor) && is(descriptor, isSuchType)) {
      return Names.internalName(descriptor);
    }
    for (Body.Variable v : body.variables) {
      if (isAt(v, kept.local(), await) && is(v.type().stringValue(), isSuchType)) {
        return Names.internalName(v.type().stringValue());
      }
    }
    return null;
  }

  private static boolean is(String descriptor, Predicate<String> isSuchType) {
    return descriptor.startsWith("L") && isSuchType.test(Names.internalName(descriptor));
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
