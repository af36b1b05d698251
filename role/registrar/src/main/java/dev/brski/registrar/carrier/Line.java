package dev.brski.registrar.carrier;

import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * The way to the authority for what the registrar asks for by itself: one message, one answer (RFC
 * 9811 section 3).
 */
public record Line(Upstream authority) {

  /** What came. */
  public sealed interface Reply {

    /** A message, which nothing is known of yet. */
    record Message(CmpMessage message) implements Reply {}

    /** Nothing that decides: it is asked again, at the soonest when it wants. */
    record Away(String reason, Optional<Duration> wanted) implements Reply {}

    /** Something else, and it would be again. */
    record Unusable(String reason) implements Reply {}
  }

  /**
   * Sends a message and waits for its answer.
   *
   * @param label the path segment of its operation (RFC 9483 section 6.1)
   */
  public Reply ask(String label, CmpMessage message) throws InterruptedException {
    try {
      return reply(authority.ask(label, message.encoded()));
    } catch (PeerFailure e) {
      return new Reply.Away(String.valueOf(e.getMessage()), Optional.empty());
    }
  }

  private static Reply reply(Answer answer) {
    if (!answer.mediaType().equals(CmpMessage.MEDIA_TYPE)) {
      var reason =
          "the authority %s answered %d %s: %s"
              .formatted(answer.peer(), answer.status(), answer.mediaType(), answer.explanation());
      return switch (answer.status()) {
        case 408, 425, 429, 500, 502, 503, 504 -> new Reply.Away(reason, answer.retryAfter());
        default -> new Reply.Unusable(reason);
      };
    }
    return switch (CmpMessage.parse(answer.content(), CmpLimits.standard())) {
      case Verdict.Accepted<CmpMessage>(CmpMessage message) -> new Reply.Message(message);
      case Verdict.Refused<CmpMessage>(Refusal refusal) ->
          new Reply.Unusable(
              "the answer of the authority " + answer.peer() + " is no PKIMessage: " + refusal);
    };
  }
}
