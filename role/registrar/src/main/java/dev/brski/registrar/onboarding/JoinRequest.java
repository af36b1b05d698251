package dev.brski.registrar.onboarding;

import dev.brski.registrar.onboarding.Lifecycle.Actor;
import dev.brski.registrar.onboarding.Lifecycle.Arrow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was said of a device's wish to join that no list names (RFC 8995 section 5.3). Of a device's
 * several the newest counts.
 *
 * @param id sortable id
 * @param device the device's id
 * @param manufacturer its manufacturer's configured name
 * @param serialNumber the device's serial number
 * @param state where it stands
 * @param ruling who decided, and why, if a person did
 * @param created when it was made
 * @param changed when the state last changed
 * @param version counts the changes; the next change must name it
 */
public record JoinRequest(
    String id,
    String device,
    String manufacturer,
    String serialNumber,
    State state,
    Optional<Ruling> ruling,
    Instant created,
    Instant changed,
    long version) {

  /** Where it stands. */
  public enum State implements Lifecycle.State {
    /** The device asked; a person is to decide. */
    HELD("a person is to decide whether the device may join"),
    /** A person said yes. */
    APPROVED("a person lets the device join"),
    /** A person said no. */
    DENIED("a person turns the device away"),
    /** Nobody has to decide any more. */
    ADMITTED("a list names the device now, and nobody has to decide");

    private final String title;

    State(String title) {
      this.title = title;
    }

    @Override
    public String title() {
      return title;
    }
  }

  /** What changes it. */
  public enum Event implements Lifecycle.Event {
    ASKED(Actor.PLEDGE, "asks to join, and no list names it"),
    APPROVED(Actor.OPERATOR, "brski registrar approve"),
    DENIED(Actor.OPERATOR, "brski registrar deny"),
    ADMITTED(Actor.REGISTRAR, "finds the device in a list when it asks again");

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

  /** All changes of a request to join. */
  public static final Lifecycle<State, Event> LIFE =
      new Lifecycle<>(
          "request to join",
          State.class,
          List.of(
              Arrow.begin(Event.ASKED, State.HELD),
              Arrow.begin(Event.APPROVED, State.APPROVED),
              Arrow.begin(Event.DENIED, State.DENIED),
              Arrow.draw(State.HELD, Event.APPROVED, State.APPROVED),
              Arrow.draw(State.HELD, Event.DENIED, State.DENIED),
              Arrow.draw(State.HELD, Event.ADMITTED, State.ADMITTED)));

  /**
   * What a person decided.
   *
   * @param by the user of the operating system
   * @param reason in that person's words
   */
  public record Ruling(String by, String reason) {}
}
