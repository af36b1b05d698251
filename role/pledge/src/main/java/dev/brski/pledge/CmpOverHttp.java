package dev.brski.pledge;

import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Call;
import dev.brski.wire.Reply;
import java.util.Optional;

/** How CMP travels (RFC 9811 section 3): one POST to the label of the operation, one reply. */
final class CmpOverHttp {

  private static final String MEDIA_TYPE = "application/pkixcmp";
  private static final String PATH =
      "/.well-known/cmp/" + BodyType.ir.operationLabel().orElseThrow();

  private CmpOverHttp() {}

  /** Polls and confirmations go where the first request went (RFC 9483 section 6.1). */
  static Call call(CmpMessage message) {
    return Call.post(PATH, MEDIA_TYPE, message.encoded(), MEDIA_TYPE);
  }

  /** The message in a reply, whatever its status; empty when it is of another media type. */
  static Optional<Verdict<CmpMessage>> read(Reply reply) {
    return reply.mediaType().filter(MEDIA_TYPE::equals).isPresent()
        ? Optional.of(CmpMessage.parse(reply.body(), CmpLimits.standard()))
        : Optional.empty();
  }

  /** What a reply without a message means, unless the server is out of order. */
  static Refusal refusal(Reply reply) {
    return switch (reply.status()) {
      case 404, 405 ->
          Refusal.of(
              PledgeCheck.PROTOCOL,
              HttpAnswer.said(reply) + " to " + PATH,
              "Use a registrar that offers CMP.");
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
