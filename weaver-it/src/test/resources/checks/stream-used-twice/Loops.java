import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.util.*;

class Loops {
  static Async<Integer, IOException> twoLoops(AsyncStream<String, IOException> lines) {
    return async(() -> {
      int n = 0;
      for (String line : lines.await()) {
        n++;
      }
      for (String line : lines.await()) {
        n++;
      }
      return n;
    });
  }

  static Async<Long, IOException> twoStages(AsyncStream<String, IOException> lines) {
    return async(() -> {
      var longOnes = lines.filter(line -> line.length() > 80);
      long all = lines.count().await();
      return all + longOnes.count().await();
    });
  }

  static Async<Integer, IOException> loopAndStage() {
    return async(() -> {
      var numbers = AsyncStream.of(1, 2, 3);
      int n = 0;
      for (int i : numbers.await()) {
        n += i;
      }
      return n + numbers.toList().await().size();
    });
  }

  static Async<Integer, IOException> right(
      AsyncStream<String, IOException> lines, boolean upper) {
    return async(() -> {
      String first = lines.next().await();
      String second = lines.next().await();
      AsyncStream<String, IOException> rest = lines;
      if (upper) {
        rest = rest.map(line -> line.toUpperCase(Locale.ROOT));
      } else {
        rest = rest.filter(line -> !line.isEmpty());
      }
      rest = rest.limit(10);
      rest = rest.skip(1);
      int n = first == null || second == null ? 0 : 2;
      for (String line : rest.await()) {
        n++;
      }
      rest = AsyncStream.of("a").throwing(IOException.class);
      for (String line : rest.await()) {
        n++;
      }
      return n;
    });
  }

  static Async<Long, IOException> eitherWay(AsyncStream<String, IOException> s, boolean b) {
    return async(() -> {
      if (b) {
        return s.count().await();
      }
      return s.map(x -> x + x).count().await();
    });
  }
}
