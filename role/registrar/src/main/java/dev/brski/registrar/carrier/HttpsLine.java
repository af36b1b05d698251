package dev.brski.registrar.carrier;

import dev.brski.trust.Credential;
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
 * The HTTPS connections to one server, kept while they are good and show what is to be shown now;
 * or plain HTTP ones, where an operator has said so.
 */
public final class HttpsLine implements AutoCloseable {

  /** Asked when a connection is open, before the first octet of a request leaves. */
  @FunctionalInterface
  public interface Departure {

    /** Whether the request may leave now. */
    boolean isFree();
  }

  /** A request was not sent, because it was not to leave any more. */
  public static final class Retained extends Exception {
    private static final long serialVersionUID = 1L;

    Retained() {
      super("it was not sent: it was withdrawn at that moment");
    }
  }

  /** A connection that nobody uses, and what it was opened with. */
  private record Kept(Channel channel, Optional<Credential> shown) {}

  /** How connections are opened, and what they show. */
  private sealed interface Opening {

    /** Over TLS. */
    record Secure(Optional<Egress> egress, Supplier<ClientTls> tls) implements Opening {}

    /** Without TLS. */
    record Plain() implements Opening {}
  }

  private final HostPort peer;
  private final Opening opening;
  private final ChannelLimits limits;
  private final Login login;
  private final boolean keeps;
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
    this(peer, new Opening.Secure(egress, tls), limits, login, true, mostAtOnce);
  }

  private HttpsLine(
      HostPort peer,
      Opening opening,
      ChannelLimits limits,
      Login login,
      boolean keeps,
      int mostAtOnce) {
    this.login = login;
    this.peer = peer;
    this.opening = opening;
    this.limits = limits;
    this.keeps = keeps;
    this.slots = new Semaphore(mostAtOnce, true);
  }

  /**
   * Connections without TLS, for messages that are protected by themselves.
   *
   * @param mostAtOnce how many exchanges may be under way together; more wait for their turn
   */
  public static HttpsLine plain(HostPort peer, ChannelLimits limits, int mostAtOnce) {
    return new HttpsLine(peer, new Opening.Plain(), limits, Login.none(), true, mostAtOnce);
  }

  /**
   * The same with a connection for each exchange: one that is kept may end at the moment in which
   * it is used, and then nobody knows what the peer has seen.
   */
  public HttpsLine keepingNone() {
    return new HttpsLine(peer, opening, limits, login, false, slots.availablePermits());
  }

  /**
   * Sends and waits for the answer.
   *
   * @throws PeerFailure when none came; whether the peer has seen the request may be unknown
   */
  public Answer exchange(Call request) throws PeerFailure, InterruptedException {
    try {
      return exchange(request, () -> true);
    } catch (Retained e) {
      throw new IllegalStateException("what is always free to leave was retained", e);
    }
  }

  /**
   * The same, with a last word when a connection is open.
   *
   * @throws Retained when the request was not to leave any more
   * @throws PeerFailure when no answer came; whether the peer has seen the request may be unknown
   */
  public Answer exchange(Call request, Departure departure)
      throws PeerFailure, InterruptedException, Retained {
    slots.acquire();
    try {
      var reply = authenticated(request, departure);
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

  private Reply authenticated(Call request, Departure departure) throws PeerFailure, Retained {
    var first = login.dressed(request);
    var reply = send(first, departure);
    var again = login.again(request, first, reply);
    return again.isPresent() ? send(again.get(), departure) : reply;
  }

  private Reply send(Call request, Departure departure) throws PeerFailure, Retained {
    for (var kept = idle.poll(); kept != null; kept = idle.poll()) {
      if (!kept.shown().equals(shown())) {
        kept.channel().close();
        continue;
      }
      try {
        return use(kept, request, departure);
      } catch (PeerFailure e) {
        if (!e.nothingSent()) {
          throw e;
        }
      }
    }
    return use(open(), request, departure);
  }

  private Kept open() throws PeerFailure {
    return switch (opening) {
      case Opening.Secure(var egress, var tls) -> {
        var now = tls.get();
        yield new Kept(Channel.open(peer, egress, now, limits), now.credential());
      }
      case Opening.Plain() -> new Kept(Channel.openPlain(peer, limits), Optional.empty());
    };
  }

  private Optional<Credential> shown() {
    return switch (opening) {
      case Opening.Secure(var _, var tls) -> tls.get().credential();
      case Opening.Plain() -> Optional.empty();
    };
  }

  private Reply use(Kept kept, Call request, Departure departure) throws PeerFailure, Retained {
    boolean good = false;
    try {
      if (!departure.isFree()) {
        throw new Retained();
      }
      var reply = kept.channel().exchange(request);
      good = true;
      return reply;
    } finally {
      if (good && keeps && !closed) {
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
