package dev.bide.twins.generate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a generated statement can refer to. */
final class Scope {
  /** What may be done with a variable. */
  enum Kind {
    /** Assigned once; lambdas can read it. */
    FINAL,
    /** Assigned at any time. */
    MUTABLE,
    /** Read by the program, assigned by its loop. */
    COUNTER
  }

  /**
   * A variable.
   *
   * @param lambda in how many lambdas of its method it stands
   */
  record Variable(String name, Type type, Kind kind, int lambda) {}

  /**
   * A block in a variable, or something else that is called.
   *
   * @param name of the variable; the whole call when there is no parameter
   * @param parameter null for none
   * @param throwing whether it is declared to throw an {@code IOException}
   */
  record Function(String name, Type type, @Nullable Type parameter, boolean throwing) {}

  /** Something that {@code break} and {@code continue} can name. */
  static final class Target {
    /** Null when it has none. */
    final @Nullable String label;

    final boolean loop;

    /** Whether a {@code break} out of it was made. */
    boolean broken;

    /** Whether a {@code continue} of it was made. */
    boolean continued;

    Target(@Nullable String label, boolean loop) {
      this.label = label;
      this.loop = loop;
    }
  }

  final @Nullable Scope outer;
  final List<Variable> variables = new ArrayList<>();
  final List<Function> functions = new ArrayList<>();

  Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  /** The variables that can be seen, nearest first. */
  List<Variable> visible(int lambda) {
    List<Variable> all = new ArrayList<>();
    for (Scope s = this; s != null; s = s.outer) {
      for (Variable v : s.variables.reversed()) {
        if (v.kind() == Kind.FINAL || v.lambda() == lambda) {
          all.add(v);
        }
      }
    }
    return all;
  }

  List<Function> allFunctions() {
    List<Function> all = new ArrayList<>();
    for (Scope s = this; s != null; s = s.outer) {
      all.addAll(s.functions.reversed());
    }
    return all;
  }
}
