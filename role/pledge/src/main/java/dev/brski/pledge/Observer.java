package dev.brski.pledge;

/** Someone who watches an onboarding, such as a progress display; it is told, never asked. */
@FunctionalInterface
public interface Observer {

  /** Called in the thread that does the onboarding, after what the event says has happened. */
  void observe(Event event);

  /** Watches nothing. */
  static Observer none() {
    return event -> {};
  }
}
