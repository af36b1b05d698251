package dev.brski.proof.fuzz;

import dev.brski.cmp.CertificationDraft;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.Grant;
import dev.brski.cmp.Inquiry;
import dev.brski.cmp.Nonce;
import dev.brski.cmp.ReplyTo;
import dev.brski.cmp.RevocationDraft;
import dev.brski.cmp.TransactionId;
import dev.brski.issuance.RevocationListIssuer;
import dev.brski.issuance.RevocationListIssuer.RevokedCertificate;
import dev.brski.ocsp.CertStatus;
import dev.brski.ocsp.IssuerHashes;
import dev.brski.ocsp.OcspComposer;
import dev.brski.ocsp.OcspRequest;
import dev.brski.trust.Certificates;
import dev.brski.trust.RevocationReason;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Voucher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;

/** What is good, for the decoders to be led astray from. */
final class Seeds {

  private static final Parties PARTIES = Decoders.parties();

  private Seeds() {}

  /** The kept messages of every kind. */
  static Stream<byte[]> cmpMessages() {
    try (var files = Files.list(Path.of(Seeds.class.getResource("cmp").toURI()))) {
      return files.sorted().map(Seeds::content).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bodies of requests. */
  static Stream<byte[]> cmpRequests() {
    return requests().map(Seeds::body);
  }

  private static Stream<CmpMessage> requests() {
    var device = PARTIES.as(PARTIES.device);
    var name = PARTIES.device.leaf().getSubjectX500Principal();
    return Stream.concat(
        Stream.of(
            device.certificationRequest(CertificationDraft.ir(name, PARTIES.newKey, Parties.SUITE)),
            device.certificationRequest(
                CertificationDraft.kur(PARTIES.device.leaf(), PARTIES.newKey, Parties.SUITE)),
            device.revocationRequest(
                RevocationDraft.of(
                    PARTIES.device.leaf(), RevocationReason.KEY_COMPROMISE, Parties.SUITE))),
        inquiries()
            .map(
                inquiry ->
                    device.inquiry(
                        TransactionId.fresh(Parties.SUITE),
                        Optional.of(PARTIES.issuingCa.leaf().getSubjectX500Principal()),
                        Optional.empty(),
                        inquiry)));
  }

  private static Stream<Inquiry> inquiries() {
    return Stream.of(
        new Inquiry.CaCertificates(),
        new Inquiry.RequestTemplate(),
        new Inquiry.RootUpdate(Optional.of(PARTIES.root.leaf())),
        new Inquiry.RevocationList(
            new Inquiry.Source.Issuer(PARTIES.issuingCa.leaf().getSubjectX500Principal()),
            Optional.of(Parties.NOW)),
        new Inquiry.RevocationList(
            new Inquiry.Source.DistributionPoint(Set.of("http://pki.example/ca.crl")),
            Optional.empty()));
  }

  /** The bodies of answers. */
  static Stream<byte[]> cmpAnswers() {
    var responder = PARTIES.as(PARTIES.responder);
    var request = requests().findFirst().map(ReplyTo::of).orElseThrow();
    var granted =
        responder.granted(
            request,
            Grant.of(
                PARTIES.certificate(PARTIES.newKey.getPublic()),
                PARTIES.issuingCa.chain(),
                new Grant.Confirmation.Implicit()));
    return Stream.concat(
        Stream.of(
                granted,
                responder.rejected(request, Set.of(FailInfo.badCertTemplate), "no"),
                responder.waiting(request, "later", Nonce.fresh(Parties.SUITE)),
                responder.pollRep(
                    request, Duration.ofSeconds(30), "later", Nonce.fresh(Parties.SUITE)),
                responder.error(request, Set.of(FailInfo.systemFailure), "no"),
                responder.revoked(request),
                responder.pkiConf(request))
            .map(Seeds::body),
        cmpMessages().map(Seeds::bodyOf).flatMap(Optional::stream));
  }

  private static Optional<byte[]> bodyOf(byte[] message) {
    return Optional.of(elementOf(ASN1Sequence.getInstance(message), 1));
  }

  private static byte[] body(CmpMessage message) {
    return elementOf(ASN1Sequence.getInstance(message.protectedPart()), 1);
  }

  private static byte[] elementOf(ASN1Sequence sequence, int index) {
    try {
      return sequence.getObjectAt(index).toASN1Primitive().getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What vouchers and requests say. */
  static Stream<byte[]> voucherContents() {
    var nonce = dev.brski.voucher.Nonce.random(Parties.SUITE);
    var root = PARTIES.root.leaf();
    return Stream.of(
        Voucher.nonced(Parties.NOW, Assertion.PROXIMITY, "SN-4711", root, nonce).toJson(),
        PledgeVoucherRequest.proximity(
                Optional.of(Parties.NOW), "SN-4711", nonce, PARTIES.responder.leaf())
            .toJson(),
        text(
            """
            {"ietf-voucher:voucher": {
              "created-on": "2026-06-01T12:00:00Z", "expires-on": "2026-07-01T12:00:00Z",
              "assertion": "verified", "serial-number": "SN-4711",
              "idevid-issuer": "BBSwFoAU", "pinned-domain-cert": "%s",
              "domain-cert-revocation-checks": false,
              "last-renewal-date": "2027-01-01T00:00:00Z", "of-tomorrow": [1, {"a": null}]}}
            """
                .formatted(
                    java.util.Base64.getEncoder().encodeToString(Certificates.encoded(root)))));
  }

  /** Vouchers and requests. */
  static Stream<byte[]> vouchers() {
    return voucherContents()
        .map(
            json ->
                SignedArtifact.sign(
                        json,
                        PARTIES.responder,
                        PARTIES.responder.chain(),
                        Optional.of(Parties.NOW),
                        Parties.SUITE)
                    .encoded());
  }

  /** Audit logs (RFC 8995 section 5.8.1). */
  static Stream<byte[]> auditLogs() {
    return Stream.of(
        text(
            """
            {"version": 1,
             "events": [
              {"date": "2026-05-15T12:00:00.00Z", "domainID": "q83vEjRWeJCrze8SNFZ4kA==",
               "nonce": "AAECAwQFBgcICQoLDA0ODw==", "assertion": "proximity", "truncated": 0},
              {"date": "2026-05-16T12:00:00Z", "domainID": "AQIDBA==", "nonce": null,
               "assertion": "logged"}],
             "truncation": {"nonced duplicates": 2, "nonceless duplicates": 1, "arbitrary": 0}}
            """));
  }

  /** Voucher status and enroll status (RFC 8995 sections 5.7 and 5.9.4). */
  static Stream<byte[]> telemetry() {
    return Stream.of(
        text("{\"version\": 1, \"status\": true}"),
        text(
            """
            {"version": 1, "status": false, "reason": "the pin leads nowhere",
             "reason-context": {"tried": [1, 2.5e3, "three", null, true]}, "more": {}}
            """));
  }

  /** Revocation lists, in DER and in PEM. */
  static Stream<byte[]> revocationLists() {
    try {
      var list =
          new RevocationListIssuer(Parties.SUITE)
              .issue(
                  PARTIES.issuingCa,
                  BigInteger.TWO,
                  Parties.NOW,
                  Parties.NOW.plus(Duration.ofDays(7)),
                  List.of(new RevokedCertificate(BigInteger.TEN, Parties.NOW, 1)))
              .getEncoded();
      var pem =
          "-----BEGIN X509 CRL-----\n"
              + java.util.Base64.getMimeEncoder().encodeToString(list)
              + "\n-----END X509 CRL-----\n";
      return Stream.of(list, text(pem + pem));
    } catch (CRLException e) {
      throw new IllegalStateException("a list that was made has no encoding", e);
    }
  }

  /** Requests for the status of one certificate, of several, and with a nonce. */
  static Stream<byte[]> ocspRequests() {
    try {
      var id = IssuerHashes.of(PARTIES.issuingCa.leaf()).certId(BigInteger.TEN);
      var two =
          new OcspRequest(
              List.of(id, IssuerHashes.of(PARTIES.root.leaf()).certId(BigInteger.TWO)),
              Optional.empty());
      var nonced =
          new OCSPReqBuilder()
              .addRequest(new CertificateID(CertID.getInstance(id.encoded())))
              .setRequestExtensions(
                  new Extensions(
                      new Extension(
                          OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                          false,
                          new DEROctetString(new byte[32]).getEncoded())))
              .build()
              .getEncoded();
      return Stream.of(OcspRequest.of(id).encoded(), two.encoded(), nonced);
    } catch (IOException | OCSPException e) {
      throw new IllegalStateException("a request that was made has no encoding", e);
    }
  }

  /** Answers about the status of one certificate. */
  static Stream<byte[]> ocspAnswers() {
    var id = IssuerHashes.of(PARTIES.issuingCa.leaf()).certId(BigInteger.TEN);
    return Stream.of(
            new CertStatus.Good(),
            new CertStatus.Unknown(),
            new CertStatus.Revoked(Parties.NOW, RevocationReason.SUPERSEDED))
        .map(
            status ->
                new OcspComposer(Parties.SUITE)
                    .answer(
                        PARTIES.responder,
                        List.of(new OcspComposer.Told(id, status)),
                        Parties.NOW,
                        Parties.NOW.plus(Duration.ofHours(1)),
                        Optional.empty()));
  }

  /** Certificates of several kinds. */
  static Stream<byte[]> certificates() {
    return Stream.of(PARTIES.root, PARTIES.issuingCa, PARTIES.device, PARTIES.responder)
        .map(credential -> Certificates.encoded(credential.leaf()));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
