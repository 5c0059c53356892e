package dev.bide.examples.crawler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int demo(String... args) {
    return Demo.run(
        args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
  }

  private static void write(Path folder, String name, String... links) throws IOException {
    Files.writeString(folder.resolve(name), Answers.htmlBody(links));
  }

  @Test
  void servesAFolderAndReadsItTwice(@TempDir Path folder) throws IOException {
    write(folder, "index.html", "a.html", "sub/", "gone.html");
    write(folder, "a.html", "./", "sub");
    Files.createDirectory(folder.resolve("sub"));
    write(folder.resolve("sub"), "index.html", "../a.html");

    assertThat(demo(folder.toString(), "--latency", "1ms", "--at-once", "2")).isZero();

    assertThat(err.toString(UTF_8)).isEmpty();
    assertThat(out.toString(UTF_8).lines().toList())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches(
                        "serving "
                            + Pattern.quote(folder.toString())
                            + " on http://127.0.0.1:\\d+/"),
            line -> assertThat(line).isEqualTo("each page takes 1 ms longer from here on"),
            line ->
                assertThat(line)
                    .matches(
                        "sync, one at a time +3 pages +6 links +\\d+ bytes +1 broken +[.\\d]+ s"),
            line ->
                assertThat(line)
                    .matches("async, 2 at once +3 pages +6 links +\\d+ bytes +1 broken +[.\\d]+ s"),
            line ->
                assertThat(line)
                    .matches("broken: http://.*/ links to http://.*/gone.html \\(404\\)"),
            line ->
                assertThat(line)
                    .matches("demo: 3 pages, results equal, sync [.\\d]+ s, async [.\\d]+ s"));
  }

  @Test
  void readsASiteThatIsThere() throws IOException {
    try (var server = new ScriptedServer(Map.of("/", Answers.html("a"), "/a", Answers.html()))) {
      String site = server.root().toString();
      assertThat(demo(site.substring(0, site.length() - 1))).isZero();
    }
    assertThat(out.toString(UTF_8)).contains("demo: 2 pages, results equal");
  }

  @Test
  void saysWhatDiffers() throws IOException {
    var requests = new AtomicInteger();
    try (var server =
        new DirectoryServer(
            exchange -> {
              byte[] body = "request %d".formatted(requests.incrementAndGet()).getBytes(UTF_8);
              exchange.getResponseHeaders().set("Content-Type", "text/html");
              exchange.sendResponseHeaders(200, body.length);
              try (exchange) {
                exchange.getResponseBody().write(body);
              }
            },
            0)) {
      assertThat(demo(server.root().toString())).isEqualTo(1);

      assertThat(out.toString(UTF_8).lines().toList().subList(2, 4))
          .satisfiesExactly(
              line ->
                  assertThat(line)
                      .matches(
                          "differs \\(sync, async\\): "
                              + server.root()
                              + ": status 200, 9 bytes \\([0-9a-f]{8}\\), 0 links,"
                              + " status 200, 9 bytes \\([0-9a-f]{8}\\), 0 links"),
              line -> assertThat(line).startsWith("demo: 1 pages, results differ, sync "));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no-such-folder         | cannot serve no-such-folder: java.nio.file.NoSuchFileException: no-such-folder",
        "pom.xml                | cannot serve pom.xml: java.nio.file.NotDirectoryException: pom.xml",
        "http://nowhere.invalid | cannot read http://nowhere.invalid/: java.net.UnknownHostException: nowhere.invalid",
        "https://bide.dev/      | cannot read https://bide.dev/: only http:// is known here",
        "http://                | cannot read http://: java.net.URISyntaxException: Expected authority at index 7: http://",
        "http://a_b/            | cannot read http://a_b/: it names no host",
        "src --latency=soon     | Invalid value for option '--latency': 'soon' is not a time such as 20ms or 1.5s",
        "src --at-once=0        | Invalid value for option '--at-once': 0 is less than 1",
        "src --at-once=many     | Invalid value for option '--at-once': 'many' is not an int",
        "src --port=65536       | Invalid value for option '--port': 65536 is no port",
        "src --prot=1           | Unknown option: '--prot=1'",
        "src pom.xml            | Unmatched argument at index 1: 'pom.xml'",
        "http://a/ --port=1     | --latency and --port are for a folder that the demo serves itself",
      })
  void saysWhatIsWrongWithItsInput(String args, String message) {
    assertThat(demo(args.split(" +"))).isEqualTo(2);

    assertThat(err.toString(UTF_8).lines().findFirst()).contains("demo: " + message);
    assertThat(err.toString(UTF_8)).doesNotContain("\tat ");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(demo("http://127.0.0.1:" + port)).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "demo: cannot read http://127.0.0.1:"
                + port
                + "/: java.net.ConnectException: Connection refused");
  }

  @Test
  void saysThatAPortIsInUse() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      assertThat(demo("src", "--port", Integer.toString(port))).isEqualTo(2);
      assertThat(err.toString(UTF_8))
          .isEqualToIgnoringNewLines(
              "demo: cannot serve on port "
                  + port
                  + ": java.net.BindException: Address already in use");
    }
  }

  @Test
  void saysThatASiteHasNoPage() throws IOException {
    try (var server = new ScriptedServer(Map.of())) {
      assertThat(demo(server.root().toString())).isEqualTo(2);
      assertThat(err.toString(UTF_8))
          .isEqualToIgnoringNewLines(
              "demo: cannot read " + server.root() + ": status 404, and no HTML");
    }
  }

  @Test
  void failsWhereASiteBreaksOffInTheMiddle() throws IOException {
    try (var server =
        new ScriptedServer(Map.of("/", Answers.html("a"), "/a", ScriptedServer.CLOSE))) {
      assertThat(demo(server.root().toString())).isEqualTo(1);
      assertThat(err.toString(UTF_8))
          .isEqualToIgnoringNewLines(
              "demo: failed: java.io.EOFException:"
                  + " the server closed the connection without an answer");
    }
  }

  @Test
  void aTerminalSeesOneLineThatChanges() {
    var progress = new ProgressLine(new PrintStream(out, true, UTF_8), true, 1, "%,d pages");
    progress.step();
    progress.done();
    assertThat(out.toString(UTF_8)).endsWith("\r\033[K").doesNotContain("\n");
  }
}
