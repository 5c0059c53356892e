package dev.bide.weaver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a block that has been resumed need not store where it waits again, since its frame has it,
 * and what it has to clear there, since its frame no longer needs it.
 */
final class Stored {
  private final Woven woven;

  /** For each await the locals whose fields have their values anyway. */
  private final Map<Await, BitSet> unchanged;

  /** The fields that may have been filled when a running block comes to an await or its end. */
  private final Map<Node, BitSet> filled = new HashMap<>();

  Stored(Woven woven) {
    this.woven = woven;
    this.unchanged = Unchanged.find(woven, mayFill());
  }

  /** Finds what may fill which fields; returns all that may run once the block has waited. */
  private BitSet mayFill() {
    BitSet all = new BitSet();
    List<Node> ends = ends();
    for (Await await : woven.body().sites) {
      if (await.in != null) {
        BitSet after = woven.flow().after(await.index);
        all.or(after);
        mayFill(woven.layout().at(await).fields(), after, ends);
      }
    }
    return all;
  }

  /** Where the frame's fields are looked at: the awaits and, if it is used again, the ends. */
  private List<Node> ends() {
    List<Node> ends = new ArrayList<>(woven.body().sites);
    if (woven.block().direct()) {
      for (Node node : woven.body().nodes) {
        if (node instanceof Return) {
          ends.add(node);
        }
      }
    }
    return ends;
  }

  private void mayFill(BitSet fields, BitSet after, List<Node> ends) {
    for (Node other : ends) {
      if (after.get(other.index)) {
        filled.computeIfAbsent(other, n -> new BitSet()).or(fields);
      }
    }
  }

  /** The locals whose fields have their values anyway. */
  BitSet unchanged(Await await) {
    return Objects.requireNonNull(unchanged.get(await));
  }

  /** The reference fields that an earlier await may have filled and this node does not need. */
  List<Layout.Field> stale(Node node) {
    @Nullable BitSet before = filled.get(node);
    if (before == null) {
      return List.of();
    }
    BitSet needed = node instanceof Await await ? woven.layout().at(await).fields() : new BitSet();
    List<Layout.Field> stale = new ArrayList<>();
    for (int i = before.nextSetBit(0); i >= 0; i = before.nextSetBit(i + 1)) {
      Layout.Field field = woven.layout().fields.get(i);
      if (!needed.get(i) && !field.type().isPrimitive()) {
        stale.add(field);
      }
    }
    return stale;
  }
}
