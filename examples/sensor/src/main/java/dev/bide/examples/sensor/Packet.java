package dev.bide.examples.sensor;

/**
 * What goes over the line: a kind, a number, a value and a check sum, in a buffer that is reused.
 */
final class Packet {
  static final int LENGTH = 12;

  private final byte[] bytes = new byte[LENGTH];

  /** Fills it in. */
  void fill(Event kind, int number, int value) {
    bytes[0] = (byte) 0xA5;
    bytes[1] = kind.code;
    put(2, number);
    put(6, value);
    int sum = sumOf();
    bytes[10] = (byte) (sum >> 8);
    bytes[11] = (byte) sum;
  }

  private void put(int at, int v) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (v >> (24 - 8 * i));
    }
  }

  private int get(int at) {
    int v = 0;
    for (int i = 0; i < 4; i++) {
      v = v << 8 | bytes[at + i] & 0xff;
    }
    return v;
  }

  private int sumOf() {
    int sum = 0xffff;
    for (int i = 0; i < 10; i++) {
      sum = (sum << 1 ^ sum >> 15 ^ bytes[i]) & 0xffff;
    }
    return sum;
  }

  boolean isWhole() {
    return (bytes[10] & 0xff) << 8 == (sumOf() & 0xff00) && bytes[11] == (byte) sumOf();
  }

  int kind() {
    return bytes[1];
  }

  int number() {
    return get(2);
  }

  int value() {
    return get(6);
  }
}
