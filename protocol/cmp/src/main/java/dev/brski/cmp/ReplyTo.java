package dev.brski.cmp;

import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * What an answer takes over from the message it answers (RFC 9483 section 5.1); of a broken message
 * as much as could be read, because an error without these is ignored by the client.
 *
 * @param pvno the version to answer in
 * @param type the body type, if it could be read
 * @param certReqId the certReqId to refer to
 */
public record ReplyTo(
    int pvno,
    Optional<BodyType> type,
    Optional<GeneralName> sender,
    Optional<TransactionId> transactionId,
    Optional<Nonce> senderNonce,
    long certReqId) {

  /** What an answer to a sound message takes over. */
  public static ReplyTo of(CmpMessage message) {
    return new ReplyTo(
        message.pvno(),
        Optional.of(message.type()),
        Optional.of(message.header().senderName()),
        Optional.of(message.transactionId()),
        message.senderNonce(),
        certReqId(message.body()));
  }

  private static long certReqId(Body body) {
    return switch (body) {
      case Body.CertificationRequest(BodyType type, var requests) ->
          requests.stream()
              .findFirst()
              .map(CertReqMsg::certReqId)
              .filter(id -> id.bitLength() < Long.SIZE)
              .map(Number::longValue)
              .orElse(type.certReqId());
      case Body.Pkcs10Request request -> request.type().certReqId();
      case Body.PollRequest(var ids) -> ids.isEmpty() ? 0 : ids.getFirst();
      case Body.Response _,
          Body.PollResponse _,
          Body.CertConfirm _,
          Body.RevocationRequest _,
          Body.RevocationResponse _,
          Body.GeneralMessage _,
          Body.PkiConfirm _,
          Body.Nested _,
          Body.ErrorBody _,
          Body.Other _ ->
          0;
    };
  }
}
