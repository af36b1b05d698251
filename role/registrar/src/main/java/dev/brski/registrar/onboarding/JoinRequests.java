package dev.brski.registrar.onboarding;

import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The devices that ask and that no list names: a person is to decide on them. */
public final class JoinRequests {

  private static final Duration WHEN_FULL = Duration.ofMinutes(1);

  /**
   * A device that asks and that no list names.
   *
   * @param manufacturer its manufacturer's configured name
   * @param serialNumber from the IDevID's subject
   * @param idevid SHA-256 of the IDevID certificate, lower-case hexadecimal
   * @param subject the IDevID's subject, fit for a terminal
   * @param issuer the IDevID's issuer, fit for a terminal
   */
  public record Asking(
      String manufacturer, String serialNumber, String idevid, String subject, String issuer) {}

  /** What became of it. */
  public sealed interface Asked {

    /** What is said of the device now: that it is held, or what a person said meanwhile. */
    record Known(JoinRequest request) implements Asked {}

    /** As many are held as may be: nothing is kept of this one. */
    record Beyond(Limits.Beyond limit) implements Asked {}
  }

  /**
   * A device that is held.
   *
   * @param id of the request to join
   * @param serial the device's serial number
   * @param manufacturer its manufacturer's configured name
   * @param subject the IDevID's subject
   * @param issuer the IDevID's issuer
   * @param idevid SHA-256 of the IDevID certificate, lower-case hexadecimal
   * @param since when it asked first
   */
  public record Pending(
      String id,
      String serial,
      String manufacturer,
      String subject,
      String issuer,
      String idevid,
      Instant since) {}

  private final Store store;
  private final InstantSource clock;
  private final Limits limits;

  JoinRequests(Store store, InstantSource clock, Limits limits) {
    this.store = store;
    this.clock = clock;
    this.limits = limits;
  }

  /** What was said last of a device. */
  public Optional<JoinRequest> latest(String manufacturer, String serialNumber) {
    return store.read(rows -> JoinRows.latest(rows, manufacturer, serialNumber));
  }

  /** All that are held, the longest waiting first. */
  public List<Pending> pending() {
    return store.read(
        rows ->
            rows.query(
                JoinRows.SELECT + "WHERE j.state = 'HELD' ORDER BY j.id", JoinRequests::pending));
  }

  /** How many are held. */
  public long waiting() {
    return store.read(JoinRows::held);
  }

  /**
   * Holds a device, durably, unless something is said of it already.
   *
   * @throws dev.brski.store.StoreUnavailable if the disk has no room for it
   */
  public Asked ask(Asking asking) {
    var now = clock.instant();
    return store.commit(
        tx -> {
          var known = JoinRows.latest(tx, asking.manufacturer(), asking.serialNumber());
          if (known.isPresent() && known.get().state() != JoinRequest.State.ADMITTED) {
            return new Asked.Known(known.get());
          }
          store.requireRoom();
          var beyond = beyond(tx, asking.manufacturer());
          if (beyond.isPresent()) {
            return new Asked.Beyond(beyond.get());
          }
          var device =
              Ledger.device(tx, store.ids(), asking.manufacturer(), asking.serialNumber(), now);
          var id =
              JoinRows.insert(
                  tx,
                  store.ids(),
                  device,
                  JoinRequest.LIFE.begin(JoinRequest.Event.ASKED),
                  Optional.empty(),
                  now);
          tx.updateOne(
              "UPDATE join_request SET idevid = ?, idevid_subject = ?, idevid_issuer = ?"
                  + " WHERE id = ?",
              asking.idevid(),
              asking.subject(),
              asking.issuer(),
              id);
          tx.journal(
              "device-held",
              Optional.of(asking.serialNumber()),
              Map.of(
                  "join-request", id,
                  "manufacturer", asking.manufacturer(),
                  "idevid-sha256", asking.idevid()));
          return new Asked.Known(JoinRows.byId(tx, id).orElseThrow());
        });
  }

  /** A list names a device that was held: nobody has to decide on it any more. */
  public void admitted(JoinRequest request) {
    var now = clock.instant();
    store.change(
        tx -> {
          var current = JoinRows.byId(tx, request.id()).orElseThrow();
          if (JoinRequest.LIFE.allows(current.state(), JoinRequest.Event.ADMITTED)) {
            Moves.move(tx, current, JoinRequest.Event.ADMITTED, now);
            tx.journal(
                "device-admitted",
                Optional.of(current.serialNumber()),
                Map.of("join-request", current.id(), "manufacturer", current.manufacturer()));
          }
        });
  }

  private Optional<Limits.Beyond> beyond(Reading rows, String manufacturer) {
    long ofManufacturer = JoinRows.held(rows, manufacturer);
    if (ofManufacturer >= limits.openPerManufacturer()) {
      return Optional.of(
          full(ofManufacturer + " devices of " + manufacturer + " are held for a person"));
    }
    long all = JoinRows.held(rows);
    return all >= limits.open()
        ? Optional.of(full(all + " devices are held for a person"))
        : Optional.empty();
  }

  private static Limits.Beyond full(String cause) {
    return new Limits.Beyond(cause + ", the most that this registrar keeps", WHEN_FULL);
  }

  private static Pending pending(Row row) {
    return new Pending(
        row.text("id"),
        row.text("serial_number"),
        row.text("manufacturer"),
        row.optionalText("idevid_subject").orElse(""),
        row.optionalText("idevid_issuer").orElse(""),
        row.optionalText("idevid").orElse(""),
        row.instant("created"));
  }
}
