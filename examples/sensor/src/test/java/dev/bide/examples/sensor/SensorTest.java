package dev.bide.examples.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class SensorTest {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void everySampleAndCommandIsTakenAndEveryPacketArrives() {
    var device = new Sensor.Device(-1);
    device.run(100_000);
    assertThat(device.lostSamples()).isZero();
    assertThat(device.station.taken + device.waitingSamples()).isEqualTo(device.world.offered);
    assertThat(device.station.commanded).isEqualTo(device.world.commandsGiven).isGreaterThan(500);
    assertThat(device.station.late).isGreaterThan(50);
    assertThat(device.station.sent)
        .isBetween(device.station.taken / 5 - 2, device.station.taken / 5 + device.station.late)
        .isBetween(device.world.received - 1, device.world.received);
    assertThat(device.task.isEnded()).isFalse();
  }

  @Test
  void allocatesNothingOnceItHasWaited() {
    var device = new Sensor.Device(-1);
    device.run(20_000);
    assertThat(bytesOf(device, 100_000)).isZero();
  }

  @Test
  void onePlantedObjectIsSeen() {
    var device = new Sensor.Device(50_000);
    device.run(20_000);
    assertThat(bytesOf(device, 100_000)).isEqualTo(16);
  }

  private long bytesOf(Sensor.Device device, long polls) {
    threads.getCurrentThreadAllocatedBytes(); // its first call allocates
    long before = threads.getCurrentThreadAllocatedBytes();
    device.run(polls);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
