package dev.bide.weaver;

import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a frame keeps at each await, and in which field. Values that are never kept at the same
 * await share a field of their type; a local keeps its field wherever its type is the same.
 */
final class Layout {
  /**
   * A field of the frame. Each is made once.
   *
   * @param number its place among the fields
   */
  record Field(String name, ClassDesc type, int number) {
    // Not what a record has: that is an invokedynamic over all components, and asked often.
    @Override
    public boolean equals(@Nullable Object o) {
      return this == o;
    }

    @Override
    public int hashCode() {
      return number;
    }
  }

  /**
   * A value kept across an await.
   *
   * @param local the local, or -1 for an operand
   * @param field null when the value is null for certain
   */
  record Kept(int local, VType type, @Nullable Field field) {
    @Override
    public boolean equals(@Nullable Object o) { // see Field
      return o instanceof Kept k && local == k.local && field == k.field && type.equals(k.type);
    }

    @Override
    public int hashCode() {
      return 31 * local + type.hashCode();
    }
  }

  /** What is kept at one await: operands from the bottom of the stack, then locals. */
  record Site(List<Kept> operands, List<Kept> locals) {
    /** The numbers of the fields. */
    BitSet fields() {
      BitSet result = new BitSet();
      add(operands, result);
      add(locals, result);
      return result;
    }

    private static void add(List<Kept> kept, BitSet fields) {
      for (Kept k : kept) {
        if (k.field() != null) {
          fields.set(k.field().number());
        }
      }
    }
  }

  /**
   * A value that is kept in the same field wherever it is.
   *
   * @param number the operand's, from the bottom of the stack, or the local
   */
  private record Key(boolean operand, int number, String type) {
    @Override
    public boolean equals(@Nullable Object o) { // see Field
      return o instanceof Key k
          && operand == k.operand
          && number == k.number
          && type.equals(k.type);
    }

    @Override
    public int hashCode() {
      return 31 * number + type.hashCode();
    }
  }

  /** All fields. */
  final List<Field> fields = new ArrayList<>();

  private final Map<Await, Site> sites = new LinkedHashMap<>();

  /** More methods than this share the last field. */
  private static final int SPARES = 8;

  /** The fields for what calls of a method may use again, by the method. */
  private final Map<String, String> spares = new LinkedHashMap<>();

  private Layout() {}

  /** How many values are kept, all awaits together. */
  int size() {
    int size = 0;
    for (Site site : sites.values()) {
      size += site.operands().size() + site.locals().size();
    }
    return size;
  }

  /** The fields for spares. */
  Set<String> spareFields() {
    return new java.util.LinkedHashSet<>(spares.values());
  }

  /** The field for the spares of calls of a method; null for null. */
  @Nullable String spare(@Nullable String callee) {
    return callee == null ? null : spares.get(callee);
  }

  /** What is kept at an await. */
  Site at(Await await) {
    return Objects.requireNonNull(sites.get(await));
  }

  /**
   * Lays out a body with types and liveness.
   *
   * @param receiver a local that the frame has anyway, -1 for none
   */
  static Layout of(Body body, Liveness liveness, int receiver) {
    Layout layout = new Layout();
    Map<Key, BitSet> uses = new LinkedHashMap<>();
    for (Await await : body.sites) {
      if (await.callee != null) {
        layout.spares.computeIfAbsent(
            await.callee, c -> "spare" + Math.min(layout.spares.size(), SPARES - 1));
      }
      State in = Objects.requireNonNull(await.in);
      for (int i = 0; i < in.stack.size() - 1; i++) {
        use(uses, new Key(true, i, key(in.stack.get(i))), await);
      }
      BitSet live = liveness.before(await);
      for (int i = live.nextSetBit(0); i >= 0; i = live.nextSetBit(i + 1)) {
        if (i != receiver && i != body.countdown) {
          VType type = in.locals[i];
          if (type == VType.Simple.TOP) {
            throw unverifiable(i, await);
          }
          use(uses, new Key(false, i, key(type)), await);
        }
      }
    }
    Map<Key, Field> chosen = layout.choose(uses);
    for (Await await : body.sites) {
      State in = Objects.requireNonNull(await.in);
      List<Kept> operands = new ArrayList<>();
      for (int i = 0; i < in.stack.size() - 1; i++) {
        VType type = in.stack.get(i);
        operands.add(new Kept(-1, type, chosen.get(new Key(true, i, key(type)))));
      }
      List<Kept> locals = new ArrayList<>();
      BitSet live = liveness.before(await);
      for (int i = live.nextSetBit(0); i >= 0; i = live.nextSetBit(i + 1)) {
        if (i != receiver && i != body.countdown) {
          VType type = in.locals[i];
          locals.add(new Kept(i, type, chosen.get(new Key(false, i, key(type)))));
        }
      }
      layout.sites.put(await, new Site(operands, locals));
    }
    return layout;
  }

  /** Somebody reads the local behind the await, and nobody has written it on some way there. */
  private static Refusal unverifiable(int local, Await await) {
    return new Refusal(
        "unverifiable-code",
        "the compiler has made code for this block that no JVM loads: local variable "
            + local
            + ", which has no value on some way to this await, is read behind it. Eclipse's compiler"
            + " makes such code of a record pattern in a finally: move the pattern into a method, or"
            + " compile with javac",
        await.line);
  }

  private static String key(VType type) {
    return type == VType.Simple.NULL ? "" : type.field().descriptorString();
  }

  private static void use(Map<Key, BitSet> uses, Key key, Await await) {
    if (!key.type.isEmpty()) {
      uses.computeIfAbsent(key, k -> new BitSet()).set(await.site);
    }
  }

  private Map<Key, Field> choose(Map<Key, BitSet> uses) {
    Map<Key, Field> chosen = new HashMap<>();
    Map<Field, BitSet> taken = new LinkedHashMap<>();
    for (Map.Entry<Key, BitSet> use : uses.entrySet()) {
      ClassDesc type = ClassDesc.ofDescriptor(use.getKey().type);
      Field field = null;
      for (Map.Entry<Field, BitSet> candidate : taken.entrySet()) {
        if (candidate.getKey().type.equals(type)
            && !candidate.getValue().intersects(use.getValue())) {
          field = candidate.getKey();
          break;
        }
      }
      if (field == null) {
        field = new Field(prefix(type) + fields.size(), type, fields.size());
        fields.add(field);
        taken.put(field, new BitSet());
      }
      Objects.requireNonNull(taken.get(field)).or(use.getValue());
      chosen.put(use.getKey(), field);
    }
    return chosen;
  }

  private static String prefix(ClassDesc type) {
    return type.isPrimitive() ? type.descriptorString().toLowerCase(java.util.Locale.ROOT) : "a";
  }
}
