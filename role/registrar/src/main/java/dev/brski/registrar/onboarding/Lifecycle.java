package dev.brski.registrar.onboarding;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every state that one kind of row can have, and every event that leads from one to another: what
 * is not drawn here does not happen.
 *
 * @param <S> its states
 * @param <E> what changes them
 */
public final class Lifecycle<
    S extends Enum<S> & Lifecycle.State, E extends Enum<E> & Lifecycle.Event> {

  /** Where a row stands. */
  public interface State {

    /** The name under which it is stored. */
    String name();

    /** The state in words. */
    String title();
  }

  /** What changes a state. */
  public interface Event {

    /** The event in words. */
    String title();

    /** Who brings it about. */
    Actor by();
  }

  /** Who brings an event about. */
  public enum Actor {
    PLEDGE,
    REGISTRAR,
    MASA,
    AUTHORITY,
    OPERATOR
  }

  /**
   * One change.
   *
   * @param from the state before; empty when the row is made
   * @param event what happens
   * @param to the state after
   */
  public record Arrow<S, E>(Optional<S> from, E event, S to) {

    static <S, E> Arrow<S, E> begin(E event, S to) {
      return new Arrow<>(Optional.empty(), event, to);
    }

    static <S, E> Arrow<S, E> draw(S from, E event, S to) {
      return new Arrow<>(Optional.of(from), event, to);
    }

    @Override
    public String toString() {
      return from.map(Object::toString).orElse("(new)") + " -" + event + "-> " + to;
    }
  }

  private final String subject;
  private final List<Arrow<S, E>> arrows;
  private final Map<E, S> beginnings = new HashMap<>();
  private final Map<S, Map<E, S>> changes = new HashMap<>();
  private final Set<S> open;

  /**
   * @param subject what has these states
   * @param states the class of the states
   * @throws IllegalArgumentException when an event would lead from one state to two
   */
  Lifecycle(String subject, Class<S> states, List<Arrow<S, E>> arrows) {
    this.subject = subject;
    this.arrows = List.copyOf(arrows);
    arrows.forEach(this::draw);
    var leaving = EnumSet.noneOf(states);
    leaving.addAll(changes.keySet());
    this.open = Set.copyOf(leaving);
  }

  private void draw(Arrow<S, E> arrow) {
    var way =
        arrow
            .from()
            .map(from -> changes.computeIfAbsent(from, _ -> new HashMap<>()))
            .orElse(beginnings);
    if (way.put(arrow.event(), arrow.to()) != null) {
      throw new IllegalArgumentException(arrow + " is drawn twice");
    }
  }

  /** What has these states. */
  public String subject() {
    return subject;
  }

  /** Every change, in the order in which it is drawn. */
  public List<Arrow<S, E>> arrows() {
    return arrows;
  }

  /** The states from which something leads on: something is still expected. */
  public Set<S> open() {
    return open;
  }

  /** Whether nothing leads on from a state. */
  public boolean isEnd(S state) {
    return !open.contains(state);
  }

  /** What an event can still do in a state. */
  public boolean allows(S from, E event) {
    return changes.getOrDefault(from, Map.of()).containsKey(event);
  }

  /**
   * The state of a row that an event makes.
   *
   * @throws IllegalStateException when no such arrow is drawn
   */
  public S begin(E event) {
    return Optional.ofNullable(beginnings.get(event))
        .orElseThrow(
            () -> new IllegalStateException("a " + subject + " does not begin with " + event));
  }

  /**
   * The state after an event.
   *
   * @throws IllegalStateException when no such arrow is drawn
   */
  public S after(S from, E event) {
    return Optional.ofNullable(changes.getOrDefault(from, Map.of()).get(event))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "in the state " + from + " of a " + subject + ", " + event + " cannot happen"));
  }

  /** The states into which something leads. */
  public Set<S> reached() {
    var reached = new HashSet<S>();
    arrows.stream()
        .filter(arrow -> !arrow.from().equals(Optional.of(arrow.to())))
        .forEach(arrow -> reached.add(arrow.to()));
    return reached;
  }
}
