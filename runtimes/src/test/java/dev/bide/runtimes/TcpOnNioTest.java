package dev.bide.runtimes;

/** By the JDK's selector. */
class TcpOnNioTest extends TcpSuite {
  @Override
  LocalRuntime.Builder builder() {
    return LocalRuntime.builder().io(IoDriver.NIO);
  }
}
