package dev.brski.cmp;

import static dev.brski.cmp.Cast.accepted;
import static dev.brski.cmp.Cast.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** We and openssl understand each other, in both roles. */
class OpensslTest {

  @TempDir Path folder;
  private final Cast cast = new Cast();
  private final RequestValidation requests = new RequestValidation(Cast.SUITE, Cast.POLICY);

  @BeforeEach
  void writeCredentials() throws IOException {
    Openssl.demand();
    write("device", cast.device);
    write("responder", cast.responder);
    write("root", cast.root);
    write("authority", cast.authority);
    write("manufacturer", cast.manufacturer);
    Openssl.write(folder, "new.key", Credential.keyPem(cast.newKey.getPrivate()));
  }

  private void write(String name, Credential credential) throws IOException {
    credential.write(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private CmpMessage message(String name) throws IOException {
    return Cast.parsed(Files.readAllBytes(folder.resolve(name)));
  }

  /** What openssl sends first; it finds no answer and gives up. */
  private CmpMessage firstRequest(List<String> arguments) throws IOException {
    var all =
        new ArrayList<>(
            List.of(
                "-rspin", file("none"),
                "-certout", file("got.pem"),
                "-reqout", file("first.der")));
    all.addAll(arguments);
    var run = Openssl.cmp(all);
    assertThat(Files.exists(folder.resolve("first.der"))).as(run.output()).isTrue();
    return message("first.der");
  }

  private List<String> ir(String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "-cmd",
                "ir",
                "-cert",
                file("device.pem"),
                "-key",
                file("device.key"),
                "-newkey",
                file("new.key"),
                "-subject",
                "/O=Maker/serialNumber=SN-4711",
                "-recipient",
                "/CN=Domain issuing CA",
                "-trusted",
                file("root.pem"),
                "-certout",
                file("got.pem")));
    arguments.addAll(List.of(more));
    return arguments;
  }

  @Test
  @Proves({"CMP-F1", "LC-3.5-protection", "LC-5.1.1-popo"})
  void itsInitializationRequestIsAccepted() throws IOException {
    var ir = firstRequest(ir("-implicit_confirm"));

    var authenticated = accepted(Cast.validate(ir, cast.fromDevice(BodyType.ir)));
    var requested =
        accepted(
            requests.validate(ir, authenticated.signer(), RequestValidation.Requester.END_ENTITY));

    assertThat(ir.implicitConfirm()).isTrue();
    assertThat(ir.recipient().orElseThrow().getName()).isEqualTo("CN=Domain issuing CA");
    assertThat(requested.publicKey().getEncoded()).isEqualTo(cast.newKey.getPublic().getEncoded());
    assertThat(requested.identifies(cast.device.leaf(), "SN-4711")).isTrue();
  }

  @Test
  @Proves({"CMP-F3", "CMP-F4"})
  void itsOtherRequestsAreRead() throws IOException {
    var kur =
        firstRequest(
            List.of(
                "-cmd", "kur",
                "-cert", file("device.pem"),
                "-key", file("device.key"),
                "-newkey", file("new.key"),
                "-trusted", file("root.pem")));
    assertThat(kur.type()).isEqualTo(BodyType.kur);
    var updated =
        accepted(
            requests.validate(kur, cast.device.leaf(), RequestValidation.Requester.END_ENTITY));
    assertThat(updated.subject()).isEqualTo(cast.device.leaf().getSubjectX500Principal());
    assertThat(((Body.CertificationRequest) kur.body()).only().oldCertId()).isPresent();

    var revocation =
        firstRequest(
            List.of(
                "-cmd", "rr",
                "-oldcert", file("device.pem"),
                "-cert", file("device.pem"),
                "-key", file("device.key"),
                "-trusted", file("root.pem")));
    assertThat(revocation.type()).isEqualTo(BodyType.rr);
    accepted(Cast.validate(revocation, cast.fromDevice(BodyType.rr)));
  }

  @Test
  @Proves({"CMP-F4", "CMP-E2"})
  void itsPkcs10RequestIsAccepted() throws IOException, InterruptedException {
    var csr =
        new ProcessBuilder(
                "openssl",
                "req",
                "-new",
                "-key",
                file("new.key"),
                "-out",
                file("new.csr"),
                "-subj",
                "/O=Maker/serialNumber=SN-4711")
            .redirectErrorStream(true)
            .start();
    assertThat(csr.waitFor()).isZero();
    var p10cr =
        firstRequest(
            List.of(
                "-cmd", "p10cr",
                "-csr", file("new.csr"),
                "-cert", file("device.pem"),
                "-key", file("device.key"),
                "-trusted", file("root.pem")));

    accepted(Cast.validate(p10cr, cast.fromDevice(BodyType.p10cr)));
    var requested =
        accepted(
            requests.validate(p10cr, cast.device.leaf(), RequestValidation.Requester.END_ENTITY));
    assertThat(requested.certReqId()).isEqualTo(-1);
    assertThat(requested.publicKey().getEncoded()).isEqualTo(cast.newKey.getPublic().getEncoded());
    assertThat(requested.identifies(cast.device.leaf(), "SN-4711")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "-secret pass:geheim -ref 4711, wrongIntegrity, LC-3.5-signature-based",
    "-unprotected_requests, badMessageCheck, LC-3.5-protected"
  })
  @Proves({"LC-3.5-signature-based", "LC-3.5-protected", "CMP-H11"})
  void itsMessagesWithoutASignatureAreRefused(String options, FailInfo failInfo, String id)
      throws IOException {
    var request = firstRequest(ir(options.split(" ")));
    var refusal = refused(Cast.validate(request, cast.fromDevice(BodyType.ir)));
    assertThat(refusal.check().id()).isEqualTo(id);
    assertThat(((CmpFault) refusal.check()).failInfo()).isEqualTo(failInfo);
  }

  @ParameterizedTest
  @CsvSource({"0, CMP-B3-raVerified-by-EE", "-1, LC-5.1.1-popo-present"})
  @Proves({"CMP-B3", "LC-5.1.1-popo-present"})
  void itsRequestsWithoutAProofAreRefused(String popo, String id) throws IOException {
    var request = firstRequest(ir("-popo", popo));
    accepted(Cast.validate(request, cast.fromDevice(BodyType.ir)));
    var refusal =
        refused(
            requests.validate(request, cast.device.leaf(), RequestValidation.Requester.END_ENTITY));
    assertThat(refusal.check().id()).isEqualTo(id);
    assertThat(((CmpFault) refusal.check()).failInfo()).isEqualTo(FailInfo.badPOP);
  }

  @Test
  @Proves({"CMP-F5", "CMP-H10", "CMP-B5"})
  void itAcceptsOurCertificateWithImplicitConfirmation() throws IOException {
    var request = firstRequest(ir("-implicit_confirm"));
    var certificate = cast.ldevid(cast.newKey.getPublic());
    var ip =
        cast.as(cast.responder)
            .granted(
                ReplyTo.of(request),
                Grant.of(certificate, cast.authority.chain(), new Grant.Confirmation.Implicit()));
    var run =
        Openssl.cmp(
            ir(
                "-implicit_confirm",
                "-rspin",
                Openssl.write(folder, "ip.der", ip.encoded()),
                "-out_trusted",
                file("root.pem")));

    assertThat(run.status()).as(run.output()).isZero();
    assertThat(Certificates.readPem(folder.resolve("got.pem"))).containsExactly(certificate);
  }

  @Test
  @Proves({"CMP-F6", "CMP-F7", "CMP-F8", "CMP-F9", "CMP-F10", "CMP-R6", "CMP-B12"})
  void itPollsForOurCertificateAndConfirmsIt() throws IOException {
    var request = firstRequest(ir());
    var registrar = cast.as(cast.registrar);
    var nonces = new PollNonce(Cast.SUITE.randomBytes(32), Cast.SUITE);
    var replyTo = ReplyTo.of(request);
    var waiting = registrar.waiting(replyTo, "on its way", nonces.make(request.transactionId()));
    var pollRep =
        registrar.pollRep(
            replyTo, Duration.ZERO, "the line is down", nonces.make(request.transactionId()));
    var certificate = cast.ldevid(cast.newKey.getPublic());
    var ip =
        cast.as(cast.responder)
            .granted(
                replyTo,
                Grant.of(
                    certificate,
                    cast.authority.chain(),
                    new Grant.Confirmation.Until(Cast.NOW.plusSeconds(60))));
    var pkiConf = cast.as(cast.responder).pkiConf(replyTo);
    var answers = new ArrayList<String>();
    for (var answer : List.of(waiting, pollRep, ip, pkiConf)) {
      answers.add(
          Openssl.write(folder, answer.type() + "" + answers.size() + ".der", answer.encoded()));
    }
    var run =
        Openssl.cmp(
            ir(
                "-rspin", String.join(",", answers),
                "-reqout",
                    String.join(
                        ",", file("q0.der"), file("q1.der"), file("q2.der"), file("q3.der"))));

    assertThat(run.status()).as(run.output()).isZero();
    assertThat(run.output()).contains("the line is down");
    var pollReq = message("q1.der");
    accepted(
        Cast.validate(
            pollReq,
            cast.fromDevice(BodyType.pollReq)
                .signedBy(cast.device.leaf())
                .expecting(
                    new Expectation.RecipNonce.Recognised(
                        nonce -> nonces.verify(request.transactionId(), nonce)))));
    assertThat(((Body.PollRequest) pollReq.body()).only()).isZero();
    var certConf = message("q3.der");
    accepted(
        Cast.validate(
            certConf,
            cast.fromDevice(BodyType.certConf)
                .expecting(
                    new Expectation.RecipNonce.OneOf(Set.of(ip.senderNonce().orElseThrow())))));
    var confirm = (Body.CertConfirm) certConf.body();
    assertThat(confirm.rejects()).isFalse();
    assertThat(CertHash.matches(confirm.only(), certificate, Cast.SUITE)).isTrue();
  }

  @Test
  @Proves({"CMP-E5", "CMP-F6"})
  void itRejectsACertificateForAnotherKeyAndItsRejectionIsRead() throws IOException {
    var request = firstRequest(ir());
    var replyTo = ReplyTo.of(request);
    var other = cast.ldevid(Cast.SUITE.generateKeyPair().getPublic());
    var ip =
        cast.as(cast.responder)
            .granted(
                replyTo,
                Grant.of(other, cast.authority.chain(), new Grant.Confirmation.Explicit()));
    var answers =
        String.join(
            ",",
            Openssl.write(folder, "ip.der", ip.encoded()),
            Openssl.write(folder, "conf.der", cast.as(cast.responder).pkiConf(replyTo).encoded()));
    var run =
        Openssl.cmp(
            ir("-rspin", answers, "-reqout", String.join(",", file("q0.der"), file("q1.der"))));

    assertThat(run.status()).isNotZero();
    assertThat(((Body.CertConfirm) message("q1.der").body()).rejects()).isTrue();
  }

  @Test
  @Proves({"CMP-H14", "CMP-F11", "CMP-H19"})
  void itReportsOurRefusals() throws IOException {
    var request = firstRequest(ir());
    var registrar = cast.as(cast.registrar);
    var rejection =
        registrar.refused(
            ReplyTo.of(request), CmpCheck.POP_SIGNATURE.refusal("signed by another key"));
    assertThat(rejection.type()).isEqualTo(BodyType.ip);
    var run = Openssl.cmp(ir("-rspin", Openssl.write(folder, "no.der", rejection.encoded())));
    assertThat(run.status()).isNotZero();
    assertThat(run.output())
        .contains("rejection")
        .contains("badPOP")
        .contains(CmpCheck.POP_SIGNATURE.told());

    var error =
        registrar.refused(ReplyTo.of(request), CmpCheck.PROTECTION.refusal("does not verify"));
    assertThat(error.type()).isEqualTo(BodyType.error);
    run = Openssl.cmp(ir("-rspin", Openssl.write(folder, "error.der", error.encoded())));
    assertThat(run.status()).isNotZero();
    assertThat(run.output()).contains("badMessageCheck").contains(CmpCheck.PROTECTION.told());
  }

  private List<String> server(X509 certificate, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "-srv_cert", file("responder.pem"),
                "-srv_key", file("responder.key"),
                "-srv_untrusted", file("authority.pem"),
                "-srv_trusted", file("manufacturer.pem"),
                "-rsp_cert", certificate.file(),
                "-rsp_extracerts", file("authority.pem")));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private record X509(java.security.cert.X509Certificate certificate, String file) {}

  private X509 ldevid() {
    var certificate = cast.ldevid(cast.newKey.getPublic());
    return new X509(
        certificate,
        Openssl.write(
            folder,
            "ldevid.pem",
            Certificates.toPem(List.of(certificate)).getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  @Proves({"CMP-E1", "CMP-E4", "CMP-E13", "CMP-E18", "CMP-H20", "CMP-B13"})
  void itsAuthorityEnrollsUsWithPollsAndConfirmation() throws Exception {
    var ldevid = ldevid();
    var device = cast.as(cast.device);
    try (var authority =
        new Openssl.Server(server(ldevid, "-poll_count", "2", "-check_after", "3"))) {
      var ir = device.certificationRequest(cast.draft().withImplicitConfirm(false));
      var awaited = AwaitedResponse.to(ir, cast.newKey.getPublic());
      var response = authority.post(ir);
      assertThat(accepted(cast.judge(response, awaited))).isInstanceOf(Answer.Waiting.class);

      var answer = accepted(cast.judge(response, awaited));
      int polls = 0;
      while (!(answer instanceof Answer.Issued)) {
        var pollReq = device.pollReq(response, 0);
        awaited = awaited.knowing(response.extraCerts()).polledBy(pollReq);
        response = authority.post(pollReq);
        answer = accepted(cast.judge(response, awaited));
        polls++;
        if (answer instanceof Answer.PollAgain(long id, Duration after, String _)) {
          assertThat(id).isZero();
          assertThat(after).isEqualTo(Duration.ofSeconds(3));
        }
        assertThat(polls).isLessThan(5);
      }
      var issued = (Answer.Issued) answer;
      assertThat(issued.certificate()).isEqualTo(ldevid.certificate());
      assertThat(issued.confirm()).isTrue();

      var certConf = device.certConfAccepting(response, issued.certificate());
      var pkiConf = authority.post(certConf);
      assertThat(accepted(cast.judge(pkiConf, awaited.confirmedBy(certConf))))
          .isEqualTo(new Answer.Confirmed());
    }
  }

  @Test
  @Proves({"CMP-E4", "CMP-B5"})
  void itsAuthorityGrantsUsImplicitConfirmation() throws Exception {
    try (var authority = new Openssl.Server(server(ldevid(), "-grant_implicitconf"))) {
      var ir = cast.ir();
      var answer =
          accepted(cast.judge(authority.post(ir), AwaitedResponse.to(ir, cast.newKey.getPublic())));
      assertThat(((Answer.Issued) answer).confirm()).isFalse();
    }
  }

  @Test
  @Proves({"CMP-H18", "CMP-H19", "CMP-F11"})
  void itsRefusalsAreRead() throws Exception {
    try (var authority =
        new Openssl.Server(
            server(ldevid(), "-pkistatus", "2", "-failurebits", "524800", "-statusstring", "no"))) {
      var ir = cast.ir();
      var answer =
          accepted(cast.judge(authority.post(ir), AwaitedResponse.to(ir, cast.newKey.getPublic())));
      assertThat(answer)
          .isEqualTo(
              new Answer.Rejected(
                  new Body.StatusInfo(
                      PkiStatus.rejection, Set.of(FailInfo.badPOP, FailInfo.badCertTemplate), "no"),
                  true));
    }
  }

  @Test
  @Proves({"CMP-H9", "CMP-H18"})
  void itsUnprotectedErrorIsBelievedByPolicyOnly() throws Exception {
    try (var authority = new Openssl.Server(server(ldevid(), "-send_error", "-send_unprot_err"))) {
      var ir = cast.ir();
      var error = authority.post(ir);
      var awaited = AwaitedResponse.to(ir, cast.newKey.getPublic());

      assertThat(error.protection()).isEmpty();
      assertThat(refused(cast.judge(error, awaited)).check()).isEqualTo(CmpCheck.PROTECTED);
      var believed = accepted(cast.judge(error, awaited.withUnprotectedErrors(true)));
      assertThat(((Answer.Rejected) believed).authenticated()).isFalse();
      assertThat(((Answer.Rejected) believed).status().failInfo())
          .containsExactly(FailInfo.badRequest);
    }
  }
}
