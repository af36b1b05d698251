package dev.brski.cmp;

import dev.brski.time.Moment;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.trust.TrustedPath;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The generic validation of a message, check by check in the order of RFC 9483 section 3.5; {@link
 * CmpMessage#parse} has made the first three. The signature of the protection is verified once.
 */
public final class MessageValidation {

  private final CryptoSuite suite;
  private final AlgorithmPolicy algorithms;

  /** A validation that verifies signatures with the suite, under the policy. */
  public MessageValidation(CryptoSuite suite, AlgorithmPolicy algorithms) {
    this.suite = suite;
    this.algorithms = algorithms;
  }

  /** The message as authentic and expected, or the first check of section 3.5 that it fails. */
  public Verdict<Authenticated> validate(CmpMessage message, Expectation expected, Moment now) {
    var step = new Step(message, expected, now);
    return step.bodyType()
        .or(step::senderNonce)
        .or(step::recipNonce)
        .or(step::isProtected)
        .or(step::isSignatureBased)
        .map(Verdict::<X509Certificate>refused)
        .orElseGet(step::protectionCertificate)
        .flatMap(signer -> step.passes(signer, () -> step.sameCredentials(signer)))
        .flatMap(signer -> step.passes(signer, () -> step.protectionAlg(signer)))
        .flatMap(signer -> step.passes(signer, () -> step.signature(signer)))
        .flatMap(signer -> step.passes(signer, () -> step.keyUsage(signer)))
        .flatMap(step::trustedPath)
        .flatMap(path -> step.passes(path, () -> step.sender(path.target())))
        .flatMap(path -> step.passes(path, step::messageTime))
        .flatMap(path -> step.passes(path, step::bodyRules))
        .map(path -> new Authenticated(message, path));
  }

  private final class Step {

    private final CmpMessage message;
    private final Expectation expected;
    private final Moment now;

    Step(CmpMessage message, Expectation expected, Moment now) {
      this.message = message;
      this.expected = expected;
      this.now = now;
    }

    <T> Verdict<T> passes(T value, Supplier<Optional<Refusal>> check) {
      return check.get().map(Verdict::<T>refused).orElseGet(() -> Verdict.accepted(value));
    }

    Optional<Refusal> bodyType() {
      return unless(
          expected.types().contains(message.type()),
          CmpCheck.BODY_TYPE,
          () -> "a " + message.type() + " where one of " + expected.types() + " is expected");
    }

    Optional<Refusal> senderNonce() {
      return unless(
          message.senderNonce().filter(Nonce::isAcceptable).isPresent(),
          CmpCheck.SENDER_NONCE,
          () ->
              message
                  .senderNonce()
                  .map(nonce -> "a senderNonce of " + nonce.octets().length + " octets")
                  .orElse("no senderNonce"));
    }

    Optional<Refusal> recipNonce() {
      var nonce = message.recipNonce();
      boolean fits =
          switch (expected.recipNonce()) {
            case Expectation.RecipNonce.Absent() -> nonce.isEmpty();
            case Expectation.RecipNonce.OneOf(var nonces) ->
                nonce.filter(nonces::contains).isPresent();
            case Expectation.RecipNonce.Recognised(var rule) -> nonce.filter(rule).isPresent();
            case Expectation.RecipNonce.Ignored() -> true;
          };
      return unless(
          fits,
          CmpCheck.RECIP_NONCE,
          () -> "recipNonce " + nonce.map(Nonce::hex).orElse("absent") + " in this step");
    }

    Optional<Refusal> isProtected() {
      return unless(
          message.protection().isPresent(), CmpCheck.PROTECTED, () -> "no protection field");
    }

    Optional<Refusal> isSignatureBased() {
      return unless(
          message.protectionAlg().filter(MacAlgorithms::contain).isEmpty(),
          CmpCheck.SIGNATURE_BASED,
          () -> "the protection is a MAC");
    }

    /** The one that senderKID names, or else the sender's, wherever it stands in extraCerts. */
    Verdict<X509Certificate> protectionCertificate() {
      var certificates = certificates();
      var found = ProtectionCertificate.find(message.header(), certificates);
      if (found.isPresent()) {
        return Verdict.accepted(found.get());
      }
      return message.senderKid().isPresent() && !certificates.isEmpty()
          ? Verdict.refused(
              refusal(CmpCheck.SENDER_KID, "no certificate with the key identifier of senderKID"))
          : Verdict.refused(
              refusal(CmpCheck.PROTECTION_CERTIFICATE, "no certificate of the sender came"));
    }

    Optional<Refusal> sameCredentials(X509Certificate signer) {
      return unless(
          expected.sameSigner().map(signer::equals).orElse(true),
          CmpCheck.SAME_CREDENTIALS,
          () -> "signed with " + title(signer) + " instead of the first message's certificate");
    }

    Optional<Refusal> protectionAlg(X509Certificate signer) {
      var algorithm = message.protectionAlg();
      if (algorithm.isEmpty()) {
        return Optional.of(refusal(CmpCheck.PROTECTION_ALG, "no protectionAlg"));
      }
      return switch (algorithms.accepts(algorithm.get(), signer.getPublicKey())) {
        case Verdict.Accepted<?> _ -> Optional.empty();
        case Verdict.Refused<?>(var why) ->
            Optional.of(about(signer, CmpCheck.PROTECTION_ALG, why));
      };
    }

    Optional<Refusal> signature(X509Certificate signer) {
      return unless(
          verifies(signer),
          CmpCheck.PROTECTION,
          () -> "the signature does not verify with the key of " + title(signer));
    }

    Optional<Refusal> keyUsage(X509Certificate signer) {
      var usage = signer.getKeyUsage();
      return unless(
          usage == null || usage[0],
          CmpCheck.KEY_USAGE,
          () -> title(signer) + " has a key usage without digitalSignature");
    }

    Verdict<TrustedPath> trustedPath(X509Certificate signer) {
      return expected
          .trust()
          .judge(signer, certificates(), now)
          .mapRefusal(why -> about(signer, CmpCheck.SIGNER_TRUSTED, why));
    }

    Optional<Refusal> sender(X509Certificate signer) {
      return unless(
          ProtectionCertificate.isSender(message.header(), signer),
          CmpCheck.SENDER,
          () ->
              "the sender is "
                  + message.sender().map(Certificates::nameText).orElse("no distinguished name")
                  + " but the protection is by "
                  + title(signer));
    }

    Optional<Refusal> messageTime() {
      if (!(now instanceof Moment.Known(var present))
          || expected.timeTolerance().isEmpty()
          || message.messageTime().isEmpty()) {
        return Optional.empty();
      }
      var distance = Duration.between(message.messageTime().get(), present).abs();
      return unless(
          distance.compareTo(expected.timeTolerance().get()) <= 0,
          CmpCheck.MESSAGE_TIME,
          () -> "messageTime is " + distance.toSeconds() + " s from the present");
    }

    Optional<Refusal> bodyRules() {
      return BodyRules.broken(message)
          .map(broken -> refusal(broken, "a " + message.type() + " that breaks the profile"));
    }

    private boolean verifies(X509Certificate signer) {
      try {
        return suite.verify(
            signer.getPublicKey(),
            message.protectionAlg().orElseThrow(),
            message.protectedPart(),
            message.protection().orElseThrow());
      } catch (NoSuchAlgorithmException _) {
        return false;
      }
    }

    private Set<X509Certificate> certificates() {
      var certificates = new LinkedHashSet<>(message.extraCerts());
      expected.sameSigner().ifPresent(certificates::add);
      certificates.addAll(expected.known());
      return certificates;
    }

    private Optional<Refusal> unless(boolean holds, CmpCheck check, Supplier<String> cause) {
      return holds ? Optional.empty() : Optional.of(refusal(check, cause.get()));
    }

    private Refusal about(X509Certificate signer, CmpCheck check, Refusal why) {
      var refused =
          refusal(check, title(signer) + ": " + why.cause() + " [" + why.check().id() + "]")
              .withTold(expected.layer().prefix() + check.told() + ": " + why.told());
      return why.device().map(refused::withDevice).orElse(refused);
    }

    private Refusal refusal(CmpCheck check, String cause) {
      return check
          .refusal(
              expected.layer().title()
                  + " of transaction "
                  + message.transactionId().hex()
                  + ": "
                  + Description.printable(cause))
          .withTold(expected.layer().prefix() + check.told());
    }

    private static String title(X509Certificate certificate) {
      return "certificate "
          + Certificates.serialNumberText(certificate.getSerialNumber())
          + " of "
          + Certificates.nameText(certificate.getSubjectX500Principal())
          + " ("
          + Certificates.fingerprint(certificate).substring(0, 16)
          + ")";
    }
  }
}
