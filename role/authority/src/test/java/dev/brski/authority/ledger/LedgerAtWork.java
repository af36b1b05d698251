package dev.brski.authority.ledger;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.store.Store;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Oids;
import dev.brski.verdict.Verdict;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * A ledger with one registrar that takes three requests of a device a day, at a time that a test
 * sets.
 */
final class LedgerAtWork implements AutoCloseable {

  static final CryptoSuite SUITE = CryptoSuite.standard();

  final Store store;
  final Acceptance acceptance;
  final Enrollments enrollments;
  final Confirmations confirmations;
  final Approvals approvals;
  private final X509Certificate certificate;
  private final Registrar registrar;
  private Instant now = Instant.parse("2026-03-01T10:15:30Z");

  LedgerAtWork(Path folder) throws Exception {
    store = Store.open(folder, Schema.MIGRATIONS, this::now);
    certificate =
        new CertificateIssuer(SUITE)
            .selfSigned(CertificateProfile.rootCa("line 2", Validity.years(now, 1)))
            .leaf();
    registrar = new Registrars(store, this::now).add("line 2", certificate);
    acceptance = new Acceptance(store, this::now, 3);
    enrollments = new Enrollments(store, this::now);
    confirmations = new Confirmations(store, this::now);
    approvals = new Approvals(store);
  }

  static byte[] key() {
    return SUITE.generateKeyPair().getPublic().getEncoded();
  }

  static Enrollment accepted(Verdict<Enrollment> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<Enrollment>(var enrollment) -> enrollment;
      case Verdict.Refused<Enrollment>(var refusal) -> throw new AssertionError(refusal.toString());
    };
  }

  byte[] registrarsKey() {
    return certificate.getPublicKey().getEncoded();
  }

  Instant now() {
    return now;
  }

  void advance(Duration time) {
    now = now.plus(time);
  }

  Registrar registrar() {
    return registrar;
  }

  Verdict<Enrollment> open(String manufacturer, String serialNumber, byte[] key) {
    return acceptance.open(submission(manufacturer, serialNumber, key));
  }

  Submission submission(String manufacturer, String serialNumber, byte[] key) {
    return submission(manufacturer, serialNumber, key, Optional.of(reservation()));
  }

  /** A request for which a person is to decide. */
  Submission heldSubmission(String manufacturer, String serialNumber, byte[] key) {
    return submission(manufacturer, serialNumber, key, Optional.empty());
  }

  Reservation reservation() {
    return new Reservation(
        new BigInteger(64, SUITE.random()).setBit(65), now, now.plus(Duration.ofDays(365)));
  }

  static Contents contents() {
    return new Contents(
        List.of(),
        KeyUsage.digitalSignature,
        new LinkedHashSet<>(List.of(Oids.CLIENT_AUTH)),
        Optional.of(Duration.ofDays(365)),
        true);
  }

  private Submission submission(
      String manufacturer, String serialNumber, byte[] key, Optional<Reservation> reservation) {
    return submission(manufacturer, serialNumber, key, certificate, reservation);
  }

  /** A request that is signed with a certificate. */
  Submission submission(
      String manufacturer,
      String serialNumber,
      byte[] key,
      X509Certificate signer,
      Optional<Reservation> reservation) {
    return new Submission(
        manufacturer,
        serialNumber,
        registrar.id(),
        "ldevid",
        signer,
        SUITE.randomBytes(16),
        SUITE.randomBytes(32),
        new Approval.Nested(SUITE.randomBytes(32), Optional.empty()),
        new Decision(new X500Principal("CN=a device"), key, false, true),
        contents(),
        reservation);
  }

  /** Answers with a certificate, for which any will do here. */
  void answer(Enrollment enrollment, EnrollmentState next) {
    var _ = issue(enrollment, next);
  }

  /** Answers with a certificate. */
  X509Certificate issue(Enrollment enrollment, EnrollmentState next) {
    var any =
        new CertificateIssuer(SUITE)
            .selfSigned(CertificateProfile.rootCa("any", Validity.years(now, 1)))
            .leaf();
    var _ = enrollments.settle(enrollment, any, SUITE.randomBytes(32), next);
    return any;
  }

  String stateOf(Enrollment enrollment) {
    return now(enrollment).state().word();
  }

  /** An enrollment as it is by now. */
  Enrollment now(Enrollment enrollment) {
    return store.read(reading -> EnrollmentRow.byId(reading, enrollment.id())).orElseThrow();
  }

  @Override
  public void close() {
    store.close();
  }
}
