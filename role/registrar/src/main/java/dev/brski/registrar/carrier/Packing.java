package dev.brski.registrar.carrier;

import dev.brski.registrar.onboarding.Parcel;
import dev.brski.wire.Call;
import java.util.List;

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

    /** What the reply means to each parcel, in their order. */
    List<Outcome> unpack(Answer answer);
  }
}
