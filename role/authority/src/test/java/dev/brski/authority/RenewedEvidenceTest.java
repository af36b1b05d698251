package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.evidence.EvidenceCheck;
import dev.brski.authority.evidence.EvidenceOrder;
import dev.brski.authority.issuing.Issuing;
import dev.brski.authority.issuing.StatusPlaces;
import dev.brski.authority.ledger.Acceptance;
import dev.brski.authority.ledger.Approval;
import dev.brski.authority.ledger.Contents;
import dev.brski.authority.ledger.Decision;
import dev.brski.authority.ledger.Enrollments;
import dev.brski.authority.ledger.Registrars;
import dev.brski.authority.ledger.Reservation;
import dev.brski.authority.ledger.Schema;
import dev.brski.authority.ledger.Submission;
import dev.brski.issuance.CertificateProfile;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import dev.brski.trust.Oids;
import dev.brski.verdict.Verdict;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that was asked for with an earlier one rests on what that one rests on, too. */
class RenewedEvidenceTest {

  @TempDir private Path temp;
  private TestDomain domain;
  private TestDevice device;

  @BeforeEach
  void enroll() throws Exception {
    Openssl.required();
    domain = new TestDomain(temp).start();
    device = domain.member("SN-1");
  }

  @AfterEach
  void stop() {
    domain.close();
  }

  /** Enters a request that no authority takes into the ledger at rest, and has it answered. */
  private void entered(TestDevice signing) throws Exception {
    domain.stop();
    var request = signing.request().type(PKIBody.TYPE_KEY_UPDATE_REQ).encoded();
    var now = domain.clock.instant();
    try (var store = Store.open(domain.dir.resolve("data"), Schema.MIGRATIONS, domain.clock)) {
      var registrar =
          new Registrars(store, domain.clock)
              .byCertificate(domain.registrar().leaf())
              .orElseThrow();
      var enrollment =
          accepted(
              new Acceptance(store, domain.clock, 10)
                  .open(
                      new Submission(
                          "acme",
                          "SN-1",
                          registrar.id(),
                          "ldevid",
                          signing.idevid().leaf(),
                          ASN1OctetString.getInstance(
                                  PKIMessage.getInstance(request).getHeader().getTransactionID())
                              .getOctets(),
                          request,
                          new Approval.Nested(domain.nesting(request).encoded(), Optional.empty()),
                          new Decision(
                              new X500Principal("2.5.4.5=SN-1, O=Plant 7"),
                              signing.newKeys().getPublic().getEncoded(),
                              false,
                              true),
                          new Contents(
                              List.of(),
                              KeyUsage.digitalSignature,
                              new LinkedHashSet<>(List.of(Oids.CLIENT_AUTH)),
                              Optional.of(Duration.ofDays(365)),
                              true),
                          Optional.of(
                              new Reservation(
                                  new BigInteger(64, TestDevice.SUITE.random()).setBit(65),
                                  now.minus(Duration.ofMinutes(5)),
                                  now.plus(Duration.ofDays(365)))))));
      var _ =
          Issuing.of(
                  TestDevice.SUITE,
                  new Enrollments(store, domain.clock),
                  domain.credential("issuing-ca"),
                  domain.credential("responder"),
                  Duration.ofDays(4),
                  new StatusPlaces(Optional.empty(), Optional.empty()),
                  domain.clock)
              .answer(enrollment);
    }
  }

  private TestDevice renewed(byte[] request) throws Exception {
    return domain.member(device, domain.send(request));
  }

  private Evidence renewedTwice() throws Exception {
    domain.clock.advance(Duration.ofDays(200));
    var kur = device.request().type(PKIBody.TYPE_KEY_UPDATE_REQ).encoded();
    device = renewed(domain.approved(kur, "SN-1"));
    domain.clock.advance(Duration.ofDays(300));
    device = renewed(domain.nested(device.request().type(PKIBody.TYPE_CERT_REQ).encoded()));
    return Evidence.of(domain, "SN-1", temp.resolve("out"));
  }

  @Test
  void eachStepRestsOnTheOneBefore() throws Exception {
    var evidence = renewedTwice();
    assertThat(Certificates.readPem(evidence.file("03-cr/certificate.pem")))
        .containsExactly(device.idevid().leaf());
    assertThat(evidence.file("02-kur/voucher.vcj")).doesNotExist();
    assertThat(evidence.verified().holds().output())
        .contains(
            "01-ir: signer.pem is the IDevID",
            "02-kur: signer.pem is the certificate of the step before",
            "03-cr: signer.pem is the certificate of the step before");
  }

  @Test
  void withoutAStepTheNextOneRestsOnNothing() throws Exception {
    var evidence = renewedTwice();
    var withoutSecond = evidence.copy(temp.resolve("without second"));
    Files.move(withoutSecond.file("02-kur"), temp.resolve("second"));
    assertThat(withoutSecond.verified().failure())
        .contains("03-cr/signer.pem is not the certificate of the step before");
    var withoutFirst = evidence.copy(temp.resolve("without first"));
    Files.move(withoutFirst.file("01-ir"), temp.resolve("first"));
    assertThat(withoutFirst.verified().failure())
        .contains("02-kur/signer.pem is not the certificate of the step before");
    var twice = evidence.copy(temp.resolve("twice"));
    Files.move(twice.file("02-kur"), temp.resolve("kur"));
    evidence.copyStep("01-ir", twice.file("02-ir"));
    assertThat(twice.verified().failure()).contains("02-ir: an ir is where evidence begins");
  }

  @Test
  void aSignerThatHadExpiredRenewsNothing() throws Exception {
    domain.clock.advance(Duration.ofDays(400));
    entered(device);
    assertThat(Evidence.of(domain, "SN-1", temp.resolve("out")).verified().failure())
        .contains("02-kur/signer.pem: no path by issuing-ca.pem to domain-ca.pem");
  }

  @Test
  void aSignerThatTheLedgerDoesNotHaveIsMissing() throws Exception {
    var unknown =
        domain.under(CertificateProfile.ldevid(new X500Name("SERIALNUMBER=SN-1"), domain.year()));
    entered(new TestDevice("SN-1", unknown, TestDevice.SUITE.generateKeyPair()));
    var verdict =
        domain.operator.evidence(new EvidenceOrder("SN-1", Optional.empty()), temp.resolve("out"));
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().check()).isEqualTo(EvidenceCheck.INCOMPLETE));
    assertThat(temp.resolve("out")).doesNotExist();
  }
}
