package dev.brski.pledge;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Enrolled (RFC 8995 section 2.1): the membership is put in its place, and the registrar told. */
final class Membership {

  private final Journey journey;
  private final Domain domain;
  private final EnrollStatus status;
  private boolean fresh;

  Membership(Journey journey, Domain domain, EnrollStatus status) {
    this.journey = journey;
    this.domain = domain;
    this.status = status;
  }

  /** Writes the files; a run that ends in the middle of it is followed by one that repeats it. */
  Optional<Outcome> install(Imprint imprint, Transaction transaction) throws IOException {
    fresh = true;
    var folder = journey.folder();
    var granted = transaction.granted().orElseThrow();
    var ldevid = folder.received(granted);
    List<X509Certificate> caPubs =
        granted.caPubs().isPresent() ? folder.certificates(granted.caPubs().get()) : List.of();
    var voucher = folder.messages().read(imprint.voucher());
    folder.install(ldevid, domain.pin(imprint), voucher, caPubs);
    journey.moveTo(new Progress.Member(imprint, transaction, false));
    journey.succeeded(imprint.registrar());
    journey.tell(new Event.Installed(ldevid.leaf()));
    return Optional.empty();
  }

  /** Tells the registrar, if that is still to be done; a member stays one without it. */
  Optional<Outcome> report(Progress.Member member) throws IOException {
    var imprint = member.imprint();
    var ldevid = journey.folder().ldevid();
    boolean reported = member.reported();
    if (!reported && status.success(imprint, ldevid)) {
      reported = true;
      journey.moveTo(new Progress.Member(imprint, member.transaction(), true));
    }
    return Optional.of(new Outcome.Enrolled(ldevid.leaf(), imprint.registrar(), !fresh, reported));
  }
}
