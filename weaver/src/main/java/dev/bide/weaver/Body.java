package dev.bide.weaver;

import java.lang.classfile.CodeElement;
import java.lang.classfile.TypeKind;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The code of one block, as a list that is cheap to rewrite. Locals are numbered as in the class
 * file; those that the weaver adds have numbers above.
 */
final class Body {
  /** The local that stands for the context. */
  static final int CX = -1;

  /**
   * A source variable. Identity counts.
   *
   * @param type the descriptor, or the signature in the table of generic types
   */
  record Variable(int local, Utf8Entry name, Utf8Entry type, Mark start, Mark end) {
    @Override
    public boolean equals(@Nullable Object o) {
      return this == o;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  List<Node> nodes = new ArrayList<>();

  /** All exception table entries, in the order in which they are tried. */
  final List<Handler> handlers = new ArrayList<>();

  final List<Variable> variables = new ArrayList<>();
  final List<Variable> genericVariables = new ArrayList<>();

  /** Type annotations, which name labels of the original code. */
  final List<CodeElement> annotations = new ArrayList<>();

  /** The types at the entry. */
  State entry;

  /** How many locals there are, added ones included. */
  int locals;

  /**
   * The local that counts back edges down to the next charge, -1 for none. It begins anew when the
   * block goes on after a wait, and so is in no frame.
   */
  int countdown = -1;

  /** The awaits in the order of the code. */
  List<Await> sites = List.of();

  private final int originalLocals;
  private final List<@Nullable VType> added = new ArrayList<>();

  Body(int originalLocals, State entry) {
    this.originalLocals = originalLocals;
    this.locals = originalLocals;
    this.entry = entry;
  }

  /** A new local of one type for its whole life. */
  int addLocal(VType type) {
    int local = locals;
    added.add(type);
    locals++;
    if (type.wide()) {
      added.add(null);
      locals++;
    }
    return local;
  }

  /** The type of a local that {@link #addLocal} made, null for one of the program. */
  @Nullable VType addedType(int local) {
    return local < originalLocals ? null : added.get(local - originalLocals);
  }

  /** How a local added here is loaded. */
  Load load(int local) {
    VType type = addedType(local);
    return new Load(type == null ? TypeKind.REFERENCE : type.kind(), local);
  }

  /** How a local added here is stored. */
  Store store(int local) {
    VType type = addedType(local);
    return new Store(type == null ? TypeKind.REFERENCE : type.kind(), local);
  }

  /** Numbers nodes and awaits. */
  void number() {
    List<Await> found = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      node.index = i;
      if (node instanceof Await await) {
        found.add(await);
        await.site = found.size();
      }
    }
    sites = found;
  }

  /** The first node of code at or behind a place; null at the end. */
  @Nullable Node codeFrom(int index) {
    for (int i = index; i < nodes.size(); i++) {
      if (nodes.get(i).isCode()) {
        return nodes.get(i);
      }
    }
    return null;
  }
}
