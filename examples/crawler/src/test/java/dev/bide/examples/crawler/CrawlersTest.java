package dev.bide.examples.crawler;

import static dev.bide.examples.crawler.Answers.html;
import static dev.bide.examples.crawler.Answers.htmlBody;
import static dev.bide.examples.crawler.Answers.redirect;
import static dev.bide.examples.crawler.Answers.withLength;
import static dev.bide.examples.crawler.ScriptedServer.CLOSE;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrawlersTest {
  @ParameterizedTest
  @EnumSource
  void readsAllThatIsLinkedAndNothingTwice(Twin twin) throws IOException {
    try (var server =
        new ScriptedServer(
            Map.of(
                "/", html("a", "/b/", "#top", "http://other.example/", "mailto:me@bide.dev"),
                "/a", html("/", "b/c#part", "b/c"),
                "/b/", html("c?q=1", "../a"),
                "/b/c", html(),
                "/b/c?q=1", html("?q=1", "")))) {
      var read = new ArrayList<URI>();

      Site site = twin.crawl(server.root(), page -> read.add(page.url()));

      URI root = server.root();
      assertThat(site.pages().keySet())
          .containsExactly(
              root,
              root.resolve("/a"),
              root.resolve("/b/"),
              root.resolve("/b/c"),
              root.resolve("/b/c?q=1"));
      assertThat(read).containsExactlyInAnyOrderElementsOf(site.pages().keySet());
      assertThat(site.pageCount()).isEqualTo(5);
      assertThat(site.linkCount()).isEqualTo(3 + 2 + 2 + 0 + 1);
      assertThat(site.brokenLinks()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsBrokenLinksAndFollowsRedirects(Twin twin) throws IOException {
    try (var server =
        new ScriptedServer(
            Map.of(
                "/", html("missing", "moved", "moved-away", "lost", "circle"),
                "/moved", redirect("/new/place"),
                "/new/place", html(),
                "/moved-away", redirect("http://other.example/"),
                "/lost", redirect("missing"),
                "/circle", redirect("circle")))) {
      Site site = twin.crawl(server.root());

      URI root = server.root();
      assertThat(site.pageCount()).isEqualTo(2);
      assertThat(site.brokenLinks())
          .containsExactly(
              new Site.BrokenLink(root, root.resolve("circle"), 302),
              new Site.BrokenLink(root, root.resolve("lost"), 404),
              new Site.BrokenLink(root, root.resolve("missing"), 404));
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesEveryFormOfBody(Twin twin) throws IOException {
    String chunks = "5;name=value\r\nhello\r\nA\r\n, chunks!!\r\n0\r\nTrailer: yes\r\n\r\n";
    String links = htmlBody("chunked", "interim", "old", "empty", "text");
    Map<String, String> answers =
        Map.of(
            "/",
            "HTTP/1.1 200 OK\r\n" + withLength(links),
            "/chunked",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks,
            "/interim",
            "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\nHTTP/1.1 200 OK\r\n"
                + withLength("after"),
            "/old",
            "HTTP/1.0 200 OK\r\n\r\nup to the end" + CLOSE,
            "/empty",
            "HTTP/1.1 204 No Content\r\n\r\n",
            "/text",
            "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 4\r\n\r\n<a h");
    try (var server = new ScriptedServer(answers)) {
      Site site = twin.crawl(server.root());

      var bytes = new LinkedHashMap<String, Integer>();
      site.pages().forEach((url, page) -> bytes.put(url.getPath(), page.bytes()));
      assertThat(bytes)
          .containsExactly(
              entry("/", links.length()),
              entry("/chunked", 15),
              entry("/empty", 0),
              entry("/interim", 5),
              entry("/old", 13),
              entry("/text", 4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsAsManyConnectionsAsItUsesAndClosesThem(Twin twin) throws IOException {
    try (var server = new ScriptedServer(manyPages(""))) {
      Site site = twin.crawl(server.root());

      assertThat(site.pageCount()).isEqualTo(41);
      assertThat(server.accepted()).isBetween(1, twin == Twin.SYNC ? 1 : Twin.AT_ONCE);
      server.awaitAllClosed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void repeatsWhatAServerHasNotAnsweredOnAKeptConnection(Twin twin) throws IOException {
    // It closes after each answer and does not say so before.
    try (var server = new ScriptedServer(manyPages(CLOSE))) {
      Site site = twin.crawl(server.root());

      assertThat(site.pageCount()).isEqualTo(41);
      assertThat(server.accepted()).isEqualTo(41);
      server.awaitAllClosed();
    }
  }

  private static Map<String, String> manyPages(String end) {
    var pages = new LinkedHashMap<String, String>();
    var links = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      links.add("/" + i);
      pages.put("/" + i, html("/", "/" + (i + 1) % 40) + end);
    }
    pages.put("/", html(links.toArray(String[]::new)) + end);
    return pages;
  }

  @ParameterizedTest
  @EnumSource
  void failsWhereAPageIsCutShortAndClosesAll(Twin twin) throws IOException {
    for (String cut :
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnot a hundred" + CLOSE,
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n" + CLOSE,
            CLOSE)) {
      try (var server =
          new ScriptedServer(Map.of("/", html("a", "b", "cut", "d"), "/a", html(), "/cut", cut))) {
        assertThatExceptionOfType(EOFException.class)
            .as(cut)
            .isThrownBy(() -> twin.crawl(server.root()));
        server.awaitAllClosed();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsNotHttp(Twin twin) throws IOException {
    try (var server = new ScriptedServer(Map.of("/", "220 mail.example ESMTP\r\n\r\n" + CLOSE))) {
      assertThatExceptionOfType(ProtocolException.class)
          .isThrownBy(() -> twin.crawl(server.root()))
          .withMessage("not an answer of HTTP/1: 220 mail.example ESMTP");
    }
  }

  @ParameterizedTest
  @EnumSource
  void failsAsSyncJavaDoes(Twin twin) throws IOException {
    assertThat(catchThrowable(() -> twin.crawl(URI.create("http://nowhere.invalid/"))))
        .isExactlyInstanceOf(UnknownHostException.class)
        .hasMessage("nowhere.invalid");
    int nobody = unusedPort();
    assertThat(catchThrowable(() -> twin.crawl(URI.create("http://127.0.0.1:" + nobody + "/"))))
        .isExactlyInstanceOf(ConnectException.class)
        .hasMessage("Connection refused");
  }

  private static int unusedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
