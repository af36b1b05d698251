package dev.brski.registrar.imprint;

import dev.brski.registrar.admission.Admission;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.SignedArtifact;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the registrar's voucher-request for the MASA (RFC 8995 section 5.5). */
public final class RegistrarRequest {

  private final List<X509Certificate> domainCa;
  private final CryptoSuite suite;
  private final InstantSource clock;

  /**
   * @param domainCa what the MASA shall pin: the last of the certificates that are sent
   */
  public RegistrarRequest(List<X509Certificate> domainCa, CryptoSuite suite, InstantSource clock) {
    this.domainCa = List.copyOf(domainCa);
    this.suite = suite;
    this.clock = clock;
  }

  /**
   * The request for a device, with the device's own inside, signed by the credential that the
   * device saw in TLS: the exact octets to send, each time the same.
   */
  public byte[] make(
      Signed<PledgeVoucherRequest> pledgeRequest, Admission.Known device, Credential registrar) {
    var now = clock.instant();
    var leaves =
        RegistrarVoucherRequest.onBehalfOf(
            pledgeRequest, device.idevid(), device.serialNumber(), now);
    return signed(leaves, registrar, now);
  }

  /**
   * The request for a voucher without a nonce, in advance (RFC 8995 section 3.1).
   *
   * @param issuer whose serial number it is, if that is known
   */
  public byte[] inAdvance(
      String serialNumber, Optional<IdevidIssuer> issuer, Credential registrar) {
    var now = clock.instant();
    return signed(RegistrarVoucherRequest.inAdvance(serialNumber, issuer, now), registrar, now);
  }

  private byte[] signed(RegistrarVoucherRequest leaves, Credential registrar, Instant now) {
    return SignedArtifact.sign(
            leaves.toJson(), registrar, toBePinned(registrar), Optional.of(now), suite)
        .encoded();
  }

  private List<X509Certificate> toBePinned(Credential registrar) {
    var chain = new ArrayList<>(registrar.chain());
    domainCa.stream().filter(ca -> !chain.contains(ca)).forEach(chain::add);
    return chain;
  }
}
