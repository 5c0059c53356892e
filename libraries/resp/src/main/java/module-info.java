/** A pipelining client and a server for the RESP protocol, on every runtime. */
@org.jspecify.annotations.NullMarked
module dev.bide.resp {
  requires transitive dev.bide;
  requires static org.jspecify;

  exports dev.bide.resp;
}
