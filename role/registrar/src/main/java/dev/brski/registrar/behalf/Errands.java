package dev.brski.registrar.behalf;

import dev.brski.cmp.CmpMessage;
import dev.brski.registrar.behalf.Errand.Granted;
import dev.brski.registrar.behalf.Errand.Kind;
import dev.brski.registrar.behalf.Errand.State;
import dev.brski.registrar.carrier.Trouble;
import dev.brski.registrar.onboarding.Stored;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.store.Row;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was ordered, durable before the authority hears of it. */
public final class Errands {

  /** Of those that have ended. */
  private static final long MOST_LISTED = 1000;

  private final Store store;
  private final InstantSource clock;

  /** Over an open store that has the registrar's tables. */
  public Errands(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Those that go on, and the latest that have ended, oldest first. */
  public List<Errand> list() {
    return store.read(
        rows ->
            rows.query(
                """
                SELECT * FROM (
                  SELECT * FROM errand WHERE state = ?1 UNION ALL SELECT * FROM (
                    SELECT * FROM errand WHERE state <> ?1 ORDER BY changed DESC LIMIT ?2))
                ORDER BY ordered, id
                """,
                Errands::errand,
                State.OPEN.name(),
                MOST_LISTED));
  }

  /** Those that go on. */
  List<Errand> open() {
    return store.read(
        rows ->
            rows.query(
                "SELECT * FROM errand WHERE state = ? ORDER BY ordered, id",
                Errands::errand,
                State.OPEN.name()));
  }

  /** One by its id. */
  public Optional<Errand> find(String id) {
    return store.read(rows -> rows.one("SELECT * FROM errand WHERE id = ?", Errands::errand, id));
  }

  /** The latest for the same that has not come to nothing. */
  Optional<Errand> same(Kind kind, String object) {
    return store.read(
        rows ->
            rows.one(
                """
                SELECT * FROM errand WHERE kind = ? AND object = ? AND state IN (?, ?)
                ORDER BY ordered DESC LIMIT 1
                """,
                Errands::errand,
                kind.name(),
                object,
                State.OPEN.name(),
                State.DONE.name()));
  }

  /** Begins one: its request can be sent from now on. */
  Errand begin(Kind kind, Subject subject, CmpMessage request, int generation, Order order) {
    var id = request.transactionId().hex();
    var now = clock.instant();
    store.change(
        tx -> {
          tx.update(
              """
              INSERT INTO errand (id, kind, manufacturer, device, object, name, generation, state, request,
                ordered_by, ordered_reason, ordered, attempts, next_attempt, changed)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
              """,
              id,
              kind.name(),
              subject.manufacturer(),
              subject.device(),
              subject.object(),
              subject.name(),
              (long) generation,
              State.OPEN.name(),
              request.encoded(),
              order.who(),
              order.reason(),
              now,
              now,
              now);
          journal(
              tx,
              "ordered",
              kind,
              id,
              subject.device(),
              Map.of("by", order.who(), "reason", order.reason(), "object", subject.name()));
        });
    return find(id).orElseThrow();
  }

  /**
   * What it is about.
   *
   * @param manufacturer who made the device for which a certificate is asked for
   * @param device the device's serial number
   * @param object SHA-256 in hexadecimal
   * @param name what operators know it by
   */
  record Subject(Optional<String> manufacturer, String device, String object, String name) {}

  /** Those in which a certificate was granted to devices of a serial number, however they ended. */
  public List<Errand> granted(String device) {
    return store.read(
        rows ->
            rows.query(
                "SELECT * FROM errand WHERE device = ? AND certificates IS NOT NULL ORDER BY id",
                Errands::errand,
                device));
  }

  /** It is signed anew, in another transaction, unless it has ended meanwhile. */
  Errand signed(Errand errand, CmpMessage request, int generation) {
    store.change(
        tx -> {
          int open =
              tx.update(
                  """
                  UPDATE errand SET request = ?, generation = ?, waiting = NULL, known = '',
                    next_attempt = ?, changed = ?
                  WHERE id = ? AND state = ?
                  """,
                  request.encoded(),
                  (long) generation,
                  clock.instant(),
                  clock.instant(),
                  errand.id(),
                  State.OPEN.name());
          if (open == 0) {
            return;
          }
          journal(
              tx,
              "signed-anew",
              errand.kind(),
              errand.id(),
              errand.device(),
              Map.of("generation", String.valueOf(generation)));
        });
    return find(errand.id()).orElseThrow();
  }

  /** The authority says to wait. */
  void waits(
      Errand errand, byte[] response, List<X509Certificate> known, Trouble trouble, Instant next) {
    store.change(
        tx ->
            tx.update(
                """
                UPDATE errand SET waiting = ?, known = ?, attempts = 0, next_attempt = ?,
                  cause = ?, remedy = ?, changed = ?
                WHERE id = ? AND state = ?
                """,
                response,
                Certificates.toPem(known),
                next,
                trouble.cause(),
                trouble.remedy(),
                clock.instant(),
                errand.id(),
                State.OPEN.name()));
  }

  /**
   * The certificate is here, and nothing is asked any more but what confirms or rejects it. It is
   * kept also when an operator has taken the errand back meanwhile: it has to be known of.
   */
  Errand granted(Errand errand, Granted granted, List<X509Certificate> known) {
    store.change(
        tx -> {
          tx.updateOne(
              """
              UPDATE errand SET response = ?, certificates = ?, confirmation = ?, unwanted = ?,
                waiting = NULL, known = ?, attempts = 0, next_attempt = ?, changed = ?
              WHERE id = ?
              """,
              granted.response(),
              granted.certificates(),
              granted.certConf(),
              granted.unwanted(),
              Certificates.toPem(known),
              clock.instant(),
              clock.instant(),
              errand.id());
          journal(
              tx,
              granted.unwanted().isEmpty() ? "granted" : "rejected",
              errand.kind(),
              errand.id(),
              errand.device(),
              granted.unwanted().map(why -> Map.of("cause", why)).orElse(Map.of()));
        });
    return find(errand.id()).orElseThrow();
  }

  /** An attempt came to nothing; the same octets are sent again. */
  void postponed(Errand errand, Trouble trouble, Instant next) {
    store.change(
        tx ->
            tx.update(
                """
                UPDATE errand SET attempts = attempts + 1, next_attempt = ?, cause = ?,
                  remedy = ?, changed = ?
                WHERE id = ? AND state = ?
                """,
                next,
                trouble.cause(),
                trouble.remedy(),
                clock.instant(),
                errand.id(),
                State.OPEN.name()));
  }

  /** The authority has done it; false if an operator had taken it back before that was known. */
  boolean done(Errand errand, Map<String, String> details) {
    return ended(errand, State.DONE, Optional.empty(), details);
  }

  /** It has come to nothing. */
  boolean refused(Errand errand, Trouble trouble) {
    return ended(errand, State.REFUSED, Optional.of(trouble), Map.of("cause", trouble.cause()));
  }

  /** An operator has taken it back. */
  boolean cancelled(Errand errand, Order order) {
    return ended(
        errand,
        State.CANCELLED,
        Optional.of(new Trouble(order.who() + " has taken it back: " + order.reason(), "")),
        Map.of("by", order.who(), "reason", order.reason()));
  }

  private boolean ended(
      Errand errand, State state, Optional<Trouble> trouble, Map<String, String> details) {
    return store.commit(
        tx -> {
          int ended =
              tx.update(
                  """
                  UPDATE errand SET state = ?, cause = ?, remedy = ?, changed = ?
                  WHERE id = ? AND state = ?
                  """,
                  state.name(),
                  trouble.map(Trouble::cause),
                  trouble.map(Trouble::remedy),
                  clock.instant(),
                  errand.id(),
                  State.OPEN.name());
          if (ended == 0) {
            return false;
          }
          journal(
              tx,
              state.name().toLowerCase(Locale.ROOT),
              errand.kind(),
              errand.id(),
              errand.device(),
              details);
          return true;
        });
  }

  private static void journal(
      Transaction tx,
      String what,
      Kind kind,
      String id,
      String device,
      Map<String, String> details) {
    var texts = new HashMap<>(details);
    texts.put("transaction", id);
    var of =
        switch (kind) {
          case REVOCATION -> "revocation-on-behalf-";
          case CERTIFICATE -> "certificate-on-behalf-";
        };
    tx.journal(of + what, Optional.of(device), Map.copyOf(texts));
  }

  private static Errand errand(Row row) {
    return new Errand(
        row.text("id"),
        Kind.valueOf(row.text("kind")),
        row.optionalText("manufacturer"),
        row.text("device"),
        row.text("object"),
        row.text("name"),
        Math.toIntExact(row.number("generation")),
        State.valueOf(row.text("state")),
        row.bytes("request"),
        row.optionalBytes("waiting"),
        Stored.certificates(row.text("known")),
        row.optionalText("certificates")
            .map(
                certificates ->
                    new Granted(
                        row.bytes("response"),
                        certificates,
                        row.optionalBytes("confirmation"),
                        row.optionalText("unwanted"))),
        new Order(row.text("ordered_by"), row.text("ordered_reason")),
        row.instant("ordered"),
        Math.toIntExact(row.number("attempts")),
        row.instant("next_attempt"),
        row.optionalText("cause").map(cause -> new Trouble(cause, row.text("remedy"))));
  }
}
