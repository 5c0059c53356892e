package dev.bide.examples.sensor;

import static dev.bide.Async.async;

import dev.bide.Async;
import org.jspecify.annotations.Nullable;

/** What the device does, top to bottom: select, filter, send; and a fault where nothing comes. */
final class Station {
  private final Ring samples;
  private final Ring commands;
  private final SerialLine line;
  private final FirstOf first;
  private final Filter filter = new Filter();
  private final Packet packet = new Packet();

  /** The sample at which one object is allocated, to see that it is noticed; -1 for none. */
  private final long plantedAt;

  @Nullable Object planted;
  long taken;
  long commanded;
  long late;
  long sent;

  Station(Ring samples, Ring commands, SerialLine line, long limitNanos, long plantedAt) {
    this.samples = samples;
    this.commands = commands;
    this.line = line;
    this.first = new FirstOf(samples, commands, limitNanos);
    this.plantedAt = plantedAt;
  }

  /** Runs for as long as the device has power. */
  Async<@Nullable Void, RuntimeException> run() {
    return async(() -> {
      while (true) {
        switch (first.await()) {
          case SAMPLE -> {
            if (taken++ == plantedAt) {
              planted = new byte[0];
            }
            if (filter.add(samples.take())) {
              line.send(packet.next(Event.SAMPLE, filter.value())).await();
              sent++;
            }
          }
          case COMMAND -> {
            commanded++;
            filter.smoothing(commands.take());
          }
          case LATE -> {
            late++;
            line.send(packet.next(Event.LATE, filter.value())).await();
            sent++;
          }
        }
      }
    });
  }
}
