package dev.brski.registrar.enrollment;

import dev.brski.cmp.Body;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.NestedMember;
import dev.brski.cmp.NestedMessage;
import dev.brski.cmp.TransactionId;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.carrier.Outcome;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the answer to each member of a batch by its transactionID; what answers none is dropped
 * (RFC 9483 section 5.2.2.2). Each answer has still to be judged by itself.
 */
final class Unbundling {

  private static final Logger LOG = LoggerFactory.getLogger(Unbundling.class);

  private final List<CmpMessage> members;
  private final Answer answer;
  private final boolean complete;

  /**
   * @param complete whether the batch is known to hold all answers that there are
   */
  Unbundling(List<CmpMessage> members, Answer answer, boolean complete) {
    this.members = members;
    this.answer = answer;
    this.complete = complete;
  }

  /**
   * The answer to a message that travelled alone. RFC 9483 section 5.2.2.1 has it come as it is; an
   * RA that nests it all the same adds nothing to it, so what is inside counts.
   */
  static Answer alone(Answer answer) {
    return switch (CmpMessage.parse(answer.content(), CmpLimits.answer())) {
      case Verdict.Accepted<CmpMessage>(CmpMessage message) ->
          inside(message).map(inside -> carrying(answer, inside)).orElse(answer);
      case Verdict.Refused<CmpMessage> _ -> answer;
    };
  }

  private static Optional<byte[]> inside(CmpMessage message) {
    return message.body() instanceof Body.Nested(var members)
            && members.size() == 1
            && members.getFirst().message() instanceof Verdict.Accepted<CmpMessage>(var inner)
            && inner.transactionId().equals(message.transactionId())
        ? Optional.of(inner.encoded())
        : Optional.empty();
  }

  private static Answer carrying(Answer answer, byte[] response) {
    return new Answer(
        answer.peer(), answer.status(), answer.mediaType(), response, "", Optional.empty());
  }

  /** The outcome of each member, in their order. */
  List<Outcome> outcomes(CmpMessage nested) {
    return switch (NestedMessage.ofResponses(nested)) {
      case Verdict.Accepted<NestedMessage>(NestedMessage.Batch batch) -> outcomes(batch.members());
      case Verdict.Accepted<NestedMessage>(NestedMessage.Single _) ->
          throw new IllegalStateException("an answer to a batch was read as a single message");
      case Verdict.Refused<NestedMessage>(Refusal refusal) ->
          Collections.nCopies(
              members.size(),
              new Outcome.Unanswered(true, "the answer to the batch is unsound: " + refusal));
    };
  }

  private List<Outcome> outcomes(List<NestedMember> responses) {
    var found = byTransaction(responses);
    return members.stream().map(member -> outcome(found, member.transactionId())).toList();
  }

  private Outcome outcome(Map<TransactionId, byte[]> found, TransactionId transactionId) {
    var response = Optional.ofNullable(found.get(transactionId));
    if (response.isPresent()) {
      return new Outcome.Delivered(carrying(answer, response.get()));
    }
    var reason = "the authority's answer to the batch has none to " + transactionId;
    return complete ? new Outcome.Unanswered(false, reason) : new Outcome.Returned(reason);
  }

  private Map<TransactionId, byte[]> byTransaction(List<NestedMember> responses) {
    var awaited =
        members.stream()
            .map(CmpMessage::transactionId)
            .collect(Collectors.toCollection(HashSet::new));
    var found = new HashMap<TransactionId, byte[]>();
    for (var response : responses) {
      switch (response.message()) {
        case Verdict.Accepted<CmpMessage>(CmpMessage message)
            when awaited.remove(message.transactionId()) ->
            found.put(message.transactionId(), message.encoded());
        case Verdict.Accepted<CmpMessage>(CmpMessage message) ->
            LOG.warn("dropped from a batch: {} that answers nothing in it", message);
        case Verdict.Refused<CmpMessage>(Refusal refusal) ->
            LOG.warn("dropped from a batch: {}", refusal);
      }
    }
    return found;
  }
}
