package dev.bide.weaver;

import java.util.BitSet;
import java.util.List;

/**
 * A part of a body that has something to do on each edge that leaves it other than by throwing.
 *
 * @param nodes the part, by index
 * @param cov what covers the part from outside: what covers the work on its edges
 */
sealed interface Region permits HandlerBody, StreamLoop {
  BitSet nodes();

  List<Handler> cov();

  /** The nodes whose enclosing handlers are all there: inlined finally code further out is not. */
  static boolean coveredBy(List<Handler> enclosing, Node node) {
    for (Handler handler : enclosing) {
      boolean found = false;
      for (Handler other : node.cov) {
        found |= other.target() == handler.target();
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }
}
