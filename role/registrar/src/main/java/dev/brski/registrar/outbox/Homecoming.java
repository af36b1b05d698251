package dev.brski.registrar.outbox;

import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.carrier.Addressee.Disposition;
import dev.brski.registrar.carrier.Carrier;
import dev.brski.registrar.carrier.Outcome;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.store.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in what a carrier reports of what it took. */
final class Homecoming implements Carrier.Report {

  private static final Logger LOG = LoggerFactory.getLogger(Homecoming.class);

  private final Lane lane;
  private final List<Parcel> taken;
  private final Addressee addressee;
  private final BiConsumer<Lane, List<Parcel>> landed;

  /**
   * @param landed called at last, whatever happens
   */
  Homecoming(
      Lane lane, List<Parcel> taken, Addressee addressee, BiConsumer<Lane, List<Parcel>> landed) {
    this.lane = lane;
    this.taken = taken;
    this.addressee = addressee;
    this.landed = landed;
  }

  @Override
  public void delivered(List<Outcome> outcomes) {
    try {
      var away = new ArrayList<Disposition.Away>();
      var inVain = new ArrayList<Parcel>();
      for (int i = 0; i < taken.size(); i++) {
        var parcel = taken.get(i);
        switch (dispose(parcel, outcomes.get(i))) {
          case Disposition.Settled() -> lane.there();
          case Disposition.Again(String reason, Optional<Duration> after) -> {
            lane.postpone(parcel, reason, after);
            lane.there();
          }
          case Disposition.Indeterminate(String reason) -> lane.lost(parcel, reason);
          case Disposition.Busy(String reason, Optional<Duration> after) ->
              lane.busy(parcel, reason, after);
          case Disposition.Away gone -> {
            away.add(gone);
            inVain.add(parcel);
          }
        }
      }
      if (!away.isEmpty()) {
        lane.away(List.copyOf(inVain), away.getFirst().reason(), away.getFirst().after());
      }
    } catch (StoreUnavailable e) {
      LOG.debug("the store, which has told why, takes nothing in now", e);
      lane.stumbled(taken);
    } catch (RuntimeException e) {
      LOG.error("the outbox could not be written: {}", e.getMessage(), e);
      lane.stumbled(taken);
    } finally {
      landed.accept(lane, taken);
    }
  }

  private Disposition dispose(Parcel parcel, Outcome outcome) {
    try {
      return switch (outcome) {
        case Outcome.Delivered delivered -> addressee.receive(parcel, delivered.answer());
        case Outcome.Unanswered unanswered -> addressee.unanswered(parcel, unanswered);
        case Outcome.Failed(String reason) -> addressee.failed(parcel, reason);
        case Outcome.Returned(String reason) -> addressee.returned(parcel, reason);
        case Outcome.Away(String reason, Optional<Duration> after) ->
            new Disposition.Away(reason, after);
      };
    } catch (StoreUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error(
          "device {}: the answer to the {} could not be taken in: {}",
          parcel.serialNumber(),
          parcel.kind().title(),
          e.getMessage(),
          e);
      return addressee.returned(
          parcel, "a fault of this registrar in taking in the answer; its log has it");
    }
  }
}
