package dev.bide.examples.crawler;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code ./bide demo}: reads a site with both twins, and compares what they found and how long it
 * took.
 */
@Command(
    name = "demo",
    customSynopsis = "./bide demo [OPTION…] [DIR|http://HOST:PORT/]",
    description = {
      "",
      "Reads a web site twice, with a crawler in sync code and with its async twin, which reads many"
          + " pages at once on the same single thread. Ends with 0 if both found the same.",
      ""
    },
    sortOptions = false)
final class Demo implements Callable<Integer> {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIR|http://HOST:PORT/",
      description =
          "a folder of HTML, which is served on loopback, or a site; Bide's own Javadoc"
              + " if there is none")
  private @Nullable String target;

  @Option(
      names = "--latency",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "what each page of a served folder takes longer, such as 20ms")
  private @Nullable Duration latency;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      defaultValue = "64",
      description = "how many pages the async crawler reads at once; ${DEFAULT-VALUE} if not given")
  private int atOnce;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "where a folder is served; any free port if not given")
  private @Nullable Integer port;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "says this")
  @SuppressWarnings("unused") // picocli looks at it
  private boolean help;

  private final PrintStream out;
  private final boolean terminal;

  private Demo(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** What {@code ./bide demo} runs. */
  public static void main(String[] args) {
    Console console = System.console();
    @SuppressWarnings("SystemConsoleNull") // it does return null, in JDK 25 again
    boolean terminal = console != null && console.isTerminal();
    System.exit(run(args, System.out, System.err, terminal));
  }

  /** The whole demo: returns its exit code. */
  static int run(String[] args, PrintStream out, PrintStream err, boolean terminal) {
    return new CommandLine(new Demo(out, terminal))
        .setOut(new PrintWriter(out, true, out.charset()))
        .setErr(new PrintWriter(err, true, err.charset()))
        .setParameterExceptionHandler((e, wrong) -> {
          err.println("demo: " + e.getMessage());
          err.println("      ./bide demo --help says what it takes");
          return BAD_INPUT;
        })
        .setExecutionExceptionHandler((e, command, parsed) -> {
          switch (e) {
            case BadInput bad -> err.println("demo: " + bad.getMessage());
            case IOException failed -> err.println("demo: failed: " + failed);
            default -> throw e;
          }
          return e instanceof BadInput ? BAD_INPUT : FAILED;
        })
        .execute(args);
  }

  @Override
  public Integer call() throws BadInput, IOException {
    if (atOnce < 1) {
      throw new BadInput("Invalid value for option '--at-once': " + atOnce + " is less than 1");
    }
    if (port != null && (port < 0 || port > 0xFFFF)) {
      throw new BadInput("Invalid value for option '--port': " + port + " is no port");
    }
    if (target != null && target.contains("://")) {
      if (latency != null || port != null) {
        throw new BadInput("--latency and --port are for a folder that the demo serves itself");
      }
      return exitCode(comparison(site(target)).run());
    }
    Path folder = target == null ? OwnJavadoc.in(root(), out, terminal) : folder(target);
    try (var server = serve(folder)) {
      var comparison = comparison(server.root());
      out.println("serving " + folder + " on " + server.root());
      comparison.warmUp();
      if (latency == null) {
        out.println("each page comes at once; --latency 20ms shows what waiting costs");
      } else {
        out.println("each page takes " + latency.toMillis() + " ms longer from here on");
        server.setLatency(latency);
      }
      return exitCode(comparison.run());
    }
  }

  private Comparison comparison(URI start) {
    return new Comparison(start, atOnce, out, terminal);
  }

  private static int exitCode(boolean equal) {
    return equal ? OK : FAILED;
  }

  /** Bide's own folder, which {@code ./bide} names. */
  private static Path root() {
    return Path.of(System.getProperty("bide.root", ""));
  }

  private DirectoryServer serve(Path folder) throws BadInput {
    try {
      return new DirectoryServer(folder, port == null ? 0 : port);
    } catch (IOException e) {
      throw new BadInput("cannot serve on port " + port + ": " + e, e);
    }
  }

  private static Path folder(String name) throws BadInput {
    try {
      Path folder = Path.of(name);
      if (!Files.exists(folder)) {
        throw new NoSuchFileException(name);
      }
      if (!Files.isDirectory(folder)) {
        throw new NotDirectoryException(name);
      }
      return folder;
    } catch (IOException | InvalidPathException e) {
      throw new BadInput("cannot serve " + name + ": " + e, e);
    }
  }

  private static URI site(String name) throws BadInput {
    try {
      var url = new URI(name);
      if (!"http".equalsIgnoreCase(url.getScheme())) {
        throw new BadInput("cannot read " + name + ": only http:// is known here");
      }
      if (url.getHost() == null) {
        throw new BadInput("cannot read " + name + ": it names no host");
      }
      return Links.canonical(url);
    } catch (URISyntaxException e) {
      throw new BadInput("cannot read " + name + ": " + e, e);
    }
  }

  /** Reads {@code 20ms} and {@code 1.5s}. */
  static final class TimeConverter implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)(us|ms|s)");

    @Override
    public Duration convert(String text) {
      Matcher time = TIME.matcher(text);
      if (!time.matches()) {
        throw new TypeConversionException("'" + text + "' is not a time such as 20ms or 1.5s");
      }
      double micros =
          switch (time.group(2)) {
            case "us" -> 1;
            case "ms" -> 1e3;
            default -> 1e6;
          };
      return Duration.ofNanos(Math.round(Double.parseDouble(time.group(1)) * micros * 1e3));
    }
  }
}
