package dev.bide.examples.sensor;

/** What has come first. */
enum Event {
  /** A sample is in its ring. */
  SAMPLE(1),
  /** A command is in its ring. */
  COMMAND(2),
  /** Nothing came in time. */
  LATE(3);

  /** Its number in a packet. */
  final byte code;

  Event(int code) {
    this.code = (byte) code;
  }
}
