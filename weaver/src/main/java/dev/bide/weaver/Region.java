package dev.bide.weaver;

import java.util.BitSet;
import java.util.List;

/** A part of a body that has something to do on each edge that leaves it other than by throwing. */
sealed interface Region permits HandlerBody, StreamLoop {
  /** The part, by index. */
  BitSet nodes();

  /** What covers the part from outside, and so the work on its edges. */
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
