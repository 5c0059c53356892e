package dev.bide.it;

import dev.bide.runtimes.LocalRuntime;
import dev.bide.sync.AsyncChannel;

/** Sends until there is no memory left, and then receives. */
final class FillsAChannel {
  private FillsAChannel() {}

  public static void main(String[] args) {
    try (var runtime = new LocalRuntime()) {
      runtime.run(() -> {
        AsyncChannel<Integer> channel = AsyncChannel.unbounded();
        int sent = 0;
        try {
          while (true) {
            channel
                .send(sent % 8)
                .await(); // boxed without memory: what fails is that the queue grows
            sent++;
          }
        } catch (OutOfMemoryError e) {
          System.out.println(e);
        }
        System.out.println("first is " + channel.receive().await());
        System.out.println("lost are " + (sent - 1 - channel.size()));
      });
    }
  }
}
