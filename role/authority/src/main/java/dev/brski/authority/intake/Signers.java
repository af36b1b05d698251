package dev.brski.authority.intake;

import dev.brski.authority.ledger.IssuedCertificates;
import dev.brski.authority.ledger.Registrar;
import dev.brski.authority.ledger.Registrars;
import dev.brski.cmp.Authenticated;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Expectation;
import dev.brski.cmp.MessageValidation;
import dev.brski.cmp.SignerTrust;
import dev.brski.time.Clock;
import dev.brski.trust.Anchors;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.trust.TrustedPath;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who signs what devices and registrars send, and whose signature counts for which kind of message
 * (RFC 9483 sections 4.1 to 4.3). Of our own certificates those count that the ledger has, octet
 * for octet, under our root.
 */
public final class Signers {

  private static final String ANEW =
      "If the device is to go on in this domain, let it enroll anew with its IDevID.";

  private static final String NEW_CREDENTIAL =
      "If that registrar is to serve again, give it a new credential: brski authority registrar.";

  private final MessageValidation validation;
  private final PathValidator paths;
  private final Manufacturers manufacturers;
  private final Anchors roots;
  private final List<X509Certificate> issuers;
  private final IssuedCertificates issued;
  private final Registrars registrars;
  private final Clock clock;

  /**
   * Signers as a ledger and the manufacturers have them.
   *
   * @param roots what our own certificates are anchored in
   * @param issuers our own issuing CA, for signers that send no chain
   */
  public Signers(
      MessageValidation validation,
      PathValidator paths,
      Manufacturers manufacturers,
      List<X509Certificate> roots,
      List<X509Certificate> issuers,
      IssuedCertificates issued,
      Registrars registrars,
      Clock clock) {
    this.validation = validation;
    this.paths = paths;
    this.manufacturers = manufacturers;
    this.roots = Anchors.of(roots);
    this.issuers = List.copyOf(issuers);
    this.issued = issued;
    this.registrars = registrars;
    this.clock = clock;
  }

  /** Whose protection is trusted on a message that needs no more than a signer that is known. */
  public SignerTrust trust() {
    return (signer, candidates, now) ->
        (isOurs(signer) ? ours() : manufacturers()).judge(signer, candidates, now);
  }

  private SignerTrust manufacturers() {
    return (signer, candidates, now) ->
        paths.validate(signer, candidates, manufacturers.anchors(), Purpose.IDEVID, now);
  }

  /** Those of our own certificates that are in force. */
  private SignerTrust ours() {
    return (signer, candidates, now) ->
        underRoot()
            .judge(signer, candidates, now)
            .flatMap(
                path ->
                    objection(signer)
                        .map(Verdict::<TrustedPath>refused)
                        .orElseGet(() -> Verdict.accepted(path)));
  }

  private SignerTrust underRoot() {
    return (signer, candidates, now) -> {
      var all = new ArrayList<>(candidates);
      all.addAll(issuers);
      return paths.validate(signer, all, roots, Purpose.CMP_SIGNER, now);
    };
  }

  private boolean isOurs(X509Certificate signer) {
    return issued.holder(signer).isPresent() || registrars.byCertificate(signer).isPresent();
  }

  private Optional<Refusal> objection(X509Certificate signer) {
    var holder = issued.holder(signer);
    if (holder.isPresent()) {
      return holder
          .get()
          .objection()
          .map(
              why ->
                  Refusal.of(SignerCheck.IN_FORCE, why, ANEW)
                      .withDevice(holder.get().device().serialNumber()));
    }
    return registrars
        .byCertificate(signer)
        .map(
            registrar ->
                registrars
                    .objection(registrar)
                    .map(why -> Refusal.of(SignerCheck.IN_FORCE, why, NEW_CREDENTIAL)))
        .orElseGet(() -> Optional.of(unknown()));
  }

  private static Refusal unknown() {
    return Refusal.of(
        SignerCheck.ISSUED_HERE,
        "the ledger has no such certificate",
        "Look where it comes from: this authority has issued it to no device and no registrar.");
  }

  /**
   * The device that asks for a certificate. A device that has none of ours yet asks with its IDevID
   * in an ir or p10cr (sections 4.1.1 and 4.1.4); one that has asks with that in a cr or kur
   * (sections 4.1.2 and 4.1.3).
   */
  Verdict<Signer.OfDevice> ofCertification(CmpMessage message) {
    return message.type() == BodyType.ir || message.type() == BodyType.p10cr
        ? validated(message, Expectation.Layer.INNER, manufacturers())
            .mapRefusal(
                refusal ->
                    withRemedy(
                        refusal,
                        "If devices of this manufacturer are to join: brski authority manufacturer"
                            + " add ANCHOR.pem."))
            .flatMap(this::newcomer)
        : validated(message, Expectation.Layer.INNER, ours())
            .mapRefusal(refusal -> withRemedy(refusal, ANEW))
            .flatMap(authentic -> member(authentic.signer()));
  }

  /**
   * The device whose certificate was sent along by somebody who answers for it; nothing is signed
   * with it here.
   */
  Verdict<Signer.OfDevice> ofShown(
      X509Certificate certificate, Collection<X509Certificate> candidates) {
    return isOurs(certificate)
        ? ours().judge(certificate, candidates, clock.now()).flatMap(_ -> member(certificate))
        : manufacturers()
            .judge(certificate, candidates, clock.now())
            .flatMap(path -> newcomer(certificate, path));
  }

  /** Whether it is the certificate of a registrar that was made here, in force or not. */
  boolean isOfRegistrar(X509Certificate certificate) {
    return registrars.byCertificate(certificate).isPresent();
  }

  /** Whether a message shows a registrar's credential; whether it has its key is not judged. */
  boolean isOfRegistrar(CmpMessage message) {
    return message.extraCerts().stream().findFirst().flatMap(registrars::byCertificate).isPresent();
  }

  /** The registrar that asks for its next credential with the one that it has (4.1.3). */
  Verdict<Registrar> ofUpdate(CmpMessage message) {
    return validated(message, Expectation.Layer.MESSAGE, ours())
        .mapRefusal(refusal -> withRemedy(refusal, NEW_CREDENTIAL))
        .flatMap(
            authentic ->
                registrars
                    .byCertificate(authentic.signer())
                    .map(Verdict::accepted)
                    .orElseGet(
                        () ->
                            Verdict.refused(
                                IntakeCheck.NESTED.refusal(
                                    "a bare kur of " + Naming.of(authentic.signer())))));
  }

  /**
   * Who asks for a revocation: a device with a certificate of ours, be it revoked by now, since its
   * request may come twice; or a registrar (sections 4.2 and 5.3.2).
   */
  Verdict<Signer> ofRevocation(CmpMessage message, Expectation.Layer layer) {
    return validated(message, layer, withHolder())
        .mapRefusal(refusal -> withRemedy(refusal, ANEW))
        .map(authentic -> ours(authentic.signer()));
  }

  private SignerTrust withHolder() {
    return (signer, candidates, now) ->
        issued.holder(signer).isPresent()
            ? underRoot().judge(signer, candidates, now)
            : ours().judge(signer, candidates, now);
  }

  /** Who asks a question: a device, whether it has a certificate of ours or not; or a registrar. */
  Verdict<Signer> ofInquiry(CmpMessage message, Expectation.Layer layer) {
    return validated(message, layer, trust())
        .flatMap(
            authentic ->
                isOurs(authentic.signer())
                    ? Verdict.accepted(ours(authentic.signer()))
                    : newcomer(authentic).map(device -> (Signer) device));
  }

  private Verdict<Authenticated> validated(
      CmpMessage message, Expectation.Layer layer, SignerTrust trust) {
    var expected =
        Expectation.of(Set.of(message.type()), new Expectation.RecipNonce.Absent(), trust);
    return validation.validate(message, expected.in(layer), clock.now());
  }

  private static Refusal withRemedy(Refusal refusal, String remedy) {
    return refusal.check() == CmpCheck.SIGNER_TRUSTED
        ? new Refusal(refusal.check(), refusal.told(), refusal.cause(), refusal.device(), remedy)
        : refusal;
  }

  private Verdict<Signer.OfDevice> newcomer(Authenticated authentic) {
    return newcomer(authentic.signer(), authentic.path());
  }

  private Verdict<Signer.OfDevice> newcomer(X509Certificate idevid, TrustedPath path) {
    return manufacturers
        .of(path)
        .map(
            manufacturer ->
                manufacturer
                    .serialNumber(idevid)
                    .<Signer.OfDevice>map(
                        serial -> new Signer.ByIdevid(idevid, manufacturer.name(), serial)))
        .orElseGet(
            () ->
                Verdict.refused(
                    IntakeCheck.SERIAL_NUMBER.refusal(
                        Naming.of(idevid) + " stands under no anchor that is taken now")));
  }

  private Verdict<Signer.OfDevice> member(X509Certificate signer) {
    return switch (ours(signer)) {
      case Signer.OfDevice device -> Verdict.accepted(device);
      case Signer.ByRegistrar(var registrar) ->
          Verdict.refused(
              IntakeCheck.REGISTRARS_CREDENTIAL.refusal(
                  "registrar " + registrar.name() + " asks with " + Naming.of(signer)));
    };
  }

  /** The one to whom a certificate was issued that was found in the ledger just now. */
  private Signer ours(X509Certificate signer) {
    return issued
        .holder(signer)
        .<Signer>map(holder -> new Signer.ByLdevid(signer, holder.device(), holder.profile()))
        .orElseGet(() -> new Signer.ByRegistrar(registrars.byCertificate(signer).orElseThrow()));
  }
}
