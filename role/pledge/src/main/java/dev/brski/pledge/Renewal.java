package dev.brski.pledge;

import dev.brski.time.Moment;
import dev.brski.trust.Certificates;
import dev.brski.verdict.Refusal;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * Another certificate in the place of a member's present one, for a new key (RFC 9483 section
 * 4.1.3). The present one stays in use until the other is granted, and confirmed where that is
 * wanted; then both files are replaced.
 */
final class Renewal {

  private final Journey journey;
  private final Affiliation affiliation;
  private final Duty duty;

  Renewal(Journey journey, Affiliation affiliation) {
    this.journey = journey;
    this.affiliation = affiliation;
    this.duty = new Duty(journey, affiliation, Errand.Kind.RENEWAL, Awaited.CERTIFICATE);
  }

  /** Puts a certificate in its place that an earlier run had received and was cut short with. */
  static void settle(Journey journey) throws IOException {
    var renewal = journey.errand(Errand.Kind.RENEWAL).filter(Errand::settled);
    if (renewal.isPresent() && journey.progress() instanceof Progress.Member member) {
      install(journey, renewal.get().transaction(), member.imprint().registrar());
    }
  }

  private static X509Certificate install(Journey journey, Transaction transaction, URI registrar)
      throws IOException {
    var renewed = journey.folder().received(transaction.granted().orElseThrow());
    journey.folder().replace(renewed);
    journey.forget(Errand.Kind.RENEWAL);
    journey.succeeded(registrar);
    journey.tell(new Event.Installed(renewed.leaf()));
    return renewed.leaf();
  }

  /** Whether one is under way. */
  boolean isUnderWay() throws IOException {
    return duty.underWay().isPresent();
  }

  /** Renews it now, or goes on with what an earlier run began. */
  Upkept go() throws IOException, InterruptedException {
    var present = affiliation.credential().leaf();
    if (journey.options().clock().now() instanceof Moment.Known(Instant now)
        && now.isAfter(present.getNotAfter().toInstant())) {
      return new Upkept.Unable(expired(present));
    }
    if (duty.underWay().isEmpty() && journey.progress() instanceof Progress.Member member) {
      duty.begin(duty.cmp().update(member.transaction()));
    }
    var end = duty.end();
    return switch (end) {
      case End.Unfinished(Outcome.Unfinished outcome) -> outcome;
      case End.Stranger stranger -> duty.met(stranger);
      case End.Granted(Transaction granted) -> granted(granted);
      case End.Rejected(var _, Refusal refusal) -> duty.refused(refusal);
      case End.Failed(Refusal refusal) -> duty.refused(refusal);
      case End.Revoked _, End.Informed _ ->
          throw new IllegalStateException("no answer to a request for a certificate: " + end);
    };
  }

  private Upkept granted(Transaction granted) throws IOException {
    journey.keep(Errand.Kind.RENEWAL, new Errand(granted, true));
    return new Upkept.Renewed(
        install(journey, granted, affiliation.registrar()), affiliation.registrar());
  }

  private Refusal expired(X509Certificate certificate) {
    return Refusal.of(
            PledgeCheck.MEMBERSHIP,
            "its certificate "
                + Certificates.serialNumber(certificate)
                + " has expired at "
                + certificate.getNotAfter().toInstant()
                + ", and only a valid one can be renewed",
            "Reset the pledge and let it become a member again: brski pledge reset, then onboard.")
        .withDevice(journey.birth().serialNumber());
  }

  /** From when the present certificate should be renewed. */
  Optional<Upkept.NotDue> notDueAt(Instant now) {
    var present = affiliation.credential().leaf();
    var due = Certificates.renewalDue(present);
    return now.isBefore(due) ? Optional.of(new Upkept.NotDue(present, due)) : Optional.empty();
  }
}
