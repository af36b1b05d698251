package dev.brski.authority.intake;

import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.RequestValidation;
import dev.brski.cmp.RequestedCertificate;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;

/**
 * What a device, or a registrar, asks for in its own message: a certificate for itself, on a new
 * key.
 */
public final class InnerLayer {

  private final RequestValidation requests;

  /** The layer. */
  public InnerLayer(RequestValidation requests) {
    this.requests = requests;
  }

  /** What the device asks for, or the first rule of sections 4.1 and 5.1.1 that is broken. */
  Verdict<RequestedCertificate> read(CmpMessage message, Signer.OfDevice device) {
    var signer = device.certificate();
    return requests
        .validate(message, signer, RequestValidation.Requester.END_ENTITY)
        .flatMap(
            requested ->
                requested.identifies(signer, device.serialNumber())
                    ? Verdict.accepted(requested)
                    : CmpCheck.SUBJECT_IDENTIFIES_SIGNER.refused(
                        "the subject "
                            + Naming.of(requested.subject())
                            + " does not name the device of "
                            + Naming.of(signer)))
        .flatMap(requested -> onNewKey(requested, signer));
  }

  /**
   * What a registrar asks for with its own kur, or the first rule that is broken. It proves
   * possession as a device does: what it may vouch for is others' keys.
   */
  Verdict<RequestedCertificate> readUpdate(CmpMessage message, X509Certificate signer) {
    return requests
        .validate(message, signer, RequestValidation.Requester.END_ENTITY)
        .flatMap(requested -> onNewKey(requested, signer));
  }

  private static Verdict<RequestedCertificate> onNewKey(
      RequestedCertificate requested, X509Certificate signer) {
    return requested.isForKeyOf(signer)
        ? CmpCheck.PROTECTION_KEY_REQUESTED.refused(
            "the key of " + Naming.of(signer) + " is to be certified again")
        : Verdict.accepted(requested);
  }
}
