package dev.brski.authority.intake;

import dev.brski.authority.ledger.Registrar;
import dev.brski.authority.ledger.Registrars;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Expectation;
import dev.brski.cmp.MessageValidation;
import dev.brski.cmp.SignerTrust;
import dev.brski.time.Clock;
import dev.brski.trust.Certificates;
import dev.brski.trust.Oids;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * A registrar's own protection, around a request or instead of the device's: whether it is that of
 * one that this authority made and has not revoked (RFC 9483 sections 5.2.2.1 and 5.2.3).
 */
public final class OuterLayer {

  private final MessageValidation validation;
  private final SignerTrust trust;
  private final List<X509Certificate> issuers;
  private final Registrars registrars;
  private final Clock clock;

  /**
   * The layer.
   *
   * @param trust a path to a root of ours
   * @param issuers our own issuing CA, for registrars that send no chain
   */
  public OuterLayer(
      MessageValidation validation,
      SignerTrust trust,
      List<X509Certificate> issuers,
      Registrars registrars,
      Clock clock) {
    this.validation = validation;
    this.trust = trust;
    this.issuers = List.copyOf(issuers);
    this.registrars = registrars;
    this.clock = clock;
  }

  /** The registrar that nests something, or the first check that fails. */
  Verdict<Registrar> judge(CmpMessage nested) {
    return judge(
        nested,
        Expectation.of(Set.of(BodyType.nested), new Expectation.RecipNonce.Ignored(), trust)
            .in(Expectation.Layer.OUTER));
  }

  /** The registrar that has protected a request instead of the device, or the first such check. */
  Verdict<Registrar> judgeReplaced(CmpMessage request) {
    return judge(
            request,
            Expectation.of(Set.of(request.type()), new Expectation.RecipNonce.Absent(), trust))
        .mapRefusal(Naming::alone);
  }

  private Verdict<Registrar> judge(CmpMessage message, Expectation expected) {
    return validation
        .validate(message, expected.knowing(issuers), clock.now())
        .flatMap(authentic -> registrationAuthority(authentic.signer()))
        .flatMap(this::known)
        .flatMap(this::inForce);
  }

  private static Verdict<X509Certificate> registrationAuthority(X509Certificate signer) {
    return Certificates.hasExtendedKeyUsage(signer, Oids.CMC_RA)
        ? Verdict.accepted(signer)
        : Verdict.refused(
            IntakeCheck.REGISTRATION_AUTHORITY.refusal(
                Naming.of(signer) + " lacks the extended key usage id-kp-cmcRA"));
  }

  private Verdict<Registrar> known(X509Certificate signer) {
    return registrars
        .byCertificate(signer)
        .map(Verdict::accepted)
        .orElseGet(
            () ->
                Verdict.refused(
                    IntakeCheck.REGISTRAR_KNOWN.refusal(
                        Naming.of(signer) + " was not issued to a registrar")));
  }

  private Verdict<Registrar> inForce(Registrar registrar) {
    return registrars
        .objection(registrar)
        .map(why -> Verdict.<Registrar>refused(IntakeCheck.REGISTRAR_REVOKED.refusal(why)))
        .orElseGet(() -> Verdict.accepted(registrar));
  }
}
