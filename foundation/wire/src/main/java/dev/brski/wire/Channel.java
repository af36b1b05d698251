package dev.brski.wire;

import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * One connection to one server, by TLS unless an operator wants none, for as many exchanges as
 * wanted, one after the other. It is never opened again, never resumed, follows no redirect, and
 * sends nothing before the judge has decided: when it has ended, whoever needs another opens one
 * and judges anew (RFC 8995 section 5).
 */
public final class Channel implements AutoCloseable {

  private final HostPort peer;
  private final Conversation conversation;
  private final List<X509Certificate> peerChain;

  private Channel(HostPort peer, Conversation conversation, List<X509Certificate> peerChain) {
    this.peer = peer;
    this.conversation = conversation;
    this.peerChain = List.copyOf(peerChain);
  }

  /**
   * Finds the addresses of the peer, connects to the first that answers, and completes the TLS
   * handshake.
   *
   * @throws PeerFailure at step RESOLVE, CONNECT or TLS; with the refusal if the judge refused
   */
  public static Channel open(HostPort peer, ClientTls tls, ChannelLimits limits)
      throws PeerFailure {
    var deadline = new Opening(peer, limits);
    return open(peer, deadline.resolve(), tls, limits, deadline);
  }

  /**
   * Connects to this address only, whatever the name would resolve to now; the name is used for
   * SNI, the judge and the Host field.
   *
   * @throws PeerFailure at step CONNECT or TLS; with the refusal if the judge refused
   */
  public static Channel open(
      HostPort peer, InetAddress address, ClientTls tls, ChannelLimits limits) throws PeerFailure {
    return open(peer, List.of(address), tls, limits, new Opening(peer, limits));
  }

  /**
   * Connects to the peer if it may be connected to, at the addresses that were found and checked,
   * and at no other, whatever the name would resolve to then; the name is used for SNI, the judge
   * and the Host field.
   *
   * @param egress empty for a peer that an operator has named, which may be anywhere
   * @throws PeerFailure at step RESOLVE with the refusal if it may not; at step CONNECT or TLS,
   *     with the refusal if the judge refused
   */
  public static Channel open(
      HostPort peer, Optional<Egress> egress, ClientTls tls, ChannelLimits limits)
      throws PeerFailure {
    if (egress.isEmpty()) {
      return open(peer, tls, limits);
    }
    return switch (egress.get().check(peer)) {
      case Verdict.Refused<CheckedPlace>(var refusal) ->
          throw new PeerFailure(Step.RESOLVE, peer.toString(), refusal);
      case Verdict.Accepted<CheckedPlace>(var checked) ->
          open(peer, checked.addresses(), tls, limits, new Opening(peer, limits));
    };
  }

  private static Channel open(
      HostPort peer,
      List<InetAddress> addresses,
      ClientTls tls,
      ChannelLimits limits,
      Opening opening)
      throws PeerFailure {
    var plain = opening.connect(addresses);
    var server = new JudgedServer(tls.judge(), peer.host());
    var secure = opening.handshake(plain, tls, server);
    var connection = Conversation.connection(limits);
    try {
      connection.bind(secure, plain);
    } catch (IOException e) {
      throw new PeerFailure(Step.TLS, peer.toString(), String.valueOf(e.getMessage()), e);
    }
    return new Channel(
        peer,
        new Conversation(connection, limits, peer.toString(), peer.hostField(443), true),
        server.chain());
  }

  /**
   * Connects without TLS, for messages that prove by themselves who sent them: nobody is judged,
   * and nothing is hidden.
   *
   * @throws PeerFailure at step RESOLVE or CONNECT
   */
  public static Channel openPlain(HostPort peer, ChannelLimits limits) throws PeerFailure {
    var opening = new Opening(peer, limits);
    var plain = opening.connect(opening.resolve());
    var connection = Conversation.connection(limits);
    try {
      connection.bind(plain);
    } catch (IOException e) {
      throw new PeerFailure(Step.CONNECT, peer.toString(), String.valueOf(e.getMessage()), e);
    }
    return new Channel(
        peer,
        new Conversation(connection, limits, peer.toString(), peer.hostField(80), true),
        List.of());
  }

  /** Whom it was opened to. */
  public HostPort peer() {
    return peer;
  }

  /** The certificates the server sent, its own first, as the judge saw them; none without TLS. */
  public List<X509Certificate> peerChain() {
    return peerChain;
  }

  /** Whether it was still open when it was last used. */
  public boolean isOpen() {
    return conversation.isOpen();
  }

  /**
   * Sends a request and reads the reply to its end. A redirect is a reply like any other. A second
   * caller waits for the first.
   *
   * @throws PeerFailure at step SEND, RECEIVE or DEADLINE, after which the channel is closed; or
   *     CLOSED, when it was so before and nothing was sent
   */
  public Reply exchange(Call call) throws PeerFailure {
    return conversation.exchange(call);
  }

  /** Ends the connection. */
  @Override
  public void close() {
    conversation.close();
  }
}
