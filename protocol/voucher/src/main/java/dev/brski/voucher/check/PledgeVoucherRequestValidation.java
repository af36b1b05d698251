package dev.brski.voucher.check;

import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.Loose;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Tolerance;
import dev.brski.voucher.VoucherCheck;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a registrar demands of a pledge's voucher-request (RFC 8995 sections 5.2 and 5.5).
 *
 * <p>Whether the pledge's IDevID is of a known manufacturer is judged before, on the TLS client's
 * certificate.
 */
public final class PledgeVoucherRequestValidation {

  private static final String PROXIMITY = "proximity-registrar-cert";
  private static final String INTERCEPTED =
      "Look for something between pledge and registrar that terminates TLS; close the connection.";

  private final CryptoSuite suite;

  /** Verifies signatures with the suite. */
  public PledgeVoucherRequestValidation(CryptoSuite suite) {
    this.suite = suite;
  }

  /**
   * Holds the request against both ends of the connection it came on.
   *
   * @param tlsClient the end-entity certificate of the TLS client: the IDevID
   * @param serialNumber the device's, read from the IDevID in the field that its manufacturer uses
   * @param presented the end-entity certificate that this side showed on that connection
   */
  public Verdict<Signed<PledgeVoucherRequest>> validate(
      Signed<PledgeVoucherRequest> request,
      X509Certificate tlsClient,
      String serialNumber,
      X509Certificate presented) {
    return signedBy(request, tlsClient)
        .flatMap(this::claimsProximity)
        .flatMap(signed -> isConnectedTo(signed, presented))
        .flatMap(this::hasNonce)
        .flatMap(signed -> isFor(signed, serialNumber, tlsClient))
        .mapRefusal(refusal -> refusal.withDevice(Description.printable(serialNumber)));
  }

  /**
   * Every rule that a request breaks, whatever connection it came on; without anchors, no trust.
   */
  List<Refusal> breaches(
      Loose<PledgeVoucherRequest> looked, PathValidator paths, Anchors anchors, Moment now) {
    var request = looked.signed();
    var artifact = request.artifact();
    var found =
        new Breaches(looked)
            .judge(artifact.verifySignature(suite))
            .judge(claimsProximity(request), "assertion")
            .judge(namesRegistrar(request), PROXIMITY)
            .judge(hasNonce(request), "nonce");
    var idevid = artifact.signer();
    if (idevid.isPresent()) {
      found.judge(
          SerialNumberField.own(idevid.get())
              .mapRefusal(refusal -> refusal.under(VoucherCheck.PVR_SERIAL))
              .flatMap(serialNumber -> isFor(request, serialNumber, idevid.get())),
          "serial-number");
      if (!anchors.isEmpty()) {
        found.judge(
            paths
                .validate(
                    idevid.get(),
                    artifact.certificates(),
                    anchors,
                    Purpose.IDEVID.ignoringLifetime(),
                    now)
                .mapRefusal(refusal -> refusal.under(VoucherCheck.RVR_DEVICE)));
      }
    }
    return found.all();
  }

  private Verdict<Signed<PledgeVoucherRequest>> signedBy(
      Signed<PledgeVoucherRequest> request, X509Certificate tlsClient) {
    var signer = request.artifact().signer(List.of(tlsClient));
    if (signer.isEmpty() || !signer.get().getPublicKey().equals(tlsClient.getPublicKey())) {
      return Verdict.refused(
          VoucherCheck.PVR_SIGNER,
          "the TLS client is "
              + SignedArtifact.name(tlsClient)
              + ", the request names as its signer "
              + request.artifact().signerIdentifier(),
          "The pledge must sign with the key of the certificate it shows in TLS.");
    }
    boolean same = signer.get().equals(tlsClient);
    return request
        .artifact()
        .verifySignature(suite, tlsClient)
        .map(_ -> same ? request : request.tolerating(Tolerance.OTHER_CERTIFICATE_SAME_KEY));
  }

  private Verdict<Signed<PledgeVoucherRequest>> claimsProximity(
      Signed<PledgeVoucherRequest> request) {
    return request.leaves().assertion().filter(Assertion.PROXIMITY::equals).isPresent()
        ? Verdict.accepted(request)
        : Verdict.refused(
            VoucherCheck.PVR_ASSERTION,
            "the assertion is "
                + request
                    .leaves()
                    .assertion()
                    .map(assertion -> Description.printable(assertion.name()))
                    .orElse("absent"),
            "The pledge must assert proximity; others of RFC 8366 are the MASA's.");
  }

  private Verdict<Signed<PledgeVoucherRequest>> isConnectedTo(
      Signed<PledgeVoucherRequest> request, X509Certificate presented) {
    return namesRegistrar(request)
        .flatMap(
            claimed ->
                claimed.equals(presented)
                    ? Verdict.accepted(request)
                    : Verdict.refused(
                        VoucherCheck.PVR_PROXIMITY,
                        "the pledge was shown "
                            + SignedArtifact.name(claimed)
                            + ", this connection showed "
                            + SignedArtifact.name(presented),
                        INTERCEPTED));
  }

  private static Verdict<X509Certificate> namesRegistrar(Signed<PledgeVoucherRequest> request) {
    return request
        .leaves()
        .proximityRegistrarCert()
        .map(Verdict::accepted)
        .orElseGet(
            () ->
                Verdict.refused(VoucherCheck.PVR_PROXIMITY, PROXIMITY + " is absent", INTERCEPTED));
  }

  private Verdict<Signed<PledgeVoucherRequest>> hasNonce(Signed<PledgeVoucherRequest> request) {
    return request.leaves().nonce().isPresent()
        ? Verdict.accepted(request)
        : Verdict.refused(
            VoucherCheck.PVR_NONCE,
            "the request has no nonce",
            "The pledge must put a fresh random nonce into each request.");
  }

  private Verdict<Signed<PledgeVoucherRequest>> isFor(
      Signed<PledgeVoucherRequest> request, String serialNumber, X509Certificate idevid) {
    return switch (SerialNumbers.compare(request.leaves().serialNumber(), serialNumber)) {
      case EXACT -> Verdict.accepted(request);
      case BUT_FOR_CASE -> Verdict.accepted(request.tolerating(Tolerance.SERIAL_NUMBER_CASE));
      case NONE ->
          Verdict.refused(
              VoucherCheck.PVR_SERIAL,
              SerialNumbers.difference(request.leaves().serialNumber(), serialNumber, idevid),
              "The pledge must send the serial number of its IDevID, of the field that"
                  + " serial-number names for its manufacturer.");
    };
  }
}
