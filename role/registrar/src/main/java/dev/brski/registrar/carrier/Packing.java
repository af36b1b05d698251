package dev.brski.registrar.carrier;

import dev.brski.registrar.onboarding.Parcel;
import dev.brski.wire.Call;
import dev.brski.wire.PeerFailure;
import java.util.List;
import java.util.Optional;

/** How parcels become requests to a server, and its replies outcomes. */
public interface Packing {

  /** What fits together now. */
  Carrier.Capacity capacity();

  /** One request with these parcels, within the capacity. */
  Load pack(List<Parcel> parcels);

  /** A request that is on its way. */
  interface Load {

    /** What is sent. */
    Call call();

    /** One more request to the same server, if a reply to the first makes it necessary. */
    default Optional<Call> further(Answer answer) {
      return Optional.empty();
    }

    /** What the reply means to each parcel, in their order. */
    List<Outcome> unpack(Answer answer);

    /** What it means to each parcel that no reply came. */
    default Outcome failed(PeerFailure failure) {
      return new Outcome.Away(String.valueOf(failure.getMessage()), Optional.empty());
    }
  }
}
