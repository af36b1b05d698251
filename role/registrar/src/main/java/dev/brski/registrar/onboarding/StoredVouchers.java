package dev.brski.registrar.onboarding;

import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The vouchers without a nonce that were fetched before their devices came, for when the MASA is
 * away (RFC 8995 sections 3.1 and 7.3): at most one for each device.
 */
public final class StoredVouchers {

  /** So many are kept at most. */
  public static final int MOST = 100_000;

  /**
   * A voucher as it came.
   *
   * @param voucher its exact octets
   * @param pin the certificate that it pins, in DER
   * @param domainId of that certificate
   * @param expiresOn until when it may be used, if it says
   * @param idevidIssuer what was said to the MASA of the device's issuer, if anything was
   * @param dated when the MASA made it
   * @param by who fetched it
   */
  public record Fetched(
      String manufacturer,
      String serialNumber,
      byte[] voucher,
      byte[] pin,
      String domainId,
      Optional<Instant> expiresOn,
      Optional<byte[]> idevidIssuer,
      Instant dated,
      String by) {}

  /**
   * One that an exchange could use.
   *
   * @param voucher its exact octets
   * @param idevidIssuer what was said to the MASA of the device's issuer, if anything was
   */
  public record Suiting(byte[] voucher, Optional<byte[]> idevidIssuer) {}

  /**
   * What is known of one that is kept, without its octets.
   *
   * @param refused whether the MASA has refused the device since it was fetched
   */
  public record Line(
      String manufacturer,
      String serialNumber,
      byte[] pin,
      Optional<Instant> expiresOn,
      Optional<byte[]> idevidIssuer,
      Instant fetched,
      boolean refused,
      String by) {}

  /** What became of an attempt to keep one. */
  public enum Kept {
    /** It is the first of its device. */
    FIRST,
    /** It took the place of an older one. */
    REPLACED,
    /** It is the very one that was kept. */
    SAME,
    /** As many as may be are kept; nothing was changed. */
    FULL
  }

  private final Store store;
  private final Bells bells;
  private final InstantSource clock;
  private final Reviews reviews;
  private final int most;

  StoredVouchers(Store store, Bells bells, InstantSource clock, Reviews reviews) {
    this(store, bells, clock, reviews, MOST);
  }

  StoredVouchers(Store store, Bells bells, InstantSource clock, Reviews reviews, int most) {
    this.store = store;
    this.bells = bells;
    this.clock = clock;
    this.reviews = reviews;
    this.most = most;
  }

  /** All of them, by manufacturer and serial number. */
  public List<Line> list() {
    return store.read(
        rows ->
            rows.query(
                """
                SELECT manufacturer, serial_number, pin, expires_on, idevid_issuer, fetched,
                  refused, fetched_by
                FROM stored_voucher ORDER BY manufacturer, serial_number
                """,
                StoredVouchers::line));
  }

  /** Whose devices of a serial number have one. */
  public List<String> makers(String serialNumber) {
    return store.read(
        rows ->
            rows.query(
                "SELECT manufacturer FROM stored_voucher WHERE serial_number = ?"
                    + " ORDER BY manufacturer",
                row -> row.text("manufacturer"),
                serialNumber));
  }

  /**
   * Keeps one, durably, in the place of an older one of the same device.
   *
   * @throws dev.brski.store.StoreUnavailable if the disk has no room
   */
  public Kept keep(Fetched voucher) {
    var now = clock.instant();
    var sha256 = Ledger.hash(voucher.voucher());
    store.requireRoom();
    return store.commit(
        tx -> {
          var older = sha256(tx, voucher.manufacturer(), voucher.serialNumber());
          if (older.isEmpty() && count(tx) >= most) {
            return Kept.FULL;
          }
          tx.updateOne(
              """
              INSERT OR REPLACE INTO stored_voucher (manufacturer, serial_number, content, sha256,
                pin, expires_on, idevid_issuer, fetched, fetched_by)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
              """,
              voucher.manufacturer(),
              voucher.serialNumber(),
              voucher.voucher(),
              sha256,
              voucher.pin(),
              voucher.expiresOn(),
              voucher.idevidIssuer(),
              now,
              voucher.by());
          Recollection.fetched(tx, voucher, sha256, now);
          tx.journal(
              "voucher-kept",
              Optional.of(voucher.serialNumber()),
              Map.of(
                  "manufacturer", voucher.manufacturer(),
                  "by", voucher.by(),
                  "expires-on", voucher.expiresOn().map(Instant::toString).orElse(""),
                  "voucher-sha256", sha256));
          return older
              .map(before -> before.equals(sha256) ? Kept.SAME : Kept.REPLACED)
              .orElse(Kept.FIRST);
        });
  }

  /**
   * Removes those of a manufacturer's devices, all in one commit.
   *
   * @param makers the manufacturer of each serial number
   * @return how many were there
   */
  public int remove(Map<String, String> makers, Withdrawals.Order order) {
    return store.commit(
        tx ->
            makers.entrySet().stream()
                .mapToInt(device -> remove(tx, device.getValue(), device.getKey(), order))
                .sum());
  }

  private static int remove(
      Transaction tx, String manufacturer, String serialNumber, Withdrawals.Order order) {
    int removed =
        tx.update(
            "DELETE FROM stored_voucher WHERE manufacturer = ? AND serial_number = ?",
            manufacturer,
            serialNumber);
    if (removed > 0) {
      tx.journal(
          "voucher-kept-removed",
          Optional.of(serialNumber),
          Map.of(
              "manufacturer", manufacturer,
              "by", order.who(),
              "reason", order.reason()));
    }
    return removed;
  }

  /**
   * The voucher that an exchange could use now: it has none yet, its MASA cannot be reached or is
   * out of order, nothing stands against its device, and one is kept for it that the MASA has not
   * refused since, nor the device rejected.
   */
  public Optional<Suiting> suiting(String imprint) {
    return store.read(rows -> waiting(rows, imprint).flatMap(found -> suiting(rows, found)));
  }

  /** The MASA gives the device of an exchange no voucher: the one that is kept is not used. */
  static void refused(Transaction tx, Imprint imprint, Instant now) {
    tx.update(
        "UPDATE stored_voucher SET refused = ?"
            + " WHERE manufacturer = ? AND serial_number = ? AND refused IS NULL",
        now,
        Ledger.manufacturer(tx, imprint.device()),
        imprint.serialNumber());
  }

  /**
   * Gives a stored voucher to an exchange in one commit, unless something has changed since it was
   * found suiting: its MASA is asked no more, and the voucher may be handed on, in these very
   * octets, once what is demanded of the audit log is met.
   *
   * @return whether the exchange has it now
   */
  public boolean use(
      String imprint, byte[] voucher, String mediaType, Optional<Reviews.Demand> demand) {
    var now = clock.instant();
    var sha256 = Ledger.hash(voucher);
    boolean used =
        store.commit(
            tx -> {
              var waiting =
                  waiting(tx, imprint)
                      .filter(
                          found ->
                              suiting(tx, found)
                                  .map(suiting -> Ledger.hash(suiting.voucher()))
                                  .filter(sha256::equals)
                                  .isPresent());
              waiting.ifPresent(found -> use(tx, found, voucher, mediaType, demand, now));
              return waiting.isPresent();
            });
    if (used) {
      bells.ring(imprint);
    }
    return used;
  }

  private void use(
      Transaction tx,
      Imprint imprint,
      byte[] voucher,
      String mediaType,
      Optional<Reviews.Demand> demand,
      Instant now) {
    Moves.withdrawParcels(tx, imprint.id());
    Imprints.vouchered(
        tx, store.ids(), imprint, Imprint.Event.STORED_VOUCHER, voucher, mediaType, now);
    tx.journal(
        "voucher-kept-used",
        Optional.of(imprint.serialNumber()),
        Map.of("imprint", imprint.id(), "voucher-sha256", Ledger.hash(voucher)));
    demand.ifPresent(wanted -> reviews.beginStored(tx, imprint, wanted, now));
  }

  private static Optional<Imprint> waiting(Reading rows, String imprint) {
    return Ledger.imprint(rows, imprint)
        .filter(found -> Imprint.LIFE.allows(found.state(), Imprint.Event.STORED_VOUCHER))
        .filter(found -> isMasaAway(rows, found) || isAskedInVain(rows, imprint))
        .filter(found -> !isHeldBack(rows, found));
  }

  /** Whether the newest audit log of the device keeps it from a voucher, or an operator does. */
  private static boolean isHeldBack(Reading rows, Imprint imprint) {
    return rows.one(
            "SELECT state FROM log_review WHERE device = ? ORDER BY imprint DESC LIMIT 1",
            row -> Review.State.valueOf(row.text("state")),
            imprint.device())
        .filter(state -> !state.isOpen())
        .isPresent();
  }

  private static boolean isAskedInVain(Reading rows, String imprint) {
    return rows.one("SELECT in_vain FROM imprint WHERE id = ?", row -> row.flag("in_vain"), imprint)
        .orElseThrow();
  }

  private static boolean isMasaAway(Reading rows, Imprint imprint) {
    var masa = Ledger.masa(rows, imprint);
    return rows.one(
            "SELECT destination FROM away WHERE destination = ? AND busy = 0",
            row -> row.text("destination"),
            masa.text())
        .isPresent();
  }

  private static Optional<Suiting> suiting(Reading rows, Imprint imprint) {
    return rows.one(
        """
        SELECT content, idevid_issuer FROM stored_voucher v
        WHERE manufacturer = ? AND serial_number = ? AND refused IS NULL AND NOT EXISTS (
          SELECT 1 FROM imprint i JOIN message m ON m.id = i.voucher
          WHERE i.device = ? AND i.state = 'REJECTED' AND m.sha256 = v.sha256)
        """,
        row -> new Suiting(row.bytes("content"), row.optionalBytes("idevid_issuer")),
        Ledger.manufacturer(rows, imprint.device()),
        imprint.serialNumber(),
        imprint.device());
  }

  private static Optional<String> sha256(Reading rows, String manufacturer, String serialNumber) {
    return rows.one(
        "SELECT sha256 FROM stored_voucher WHERE manufacturer = ? AND serial_number = ?",
        row -> row.text("sha256"),
        manufacturer,
        serialNumber);
  }

  private static long count(Reading rows) {
    return rows.one("SELECT count(*) AS n FROM stored_voucher", row -> row.number("n")).orElse(0L);
  }

  private static Line line(Row row) {
    return new Line(
        row.text("manufacturer"),
        row.text("serial_number"),
        row.bytes("pin"),
        row.optionalInstant("expires_on"),
        row.optionalBytes("idevid_issuer"),
        row.instant("fetched"),
        row.optionalInstant("refused").isPresent(),
        row.text("fetched_by"));
  }
}
