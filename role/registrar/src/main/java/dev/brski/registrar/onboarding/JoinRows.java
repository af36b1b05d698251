package dev.brski.registrar.onboarding;

import dev.brski.store.Ids;
import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows behind requests to join. */
final class JoinRows {

  static final String SELECT =
      """
      SELECT j.*, d.manufacturer, d.serial_number FROM join_request j
      JOIN device d ON d.id = j.device
      """;

  private static final String ALL_KNOWN =
      """
      (SELECT manufacturer, serial_number FROM device
       UNION ALL SELECT manufacturer, serial_number FROM inventory)
      """;

  private JoinRows() {}

  /** Why a device may begin nothing now: a person turned it away while its request was judged. */
  static Optional<Limits.Beyond> denial(Reading rows, String manufacturer, String serialNumber) {
    return latest(rows, manufacturer, serialNumber)
        .filter(said -> said.state() == JoinRequest.State.DENIED)
        .map(_ -> new Limits.Beyond("an operator turned it away just now", Duration.ZERO));
  }

  static Optional<JoinRequest> latest(Reading rows, String manufacturer, String serialNumber) {
    return rows.one(
        SELECT + "WHERE d.manufacturer = ? AND d.serial_number = ? ORDER BY j.id DESC LIMIT 1",
        JoinRows::request,
        manufacturer,
        serialNumber);
  }

  static Optional<JoinRequest> ofDevice(Reading rows, String device) {
    return rows.one(
        SELECT + "WHERE j.device = ? ORDER BY j.id DESC LIMIT 1", JoinRows::request, device);
  }

  static Optional<JoinRequest> byId(Reading rows, String id) {
    return rows.one(SELECT + "WHERE j.id = ?", JoinRows::request, id);
  }

  /**
   * Whose devices with this very serial number have come or are expected; a member whose maker is
   * not known counts if there is no other.
   *
   * @param maker the only one that is meant, if said
   */
  static List<String> makers(Reading rows, String serialNumber, Optional<String> maker) {
    var found =
        rows.query(
            "SELECT DISTINCT manufacturer FROM "
                + ALL_KNOWN
                + " WHERE serial_number = ? AND (? IS NULL OR manufacturer = ?) ORDER BY"
                + " manufacturer",
            row -> row.text("manufacturer"),
            serialNumber,
            maker,
            maker);
    var named = found.stream().filter(name -> !name.equals(Enrollments.OF_THE_DOMAIN)).toList();
    return named.isEmpty() ? found : named;
  }

  /** The serial numbers that differ from this one only in the case of letters. */
  static List<String> alike(Reading rows, String serialNumber, Optional<String> maker) {
    return rows.query(
        "SELECT DISTINCT serial_number FROM "
            + ALL_KNOWN
            + " WHERE serial_number = ? COLLATE NOCASE AND serial_number <> ?"
            + " AND (? IS NULL OR manufacturer = ?) ORDER BY serial_number",
        row -> row.text("serial_number"),
        serialNumber,
        serialNumber,
        maker,
        maker);
  }

  static long held(Reading rows) {
    return rows.one(
            "SELECT count(*) AS n FROM join_request WHERE state = 'HELD'", row -> row.number("n"))
        .orElse(0L);
  }

  static long held(Reading rows, String manufacturer) {
    return rows.one(
            "SELECT count(*) AS n FROM join_request j JOIN device d ON d.id = j.device"
                + " WHERE j.state = 'HELD' AND d.manufacturer = ?",
            row -> row.number("n"),
            manufacturer)
        .orElse(0L);
  }

  static String insert(
      Transaction tx,
      Ids ids,
      String device,
      JoinRequest.State state,
      Optional<JoinRequest.Ruling> ruling,
      Instant now) {
    var id = ids.next();
    tx.updateOne(
        """
        INSERT INTO join_request (id, device, state, ruled_by, ruled_reason, created, changed,
          version)
        VALUES (?, ?, ?, ?, ?, ?, ?, 1)
        """,
        id,
        device,
        state.name(),
        ruling.map(JoinRequest.Ruling::by),
        ruling.map(JoinRequest.Ruling::reason),
        now,
        now);
    return id;
  }

  private static JoinRequest request(Row row) {
    return new JoinRequest(
        row.text("id"),
        row.text("device"),
        row.text("manufacturer"),
        row.text("serial_number"),
        JoinRequest.State.valueOf(row.text("state")),
        row.optionalText("ruled_by")
            .map(by -> new JoinRequest.Ruling(by, row.optionalText("ruled_reason").orElse(""))),
        row.instant("created"),
        row.instant("changed"),
        row.number("version"));
  }
}
