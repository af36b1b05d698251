package dev.brski.cmp;

import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A nested message by its use (RFC 9483 section 5.2.2), told apart by nothing but whether the
 * transactionIDs inside and outside are the same.
 */
public sealed interface NestedMessage {

  /** The nested message itself. */
  CmpMessage outer();

  /** One request whose outer protection is an approval (section 5.2.2.1). */
  record Single(CmpMessage outer, CmpMessage inner) implements NestedMessage {

    /** What the approval says it rests on, if it carries that and it is well-formed. */
    public Optional<Consent> consent() {
      return Consent.of(outer.header());
    }
  }

  /**
   * Messages bundled for transport, whose outer protection approves nothing (section 5.2.2.2).
   *
   * @param members each with a verdict of its own; a refused one is answered by an error message
   */
  record Batch(CmpMessage outer, List<NestedMember> members) implements NestedMessage {

    /** Copies the list. */
    public Batch {
      members = List.copyOf(members);
    }
  }

  /** Reads a nested message of requests: one approved, or a batch of them. */
  static Verdict<NestedMessage> ofRequests(CmpMessage outer) {
    return members(outer)
        .flatMap(
            members ->
                members.size() == 1 && sharesTransaction(outer, members.getFirst())
                    ? single(outer, members.getFirst())
                    : batch(outer, members, NestedMessage::isRequestOrApproved));
  }

  /** Reads a nested message of responses, the answer to a batch. */
  static Verdict<NestedMessage> ofResponses(CmpMessage outer) {
    return members(outer).flatMap(members -> batch(outer, members, NestedMessage::isResponse));
  }

  private static Verdict<List<NestedMember>> members(CmpMessage outer) {
    if (!(outer.body() instanceof Body.Nested(var members))) {
      return CmpCheck.BODY_TYPE.refused("a " + outer.type() + " is no nested message");
    }
    return members.isEmpty()
        ? CmpCheck.NESTED_MEMBERS.refused("the nested message is empty")
        : Verdict.accepted(members);
  }

  private static Verdict<NestedMessage> single(CmpMessage outer, NestedMember member) {
    return member
        .message()
        .mapRefusal(NestedMessage::inner)
        .flatMap(
            inner -> {
              if (!inner.type().isRequest()) {
                return CmpCheck.NESTED_KIND.refused("a " + inner.type() + " nested by itself");
              }
              return inner.senderNonce().equals(outer.senderNonce())
                  ? Verdict.accepted(new Single(outer, inner))
                  : CmpCheck.NESTED_SENDER_NONCE.refused(
                      "the senderNonce outside is not the one inside");
            });
  }

  private static Verdict<NestedMessage> batch(
      CmpMessage outer, List<NestedMember> members, Predicate<CmpMessage> mayBeMember) {
    if (members.stream().anyMatch(member -> sharesTransaction(outer, member))) {
      return CmpCheck.BATCH_TRANSACTION_ID.refused(
          "a message in the batch has the batch's transactionID");
    }
    return Verdict.accepted(
        new Batch(
            outer,
            members.stream()
                .map(
                    member ->
                        new NestedMember(
                            member.encoded(),
                            member
                                .message()
                                .flatMap(message -> asMember(message, mayBeMember))
                                .mapRefusal(NestedMessage::inner)))
                .toList()));
  }

  private static Verdict<CmpMessage> asMember(
      CmpMessage message, Predicate<CmpMessage> mayBeMember) {
    return mayBeMember.test(message)
        ? Verdict.accepted(message)
        : CmpCheck.NESTED_KIND.refused("a " + message.type() + " in this batch");
  }

  private static boolean isRequestOrApproved(CmpMessage message) {
    return message.type().isRequest()
        || (message.type() == BodyType.nested
            && ofRequests(message) instanceof Verdict.Accepted<NestedMessage>(Single _));
  }

  private static boolean isResponse(CmpMessage message) {
    return !message.type().isRequest() && message.type() != BodyType.nested;
  }

  private static boolean sharesTransaction(CmpMessage outer, NestedMember member) {
    return CmpMessage.salvage(member.encoded())
        .transactionId()
        .filter(outer.transactionId()::equals)
        .isPresent();
  }

  private static Refusal inner(Refusal refusal) {
    var prefix = Expectation.Layer.INNER.prefix();
    return refusal.told().startsWith(prefix) ? refusal : refusal.withTold(prefix + refusal.told());
  }
}
