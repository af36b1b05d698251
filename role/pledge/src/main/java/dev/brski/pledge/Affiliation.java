package dev.brski.pledge;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * To whom a device belongs, and what it shows there.
 *
 * @param registrar the registrar as it was given to the pledge
 * @param origin where it is; elsewhere after a redirection
 * @param pins what everybody there is judged by: for a member the newest root that it has taken
 *     first, what the voucher pinned last
 * @param credential the LDevID of a member, the IDevID of a device that is still to be one
 */
record Affiliation(URI registrar, URI origin, List<X509Certificate> pins, Credential credential) {

  /** That of a member, or why the device is none. */
  static Verdict<Affiliation> ofMember(Journey journey) throws IOException {
    return journey.progress() instanceof Progress.Member member
        ? Verdict.accepted(
            new Affiliation(
                member.imprint().registrar(),
                member.imprint().origin(),
                journey.folder().pins(),
                journey.folder().ldevid()))
        : Verdict.refused(none(journey));
  }

  /** That of a member, or of a device that knows whose member it is to be. */
  static Verdict<Affiliation> of(Journey journey) throws IOException {
    return switch (journey.progress()) {
      case Progress.Member _ -> ofMember(journey);
      case Progress.Imprinted(Imprint imprint) -> ofGuest(journey, imprint);
      case Progress.Enrolling(Imprint imprint, Transaction _) -> ofGuest(journey, imprint);
      case Progress.Installing(Imprint imprint, Transaction _) -> ofGuest(journey, imprint);
      case Progress.Idle _, Progress.Joining _, Progress.Revoked _ ->
          Verdict.refused(none(journey));
    };
  }

  private static Verdict<Affiliation> ofGuest(Journey journey, Imprint imprint) throws IOException {
    return Verdict.accepted(
        new Affiliation(
            imprint.registrar(),
            imprint.origin(),
            List.of(new Domain(journey).pin(imprint)),
            journey.birth().idevid()));
  }

  private static Refusal none(Journey journey) {
    var folder = journey.options().folder();
    return Refusal.of(
            PledgeCheck.MEMBERSHIP,
            journey.progress() instanceof Progress.Revoked revoked
                ? "its certificate " + revoked.certificate() + " was revoked"
                : "it is not enrolled, its state is " + journey.progress().state().label(),
            "Let it become a member: brski pledge onboard --dir " + folder)
        .withDevice(journey.birth().serialNumber());
  }

  /** What follows on all others is asked for with it, and answers to that are judged by it. */
  X509Certificate newestPin() {
    return pins.getFirst();
  }

  /**
   * Whether the credential stands under a root that is not trusted yet: a link leads from it to one
   * that is (RFC 9810 section 4.4).
   */
  boolean hasUnknownRoot() {
    return Certificates.isUnderUnknownRoot(credential.chain(), pins);
  }

  /** The messages that are signed with its credential. */
  CmpClient client(Journey journey) {
    return new CmpClient(journey.tools(), journey.folder(), credential, journey.options());
  }

  /** With whom operations are carried out. */
  Party party(Journey journey) {
    var domain = new Domain(journey);
    return new Party(registrar, pins, () -> domain.open(registrar, origin, pins, credential));
  }
}
