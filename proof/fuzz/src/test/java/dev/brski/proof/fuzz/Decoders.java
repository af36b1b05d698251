package dev.brski.proof.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.AwaitedResponse;
import dev.brski.cmp.AwaitedResponse.Wanted;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpDescription;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Expectation;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.Inquiry;
import dev.brski.cmp.MessageValidation;
import dev.brski.cmp.NestedMessage;
import dev.brski.cmp.Nonce;
import dev.brski.cmp.ReplyTo;
import dev.brski.cmp.RequestValidation;
import dev.brski.cmp.ResponseValidation;
import dev.brski.cmp.SignerTrust;
import dev.brski.cmp.TransactionId;
import dev.brski.ocsp.IssuerHashes;
import dev.brski.ocsp.OcspReply;
import dev.brski.ocsp.OcspRequest;
import dev.brski.trust.Certificates;
import dev.brski.trust.Purpose;
import dev.brski.trust.RevocationList;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.StatusTelemetry;
import dev.brski.voucher.VoucherCodec;
import dev.brski.voucher.VoucherDescription;
import dev.brski.voucher.VoucherLimits;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What becomes of octets that a stranger sends. Each takes or refuses whatever comes, and a refusal
 * says why; anything thrown is a fault. What was taken is what came.
 */
final class Decoders {

  private static final Parties PARTIES = new Parties();
  private static final VoucherCodec VOUCHERS = VoucherCodec.standard();
  private static final VoucherLimits LIMITS = VoucherLimits.standard();

  private Decoders() {}

  static Parties parties() {
    return PARTIES;
  }

  /** A CMP message as it comes, its description, and an answer to it, however broken it is. */
  static void cmpMessage(byte[] octets) {
    for (var limits : List.of(CmpLimits.standard(), CmpLimits.batch())) {
      taken(CmpMessage.parse(octets, limits))
          .ifPresent(
              message -> {
                assertThat(message.encoded()).isEqualTo(octets);
                assertThat(message.toString()).isNotBlank();
                answerable(ReplyTo.of(message));
                NestedMessage.ofRequests(message);
                NestedMessage.ofResponses(message);
              });
    }
    answerable(CmpMessage.salvage(octets));
    assertThat(new CmpDescription(Parties.SUITE).describe(octets).label()).isNotBlank();
  }

  private static void answerable(ReplyTo request) {
    var answer =
        PARTIES.as(PARTIES.responder).error(request, Set.of(FailInfo.badDataFormat), "broken");
    assertThat(taken(CmpMessage.parse(answer.encoded(), CmpLimits.standard()))).isPresent();
  }

  /** A body that a device has signed, as an authority looks into it. */
  static void cmpRequest(byte[] body) {
    taken(CmpMessage.parse(Envelope.request(PARTIES.device, body), CmpLimits.standard()))
        .ifPresent(Decoders::asked);
  }

  private static void asked(CmpMessage message) {
    var expected =
        Expectation.of(
            EnumSet.allOf(BodyType.class),
            new Expectation.RecipNonce.Absent(),
            SignerTrust.anchored(Parties.PATHS, PARTIES.anchors(), Purpose.CMP_SIGNER));
    taken(
            new MessageValidation(Parties.SUITE, Parties.POLICY)
                .validate(message, expected, Parties.MOMENT))
        .ifPresent(
            authentic -> {
              var requests = new RequestValidation(Parties.SUITE, Parties.POLICY);
              for (var requester : RequestValidation.Requester.values()) {
                taken(requests.validate(message, authentic.signer(), requester));
              }
              if (message.type() == BodyType.genm) {
                taken(Inquiry.of(message));
              }
            });
  }

  /** A body that an authority has signed, as a pledge looks into it. */
  static void cmpAnswer(byte[] body) {
    taken(CmpMessage.parse(Envelope.answer(PARTIES.responder, body), CmpLimits.standard()))
        .ifPresent(message -> awaited().forEach(awaited -> answered(message, awaited)));
  }

  private static void answered(CmpMessage message, AwaitedResponse awaited) {
    taken(
        new ResponseValidation(Parties.SUITE, Parties.POLICY, Parties.PATHS)
            .validate(message, awaited, PARTIES.root.leaf(), Parties.MOMENT));
  }

  private static Stream<AwaitedResponse> awaited() {
    var certificate = new Wanted.Certificate(PARTIES.newKey.getPublic());
    return Stream.of(
        awaited(BodyType.ir, certificate),
        awaited(BodyType.p10cr, certificate),
        awaited(BodyType.kur, certificate),
        awaited(BodyType.certConf, certificate),
        awaited(BodyType.rr, new Wanted.Revocation()),
        awaited(BodyType.genm, new Wanted.Information(new Inquiry.CaCertificates())),
        awaited(BodyType.genm, new Wanted.Information(new Inquiry.RequestTemplate())),
        awaited(BodyType.genm, new Wanted.Information(new Inquiry.RootUpdate(Optional.empty()))));
  }

  private static AwaitedResponse awaited(BodyType request, Wanted wanted) {
    var nonce = new Nonce(Envelope.answeredNonce());
    return new AwaitedResponse(
        new TransactionId(Envelope.transactionId()),
        request,
        nonce,
        Optional.of(new AwaitedResponse.Poll(nonce, 0)),
        wanted,
        List.of(),
        true,
        true);
  }

  /** A voucher, or a request for one, as it comes. */
  static void voucher(byte[] octets) {
    taken(VOUCHERS.readArtifact(octets))
        .ifPresent(artifact -> assertThat(artifact.encoded()).isEqualTo(octets));
    taken(VOUCHERS.readPledgeVoucherRequest(octets));
    taken(VOUCHERS.readRegistrarVoucherRequest(octets));
    taken(VOUCHERS.readVoucher(octets));
    taken(VOUCHERS.lookIntoPledgeVoucherRequest(octets));
    taken(VOUCHERS.lookIntoRegistrarVoucherRequest(octets));
    taken(VOUCHERS.lookIntoVoucher(octets));
    taken(VoucherDescription.describe(octets, Parties.SUITE));
  }

  /** What stands in a voucher or a request, in a signature that is right. */
  static void voucherContent(byte[] json) {
    voucher(signed(json));
    taken(VOUCHERS.readVoucher(signed(json)))
        .ifPresent(
            signed ->
                assertThat(taken(VOUCHERS.readVoucher(signed(signed.leaves().toJson()))))
                    .hasValueSatisfying(
                        again ->
                            assertThat(again.leaves().toJson())
                                .isEqualTo(signed.leaves().toJson())));
  }

  private static byte[] signed(byte[] json) {
    var signer = PARTIES.device;
    return SignedArtifact.sign(
            json, signer, signer.chain(), Optional.of(Parties.NOW), Parties.SUITE)
        .encoded();
  }

  /** An audit log as a MASA sends it. */
  static void auditLog(byte[] json) {
    taken(AuditLog.parse(json, VoucherLimits.auditLog()));
  }

  /** A voucher status or enroll status. */
  static void telemetry(byte[] json) {
    taken(StatusTelemetry.parse(json, LIMITS))
        .ifPresent(
            status ->
                assertThat(taken(StatusTelemetry.parse(status.toJson(), LIMITS))).isPresent());
  }

  /** A revocation list, from the network or from a file. */
  static void revocationList(byte[] octets) {
    taken(RevocationList.parse(octets));
    taken(RevocationList.parseFile(octets));
  }

  /** A request for the status of certificates. */
  static void ocspRequest(byte[] octets) {
    taken(OcspRequest.parse(octets))
        .ifPresent(
            request -> {
              assertThat(request.certIds()).isNotEmpty();
              if (request.nonce().isEmpty()) {
                assertThat(taken(OcspRequest.parse(request.encoded()))).contains(request);
              }
            });
  }

  /** What comes back to such a request. */
  static void ocspAnswer(byte[] octets) {
    var issuer = PARTIES.issuingCa.leaf();
    var asked = OcspRequest.of(IssuerHashes.of(issuer).certId(BigInteger.TEN));
    taken(OcspReply.isGood(octets, asked, issuer, Parties.SUITE, Parties.NOW));
  }

  /** A certificate, and what is read of it. */
  static void certificate(byte[] octets) {
    try {
      var certificate = Certificates.parse(octets);
      assertThat(Certificates.encoded(certificate)).isEqualTo(octets);
      Certificates.masaUrl(certificate);
      Certificates.serialNumberAttribute(certificate);
      Certificates.subjectKeyIdentifier(certificate);
      Certificates.authorityKeyIdentifier(certificate);
      assertThat(Certificates.nameText(certificate.getSubjectX500Principal())).isNotNull();
      taken(
          Parties.PATHS.validate(
              certificate, List.of(), PARTIES.anchors(), Purpose.IDEVID, Parties.MOMENT));
    } catch (CertificateException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }

  private static <T> Optional<T> taken(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> Optional.of(value);
      case Verdict.Refused<T>(var refusal) -> {
        assertThat(refusal.cause()).isNotBlank();
        yield Optional.empty();
      }
    };
  }
}
