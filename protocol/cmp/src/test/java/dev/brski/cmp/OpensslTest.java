package dev.brski.cmp;

import static dev.brski.cmp.Cast.accepted;
import static dev.brski.cmp.Cast.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.KeyKind;
import dev.brski.trust.RevocationReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /**
   * It proves possession of a key for RSASSA-PSS, with the longest salt if the key has no
   * parameters, and verifies what such a key protects. Version 3.0 protects nothing with one.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " -pkeyopt rsa_pss_keygen_md:sha256 -pkeyopt rsa_pss_keygen_mgf1_md:sha256"
            + " -pkeyopt rsa_pss_keygen_saltlen:32"
      })
  @Proves({"CMP-F1", "LC-3.5-protection", "LC-5.1.1-popo"})
  void itAsksForKeysForPssAndVerifiesTheirProtection(String options) throws Exception {
    var made =
        new ProcessBuilder(
                ("openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048"
                        + options
                        + " -out "
                        + file("new.key"))
                    .split(" ", -1))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(made.waitFor()).isZero();

    var ir = firstRequest(ir("-implicit_confirm"));
    var authenticated = accepted(Cast.validate(ir, cast.fromDevice(BodyType.ir)));
    var requested =
        accepted(
            requests.validate(ir, authenticated.signer(), RequestValidation.Requester.END_ENTITY));
    assertThat(KeyKind.of(requested.publicKey())).contains(KeyKind.RSA_PSS_2048);

    var responder =
        new CertificateIssuer(Cast.SUITE, KeyKind.RSA_PSS_2048)
            .credential(
                cast.authority, CertificateProfile.responder("responder.example", Cast.LONG));
    var certificate = cast.ldevid(requested.publicKey());
    var ip =
        cast.as(responder)
            .granted(
                ReplyTo.of(ir),
                Grant.of(certificate, cast.authority.chain(), new Grant.Confirmation.Implicit()));
    var run =
        Openssl.cmp(
            ir("-implicit_confirm", "-rspin", Openssl.write(folder, "ip.der", ip.encoded())));
    assertThat(run.status()).as(run.output()).isZero();
    assertThat(Certificates.readPem(folder.resolve("got.pem"))).containsExactly(certificate);
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

    var revocation = firstRequest(rr("4"));
    accepted(Cast.validate(revocation, cast.fromDevice(BodyType.rr)));
    assertThat(((Body.RevocationRequest) revocation.body()).only())
        .isEqualTo(
            new Body.RevocationDetails(
                Optional.of(cast.device.leaf().getIssuerX500Principal()),
                Optional.of(cast.device.leaf().getSerialNumber()),
                List.of(RevocationReason.SUPERSEDED.number())));
  }

  private List<String> rr(String reason, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "-cmd", "rr",
                "-oldcert", file("device.pem"),
                "-cert", file("device.pem"),
                "-key", file("device.key"),
                "-revreason", reason,
                "-trusted", file("root.pem")));
    arguments.addAll(List.of(more));
    return arguments;
  }

  @Test
  @Proves({"LC-4.2-reasonCode", "CMP-F12"})
  void itsRevocationWithoutAReasonIsRejected() throws IOException {
    for (var reason : List.of("-1", "6")) {
      var refusal = refused(Cast.validate(firstRequest(rr(reason)), cast.fromDevice(BodyType.rr)));
      assertThat(refusal.check()).isEqualTo(CmpCheck.REVOCATION_REASON);
    }
  }

  @Test
  @Proves({"CMP-F13", "CMP-B8"})
  void itReadsOurAnswersToItsRevocation() throws IOException {
    var request = firstRequest(rr("1"));
    var responder = cast.as(cast.responder);
    var revoked = responder.revoked(ReplyTo.of(request));
    var run = Openssl.cmp(rr("1", "-rspin", Openssl.write(folder, "rp.der", revoked.encoded())));
    assertThat(run.status()).as(run.output()).isZero();
    assertThat(run.output()).contains("revocation accepted (PKIStatus=accepted)");

    var rejected =
        responder.refused(ReplyTo.of(request), CmpCheck.REVOCATION_OPEN.refusal("revoked"));
    run = Openssl.cmp(rr("1", "-rspin", Openssl.write(folder, "no.der", rejected.encoded())));
    assertThat(run.status()).isNotZero();
    assertThat(run.output())
        .contains("rejection")
        .contains("certRevoked")
        .contains(CmpCheck.REVOCATION_OPEN.told());
  }

  @Test
  @Proves({"CMP-F3", "CMP-E11"})
  void itTakesOurAnswerToItsKeyUpdate() throws IOException {
    var kur =
        List.of(
            "-cmd",
            "kur",
            "-cert",
            file("device.pem"),
            "-key",
            file("device.key"),
            "-newkey",
            file("new.key"),
            "-implicit_confirm",
            "-trusted",
            file("root.pem"),
            "-certout",
            file("got.pem"));
    var request = firstRequest(kur);
    accepted(
        requests.validate(request, cast.device.leaf(), RequestValidation.Requester.END_ENTITY));
    var certificate = cast.ldevid(cast.newKey.getPublic());
    var kup =
        cast.as(cast.responder)
            .granted(
                ReplyTo.of(request),
                Grant.of(certificate, cast.authority.chain(), new Grant.Confirmation.Implicit()));
    var arguments = new ArrayList<>(kur);
    arguments.addAll(List.of("-rspin", Openssl.write(folder, "kup.der", kup.encoded())));

    var run = Openssl.cmp(arguments);

    assertThat(run.status()).as(run.output()).isZero();
    assertThat(Certificates.readPem(folder.resolve("got.pem"))).containsExactly(certificate);
  }

  private List<String> genm(String infoType, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "-cmd",
                "genm",
                "-infotype",
                infoType,
                "-cert",
                file("device.pem"),
                "-key",
                file("device.key"),
                "-recipient",
                "/CN=Domain issuing CA",
                "-trusted",
                file("root.pem")));
    arguments.addAll(List.of(more));
    return arguments;
  }

  @ParameterizedTest
  @CsvSource({"caCerts, getcacerts", "certReqTemplate, getcertreqtemplate"})
  @Proves({"CMP-F14", "CMP-F15", "CMP-E7", "CMP-E9"})
  void itsQuestionsAreUnderstoodAndOurAnswersRead(String infoType, String label)
      throws IOException {
    var request = firstRequest(genm(infoType));
    accepted(Cast.validate(request, cast.fromDevice(BodyType.genm)));
    var inquiry = accepted(Inquiry.of(request));
    assertThat(inquiry.operationLabel()).isEqualTo(label);
    for (var told : GoldenInformation.of(cast).entrySet()) {
      if (told.getKey().equals(inquiry)) {
        var genp = cast.as(cast.responder).information(ReplyTo.of(request), told.getValue());
        var run =
            Openssl.cmp(
                genm(infoType, "-rspin", Openssl.write(folder, "genp.der", genp.encoded())));
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).contains("genp contains ITAV of type: id-it-" + infoType);
      }
    }
  }

  @Test
  @Proves({"LC-4.3-infoType", "CMP-F14"})
  void itsOtherQuestionsAreRefused() throws IOException {
    var request = firstRequest(genm("signKeyPairTypes"));
    var refusal =
        refused(
            Cast.validate(request, cast.fromDevice(BodyType.genm))
                .flatMap(_ -> Inquiry.of(request)));
    assertThat(refusal.check()).isEqualTo(CmpCheck.INFO_TYPE);

    var error = cast.as(cast.responder).refused(ReplyTo.of(request), refusal);
    var run =
        Openssl.cmp(
            genm("signKeyPairTypes", "-rspin", Openssl.write(folder, "e.der", error.encoded())));
    assertThat(run.status()).isNotZero();
    assertThat(run.output()).contains("badRequest").contains(CmpCheck.INFO_TYPE.told());
  }

  @Test
  @Proves({"CMP-F8", "CMP-E14"})
  void itReadsThatItsRevocationWaits() throws IOException {
    var request = firstRequest(rr("1"));
    var waiting =
        cast.as(cast.registrar)
            .waiting(ReplyTo.of(request), "the line is down", Nonce.fresh(Cast.SUITE));
    var run = Openssl.cmp(rr("1", "-rspin", Openssl.write(folder, "w.der", waiting.encoded())));

    assertThat(run.output()).contains("PKIStatus: waiting").contains("the line is down");
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

  /** A member, whose certificate is the one that the authority hands out. */
  private Credential member() {
    return new Credential(
        cast.newKey.getPrivate(), List.of(ldevid().certificate(), cast.authority.leaf()));
  }

  private List<String> serverOf(Credential member, String... more) {
    var arguments = new ArrayList<>(server(new X509(member.leaf(), file("ldevid.pem")), more));
    arguments.set(arguments.indexOf(file("manufacturer.pem")), file("root.pem"));
    return arguments;
  }

  @Test
  @Proves({"CMP-E11", "CMP-F3"})
  void itsAuthorityUpdatesOurKey() throws Exception {
    var member = member();
    try (var authority = new Openssl.Server(serverOf(member, "-grant_implicitconf"))) {
      var kur =
          cast.as(member)
              .certificationRequest(CertificationDraft.kur(member.leaf(), cast.newKey, Cast.SUITE));
      var kup = authority.post(kur);

      assertThat(kup.type()).isEqualTo(BodyType.kup);
      var answer = accepted(cast.judge(kup, AwaitedResponse.to(kur, cast.newKey.getPublic())));
      assertThat(((Answer.Issued) answer).certificate()).isEqualTo(member.leaf());
    }
  }

  @Test
  @Proves({"CMP-E12", "CMP-F12", "CMP-F13"})
  void itsAuthorityRevokesOurCertificateAndNoOther() throws Exception {
    var member = member();
    try (var authority = new Openssl.Server(serverOf(member))) {
      var rr =
          cast.as(member)
              .revocationRequest(
                  RevocationDraft.of(member.leaf(), RevocationReason.KEY_COMPROMISE, Cast.SUITE));
      var awaited = AwaitedResponse.to(rr, new AwaitedResponse.Wanted.Revocation());
      assertThat(accepted(cast.judge(authority.post(rr), awaited))).isEqualTo(new Answer.Revoked());
    }
    try (var authority = new Openssl.Server(serverOf(member))) {
      var rr =
          cast.as(member)
              .revocationRequest(
                  RevocationDraft.of(
                      cast.registrar.leaf(), RevocationReason.UNSPECIFIED, Cast.SUITE));
      var awaited = AwaitedResponse.to(rr, new AwaitedResponse.Wanted.Revocation());
      assertThat(accepted(cast.judge(authority.post(rr), awaited)))
          .isInstanceOf(Answer.Rejected.class);
    }
  }

  @Test
  @Proves({"CMP-E7", "CMP-E8", "CMP-E9", "CMP-F14"})
  void itsAuthorityEchoesOurQuestions() throws Exception {
    var member = member();
    for (var inquiry :
        List.of(
            new Inquiry.CaCertificates(),
            new Inquiry.RequestTemplate(),
            new Inquiry.RootUpdate(Optional.empty()))) {
      try (var authority = new Openssl.Server(serverOf(member))) {
        var genm =
            cast.as(member)
                .inquiry(
                    TransactionId.fresh(Cast.SUITE), Optional.empty(), Optional.empty(), inquiry);
        var genp = authority.post(genm);

        assertThat(genp.type()).isEqualTo(BodyType.genp);
        var verdict =
            cast.judge(
                genp, AwaitedResponse.to(genm, new AwaitedResponse.Wanted.Information(inquiry)));
        if (inquiry instanceof Inquiry.RootUpdate) {
          assertThat(refused(verdict).check()).isEqualTo(CmpCheck.INFORMATION);
        } else {
          assertThat(accepted(verdict)).isInstanceOf(Answer.Informed.class);
        }
      }
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
