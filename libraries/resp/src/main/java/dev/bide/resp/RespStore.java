package dev.bide.resp;

import dev.bide.resp.RespValue.Array;
import dev.bide.resp.RespValue.BulkString;
import dev.bide.resp.RespValue.ErrorString;
import dev.bide.resp.RespValue.IntegerNumber;
import dev.bide.resp.RespValue.MapValue;
import dev.bide.resp.RespValue.SimpleString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys and values of a server, and what its commands do with them. Confined to one task. */
final class RespStore {
  /** Keys are bytes; each char of the string is one of them. */
  private final Map<String, byte[]> values = new HashMap<>();

  /** Carries out one command. */
  RespValue execute(List<byte[]> words) {
    String name = new String(words.get(0), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
    int n = words.size() - 1;
    return switch (name) {
      case "PING" -> n == 0 ? new SimpleString("PONG") : n == 1 ? echo(words) : wrong(name);
      case "ECHO" -> n == 1 ? echo(words) : wrong(name);
      case "GET" -> n == 1 ? get(words.get(1)) : wrong(name);
      case "SET" -> n >= 2 ? set(words) : wrong(name);
      case "DEL" -> n >= 1 ? del(words) : wrong(name);
      case "EXISTS" -> n >= 1 ? exists(words) : wrong(name);
      case "MGET" -> n >= 1 ? mget(words) : wrong(name);
      case "MSET" -> n >= 2 && n % 2 == 0 ? mset(words) : wrong(name);
      case "INCR" -> n == 1 ? add(words.get(1), 1) : wrong(name);
      case "DECR" -> n == 1 ? add(words.get(1), -1) : wrong(name);
      case "INCRBY" -> n == 2 ? addBy(words) : wrong(name);
      case "APPEND" -> n == 2 ? append(words) : wrong(name);
      case "STRLEN" -> n == 1 ? length(words.get(1)) : wrong(name);
      case "DBSIZE" -> n == 0 ? new IntegerNumber(values.size()) : wrong(name);
      case "FLUSHALL" -> n == 0 ? flush() : wrong(name);
      default -> new ErrorString("ERR unknown command '" + shown(words.get(0)) + "'");
    };
  }

  private static String shown(byte[] word) {
    String text = new String(word, StandardCharsets.UTF_8);
    return text.length() > 64 ? text.substring(0, 64) + "…" : text;
  }

  private static RespValue wrong(String name) {
    return new ErrorString(
        "ERR wrong number of arguments for '" + name.toLowerCase(Locale.ROOT) + "' command");
  }

  private static String key(byte[] word) {
    return new String(word, StandardCharsets.ISO_8859_1);
  }

  private static RespValue of(byte @Nullable [] value) {
    return value == null ? RespValue.NULL : new BulkString(value);
  }

  private static RespValue echo(List<byte[]> words) {
    return new BulkString(words.get(1));
  }

  private RespValue get(byte[] key) {
    return of(values.get(key(key)));
  }

  private RespValue set(List<byte[]> words) {
    boolean onlyNew = false;
    boolean onlyOld = false;
    for (byte[] option : words.subList(3, words.size())) {
      switch (new String(option, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT)) {
        case "NX" -> onlyNew = true;
        case "XX" -> onlyOld = true;
        default -> {
          return new ErrorString("ERR syntax error");
        }
      }
    }
    if (onlyNew && onlyOld) {
      return new ErrorString("ERR syntax error");
    }
    String key = key(words.get(1));
    if ((onlyNew || onlyOld) && values.containsKey(key) == onlyNew) {
      return RespValue.NULL;
    }
    values.put(key, words.get(2));
    return RespValue.OK;
  }

  private RespValue del(List<byte[]> words) {
    int n = 0;
    for (byte[] key : words.subList(1, words.size())) {
      if (values.remove(key(key)) != null) {
        n++;
      }
    }
    return new IntegerNumber(n);
  }

  private RespValue exists(List<byte[]> words) {
    int n = 0;
    for (byte[] key : words.subList(1, words.size())) {
      if (values.containsKey(key(key))) {
        n++;
      }
    }
    return new IntegerNumber(n);
  }

  private RespValue mget(List<byte[]> words) {
    List<RespValue> all = new ArrayList<>();
    for (byte[] key : words.subList(1, words.size())) {
      all.add(get(key));
    }
    return new Array(all);
  }

  private RespValue mset(List<byte[]> words) {
    for (int i = 1; i < words.size(); i += 2) {
      values.put(key(words.get(i)), words.get(i + 1));
    }
    return RespValue.OK;
  }

  private RespValue addBy(List<byte[]> words) {
    try {
      return add(words.get(1), Long.parseLong(new String(words.get(2), StandardCharsets.UTF_8)));
    } catch (NumberFormatException e) {
      return notANumber();
    }
  }

  private RespValue add(byte[] word, long by) {
    String key = key(word);
    byte[] old = values.get(key);
    long n;
    try {
      n = old == null ? 0 : Long.parseLong(new String(old, StandardCharsets.UTF_8));
    } catch (NumberFormatException e) {
      return notANumber();
    }
    long sum = n + by;
    if (((n ^ sum) & (by ^ sum)) < 0) {
      return new ErrorString("ERR increment or decrement would overflow");
    }
    values.put(key, Long.toString(sum).getBytes(StandardCharsets.US_ASCII));
    return new IntegerNumber(sum);
  }

  private static RespValue notANumber() {
    return new ErrorString("ERR value is not an integer or out of range");
  }

  private RespValue append(List<byte[]> words) {
    String key = key(words.get(1));
    byte[] old = values.get(key);
    byte[] more = words.get(2);
    if (old == null) {
      values.put(key, more);
      return new IntegerNumber(more.length);
    }
    if (old.length > Integer.MAX_VALUE - 8 - more.length) {
      return new ErrorString("ERR string exceeds maximum allowed size");
    }
    byte[] both = new byte[old.length + more.length];
    System.arraycopy(old, 0, both, 0, old.length);
    System.arraycopy(more, 0, both, old.length, more.length);
    values.put(key, both);
    return new IntegerNumber(both.length);
  }

  private RespValue length(byte[] key) {
    byte[] value = values.get(key(key));
    return new IntegerNumber(value == null ? 0 : value.length);
  }

  private RespValue flush() {
    values.clear();
    return RespValue.OK;
  }

  /** What {@code HELLO} answers. */
  static RespValue hello(int protocol) {
    return new MapValue(
        List.of(
            Map.entry(RespValue.bulk("server"), RespValue.bulk("bide")),
            Map.entry(RespValue.bulk("proto"), new IntegerNumber(protocol)),
            Map.entry(RespValue.bulk("mode"), RespValue.bulk("standalone")),
            Map.entry(RespValue.bulk("role"), RespValue.bulk("master")),
            Map.entry(RespValue.bulk("modules"), new Array(List.of()))));
  }
}
