import static dev.bide.Async.*;

import dev.bide.*;
import dev.bide.sync.Mutex;
import java.util.*;
import java.util.concurrent.locks.*;

class Locks {
  private final Lock lock = new ReentrantLock();
  private final ReadWriteLock both = new ReentrantReadWriteLock();

  static Async<Integer, RuntimeException> number() {
    return of(1);
  }

  Async<Integer, RuntimeException> held() {
    return async(() -> {
      this.lock.lock();
      try {
        return number().await();
      } finally {
        this.lock.unlock();
      }
    });
  }

  Async<Integer, RuntimeException> heldInside() {
    return async(() -> {
      try {
        both.readLock().lock();
        int n = 1;
        for (int i = 0; i < 2; i++) {
          n += number().await();
        }
        return n;
      } finally {
        both.readLock().unlock();
      }
    });
  }

  Async<Integer, RuntimeException> letGoBefore(Mutex mutex) {
    return async(() -> {
      Async<Integer, RuntimeException> next;
      lock.lock();
      try {
        next = number();
        Runnable later = () -> async(() -> number().await()).cancel();
        later.run();
      } finally {
        lock.unlock();
      }
      try (var guard = mutex.lock().await()) {
        return next.await();
      }
    });
  }
}
