package dev.bide.net;

/**
 * A host and a port.
 *
 * @param host a name, or an address in its usual text form (an IPv6 one without brackets)
 * @param port 0 to 65535
 */
public record Endpoint(String host, int port) {
  /** Checks the port. */
  public Endpoint {
    if (port < 0 || port > 0xFFFF) {
      throw new IllegalArgumentException("port out of range: " + port);
    }
  }

  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
