package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.brski.authority.ledger.PendingRequest;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CertConfirmContent;
import org.bouncycastle.asn1.cmp.CertStatus;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PollReqContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are held for a person, and what the waiting device is told. */
class WaitingTest {

  @TempDir private Path temp;
  private TestDomain domain;
  private TestDevice device;
  private byte[] request;

  @BeforeEach
  void start() throws Exception {
    domain = new TestDomain(temp).configured("approval: automatic", "approval: manual").start();
    device = domain.maker.device("SN-1");
    request = device.request().encoded();
  }

  @AfterEach
  void stop() {
    domain.close();
  }

  private Answer ask() throws Exception {
    return domain.send(domain.approved(request, "SN-1"));
  }

  private List<PendingRequest> pending() throws Exception {
    return accepted(domain.operator.pending());
  }

  private String held() throws Exception {
    assertThat(pending()).hasSize(1);
    return pending().getFirst().id();
  }

  private void approve() throws Exception {
    accepted(domain.operator.approve(held(), "ann", Optional.empty()));
  }

  private void deny() throws Exception {
    accepted(domain.operator.deny(held(), "ann", Optional.of("not ours, says the inventory")));
  }

  private static TestMessage poll(Answer waiting, byte[] recipNonce, PollReqContent content) {
    return new TestMessage(waiting.transactionId(), TestDevice.SUITE.randomBytes(16))
        .recipNonce(recipNonce)
        .body(new PKIBody(PKIBody.TYPE_POLL_REQ, content));
  }

  private static PollReqContent certReqId(int id) {
    return new PollReqContent(new ASN1Integer(id));
  }

  private byte[] poll(Answer after) {
    return poll(after, after.senderNonce(), certReqId(0)).signed(device.idevid());
  }

  private static byte[] senderNonce(byte[] message) {
    return PKIMessage.getInstance(message).getHeader().getSenderNonce().getOctets();
  }

  private static void isWaiting(Answer answer, byte[] to) {
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_INIT_REP);
    assertThat(answer.statusNumber()).isEqualTo(PKIStatus.WAITING);
    assertThat(answer.status().getFailInfo()).isNull();
    assertThat(answer.certReqId()).isZero();
    assertThat(answer.certificate()).isEmpty();
    assertThat(answer.recipNonce()).isEqualTo(senderNonce(to));
    assertThat(answer.extraCerts()).isNotEmpty();
    assertThat(answer.verifies()).isTrue();
  }

  private static void isPollRep(Answer answer, byte[] to, int certReqId) {
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_POLL_REP);
    var content = answer.pollRep();
    assertThat(content.size()).isEqualTo(1);
    assertThat(content.getCertReqId(0).intValueExact()).isEqualTo(certReqId);
    assertThat(content.getCheckAfter(0).intValueExact()).isEqualTo(1);
    assertThat(answer.recipNonce()).isEqualTo(senderNonce(to));
    assertThat(answer.verifies()).isTrue();
  }

  private static void isError(Answer answer, int failInfo, String told) {
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_ERROR);
    assertThat(answer.statusNumber()).isEqualTo(PKIStatus.REJECTION);
    assertThat(answer.failInfo()).isEqualTo(failInfo);
    assertThat(answer.text()).isEqualTo(told);
    assertThat(answer.verifies()).isTrue();
  }

  private static void isRejection(Answer answer, int failInfo, String told) {
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_INIT_REP);
    assertThat(answer.statusNumber()).isEqualTo(PKIStatus.REJECTION);
    assertThat(answer.failInfo()).isEqualTo(failInfo);
    assertThat(answer.text()).isEqualTo(told);
    assertThat(answer.verifies()).isTrue();
  }

  @Test
  @Proves({"CMP-R6", "CMP-B7", "CMP-H10"})
  void theSameRequestAsksWhetherItIsDone() throws Exception {
    isWaiting(ask(), request);
    assertThat(domain.issued()).isEmpty();
    domain.clock.advance(Duration.ofDays(30));
    isWaiting(ask(), request);
    assertThat(pending())
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.device()).isEqualTo("SN-1");
              assertThat(held.manufacturer()).isEqualTo("acme");
              assertThat(held.subject()).isEqualTo("serialNumber=SN-1,O=Plant 7");
              assertThat(held.registrar()).isEqualTo("line 2");
              assertThat(held.idevidIssuer()).contains("CN=ACME IDevID CA");
              assertThat(held.assurance()).isEqualTo("end-to-end");
              assertThat(held.raVerified()).isFalse();
              assertThat(Duration.between(held.since(), domain.clock.instant()))
                  .isBetween(Duration.ofDays(30), Duration.ofDays(30).plusSeconds(1));
            });
    approve();
    assertThat(pending()).isEmpty();

    var answer = ask();
    var certificate = answer.certificate().orElseThrow();
    assertThat(answer.recipNonce()).isEqualTo(senderNonce(request));
    assertThat(certificate.getNotBefore().toInstant())
        .as("the validity counts from the approval")
        .isEqualTo(
            domain.clock.instant().minus(Duration.ofMinutes(5)).truncatedTo(ChronoUnit.SECONDS));
    assertThat(certificate.getNotAfter().toInstant())
        .isEqualTo(
            domain.clock.instant().plus(Duration.ofDays(365)).truncatedTo(ChronoUnit.SECONDS));
    assertThat(ask().octets()).isEqualTo(answer.octets());
    assertThat(domain.issued()).hasSize(1);
  }

  @Test
  @Proves({"CMP-R6", "CMP-E13", "CMP-F9", "CMP-F10"})
  void thePollIsAnsweredUntilTheFinalAnswerIsThere() throws Exception {
    var waiting = ask();
    var first = poll(waiting);
    var rep = domain.send(first);
    isPollRep(rep, first, 0);
    var second = poll(rep);
    isPollRep(domain.send(domain.nesting(second).encoded()), second, 0);
    var whole = poll(rep, rep.senderNonce(), certReqId(-1)).signed(device.idevid());
    isPollRep(domain.send(whole), whole, -1);
    domain.stop();
    domain.start();
    var afterRestart = poll(rep);
    isPollRep(domain.send(afterRestart), afterRestart, 0);
    approve();

    var last = poll(rep);
    var answer = domain.send(last);
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_INIT_REP);
    assertThat(answer.recipNonce()).isEqualTo(senderNonce(last));
    assertThat(answer.verifies()).isTrue();
    assertThat(answer.grantsImplicitConfirm()).isTrue();
    var lost = poll(rep);
    var again = domain.send(domain.nesting(lost).encoded());
    assertThat(again.recipNonce()).isEqualTo(senderNonce(lost));
    var toRequest = ask();
    assertThat(toRequest.recipNonce()).isEqualTo(senderNonce(request));
    for (var other : List.of(again, toRequest)) {
      assertThat(other.certificate()).isEqualTo(answer.certificate());
      assertThat(other.senderNonce()).isEqualTo(answer.senderNonce());
    }
    assertThat(domain.issued()).hasSize(1);
  }

  @Test
  @Proves({"CMP-H10", "CMP-H20"})
  void aPollMayLeaveItsCertificatesOut() throws Exception {
    var whole = PKIMessage.getInstance(poll(ask()));
    var bare =
        TestMessage.der(new PKIMessage(whole.getHeader(), whole.getBody(), whole.getProtection()));
    isPollRep(domain.send(bare), bare, 0);
  }

  @Test
  @Proves({"CMP-R6", "CMP-F9"})
  void aPkcs10RequestWaitsWithItsOwnNumber() throws Exception {
    var pkcs10 = device.request().pkcs10();
    var waiting = domain.send(domain.approved(pkcs10, "SN-1"));
    assertThat(waiting.type()).isEqualTo(PKIBody.TYPE_CERT_REP);
    assertThat(waiting.statusNumber()).isEqualTo(PKIStatus.WAITING);
    assertThat(waiting.certReqId()).isEqualTo(-1);
    for (int id : new int[] {-1, 0}) {
      var poll = poll(waiting, waiting.senderNonce(), certReqId(id)).signed(device.idevid());
      isPollRep(domain.send(poll), poll, id);
    }
    approve();
    var poll = poll(waiting, waiting.senderNonce(), certReqId(-1)).signed(device.idevid());
    var answer = domain.send(poll);
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_CERT_REP);
    assertThat(answer.certReqId()).isEqualTo(-1);
    assertThat(answer.certificate()).isPresent();
  }

  @Test
  @Proves({"CMP-B5", "CMP-E19"})
  void aPolledCertificateIsConfirmedAsAnyOther() throws Exception {
    request = device.request().explicit().encoded();
    var waiting = ask();
    approve();
    var ip = domain.send(poll(waiting));
    assertThat(ip.grantsImplicitConfirm()).isFalse();
    assertThat(domain.issued().getFirst().state()).isEqualTo("awaiting-confirmation");
    assertThat(domain.send(accepting(ip)).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(domain.issued().getFirst().state()).isEqualTo("confirmed");
  }

  @Test
  @Proves({"CMP-B5", "CMP-R15"})
  void aDeviceThatWasOffWhileItsCertificateWaitedConfirmsItAfterwards() throws Exception {
    request = device.request().explicit().encoded();
    var waiting = ask();
    approve();
    domain.clock.advance(Duration.ofDays(5));
    assertThat(domain.issued().getFirst().state()).isEqualTo("unconfirmed");
    var ip = domain.send(poll(waiting));
    assertThat(ip.certificate()).isPresent();
    assertThat(domain.send(accepting(ip)).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(domain.issued().getFirst().state()).isEqualTo("confirmed");
  }

  private byte[] accepting(Answer ip) {
    var hash = CryptoSuite.sha256(Certificates.encoded(ip.certificate().orElseThrow()));
    return new TestMessage(ip.transactionId(), TestDevice.SUITE.randomBytes(16))
        .recipNonce(ip.senderNonce())
        .body(
            new PKIBody(
                PKIBody.TYPE_CERT_CONFIRM,
                CertConfirmContent.getInstance(
                    new DERSequence(new CertStatus(hash, BigInteger.ZERO)))))
        .signed(device.idevid());
  }

  @Test
  @Proves({"CMP-H19", "CMP-B7"})
  void aDenialIsFinalAndSaysNothingMore() throws Exception {
    var waiting = ask();
    deny();
    var answer = ask();
    isRejection(answer, PKIFailureInfo.notAuthorized, "the request is not authorised");
    assertThat(ask().octets()).isEqualTo(answer.octets());
    var poll = poll(waiting);
    var polled = domain.send(poll);
    isRejection(polled, PKIFailureInfo.notAuthorized, "the request is not authorised");
    assertThat(polled.recipNonce()).isEqualTo(senderNonce(poll));
    domain.stop();
    domain.start();
    assertThat(ask().octets()).isEqualTo(answer.octets());
    assertThat(domain.issued()).isEmpty();

    request = device.request().encoded();
    isWaiting(ask(), request);
  }

  private record Intruder(String name, Poll poll) {
    interface Poll {
      byte[] of(Answer waiting) throws Exception;
    }
  }

  @TestFactory
  @Proves({"CMP-R9", "CMP-H6", "CMP-H20", "CMP-B13"})
  Stream<DynamicTest> whoeverIsNotTheDeviceLearnsNothing() throws Exception {
    var other = domain.maker.device("SN-2").idevid();
    var stranger = new TestMaker("Other", domain.clock.instant()).device("SN-1").idevid();
    var registrar = domain.registrar();
    return Stream.of(
            new Intruder(
                "another device",
                waiting -> poll(waiting, waiting.senderNonce(), certReqId(0)).signed(other)),
            new Intruder(
                "another device that knows no nonce",
                waiting -> poll(waiting, new byte[32], certReqId(0)).signed(other)),
            new Intruder(
                "another device that lacks the issuers and polls for two",
                waiting ->
                    TestMessage.withoutIssuers(
                        poll(
                                waiting,
                                waiting.senderNonce(),
                                new PollReqContent(
                                    new BigInteger[] {BigInteger.ZERO, BigInteger.ONE}))
                            .signed(other))),
            new Intruder(
                "a device of another maker",
                waiting -> poll(waiting, waiting.senderNonce(), certReqId(0)).signed(stranger)),
            new Intruder(
                "the registrar itself",
                waiting -> poll(waiting, waiting.senderNonce(), certReqId(0)).signed(registrar)),
            new Intruder(
                "nobody",
                waiting ->
                    poll(waiting, waiting.senderNonce(), certReqId(0))
                        .unprotected(device.idevid())),
            new Intruder(
                "who signs with a key of his own in the device's name",
                waiting ->
                    poll(waiting, waiting.senderNonce(), certReqId(0))
                        .signed(
                            new Credential(
                                TestDevice.SUITE.generateKeyPair().getPrivate(),
                                device.idevid().chain()))))
        .map(intruder -> dynamicTest(intruder.name(), () -> learnsNothing(intruder)));
  }

  private void learnsNothing(Intruder intruder) throws Exception {
    var waiting = ask();
    var nowhere =
        poll(new Answer(device.request().encoded()), TestDevice.SUITE.randomBytes(32), certReqId(0))
            .signed(device.idevid());
    var poll = intruder.poll().of(waiting);
    for (var message : List.of(poll, domain.nesting(poll).encoded(), nowhere)) {
      isError(domain.send(message), PKIFailureInfo.badRequest, "no such transaction");
    }
    var own = poll(waiting);
    isPollRep(domain.send(own), own, 0);
  }

  @Test
  @Proves({"CMP-H7", "CMP-H11"})
  void theDeviceItselfIsToldThatItsNonceIsWrong() throws Exception {
    var waiting = ask();
    var elsewhere =
        domain.send(domain.approved(domain.maker.device("SN-2").request().encoded(), "SN-2"));
    for (var nonce : List.of(new byte[32], senderNonce(request), elsewhere.senderNonce())) {
      isError(
          domain.send(poll(waiting, nonce, certReqId(0)).signed(device.idevid())),
          PKIFailureInfo.badRecipientNonce,
          "the recipNonce is not that of this transaction");
    }
  }

  @Test
  @Proves("CMP-F9")
  void aPollIsForOneResponse() throws Exception {
    var waiting = ask();
    var two = new PollReqContent(new BigInteger[] {BigInteger.ZERO, BigInteger.ONE.negate()});
    for (var content : List.of(two, certReqId(1))) {
      var answer =
          domain.send(poll(waiting, waiting.senderNonce(), content).signed(device.idevid()));
      assertThat(answer.failInfo()).isEqualTo(PKIFailureInfo.badRequest);
      assertThat(answer.text()).contains("one certReqId, 0 or -1");
    }
  }

  @Test
  void whereNothingWaitedThereIsNothingToPollFor() throws Exception {
    domain.stop();
    domain.configured("approval: manual", "approval: automatic").start();
    var ip = ask();
    assertThat(ip.certificate()).isPresent();
    isError(
        domain.send(poll(ip)),
        PKIFailureInfo.badRecipientNonce,
        "the recipNonce is not that of this transaction");
  }

  @Test
  @Proves({"CMP-R7", "CMP-R14"})
  void aMemberOfABatchIsToldToWait() throws Exception {
    var other = domain.maker.device("SN-2");
    var batch =
        domain
            .nesting(domain.approved(request, "SN-1"))
            .member(domain.approved(other.request().encoded(), "SN-2"))
            .transaction(TestDevice.SUITE.randomBytes(16))
            .encoded();
    var answers = domain.send(batch).nested();
    assertThat(answers).hasSize(2);
    isWaiting(answers.getFirst(), request);
    assertThat(answers.getLast().statusNumber()).isEqualTo(PKIStatus.WAITING);
    assertThat(pending()).hasSize(2);
  }

  private static Stream<List<Integer>> orders() {
    return Stream.of(
        List.of(1, 2, 3),
        List.of(1, 3, 2),
        List.of(2, 1, 3),
        List.of(2, 3, 1),
        List.of(3, 1, 2),
        List.of(3, 2, 1));
  }

  @TestFactory
  @Proves("CMP-B7")
  Stream<DynamicTest> inWhateverOrderTheyArriveTheNewestLives() {
    return orders().map(order -> dynamicTest(order.toString(), () -> newestLives(order)));
  }

  private void newestLives(List<Integer> order) throws Exception {
    var asking = domain.maker.device("SN-" + order.hashCode());
    var requests = Stream.generate(() -> asking.request().encoded()).limit(3).toList();
    var before = pending().size();
    int newest = 0;
    for (int number : order) {
      var message =
          domain
              .nesting(requests.get(number - 1))
              .consent(domain.consent(asking.serialNumber(), number))
              .encoded();
      var answer = domain.send(message);
      if (number > newest) {
        isWaiting(answer, requests.get(number - 1));
        newest = number;
      } else {
        isError(
            answer,
            PKIFailureInfo.notAuthorized,
            "outer message: the registrar's consent is older than one already seen for this"
                + " device");
      }
      assertThat(pending()).hasSize(before + 1);
    }
    for (int number : order.subList(0, order.indexOf(3))) {
      if (order.subList(0, order.indexOf(number)).stream().allMatch(other -> other < number)) {
        var message =
            domain
                .nesting(requests.get(number - 1))
                .consent(domain.consent(asking.serialNumber(), 3))
                .encoded();
        isRejection(
            domain.send(message),
            PKIFailureInfo.badRequest,
            "a newer request of the device took the place of this one");
      }
    }
    assertThat(pending()).hasSize(before + 1);
  }

  @Test
  void onAScarceDiskWhatIsHeldIsDecidedAndNothingNewIsTaken() throws Exception {
    var reserve = "free-space-at-least: 9999999 GiB";
    var waiting = ask();
    domain.stop();
    domain.configured("# free-space-at-least: 32 MiB", reserve).start();
    var late = domain.approved(domain.maker.device("SN-2"));
    var refused = domain.post("/.well-known/cmp/initialization", "application/pkixcmp", late);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("retry-after")).hasValue("5");
    isWaiting(ask(), request);
    approve();
    assertThat(domain.send(poll(waiting)).certificate()).isPresent();
    assertThat(domain.issued()).hasSize(1);

    domain.stop();
    domain.configured(reserve, "# free-space-at-least: 32 MiB").start();
    assertThat(domain.send(late).statusNumber()).isEqualTo(PKIStatus.WAITING);
  }
}
