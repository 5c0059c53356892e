package dev.bide.examples.crawler;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bide.examples.crawler.sync.BufRead;
import dev.bide.examples.crawler.sync.TcpStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A small HTTP/1.1 client for one site: GET, with connections that are kept for the next page. */
final class SyncHttp implements Closeable {
  private static final int MAX_LINE = 64 * 1024;

  private final URI site;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();

  private record Connection(TcpStream stream, BufRead in) {}

  SyncHttp(URI site) {
    this.site = site;
  }

  /** Gets one page of the site. */
  Response get(URI url) throws IOException {
    while (!idle.isEmpty()) {
      try {
        return exchange(idle.pop(), url);
      } catch (IOException closedMeanwhile) {
        // A server may close a kept connection at any time, and a GET may be repeated.
      }
    }
    var stream = TcpStream.connect(Head.host(site), Head.port(site));
    return exchange(new Connection(stream, BufRead.of(stream)), url);
  }

  private Response exchange(Connection connection, URI url) throws IOException {
    boolean keep = false;
    try {
      connection.stream.writeAll(Head.get(url));
      var head = Head.parse(readHead(connection.in));
      while (head.isInterim()) {
        head = Head.parse(readHead(connection.in));
      }
      var response = new Response(head, readBody(connection.in, head));
      keep = head.keepsConnection();
      return response;
    } finally {
      if (keep) {
        idle.push(connection);
      } else {
        connection.stream.close();
      }
    }
  }

  private static List<String> readHead(BufRead in) throws IOException {
    var lines = new ArrayList<String>();
    var line = in.readLine(ISO_8859_1, MAX_LINE);
    while (line != null && !line.isEmpty()) {
      lines.add(line);
      line = in.readLine(ISO_8859_1, MAX_LINE);
    }
    return lines;
  }

  private static byte[] readBody(BufRead in, Head head) throws IOException {
    if (!head.isChunked()) {
      return head.hasLength() ? in.readExactly(head.length()) : in.readAllBytes();
    }
    var body = new ByteArrayOutputStream();
    var size = Head.chunkSize(in.readLine(ISO_8859_1, MAX_LINE));
    while (size > 0) {
      body.writeBytes(in.readExactly(size));
      in.readLine(ISO_8859_1, MAX_LINE);
      size = Head.chunkSize(in.readLine(ISO_8859_1, MAX_LINE));
    }
    readHead(in); // what may follow the last chunk
    return body.toByteArray();
  }

  @Override
  public void close() throws IOException {
    while (!idle.isEmpty()) {
      idle.pop().stream.close();
    }
  }
}
