package dev.brski.authority.intake;

import dev.brski.cmp.Authenticated;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Expectation;
import dev.brski.cmp.MessageValidation;
import dev.brski.cmp.RequestValidation;
import dev.brski.cmp.RequestedCertificate;
import dev.brski.cmp.SignerTrust;
import dev.brski.time.Clock;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.Set;

/** The device's own message: signed with an IDevID of a known manufacturer, asking for its own. */
public final class InnerLayer {

  /** A device that proved who it is. */
  record Identity(X509Certificate idevid, String manufacturer, String serialNumber) {}

  private static final Set<BodyType> TAKEN = Set.of(BodyType.ir, BodyType.p10cr);

  private final MessageValidation validation;
  private final RequestValidation requests;
  private final PathValidator paths;
  private final Manufacturers manufacturers;
  private final Clock clock;

  /** The layer. */
  public InnerLayer(
      MessageValidation validation,
      RequestValidation requests,
      PathValidator paths,
      Manufacturers manufacturers,
      Clock clock) {
    this.validation = validation;
    this.requests = requests;
    this.paths = paths;
    this.manufacturers = manufacturers;
    this.clock = clock;
  }

  /** Whose protection is trusted on a device's message: its manufacturer's anchor says so. */
  public SignerTrust trust() {
    return (signer, candidates, now) ->
        paths.validate(signer, candidates, manufacturers.anchors(), Purpose.IDEVID, now);
  }

  /** The device that the protection speaks for, or the first check of section 3.5 that fails. */
  Verdict<Identity> identify(CmpMessage message) {
    var expected =
        Expectation.of(TAKEN, new Expectation.RecipNonce.Absent(), trust())
            .in(Expectation.Layer.INNER);
    return validation
        .validate(message, expected, clock.now())
        .mapRefusal(InnerLayer::withManufacturerRemedy)
        .flatMap(this::identity);
  }

  private static Refusal withManufacturerRemedy(Refusal refusal) {
    return refusal.check() == CmpCheck.SIGNER_TRUSTED
        ? new Refusal(
            refusal.check(),
            refusal.told(),
            refusal.cause(),
            refusal.device(),
            "If devices of this manufacturer are to join: brski authority manufacturer add"
                + " ANCHOR.pem.")
        : refusal;
  }

  private Verdict<Identity> identity(Authenticated authentic) {
    var idevid = authentic.signer();
    return manufacturers
        .of(authentic.path())
        .map(
            manufacturer ->
                manufacturer
                    .serialNumber(idevid)
                    .map(serial -> new Identity(idevid, manufacturer.name(), serial)))
        .orElseGet(
            () ->
                Verdict.refused(
                    IntakeCheck.SERIAL_NUMBER.refusal(
                        Naming.of(idevid) + " stands under no anchor that is taken now")));
  }

  /** What the device asks for, or the first rule of sections 4.1.1 and 5.1.1 that is broken. */
  Verdict<RequestedCertificate> read(CmpMessage message, Identity identity) {
    var idevid = identity.idevid();
    return requests
        .validate(message, idevid, RequestValidation.Requester.END_ENTITY)
        .flatMap(
            requested ->
                requested.identifies(idevid, identity.serialNumber())
                    ? Verdict.accepted(requested)
                    : CmpCheck.SUBJECT_IDENTIFIES_SIGNER.refused(
                        "the subject "
                            + Naming.of(requested.subject())
                            + " does not name the device of "
                            + Naming.of(idevid)))
        .flatMap(
            requested ->
                requested.isForKeyOf(idevid)
                    ? CmpCheck.PROTECTION_KEY_REQUESTED.refused(
                        "the key of " + Naming.of(idevid) + " is to be certified again")
                    : Verdict.accepted(requested));
  }
}
