package dev.brski.registrar.renewal;

import dev.brski.cmp.Answer;
import dev.brski.cmp.AwaitedResponse;
import dev.brski.cmp.AwaitedResponse.Wanted;
import dev.brski.cmp.CertificationDraft;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.RequestValidation;
import dev.brski.cmp.RequestValidation.Requester;
import dev.brski.cmp.RequestedCertificate;
import dev.brski.cmp.ResponseValidation;
import dev.brski.registrar.onboarding.Stored;
import dev.brski.time.Clock;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.KeyKind;
import dev.brski.trust.PathValidator;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The messages of a renewal of the registrar's own credential, signed with the one to be replaced,
 * and what the authority's answers mean (RFC 9483 sections 3.5, 4.1.3 and 4.4).
 */
public final class KeyUpdate {

  private final CryptoSuite suite;
  private final RequestValidation requests;
  private final ResponseValidation responses;
  private final Replacement replacement;
  private final Supplier<List<X509Certificate>> domainCa;
  private final Clock clock;

  /**
   * @param domainCa what the authority's answers, and what it grants, must verify with
   */
  public KeyUpdate(
      CryptoSuite suite,
      AlgorithmPolicy policy,
      PathValidator paths,
      Supplier<List<X509Certificate>> domainCa,
      Clock clock) {
    this.suite = suite;
    this.requests = new RequestValidation(suite, AlgorithmPolicy.standard());
    this.responses = new ResponseValidation(suite, policy, paths);
    this.replacement = new Replacement(paths, domainCa, clock);
    this.domainCa = domainCa;
    this.clock = clock;
  }

  /** A key for the certificate that is to come, of the kind of the present one. */
  KeyPair newKey(Credential present) {
    return suite.generateKeyPair(KeyKind.like(present.leaf()));
  }

  /** The kur, which asks for implicit confirmation. */
  CmpMessage request(Credential present, KeyPair next) {
    return composer(present)
        .certificationRequest(CertificationDraft.kur(present.leaf(), next, suite));
  }

  /** A pollReq after the answer that said to wait. */
  CmpMessage poll(Credential present, Renewal renewal) {
    return composer(present).pollReq(Stored.message(renewal.waiting().orElseThrow()));
  }

  /** The confirmation of a certificate, where the authority wants one (section 4.1.1). */
  CmpMessage confirmation(Credential present, CmpMessage response, X509Certificate certificate) {
    return composer(present).certConfAccepting(response, certificate);
  }

  /** The rejection of a certificate, where the authority wants to hear of it. */
  CmpMessage rejection(
      Credential present, CmpMessage response, X509Certificate certificate, Refusal refusal) {
    return composer(present)
        .certConfRejecting(response, certificate, Set.of(FailInfo.badCertTemplate), refusal.told());
  }

  /** What an answer means, or the first rule that it breaks. */
  Verdict<Answer> judge(CmpMessage response, CmpMessage sent, Renewal renewal, Credential present) {
    var request = Stored.message(renewal.request());
    var awaited =
        AwaitedResponse.to(request, new Wanted.Certificate(requestedKey(renewal, present.leaf())));
    if (renewal.waiting().isPresent()) {
      awaited = awaited.knowing(Stored.message(renewal.waiting().get()).extraCerts());
    }
    return responses
        .validate(response, awaited.following(sent), domainCa.get(), clock.now())
        .map(
            answer ->
                answer instanceof Answer.Issued issued
                    ? replacement.judge(issued, present.leaf())
                    : answer);
  }

  /** Whether a certificate is for the key of a renewal. */
  boolean isFor(Renewal renewal, X509Certificate signer, X509Certificate certificate) {
    return Arrays.equals(
        requestedKey(renewal, signer).getEncoded(), certificate.getPublicKey().getEncoded());
  }

  private PublicKey requestedKey(Renewal renewal, X509Certificate signer) {
    return Stored.sound(
        requests
            .validate(Stored.message(renewal.request()), signer, Requester.END_ENTITY)
            .map(RequestedCertificate::publicKey));
  }

  private CmpComposer composer(Credential present) {
    return new CmpComposer(present, suite, clock);
  }
}
