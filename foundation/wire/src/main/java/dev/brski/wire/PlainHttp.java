package dev.brski.wire;

import dev.brski.wire.PeerFailure.Step;
import java.io.IOException;

/**
 * HTTP without TLS, for what is signed itself, such as revocation lists (RFC 5280 section
 * 4.2.1.13): one exchange on a connection of its own.
 */
public final class PlainHttp {

  private static final int USUAL_PORT = 80;

  private PlainHttp() {}

  /**
   * Connects to the addresses that were checked, sends a request and reads the reply to its end. A
   * redirect is a reply like any other.
   *
   * @throws PeerFailure at step CONNECT, SEND, RECEIVE or DEADLINE
   */
  public static Reply exchange(CheckedPlace place, Call call, ChannelLimits limits)
      throws PeerFailure {
    var peer = place.place();
    var connection = Conversation.connection(limits);
    try {
      connection.bind(new Opening(peer, limits).connect(place.addresses()));
    } catch (IOException e) {
      throw new PeerFailure(Step.CONNECT, peer.toString(), String.valueOf(e.getMessage()), e);
    }
    var conversation =
        new Conversation(connection, limits, peer.toString(), peer.hostField(USUAL_PORT), false);
    try {
      return conversation.exchange(call);
    } finally {
      conversation.close();
    }
  }
}
