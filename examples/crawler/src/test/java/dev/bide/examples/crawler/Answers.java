package dev.bide.examples.crawler;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Builds HTTP answers. */
final class Answers {
  static final String NOT_FOUND = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

  private Answers() {}

  /** A page of HTML with links and nothing else. */
  static String html(String... links) {
    return "HTTP/1.1 200 OK\r\n" + withLength(htmlBody(links));
  }

  /** Such a page's headers, but for the first line, and its body. */
  static String withLength(String body) {
    int length = body.getBytes(ISO_8859_1).length;
    return "Content-Type: text/html\r\nContent-Length: " + length + "\r\n\r\n" + body;
  }

  /** Such a page's body. */
  static String htmlBody(String... links) {
    var body = new StringBuilder("<!doctype html><title>a page</title>");
    for (String link : links) {
      body.append("<a href=\"").append(link).append("\">link</a>");
    }
    return body.toString();
  }

  static String redirect(String to) {
    return "HTTP/1.1 302 Found\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n";
  }
}
