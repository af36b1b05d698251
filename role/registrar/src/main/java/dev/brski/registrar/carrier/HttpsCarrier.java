package dev.brski.registrar.carrier;

import dev.brski.registrar.onboarding.Parcel;
import dev.brski.wire.Call;
import dev.brski.wire.PeerFailure;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** Carries parcels to one server by HTTPS. */
public final class HttpsCarrier implements Carrier {

  private final HttpsLine line;
  private final Function<Parcel, Call> call;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param call the request that delivers a parcel
   */
  public HttpsCarrier(HttpsLine line, Function<Parcel, Call> call) {
    this.line = line;
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
    Answer answer;
    try {
      answer = line.exchange(call.apply(parcel));
    } catch (PeerFailure e) {
      report.notDelivered(String.valueOf(e.getMessage()));
      return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      report.notDelivered("this registrar is stopping");
      return;
    }
    report.delivered(answer);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    line.close();
  }
}
