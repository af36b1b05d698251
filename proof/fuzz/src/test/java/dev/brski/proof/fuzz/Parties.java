package dev.brski.proof.fuzz;

import dev.brski.cmp.CmpComposer;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.time.Clock;
import dev.brski.time.Moment;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.Anchors;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;

/** Two who trust each other's certificates, so that what they sign is looked into. */
final class Parties {

  static final CryptoSuite SUITE = CryptoSuite.standard();
  static final AlgorithmPolicy POLICY = AlgorithmPolicy.standard();
  static final PathValidator PATHS = PathValidator.standard(SUITE);
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final Moment MOMENT = new Moment.Known(NOW);

  private static final Validity LONG =
      new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2099-12-31T00:00:00Z"));

  private final CertificateIssuer issuer = new CertificateIssuer(SUITE);
  final Credential root = issuer.selfSigned(CertificateProfile.rootCa("Root", LONG));
  final Credential issuingCa =
      issuer.credential(root, CertificateProfile.issuingCa("Issuing CA", LONG));
  final Credential device =
      issuer.credential(
          issuingCa, CertificateProfile.idevid("SN-4711", "Maker", "masa.example", NOW));
  final Credential responder =
      issuer.credential(issuingCa, CertificateProfile.responder("Responder", LONG));
  final KeyPair newKey = SUITE.generateKeyPair();

  Anchors anchors() {
    return Anchors.of(List.of(root.leaf()));
  }

  CmpComposer as(Credential credential) {
    return new CmpComposer(credential, SUITE, Clock.known(InstantSource.fixed(NOW)));
  }

  X509Certificate certificate(PublicKey key) {
    return issuer.issue(
        issuingCa,
        key,
        CertificateProfile.ldevid(
            X500Name.getInstance(device.leaf().getSubjectX500Principal().getEncoded()), LONG),
        issuer.randomSerialNumber());
  }
}
