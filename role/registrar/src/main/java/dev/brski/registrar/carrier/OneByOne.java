package dev.brski.registrar.carrier;

import dev.brski.registrar.onboarding.Parcel;
import dev.brski.wire.Call;
import java.util.List;
import java.util.function.Function;

/**
 * Each parcel is a request by itself.
 *
 * @param load the request that delivers a parcel
 */
public record OneByOne(Function<Parcel, Load> load) implements Packing {

  private static final int AT_ONCE = 16;

  @Override
  public Carrier.Capacity capacity() {
    return new Carrier.Capacity(1, Integer.MAX_VALUE, AT_ONCE);
  }

  @Override
  public Load pack(List<Parcel> parcels) {
    if (parcels.size() != 1) {
      throw new IllegalArgumentException(parcels.size() + " parcels in one request");
    }
    return load.apply(parcels.getFirst());
  }

  /** A request whose reply is the parcel's. */
  public record Alone(Call call) implements Load {

    @Override
    public List<Outcome> unpack(Answer answer) {
      return List.of(new Outcome.Delivered(answer));
    }
  }
}
