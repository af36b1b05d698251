package dev.brski.registrar.renewal;

import dev.brski.cmp.CmpMessage;
import dev.brski.registrar.carrier.Trouble;
import dev.brski.registrar.renewal.Renewal.Granted;
import dev.brski.registrar.renewal.Renewal.State;
import dev.brski.store.Row;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import dev.brski.trust.Keyring.Generation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The latest renewal of the registrar's own credential, durable; the journal has those before. */
public final class Renewals {

  private final Store store;
  private final InstantSource clock;

  /** Over an open store that has the registrar's tables. */
  public Renewals(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The latest, if there was one. */
  public Optional<Renewal> latest() {
    return store.read(rows -> rows.one("SELECT * FROM renewal", Renewals::renewal));
  }

  /** Begins one: its request can be sent from now on. */
  Renewal begin(CmpMessage request, int generation) {
    var transactionId = request.transactionId().hex();
    var now = clock.instant();
    store.change(
        tx -> {
          tx.update("DELETE FROM renewal");
          tx.update(
              """
              INSERT INTO renewal (transaction_id, generation, state, request, attempts,
                next_attempt, changed)
              VALUES (?, ?, ?, ?, 0, ?, ?)
              """,
              transactionId,
              (long) generation,
              State.OPEN.name(),
              request.encoded(),
              now,
              now);
          journal(tx, "credential-renewal-begun", transactionId, Map.of("generation", generation));
        });
    return latest().orElseThrow();
  }

  /** The authority says to wait. */
  void waits(Renewal renewal, byte[] response, Instant next) {
    store.change(
        tx ->
            tx.updateOne(
                """
                UPDATE renewal SET waiting = ?, attempts = 0, next_attempt = ?, cause = NULL,
                  remedy = NULL, changed = ?
                WHERE transaction_id = ?
                """,
                response,
                next,
                clock.instant(),
                renewal.transactionId()));
  }

  /** The certificate is here, and nothing is asked any more but what confirms it. */
  Renewal granted(Renewal renewal, Granted granted) {
    store.change(
        tx -> {
          tx.updateOne(
              """
              UPDATE renewal SET certificates = ?, confirmation = ?, attempts = 0, changed = ?
              WHERE transaction_id = ?
              """,
              granted.certificates(),
              granted.certConf(),
              clock.instant(),
              renewal.transactionId());
          journal(tx, "credential-renewal-granted", renewal.transactionId(), Map.of());
        });
    return latest().orElseThrow();
  }

  /** An attempt came to nothing; the same octets are sent again. */
  void postponed(Renewal renewal, Trouble trouble, Instant next) {
    store.change(
        tx ->
            tx.updateOne(
                """
                UPDATE renewal SET attempts = attempts + 1, next_attempt = ?, cause = ?,
                  remedy = ?, changed = ?
                WHERE transaction_id = ?
                """,
                next,
                trouble.cause(),
                trouble.remedy(),
                clock.instant(),
                renewal.transactionId()));
  }

  /** It has come to nothing, and will not come to more. */
  void refused(Renewal renewal, Trouble trouble, Instant next) {
    store.change(
        tx -> {
          tx.updateOne(
              """
              UPDATE renewal SET state = ?, next_attempt = ?, cause = ?, remedy = ?, changed = ?
              WHERE transaction_id = ?
              """,
              State.REFUSED.name(),
              next,
              trouble.cause(),
              trouble.remedy(),
              clock.instant(),
              renewal.transactionId());
          journal(
              tx,
              "credential-renewal-refused",
              renewal.transactionId(),
              Map.of("cause", trouble.cause()));
        });
  }

  /** Something else has come before it. */
  void givenUp(Renewal renewal, String why) {
    store.change(
        tx -> {
          end(tx, renewal, State.GIVEN_UP);
          journal(tx, "credential-renewal-given-up", renewal.transactionId(), Map.of("cause", why));
        });
  }

  /** Its certificate is in the keyring. */
  void done(Renewal renewal, Generation generation) {
    var leaf = generation.credential().leaf();
    store.change(
        tx -> {
          end(tx, renewal, State.DONE);
          journal(
              tx,
              "credential-renewed",
              renewal.transactionId(),
              Map.of(
                  "generation",
                  generation.number(),
                  "certificate",
                  Certificates.serialNumber(leaf),
                  "until",
                  leaf.getNotAfter().toInstant()));
        });
  }

  /** What an operator has put into the keyring is taken in. */
  void taken(List<Generation> arrived) {
    store.change(
        tx ->
            arrived.forEach(
                generation ->
                    tx.journal(
                        "credential-taken",
                        Optional.empty(),
                        Map.of(
                            "generation",
                            String.valueOf(generation.number()),
                            "certificate",
                            Certificates.serialNumber(generation.credential().leaf())))));
  }

  private void end(Transaction tx, Renewal renewal, State state) {
    tx.updateOne(
        """
        UPDATE renewal SET state = ?, cause = NULL, remedy = NULL, changed = ?
        WHERE transaction_id = ?
        """,
        state.name(),
        clock.instant(),
        renewal.transactionId());
  }

  private static void journal(
      Transaction tx, String kind, String transactionId, Map<String, Object> details) {
    var texts = new HashMap<String, String>();
    details.forEach((name, value) -> texts.put(name, value.toString()));
    texts.put("transaction", transactionId);
    tx.journal(kind, Optional.empty(), Map.copyOf(texts));
  }

  private static Renewal renewal(Row row) {
    return new Renewal(
        row.text("transaction_id"),
        Math.toIntExact(row.number("generation")),
        State.valueOf(row.text("state")),
        row.bytes("request"),
        row.optionalBytes("waiting"),
        row.optionalText("certificates")
            .map(certificates -> new Granted(certificates, row.optionalBytes("confirmation"))),
        Math.toIntExact(row.number("attempts")),
        row.instant("next_attempt"),
        row.optionalText("cause").map(cause -> new Trouble(cause, row.text("remedy"))));
  }
}
