package dev.brski.registrar.onboarding;

import dev.brski.registrar.onboarding.Lifecycle.Actor;
import dev.brski.registrar.onboarding.Lifecycle.Arrow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One upstream message in the outbox: what waits to be handed to a carrier.
 *
 * @param id sortable id
 * @param destination to whom
 * @param device the device's id
 * @param serialNumber the device's serial number
 * @param exchange the id of the imprint or enrollment that it belongs to
 * @param label the path segment under which messages of its operation go, if it is in one
 * @param kind what the message is
 * @param content the exact octets to deliver
 * @param state where it stands
 * @param created when it was put into the outbox
 * @param attempts how often it was handed to a carrier in vain
 * @param nextAttempt not before this instant
 * @param reason why the last attempt was in vain
 * @param version counts the changes; the next change must name it
 */
public record Parcel(
    String id,
    Destination destination,
    String device,
    String serialNumber,
    String exchange,
    Optional<String> label,
    Message.Kind kind,
    byte[] content,
    State state,
    Instant created,
    int attempts,
    Instant nextAttempt,
    Optional<String> reason,
    long version) {

  /** Whether it asks and changes nothing, so that it may be asked twice (RFC 9483 section 4.3). */
  public boolean isQuestion() {
    return kind == Message.Kind.GENM;
  }

  /**
   * What has to be known of a parcel before it is taken out.
   *
   * @param device the device's id
   * @param octets the length of its content
   */
  public record Slip(String id, String device, int octets) {}

  /** Where a parcel stands. */
  public enum State implements Lifecycle.State {
    /** It waits for its next attempt, or one is being made. */
    WAITING("waits for its answer"),
    /**
     * It was handed to a connection, no answer came that could be taken in, and the peer is not to
     * get it twice: a person has to find out whether it has it.
     */
    INDETERMINATE("nobody here knows whether the authority has it"),
    /** Its answer was taken in. */
    DELIVERED("its answer is here"),
    /** Nobody waits for its answer any more. */
    WITHDRAWN("nobody waits for its answer");

    private final String title;

    State(String title) {
      this.title = title;
    }

    @Override
    public String title() {
      return title;
    }
  }

  /** What changes a parcel. */
  public enum Event implements Lifecycle.Event {
    POSTED(Actor.REGISTRAR, "puts an upstream message into the outbox"),
    POSTPONED(Actor.REGISTRAR, "tries in vain and will try again"),
    HASTENED(Actor.OPERATOR, "brski queue retry"),
    LEFT(Actor.REGISTRAR, "is about to send it, once"),
    LOST(Actor.REGISTRAR, "has sent it and gets no answer, or was halted before one came"),
    SENT_AGAIN(Actor.OPERATOR, "brski queue resolve --send-again"),
    ANSWERED(Actor.REGISTRAR, "takes in the final answer"),
    EXCHANGE_ENDED(Actor.REGISTRAR, "ends the exchange otherwise");

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

  /** All changes of a parcel. */
  public static final Lifecycle<State, Event> LIFE =
      new Lifecycle<>(
          "parcel",
          State.class,
          List.of(
              Arrow.begin(Event.POSTED, State.WAITING),
              Arrow.draw(State.WAITING, Event.POSTPONED, State.WAITING),
              Arrow.draw(State.WAITING, Event.HASTENED, State.WAITING),
              Arrow.draw(State.WAITING, Event.LEFT, State.WAITING),
              Arrow.draw(State.WAITING, Event.LOST, State.INDETERMINATE),
              Arrow.draw(State.WAITING, Event.ANSWERED, State.DELIVERED),
              Arrow.draw(State.WAITING, Event.EXCHANGE_ENDED, State.WITHDRAWN),
              Arrow.draw(State.INDETERMINATE, Event.SENT_AGAIN, State.WAITING),
              Arrow.draw(State.INDETERMINATE, Event.ANSWERED, State.DELIVERED),
              Arrow.draw(State.INDETERMINATE, Event.EXCHANGE_ENDED, State.WITHDRAWN)));

  /** Where a parcel goes. */
  public sealed interface Destination {

    /**
     * The MASA of a manufacturer.
     *
     * @param at where the certificate of a device says it is; empty where one is fixed for all
     */
    record Masa(String manufacturer, Optional<String> at) implements Destination {

      private static final Pattern FORM = Pattern.compile("(.*) at ([^ ]+:[0-9]+(?:/[^ ]*)?)");

      private static Masa of(String text) {
        var named = FORM.matcher(text);
        return named.matches()
            ? new Masa(named.group(1), Optional.of(named.group(2)))
            : new Masa(text, Optional.empty());
      }

      private String name() {
        return manufacturer + at.map(place -> " at " + place).orElse("");
      }
    }

    /** The authority of a domain. */
    record Authority(String domain) implements Destination {}

    /** It in words. */
    default String title() {
      return switch (this) {
        case Masa masa -> "the MASA of " + masa.name();
        case Authority(String domain) -> "the authority of " + domain;
      };
    }

    /** The form in which it is stored. */
    default String text() {
      return switch (this) {
        case Masa masa -> "masa:" + masa.name();
        case Authority(String domain) -> "authority:" + domain;
      };
    }

    /**
     * The destination of a stored form.
     *
     * @throws IllegalArgumentException when the text is not such a form
     */
    static Destination of(String text) {
      var colon = text.indexOf(':');
      var name = text.substring(colon + 1);
      return switch (text.substring(0, Math.max(colon, 0))) {
        case "masa" -> Masa.of(name);
        case "authority" -> new Authority(name);
        default -> throw new IllegalArgumentException("no destination: " + text);
      };
    }
  }
}
