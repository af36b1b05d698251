package dev.brski.pledge;

import dev.brski.trust.Credential;
import dev.brski.wire.Call;
import dev.brski.wire.Channel;
import dev.brski.wire.ChannelLimits;
import dev.brski.wire.ClientTls;
import dev.brski.wire.HostPort;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.PeerJudge;
import dev.brski.wire.Reply;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** One TLS connection to a registrar, and what it was opened for. */
final class Contact implements AutoCloseable {

  private final Channel channel;
  private boolean used;

  private Contact(Channel channel) {
    this.channel = channel;
  }

  /** Connects without naming the server: a registrar ignores names (RFC 8995 section 5.1). */
  static Contact open(URI origin, Credential credential, PeerJudge judge, ChannelLimits limits)
      throws PeerFailure {
    return new Contact(
        Channel.open(
            hostPort(origin), new ClientTls(Optional.of(credential), judge, false), limits));
  }

  private static HostPort hostPort(URI origin) {
    var host = origin.getHost();
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return new HostPort(bracketed ? host.substring(1, host.length() - 1) : host, origin.getPort());
  }

  /** The certificates that the registrar showed, its own first. */
  List<X509Certificate> chain() {
    return channel.peerChain();
  }

  /** Whether something was exchanged over it, so that it may have ended meanwhile. */
  boolean isUsed() {
    return used;
  }

  Reply exchange(Call call) throws PeerFailure {
    used = true;
    return channel.exchange(call);
  }

  @Override
  public void close() {
    channel.close();
  }
}
