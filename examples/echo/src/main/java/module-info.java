/** A server that many clients use at once, each served by code that reads top to bottom. */
@org.jspecify.annotations.NullMarked
module dev.bide.examples.echo {
  requires dev.bide;
  requires dev.bide.runtimes;
  requires static org.jspecify;
}
