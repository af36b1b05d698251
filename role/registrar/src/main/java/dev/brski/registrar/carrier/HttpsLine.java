package dev.brski.registrar.carrier;

import dev.brski.wire.Call;
import dev.brski.wire.Channel;
import dev.brski.wire.ChannelLimits;
import dev.brski.wire.ClientTls;
import dev.brski.wire.Egress;
import dev.brski.wire.HostPort;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The HTTPS connections to one server, kept while they are good and show what is to be shown now.
 */
public final class HttpsLine implements AutoCloseable {

  /** A connection that nobody uses, and how it was opened. */
  private record Kept(Channel channel, ClientTls tls) {}

  private final HostPort peer;
  private final Optional<Egress> egress;
  private final Supplier<ClientTls> tls;
  private final ChannelLimits limits;
  private final Login login;
  private final Semaphore slots;
  private final ConcurrentLinkedDeque<Kept> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  /**
   * @param egress whether the peer may be connected to, and at which addresses; empty if an
   *     operator has named it
   * @param tls how this side shows itself on a connection that is opened now
   * @param login how requests are authenticated, besides TLS
   * @param mostAtOnce how many exchanges may be under way together; more wait for their turn
   */
  public HttpsLine(
      HostPort peer,
      Optional<Egress> egress,
      Supplier<ClientTls> tls,
      ChannelLimits limits,
      Login login,
      int mostAtOnce) {
    this.login = login;
    this.peer = peer;
    this.egress = egress;
    this.tls = tls;
    this.limits = limits;
    this.slots = new Semaphore(mostAtOnce, true);
  }

  /**
   * Sends and waits for the answer.
   *
   * @throws PeerFailure when none came; whether the peer has seen the request may be unknown
   */
  public Answer exchange(Call request) throws PeerFailure, InterruptedException {
    slots.acquire();
    try {
      var reply = authenticated(request);
      return new Answer(
          peer.toString(),
          reply.status(),
          reply.mediaType().orElse(""),
          reply.body(),
          reply.explanation(),
          retryAfter(reply),
          reply.header("location"));
    } finally {
      slots.release();
    }
  }

  private Reply authenticated(Call request) throws PeerFailure {
    var first = login.dressed(request);
    var reply = send(first);
    var again = login.again(request, first, reply);
    return again.isPresent() ? send(again.get()) : reply;
  }

  private Reply send(Call request) throws PeerFailure {
    var now = tls.get();
    for (var kept = idle.poll(); kept != null; kept = idle.poll()) {
      if (!kept.tls().credential().equals(now.credential())) {
        kept.channel().close();
        continue;
      }
      try {
        return use(kept, request);
      } catch (PeerFailure e) {
        if (!e.nothingSent()) {
          throw e;
        }
      }
    }
    return use(new Kept(Channel.open(peer, egress, now, limits), now), request);
  }

  private Reply use(Kept kept, Call request) throws PeerFailure {
    boolean good = false;
    try {
      var reply = kept.channel().exchange(request);
      good = true;
      return reply;
    } finally {
      if (good && !closed) {
        idle.push(kept);
      } else {
        kept.channel().close();
      }
    }
  }

  private static Optional<Duration> retryAfter(Reply reply) {
    return reply
        .header("retry-after")
        .filter(value -> value.matches("[0-9]{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)));
  }

  @Override
  public void close() {
    closed = true;
    for (var kept = idle.poll(); kept != null; kept = idle.poll()) {
      kept.channel().close();
    }
  }
}
