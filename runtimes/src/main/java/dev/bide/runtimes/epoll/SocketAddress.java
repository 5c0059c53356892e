package dev.bide.runtimes.epoll;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * Memory for an address as the kernel has it ({@code sockaddr_in} or {@code sockaddr_in6}), and for
 * its length.
 *
 * <pre>
 *   sockaddr_in   family 2, port 2 (network order), address 4
 *   sockaddr_in6  family 2, port 2 (network order), flow 4, address 16, scope 4
 * </pre>
 */
final class SocketAddress {
  /** No number that stands for an address. */
  static final long NONE = -1;

  private static final int PORT = 2;
  private static final int IPV4 = 4;
  private static final int IPV4_BYTES = 16;
  private static final int IPV6 = 8;
  private static final int SCOPE = 24;
  private static final int IPV6_BYTES = 28;

  private static final ValueLayout.OfShort NETWORK_SHORT =
      JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt NETWORK_INT = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);

  private final MemorySegment memory = Arena.ofAuto().allocate(IPV6_BYTES + Integer.BYTES, 8);
  private int length;

  long address() {
    return memory.address();
  }

  int length() {
    return length;
  }

  /** Where its length is, for a call that fills it; set to all the space there is. */
  long space() {
    memory.set(JAVA_INT, IPV6_BYTES, IPV6_BYTES);
    return memory.address() + IPV6_BYTES;
  }

  SocketAddress set(InetSocketAddress to) {
    memory.fill((byte) 0);
    InetAddress a = to.getAddress();
    boolean four = a instanceof Inet4Address;
    memory.set(JAVA_SHORT, 0, (short) (four ? Linux.AF_INET : Linux.AF_INET6));
    memory.set(NETWORK_SHORT, PORT, (short) to.getPort());
    byte[] bytes = a.getAddress();
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, four ? IPV4 : IPV6, bytes.length);
    if (a instanceof Inet6Address six) {
      memory.set(JAVA_INT, SCOPE, six.getScopeId());
    }
    length = four ? IPV4_BYTES : IPV6_BYTES;
    return this;
  }

  /** All local addresses, of IPv6 and with them those of IPv4. */
  SocketAddress setAnyOfBoth(int port) {
    memory.fill((byte) 0);
    memory.set(JAVA_SHORT, 0, (short) Linux.AF_INET6);
    memory.set(NETWORK_SHORT, PORT, (short) port);
    length = IPV6_BYTES;
    return this;
  }

  private boolean isIpv4() {
    return memory.get(JAVA_SHORT, 0) == Linux.AF_INET;
  }

  /**
   * An IPv4 address, also one that IPv6 carries, with its port in one number; {@link #NONE} for
   * others.
   */
  long packed() {
    int at = IPV4;
    if (!isIpv4()) {
      if (memory.get(JAVA_INT, IPV6) != 0
          || memory.get(JAVA_INT, IPV6 + 4) != 0
          || memory.get(NETWORK_INT, IPV6 + 8) != 0xFFFF) {
        return NONE;
      }
      at = IPV6 + 12;
    }
    return (memory.get(NETWORK_INT, at) & 0xFFFF_FFFFL) << 16
        | memory.get(NETWORK_SHORT, PORT) & 0xFFFF;
  }

  /** The address that a number stands for. */
  static InetSocketAddress unpacked(long packed) {
    int a = (int) (packed >>> 16);
    byte[] bytes = {(byte) (a >>> 24), (byte) (a >>> 16), (byte) (a >>> 8), (byte) a};
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), (int) (packed & 0xFFFF));
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }

  /** It as the JDK has addresses. */
  InetSocketAddress get() {
    long packed = packed();
    if (packed != NONE) {
      return unpacked(packed);
    }
    byte[] bytes = new byte[16];
    MemorySegment.copy(memory, JAVA_BYTE, IPV6, bytes, 0, bytes.length);
    int scope = memory.get(JAVA_INT, SCOPE);
    try {
      InetAddress a =
          scope == 0
              ? InetAddress.getByAddress(bytes)
              : Inet6Address.getByAddress(null, bytes, scope);
      return new InetSocketAddress(a, memory.get(NETWORK_SHORT, PORT) & 0xFFFF);
    } catch (UnknownHostException e) {
      throw new AssertionError("sixteen bytes are an address", e);
    }
  }
}
