package dev.brski.registrar.enrollment;

import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.carrier.Outcome;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.trust.Description;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes in the answers of an authority that would certify twice if it were asked twice. Whatever
 * left and got no answer that counts is indeterminate, unless the server says that it has done
 * nothing with it.
 */
public final class OnceOnly implements Addressee {

  private static final String PKIX_CMP = "application/pkixcmp";

  private final Delivery delivery;

  /** Over who understands the answers. */
  public OnceOnly(Delivery delivery) {
    this.delivery = delivery;
  }

  /** A gateway that gives up, or a server that stumbles, may have taken the message before. */
  @Override
  public Disposition receive(Parcel parcel, Answer answer) {
    boolean mayHaveBeenTaken =
        !answer.mediaType().equals(PKIX_CMP)
            && switch (answer.status()) {
              case 500, 502, 504 -> true;
              default -> false;
            };
    return mayHaveBeenTaken
        ? new Disposition.Indeterminate(Description.printable(Reception.unexpected(answer)))
        : once(delivery.receive(parcel, answer));
  }

  @Override
  public Disposition unanswered(Parcel parcel, Outcome.Unanswered why) {
    return once(delivery.unanswered(parcel, why));
  }

  @Override
  public Disposition failed(Parcel parcel, String reason) {
    return new Disposition.Indeterminate(reason);
  }

  @Override
  public Disposition returned(Parcel parcel, String reason) {
    return new Disposition.Indeterminate(reason);
  }

  private static Disposition once(Disposition disposition) {
    return switch (disposition) {
      case Disposition.Settled settled -> settled;
      case Disposition.Away away -> away;
      case Disposition.Indeterminate indeterminate -> indeterminate;
      case Disposition.Again(String reason, Optional<Duration> _) ->
          new Disposition.Indeterminate(reason);
      case Disposition.Busy(String reason, Optional<Duration> _) ->
          new Disposition.Indeterminate(reason);
    };
  }
}
