package dev.bide.examples.crawler;

import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * One page of a site as a crawler found it: everything by which two crawls can be compared.
 *
 * @param url without a fragment
 * @param status HTTP's, 200 for a page that is there
 * @param html whether it is HTML, and so was read for links
 * @param bytes the length of its body
 * @param checksum of its body
 * @param links what it links to on the same site, or the place that it redirects to
 */
record Page(URI url, int status, boolean html, int bytes, long checksum, SortedSet<URI> links) {

  static Page of(URI url, Response response) throws IOException {
    Head head = response.head();
    byte[] body = response.body();
    boolean html = head.status() == 200 && head.isHtml();
    SortedSet<URI> links = Collections.emptySortedSet();
    if (html) {
      links = Links.in(url, body);
    } else if (head.status() / 100 == 3) {
      links = new TreeSet<>(Links.resolve(url, url, head.header("Location")).stream().toList());
    }
    var checksum = new CRC32C();
    checksum.update(body);
    return new Page(url, head.status(), html, body.length, checksum.getValue(), links);
  }

  /** Whether this is no page, only the way to another. */
  boolean isRedirect() {
    return status / 100 == 3;
  }
}
