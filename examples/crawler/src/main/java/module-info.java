/** A web crawler twice, as sync and as async code, and the demo that runs both. */
@org.jspecify.annotations.NullMarked
module dev.bide.examples.crawler {
  requires dev.bide;
  requires dev.bide.runtimes;
  requires info.picocli;
  requires jdk.httpserver;
  requires jdk.javadoc;
  requires org.jsoup;
  requires static org.jspecify;

  opens dev.bide.examples.crawler to
      info.picocli;
}
