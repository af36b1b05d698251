package dev.brski.registrar.onboarding;

import dev.brski.registrar.onboarding.Lifecycle.Actor;
import dev.brski.registrar.onboarding.Lifecycle.Arrow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One PKI management operation of a device (RFC 9483 section 4).
 *
 * @param id sortable id
 * @param device the device's id
 * @param serialNumber the device's serial number
 * @param operation which of the operations it is
 * @param label the path segment under which it is sent on (RFC 9483 section 6.1)
 * @param imprint the id of the voucher exchange that it rests on; that of a member of the domain
 *     need not rest on one of this registrar
 * @param domain whose authority it is for
 * @param transactionId the transactionID, in lower-case hexadecimal
 * @param sender SHA-256 of the protecting certificate, in lower-case hexadecimal
 * @param generation the generation of the registrar's credential used throughout
 * @param requestSha256 SHA-256 of the exact octets of the request that opened it, hexadecimal
 * @param form how its messages go on to the authority
 * @param state where the operation stands
 * @param waitingOwner who has told the pledge to wait for the answer to its latest question
 * @param waiting the answer with which the authority told it, exact octets, if it was the authority
 * @param response the final answer to that request, exact octets, once there
 * @param implicitConfirm whether the answer grants omission of the certConf
 * @param responseNonce the senderNonce of that answer, hexadecimal
 * @param certificate SHA-256 of the issued certificate, hexadecimal, once issued
 * @param confirmSha256 SHA-256 of the certConf's exact octets, hexadecimal, once sent
 * @param confirmResponse the answer to the certConf, exact octets, once there
 * @param changed when the state last changed
 * @param version counts the changes; the next change must name it
 */
public record Enrollment(
    String id,
    String device,
    String serialNumber,
    Operation operation,
    String label,
    Optional<String> imprint,
    String domain,
    String transactionId,
    String sender,
    int generation,
    String requestSha256,
    Forwarding form,
    State state,
    WaitingOwner waitingOwner,
    Optional<byte[]> waiting,
    Optional<byte[]> response,
    boolean implicitConfirm,
    Optional<String> responseNonce,
    Optional<String> certificate,
    Optional<String> confirmSha256,
    Optional<byte[]> confirmResponse,
    Instant changed,
    long version) {

  /** Where a PKI management operation stands. */
  public enum State implements Lifecycle.State {
    /** The request is accepted and waits for the authority. */
    SUBMITTED("the request waits for the authority"),
    /** The authority issued; a certConf is expected unless confirmation is implicit. */
    ISSUED("the certificate is here; the pledge has to confirm it"),
    /** The certConf is accepted and waits for the authority. */
    CONFIRMING("the certificate confirm waits for the authority"),
    /** The operation ended with a certificate. */
    CONFIRMED("ended with a certificate"),
    /** The operation, which is not for a certificate, ended with what it was for. */
    ANSWERED("ended with an answer"),
    /** The operation ended without what it was for. */
    REFUSED("ended with a refusal"),
    /** A newer operation of the same device took its place. */
    SUPERSEDED("a newer operation took its place"),
    /** This registrar's consent was withdrawn. */
    WITHDRAWN("this registrar's consent is withdrawn");

    private final String title;

    State(String title) {
      this.title = title;
    }

    @Override
    public String title() {
      return title;
    }
  }

  /**
   * Whoever first says waiting answers the polls (RFC 9483 section 4.4); decided once for each
   * question.
   */
  public enum WaitingOwner {
    /** Nobody has said it yet. */
    NONE,
    /** This registrar: the authority is asked again, and the pledge polls this registrar. */
    REGISTRAR,
    /** The authority: the pledge's polls pass through to it. */
    AUTHORITY;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static WaitingOwner of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /** What changes a PKI management operation. */
  public enum Event implements Lifecycle.Event {
    REQUESTED(Actor.PLEDGE, "its request is accepted"),
    ISSUED(Actor.AUTHORITY, "sends a certificate that is to be confirmed"),
    ISSUED_CONFIRMED(Actor.AUTHORITY, "sends a certificate with implicit confirmation"),
    ANSWERED(Actor.AUTHORITY, "answers a request that is not for a certificate"),
    REFUSED(Actor.AUTHORITY, "refuses the request"),
    CONFIRMATION_SENT(Actor.PLEDGE, "its certificate confirm is accepted"),
    CONFIRMED(Actor.AUTHORITY, "confirms with a pkiConf"),
    CONFIRMATION_REFUSED(Actor.AUTHORITY, "refuses the certificate confirm"),
    REPLACED(Actor.PLEDGE, "another request of the kind is accepted, or it rejects the voucher"),
    LOG_REFUSED(Actor.REGISTRAR, "refuses the device because of its audit log"),
    CANCELLED(Actor.OPERATOR, "brski queue cancel");

    private final Actor by;
    private final String title;

    Event(Actor by, String title) {
      this.by = by;
      this.title = title;
    }

    @Override
    public String title() {
      return title;
    }

    @Override
    public Actor by() {
      return by;
    }
  }

  /** All changes of a PKI management operation. */
  public static final Lifecycle<State, Event> LIFE =
      new Lifecycle<>(
          "PKI management operation",
          State.class,
          List.of(
              Arrow.begin(Event.REQUESTED, State.SUBMITTED),
              Arrow.draw(State.SUBMITTED, Event.ISSUED, State.ISSUED),
              Arrow.draw(State.SUBMITTED, Event.ISSUED_CONFIRMED, State.CONFIRMED),
              Arrow.draw(State.SUBMITTED, Event.ANSWERED, State.ANSWERED),
              Arrow.draw(State.SUBMITTED, Event.REFUSED, State.REFUSED),
              Arrow.draw(State.SUBMITTED, Event.REPLACED, State.SUPERSEDED),
              Arrow.draw(State.SUBMITTED, Event.LOG_REFUSED, State.WITHDRAWN),
              Arrow.draw(State.SUBMITTED, Event.CANCELLED, State.WITHDRAWN),
              Arrow.draw(State.ISSUED, Event.CONFIRMATION_SENT, State.CONFIRMING),
              Arrow.draw(State.ISSUED, Event.REPLACED, State.SUPERSEDED),
              Arrow.draw(State.ISSUED, Event.LOG_REFUSED, State.WITHDRAWN),
              Arrow.draw(State.ISSUED, Event.CANCELLED, State.WITHDRAWN),
              Arrow.draw(State.CONFIRMING, Event.CONFIRMED, State.CONFIRMED),
              Arrow.draw(State.CONFIRMING, Event.CONFIRMATION_REFUSED, State.REFUSED),
              Arrow.draw(State.CONFIRMING, Event.REPLACED, State.SUPERSEDED),
              Arrow.draw(State.CONFIRMING, Event.LOG_REFUSED, State.WITHDRAWN),
              Arrow.draw(State.CONFIRMING, Event.CANCELLED, State.WITHDRAWN)));

  /** What a question of the pledge refers to. */
  public enum Question {
    /** The request that opened the operation. */
    REQUEST,
    /** The certificate confirmation. */
    CONFIRMATION
  }

  /** The question that is open now, or was answered last: what a poll refers to. */
  public Question latestQuestion() {
    return confirmSha256.isPresent() ? Question.CONFIRMATION : Question.REQUEST;
  }

  /** The final answer to a question, if it is there. */
  public Optional<byte[]> answer(Question question) {
    return switch (question) {
      case REQUEST -> response;
      case CONFIRMATION -> confirmResponse;
    };
  }

  /**
   * What the pledge can be told about a question now: the final answer, or to ask the authority.
   */
  public Optional<byte[]> word(Question question) {
    return answer(question).or(() -> question == latestQuestion() ? waiting : Optional.empty());
  }

  /**
   * Whether the final answer to a question is here after the authority was polled for it: it may
   * then be one to a poll, and not one to the request.
   */
  public boolean wasPolled(Question question) {
    return waitingOwner == WaitingOwner.AUTHORITY
        && question == latestQuestion()
        && answer(question).isPresent();
  }

  /** Whether it is the device's own and has an answer, or can still get one. */
  public boolean isUnderWay() {
    return switch (state) {
      case SUBMITTED, ISSUED, CONFIRMING, CONFIRMED, ANSWERED, REFUSED -> true;
      case SUPERSEDED, WITHDRAWN -> false;
    };
  }
}
