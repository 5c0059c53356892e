package dev.bide.examples.sensor;

/**
 * The world around the device: every millisecond a sample that may be missing, now and then a
 * command or a long silence, and a line that takes its time. The same each time it is run.
 */
final class World {
  private static final long MILLISECOND = 1_000_000;

  /** A station that hears nothing for so long reports a fault. */
  static final long LIMIT = 4 * MILLISECOND;

  private final Board board;
  private final Ring samples;
  private final Ring commands;
  private final SerialLine line;
  private int random = 1;
  private int silent;
  private int expected;

  long offered;
  long commandsGiven;
  long received;

  World(Board board, Ring samples, Ring commands, SerialLine line) {
    this.board = board;
    this.samples = samples;
    this.commands = commands;
    this.line = line;
  }

  /**
   * One millisecond.
   *
   * @return how often the station's task was polled
   */
  int step() {
    random = random * 1664525 + 1013904223;
    int r = random >>> 16;
    if (silent > 0) {
      silent--;
    } else if ((r & 0x3ff) == 0) {
      silent = 8;
    } else if ((r & 7) != 0) {
      samples.offer(1000 + (r & 0xff) - ((r & 0x1f00) == 0 ? 900 : 0));
      offered++;
    }
    if ((r & 0x7f) == 3) {
      commands.offer(r >>> 7 & 7);
      commandsGiven++;
    }
    Packet packet = line.onTheLine();
    if (packet != null) {
      if (!packet.isWhole() || packet.number() != expected) {
        throw new IllegalStateException(
            "packet " + packet.number() + " came broken or in packet " + expected + "'s place");
      }
      expected++;
      received++;
      line.sent();
    }
    return board.tick(MILLISECOND);
  }
}
