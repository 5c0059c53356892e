/** A chat server whose guests share a plain map, without a lock. */
@org.jspecify.annotations.NullMarked
module dev.bide.examples.chat {
  requires dev.bide;
  requires dev.bide.runtimes;
  requires static org.jspecify;
}
