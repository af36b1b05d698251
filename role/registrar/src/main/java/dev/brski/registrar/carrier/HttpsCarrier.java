package dev.brski.registrar.carrier;

import dev.brski.registrar.onboarding.Parcel;
import dev.brski.wire.PeerFailure;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries parcels to one server by HTTPS. */
public final class HttpsCarrier implements Carrier {

  private static final Logger LOG = LoggerFactory.getLogger(HttpsCarrier.class);
  private static final String STOPPING = "this registrar is stopping";

  /** Asked before the first octet of parcels leaves. */
  @FunctionalInterface
  public interface Departures {

    /** Whether they may leave now: all that is to be durable before is durable then. */
    boolean areFree(List<Parcel> parcels);
  }

  private final HttpsLine line;
  private final Packing packing;
  private final Departures departures;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Over the connections to the server. */
  public HttpsCarrier(HttpsLine line, Packing packing) {
    this(line, packing, _ -> true);
  }

  /** The same with a last word before something leaves. */
  public HttpsCarrier(HttpsLine line, Packing packing, Departures departures) {
    this.line = line;
    this.packing = packing;
    this.departures = departures;
  }

  @Override
  public Capacity capacity() {
    return packing.capacity();
  }

  @Override
  public void take(List<Parcel> parcels, Report report) {
    try {
      var _ = threads.submit(() -> report.delivered(outcomes(parcels)));
    } catch (RejectedExecutionException _) {
      report.delivered(all(parcels, new Outcome.Away(STOPPING, Optional.empty())));
    }
  }

  private List<Outcome> outcomes(List<Parcel> parcels) {
    try {
      return exchanged(packing.pack(parcels), parcels);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return all(parcels, new Outcome.Away(STOPPING, Optional.empty()));
    } catch (RuntimeException e) {
      LOG.error("{} messages could not be sent: {}", parcels.size(), e.getMessage(), e);
      return all(
          parcels, new Outcome.Returned("a fault of this registrar in sending; its log has it"));
    }
  }

  private List<Outcome> exchanged(Packing.Load load, List<Parcel> parcels)
      throws InterruptedException {
    try {
      var answer = line.exchange(load.call(), () -> departures.areFree(parcels));
      var further = load.further(answer);
      return load.unpack(further.isPresent() ? line.exchange(further.get()) : answer);
    } catch (PeerFailure e) {
      return all(parcels, load.failed(e));
    } catch (HttpsLine.Retained e) {
      return all(parcels, new Outcome.Returned(String.valueOf(e.getMessage())));
    }
  }

  private static List<Outcome> all(List<Parcel> parcels, Outcome outcome) {
    return Collections.nCopies(parcels.size(), outcome);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    line.close();
  }
}
