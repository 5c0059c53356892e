package dev.bide.runtimes.epoll;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;

/**
 * Ends a wait when its thread is interrupted, which nothing else tells of while a thread is in a
 * system call. A selector that selects nothing: only to one of those does the JDK tell it.
 */
final class Interrupts extends AbstractSelector {
  private final EpollDriver driver;

  @SuppressWarnings("NullAway") // it is nobody's selector
  Interrupts(EpollDriver driver) {
    super(null);
    this.driver = driver;
  }

  /** From now on an interrupt of the calling thread wakes the loop; so does one before. */
  void watch() {
    begin();
  }

  /** Until now. */
  void leave() {
    end();
  }

  /** The thread is interrupted. */
  @Override
  public Selector wakeup() {
    driver.wakeUp();
    return this;
  }

  @Override
  protected void implCloseSelector() {}

  @Override
  protected SelectionKey register(AbstractSelectableChannel c, int ops, Object attached) {
    throw selectsNothing();
  }

  @Override
  public Set<SelectionKey> keys() {
    throw selectsNothing();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    throw selectsNothing();
  }

  @Override
  public int selectNow() {
    throw selectsNothing();
  }

  @Override
  public int select(long timeout) {
    throw selectsNothing();
  }

  @Override
  public int select() {
    throw selectsNothing();
  }

  private static UnsupportedOperationException selectsNothing() {
    return new UnsupportedOperationException("a selector in name only");
  }
}
