package dev.brski.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.brski.authority.ledger.IssuedCertificate;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.CertConfirmContent;
import org.bouncycastle.asn1.cmp.CertStatus;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@Proves({"CMP-B5", "CMP-B12"})
class ConfirmationTest {

  @TempDir private Path temp;
  private TestDomain domain;
  private TestDevice device;

  @BeforeEach
  void start() throws Exception {
    domain =
        new TestDomain(temp).configured("confirmation: implicit", "confirmation: explicit").start();
    device = domain.maker.device("SN-1");
  }

  @AfterEach
  void stop() {
    domain.close();
  }

  private Answer enroll() throws Exception {
    return domain.send(domain.approved(device));
  }

  private byte[] certConf(Answer ip, CertConfirmContent content) {
    return message(ip, ip.senderNonce(), content).signed(device.idevid());
  }

  private static TestMessage message(Answer ip, byte[] recipNonce, CertConfirmContent content) {
    return new TestMessage(ip.transactionId(), TestDevice.SUITE.randomBytes(16))
        .recipNonce(recipNonce)
        .body(new PKIBody(PKIBody.TYPE_CERT_CONFIRM, content));
  }

  private static CertConfirmContent accepting(Answer ip) {
    return content(new CertStatus(hash(ip), BigInteger.ZERO));
  }

  private static CertConfirmContent rejecting(Answer ip) {
    return content(
        new CertStatus(hash(ip), BigInteger.ZERO, new PKIStatusInfo(PKIStatus.rejection)));
  }

  private static CertConfirmContent content(CertStatus status) {
    return CertConfirmContent.getInstance(new DERSequence(status));
  }

  private static CertConfirmContent twice(Answer ip) {
    return CertConfirmContent.getInstance(
        new DERSequence(
            new CertStatus[] {
              new CertStatus(hash(ip), BigInteger.ZERO), new CertStatus(hash(ip), BigInteger.ONE)
            }));
  }

  private static byte[] hash(Answer ip) {
    return CryptoSuite.sha256(Certificates.encoded(ip.certificate().orElseThrow()));
  }

  private IssuedCertificate only() throws Exception {
    assertThat(domain.issued()).hasSize(1);
    return domain.issued().getFirst();
  }

  private void refused(byte[] message, int failInfo, String told) throws Exception {
    var answer = domain.send(message);
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_ERROR);
    assertThat(answer.statusNumber()).isEqualTo(PKIStatus.REJECTION);
    assertThat(answer.failInfo()).isEqualTo(failInfo);
    assertThat(answer.text()).contains(told);
    assertThat(answer.verifies()).isTrue();
  }

  @Test
  void theWaitIsTold() throws Exception {
    var ip = enroll();
    assertThat(ip.grantsImplicitConfirm()).isFalse();
    var until =
        ASN1GeneralizedTime.getInstance(
                ip.info(CMPObjectIdentifiers.it_confirmWaitTime).orElseThrow())
            .getDate()
            .toInstant();
    assertThat(until)
        .isEqualTo(domain.clock.instant().plus(Duration.ofDays(4)).truncatedTo(ChronoUnit.SECONDS));
    assertThat(ip.header().getMessageTime().getDate().toInstant())
        .isEqualTo(domain.clock.instant().truncatedTo(ChronoUnit.SECONDS));
    assertThat(only().state()).isEqualTo("awaiting-confirmation");
  }

  @Test
  void implicitConfirmIsGrantedToThoseWhoAskOnly() throws Exception {
    domain.stop();
    domain.configured("confirmation: explicit", "confirmation: implicit").start();
    assertThat(enroll().grantsImplicitConfirm()).isTrue();
    var explicit = domain.send(domain.approved(device.request().explicit().encoded(), "SN-1"));
    assertThat(explicit.grantsImplicitConfirm()).isFalse();
    assertThat(explicit.info(CMPObjectIdentifiers.it_confirmWaitTime)).isPresent();
  }

  @Test
  @Proves({"CMP-F6", "CMP-F7", "CMP-H20"})
  void anAcceptingCertConfConfirms() throws Exception {
    var ip = enroll();
    var certConf = certConf(ip, accepting(ip));
    var pkiConf = domain.send(certConf);
    assertThat(pkiConf.type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(pkiConf.verifies()).isTrue();
    assertThat(pkiConf.extraCerts().getFirst()).isEqualTo(ip.extraCerts().getFirst());
    assertThat(pkiConf.transactionId()).isEqualTo(ip.transactionId());
    assertThat(only().state()).isEqualTo("confirmed");

    assertThat(domain.send(certConf).octets()).as("again").isEqualTo(pkiConf.octets());
    domain.stop();
    domain.start();
    assertThat(domain.send(certConf).octets()).as("after a restart").isEqualTo(pkiConf.octets());
  }

  @Test
  void aRejectingCertConfRejects() throws Exception {
    var ip = enroll();
    assertThat(domain.send(certConf(ip, rejecting(ip))).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(only().state()).isEqualTo("rejected");
  }

  @Test
  void anEmptyCertConfRejects() throws Exception {
    var ip = enroll();
    var empty = CertConfirmContent.getInstance(new DERSequence());
    assertThat(domain.send(certConf(ip, empty)).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(only().state()).isEqualTo("rejected");
  }

  @Test
  void aNestedCertConfConfirms() throws Exception {
    var ip = enroll();
    var nested = domain.nesting(certConf(ip, accepting(ip))).encoded();
    assertThat(domain.send(nested).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(only().state()).isEqualTo("confirmed");
  }

  @Test
  void aChangedCertConfAfterThePkiConfIsRefused() throws Exception {
    var ip = enroll();
    domain.send(certConf(ip, accepting(ip)));
    refused(certConf(ip, rejecting(ip)), PKIFailureInfo.certConfirmed, "already confirmed");
    assertThat(only().state()).isEqualTo("confirmed");
  }

  @Test
  void aCertConfForAnotherCertificateIsRefused() throws Exception {
    var ip = enroll();
    refused(
        certConf(ip, content(new CertStatus(new byte[32], BigInteger.ZERO))),
        PKIFailureInfo.badCertId,
        "certHash");
    assertThat(only().state()).isEqualTo("awaiting-confirmation");
    domain.send(certConf(ip, accepting(ip)));
    assertThat(only().state()).isEqualTo("confirmed");
  }

  @Test
  @Proves("CMP-H20")
  void aCertConfOfAnotherDeviceIsRefused() throws Exception {
    var ip = enroll();
    var message = message(ip, ip.senderNonce(), accepting(ip));
    refused(
        message.signed(domain.maker.device("SN-2").idevid()),
        PKIFailureInfo.badRequest,
        "no such transaction");
    assertThat(only().state()).isEqualTo("awaiting-confirmation");
  }

  @Test
  void aCertConfWithAnotherNonceIsRefused() throws Exception {
    var ip = enroll();
    refused(
        message(ip, new byte[16], accepting(ip)).signed(device.idevid()),
        PKIFailureInfo.badRecipientNonce,
        "recipNonce");
  }

  private record Intruder(String name, Words words) {
    interface Words {
      byte[] in(Answer ip) throws Exception;
    }
  }

  @TestFactory
  @Proves({"CMP-R9", "CMP-H6", "CMP-H20", "CMP-B13"})
  Stream<DynamicTest> whoeverIsNotTheDeviceLearnsNothing() throws Exception {
    var other = domain.maker.device("SN-2").idevid();
    var stranger = new TestMaker("Other", domain.clock.instant()).device("SN-1").idevid();
    var another =
        new Credential(TestDevice.SUITE.generateKeyPair().getPrivate(), device.idevid().chain());
    return Stream.of(
            new Intruder(
                "another device", ip -> message(ip, ip.senderNonce(), rejecting(ip)).signed(other)),
            new Intruder(
                "another device that knows no nonce",
                ip -> message(ip, new byte[16], rejecting(ip)).signed(other)),
            new Intruder(
                "another device that lacks the issuers and is unsound",
                ip ->
                    TestMessage.withoutIssuers(
                        message(ip, ip.senderNonce(), twice(ip)).signed(other))),
            new Intruder(
                "a device of another maker",
                ip -> message(ip, ip.senderNonce(), rejecting(ip)).signed(stranger)),
            new Intruder(
                "nobody",
                ip -> message(ip, ip.senderNonce(), rejecting(ip)).unprotected(device.idevid())),
            new Intruder(
                "who signs with a key of his own in the device's name",
                ip -> message(ip, ip.senderNonce(), rejecting(ip)).signed(another)))
        .map(intruder -> dynamicTest(intruder.name(), () -> learnsNothing(intruder)));
  }

  private void learnsNothing(Intruder intruder) throws Exception {
    var ip = enroll();
    var words = intruder.words().in(ip);
    for (var message : List.of(words, domain.nesting(words).encoded())) {
      var answer = domain.send(message);
      assertThat(answer.type()).isEqualTo(PKIBody.TYPE_ERROR);
      assertThat(answer.failInfo()).isEqualTo(PKIFailureInfo.badRequest);
      assertThat(answer.text()).isEqualTo("no such transaction");
    }
    assertThat(domain.send(certConf(ip, accepting(ip))).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
  }

  @Test
  @Proves({"CMP-R9", "CMP-H20"})
  void anUnsoundCertConfIsUnsoundInAnyTransaction() throws Exception {
    var ip = enroll();
    var two = twice(ip);
    var other = domain.maker.device("SN-2").idevid();
    var elsewhere =
        new TestMessage(TestDevice.SUITE.randomBytes(16), TestDevice.SUITE.randomBytes(16))
            .recipNonce(ip.senderNonce())
            .body(new PKIBody(PKIBody.TYPE_CERT_CONFIRM, two));
    for (var message :
        List.of(
            message(ip, ip.senderNonce(), two).signed(other),
            elsewhere.signed(other),
            certConf(ip, two))) {
      refused(message, PKIFailureInfo.badRequest, "one CertStatus");
    }
    assertThat(only().state()).isEqualTo("awaiting-confirmation");
  }

  @Test
  void aCertConfInNoTransactionIsRefused() throws Exception {
    var ip = enroll();
    var elsewhere =
        new TestMessage(TestDevice.SUITE.randomBytes(16), TestDevice.SUITE.randomBytes(16))
            .recipNonce(ip.senderNonce())
            .body(new PKIBody(PKIBody.TYPE_CERT_CONFIRM, accepting(ip)));
    refused(elsewhere.signed(device.idevid()), PKIFailureInfo.badRequest, "no such transaction");
  }

  @Test
  void aCertConfWhereNoneIsNeededIsRefused() throws Exception {
    domain.stop();
    domain.configured("confirmation: explicit", "confirmation: implicit").start();
    var ip = enroll();
    refused(certConf(ip, accepting(ip)), PKIFailureInfo.badRequest, "no confirmation is expected");
    assertThat(only().state()).isEqualTo("issued");
  }

  @Test
  @Proves("CMP-R15")
  void aCertConfThatComesAfterTheAuthorityWasAwayConfirms() throws Exception {
    var ip = enroll();
    var certConf = certConf(ip, accepting(ip));
    domain.stop();
    domain.clock.advance(Duration.ofDays(5));
    domain.start();
    assertThat(only().state()).isEqualTo("unconfirmed");

    var pkiConf = domain.send(domain.nesting(certConf).encoded());

    assertThat(pkiConf.type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(pkiConf.verifies()).isTrue();
    assertThat(only().state()).isEqualTo("confirmed");
    assertThat(domain.send(certConf).octets()).as("again").isEqualTo(pkiConf.octets());
  }

  @Test
  @Proves("CMP-R15")
  void aCertConfThatComesLateBeforeAnybodyNoticedConfirms() throws Exception {
    var ip = enroll();
    domain.clock.advance(Duration.ofDays(90));
    assertThat(domain.send(certConf(ip, accepting(ip))).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(only().state()).isEqualTo("confirmed");
  }

  @Test
  @Proves("CMP-R15")
  void aCertConfThatComesLateRejectsToo() throws Exception {
    var ip = enroll();
    domain.clock.advance(Duration.ofDays(5));
    assertThat(only().state()).isEqualTo("unconfirmed");
    assertThat(domain.send(certConf(ip, rejecting(ip))).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(only().state()).isEqualTo("rejected");
    refused(certConf(ip, accepting(ip)), PKIFailureInfo.certConfirmed, "already confirmed");
  }

  @Test
  void aCertConfThatComesLateIsCheckedAsAnyOther() throws Exception {
    var ip = enroll();
    domain.clock.advance(Duration.ofDays(5));
    refused(
        certConf(ip, content(new CertStatus(new byte[32], BigInteger.ZERO))),
        PKIFailureInfo.badCertId,
        "certHash");
    refused(
        message(ip, ip.senderNonce(), accepting(ip)).signed(domain.maker.device("SN-2").idevid()),
        PKIFailureInfo.badRequest,
        "no such transaction");
    assertThat(only().state()).isEqualTo("unconfirmed");
  }

  @Test
  void aCertConfThatComesLateIsVoidWhenTheDeviceHasAskedAnew() throws Exception {
    var first = enroll();
    domain.clock.advance(Duration.ofDays(5));
    assertThat(only().state()).isEqualTo("unconfirmed");
    var second = enroll();
    for (var secondsState : List.of("awaiting-confirmation", "confirmed")) {
      refused(
          certConf(first, accepting(first)),
          PKIFailureInfo.badRequest,
          "no confirmation is expected");
      assertThat(domain.issued())
          .extracting(IssuedCertificate::state)
          .containsExactly("unconfirmed", secondsState);
      domain.send(certConf(second, accepting(second)));
    }
  }

  @Test
  void aLateConfirmationReplacesTheCertificateBefore() throws Exception {
    var first = enroll();
    domain.send(certConf(first, accepting(first)));
    var second = enroll();
    domain.clock.advance(Duration.ofDays(5));
    assertThat(domain.issued())
        .extracting(IssuedCertificate::state)
        .containsExactly("confirmed", "unconfirmed");
    domain.send(certConf(second, accepting(second)));
    assertThat(domain.issued())
        .extracting(IssuedCertificate::state)
        .containsExactly("superseded", "confirmed");
  }

  @Test
  void aWaitThatIsOverIsJudgedWhenSomebodyAsks() throws Exception {
    enroll();
    domain.clock.advance(Duration.ofDays(4).minusSeconds(1));
    assertThat(only().state()).isEqualTo("awaiting-confirmation");
    domain.clock.advance(Duration.ofSeconds(2));
    assertThat(only().state()).isEqualTo("unconfirmed");
  }

  @Test
  void aNewerEnrollmentSupersedesAnUnconfirmedOne() throws Exception {
    var first = enroll();
    var second = enroll();
    assertThat(domain.issued())
        .extracting(IssuedCertificate::state)
        .containsExactly("superseded", "awaiting-confirmation");
    refused(
        certConf(first, accepting(first)),
        PKIFailureInfo.badRequest,
        "no confirmation is expected");
    assertThat(domain.send(certConf(second, accepting(second))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
  }

  @Test
  void aNewerEnrollmentLeavesAConfirmedOneAlone() throws Exception {
    var first = enroll();
    domain.send(certConf(first, accepting(first)));
    enroll();
    assertThat(domain.issued())
        .extracting(IssuedCertificate::state)
        .containsExactly("confirmed", "awaiting-confirmation");
  }

  @Test
  void whichOneIsNewerDoesNotDependOnTheClock() throws Exception {
    domain.clock.advance(Duration.ofHours(2));
    enroll();
    domain.stop();
    domain.clock.advance(Duration.ofHours(-1));
    domain.start();
    enroll();
    assertThat(domain.issued())
        .extracting(IssuedCertificate::state)
        .containsExactly("superseded", "awaiting-confirmation");
  }
}
