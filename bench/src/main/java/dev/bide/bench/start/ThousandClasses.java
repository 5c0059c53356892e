package dev.bide.bench.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A thousand source files to be woven. Each has three blocks beside some plain code: more than most
 * files of a program have.
 */
public final class ThousandClasses {
  /** How many. */
  public static final int COUNT = 1000;

  private ThousandClasses() {}

  /** Writes them into a folder, and gives the files. */
  public static List<Path> write(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      Path file = folder.resolve("C" + i + ".java");
      Files.writeString(
          file, SOURCE.replace("THIS", "C" + i).replace("OTHER", "C" + (i + COUNT - 1) % COUNT));
      files.add(file);
    }
    return files;
  }

  // THIS is the class itself, OTHER another one.
  private static final String SOURCE =
      """
      import static dev.bide.Async.async;

      import dev.bide.Async;
      import java.io.IOException;
      import java.util.ArrayList;
      import java.util.HashMap;
      import java.util.List;
      import java.util.Map;

      public final class THIS {
        private final Map<String, Integer> counts = new HashMap<>();
        private final List<String> log = new ArrayList<>();
        private final OTHER other;
        private long total;

        public THIS(OTHER other) {
          this.other = other;
        }

        public int count(String word) {
          int n = counts.merge(word, 1, Integer::sum);
          total += n;
          return n;
        }

        public String longest(List<String> words) {
          String longest = "";
          for (String word : words) {
            if (word.length() > longest.length()) {
              longest = word;
            }
          }
          log.add("longest of " + words.size() + ": " + longest);
          return longest;
        }

        public long total() {
          return switch (log.size()) {
            case 0 -> 0;
            case 1, 2 -> total;
            default -> total * 2 + counts.values().stream().mapToInt(i -> i).sum();
          };
        }

        public Async<Integer, RuntimeException> twice(int n) {
          return async(() -> n * 2);
        }

        public Async<Long, RuntimeException> sum(int n) {
          return async(() -> {
            long sum = 0;
            for (int i = 0; i < n; i++) {
              sum += other.twice(i).await();
              if (sum > 1000) {
                sum += twice(i).await();
              }
            }
            return sum;
          });
        }

        public Async<String, IOException> report(List<String> words) {
          return async(() -> {
            String head = longest(words);
            try {
              for (String word : words) {
                if (word.isEmpty()) {
                  throw new IOException("an empty word after " + head);
                }
                count(word);
                total += sum(word.length()).await();
              }
              return head + ": " + other.sum(words.size()).await();
            } finally {
              log.add("reported " + words.size());
            }
          });
        }
      }
      """;
}
