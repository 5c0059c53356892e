package dev.bide.examples.crawler;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The part of an HTTP message before its body: what the twins share, since none of it waits. */
record Head(String version, int status, Map<String, String> headers) {
  private static final int HTTP_PORT = 80;

  static String host(URI site) {
    String host = site.getHost();
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return bracketed ? host.substring(1, host.length() - 1) : host;
  }

  static int port(URI site) {
    return site.getPort() == -1 ? HTTP_PORT : site.getPort();
  }

  /** The request for a page, whole: a GET has no body. */
  static ByteBuffer get(URI url) {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String host = url.getPort() == -1 ? url.getHost() : url.getHost() + ":" + url.getPort();
    String request =
        """
        GET %s%s HTTP/1.1\r
        Host: %s\r
        User-Agent: bide-example-crawler\r
        \r
        """
            .formatted(url.getRawPath(), query, host);
    return ByteBuffer.wrap(request.getBytes(ISO_8859_1));
  }

  /** The head of a response, from its lines. */
  static Head parse(List<String> lines) throws IOException {
    if (lines.isEmpty()) {
      throw new EOFException("the server closed the connection without an answer");
    }
    String[] first = lines.getFirst().split(" ", 3);
    if (first.length < 2 || !first[0].startsWith("HTTP/1.")) {
      throw new ProtocolException("not an answer of HTTP/1: " + lines.getFirst());
    }
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new ProtocolException("not a header: " + line);
      }
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return new Head(first[0], number("status", first[1], 10), headers);
  }

  /** How many bytes follow the line that begins a chunk. */
  static int chunkSize(@Nullable String line) throws IOException {
    if (line == null) {
      throw new EOFException("the server closed the connection before the page's end");
    }
    return number("size of a chunk", line.split(";", 2)[0].strip(), 16);
  }

  private static int number(String what, String digits, int radix) throws IOException {
    try {
      return Integer.parseUnsignedInt(digits, radix);
    } catch (NumberFormatException e) {
      throw new ProtocolException("not the " + what + ": " + digits);
    }
  }

  /** Whether the real answer is still to come. */
  boolean isInterim() {
    return status / 100 == 1;
  }

  boolean isChunked() {
    return header("Transfer-Encoding").toLowerCase(Locale.ROOT).endsWith("chunked");
  }

  /** Whether the body's length is known; if not, the connection's end is the body's end. */
  boolean hasLength() {
    return isBodiless() || headers.containsKey("Content-Length");
  }

  int length() throws IOException {
    return isBodiless() ? 0 : number("length of a page", header("Content-Length"), 10);
  }

  private boolean isBodiless() {
    return status == 204 || status == 304;
  }

  /** Whether another request may be sent after this answer. */
  boolean keepsConnection() {
    return (hasLength() || isChunked())
        && (version.equals("HTTP/1.0")
            ? header("Connection").equalsIgnoreCase("keep-alive")
            : !header("Connection").equalsIgnoreCase("close"));
  }

  boolean isHtml() {
    return header("Content-Type").toLowerCase(Locale.ROOT).startsWith("text/html");
  }

  /** The value of a header, empty where there is none such. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
