package dev.bide.examples.crawler;

import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads a site with both twins and says what each found, in what time, and whether it is equal. */
final class Comparison {
  private static final int SHOWN = 10;
  private static final int PAGES_A_LINE = 200;

  private final URI start;
  private final int atOnce;
  private final PrintStream out;
  private final boolean terminal;

  Comparison(URI start, int atOnce, PrintStream out, boolean terminal) {
    this.start = start;
    this.atOnce = atOnce;
    this.out = out;
    this.terminal = terminal;
  }

  private record Result(Site site, double seconds) {}

  /** One of the twins, given the site. */
  private interface Crawler {
    Site crawl(Progress progress) throws IOException;
  }

  private Site sync(Progress progress) throws IOException {
    return SyncCrawler.crawl(start, progress);
  }

  private Site async(Progress progress) throws IOException {
    try (var runtime = new LocalRuntime()) {
      return runtime.run(AsyncCrawler.crawl(start, atOnce, progress));
    }
  }

  /** Both once, untimed: the JVM compiles the code that both use while the first of them runs. */
  void warmUp() throws BadInput, IOException {
    read("warming up", this::sync);
    read("warming up", this::async);
  }

  /**
   * Both, timed.
   *
   * @return whether they found the same
   * @throws BadInput when there is nothing to read
   * @throws IOException when something broke after the first page
   */
  boolean run() throws BadInput, IOException {
    Result sync = time("sync, one at a time", this::sync);
    Result async = time("async, " + atOnce + " at once", this::async);
    return sum(sync, async);
  }

  private Result time(String name, Crawler crawler) throws BadInput, IOException {
    long from = System.nanoTime();
    Site site = read(name, crawler);
    double seconds = (System.nanoTime() - from) / 1e9;
    out.printf(
        Locale.ROOT,
        "%-22s%,9d pages %,9d links %,13d bytes %,5d broken %8.2f s%n",
        name,
        site.pageCount(),
        site.linkCount(),
        site.byteCount(),
        site.brokenLinks().size(),
        seconds);
    return new Result(site, seconds);
  }

  private Site read(String name, Crawler crawler) throws BadInput, IOException {
    var line =
        new ProgressLine(out, terminal, PAGES_A_LINE, "%-22s".formatted(name) + "%,9d pages");
    var read = new AtomicInteger();
    Site site;
    try {
      site =
          crawler.crawl(page -> {
            read.incrementAndGet();
            line.step();
          });
    } catch (IOException e) {
      if (read.get() == 0) {
        throw new BadInput("cannot read " + start + ": " + e, e);
      }
      throw e;
    } finally {
      line.done();
    }
    if (site.pageCount() == 0) {
      throw new BadInput(
          "cannot read " + start + ": status " + site.statusOf(start) + ", and no HTML");
    }
    return site;
  }

  private boolean sum(Result sync, Result async) {
    show("broken: ", sync.site.brokenLinks());
    List<String> differences = sync.site.differences(async.site);
    show("differs (sync, async): ", differences);
    out.printf(
        Locale.ROOT,
        "demo: %d pages, results %s, sync %.2f s, async %.2f s%n",
        sync.site.pageCount(),
        differences.isEmpty() ? "equal" : "differ",
        sync.seconds,
        async.seconds);
    return differences.isEmpty();
  }

  private void show(String what, List<?> all) {
    all.stream().limit(SHOWN).forEach(it -> out.println(what + it));
    if (all.size() > SHOWN) {
      out.println(what + "and " + (all.size() - SHOWN) + " more");
    }
  }
}
