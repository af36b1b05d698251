package dev.brski.registrar.onboarding;

import dev.brski.store.Ids;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The voucher exchanges: from the pledge's voucher-request to its voucher status. */
public final class Imprints {

  /**
   * A pledge's voucher-request that passed every check.
   *
   * @param masa whom to ask: the MASA of the device's manufacturer, by its configured name
   * @param serialNumber from the IDevID's subject
   * @param idevid SHA-256 of the IDevID certificate, lower-case hexadecimal
   * @param nonce the text of its nonce
   * @param generation the generation of the credential that the pledge saw
   * @param domain the domain chosen for it
   * @param request the pledge's request, exact octets
   * @param onward the registrar's own request, exact octets, for the manufacturer's MASA
   * @param mediaType the media type of both
   */
  public record Accepted(
      Parcel.Destination.Masa masa,
      String serialNumber,
      String idevid,
      String nonce,
      int generation,
      String domain,
      byte[] request,
      byte[] onward,
      String mediaType) {

    private String manufacturer() {
      return masa.manufacturer();
    }
  }

  /** What became of an attempt to begin an exchange. */
  public sealed interface Begun {

    /** It runs: begun now, or by the same octets before. */
    record Running(Imprint imprint) implements Begun {}

    /** A limit is reached: nothing was begun. */
    record Beyond(Limits.Beyond limit) implements Begun {}
  }

  private final Store store;
  private final Bells bells;
  private final InstantSource clock;
  private final Allowance allowance;
  private final Reviews reviews;

  Imprints(Store store, Bells bells, InstantSource clock, Allowance allowance, Reviews reviews) {
    this.reviews = reviews;
    this.store = store;
    this.bells = bells;
    this.clock = clock;
    this.allowance = allowance;
  }

  /** The exchange that these very octets began, if they did. */
  public Optional<Imprint> find(byte[] pledgeVoucherRequest) {
    var hash = Ledger.hash(pledgeVoucherRequest);
    return store.read(rows -> Ledger.imprintOf(rows, hash));
  }

  /** The newest exchange of an IDevID certificate, named by its SHA-256. */
  public Optional<Imprint> latest(String idevid) {
    return store.read(rows -> Ledger.latestImprint(rows, idevid));
  }

  /** How many exchanges wait for their MASA. */
  public long waiting() {
    return store.read(Ledger::waitingImprints);
  }

  /** The exchange of an id. */
  public Optional<Imprint> get(String id) {
    return store.read(rows -> Ledger.imprint(rows, id));
  }

  /**
   * Why a device may begin no exchange now, before anything is made for it.
   *
   * @throws dev.brski.store.StoreUnavailable if the disk has no room for a new one
   */
  public Optional<Limits.Beyond> beyond(
      String manufacturer, String serialNumber, byte[] pledgeVoucherRequest) {
    store.requireRoom();
    return store.read(
        rows ->
            allowance.refusal(
                rows,
                manufacturer,
                serialNumber,
                clock.instant(),
                Arrays.hashCode(pledgeVoucherRequest)));
  }

  /**
   * Begins an exchange, durably, and lets the registrar's request wait for the MASA; the device's
   * older open exchanges end. The same octets again begin nothing.
   */
  public Begun begin(Accepted accepted) {
    var now = clock.instant();
    var hash = Ledger.hash(accepted.request());
    return store.commit(
        tx -> {
          var known = Ledger.imprintOf(tx, hash);
          if (known.isPresent()) {
            return new Begun.Running(known.get());
          }
          store.requireRoom();
          var beyond =
              JoinRows.denial(tx, accepted.manufacturer(), accepted.serialNumber())
                  .or(
                      () ->
                          allowance.refusal(
                              tx,
                              accepted.manufacturer(),
                              accepted.serialNumber(),
                              now,
                              Arrays.hashCode(accepted.request())));
          if (beyond.isPresent()) {
            return new Begun.Beyond(beyond.get());
          }
          var device =
              Ledger.device(tx, store.ids(), accepted.manufacturer(), accepted.serialNumber(), now);
          allowance.charge(tx, device, now);
          supersede(tx, device, accepted.serialNumber(), now);
          var id = insert(tx, device, hash, accepted, now);
          Recollection.sent(tx, device, accepted.nonce(), now);
          Ledger.store(
              tx,
              store.ids(),
              id,
              new Message.Draft(
                  Message.Party.PLEDGE,
                  Message.Party.REGISTRAR,
                  Message.Kind.PLEDGE_VOUCHER_REQUEST,
                  accepted.mediaType(),
                  accepted.request()),
              now);
          var onward =
              Ledger.store(
                  tx,
                  store.ids(),
                  id,
                  new Message.Draft(
                      Message.Party.REGISTRAR,
                      Message.Party.MASA,
                      Message.Kind.REGISTRAR_VOUCHER_REQUEST,
                      accepted.mediaType(),
                      accepted.onward()),
                  now);
          Ledger.post(tx, store.ids(), accepted.masa(), device, id, onward, now);
          tx.journal(
              "voucher-requested",
              Optional.of(accepted.serialNumber()),
              Map.of("imprint", id, "manufacturer", accepted.manufacturer(), "pvr-sha256", hash));
          Retention.prune(tx, device);
          return new Begun.Running(Ledger.imprint(tx, id).orElseThrow());
        });
  }

  /**
   * Waits for the exchange to be decided, at most so long; empty when it is still undecided or its
   * voucher is kept back.
   */
  public Optional<Imprint> awaitDecision(String id, Duration most) throws InterruptedException {
    return bells.await(
        id, most, () -> get(id).filter(imprint -> imprint.isDecided() && !imprint.isKeptBack()));
  }

  /**
   * The MASA's voucher is here and may be handed on, in these very octets, once what is demanded of
   * the audit log is met.
   */
  public void vouchered(
      Parcel parcel, byte[] voucher, String mediaType, Optional<Reviews.Demand> demand) {
    var now = clock.instant();
    decide(
        parcel,
        (tx, imprint) -> {
          vouchered(
              tx, store.ids(), imprint, Imprint.Event.VOUCHER_ARRIVED, voucher, mediaType, now);
          tx.journal(
              "voucher-received",
              Optional.of(imprint.serialNumber()),
              Map.of("imprint", imprint.id(), "voucher-sha256", Ledger.hash(voucher)));
          demand.ifPresent(wanted -> reviews.begin(tx, imprint, wanted, now));
        },
        Map.of("voucher-sha256", Ledger.hash(voucher)));
  }

  static void vouchered(
      Transaction tx,
      Ids ids,
      Imprint imprint,
      Imprint.Event event,
      byte[] voucher,
      String mediaType,
      Instant now) {
    var message =
        Ledger.store(
            tx,
            ids,
            imprint.id(),
            new Message.Draft(
                Message.Party.MASA,
                Message.Party.REGISTRAR,
                Message.Kind.VOUCHER,
                mediaType,
                voucher),
            now);
    Moves.move(tx, imprint, event, now);
    tx.updateOne("UPDATE imprint SET voucher = ? WHERE id = ?", message, imprint.id());
  }

  /**
   * The MASA was asked and decided nothing.
   *
   * @param inVain whether it is out of order, so that its answer says nothing about the device; if
   *     not, it is there and has put the exchange off
   */
  public void undecided(Parcel parcel, boolean inVain) {
    store.change(
        tx ->
            tx.update(
                "UPDATE imprint SET in_vain = ? WHERE id = ? AND in_vain <> ?",
                inVain,
                parcel.exchange(),
                inVain));
  }

  /**
   * The exchange ends in a refusal: what the pledge is told, and the cause for the operator. A
   * voucher that was fetched in advance is worth nothing from then on, however late it comes.
   */
  public void refused(Parcel parcel, Imprint.Refused refusal, String cause) {
    var now = clock.instant();
    decide(
        parcel,
        (tx, imprint) -> {
          Moves.move(tx, imprint, Imprint.Event.VOUCHER_REFUSED, now);
          tx.updateOne(
              "UPDATE imprint SET refused_status = ?, refused_told = ? WHERE id = ?",
              refusal.status(),
              refusal.told(),
              imprint.id());
          StoredVouchers.refused(tx, imprint, now);
          tx.journal(
              "voucher-refused",
              Optional.of(imprint.serialNumber()),
              Map.of("imprint", imprint.id(), "cause", cause));
        },
        (tx, imprint) -> StoredVouchers.refused(tx, imprint, now),
        Map.of("cause", cause));
  }

  /**
   * Records the pledge's voucher status (RFC 8995 section 5.7). The first word counts: the same
   * again, or the opposite later, changes nothing, and neither does a word about a voucher that is
   * kept back.
   *
   * @return whether it was the first word
   */
  public boolean status(
      String id, boolean accepted, Optional<String> reason, byte[] content, String mediaType) {
    var now = clock.instant();
    return store.commit(
        tx -> {
          var imprint = Ledger.imprint(tx, id).orElseThrow();
          var word = accepted ? Imprint.Event.VOUCHER_ACCEPTED : Imprint.Event.VOUCHER_REJECTED;
          if (imprint.isKeptBack() || !Imprint.LIFE.allows(imprint.state(), word)) {
            return false;
          }
          Moves.move(tx, imprint, word, now);
          tx.updateOne("UPDATE imprint SET status_reason = ? WHERE id = ?", reason, id);
          if (!accepted) {
            Enrollments.supersede(tx, imprint, now);
          }
          Ledger.store(
              tx,
              store.ids(),
              id,
              new Message.Draft(
                  Message.Party.PLEDGE,
                  Message.Party.REGISTRAR,
                  Message.Kind.VOUCHER_STATUS,
                  mediaType,
                  content),
              now);
          tx.journal(
              accepted ? "voucher-accepted" : "voucher-rejected",
              Optional.of(imprint.serialNumber()),
              Map.of("imprint", id, "reason", reason.orElse("")));
          return true;
        });
  }

  @FunctionalInterface
  private interface Decision {
    void apply(Transaction tx, Imprint imprint);
  }

  private void decide(Parcel parcel, Decision decision, Map<String, String> described) {
    decide(parcel, decision, (_, _) -> {}, described);
  }

  /**
   * @param late what an answer that comes too late changes all the same
   * @param described what the journal keeps of it
   */
  private void decide(
      Parcel parcel, Decision decision, Decision late, Map<String, String> described) {
    boolean decided =
        store.commit(
            tx -> {
              var current = Ledger.parcel(tx, parcel.id());
              var imprint = Ledger.imprint(tx, parcel.exchange()).orElseThrow();
              if (current.isEmpty() || imprint.isDecided()) {
                var details = new HashMap<>(described);
                details.put("imprint", imprint.id());
                details.put("state", imprint.state().name());
                late.apply(tx, imprint);
                tx.journal(
                    "answer-too-late", Optional.of(imprint.serialNumber()), Map.copyOf(details));
                return false;
              }
              decision.apply(tx, imprint);
              Moves.move(tx, current.get(), Parcel.Event.ANSWERED);
              return true;
            });
    if (decided) {
      bells.ring(parcel.exchange());
    }
  }

  private static void supersede(Transaction tx, String device, String serialNumber, Instant now) {
    for (var older : Ledger.openImprints(tx, device)) {
      Moves.move(tx, older, Imprint.Event.REPLACED, now);
      Reviews.end(tx, older.id(), now);
      Moves.withdrawParcels(tx, older.id());
      tx.journal(
          "voucher-request-superseded", Optional.of(serialNumber), Map.of("imprint", older.id()));
    }
  }

  private String insert(
      Transaction tx, String device, String hash, Accepted accepted, Instant now) {
    var id = store.ids().next();
    tx.update(
        """
        INSERT INTO imprint (id, device, pvr_sha256, nonce, generation, idevid, domain, state,
          changed, version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
        """,
        id,
        device,
        hash,
        accepted.nonce(),
        accepted.generation(),
        accepted.idevid(),
        accepted.domain(),
        Imprint.LIFE.begin(Imprint.Event.REQUESTED).name(),
        now);
    return id;
  }
}
