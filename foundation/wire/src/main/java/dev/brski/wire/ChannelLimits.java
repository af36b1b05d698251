package dev.brski.wire;

import java.time.Duration;

/**
 * What a channel puts up with.
 *
 * @param opening how long name, connection and TLS handshake may take together
 * @param exchange how long one exchange may take from its first octet to its last
 * @param replyBytes the most octets of a reply's content
 * @param headerCount the most header fields of a reply
 * @param lineBytes the most octets of a status line or header field
 */
public record ChannelLimits(
    Duration opening, Duration exchange, int replyBytes, int headerCount, int lineBytes) {

  /** Limits that suit every role: 10 s, 30 s, 1 MiB, 64 fields of 8 KiB. */
  public static ChannelLimits standard() {
    return new ChannelLimits(Duration.ofSeconds(10), Duration.ofSeconds(30), 1 << 20, 64, 8192);
  }

  /** The same with another time for the opening. */
  public ChannelLimits withOpening(Duration limit) {
    return new ChannelLimits(limit, exchange, replyBytes, headerCount, lineBytes);
  }

  /** The same with another time for each exchange. */
  public ChannelLimits withExchange(Duration limit) {
    return new ChannelLimits(opening, limit, replyBytes, headerCount, lineBytes);
  }

  /** The same with another size of replies. */
  public ChannelLimits withReplyBytes(int octets) {
    return new ChannelLimits(opening, exchange, octets, headerCount, lineBytes);
  }
}
