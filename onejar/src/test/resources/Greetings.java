import static dev.bide.Async.*;

import dev.bide.*;
import dev.bide.runtimes.*;
import java.time.Duration;
import java.util.List;

Async<String, RuntimeException> greet(String name, int millis) {
  return async(() -> {
    sleep(Duration.ofMillis(millis)).await();
    return "Hello, " + name + "!";
  });
}

void main() {
  try (var runtime = new LocalRuntime()) {
    runtime.run(() -> {
      for (String name : List.of("sync", "async")) {
        IO.println(greet(name, 1).await());
      }
      // Both at once; the result is in the given order.
      var both = join(greet("slow", 20), greet("fast", 10)).await();
      IO.println(both.first() + " " + both.second());
    });
  }
}
