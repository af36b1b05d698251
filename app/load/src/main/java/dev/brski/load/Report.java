package dev.brski.load;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a load.
 *
 * @param good whether every device is where it should be
 * @param registrar where they all went
 * @param devices how many were looked at
 * @param places how many stand where, by the words of {@link Place}
 * @param troubled those that are not where they should be
 * @param connections how many TLS connections there were
 * @param requests what was sent, by its name in the specifications
 * @param seconds how long all of it took
 * @param behind how late the last device set out, in seconds after its time; absent without a rate
 * @param processes the processor time used meanwhile
 */
public record Report(
    boolean good,
    URI registrar,
    int devices,
    Map<String, Integer> places,
    List<Troubled> troubled,
    long connections,
    List<Kind> requests,
    double seconds,
    Optional<Double> behind,
    List<ProcessorTime> processes) {

  /** A device that is not where it should be. */
  public record Troubled(String serial, Place place, String cause) {}

  /**
   * All requests of a name.
   *
   * @param sent how many
   * @param octets of their contents
   * @param unanswered how many got no answer
   * @param p50 in milliseconds, half of the answers came within this time
   * @param p95 and 95 of 100 within this
   * @param max and all within this
   */
  public record Kind(
      String name,
      long sent,
      long octets,
      long unanswered,
      List<Response> responses,
      double p50,
      double p95,
      double max) {}

  /**
   * All answers of a kind.
   *
   * @param kind the status of HTTP, and what the answer is
   * @param octets of their contents
   */
  public record Response(String kind, long count, long octets) {}

  /**
   * A process.
   *
   * @param load whether it is this program itself
   * @param seconds the processor time used; absent when it ended meanwhile
   */
  public record ProcessorTime(long pid, boolean load, Optional<Double> seconds) {}

  /** How many of the troubled stand there. */
  public long troubled(Place place) {
    return troubled.stream().filter(device -> device.place() == place).count();
  }
}
