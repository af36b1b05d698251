package dev.brski.voucher.check;

import static dev.brski.voucher.Pki.NOW;
import static dev.brski.voucher.Pki.SUITE;
import static dev.brski.voucher.Scene.accepted;
import static dev.brski.voucher.Scene.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.PathValidator;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Pki;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Scene;
import dev.brski.voucher.VoucherCheck;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.junit.jupiter.api.Test;

/**
 * What the RFC's order of checks and the choice of the chain mean; statuses are proven at a MASA.
 */
class RegistrarVoucherRequestValidationTest {

  private final Scene scene = new Scene();
  private final byte[] json =
      scene.registrarRequest(scene.signedByDevice(scene.pledgeRequest())).toJson();

  @Test
  @Proves({"MA-3", "MA-6"})
  void theChainIsFoundWhateverElseIsIncluded() {
    var included = new ArrayList<X509Certificate>(scene.registrar.chain());
    included.addAll(scene.foreignRegistrar.chain());
    included.add(scene.ldevid.leaf());
    included.addAll(scene.device.chain());
    Collections.shuffle(included, new Random(5));

    var consistent = accepted(validate(Scene.sign(json, scene.registrar, included)));

    assertThat(consistent.chain()).isEqualTo(scene.registrar.chain());
    assertThat(consistent.topmost()).isEqualTo(scene.domainRoot.leaf());
    assertThat(consistent.registrar()).isEqualTo(scene.registrar.leaf());
    assertThat(consistent.serialNumber()).isEqualTo("ACME-0001");
    assertThat(consistent.tolerances()).isEmpty();
  }

  @Test
  @Proves("MA-3")
  void aChainOfNamesWithoutSignaturesIsRefused() {
    var impostor = Pki.ca(Pki.root("Plant Root"), "Plant CA");
    var forged = Pki.registrar(impostor, "Plant registrar");
    var included = List.of(forged.leaf(), scene.domainRoot.leaf(), scene.domainCa.leaf());

    var verdict = validate(Scene.sign(json, forged, included));

    assertThat(refused(verdict).check()).isIn(VoucherCheck.RVR_CHAIN, VoucherCheck.RVR_PROXIMITY);
  }

  @Test
  @Proves({"MA-6", "MA-7"})
  void proximityIsToARegistrarOnTheVerifiedPathNotOnAChainOfNames() throws Exception {
    var victim = scene.registrar.leaf();
    var nameOfVictim = victim.getSubjectX500Principal();
    var nameOfItsCa = victim.getIssuerX500Principal();
    var top = Pki.root("Top");
    var nameOfTop = top.leaf().getSubjectX500Principal();
    var under = SUITE.generateKeyPair();
    var below = SUITE.generateKeyPair();
    var own = SUITE.generateKeyPair();
    var keyOfVictim = Certificates.subjectKeyIdentifier(victim);
    var nameOfOwn = new X500Principal("CN=Own CA");

    var namesake =
        link(nameOfVictim, under, nameOfTop, top.key(), Optional.empty(), Optional.empty());
    var ownCa =
        link(nameOfOwn, below, nameOfVictim, under.getPrivate(), keyOfVictim, Optional.empty());
    var bridge =
        link(
            nameOfItsCa,
            own,
            nameOfVictim,
            under.getPrivate(),
            Optional.empty(),
            Certificates.authorityKeyIdentifier(victim));
    var forged = Pki.registrar(new Credential(below.getPrivate(), List.of(ownCa)), "Impostor");
    var included = List.of(forged.leaf(), ownCa, victim, bridge, namesake, top.leaf());

    var verdict = validate(Scene.sign(json, forged, included));

    assertThat(refused(verdict).check()).isIn(VoucherCheck.RVR_CHAIN, VoucherCheck.RVR_PROXIMITY);
  }

  /** A CA certificate with whatever names and key identifiers. */
  private static X509Certificate link(
      X500Principal subject,
      KeyPair key,
      X500Principal issuer,
      PrivateKey signer,
      Optional<byte[]> authorityKey,
      Optional<byte[]> subjectKey)
      throws Exception {
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            BigInteger.valueOf(SUITE.random().nextLong(1, Long.MAX_VALUE)),
            Date.from(NOW.minus(Duration.ofDays(1))),
            Date.from(NOW.plus(Duration.ofDays(1))),
            subject,
            key.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new SubjectKeyIdentifier(
            subjectKey.orElseGet(
                () ->
                    new BcX509ExtensionUtils()
                        .createSubjectKeyIdentifier(
                            SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()))
                        .getKeyIdentifier())));
    if (authorityKey.isPresent()) {
      builder.addExtension(
          Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(authorityKey.get()));
    }
    return Certificates.parse(builder.build(SUITE.contentSigner(signer)).getEncoded());
  }

  @Test
  @Proves({"MA-3", "MA-6"})
  void aRootThatWasTamperedWithIsNotPinned() throws Exception {
    var tampered = Certificates.encoded(scene.domainRoot.leaf());
    tampered[tampered.length - 1] ^= 1;
    var included =
        List.of(scene.registrar.leaf(), scene.domainCa.leaf(), Certificates.parse(tampered));

    var refusal = refused(validate(Scene.sign(json, scene.registrar, included)));

    assertThat(refusal.check()).isEqualTo(VoucherCheck.RVR_CHAIN);
    assertThat(refusal.cause()).contains("Plant Root");
  }

  @Test
  @Proves("MA-3")
  void anExpiredRegistrarIsRefusedEvenIfItSendsItsOwnCertificateAlone() {
    var expired = Pki.expiredRegistrar(scene.domainCa, "Former registrar");
    for (var included : List.of(expired.chain(), List.of(expired.leaf()))) {
      assertThat(refused(validate(Scene.sign(json, expired, included))).check())
          .isEqualTo(VoucherCheck.RVR_CHAIN);
    }
  }

  @Test
  @Proves({"MA-3", "MA-4"})
  void theSignatureIsJudgedBeforeWhoSigned() {
    var broken = Scene.sign(json, scene.ldevid, scene.ldevid.chain());
    broken[broken.length - 1] ^= 1;
    assertThat(refused(validate(broken)).check()).isEqualTo(VoucherCheck.RVR_SIGNATURE);
    assertThat(refused(validate(Scene.sign(json, scene.ldevid, scene.ldevid.chain()))).check())
        .isEqualTo(VoucherCheck.RVR_REGISTRAR);
  }

  @Test
  @Proves({"MA-20", "ERR-21"})
  void whatIsInsideARequestWithoutANonceIsToldByItsTopKey() {
    var voucher = scene.signedByMasa(scene.voucher());

    var plain = (ConsistentRequest.Nonceless) accepted(validate(nonceless(Optional.empty())));
    var renewal = (ConsistentRequest.Nonceless) accepted(validate(nonceless(Optional.of(voucher))));

    assertThat(plain.old()).isEmpty();
    assertThat(plain.serialNumber()).isEqualTo("ACME-0001");
    assertThat(plain.chain()).isEqualTo(scene.registrar.chain());
    assertThat(renewal.old().orElseThrow().artifact().encoded()).isEqualTo(voucher);
    var pvr = scene.signedByDevice(scene.pledgeRequest());
    assertThat(refused(validate(nonceless(Optional.of(pvr)))).check())
        .isEqualTo(VoucherCheck.RVR_NONCELESS);
    for (var malformed : List.of(new byte[0], new byte[] {0x30, 0}, new byte[80_000])) {
      assertThat(refused(validate(nonceless(Optional.of(malformed)))).check())
          .isEqualTo(VoucherCheck.RVR_PRIOR_FORM);
    }
  }

  @Test
  @Proves({"MA-4", "MA-8"})
  void withoutANonceTheRegistrarIsJudgedAllTheSame() {
    var json = noncelessJson(Optional.empty());

    assertThat(refused(validate(Scene.sign(json, scene.ldevid, scene.ldevid.chain()))).check())
        .isEqualTo(VoucherCheck.RVR_REGISTRAR);
    var broken = nonceless(Optional.empty());
    broken[broken.length - 1] ^= 1;
    assertThat(refused(validate(broken)).check()).isEqualTo(VoucherCheck.RVR_SIGNATURE);
  }

  @Test
  @Proves("MA-8")
  void withoutANonceADateMustSayThatTheRequestIsFresh() {
    for (var created :
        List.of(Optional.<Instant>empty(), Optional.of(NOW.plus(Duration.ofMinutes(6))))) {
      var request =
          Scene.sign(
              noncelessJson(created, Optional.empty()), scene.registrar, scene.registrar.chain());
      assertThat(refused(validate(request)).check())
          .as("created on %s", created)
          .isEqualTo(VoucherCheck.RVR_STALE);
    }
  }

  private byte[] nonceless(Optional<byte[]> prior) {
    return Scene.sign(noncelessJson(prior), scene.registrar, scene.registrar.chain());
  }

  private static byte[] noncelessJson(Optional<byte[]> prior) {
    return noncelessJson(Optional.of(NOW), prior);
  }

  private static byte[] noncelessJson(Optional<Instant> created, Optional<byte[]> prior) {
    return new RegistrarVoucherRequest(
            created,
            Optional.empty(),
            "ACME-0001",
            Optional.empty(),
            Optional.empty(),
            prior,
            Optional.empty())
        .toJson();
  }

  @Test
  void aRefusalNamesTheDeviceAndTheInnerReason() {
    var flipped = scene.signedByDevice(scene.pledgeRequest());
    flipped[flipped.length - 1] ^= 1;
    var request = scene.registrarRequest(scene.signedByDevice(scene.pledgeRequest()));
    var refusal =
        refused(
            validate(
                scene.signedByRegistrar(
                    new RegistrarVoucherRequest(
                        request.createdOn(),
                        request.assertion(),
                        request.serialNumber(),
                        request.idevidIssuer(),
                        request.nonce(),
                        Optional.of(flipped),
                        Optional.empty()))));
    assertThat(refusal.check()).isEqualTo(VoucherCheck.RVR_PRIOR_SIGNATURE);
    assertThat(refusal.device()).contains("ACME-0001");
    assertThat(refusal.cause()).contains("ACME-0001", "[V-5.4-signature]");
  }

  private Verdict<ConsistentRequest> validate(byte[] body) {
    return new RegistrarVoucherRequestValidation(
            SUITE,
            PathValidator.standard(SUITE),
            scene.codec,
            scene.idevidAnchors(),
            SerialNumberField.SUBJECT,
            Duration.ofDays(7))
        .validate(accepted(scene.codec.readRegistrarVoucherRequest(body)), NOW);
  }
}
