package dev.bide.examples.crawler;

import static dev.bide.Async.async;

import dev.bide.Async;
import dev.bide.AsyncStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a whole site, following the links that stay on it. */
final class AsyncCrawler {
  private AsyncCrawler() {}

  /** Reads all that can be reached from {@code start}, level by level, many pages at once. */
  static Async<Site, IOException> crawl(URI start, int atOnce, Progress progress) {
    return async(() -> {
      try (var http = new AsyncHttp(start)) {
        var site = new TreeMap<URI, Page>();
        var level = new TreeSet<>(List.of(start));
        while (!level.isEmpty()) {
          var next = new TreeSet<URI>();
          for (Page page :
              AsyncStream.from(level)
                  .throwing(IOException.class)
                  .mapConcurrent(atOnce, url -> Page.of(url, http.get(url).await()))
                  .await()) {
            progress.read(page);
            site.put(page.url(), page);
            next.addAll(page.links());
          }
          next.removeAll(site.keySet());
          level = next;
        }
        return new Site(site);
      }
    });
  }
}
