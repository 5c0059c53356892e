package dev.bide.examples.sensor;

import static dev.bide.Async.async;
import static dev.bide.Async.scope;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.sync.AsyncChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the device does, top to bottom: select, filter, report; and a fault where nothing comes. A
 * child in the same task sends the reports, so that the next samples are filtered meanwhile.
 */
final class Station {
  /** What the sensor is given to come to itself after a fault. */
  private static final Duration REST = Duration.ofMillis(1);

  private final Ring samples;
  private final Ring commands;
  private final SerialLine line;
  private final Inputs inputs;
  private final Filter filter = new Filter();

  /** Two packets go round: from here to the reports, over the line, and back. */
  private final AsyncChannel<Packet> free = AsyncChannel.local(2);

  private final AsyncChannel<Packet> reports = AsyncChannel.local(1);
  private int number;

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
    this.inputs = new Inputs(samples, commands, limitNanos);
    this.plantedAt = plantedAt;
    while (free.trySend(new Packet())) {
      // as many as there are
    }
  }

  /** Runs for as long as the device has power. */
  Async<@Nullable Void, RuntimeException> run() {
    return scope((Scope s) -> {
      s.start(sending());
      reading().await();
    });
  }

  private Async<@Nullable Void, RuntimeException> reading() {
    return async(() -> {
      while (true) {
        switch (inputs.first().await()) {
          case SAMPLE -> {
            if (taken++ == plantedAt) {
              planted = new byte[0];
            }
            if (filter.add(samples.take())) {
              report(Event.SAMPLE).await();
            }
          }
          case COMMAND -> {
            commanded++;
            filter.smoothing(commands.take());
          }
          case LATE -> {
            late++;
            report(Event.LATE).await();
            Async.sleep(REST).await();
          }
        }
      }
    });
  }

  private Async<@Nullable Void, RuntimeException> report(Event kind) {
    return async(() -> {
      Packet packet = free.receive().await();
      if (packet != null) {
        packet.fill(kind, number++, filter.value());
        reports.send(packet).await();
      }
    });
  }

  private Async<@Nullable Void, RuntimeException> sending() {
    return async(() -> {
      for (Packet packet : reports.stream().await()) {
        line.send(packet).await();
        sent++;
        free.send(packet).await();
      }
    });
  }
}
