package dev.bide.build.classfiles.planted;

import java.io.IOException;
import java.io.Serial;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Every line here is to be found by the check that holds class files against TeaVM's library. */
public class UsesWhatTeaVmLacks extends java.util.concurrent.FutureTask<String> {
  @Serial private static final long serialVersionUID = 1;

  CompletableFuture<String> field = new CompletableFuture<>();
  volatile int counter;

  public UsesWhatTeaVmLacks() {
    super(() -> "");
  }

  java.lang.invoke.VarHandle missingReturnType() {
    throw new IllegalStateException();
  }

  int missingMethod(List<String> list) {
    return list.hashCode() + "a".describeConstable().hashCode();
  }

  Runnable missingInMethodReference() {
    return LockSupport::park;
  }

  boolean missingInInstanceof(Object o) {
    return o instanceof java.util.concurrent.Future<?>;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate")
  void missingInCatch() throws IOException {
    try {
      throw new IOException();
    } catch (java.nio.channels.ClosedByInterruptException e) {
      counter++;
    }
  }

  Object missingField() {
    return java.util.Locale.LanguageRange.MAX_WEIGHT
        + ""
        + java.util.concurrent.Future.State.SUCCESS;
  }

  Object missingArray() {
    return new java.util.concurrent.Future<?>[1];
  }

  @SuppressWarnings("WaitNotInLoop")
  synchronized void blocks() throws InterruptedException {
    wait();
  }

  void monitor() {
    synchronized (this) {
      counter++;
    }
  }

  Object threads() {
    return Thread.currentThread();
  }

  Object sockets() {
    return new java.net.InetSocketAddress(1);
  }

  /** Inherited from the JDK class above: the owner in the class file is this class. */
  Object inherited() throws Exception {
    return get();
  }
}
