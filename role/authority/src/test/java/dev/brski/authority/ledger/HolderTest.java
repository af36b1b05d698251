package dev.brski.authority.ledger;

import static dev.brski.authority.ledger.LedgerAtWork.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.ledger.RevocationOrder.Kind;
import dev.brski.cmp.CmpCheck;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Verdict;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose certificate it is, and that one which was revoked in between begins nothing. */
class HolderTest {

  @TempDir private Path folder;
  private LedgerAtWork ledger;
  private IssuedCertificates issued;

  @BeforeEach
  void open() throws Exception {
    ledger = new LedgerAtWork(folder);
    issued = new IssuedCertificates(ledger.store);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Enrollment request() {
    return accepted(ledger.open("acme", "SN-1", LedgerAtWork.key()));
  }

  private Verdict<Enrollment> with(X509Certificate signer, Optional<Reservation> reservation) {
    return ledger.acceptance.open(
        ledger.submission("acme", "SN-1", LedgerAtWork.key(), signer, reservation));
  }

  private void revoke(X509Certificate certificate) {
    assertThat(
            new Revocations(ledger.store, ledger::now)
                .revoke(
                    new RevocationOrder(
                        Kind.CERTIFICATE,
                        Certificates.serialNumber(certificate),
                        RevocationReason.UNSPECIFIED,
                        "op",
                        Optional.empty())))
        .isInstanceOf(Verdict.Accepted.class);
  }

  private static CmpCheck check(Verdict<?> verdict) {
    return switch (verdict) {
      case Verdict.Refused<?>(var refusal) -> (CmpCheck) refusal.check();
      case Verdict.Accepted<?>(var value) -> throw new AssertionError("accepted: " + value);
    };
  }

  @Test
  void aCertificateIsKnownByItsOctets() {
    var enrollment = request();
    var certificate = ledger.issue(enrollment, new EnrollmentState.Issued());
    var holder = issued.holder(certificate).orElseThrow();
    assertThat(holder.device()).isEqualTo(enrollment.device());
    assertThat(holder.objection()).isEmpty();
    var other = ledger.issue(request(), new EnrollmentState.Issued());
    assertThat(issued.holder(other)).isPresent();
    assertThat(issued.holder(certificate).orElseThrow().objection())
        .as("one that was superseded is good for as long as it lasts")
        .isEmpty();
    assertThat(issued.holder(ledger.registrar().certificate())).isEmpty();
  }

  @Test
  @Proves("AU-signer-in-force")
  void oneThatWasRevokedBeginsNothing() {
    var certificate = ledger.issue(request(), new EnrollmentState.Issued());
    revoke(certificate);
    assertThat(check(with(certificate, Optional.of(ledger.reservation()))))
        .isEqualTo(CmpCheck.SIGNER_TRUSTED);
  }

  @Test
  void oneThatItsDeviceRejectedBeginsNothing() {
    var enrollment = request();
    var certificate =
        ledger.issue(
            enrollment,
            new EnrollmentState.AwaitingConfirmation(ledger.now().plus(Duration.ofDays(4))));
    assertThat(
            ledger.confirmations.conclude(
                ledger.now(enrollment),
                new EnrollmentState.Rejected(),
                new byte[] {1},
                new byte[] {2}))
        .isInstanceOf(Confirmations.Outcome.Concluded.class);
    assertThat(check(with(certificate, Optional.of(ledger.reservation()))))
        .isEqualTo(CmpCheck.SIGNER_TRUSTED);
  }

  @Test
  void oneThatItsDeviceNeverConfirmedBeginsNothing() {
    var certificate =
        ledger.issue(
            request(),
            new EnrollmentState.AwaitingConfirmation(ledger.now().plus(Duration.ofDays(4))));
    assertThat(issued.holder(certificate).orElseThrow().objection()).isEmpty();
    ledger.advance(Duration.ofDays(5));
    ledger.confirmations.expireOverdue();
    assertThat(check(with(certificate, Optional.of(ledger.reservation()))))
        .isEqualTo(CmpCheck.SIGNER_TRUSTED);
  }

  @Test
  @Proves("AU-approval-signer")
  void oneThatIsRevokedWhileItsRequestIsHeldIsNotApproved() {
    var certificate = ledger.issue(request(), new EnrollmentState.Issued());
    var held = accepted(with(certificate, Optional.empty()));
    revoke(certificate);
    var ruling = new Ruling("ann", Optional.empty(), ledger.now());
    assertThat(
            ledger.approvals.approve(
                held.id(), ruling, _ -> Optional.empty(), _ -> ledger.reservation()))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().check()).isEqualTo(ApprovalCheck.SIGNER));
    assertThat(ledger.stateOf(held)).isEqualTo("pending");
  }
}
