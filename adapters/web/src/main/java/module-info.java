/** Runs tasks on the event loop of a JavaScript host, compiled by TeaVM. */
@org.jspecify.annotations.NullMarked
module dev.bide.web {
  requires transitive dev.bide;
  requires org.teavm.jso;
  requires static org.jspecify;

  exports dev.bide.web;
}
