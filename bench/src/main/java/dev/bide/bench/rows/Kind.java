package dev.bide.bench.rows;

import dev.bide.Async;
import java.util.function.Function;

/** Makes what {@link Mixed} polls; a class file that is loaded once for each kind. */
final class Kind implements Function<String, Async<?, RuntimeException>> {
  Kind() {}

  @Override
  public Async<?, RuntimeException> apply(String row) {
    Once once = new Once();
    return switch (row) {
      case "by hand" -> new HandLoop(once);
      case "depth-1" -> Woven.loop(once);
      case "sites-2" -> Sites.of2(once);
      case "sites-8" -> Sites.of8(once);
      case "sites-20" -> Sites.of20(once);
      case "sites-60" -> Sites.of60(once);
      case "async3" -> new Calls(once).longs();
      case "async3-interface" -> Levels.interfaces(once);
      default -> throw new IllegalArgumentException(row);
    };
  }
}
