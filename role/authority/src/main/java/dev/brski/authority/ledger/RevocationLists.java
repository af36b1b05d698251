package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.trust.RevocationReason;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The newest revocation list of an issuing CA, and what the next one must name. */
public final class RevocationLists {

  /** One line of a list. */
  public record Entry(BigInteger serialNumber, Instant at, RevocationReason reason) {}

  /**
   * What a list is made of.
   *
   * @param latest the list before it
   * @param revocations how many there are in all
   * @param entries what it is to name
   */
  public record Outlook(Optional<RevocationList> latest, long revocations, List<Entry> entries) {

    /** Copies the list. */
    public Outlook {
      entries = List.copyOf(entries);
    }
  }

  private final Store store;
  private final int generation;

  /**
   * The lists of one issuing CA in a store.
   *
   * @param generation which one; 1 for the first
   */
  public RevocationLists(Store store, int generation) {
    this.store = store;
    this.generation = generation;
  }

  /** The newest list, if one was ever made. */
  public Optional<RevocationList> latest() {
    return store.read(this::latest);
  }

  /**
   * What a list made now is made of. Whatever expired before an instant is left away.
   *
   * @param since certificates that were valid then or later are named
   */
  public Outlook outlook(Instant since) {
    return store.read(
        reading ->
            new Outlook(
                latest(reading),
                count(reading),
                reading.query(
                    "SELECT serial_number, at, reason FROM revocation"
                        + " WHERE generation = ? AND not_after >= ? ORDER BY at, serial_number",
                    row ->
                        new Entry(
                            new BigInteger(row.text("serial_number"), 16),
                            row.instant("at"),
                            RevocationReason.parse(row.text("reason"))),
                    generation,
                    since)));
  }

  /**
   * Keeps a list in the place of the one before it.
   *
   * @return false if something was revoked, or another list kept, since the outlook; nothing is
   *     kept then
   */
  public boolean keep(Outlook outlook, RevocationList list) {
    return store.commit(
        transaction -> {
          boolean same =
              number(latest(transaction)) == number(outlook.latest())
                  && count(transaction) == outlook.revocations();
          if (!same) {
            return false;
          }
          transaction.update("DELETE FROM revocation_list WHERE generation = ?", generation);
          transaction.updateOne(
              "INSERT INTO revocation_list (generation, number, revocations, entries, this_update,"
                  + " next_update, content) VALUES (?, ?, ?, ?, ?, ?, ?)",
              generation,
              list.number(),
              list.revocations(),
              list.entries(),
              list.thisUpdate(),
              list.nextUpdate(),
              list.content());
          return true;
        });
  }

  private static long number(Optional<RevocationList> list) {
    return list.map(RevocationList::number).orElse(0L);
  }

  private long count(Reading reading) {
    return reading
        .one(
            "SELECT COUNT(*) AS revocations FROM revocation WHERE generation = ?",
            row -> row.number("revocations"),
            generation)
        .orElseThrow();
  }

  private Optional<RevocationList> latest(Reading reading) {
    return reading.one(
        "SELECT number, revocations, entries, this_update, next_update, content FROM"
            + " revocation_list WHERE generation = ? ORDER BY number DESC LIMIT 1",
        row ->
            new RevocationList(
                row.number("number"),
                row.number("revocations"),
                row.number("entries"),
                row.instant("this_update"),
                row.instant("next_update"),
                row.bytes("content")),
        generation);
  }
}
