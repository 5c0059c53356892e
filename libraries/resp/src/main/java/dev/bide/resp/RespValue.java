package dev.bide.resp;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A value of the protocol, RESP2 or RESP3. Immutable, as long as nobody writes to the bytes that
 * {@link BulkString} and {@link VerbatimString} share with their makers.
 */
public sealed interface RespValue {
  /** The null of RESP3; in RESP2 a bulk string or array of length -1. */
  RespValue NULL = new Null();

  /** The usual answer to a command that gives nothing. */
  RespValue OK = new SimpleString("OK");

  /** A bulk string of a text in UTF-8. */
  static RespValue bulk(String text) {
    return new BulkString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A short text without line ends. */
  record SimpleString(String text) implements RespValue {}

  /**
   * What went wrong, as the server says it.
   *
   * @param text by custom a code in capitals, a space, and a message
   */
  record ErrorString(String text) implements RespValue {
    /** The text up to its first space. */
    public String code() {
      int space = text.indexOf(' ');
      return space < 0 ? text : text.substring(0, space);
    }
  }

  /** A number of 64 bits. */
  record IntegerNumber(long value) implements RespValue {}

  /** Bytes, of which a text is the UTF-8 form. */
  @SuppressWarnings("ArrayRecordComponent") // not copied: a value may be large
  record BulkString(byte[] bytes) implements RespValue {
    /** The bytes as UTF-8. */
    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof BulkString b && Arrays.equals(bytes, b.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "BulkString[" + text() + "]";
    }
  }

  /** No value. */
  record Null() implements RespValue {}

  /** Values in order. */
  record Array(List<RespValue> items) implements RespValue {
    /** Copies the list. */
    public Array {
      items = List.copyOf(items);
    }
  }

  /** RESP3: a floating-point number. */
  record DoubleNumber(double value) implements RespValue {}

  /** RESP3: yes or no. */
  record BooleanValue(boolean value) implements RespValue {}

  /** RESP3: an integer of any length. */
  record BigNumber(BigInteger value) implements RespValue {}

  /**
   * RESP3: a text to be shown as it is.
   *
   * @param format three characters, such as {@code txt} or {@code mkd}
   */
  record VerbatimString(String format, String text) implements RespValue {}

  /** RESP3: pairs in the order in which they were sent. */
  record MapValue(List<Map.Entry<RespValue, RespValue>> entries) implements RespValue {
    /** Copies the list. */
    public MapValue {
      entries = List.copyOf(entries);
    }
  }

  /** RESP3: values of which the sender says that each is there once. */
  record SetValue(List<RespValue> items) implements RespValue {
    /** Copies the list. */
    public SetValue {
      items = List.copyOf(items);
    }
  }

  /** RESP3: something that is no answer to any command. */
  record Push(List<RespValue> items) implements RespValue {
    /** Copies the list. */
    public Push {
      items = List.copyOf(items);
    }
  }
}
