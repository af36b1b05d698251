package dev.brski.cmp;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is expected of a message at a step of an operation; {@link MessageValidation} compares.
 *
 * @param layer which message of a nested one it is, for the texts of refusals
 * @param types the body types that are supported and allowed now
 * @param recipNonce what its recipNonce has to be
 * @param trust whose protection is trusted
 * @param known protection certificates and issuers kept from earlier messages of the transaction
 * @param sameSigner the certificate that must have signed it, where the credentials of an earlier
 *     message are demanded
 * @param timeTolerance how far messageTime may be from a known present; empty where messages may
 *     have been on their way for days
 */
public record Expectation(
    Layer layer,
    Set<BodyType> types,
    RecipNonce recipNonce,
    SignerTrust trust,
    List<X509Certificate> known,
    Optional<X509Certificate> sameSigner,
    Optional<Duration> timeTolerance) {

  /** Copies set and list. */
  public Expectation {
    types = Set.copyOf(types);
    known = List.copyOf(known);
  }

  /** A message by itself of one of the types, with nothing kept and no time limit. */
  public static Expectation of(Set<BodyType> types, RecipNonce recipNonce, SignerTrust trust) {
    return new Expectation(
        Layer.MESSAGE, types, recipNonce, trust, List.of(), Optional.empty(), Optional.empty());
  }

  /** The same for another layer. */
  public Expectation in(Layer other) {
    return new Expectation(other, types, recipNonce, trust, known, sameSigner, timeTolerance);
  }

  /** The same with certificates kept from earlier messages. */
  public Expectation knowing(List<X509Certificate> certificates) {
    return new Expectation(
        layer, types, recipNonce, trust, certificates, sameSigner, timeTolerance);
  }

  /** The same with another rule for the recipNonce. */
  public Expectation expecting(RecipNonce rule) {
    return new Expectation(layer, types, rule, trust, known, sameSigner, timeTolerance);
  }

  /** The same, signed with the credentials of an earlier message, which is known then. */
  public Expectation signedBy(X509Certificate certificate) {
    return new Expectation(
        layer, types, recipNonce, trust, known, Optional.of(certificate), timeTolerance);
  }

  /** The same with a limit to the age of the message. */
  public Expectation within(Duration tolerance) {
    return new Expectation(
        layer, types, recipNonce, trust, known, sameSigner, Optional.of(tolerance));
  }

  /** Which message of a nested one is meant. */
  public enum Layer {
    /** A message that is neither nested nor nesting. */
    MESSAGE("", "message"),
    /** The nested message itself. */
    OUTER("outer message: ", "outer message"),
    /** A message within a nested message. */
    INNER("inner message: ", "inner message");

    private final String prefix;
    private final String title;

    Layer(String prefix, String title) {
      this.prefix = prefix;
      this.title = title;
    }

    /** What texts for the peer begin with. */
    String prefix() {
      return prefix;
    }

    /** What it is called in texts for the operator. */
    String title() {
      return title;
    }
  }

  /** What the recipNonce has to be (RFC 9483 section 3.5). */
  public sealed interface RecipNonce {

    /** Absent, because the message opens the operation. */
    record Absent() implements RecipNonce {}

    /** One of these senderNonces: of the previous message, or of the request that was delayed. */
    record OneOf(Set<Nonce> nonces) implements RecipNonce {

      /** Copies the set. */
      public OneOf {
        nonces = Set.copyOf(nonces);
      }
    }

    /** One that is recognised without having been stored, as {@link PollNonce} does. */
    record Recognised(Predicate<Nonce> rule) implements RecipNonce {}

    /** Anything: the header of a nested message is not looked at further (section 5.2.2.1). */
    record Ignored() implements RecipNonce {}
  }
}
