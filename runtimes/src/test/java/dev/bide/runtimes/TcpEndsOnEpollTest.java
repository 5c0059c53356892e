package dev.bide.runtimes;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** By Linux's epoll. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "epoll is Linux's")
class TcpEndsOnEpollTest extends TcpEndsSuite {
  @Override
  LocalRuntime.Builder builder() {
    return LocalRuntime.builder().io(IoDriver.EPOLL);
  }
}
