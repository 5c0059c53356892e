package dev.bide.weaver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One of the methods that resume a block: it goes on at some of the block's awaits, as far as the
 * next one that it does not go on at. Most blocks have one, for all of their awaits. A block that
 * is more than the JIT inlines has several that are not: it makes one piece of them and of what
 * polls the block, as it does of a block with few awaits.
 *
 * @param sites the awaits, in the order of the code
 * @param nodes what may run behind them, the awaits at which another part goes on included
 */
record Part(List<Await> sites, BitSet nodes) {
  /** HotSpot inlines no method of more bytes, by {@code FreqInlineSize}. */
  static final int MOST_INLINED = 325;

  /** How many bytes a method may have that resumes a block; 0 by tests, for all to be in parts. */
  private static final int MOST = Integer.getInteger("bide.weaver.inlined", MOST_INLINED);

  /**
   * So many estimated bytes HotSpot surely compiles: under a handler, where each await has an exit
   * of its own, a method has more than twice as many.
   */
  private static final int MOST_COMPILED = ClassWeaver.HUGE_METHOD / 3;

  /** How much more code the parts may have, in hundredths: some of it is in several. */
  private static final int GROWTH = 75;

  /** Bytes to enter a method, to leave it where it waits, and to go on in another. */
  private static final int AROUND = 50;

  /** Bytes to come to an await's place and, where it is reached, to await. */
  private static final int WAY_BACK = 10;

  private static final int AWAIT = 5;

  /** Bytes to leave the block, or for an await that shares no code with others. */
  private static final int EXIT = 25;

  /** Bytes for each value that lives across an await, to be restored and stored. */
  private static final int KEPT = 12;

  /** The parts of a block. */
  static List<Part> of(Body body, Flow flow, Layout layout) {
    Part whole = whole(body, flow);
    int size = whole.size(body, layout);
    if (MOST > 0 && size <= MOST) {
      return List.of(whole);
    }
    if (MOST == 0 || !whole.calls(body)) {
      List<Part> parts = even(body, flow, layout);
      int total = 0;
      for (Part part : parts) {
        total += part.size(body, layout) - AROUND;
      }
      if (parts.size() > 1 && (MOST == 0 || total <= size + size * GROWTH / 100)) {
        return parts;
      }
    }
    return size <= MOST_COMPILED
        ? List.of(whole)
        : split(Integer.MAX_VALUE, MOST_COMPILED, body, flow, layout);
  }

  /** As few as can be, of as many awaits each: a part that is seldom come to is not inlined. */
  private static List<Part> even(Body body, Flow flow, Layout layout) {
    List<Part> parts = split(Integer.MAX_VALUE, MOST, body, flow, layout);
    for (int most = Math.ceilDiv(count(body.sites), parts.size()); ; most++) {
      List<Part> even = split(most, MOST, body, flow, layout);
      if (even.size() <= parts.size()) {
        return even;
      }
    }
  }

  /** Splits it into parts of so many awaits and of so many bytes at most, or of one await. */
  private static List<Part> split(int awaits, int bytes, Body body, Flow flow, Layout layout) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    while (from < body.sites.size()) {
      int to = from + 1;
      Part part = of(body.sites.subList(from, to), body, flow);
      while (to < body.sites.size()) {
        List<Await> sites = body.sites.subList(from, to + 1);
        Part longer = of(sites, body, flow);
        if (count(sites) > awaits || longer.size(body, layout) > bytes) {
          break;
        }
        part = longer;
        to++;
      }
      parts.add(part);
      from = to;
    }
    return parts;
  }

  /** How many of them a block comes to each time: at a back edge it seldom waits. */
  private static int count(List<Await> sites) {
    int count = 0;
    for (Await await : sites) {
      if (await.form != Await.Form.OPTIONAL) {
        count++;
      }
    }
    return count;
  }

  private static Part of(List<Await> sites, Body body, Flow flow) {
    return new Part(sites, flow.between(sites, body));
  }

  /** All awaits in one. */
  static Part whole(Body body, Flow flow) {
    BitSet nodes = new BitSet();
    for (Await await : body.sites) {
      if (await.in != null) {
        nodes.or(flow.after(await.index));
      }
    }
    return new Part(body.sites, nodes);
  }

  /** Whether it may call a method and await it: that is compiled apart, see FrameMethods. */
  boolean calls(Body body) {
    for (Await await : body.sites) {
      if (await.form == Await.Form.CALLED && nodes.get(await.index)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is here that the block goes on at an await. */
  boolean goesOnAt(Await await) {
    return sites.getFirst().site <= await.site && await.site <= sites.getLast().site;
  }

  /** About how many bytes of code it has. */
  private int size(Body body, Layout layout) {
    BitSet kept = new BitSet();
    int size = AROUND + WAY_BACK * sites.size();
    for (Await await : sites) {
      kept.or(layout.at(await).fields());
    }
    for (int i = nodes.nextSetBit(0); i >= 0; i = nodes.nextSetBit(i + 1)) {
      Node node = body.nodes.get(i);
      if (node instanceof Await await) {
        kept.or(layout.at(await).fields());
        if (await.site < sites.getFirst().site || await.site > sites.getLast().site + 1) {
          size += EXIT;
        }
      }
      size += size(node);
    }
    return size + KEPT * kept.cardinality();
  }

  @SuppressWarnings("IfChainToSwitch") // see Emitter.emit
  private static int size(Node node) {
    if (!node.isCode()) {
      return 0;
    } else if (node instanceof Ins i) {
      return i.instruction.sizeInBytes();
    } else if (node instanceof Await) {
      return AWAIT;
    } else if (node instanceof Switch s) {
      return 12 + (s.table ? 4 : 8) * s.cases.size();
    } else if (node instanceof Return) {
      return EXIT;
    } else if (node instanceof Jump || node instanceof Inc) {
      return 3;
    }
    return 2;
  }
}
