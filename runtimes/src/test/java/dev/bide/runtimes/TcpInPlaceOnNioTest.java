package dev.bide.runtimes;

/** By the JDK's selector. */
class TcpInPlaceOnNioTest extends TcpInPlaceSuite {
  @Override
  LocalRuntime.Builder builder() {
    return LocalRuntime.builder().io(IoDriver.NIO);
  }
}
