/** The seven stress tests: small real programs, and what must be true of their runs. */
@org.jspecify.annotations.NullMarked
module dev.bide.promises {
  requires dev.bide;
  requires dev.bide.build.classfiles;
  requires dev.bide.executor;
  requires dev.bide.libuv;
  requires dev.bide.resp;
  requires dev.bide.runtimes;
  requires dev.bide.web;
  requires java.compiler;
  requires java.management;
  requires jdk.httpserver;
  requires jdk.management;
  requires static org.jspecify;
}
