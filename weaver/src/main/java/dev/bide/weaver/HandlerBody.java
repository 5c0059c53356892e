package dev.bide.weaver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The body of an exception handler: what can only be reached through it, up to the end of the catch
 * parameter's scope where the class file tells that. A handler that is left by an edge of it has
 * swallowed what it caught.
 */
final class HandlerBody implements Region {
  private final Mark entry;
  private final BitSet nodes;
  private final List<Handler> cov;
  private int level;

  private HandlerBody(Mark entry, BitSet nodes, List<Handler> cov) {
    this.entry = entry;
    this.nodes = nodes;
    this.cov = cov;
  }

  Mark entry() {
    return entry;
  }

  /** In how many handlers' bodies its try stands. */
  int level() {
    return level;
  }

  @Override
  public BitSet nodes() {
    return nodes;
  }

  @Override
  public List<Handler> cov() {
    return cov;
  }

  /** The bodies of all handlers, by entry. */
  static Map<Mark, HandlerBody> find(Body body, Flow flow) {
    Map<Mark, HandlerBody> found = new LinkedHashMap<>();
    for (Handler handler : body.handlers) {
      if (!found.containsKey(handler.target()) && flow.reachable(handler.target().index)) {
        found.put(handler.target(), of(handler.target(), body, flow));
      }
    }
    for (HandlerBody inner : found.values()) {
      int tried = firstCovered(inner.entry, body);
      for (HandlerBody outer : found.values()) {
        if (outer != inner && outer.nodes.get(tried)) {
          inner.level++;
        }
      }
    }
    return found;
  }

  private static int firstCovered(Mark entry, Body body) {
    for (Node node : body.nodes) {
      for (Handler handler : node.cov) {
        if (handler.target() == entry) {
          return node.index;
        }
      }
    }
    return entry.index;
  }

  private static HandlerBody of(Mark entry, Body body, Flow flow) {
    Node first = body.codeFrom(entry.index);
    List<Handler> around = new ArrayList<>();
    if (first != null) {
      for (Handler handler : first.cov) {
        // Handlers for the handler's own instructions are inside it.
        if (!flow.dominates(entry.index, handler.target().index)) {
          around.add(handler);
        }
      }
    }
    int end = endOfScope(entry, body);
    BitSet nodes = new BitSet();
    for (int i = entry.index; i < end; i++) {
      if (flow.dominates(entry.index, i) && Region.coveredBy(around, body.nodes.get(i))) {
        nodes.set(i);
      }
    }
    return new HandlerBody(entry, nodes, around);
  }

  /** Where the catch parameter's scope ends, the code's end when the class file does not tell. */
  private static int endOfScope(Mark entry, Body body) {
    if (body.codeFrom(entry.index) instanceof Store store) {
      Node behind = body.codeFrom(store.index + 1);
      int limit = behind == null ? body.nodes.size() : behind.index;
      for (Body.Variable v : body.variables) {
        if (v.local() == store.local && store.index < v.start().index && v.start().index <= limit) {
          return v.end().index;
        }
      }
    }
    return body.nodes.size();
  }
}
