package dev.brski.registrar.enrollment;

import dev.brski.cmp.CmpMessage;
import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.carrier.Outcome;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.trust.Description;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes in the answers of an authority that would certify twice if it were asked twice. Whatever
 * left and got no answer that counts is indeterminate, unless the server says, and can be believed,
 * that it has done nothing with it. Questions (RFC 9483 section 4.3) may be asked again.
 */
public final class OnceOnly implements Addressee {

  private final Addressee delivery;
  private final boolean authentic;

  /**
   * Over who understands the answers.
   *
   * @param authentic whether it is known who says an HTTP status: not over plain HTTP
   */
  public OnceOnly(Addressee delivery, boolean authentic) {
    this.delivery = delivery;
    this.authentic = authentic;
  }

  /** Only a PKIMessage says what has become of a request; a status hardly ever does. */
  @Override
  public Disposition receive(Parcel parcel, Answer answer) {
    if (parcel.isQuestion()) {
      return delivery.receive(parcel, answer);
    }
    if (answer.mediaType().equals(CmpMessage.MEDIA_TYPE)) {
      return once(delivery.receive(parcel, answer));
    }
    var reason = Description.printable(Reception.unexpected(answer));
    return authentic && isNotTaken(answer.status())
        ? new Disposition.Away(reason, answer.retryAfter())
        : new Disposition.Indeterminate(reason);
  }

  /**
   * It did not wait for the request, or does not want it now. A 503 is not among these: gateways
   * say it also when the server behind them broke off.
   */
  private static boolean isNotTaken(int status) {
    return switch (status) {
      case 408, 425, 429 -> true;
      default -> false;
    };
  }

  @Override
  public Disposition unanswered(Parcel parcel, Outcome.Unanswered why) {
    return parcel.isQuestion()
        ? delivery.unanswered(parcel, why)
        : new Disposition.Indeterminate(why.reason());
  }

  @Override
  public Disposition failed(Parcel parcel, String reason) {
    return parcel.isQuestion()
        ? delivery.failed(parcel, reason)
        : new Disposition.Indeterminate(reason);
  }

  @Override
  public Disposition returned(Parcel parcel, String reason) {
    return parcel.isQuestion()
        ? delivery.returned(parcel, reason)
        : new Disposition.Indeterminate(reason);
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
