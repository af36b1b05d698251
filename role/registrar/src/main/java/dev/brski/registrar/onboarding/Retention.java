package dev.brski.registrar.onboarding;

import dev.brski.store.Reading;
import dev.brski.store.Transaction;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much of a device's past is kept with its messages: its newest ended exchanges. The journal
 * keeps a line of each.
 */
final class Retention {

  private static final int EXCHANGES = 4;
  private static final int CERTIFICATES = 16;

  /** Their answers can be long, and are told anew to whoever asks. */
  private static final int SUPPORT_MESSAGES = 1;

  private Retention() {}

  /** Removes what is older. */
  static void prune(Transaction tx, String device) {
    for (var enrollment : oldEnrollments(tx, device)) {
      tx.update("DELETE FROM outbox WHERE exchange = ?", enrollment);
      tx.updateOne("DELETE FROM enrollment WHERE id = ?", enrollment);
      tx.update("DELETE FROM message WHERE exchange = ?", enrollment);
    }
    for (var imprint : oldImprints(tx, device)) {
      Moves.withdrawParcels(tx, imprint);
      tx.update("DELETE FROM outbox WHERE exchange = ?", imprint);
      tx.update("DELETE FROM log_review WHERE imprint = ?", imprint);
      tx.updateOne("DELETE FROM imprint WHERE id = ?", imprint);
      tx.update("DELETE FROM message WHERE exchange = ?", imprint);
    }
  }

  private static List<String> oldEnrollments(Reading rows, String device) {
    var ended = "SELECT id FROM enrollment WHERE device = ? AND state NOT IN ";
    var newestFirst = " ORDER BY id DESC LIMIT -1 OFFSET ";
    var open = Ledger.anyOf(Enrollment.LIFE.open());
    return Stream.of(
            ended
                + open
                + " AND certificate IS NULL AND operation <> 'GENM'"
                + newestFirst
                + EXCHANGES,
            ended + open + " AND operation = 'GENM'" + newestFirst + SUPPORT_MESSAGES,
            ended + open + " AND certificate IS NOT NULL" + newestFirst + CERTIFICATES)
        .flatMap(sql -> rows.query(sql, row -> row.text("id"), device).stream())
        .toList();
  }

  /** The newest review stays, for it may stand against operations of older exchanges. */
  private static List<String> oldImprints(Reading rows, String device) {
    return rows.query(
        "SELECT id FROM imprint WHERE device = ? AND state NOT IN "
            + Ledger.anyOf(Imprint.LIFE.open())
            + " AND id NOT IN (SELECT imprint FROM enrollment WHERE device = ? AND imprint IS NOT"
            + " NULL) AND id IS NOT (SELECT max(imprint) FROM log_review WHERE device = ?) ORDER BY"
            + " id DESC LIMIT -1 OFFSET "
            + EXCHANGES,
        row -> row.text("id"),
        device,
        device,
        device);
  }
}
