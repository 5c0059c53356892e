package dev.bide.examples.crawler;

import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
import java.net.URI;

/** Each of the twins, so that a test runs on both. */
enum Twin {
  SYNC {
    @Override
    Site crawl(URI start, Progress progress) throws IOException {
      return SyncCrawler.crawl(start, progress);
    }
  },
  ASYNC {
    @Override
    Site crawl(URI start, Progress progress) throws IOException {
      try (var runtime = new LocalRuntime()) {
        return runtime.run(AsyncCrawler.crawl(start, AT_ONCE, progress));
      }
    }
  };

  static final int AT_ONCE = 3;

  abstract Site crawl(URI start, Progress progress) throws IOException;

  Site crawl(URI start) throws IOException {
    return crawl(start, Progress.NONE);
  }
}
