package dev.bide.examples.crawler;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a whole site, following the links that stay on it. */
final class SyncCrawler {
  private SyncCrawler() {}

  /** Reads all that can be reached from {@code start}, level by level. */
  static Site crawl(URI start, Progress progress) throws IOException {
    try (var http = new SyncHttp(start)) {
      var site = new TreeMap<URI, Page>();
      var level = new TreeSet<>(List.of(start));
      while (!level.isEmpty()) {
        var next = new TreeSet<URI>();
        for (URI url : level) {
          Page page = Page.of(url, http.get(url));
          progress.read(page);
          site.put(page.url(), page);
          next.addAll(page.links());
        }
        next.removeAll(site.keySet());
        level = next;
      }
      return new Site(site);
    }
  }
}
