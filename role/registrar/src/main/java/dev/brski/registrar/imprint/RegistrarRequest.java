package dev.brski.registrar.imprint;

import dev.brski.registrar.admission.Admission;
import dev.brski.trust.Certificates;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the registrar's voucher-request for the MASA (RFC 8995 section 5.5). */
public final class RegistrarRequest {

  private final Supplier<List<X509Certificate>> domainCa;
  private final CryptoSuite suite;
  private final InstantSource clock;

  /**
   * @param domainCa what the MASA shall pin: of several roots the one that the credential stands
   *     under
   */
  public RegistrarRequest(
      Supplier<List<X509Certificate>> domainCa, CryptoSuite suite, InstantSource clock) {
    this.domainCa = domainCa;
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
            leaves.toJson(),
            registrar,
            toBePinned(registrar, domainCa.get(), suite),
            Optional.of(now),
            suite)
        .encoded();
  }

  /**
   * The chain of a credential up to the root, the topmost last but for links. Where the root has
   * followed on another, what links it with that comes after it, and tells a MASA that knows only
   * the other whose root it is (RFC 9810 section 4.4). Where the root is not known, the links lead
   * to the one that is.
   *
   * @param domainCa what is known, the newest root first
   */
  public static List<X509Certificate> toBePinned(
      Credential registrar, List<X509Certificate> domainCa, CryptoSuite suite) {
    var chain = new LinkedHashSet<X509Certificate>();
    registrar.chain().stream().filter(one -> !Certificates.isLink(one)).forEach(chain::add);
    var highest = List.copyOf(chain).getLast();
    var root =
        domainCa.stream()
            .filter(Certificates::isRoot)
            .filter(ca -> Certificates.isSignedBy(highest, ca, suite))
            .findFirst();
    if (root.isEmpty()) {
      chain.addAll(registrar.chain());
      chain.addAll(domainCa);
      return List.copyOf(chain);
    }
    domainCa.stream().filter(ca -> !Certificates.isRoot(ca)).forEach(chain::add);
    chain.add(root.get());
    registrar.chain().stream().filter(Certificates::isLink).forEach(chain::add);
    return List.copyOf(chain);
  }
}
