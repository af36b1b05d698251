package dev.brski.cmp;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an end entity remembers of its operation in order to judge the next response (RFC 9483
 * sections 3.5 and 4.4).
 *
 * @param transactionId the operation
 * @param request the type of the request whose answer is awaited: ir, cr, kur, p10cr, rr, genm or
 *     certConf
 * @param requestNonce the senderNonce of that request
 * @param poll the last pollReq, while polling
 * @param wanted what the operation is for
 * @param known certificates from earlier responses of the operation
 * @param implicitConfirmRequested whether the request asked that no certConf be needed; granted
 *     without being asked for, it counts for nothing (section 4.1.1)
 * @param unprotectedErrors whether an error message without protection is believed
 */
public record AwaitedResponse(
    TransactionId transactionId,
    BodyType request,
    Nonce requestNonce,
    Optional<Poll> poll,
    Wanted wanted,
    List<X509Certificate> known,
    boolean implicitConfirmRequested,
    boolean unprotectedErrors) {

  /**
   * What a pollRep is compared with.
   *
   * @param nonce the senderNonce of the pollReq
   * @param certReqId what it referred to
   */
  public record Poll(Nonce nonce, long certReqId) {}

  /** Copies the list. */
  public AwaitedResponse {
    known = List.copyOf(known);
  }

  /** What an operation is for. */
  public sealed interface Wanted {

    /** A certificate for a key. */
    record Certificate(PublicKey key) implements Wanted {}

    /** That a certificate be revoked. */
    record Revocation() implements Wanted {}

    /** The answer to a question. */
    record Information(Inquiry inquiry) implements Wanted {}
  }

  /** The first response to a request for a certificate of our own. */
  public static AwaitedResponse to(CmpMessage request, PublicKey requestedKey) {
    return to(request, new Wanted.Certificate(requestedKey));
  }

  /** The first response to a request of our own; unprotected errors are not believed. */
  public static AwaitedResponse to(CmpMessage request, Wanted wanted) {
    return new AwaitedResponse(
        request.transactionId(),
        request.type(),
        senderNonce(request),
        Optional.empty(),
        wanted,
        List.of(),
        request.implicitConfirm(),
        false);
  }

  /**
   * The response to a poll for the same request.
   *
   * @throws IllegalArgumentException when the message is no pollReq of ours
   */
  public AwaitedResponse polledBy(CmpMessage pollReq) {
    if (!(pollReq.body() instanceof Body.PollRequest body)) {
      throw new IllegalArgumentException("a " + pollReq.type() + " polls nothing");
    }
    return new AwaitedResponse(
        transactionId,
        request,
        requestNonce,
        Optional.of(new Poll(senderNonce(pollReq), body.only())),
        wanted,
        known,
        implicitConfirmRequested,
        unprotectedErrors);
  }

  /** The response to the certConf that follows in the same operation. */
  public AwaitedResponse confirmedBy(CmpMessage certConf) {
    return new AwaitedResponse(
        transactionId,
        certConf.type(),
        senderNonce(certConf),
        Optional.empty(),
        wanted,
        known,
        implicitConfirmRequested,
        unprotectedErrors);
  }

  /** The response to what was sent last in the operation: its request, a poll or a certConf. */
  public AwaitedResponse following(CmpMessage sent) {
    return switch (sent.type()) {
      case pollReq -> polledBy(sent);
      case certConf -> confirmedBy(sent);
      default -> this;
    };
  }

  /** The same with certificates that came in a response, for later ones without extraCerts. */
  public AwaitedResponse knowing(List<X509Certificate> certificates) {
    return new AwaitedResponse(
        transactionId,
        request,
        requestNonce,
        poll,
        wanted,
        certificates,
        implicitConfirmRequested,
        unprotectedErrors);
  }

  /** The same with unprotected error messages believed or not. */
  public AwaitedResponse withUnprotectedErrors(boolean believed) {
    return new AwaitedResponse(
        transactionId,
        request,
        requestNonce,
        poll,
        wanted,
        known,
        implicitConfirmRequested,
        believed);
  }

  /** The body types that may come now. */
  Set<BodyType> types() {
    var types = EnumSet.of(BodyType.error);
    request.answer().ifPresent(types::add);
    if (poll.isPresent()) {
      types.add(BodyType.pollRep);
    }
    return types;
  }

  /** The senderNonces that may come back as recipNonce. */
  Set<Nonce> nonces() {
    return Stream.concat(Stream.of(requestNonce), poll.map(Poll::nonce).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Nonce senderNonce(CmpMessage ours) {
    return ours.senderNonce()
        .orElseThrow(() -> new IllegalArgumentException("a message of ours has a senderNonce"));
  }
}
