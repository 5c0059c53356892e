package dev.bide.runtimes;

/** By the JDK's selector. */
class TcpEndsOnNioTest extends TcpEndsSuite {
  @Override
  LocalRuntime.Builder builder() {
    return LocalRuntime.builder().io(IoDriver.NIO);
  }
}
