/** A sensor, a filter and a serial line in one task that allocates nothing. */
@org.jspecify.annotations.NullMarked
module dev.bide.examples.sensor {
  requires dev.bide;
  requires java.management;
  requires jdk.management;
  requires static org.jspecify;
}
