package dev.brski.registrar.carrier;

import dev.brski.registrar.onboarding.Parcel;
import dev.brski.wire.Call;
import dev.brski.wire.Channel;
import dev.brski.wire.ChannelLimits;
import dev.brski.wire.ClientTls;
import dev.brski.wire.HostPort;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Carries parcels to one server by HTTPS; connections are kept while they are good. */
public final class HttpsCarrier implements Carrier {

  private static final int MOST_AT_ONCE = 16;

  private final HostPort peer;
  private final ClientTls tls;
  private final ChannelLimits limits;
  private final Function<Parcel, Call> call;
  private final ConcurrentLinkedDeque<Channel> idle = new ConcurrentLinkedDeque<>();
  private final Semaphore slots = new Semaphore(MOST_AT_ONCE);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param call the request that delivers a parcel
   */
  public HttpsCarrier(
      HostPort peer, ClientTls tls, ChannelLimits limits, Function<Parcel, Call> call) {
    this.peer = peer;
    this.tls = tls;
    this.limits = limits;
    this.call = call;
  }

  @Override
  public void take(Parcel parcel, Report report) {
    try {
      var _ = threads.submit(() -> deliver(parcel, report));
    } catch (RejectedExecutionException _) {
      report.notDelivered("this registrar is stopping");
    }
  }

  private void deliver(Parcel parcel, Report report) {
    Reply reply;
    try {
      slots.acquire();
      try {
        reply = exchange(call.apply(parcel));
      } finally {
        slots.release();
      }
    } catch (PeerFailure e) {
      report.notDelivered(String.valueOf(e.getMessage()));
      return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      report.notDelivered("this registrar is stopping");
      return;
    }
    report.delivered(
        new Answer(
            peer.toString(),
            reply.status(),
            reply.mediaType().orElse(""),
            reply.body(),
            reply.explanation(),
            retryAfter(reply)));
  }

  private Reply exchange(Call request) throws PeerFailure {
    for (var kept = idle.poll(); kept != null; kept = idle.poll()) {
      try {
        return use(kept, request);
      } catch (PeerFailure e) {
        if (!e.nothingSent()) {
          throw e;
        }
      }
    }
    return use(Channel.open(peer, tls, limits), request);
  }

  private Reply use(Channel channel, Call request) throws PeerFailure {
    boolean good = false;
    try {
      var reply = channel.exchange(request);
      good = true;
      return reply;
    } finally {
      if (good && !threads.isShutdown()) {
        idle.push(channel);
      } else {
        channel.close();
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
    threads.shutdownNow();
    for (var kept = idle.poll(); kept != null; kept = idle.poll()) {
      kept.close();
    }
  }
}
