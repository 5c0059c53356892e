package dev.bide.promises;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The same classes, compiled to Wasm GC, run in a real browser. */
final class Browser implements Promise {
  private static final int CALLS = 1000;

  @Override
  public String title() {
    return "WebAssembly in the browser";
  }

  @Override
  public void run(Report report) throws Exception {
    Tool.need(Tool.CHROMIUM);
    Path wasm = Compiled.folder("wasm");
    HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            wasm,
            SimpleFileServer.OutputLevel.NONE);
    Path profile = Files.createTempDirectory("bide-chromium");
    server.start();
    try {
      String page =
          "http://127.0.0.1:"
              + server.getAddress().getPort()
              + "/page.html?calls="
              + CALLS
              + (report.isBroken() ? "&break" : "");
      Child child =
          Child.run(
              List.of(
                  Tool.CHROMIUM.command().orElseThrow().toString(),
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-quic",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                  "--user-data-dir=" + profile,
                  // Without it the page is read before anything ran.
                  "--virtual-time-budget=30000",
                  "--dump-dom",
                  page));
      report.requireEqual(CALLS, child.number("calls"), "right replies");
      report.requireEqual(10, child.number("ticks"), "ticks of the browser's timer");
      report.fact(
          CALLS
              + " RESP calls over a pipe and 10 ticks of the browser's timer as Wasm GC, "
              + Files.size(wasm.resolve("classes.wasm")) / 1024
              + " KiB, in headless Chromium");
    } finally {
      server.stop(0);
      try (Stream<Path> files = Files.walk(profile)) {
        for (Path f : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(f);
        }
      }
    }
  }
}
