package dev.bide.examples.crawler;

import static dev.bide.Async.async;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.io.AsyncBufRead;
import dev.bide.net.TcpStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small HTTP/1.1 client for one site: GET, with connections that are kept for the next page. */
final class AsyncHttp implements AsyncCloseable<IOException> {
  private static final int MAX_LINE = 64 * 1024;

  private final URI site;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();

  private record Connection(TcpStream stream, AsyncBufRead in) {}

  AsyncHttp(URI site) {
    this.site = site;
  }

  /** Gets one page of the site. */
  Async<Response, IOException> get(URI url) {
    return async(() -> {
      while (!idle.isEmpty()) {
        try {
          return exchange(idle.pop(), url).await();
        } catch (IOException closedMeanwhile) {
          // A server may close a kept connection at any time, and a GET may be repeated.
        }
      }
      var stream = TcpStream.connect(Head.host(site), Head.port(site)).await();
      return exchange(new Connection(stream, AsyncBufRead.of(stream)), url).await();
    });
  }

  private Async<Response, IOException> exchange(Connection connection, URI url) {
    return async(() -> {
      boolean keep = false;
      try {
        connection.stream.writeAll(Head.get(url)).await();
        var head = Head.parse(readHead(connection.in).await());
        while (head.isInterim()) {
          head = Head.parse(readHead(connection.in).await());
        }
        var response = new Response(head, readBody(connection.in, head).await());
        keep = head.keepsConnection();
        return response;
      } finally {
        if (keep) {
          idle.push(connection);
        } else {
          connection.stream.closeAsync().await();
        }
      }
    });
  }

  private static Async<List<String>, IOException> readHead(AsyncBufRead in) {
    return async(() -> {
      var lines = new ArrayList<String>();
      var line = in.readLine(ISO_8859_1, MAX_LINE).await();
      while (line != null && !line.isEmpty()) {
        lines.add(line);
        line = in.readLine(ISO_8859_1, MAX_LINE).await();
      }
      return lines;
    });
  }

  private static Async<byte[], IOException> readBody(AsyncBufRead in, Head head) {
    return async(() -> {
      if (!head.isChunked()) {
        return head.hasLength() ? in.readExactly(head.length()).await() : in.readAllBytes().await();
      }
      var body = new ByteArrayOutputStream();
      var size = Head.chunkSize(in.readLine(ISO_8859_1, MAX_LINE).await());
      while (size > 0) {
        body.writeBytes(in.readExactly(size).await());
        in.readLine(ISO_8859_1, MAX_LINE).await();
        size = Head.chunkSize(in.readLine(ISO_8859_1, MAX_LINE).await());
      }
      readHead(in).await(); // what may follow the last chunk
      return body.toByteArray();
    });
  }

  @Override
  public Async<@Nullable Void, IOException> closeAsync() {
    return async(() -> {
      while (!idle.isEmpty()) {
        idle.pop().stream.closeAsync().await();
      }
    });
  }
}
