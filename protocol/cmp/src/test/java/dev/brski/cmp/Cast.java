package dev.brski.cmp;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.RevocationListIssuer;
import dev.brski.issuance.Validity;
import dev.brski.time.Clock;
import dev.brski.time.Moment;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.Anchors;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;

/** A manufacturer, its device, and a domain with registrar and responder, for tests. */
final class Cast {

  static final CryptoSuite SUITE = CryptoSuite.standard();
  static final AlgorithmPolicy POLICY = AlgorithmPolicy.standard();
  static final PathValidator PATHS = PathValidator.standard(SUITE);
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final Moment MOMENT = new Moment.Known(NOW);
  static final Clock CLOCK = Clock.known(InstantSource.fixed(NOW));
  static final CertificateIssuer ISSUER = new CertificateIssuer(SUITE);
  static final Validity LONG =
      new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2199-12-31T00:00:00Z"));

  final Credential manufacturer = ISSUER.selfSigned(CertificateProfile.rootCa("Maker root", LONG));
  final Credential device =
      ISSUER.credential(
          manufacturer, CertificateProfile.idevid("SN-4711", "Maker", LONG.notBefore()));
  final Credential root = ISSUER.selfSigned(CertificateProfile.rootCa("Domain root", LONG));
  final Credential authority =
      ISSUER.credential(root, CertificateProfile.issuingCa("Domain issuing CA", LONG));
  final Credential registrar =
      ISSUER.credential(authority, CertificateProfile.registrar("registrar.example", LONG));
  final Credential responder =
      ISSUER.credential(authority, CertificateProfile.responder("responder.example", LONG));
  final KeyPair newKey = SUITE.generateKeyPair();

  CmpComposer as(Credential credential) {
    return new CmpComposer(credential, SUITE, CLOCK);
  }

  CmpMessage ir() {
    return as(device).certificationRequest(draft());
  }

  CertificationDraft draft() {
    return CertificationDraft.ir(device.leaf().getSubjectX500Principal(), newKey, SUITE);
  }

  X509Certificate ldevid(PublicKey key) {
    return ISSUER.issue(
        authority,
        key,
        CertificateProfile.ldevid(
            X500Name.getInstance(device.leaf().getSubjectX500Principal().getEncoded()), LONG),
        ISSUER.randomSerialNumber());
  }

  CmpMessage ip(CmpMessage ir) {
    return as(responder)
        .granted(
            ReplyTo.of(ir),
            Grant.of(
                ldevid(newKey.getPublic()), authority.chain(), new Grant.Confirmation.Implicit()));
  }

  Expectation fromDevice(BodyType... types) {
    return Expectation.of(
        Set.of(types),
        new Expectation.RecipNonce.Absent(),
        SignerTrust.anchored(PATHS, Anchors.of(List.of(manufacturer.leaf())), Purpose.IDEVID));
  }

  static Verdict<Authenticated> validate(CmpMessage message, Expectation expected) {
    return new MessageValidation(SUITE, POLICY).validate(message, expected, MOMENT);
  }

  Verdict<Answer> judge(CmpMessage response, AwaitedResponse awaited) {
    return new ResponseValidation(SUITE, POLICY, PATHS)
        .validate(response, awaited, authority.leaf(), MOMENT);
  }

  /** A list of the authority with a number, on which a certificate is. */
  byte[] list(BigInteger number, BigInteger revoked) {
    try {
      return new RevocationListIssuer(SUITE)
          .issue(
              authority,
              number,
              NOW,
              NOW.plus(Duration.ofDays(7)),
              List.of(new RevocationListIssuer.RevokedCertificate(revoked, NOW, 1)))
          .getEncoded();
    } catch (CRLException e) {
      throw new IllegalStateException("a list that was made has no encoding", e);
    }
  }

  static CmpMessage parsed(byte[] der) {
    return accepted(CmpMessage.parse(der, CmpLimits.standard()));
  }

  static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal.toString());
    };
  }

  static <T> Refusal refused(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> throw new AssertionError("accepted " + value);
      case Verdict.Refused<T>(Refusal refusal) -> refusal;
    };
  }
}
