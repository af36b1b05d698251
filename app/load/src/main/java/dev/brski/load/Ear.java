package dev.brski.load;

import dev.brski.pledge.Event;
import dev.brski.pledge.Observer;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Listens to one device, in the thread in which it is on its way. */
final class Ear implements Observer {

  private final Traffic traffic;
  private Optional<String> outstanding = Optional.empty();
  private long since;
  private Optional<String> setback = Optional.empty();
  private boolean afresh;

  Ear(Traffic traffic) {
    this.traffic = traffic;
  }

  @Override
  public void observe(Event event) {
    switch (event) {
      case Event.Connected _ -> traffic.connected();
      case Event.Sent(URI _, String name, int size) -> {
        traffic.sent(name, size);
        outstanding = Optional.of(name);
        since = System.nanoTime();
      }
      case Event.Received(URI _, String name, int status, int size) -> {
        var after = Duration.ofNanos(System.nanoTime() - since);
        outstanding.ifPresent(sent -> traffic.answered(sent, name, status, size, after));
        outstanding = Optional.empty();
      }
      case Event.Failed(URI _, String step, String cause) -> {
        outstanding.ifPresent(traffic::unanswered);
        outstanding = Optional.empty();
        setback = Optional.of(step + ": " + cause);
      }
      case Event.Rejected(URI _, var refusal) -> setback = Optional.of(refusal.cause());
      case Event.StartedAfresh(URI _, String cause) -> {
        afresh = true;
        setback = Optional.of(cause);
      }
      case Event.Entered _,
          Event.Waiting _,
          Event.Installed _,
          Event.RootTaken _,
          Event.Tolerated _ -> {
        // Where it stands is read from its folder afterwards.
      }
    }
  }

  /** The last that went wrong. */
  Optional<String> setback() {
    return setback;
  }

  /** Whether it had to ask for another voucher than the one it waited for. */
  boolean startedAfresh() {
    return afresh;
  }
}
