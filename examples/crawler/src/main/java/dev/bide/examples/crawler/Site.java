package dev.bide.examples.crawler;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A site as a crawler found it: two crawls found the same when these are equal. */
record Site(SortedMap<URI, Page> pages) {

  Site {
    pages = Collections.unmodifiableSortedMap(pages);
  }

  /** A link whose end is not there. */
  record BrokenLink(URI from, URI to, int status) {
    @Override
    public String toString() {
      return from + " links to " + to + " (" + status + ")";
    }
  }

  /** How many HTML pages there are. */
  long pageCount() {
    return pages.values().stream().filter(Page::html).count();
  }

  /** How many links the pages have, each counted once a page. */
  long linkCount() {
    return pages.values().stream().filter(Page::html).mapToLong(it -> it.links().size()).sum();
  }

  /** The bytes of all bodies. */
  long byteCount() {
    return pages.values().stream().mapToLong(Page::bytes).sum();
  }

  /** The links that end, redirects followed, where the server has nothing. */
  List<BrokenLink> brokenLinks() {
    var broken = new ArrayList<BrokenLink>();
    for (Page page : pages.values()) {
      if (page.html()) {
        for (URI link : page.links()) {
          int status = statusBehind(link);
          if (status / 100 != 2) {
            broken.add(new BrokenLink(page.url(), link, status));
          }
        }
      }
    }
    return broken;
  }

  /** What the server answered for a page. */
  int statusOf(URI url) {
    return page(url).status();
  }

  private int statusBehind(URI link) {
    var passed = new HashSet<URI>();
    Page page = page(link);
    while (page.isRedirect() && !page.links().isEmpty() && passed.add(page.url())) {
      page = page(page.links().getFirst());
    }
    // A redirect to another site: not ours to judge.
    return page.isRedirect() && page.links().isEmpty() ? 200 : page.status();
  }

  private Page page(URI url) {
    Page page = pages.get(url);
    if (page == null) {
      throw new IllegalStateException("linked, and never read: " + url);
    }
    return page;
  }

  /** What differs from another crawl of the same site, one line for each page. */
  List<String> differences(Site other) {
    var urls = new TreeSet<>(pages.keySet());
    urls.addAll(other.pages.keySet());
    var differences = new ArrayList<String>();
    for (URI url : urls) {
      @Nullable Page mine = pages.get(url);
      @Nullable Page others = other.pages.get(url);
      if (mine == null || !mine.equals(others)) {
        differences.add(url + ": " + described(mine) + ", " + described(others));
      }
    }
    return differences;
  }

  private static String described(@Nullable Page page) {
    return page == null
        ? "not read"
        : "status %d, %d bytes (%08x), %d links"
            .formatted(page.status(), page.bytes(), page.checksum(), page.links().size());
  }
}
