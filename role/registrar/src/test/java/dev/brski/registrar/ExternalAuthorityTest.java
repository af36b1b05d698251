package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CertReqMsg;
import dev.brski.cmp.CertificationDraft;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.Grant;
import dev.brski.cmp.Information;
import dev.brski.cmp.Inquiry;
import dev.brski.cmp.Nonce;
import dev.brski.cmp.PkiStatus;
import dev.brski.cmp.ReplyTo;
import dev.brski.cmp.TransactionId;
import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.ScriptedHttp;
import dev.brski.proof.kit.ScriptedServer;
import dev.brski.registrar.control.QueueDesk.Found;
import dev.brski.registrar.control.QueueDesk.Resolved;
import dev.brski.registrar.control.QueueView;
import dev.brski.registrar.onboarding.Queue;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.registrar.renewal.RenewalCheck;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.time.Clock;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.verdict.Check;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A CA that is not ours, reached over plain HTTP at a path of its own: in which form it gets what
 * devices send, how they get its answers, and what happens when nobody knows what it has done.
 */
class ExternalAuthorityTest extends InWorld {

  private static final String PKIX_CMP = "application/pkixcmp";
  private static final Order ORDER = new Order("olga", "asked the people of the CA");
  private static final Queue.Filter ALL =
      new Queue.Filter(false, Optional.empty(), Optional.empty());

  private final Credential foreignRoot =
      World.ISSUER.selfSigned(CertificateProfile.rootCa("external", World.VALIDITY));
  private final Credential foreign =
      World.ISSUER.credential(
          foreignRoot, CertificateProfile.responder("external ca", World.VALIDITY));
  private final BlockingQueue<CmpMessage> asked = new LinkedBlockingQueue<>();
  private final AtomicReference<ScriptedHttp.Answering> script = new AtomicReference<>();
  private ScriptedServer server;
  private QueueView queue;

  @BeforeEach
  void serve() throws Exception {
    script.set(answering(this::issue));
    server =
        ScriptedServer.plain(
            0,
            new ScriptedHttp(
                (request, out) -> {
                  assertThat(request.path()).isEqualTo("/pkix/");
                  if (request.body().length > 0) {
                    asked.add(parsed(request.body()));
                  }
                  script.get().answer(request, out);
                }));
    queue = new QueueView(folder, InstantSource.system());
  }

  @AfterEach
  void endServer() throws IOException {
    server.close();
  }

  /** The registrar begins anew with this CA as its authority. */
  private void upstream(String... rules) throws Exception {
    world.registrar.close();
    Files.writeString(folder.resolve("external.pem"), Certificates.toPem(foreignRoot.chain()));
    var file = folder.resolve("brski.yaml");
    Files.writeString(
        file,
        Files.readString(file)
                .replaceFirst(
                    "(?m)^authority: .*$", "authority: \"http://" + server.address() + "/pkix/\"")
            + "\nupstream:\n  plain-http: allowed\n  operation-labels: none\n"
            + Stream.of(rules).map("  %s\n"::formatted).collect(Collectors.joining()));
    world.start();
  }

  private void foreignUpstream(String forwarding) throws Exception {
    upstream("resend: never", "forwarding: " + forwarding, "answer-anchors: external.pem");
  }

  private static ScriptedHttp.Answering answering(Function<CmpMessage, CmpMessage> answer) {
    return (request, out) ->
        out.write(
            ScriptedHttp.response(200, PKIX_CMP, answer.apply(parsed(request.body())).encoded()));
  }

  private CmpComposer composer() {
    return new CmpComposer(
        new Credential(foreign.key(), List.of(foreign.leaf())),
        World.SUITE,
        Clock.known(InstantSource.system()));
  }

  private CmpMessage issue(CmpMessage request) {
    return switch (request.type()) {
      case ir, p10cr, cr, kur -> composer().granted(ReplyTo.of(request), grant(request));
      case certConf -> composer().pkiConf(ReplyTo.of(request));
      default -> throw new AssertionError("the CA was sent a " + request.type());
    };
  }

  /** The CA asks no proof of possession here; the tests look at it by themselves. */
  private Grant grant(CmpMessage request) {
    var made =
        World.ISSUER.issue(
            world.issuingCa,
            key(request),
            CertificateProfile.ldevid(new X500Name("SERIALNUMBER=4711"), World.VALIDITY));
    return Grant.of(
        made,
        List.of(world.issuingCa.leaf()),
        request.implicitConfirm()
            ? new Grant.Confirmation.Implicit()
            : new Grant.Confirmation.Explicit());
  }

  private static PublicKey key(CmpMessage request) {
    try {
      return World.SUITE.publicKey(only(request).template().publicKey().orElseThrow().getEncoded());
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static CertReqMsg only(CmpMessage request) {
    return ((Body.CertificationRequest) request.body()).requests().getFirst();
  }

  private CmpMessage next() throws InterruptedException {
    var message = asked.poll(60, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("the CA was asked nothing within 60 s");
    }
    return message;
  }

  private static CmpMessage parsed(byte[] der) {
    return World.accepted(CmpMessage.parse(der, CmpLimits.batch()));
  }

  private X509Certificate registrarLeaf() throws Exception {
    return Certificates.readPem(folder.resolve("registrar.pem")).getFirst();
  }

  @Test
  @Proves({"CMP-R1", "CMP-R5", "CMP-R15"})
  void unchangedIsOctetForOctetWhatTheDeviceSent() throws Exception {
    upstream("resend: never", "forwarding: unchanged", "answer-anchors: external.pem");
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(false);
      var ip = device.cmp(ir);
      assertThat(next().encoded()).isEqualTo(ir.encoded());
      var certConf = device.composer().certConfAccepting(ip, certificate(ip));
      assertThat(device.cmp(certConf).type()).isEqualTo(BodyType.pkiconf);
      assertThat(next().encoded()).isEqualTo(certConf.encoded());
      assertThat(kinds()).contains("nested ir: registrar to registrar");
    }
  }

  @Test
  @Proves({"CMP-R4", "CMP-R5", "CMP-R15", "CMP-R18"})
  void replacedProtectionKeepsAllElseAndTheProofOfPossession() throws Exception {
    foreignUpstream("replaced");
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(false);
      var ip = device.cmp(ir);
      var sent = next();
      assertReplaced(sent, ir);
      assertThat(only(sent).popo()).isInstanceOf(CertReqMsg.Popo.Signature.class);
      assertThat(only(sent).certRequest()).isEqualTo(only(ir).certRequest());

      assertThat(ip.extraCerts().getFirst()).isEqualTo(registrarLeaf());
      assertThat(ip.recipNonce()).isEqualTo(ir.senderNonce());
      assertThat(ip.extraCerts()).contains(world.issuingCa.leaf());
      var certConf = device.composer().certConfAccepting(ip, certificate(ip));
      var pkiConf = device.cmp(certConf);
      assertThat(pkiConf.type()).isEqualTo(BodyType.pkiconf);
      assertThat(pkiConf.extraCerts().getFirst()).isEqualTo(registrarLeaf());
      assertReplaced(next(), certConf);
      assertThat(kinds())
          .contains(
              "ir: registrar to authority",
              "nested ir: registrar to registrar",
              "ip: authority to registrar",
              "ip: authority to pledge",
              "certConf: registrar to authority",
              "pkiConf: authority to registrar");
    }
  }

  private void assertReplaced(CmpMessage sent, CmpMessage original) throws Exception {
    assertThat(sent.type()).isEqualTo(original.type());
    assertThat(sent.sender()).contains(registrarLeaf().getSubjectX500Principal());
    assertThat(sent.extraCerts().getFirst()).isEqualTo(registrarLeaf());
    assertThat(sent.transactionId()).isEqualTo(original.transactionId());
    assertThat(sent.senderNonce()).isEqualTo(original.senderNonce());
    assertThat(sent.recipNonce()).isEqualTo(original.recipNonce());
    assertThat(sent.header().generalInfo()).isEqualTo(original.header().generalInfo());
    assertThat(sent.header().recipientName()).isEqualTo(original.header().recipientName());
    assertThat(
            World.SUITE.verify(
                registrarLeaf().getPublicKey(),
                sent.protectionAlg().orElseThrow(),
                sent.protectedPart(),
                sent.protection().orElseThrow()))
        .isTrue();
  }

  @Test
  @Proves({"CMP-R4", "CMP-R3"})
  void raVerifiedTakesThePlaceOfAProofThatWasVerified() throws Exception {
    foreignUpstream("ra-verified");
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      assertThat(device.cmp(ir).type()).isEqualTo(BodyType.ip);
      var sent = next();
      assertReplaced(sent, ir);
      assertThat(only(sent).popo()).isInstanceOf(CertReqMsg.Popo.RaVerified.class);
      assertThat(only(sent).certRequest()).isEqualTo(only(ir).certRequest());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unchanged", "replaced", "ra-verified"})
  @Proves({"CMP-R3", "CMP-R4"})
  void aBrokenProofOfPossessionIsRefusedAndNothingGoesOn(String forwarding) throws Exception {
    foreignUpstream(forwarding);
    try (var device = world.device("4711")) {
      device.imprint();
      var rejected = device.cmp(irWithBrokenProof(device));
      assertThat(rejected.type()).isEqualTo(BodyType.ip);
      var status = ((Body.Response) rejected.body()).only().status();
      assertThat(status.status()).isEqualTo(PkiStatus.rejection);
      assertThat(status.failInfo()).containsExactly(FailInfo.badPOP);
      assertThat(server.connections()).isZero();
      assertThat(World.accepted(queue.list(ALL)))
          .extracting(Queue.Line::what)
          .doesNotContain("certification request");
    }
  }

  /** Its proof is made with another key than the one that is to be certified. */
  private static CmpMessage irWithBrokenProof(World.Device device) {
    var mixed =
        new KeyPair(
            World.SUITE.generateKeyPair().getPublic(), World.SUITE.generateKeyPair().getPrivate());
    return device
        .composer()
        .certificationRequest(
            CertificationDraft.ir(
                device.idevid.leaf().getSubjectX500Principal(), mixed, World.SUITE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"replaced", "ra-verified"})
  @Proves({"CMP-R4", "CMP-R19"})
  void theProtectionOfAKeyUpdateIsPreserved(String forwarding) throws Exception {
    foreignUpstream(forwarding);
    try (var member = world.member("4711")) {
      var kur = member.kur();
      assertThat(member.cmp(kur).type()).isEqualTo(BodyType.kup);
      assertThat(next().encoded()).isEqualTo(kur.encoded());
    }
  }

  @Test
  @Proves({"CMP-R6", "CMP-R5"})
  void pollsGoOnUnderTheProtectionThatTheAuthorityKnows() throws Exception {
    foreignUpstream("replaced");
    script.set(answering(this::hesitate));
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      var waiting = device.cmp(ir);
      assertThat(status(waiting)).isEqualTo(PkiStatus.waiting);
      assertReplaced(next(), ir);
      var poll = device.composer().pollReq(waiting, 0);
      var pollRep = device.cmp(poll);
      assertThat(pollRep.type()).isEqualTo(BodyType.pollRep);
      assertReplaced(next(), poll);
      assertThat(device.cmp(ir).encoded()).isEqualTo(waiting.encoded());

      script.set(answering(asking -> granted(ir, asking)));
      var last = device.composer().pollReq(pollRep, 0);
      var ip = device.cmp(last);
      assertThat(status(ip)).isEqualTo(PkiStatus.accepted);
      assertThat(ip.recipNonce()).isEqualTo(last.senderNonce());
      assertReplaced(next(), last);

      var lost = device.composer().pollReq(pollRep, 0);
      assertThat(device.cmp(lost).recipNonce()).isEqualTo(lost.senderNonce());
      assertThat(device.cmp(ir).recipNonce()).isEqualTo(ir.senderNonce());
      assertThat(asked).isEmpty();
    }
  }

  @Test
  @Proves({"CMP-R6", "CMP-R14"})
  void anAuthorityThatSaysWaitingLateTakesTheWaitingOver() throws Exception {
    upstream("resend: never", "forwarding: unchanged", "answer-anchors: external.pem");
    var told = new CountDownLatch(1);
    script.set(
        (request, out) -> {
          if (!told.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the device was never told to wait");
          }
          answering(this::hesitate).answer(request, out);
        });
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      var ours = device.cmp(ir);
      told.countDown();
      assertThat(next().encoded()).isEqualTo(ir.encoded());
      awaitState("its answer is here");
      var first = device.composer().pollReq(ours, 0);
      var theirs = device.cmp(first);
      assertThat(status(theirs)).isEqualTo(PkiStatus.waiting);
      assertThat(theirs.recipNonce()).isEqualTo(first.senderNonce());
      script.set(answering(this::hesitate));
      var poll = device.composer().pollReq(theirs, 0);
      assertThat(device.cmp(poll).type()).isEqualTo(BodyType.pollRep);
      assertThat(next().encoded()).isEqualTo(poll.encoded());
    }
  }

  private CmpMessage hesitate(CmpMessage asking) {
    var nonce = Nonce.fresh(World.SUITE);
    return asking.type() == BodyType.pollReq
        ? composer().pollRep(ReplyTo.of(asking), Duration.ofSeconds(1), "a person decides", nonce)
        : composer().waiting(ReplyTo.of(asking), "a person decides", nonce);
  }

  private CmpMessage granted(CmpMessage ir, CmpMessage asking) {
    var to = ReplyTo.of(ir);
    return composer()
        .granted(
            new ReplyTo(
                to.pvno(),
                to.type(),
                to.sender(),
                to.transactionId(),
                asking.senderNonce(),
                to.certReqId()),
            grant(ir));
  }

  @Test
  @Proves("CMP-R10")
  void whatWasNeverSentIsSentWhenTheAuthorityIsBack() throws Exception {
    foreignUpstream("replaced");
    var address = server.address();
    server.close();
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      var waiting = device.cmp(ir);
      assertThat(line().indeterminate()).isFalse();
      server =
          ScriptedServer.plain(
              Integer.parseInt(address.substring(address.indexOf(':') + 1)),
              new ScriptedHttp((request, out) -> script.get().answer(request, out)));
      World.accepted(queue.retry(Optional.empty()));
      awaitState("its answer is here");
      assertThat(status(device.cmp(device.composer().pollReq(waiting, 0))))
          .isEqualTo(PkiStatus.accepted);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** Where the connection breaks, after the request left. */
  enum Break {
    BEFORE_ANY_ANSWER,
    IN_THE_STATUS_LINE,
    IN_THE_HEAD,
    BEFORE_THE_CONTENT,
    IN_THE_CONTENT,
    BEFORE_THE_LAST_OCTET
  }

  @ParameterizedTest
  @EnumSource(Break.class)
  @Proves("CMP-B7")
  void anAnswerThatBreaksOffLeavesTheMessageIndeterminate(Break where) throws Exception {
    foreignUpstream("replaced");
    script.set((request, out) -> breakOff(where, issue(parsed(request.body())).encoded(), out));
    try (var device = world.device("4711")) {
      device.imprint();
      assertIndeterminate(device, device.ir(true));
    }
  }

  /** From now on the connection ends before any answer. */
  private void breakOff() {
    script.set((_, _) -> brokenOff());
  }

  private static void brokenOff() throws IOException {
    throw new IOException("broken off here");
  }

  private static void breakOff(Break where, byte[] answer, OutputStream out) throws IOException {
    var whole = ScriptedHttp.response(200, PKIX_CMP, answer);
    int head = whole.length - answer.length;
    int octets =
        switch (where) {
          case BEFORE_ANY_ANSWER -> 0;
          case IN_THE_STATUS_LINE -> 5;
          case IN_THE_HEAD -> head - 3;
          case BEFORE_THE_CONTENT -> head;
          case IN_THE_CONTENT -> head + answer.length / 2;
          case BEFORE_THE_LAST_OCTET -> whole.length - 1;
        };
    out.write(whole, 0, octets);
    out.flush();
    brokenOff();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 400, 404, 408, 425, 429, 500, 501, 502, 503, 504, 507, 520})
  @Proves({"CMP-R8", "CMP-B7"})
  void aStatusThatAnybodyCanHaveWrittenSaysNothingOfWhatTheCaHasDone(int status) throws Exception {
    foreignUpstream("unchanged");
    script.set((_, out) -> out.write(ScriptedHttp.response(status, "text/plain", new byte[0])));
    try (var device = world.device("4711")) {
      device.imprint();
      assertIndeterminate(device, device.ir(true));
    }
  }

  @Test
  @Proves({"CMP-R8", "CMP-B7"})
  void anAnswerBeyondOurLimitsSaysNothingOfWhatTheCaHasDone() throws Exception {
    foreignUpstream("unchanged");
    script.set((_, out) -> out.write(ScriptedHttp.response(200, PKIX_CMP, tooLong())));
    try (var device = world.device("4711")) {
      device.imprint();
      assertIndeterminate(device, device.ir(true));
      var id = line().id();
      assertThat(refused(queue.resolve(id, new Found.Answered(tooLong()), ORDER)))
          .isEqualTo(SetupCheck.QUEUE_ANSWER);
      assertThat(line().indeterminate()).isTrue();
    }
  }

  /** One octet more than we read of an answer. */
  private static byte[] tooLong() {
    var der = new byte[CmpLimits.standard().octets() + 1];
    der[0] = 0x30;
    der[1] = (byte) 0x83;
    der[2] = (byte) ((der.length - 5) >> 16);
    der[3] = (byte) ((der.length - 5) >> 8);
    der[4] = (byte) (der.length - 5);
    return der;
  }

  @Test
  @Proves({"CMP-R8", "CMP-R6"})
  void aStatusInAnswerToAPollDoesNotEndTheOperation() throws Exception {
    foreignUpstream("replaced");
    script.set(answering(this::hesitate));
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      var waiting = device.cmp(ir);
      script.set((_, out) -> out.write(ScriptedHttp.response(404, "text/plain", new byte[0])));
      assertThat(device.post(device.composer().pollReq(waiting, 0).encoded()).status())
          .isEqualTo(503);
      script.set(answering(asking -> granted(ir, asking)));
      assertThat(status(device.cmp(device.composer().pollReq(waiting, 0))))
          .isEqualTo(PkiStatus.accepted);
    }
  }

  @Test
  @Proves("CMP-B7")
  void anAnswerOfAStrangerIsNoAnswerAndNothingIsSentAgain() throws Exception {
    foreignUpstream("replaced");
    var stranger =
        World.ISSUER.credential(
            World.ISSUER.selfSigned(CertificateProfile.rootCa("external", World.VALIDITY)),
            CertificateProfile.responder("external ca", World.VALIDITY));
    script.set(
        answering(
            request ->
                new CmpComposer(stranger, World.SUITE, Clock.known(InstantSource.system()))
                    .granted(ReplyTo.of(request), grant(request))));
    try (var device = world.device("4711")) {
      device.imprint();
      assertIndeterminate(device, device.ir(true));
    }
  }

  @Test
  @Proves("CMP-B7")
  void aNamedCertificateIsTheOnlyOneThatAnswers() throws Exception {
    Files.writeString(folder.resolve("answers.pem"), Certificates.toPem(List.of(foreign.leaf())));
    upstream("resend: never", "forwarding: replaced", "answer-certificate: answers.pem");
    var sibling =
        World.ISSUER.credential(
            foreignRoot, CertificateProfile.responder("another", World.VALIDITY));
    try (var device = world.device("4711");
        var other = world.device("4712")) {
      device.imprint();
      assertThat(status(device.cmp(device.ir(true)))).isEqualTo(PkiStatus.accepted);
      asked.clear();
      script.set(
          answering(
              request ->
                  new CmpComposer(sibling, World.SUITE, Clock.known(InstantSource.system()))
                      .granted(ReplyTo.of(request), grant(request))));
      other.imprint();
      assertIndeterminate(other, other.ir(true));
    }
  }

  @Test
  @Proves("CMP-B7")
  void aNamedCaDoesNotSpeakForThoseBelowIt() throws Exception {
    Files.writeString(folder.resolve("answers.pem"), Certificates.toPem(foreignRoot.chain()));
    upstream("resend: never", "forwarding: replaced", "answer-certificate: answers.pem");
    try (var device = world.device("4711")) {
      device.imprint();
      assertIndeterminate(device, device.ir(true));
    }
  }

  @Test
  @Proves("CMP-B7")
  void whatMayHaveLeftBeforeTheRuleChangedIsNotSentAgain() throws Exception {
    upstream("resend: same-octets", "forwarding: replaced", "answer-anchors: external.pem");
    script.set((_, _) -> new CountDownLatch(1).await());
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      assertThat(status(device.cmp(ir))).isEqualTo(PkiStatus.waiting);
      next();
      world.registrar.close();
      asked.clear();
      script.set(answering(this::issue));
      var file = folder.resolve("brski.yaml");
      Files.writeString(
          file, Files.readString(file).replace("resend: same-octets", "resend: never"));
      world.start();
      assertThat(line().indeterminate()).isTrue();
      assertThat(asked).isEmpty();
      World.accepted(queue.resolve(line().id(), new Found.NotThere(), ORDER));
      awaitState("its answer is here");
      assertThat(asked).hasSize(1);
    }
  }

  @Test
  @Proves("CMP-B7")
  void thatAMessageOfUnknownFateIsAbandonedStandsInTheJournal() throws Exception {
    foreignUpstream("replaced");
    breakOff();
    try (var device = world.device("4711")) {
      device.imprint();
      assertIndeterminate(device, device.ir(true));
      var first = line();
      script.set(answering(this::issue));
      World.accepted(queue.retry(Optional.empty()));
      assertThat(status(device.cmp(device.ir(true)))).isIn(PkiStatus.accepted, PkiStatus.waiting);
      assertThat(journal())
          .anySatisfy(
              entry -> assertThat(entry).contains("indeterminate-abandoned", first.id(), "4711"));
    }
  }

  @Test
  @Proves("CMP-B7")
  void aQuestionMayBeAskedAgain() throws Exception {
    foreignUpstream("replaced");
    var times = new AtomicInteger();
    script.set(
        (request, out) -> {
          if (times.incrementAndGet() == 1) {
            brokenOff();
          }
          out.write(
              ScriptedHttp.response(
                  200,
                  PKIX_CMP,
                  composer()
                      .information(
                          ReplyTo.of(parsed(request.body())),
                          new Information.CaCertificates(List.of(world.issuingCa.leaf())))
                      .encoded()));
        });
    try (var member = world.member("4711")) {
      var genm =
          member
              .composer()
              .inquiry(
                  TransactionId.fresh(World.SUITE),
                  Optional.empty(),
                  Optional.empty(),
                  new Inquiry.CaCertificates());
      assertThat(member.cmp(genm).type()).isEqualTo(BodyType.genp);
      assertThat(times.get()).isEqualTo(2);
    }
  }

  @Test
  @Proves("CMP-B7")
  void thatItIsAboutToLeaveIsDurableBeforeItsFirstOctet() throws Exception {
    foreignUpstream("replaced");
    var recorded = new LinkedBlockingQueue<Long>();
    script.set(
        (request, out) -> {
          recorded.add(sent());
          answering(this::issue).answer(request, out);
        });
    try (var device = world.device("4711")) {
      device.imprint();
      assertThat(status(device.cmp(device.ir(true)))).isEqualTo(PkiStatus.accepted);
      assertThat(recorded.poll(60, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  /** What the ledger on the disk says that has left. */
  private long sent() {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/store.db"));
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT count(*) FROM outbox WHERE state = 'WAITING' AND sent IS NOT NULL")) {
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Proves("CMP-B7")
  void aRegistrarThatEndsBetweenRequestAndAnswerSendsNothingAgain() throws Exception {
    foreignUpstream("replaced");
    script.set((_, _) -> new CountDownLatch(1).await());
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      assertThat(status(device.cmp(ir))).isEqualTo(PkiStatus.waiting);
      next();
      world.registrar.close();
      world.start();
      var line = line();
      assertThat(line.indeterminate()).isTrue();
      assertThat(line.reason().orElseThrow()).contains("ended before it had its answer");
      script.set(answering(this::issue));
      try (var back = device.anew()) {
        assertThat(status(back.cmp(ir))).isEqualTo(PkiStatus.waiting);
        assertThat(asked).isEmpty();
        World.accepted(queue.resolve(line.id(), new Found.NotThere(), ORDER));
        awaitState("its answer is here");
        assertThat(status(back.cmp(ir))).isEqualTo(PkiStatus.accepted);
      }
    }
  }

  @Test
  @Proves("CMP-B7")
  void aPersonBringsTheAnswerAndItIsJudgedLikeAnyOther() throws Exception {
    foreignUpstream("replaced");
    breakOff();
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      var waiting = device.cmp(ir);
      var sent = next();
      var line = awaitIndeterminate();
      var wrong = composer().granted(ReplyTo.of(device.ir(true)), grant(ir)).encoded();
      assertThat(refused(queue.resolve(line.id(), new Found.Answered(wrong), ORDER)))
          .isEqualTo(SetupCheck.QUEUE_ANSWER);
      assertThat(refused(queue.resolve(line.id(), new Found.Answered(new byte[] {1}), ORDER)))
          .isEqualTo(SetupCheck.QUEUE_ANSWER);
      assertThat(line().indeterminate()).isTrue();

      var right = issue(sent).encoded();
      Resolved resolved =
          World.accepted(queue.resolve(line.exchange(), new Found.Answered(right), ORDER));
      assertThat(resolved.device()).isEqualTo("4711");
      assertThat(status(device.cmp(device.composer().pollReq(waiting, 0))))
          .isEqualTo(PkiStatus.accepted);
      assertThat(asked).isEmpty();
      assertThat(refused(queue.resolve(line.id(), new Found.NotThere(), ORDER)))
          .isEqualTo(SetupCheck.QUEUE_INDETERMINATE);
      assertThat(journal())
          .anySatisfy(
              entry ->
                  assertThat(entry)
                      .contains("indeterminate-resolved", "olga", "asked the people of the CA"));
    }
  }

  @Test
  void whatIsNotWantedAnyMoreEndsAndTheDeviceIsToldSo() throws Exception {
    foreignUpstream("unchanged");
    breakOff();
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      var waiting = device.cmp(ir);
      var line = awaitIndeterminate();
      world.registrar.close();
      assertThat(refused(queue.resolve(line.id(), new Found.Answered(new byte[] {1}), ORDER)))
          .isEqualTo(SetupCheck.QUEUE_AT_REST);
      World.accepted(queue.resolve(line.id(), new Found.Unwanted(), ORDER));
      world.start();
      try (var back = device.anew()) {
        var error = back.cmp(back.composer().pollReq(waiting, 0));
        assertThat(((Body.ErrorBody) error.body()).status().failInfo())
            .containsExactly(FailInfo.notAuthorized);
      }
    }
  }

  @Test
  @Proves({"CMP-B7", "CMP-R15"})
  void aConfirmationOfUnknownFateIsNotSentAgainEither() throws Exception {
    foreignUpstream("replaced");
    try (var device = world.device("4711")) {
      device.imprint();
      var ip = device.cmp(device.ir(false));
      next();
      breakOff();
      assertIndeterminate(device, device.composer().certConfAccepting(ip, certificate(ip)));
      World.accepted(queue.resolve(line().id(), new Found.Unwanted(), ORDER));
    }
  }

  @Test
  @Proves("CMP-R10")
  void aCheckSaysWhatIsWrongWithTheWayUpstream() throws Exception {
    foreignUpstream("replaced");
    script.set((_, out) -> out.write(ScriptedHttp.response(404, "text/plain", new byte[0])));
    assertThat(readiness())
        .anySatisfy(
            item -> {
              assertThat(item.text()).contains("nothing is at /pkix/");
              assertThat(item.remedy().orElseThrow()).contains("operation-labels");
            })
        .anySatisfy(
            item -> assertThat(item.text()).contains("must have been issued under CN=domain"));
    server.close();
    assertThat(readiness())
        .anySatisfy(
            item -> {
              assertThat(item.standing()).isEqualTo(Readiness.Standing.OBSTACLE);
              assertThat(item.what()).isEqualTo("authority");
              assertThat(item.text()).contains("connecting failed");
            });
  }

  @Test
  @Proves("CMP-R10")
  void aCheckNamesTheAnchorsThatDoNotFitTheServersCertificate() throws Exception {
    world.registrar.close();
    Files.writeString(folder.resolve("external.pem"), Certificates.toPem(foreignRoot.chain()));
    var file = folder.resolve("brski.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            + "\nupstream:\n  resend: same-octets\n  tls-anchors: external.pem\n");
    world.start();
    assertThat(readiness())
        .anySatisfy(
            item -> {
              assertThat(item.standing()).isEqualTo(Readiness.Standing.OBSTACLE);
              assertThat(item.what()).isEqualTo("authority");
              assertThat(item.remedy().orElseThrow()).contains("tls-anchors under upstream");
            });
  }

  private List<Readiness.Item> readiness() {
    return World.accepted(Readiness.of(folder, "maker", InstantSource.system())).items();
  }

  @Test
  void theRegistrarsOwnCredentialIsNotRenewedAtACaThatGetsNothingTwice() throws Exception {
    upstream("resend: never", "forwarding: nested");
    var credential = World.accepted(OwnCredential.beside(folder, InstantSource.system()));
    assertThat(World.accepted(credential.standing()).automatic()).isFalse();
    assertThat(refused(credential.renew())).isEqualTo(RenewalCheck.ELSEWHERE);
    assertThat(asked).isEmpty();
  }

  @Test
  @Proves({"CMP-R2", "CMP-R8"})
  void nestedAtAUrlWithAPathOfItsOwnIsAPossibilityToo() throws Exception {
    upstream("resend: never", "forwarding: nested");
    script.set(
        (request, out) -> {
          var composer =
              new CmpComposer(
                  world.responderChain(), World.SUITE, Clock.known(InstantSource.system()));
          var inner = World.inner(request.body());
          out.write(
              ScriptedHttp.response(
                  200, PKIX_CMP, composer.granted(ReplyTo.of(inner), grant(inner)).encoded()));
        });
    try (var device = world.device("4711")) {
      device.imprint();
      var ip = device.cmp(device.ir(true));
      assertThat(status(ip)).isEqualTo(PkiStatus.accepted);
      assertThat(ip.extraCerts().getFirst()).isEqualTo(world.responder.leaf());
      assertThat(next().type()).isEqualTo(BodyType.nested);
    }
  }

  /** The device waits on, is told so, and nothing is sent again by itself. */
  private void assertIndeterminate(World.Device device, CmpMessage request) throws Exception {
    var waiting = device.cmp(request);
    var sent = next();
    assertThat(sent.transactionId()).isEqualTo(request.transactionId());
    var line = awaitIndeterminate();
    assertThat(line.what())
        .isEqualTo(
            request.type() == BodyType.certConf ? "certificate confirm" : "certification request");
    assertThat(line.nextAttempt()).isEmpty();
    assertThat(line.reason()).isPresent();
    assertThat(World.accepted(queue.show(line.id())).waitsFor())
        .contains("brski queue resolve " + line.id());
    assertThat(World.accepted(queue.retry(Optional.empty()))).isZero();
    var polled =
        device.cmp(
            device.composer().pollReq(waiting, request.type() == BodyType.certConf ? -1 : 0));
    assertThat(polled.type()).isEqualTo(BodyType.pollRep);
    assertThat(asked).isEmpty();
  }

  private Queue.Line line() throws Exception {
    return World.accepted(queue.list(ALL)).getLast();
  }

  private Queue.Line awaitIndeterminate() throws Exception {
    return await(Queue.Line::indeterminate, "is of an unknown fate");
  }

  private void awaitState(String state) throws Exception {
    var _ = await(line -> line.state().equals(state), "comes to: " + state);
  }

  private Queue.Line await(Predicate<Queue.Line> wanted, String what) throws Exception {
    var end = Instant.now().plusSeconds(60);
    var line = line();
    while (!wanted.test(line)) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("no message " + what + " within 60 s, but " + line);
      }
      Thread.onSpinWait();
      line = line();
    }
    return line;
  }

  private List<String> kinds() throws Exception {
    return World.accepted(queue.show(line().exchange())).messages().stream()
        .map(note -> "%s: %s to %s".formatted(note.kind(), note.sender(), note.receiver()))
        .toList();
  }

  private List<String> journal() throws Exception {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/store.db"));
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT * FROM journal")) {
      var all = new ArrayList<String>();
      while (rows.next()) {
        var line = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          line.append(rows.getString(i)).append(' ');
        }
        all.add(line.toString());
      }
      return all;
    }
  }

  private static Check refused(Verdict<?> verdict) {
    return switch (verdict) {
      case Verdict.Refused<?>(var refusal) -> refusal.check();
      case Verdict.Accepted<?>(var value) -> throw new AssertionError("accepted: " + value);
    };
  }

  private static PkiStatus status(CmpMessage answer) {
    return switch (answer.body()) {
      case Body.Response response -> response.only().status().status();
      case Body.ErrorBody(var status) -> status.status();
      default -> throw new AssertionError("a " + answer.type());
    };
  }

  private static X509Certificate certificate(CmpMessage ip) {
    return ((Body.Response) ip.body()).only().certificate().orElseThrow();
  }
}
