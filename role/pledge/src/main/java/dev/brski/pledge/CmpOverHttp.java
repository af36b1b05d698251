package dev.brski.pledge;

import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Call;
import dev.brski.wire.Reply;
import java.util.Optional;

/** How CMP travels (RFC 9811 section 3): one POST to the label of the operation, one reply. */
final class CmpOverHttp {

  private CmpOverHttp() {}

  /**
   * Polls and confirmations go where the first request went (RFC 9483 section 6.1).
   *
   * @param label of the operation
   */
  static Call call(String label, CmpMessage message) {
    return Call.post(path(label), CmpMessage.MEDIA_TYPE, message.encoded(), CmpMessage.MEDIA_TYPE);
  }

  private static String path(String label) {
    return "/.well-known/cmp/" + label;
  }

  /** The message in a reply, whatever its status; empty when it is of another media type. */
  static Optional<Verdict<CmpMessage>> read(Reply reply, CmpLimits limits) {
    return reply.mediaType().filter(CmpMessage.MEDIA_TYPE::equals).isPresent()
        ? Optional.of(CmpMessage.parse(reply.body(), limits))
        : Optional.empty();
  }

  /** What a reply without a message means, unless the server is out of order. */
  static Refusal refusal(String label, Reply reply) {
    return switch (reply.status()) {
      case 404, 405 ->
          Refusal.of(
              PledgeCheck.PROTOCOL,
              path(label) + " is answered with " + HttpAnswer.said(reply),
              "Use a registrar that offers this operation of CMP.");
      case 200 ->
          Refusal.of(
              PledgeCheck.RESPONSE,
              "the answer is " + reply.mediaType().orElse("of no media type"),
              "Look what answers at the registrar's address.");
      default ->
          Refusal.of(
              PledgeCheck.ENROLLMENT_REJECTED,
              HttpAnswer.said(reply),
              "Ask the registrar's operator why it does not take this device's request.");
    };
  }
}
