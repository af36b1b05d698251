package dev.brski.registrar;

import dev.brski.registrar.access.AccessFile;
import dev.brski.registrar.onboarding.Forwarding;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code upstream} in a registrar's settings says of an authority that is not ours, or of an
 * RA before it.
 *
 * @param resend whether a message may be sent again whose answer did not come
 * @param forwarding in which form devices' messages go there; nested
 * @param operationLabels whether the label of the operation is added to the path of the URL (RFC
 *     9483 section 6.1); appended
 * @param plainHttp whether the URL may be one without TLS; refused
 * @param tlsAnchors the file of what its TLS certificate is verified with; domain-ca.pem
 * @param access how this registrar shows itself there; with its own certificate in TLS
 * @param answerAnchors the file of what its answers are verified with, if that is not the domain's
 *     CA; a signer needs id-kp-cmcRA or id-kp-cmcCA, or is a certification authority
 * @param answerCertificate the file of the one certificate that protects its answers
 */
public record UpstreamRules(
    Resend resend,
    Optional<Forwarding> forwarding,
    Optional<Labels> operationLabels,
    Optional<PlainHttp> plainHttp,
    Optional<Path> tlsAnchors,
    Optional<AccessFile> access,
    Optional<Path> answerAnchors,
    Optional<Path> answerCertificate) {

  /** Whether a message may be sent again whose answer did not come. */
  public enum Resend {
    /** The same octets get the same answer: they are sent until it comes. */
    SAME_OCTETS,
    /** It might certify twice: a person has to find out what it has done. */
    NEVER
  }

  /** What becomes of an operation's label. */
  public enum Labels {
    /** It is added to the path. */
    APPENDED,
    /** The path is used as it is written. */
    NONE
  }

  /** What is thought of a connection without TLS. */
  public enum PlainHttp {
    /** The messages are protected by themselves. */
    ALLOWED,
    /** What devices want may not be seen on the way. */
    REFUSED
  }

  /** Demands what fits together. */
  public UpstreamRules {
    if (answerAnchors.isPresent() && answerCertificate.isPresent()) {
      throw new IllegalArgumentException(
          "answer-anchors and answer-certificate exclude each other; leave one of them away");
    }
  }

  /** What is so of an authority of ours. */
  static UpstreamRules usual() {
    return new UpstreamRules(
        Resend.SAME_OCTETS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** In which form devices' messages go there. */
  Forwarding form() {
    return forwarding.orElse(Forwarding.NESTED);
  }

  /** Whether it must not get the same message twice. */
  boolean isOnceOnly() {
    return resend == Resend.NEVER;
  }

  /** Whether several messages may travel together: nested ones, to who takes them again. */
  boolean allowsBatches() {
    return !isOnceOnly() && form() == Forwarding.NESTED;
  }

  /** Whether its answers verify under the domain's CA. */
  boolean answersUnderPin() {
    return answerAnchors.isEmpty() && answerCertificate.isEmpty();
  }

  /** Whether this registrar can renew its own credential there (RFC 9483 section 4.1.3). */
  boolean allowsRenewal() {
    return !isOnceOnly() && answersUnderPin();
  }

  boolean appendsLabels() {
    return operationLabels.orElse(Labels.APPENDED) == Labels.APPENDED;
  }

  boolean allowsPlainHttp() {
    return plainHttp.orElse(PlainHttp.REFUSED) == PlainHttp.ALLOWED;
  }
}
