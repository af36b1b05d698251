package dev.brski.pledge;

import dev.brski.cmp.Answer;
import dev.brski.cmp.AwaitedResponse;
import dev.brski.cmp.Body;
import dev.brski.cmp.CertificationDraft;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.ResponseValidation;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The messages of the pledge, signed with its IDevID, and its judgement of those of the PKI. */
final class CmpClient {

  private static final String EXTENSION = "pki";

  private final CryptoSuite suite;
  private final PledgeFolder folder;
  private final BirthCertificate birth;
  private final OnboardOptions options;
  private final CmpComposer composer;
  private final ResponseValidation validation;

  CmpClient(Tools tools, PledgeFolder folder, BirthCertificate birth, OnboardOptions options) {
    this.suite = tools.suite();
    this.folder = folder;
    this.birth = birth;
    this.options = options;
    this.composer = new CmpComposer(birth.idevid(), suite, options.clock());
    this.validation = new ResponseValidation(suite, AlgorithmPolicy.standard(), tools.paths());
  }

  /** A new operation for a new key; both are on disk when this returns. */
  Transaction begin(X509Certificate pin) throws IOException {
    var key = suite.generateKeyPair();
    folder.keepCandidateKey(key.getPrivate());
    return request(key, pin);
  }

  /** A new operation for the key of an earlier one that came to nothing. */
  Transaction again(Transaction earlier, X509Certificate pin) throws IOException {
    return request(new KeyPair(requestedKey(earlier), folder.candidateKey()), pin);
  }

  /** The device keeps its name (RFC 9483 section 4.1), and addresses whom the voucher pinned. */
  private Transaction request(KeyPair key, X509Certificate pin) throws IOException {
    var draft =
        CertificationDraft.ir(birth.idevid().leaf().getSubjectX500Principal(), key, suite)
            .withImplicitConfirm(options.confirmation() == Confirmation.IMPLICIT)
            .withRecipient(pin.getSubjectX500Principal());
    var ir = composer.certificationRequest(draft);
    return Transaction.of(ir.transactionId().hex(), keep(ir));
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

  /**
   * What a response means in an operation, or the first rule that it breaks.
   *
   * @param sent the message of ours that it answers
   */
  Verdict<Answer> judge(
      CmpMessage response, CmpMessage sent, Transaction transaction, X509Certificate pin)
      throws IOException {
    var key = requestedKey(transaction);
    var awaited = AwaitedResponse.to(read(transaction.request()), key);
    if (!transaction.awaited().equals(transaction.request())) {
      awaited = awaited.confirmedBy(read(transaction.awaited()));
    }
    if (transaction.polling().isPresent()) {
      awaited = awaited.polledBy(sent);
    }
    return validation.validate(
        response, awaited.knowing(known(transaction)), pin, options.clock().now());
  }

  private List<X509Certificate> known(Transaction transaction) throws IOException {
    var known = new LinkedHashSet<X509Certificate>();
    for (var response : transaction.responses().toList()) {
      known.addAll(read(response).extraCerts());
    }
    return List.copyOf(known);
  }

  private PublicKey requestedKey(Transaction transaction) throws IOException {
    if (!(read(transaction.request()).body() instanceof Body.CertificationRequest ir)) {
      throw new IOException("the request that was kept is no ir");
    }
    var info = ir.only().template().publicKey().orElseThrow();
    try {
      return KeyFactory.getInstance("EC", suite.provider())
          .generatePublic(new X509EncodedKeySpec(info.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException("the request that was kept has no usable key", e);
    }
  }

  StoredMessage keep(CmpMessage message) throws IOException {
    return folder.messages().keep(message.type().toString(), EXTENSION, message.encoded());
  }

  /** A message that was kept, which was sound when it was. */
  CmpMessage read(StoredMessage kept) throws IOException {
    return switch (CmpMessage.parse(folder.messages().read(kept), CmpLimits.standard())) {
      case Verdict.Accepted<CmpMessage>(CmpMessage message) -> message;
      case Verdict.Refused<CmpMessage>(Refusal refusal) ->
          throw new IOException(kept.file() + " that was kept is unsound: " + refusal);
    };
  }
}
