import static dev.bide.Async.*;

import dev.bide.*;
import java.lang.annotation.*;
import java.net.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.locks.*;

class Calls {
  @Target({ElementType.METHOD, ElementType.TYPE})
  @interface Blocking {}

  @Blocking
  static int slow() {
    return 1;
  }

  @Blocking
  static class Driver {
    void query() {}
  }

  static class Wait {
    void wait(String what) {}
  }

  static Async<Void, Exception> inBlock(
      Future<Integer> future,
      CompletableFuture<Integer> stage,
      CountDownLatch latch,
      BlockingQueue<String> queue,
      BlockingDeque<String> deque,
      Semaphore semaphore,
      Condition condition,
      Lock lock,
      Process process,
      ExecutorService pool) {
    return async(() -> {
      Thread.sleep(1);
      TimeUnit.SECONDS.sleep(1);
      future.get();
      stage.get(1, TimeUnit.SECONDS);
      stage.join();
      latch.await();
      queue.take();
      queue.poll(1, TimeUnit.SECONDS);
      deque.putFirst("a");
      semaphore.acquire();
      condition.await();
      lock.tryLock(1, TimeUnit.SECONDS);
      process.waitFor();
      pool.close();
      new Object().wait(1);
      InetAddress.getByName("localhost");
      slow();
      new Driver().query();
      new Socket("localhost", 1).close();
      new ServerSocket(0).accept();
    });
  }

  static Async<Integer, RuntimeException> asReference() {
    return async(Calls::slow);
  }

  static Async<Integer, Exception> whatDoesNot(
      CompletableFuture<Integer> stage,
      BlockingQueue<String> queue,
      Semaphore semaphore,
      Lock lock,
      Executor elsewhere) {
    return async(() -> {
      queue.poll();
      queue.offer("a");
      semaphore.tryAcquire();
      semaphore.release();
      lock.lock();
      lock.unlock();
      new Wait().wait("x");
      new Socket().close();
      elsewhere.execute(() -> slow());
      dev.bide.Blocking.run(() -> Thread.sleep(1)).await();
      return stage.isDone() ? stage.resultNow() : stage.getNow(1);
    });
  }

  static void plainCode(CountDownLatch latch) throws InterruptedException {
    latch.await();
    Thread.sleep(1);
  }
}
