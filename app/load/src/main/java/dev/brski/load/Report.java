package dev.brski.load;

import java.net.URI;
import java.nio.file.Path;
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
 * @param ledgers how large the roles' ledgers are now
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
    List<ProcessorTime> processes,
    List<Ledger> ledgers) {

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

  /**
   * A role's ledger.
   *
   * @param role the role's folder
   * @param octets of its files
   * @param grownBy how many of them are new since the load began
   * @param tables in the order of their names
   */
  public record Ledger(Path role, long octets, long grownBy, List<Table> tables) {}

  /**
   * A table of a ledger.
   *
   * @param rows how many it has
   * @param grownBy how many more than when the load began
   */
  public record Table(String name, long rows, long grownBy) {}

  /** How many requests were sent. */
  public long sent() {
    return requests.stream().mapToLong(Kind::sent).sum();
  }

  /** How many of the troubled stand there. */
  public long troubled(Place place) {
    return troubled.stream().filter(device -> device.place() == place).count();
  }
}
