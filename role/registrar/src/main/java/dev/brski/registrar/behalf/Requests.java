package dev.brski.registrar.behalf;

import dev.brski.cmp.Answer;
import dev.brski.cmp.AwaitedResponse;
import dev.brski.cmp.AwaitedResponse.Wanted;
import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.RequestValidation;
import dev.brski.cmp.RequestValidation.Requester;
import dev.brski.cmp.RequestedCertificate;
import dev.brski.cmp.ResponseValidation;
import dev.brski.cmp.RevocationDraft;
import dev.brski.cmp.TransactionId;
import dev.brski.registrar.enrollment.AnswerTrust;
import dev.brski.registrar.onboarding.Stored;
import dev.brski.time.Clock;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The messages that a registrar signs in another's place, and what the authority's answers mean
 * (RFC 9483 sections 3.5, 4.1.4, 4.2, 4.4 and 5.3).
 */
public final class Requests {

  private final CryptoSuite suite;
  private final RequestValidation requests;
  private final RequestValidation begun;
  private final ResponseValidation responses;
  private final AnswerTrust trust;
  private final Supplier<List<X509Certificate>> domainCa;
  private final Clock clock;

  /**
   * @param policy which keys count
   * @param trust whose answers are believed
   * @param domainCa what a certificate must lead to
   */
  public Requests(
      CryptoSuite suite,
      AlgorithmPolicy policy,
      PathValidator paths,
      AnswerTrust trust,
      Supplier<List<X509Certificate>> domainCa,
      Clock clock) {
    this.suite = suite;
    this.requests = new RequestValidation(suite, policy);
    this.begun = new RequestValidation(suite, AlgorithmPolicy.standard());
    this.responses = new ResponseValidation(suite, policy, paths);
    this.trust = trust;
    this.domainCa = domainCa;
    this.clock = clock;
  }

  /** An rr for a certificate of somebody else (section 5.3.2). */
  Verdict<CmpMessage> revocation(
      Credential own, X509Certificate certificate, RevocationReason reason) {
    return sendable(
        composer(own).revocationRequest(RevocationDraft.of(certificate, reason, suite)));
  }

  /** The same rr anew, in another transaction and under another credential. */
  CmpMessage anew(Credential own, byte[] rr) {
    if (!(Stored.message(rr).body() instanceof Body.RevocationRequest body)) {
      throw new IllegalStateException("no rr of ours");
    }
    var details = body.details().getFirst();
    return composer(own)
        .revocationRequest(
            new RevocationDraft(
                TransactionId.fresh(suite),
                details.issuer().orElseThrow(),
                details.serialNumber().orElseThrow(),
                RevocationReason.ofNumber(details.reasons().getFirst()).orElseThrow()));
  }

  /** Whether a message of ours is one that everybody can read, and we ourselves later. */
  private static Verdict<CmpMessage> sendable(CmpMessage message) {
    return CmpMessage.parse(message.encoded(), CmpLimits.standard());
  }

  /**
   * A p10cr for a key of somebody else. The proof of possession stands in the PKCS #10 and goes on
   * unbroken (section 5.3.1).
   */
  Verdict<CmpMessage> certification(
      Credential own, byte[] certificationRequest, Optional<String> profile) {
    return composer(own)
        .pkcs10Request(
            TransactionId.fresh(suite),
            own.leaf().getIssuerX500Principal(),
            profile,
            certificationRequest)
        .flatMap(Requests::sendable);
  }

  /** What a p10cr asks for, once its proof of possession has been verified (section 5.3.1). */
  Verdict<RequestedCertificate> requested(CmpMessage request, Credential own) {
    return requests.validate(request, own.leaf(), Requester.END_ENTITY);
  }

  /** Whether a certificate is for the key of a p10cr. */
  static boolean isFor(Errand errand, X509Certificate certificate) {
    return Stored.message(errand.request()).body() instanceof Body.Pkcs10Request body
        && body.template()
            .publicKey()
            .filter(
                SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())::equals)
            .isPresent();
  }

  /** A pollReq after the answer that said to wait. */
  CmpMessage poll(Credential own, byte[] waiting) {
    return composer(own).pollReq(Stored.message(waiting));
  }

  /** The confirmation of a certificate, where the authority wants one. */
  CmpMessage confirmation(Credential own, CmpMessage response, X509Certificate certificate) {
    return composer(own).certConfAccepting(response, certificate);
  }

  /** The rejection of a certificate, where the authority wants to hear of it. */
  CmpMessage rejection(
      Credential own, byte[] response, X509Certificate certificate, Refusal refusal) {
    return composer(own)
        .certConfRejecting(
            Stored.message(response),
            certificate,
            Set.of(FailInfo.badCertTemplate),
            refusal.told());
  }

  /** What an answer means, or the first rule that it breaks. */
  Verdict<Answer> judge(CmpMessage response, CmpMessage sent, Errand errand, Credential own) {
    var request = Stored.message(errand.request());
    var opened = AwaitedResponse.to(request, wanted(errand, request, own));
    var awaited =
        (sent.type() == BodyType.pollReq ? confirmed(opened, errand) : opened).following(sent);
    var seen = errand.known();
    return switch (trust) {
      case AnswerTrust.Pinned() ->
          responses.validate(response, awaited.knowing(seen), domainCa.get(), clock.now());
      case AnswerTrust.Foreign(var signers, var known) ->
          responses.validate(
              response,
              awaited.knowing(Stream.concat(known.stream(), seen.stream()).distinct().toList()),
              signers,
              domainCa.get(),
              clock.now());
    };
  }

  /** While the confirmation of a certificate waits, it is that which is polled for. */
  private static AwaitedResponse confirmed(AwaitedResponse awaited, Errand errand) {
    return errand
        .granted()
        .flatMap(Errand.Granted::certConf)
        .map(certConf -> awaited.confirmedBy(Stored.message(certConf)))
        .orElse(awaited);
  }

  private Wanted wanted(Errand errand, CmpMessage request, Credential own) {
    return switch (errand.kind()) {
      case REVOCATION -> new Wanted.Revocation();
      case CERTIFICATE ->
          new Wanted.Certificate(
              Stored.sound(begun.validate(request, own.leaf(), Requester.END_ENTITY)).publicKey());
    };
  }

  private CmpComposer composer(Credential own) {
    return new CmpComposer(own, suite, clock);
  }
}
