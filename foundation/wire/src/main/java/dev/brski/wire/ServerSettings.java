package dev.brski.wire;

import java.time.Duration;

/**
 * Where a server listens and what it puts up with.
 *
 * @param listen the address; port 0 takes a free one
 * @param headerBytes the most octets of a request line with its fields; beyond: 431
 * @param silence how long a connection may take to its first whole request line and fields, the TLS
 *     handshake included, and four times as long while at most a quarter of the connections are
 *     open; beyond: closed
 * @param idle the same for each later request on the connection, from the answer before it
 * @param body how long the content of one request may take, whatever other requests do; beyond: 408
 * @param delivery how long a peer may take to read one answer; beyond: closed
 * @param content the most octets of content that all requests hold at a time, from when they come
 *     in until they are handled; one caller, an IPv4 address or the first 64 bits of an IPv6
 *     address, a quarter of that; beyond: 503
 * @param connections the most connections at a time; more wait to be accepted
 * @param grace how long {@link HttpsServer#close} lets requests in flight finish
 */
public record ServerSettings(
    HostPort listen,
    int headerBytes,
    Duration silence,
    Duration idle,
    Duration body,
    Duration delivery,
    long content,
    int connections,
    Duration grace) {

  private static final long LEAST_CONTENT = 16 << 20;

  /** Limits that suit every role, on this address; for content, an eighth of the heap. */
  public static ServerSettings on(HostPort listen) {
    return new ServerSettings(
        listen,
        16 * 1024,
        Duration.ofSeconds(15),
        Duration.ofSeconds(120),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        Math.max(LEAST_CONTENT, Runtime.getRuntime().maxMemory() / 8),
        8192,
        Duration.ofSeconds(3));
  }

  /** The same with another limit of the request line and fields, in octets. */
  public ServerSettings withHeaderBytes(int octets) {
    return new ServerSettings(
        listen, octets, silence, idle, body, delivery, content, connections, grace);
  }

  /** The same with another patience for the first request of a connection. */
  public ServerSettings withSilence(Duration limit) {
    return new ServerSettings(
        listen, headerBytes, limit, idle, body, delivery, content, connections, grace);
  }

  /** The same with another patience between requests. */
  public ServerSettings withIdle(Duration limit) {
    return new ServerSettings(
        listen, headerBytes, silence, limit, body, delivery, content, connections, grace);
  }

  /** The same with another deadline for the content of a request. */
  public ServerSettings withBody(Duration limit) {
    return new ServerSettings(
        listen, headerBytes, silence, idle, limit, delivery, content, connections, grace);
  }

  /** The same with another deadline for the reading of an answer. */
  public ServerSettings withDelivery(Duration limit) {
    return new ServerSettings(
        listen, headerBytes, silence, idle, body, limit, content, connections, grace);
  }

  /** The same with another bound of the content that all requests hold, in octets. */
  public ServerSettings withContent(long octets) {
    return new ServerSettings(
        listen, headerBytes, silence, idle, body, delivery, octets, connections, grace);
  }

  /** The same with another cap on connections. */
  public ServerSettings withConnections(int most) {
    return new ServerSettings(
        listen, headerBytes, silence, idle, body, delivery, content, most, grace);
  }

  /** The same with another time for requests in flight at the end. */
  public ServerSettings withGrace(Duration limit) {
    return new ServerSettings(
        listen, headerBytes, silence, idle, body, delivery, content, connections, limit);
  }
}
