package dev.brski.voucher;

import static dev.brski.voucher.Pki.NOW;
import static dev.brski.voucher.Pki.SUITE;

import dev.brski.trust.Anchors;
import dev.brski.trust.Credential;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** A manufacturer with a device, and a domain with a registrar, as tests need them. */
public final class Scene {

  public final Credential manufacturer = Pki.root("ACME Root");
  public final Credential idevidCa = Pki.ca(manufacturer, "ACME IDevID CA");
  public final Credential device = Pki.idevid(idevidCa, "ACME-0001");
  public final Credential otherDevice = Pki.idevid(idevidCa, "ACME-0002");
  public final Credential voucherRoot = Pki.root("ACME Voucher Anchor");
  public final Credential voucherSigner = Pki.endEntity(voucherRoot, "ACME MASA");
  public final Credential domainRoot = Pki.root("Plant Root");
  public final Credential domainCa = Pki.ca(domainRoot, "Plant CA");
  public final Credential registrar = Pki.registrar(domainCa, "Plant registrar");
  public final Credential authority = Pki.registrar(domainCa, "Plant RA");
  public final Credential ldevid = Pki.endEntity(domainCa, "Some enrolled device");
  public final Credential foreignRegistrar =
      Pki.registrar(Pki.root("Foreign Root"), "Foreign registrar");
  public final Nonce nonce = Nonce.random(SUITE);
  public final VoucherCodec codec = VoucherCodec.standard();

  public Anchors idevidAnchors() {
    return Anchors.of(List.of(manufacturer.leaf()));
  }

  public Anchors voucherAnchors() {
    return Anchors.of(List.of(voucherRoot.leaf()));
  }

  public PledgeVoucherRequest pledgeRequest() {
    return PledgeVoucherRequest.proximity(Optional.of(NOW), "ACME-0001", nonce, registrar.leaf());
  }

  public byte[] signedByDevice(PledgeVoucherRequest request) {
    return sign(request.toJson(), device, device.chain());
  }

  public RegistrarVoucherRequest registrarRequest(byte[] prior) {
    return RegistrarVoucherRequest.onBehalfOf(
        accepted(codec.readPledgeVoucherRequest(prior)), device.leaf(), "ACME-0001", NOW);
  }

  public byte[] signedByRegistrar(RegistrarVoucherRequest request) {
    return sign(request.toJson(), registrar, registrar.chain());
  }

  public Voucher voucher() {
    return Voucher.nonced(NOW, Assertion.PROXIMITY, "ACME-0001", domainRoot.leaf(), nonce);
  }

  public byte[] signedByMasa(Voucher voucher) {
    return sign(voucher.toJson(), voucherSigner, voucherSigner.chain());
  }

  public static byte[] sign(byte[] json, Credential signer, List<X509Certificate> included) {
    return SignedArtifact.sign(json, signer, included, Optional.of(NOW), SUITE).encoded();
  }

  public static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(Refusal refusal) -> throw new AssertionError("refused: " + refusal);
    };
  }

  public static Refusal refused(Verdict<?> verdict) {
    if (verdict instanceof Verdict.Refused<?>(Refusal refusal)) {
      return refusal;
    }
    throw new AssertionError("accepted: " + verdict);
  }
}
