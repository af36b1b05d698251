package dev.brski.pledge;

import dev.brski.cmp.Answer;
import dev.brski.cmp.AwaitedResponse;
import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CertificationDraft;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.Inquiry;
import dev.brski.cmp.ResponseValidation;
import dev.brski.cmp.RevocationDraft;
import dev.brski.cmp.TransactionId;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.KeyKind;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** The messages of the pledge, signed with one credential, and its judgement of the PKI's. */
final class CmpClient {

  private static final String EXTENSION = "pki";

  private final CryptoSuite suite;
  private final PledgeFolder folder;
  private final Credential credential;
  private final OnboardOptions options;
  private final CmpComposer composer;
  private final ResponseValidation validation;

  CmpClient(Tools tools, PledgeFolder folder, Credential credential, OnboardOptions options) {
    this.suite = tools.suite();
    this.folder = folder;
    this.credential = credential;
    this.options = options;
    this.composer = new CmpComposer(credential, suite, options.clock());
    this.validation = new ResponseValidation(suite, AlgorithmPolicy.standard(), tools.paths());
  }

  /**
   * A first certificate for a new key; both are on disk when this returns. The device keeps its
   * name (RFC 9483 section 4.1), and addresses whom the voucher pinned.
   */
  Transaction enrollment(X509Certificate pin) throws IOException {
    return certification(
        CertificationDraft.ir(
                credential.leaf().getSubjectX500Principal(), newKey(noStrongerThanP256()), suite)
            .withRecipient(pin.getSubjectX500Principal())
            .withCertProfile(options.profile()));
  }

  /**
   * Another certificate in the place of this one, for a new key; both are on disk.
   *
   * @param first the operation that the device became a member by; its profile stays
   */
  Transaction update(Transaction first) throws IOException {
    return certification(
        CertificationDraft.kur(credential.leaf(), newKey(ofPresent()), suite)
            .withCertProfile(profile(first)));
  }

  /** This certificate taken back. */
  Transaction revocation(RevocationReason reason) throws IOException {
    return begun(composer.revocationRequest(RevocationDraft.of(credential.leaf(), reason, suite)));
  }

  /** A question to an authority, about a certificate profile if one is named. */
  Transaction inquiry(Inquiry inquiry, X500Principal authority, Optional<String> profile)
      throws IOException {
    return begun(
        composer.inquiry(TransactionId.fresh(suite), Optional.of(authority), profile, inquiry));
  }

  /** A new operation for the same as an earlier one, and for the same key. */
  Transaction again(Transaction earlier) throws IOException {
    var before = read(earlier.request());
    if (before.body() instanceof Body.RevocationRequest rr) {
      return revocation(reason(rr));
    }
    if (before.type() == BodyType.genm) {
      return inquiry(
          asked(before), before.recipient().orElseThrow(), before.header().certProfile());
    }
    var key = new KeyPair(requestedKey(before), folder.candidateKey());
    var draft =
        before.type() == BodyType.kur
            ? CertificationDraft.kur(credential.leaf(), key, suite)
            : CertificationDraft.ir(credential.leaf().getSubjectX500Principal(), key, suite)
                .withRecipient(before.recipient().orElseThrow());
    return certification(draft.withCertProfile(before.header().certProfile()));
  }

  /** Why a revocation was asked for. */
  RevocationReason reason(Transaction revocation) throws IOException {
    return read(revocation.request()).body() instanceof Body.RevocationRequest rr
        ? reason(rr)
        : RevocationReason.UNSPECIFIED;
  }

  private static RevocationReason reason(Body.RevocationRequest rr) {
    return RevocationReason.ofNumber(rr.only().reasons().getFirst()).orElseThrow();
  }

  private KeyKind ofPresent() {
    return KeyKind.like(credential.leaf());
  }

  /** What signs a request is to be as strong as the key in it (RFC 9481 section 7). */
  private KeyKind noStrongerThanP256() {
    var present = ofPresent();
    return present.bitsOfSecurity() < KeyKind.P_256.bitsOfSecurity() ? present : KeyKind.P_256;
  }

  private KeyPair newKey(KeyKind usual) throws IOException {
    var key = suite.generateKeyPair(options.key().orElse(usual));
    folder.keepCandidateKey(key.getPrivate());
    return key;
  }

  private Transaction certification(CertificationDraft draft) throws IOException {
    return begun(
        composer.certificationRequest(
            draft.withImplicitConfirm(options.confirmation() == Confirmation.IMPLICIT)));
  }

  private Transaction begun(CmpMessage request) throws IOException {
    return Transaction.of(request.transactionId().hex(), keep(request));
  }

  CmpMessage pollReq(Transaction.Polling polling) throws IOException {
    return composer.pollReq(read(polling.last()), polling.certReqId());
  }

  CmpMessage certConf(CmpMessage response, X509Certificate certificate) {
    return composer.certConfAccepting(response, certificate);
  }

  CmpMessage rejection(CmpMessage response, X509Certificate certificate, Refusal refusal) {
    return composer.certConfRejecting(
        response, certificate, Set.of(FailInfo.badCertTemplate), refusal.told());
  }

  /** The last segment of the path that all messages of an operation go to. */
  String label(Transaction transaction) throws IOException {
    var request = read(transaction.request());
    return request.type() == BodyType.genm
        ? asked(request).operationLabel()
        : request.type().operationLabel().orElseThrow();
  }

  /** How much of an answer is read: one to a question may hold a revocation list. */
  CmpLimits limits(Transaction transaction) throws IOException {
    return read(transaction.request()).type() == BodyType.genm
        ? CmpLimits.answer()
        : CmpLimits.standard();
  }

  /** The certificate profile that an operation names, if it names one. */
  Optional<String> profile(Transaction transaction) throws IOException {
    return read(transaction.request()).header().certProfile();
  }

  /** Whether an operation was begun with this credential, with which it has to go on. */
  boolean hasBegun(Transaction transaction) throws IOException {
    return credential.leaf().equals(read(transaction.request()).extraCerts().getFirst());
  }

  /**
   * What a response means in an operation, or the first rule that it breaks.
   *
   * @param sent the message of ours that it answers
   */
  Verdict<Answer> judge(
      CmpMessage response, CmpMessage sent, Transaction transaction, List<X509Certificate> pins)
      throws IOException {
    var request = read(transaction.request());
    var awaited = AwaitedResponse.to(request, wanted(request));
    if (!transaction.awaited().equals(transaction.request())) {
      awaited = awaited.confirmedBy(read(transaction.awaited()));
    }
    if (transaction.polling().isPresent()) {
      awaited = awaited.polledBy(sent);
    }
    return validation
        .validate(response, awaited.knowing(known(transaction)), pins, options.clock().now())
        .map(answer -> request.type() == BodyType.kur ? keepingNames(answer) : answer);
  }

  private AwaitedResponse.Wanted wanted(CmpMessage request) throws IOException {
    if (request.type() == BodyType.genm) {
      return new AwaitedResponse.Wanted.Information(asked(request));
    }
    return request.type() == BodyType.rr
        ? new AwaitedResponse.Wanted.Revocation()
        : new AwaitedResponse.Wanted.Certificate(requestedKey(request));
  }

  /** A certificate in the place of another is for the same names (RFC 9483 section 4.1.3). */
  private Answer keepingNames(Answer answer) {
    return answer instanceof Answer.Issued issued
            && !Certificates.haveSameNames(issued.certificate(), credential.leaf())
        ? new Answer.Unacceptable(
            issued.certificate(),
            Refusal.of(
                PledgeCheck.CERTIFICATE,
                "the certificate is for another subject or subjectAltName than the one before",
                "Ask the operator of the authority what it certified in the device's place."),
            issued.confirm())
        : answer;
  }

  private static Inquiry asked(CmpMessage genm) throws IOException {
    return switch (Inquiry.of(genm)) {
      case Verdict.Accepted<Inquiry>(Inquiry inquiry) -> inquiry;
      case Verdict.Refused<Inquiry>(Refusal refusal) ->
          throw new IOException("the question that was kept is unsound: " + refusal);
    };
  }

  private List<X509Certificate> known(Transaction transaction) throws IOException {
    var known = new LinkedHashSet<X509Certificate>();
    for (var response : transaction.responses().toList()) {
      known.addAll(read(response).extraCerts());
    }
    return List.copyOf(known);
  }

  private PublicKey requestedKey(CmpMessage request) throws IOException {
    if (!(request.body() instanceof Body.CertificationRequest body)) {
      throw new IOException("the request that was kept asks for no certificate");
    }
    var info = body.only().template().publicKey().orElseThrow();
    try {
      return suite.publicKey(info.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IOException("the request that was kept has no usable key", e);
    }
  }

  StoredMessage keep(CmpMessage message) throws IOException {
    return folder.messages().keep(message.type().toString(), EXTENSION, message.encoded());
  }

  /** A message that was kept, which was sound when it was. */
  CmpMessage read(StoredMessage kept) throws IOException {
    return switch (CmpMessage.parse(folder.messages().read(kept), CmpLimits.answer())) {
      case Verdict.Accepted<CmpMessage>(CmpMessage message) -> message;
      case Verdict.Refused<CmpMessage>(Refusal refusal) ->
          throw new IOException(kept.file() + " that was kept is unsound: " + refusal);
    };
  }
}
