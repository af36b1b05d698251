package dev.brski.authority.ledger;

import dev.brski.authority.ledger.RegistrarUpdateRow.Column;
import dev.brski.store.Conflict;
import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Registrars' requests for their next credential (RFC 9483 section 4.1.3), from the request to its
 * confirmation. Accepted in one commit and answered in another, as those of devices are; the
 * credential is a registrar's from the second on, beside the one before.
 */
public final class RegistrarUpdates {

  private static final Duration DAY = Duration.ofDays(1);
  private static final String ANEW =
      "If the registrar is to go on, give it a new credential: brski authority registrar.";

  private final Store store;
  private final InstantSource clock;
  private final int perDay;

  /**
   * The updates of one store.
   *
   * @param perDay how many requests of one registrar are accepted within 24 hours, at least one
   */
  public RegistrarUpdates(Store store, InstantSource clock, int perDay) {
    this.store = store;
    this.clock = clock;
    this.perDay = perDay;
  }

  /**
   * Makes a request and what is decided on it durable before anything is signed. The same octets
   * again find what they began the first time.
   *
   * @return the update, or a refusal by a {@link LedgerCheck} or for a credential that is good no
   *     more
   * @throws dev.brski.store.StoreUnavailable if the disk refuses, or has no room for a new one
   */
  public Verdict<RegistrarUpdate> open(RegistrarUpdate.Submission submission) {
    return store.commit(transaction -> open(transaction, submission, clock.instant()));
  }

  private Verdict<RegistrarUpdate> open(
      Transaction transaction, RegistrarUpdate.Submission submission, Instant now) {
    var known = known(transaction, submission.transactionId(), submission.request());
    if (known.isPresent()) {
      return known.get();
    }
    store.requireRoom();
    var objection =
        TransactionIds.ofEnrollment(transaction, submission.transactionId())
            .or(() -> TransactionIds.ofRevocation(transaction, submission.transactionId()))
            .or(() -> ended(transaction, submission.registrar(), now))
            .or(() -> KeyOwners.objection(transaction, submission))
            .or(() -> tooMany(transaction, submission.registrar(), now));
    if (objection.isPresent()) {
      return Verdict.refused(objection.get());
    }
    var update =
        new RegistrarUpdate(
            store.ids().next(),
            submission.registrar(),
            submission.transactionId(),
            submission.decision(),
            submission.reservation(),
            new EnrollmentState.Issuing(),
            1);
    RegistrarUpdateRow.insert(transaction, update, submission.request(), now);
    return Verdict.accepted(update);
  }

  /**
   * What a request began when it came before, or that its transactionID is another's; empty when
   * nothing is known of the transaction.
   *
   * @param request the registrar's message, exact octets
   */
  public Optional<Verdict<RegistrarUpdate>> known(byte[] transactionId, byte[] request) {
    return store.read(reading -> known(reading, transactionId, request));
  }

  private static Optional<Verdict<RegistrarUpdate>> known(
      Reading reading, byte[] transactionId, byte[] request) {
    return RegistrarUpdateRow.byTransaction(reading, transactionId)
        .map(
            known ->
                RegistrarUpdateRow.octets(reading, known, Column.REQUEST)
                        .filter(octets -> Arrays.equals(octets, request))
                        .isPresent()
                    ? Verdict.accepted(known)
                    : Verdict.refused(
                        TransactionIds.ofUpdate(reading, transactionId).orElseThrow()));
  }

  /** What it was asked with may have been revoked, or be over, since its signature was judged. */
  private static Optional<Refusal> ended(Reading reading, Registrar asker, Instant now) {
    var end = asker.certificate().getNotAfter().toInstant();
    return Registrars.byId(reading, asker.id())
        .objection(now)
        .or(
            () ->
                now.isAfter(end)
                    ? Optional.of("the credential is expired since " + end)
                    : Optional.empty())
        .map(why -> Refusal.of(LedgerCheck.REGISTRAR_ENDED, why, ANEW));
  }

  private Optional<Refusal> tooMany(Reading reading, Registrar registrar, Instant now) {
    return RegistrarUpdateRow.received(reading, registrar.name(), now.minus(DAY), now) < perDay
        ? Optional.empty()
        : Optional.of(
            Refusal.of(
                    LedgerCheck.BUDGET,
                    "registrar "
                        + registrar.name()
                        + " has sent as many requests within 24 hours as are accepted, "
                        + perDay,
                    "Look why it asks so often; certificates-per-day in brski.yaml is the limit.")
                .withTold("too many requests of this registrar are here already"));
  }

  /**
   * The second commit: makes the credential and the exact answer durable before the answer leaves.
   * Whoever comes second gets the first one's answer. A registrar that was revoked since gets none.
   *
   * @param next the state that follows the answer
   * @param rejection the answer if there is nothing to be had any more
   * @return the octets to answer with
   */
  public byte[] settle(
      RegistrarUpdate update,
      X509Certificate certificate,
      byte[] response,
      EnrollmentState next,
      Function<Refusal, byte[]> rejection) {
    try {
      return store.commit(
          transaction -> {
            var now = clock.instant();
            var refusal = ended(transaction, update.registrar(), now);
            if (refusal.isPresent()) {
              var rejected = rejection.apply(refusal.get());
              RegistrarUpdateRow.answer(
                  transaction,
                  update,
                  new EnrollmentState.Denied(),
                  Optional.empty(),
                  rejected,
                  Optional.of(refusal.get().cause()),
                  now);
              return rejected;
            }
            var successor =
                new Registrar(
                    store.ids().next(),
                    update.registrar().name(),
                    certificate,
                    Optional.empty(),
                    next.until());
            Registrars.insert(transaction, successor, Optional.of(update.registrar()), now);
            RegistrarUpdateRow.answer(
                transaction,
                update,
                next,
                Optional.of(successor.id()),
                response,
                Optional.empty(),
                now);
            return response;
          });
    } catch (Conflict _) {
      return response(update).orElseThrow();
    }
  }

  /** The answer that was made durable, if that point was reached. */
  public Optional<byte[]> response(RegistrarUpdate update) {
    return store.read(reading -> RegistrarUpdateRow.octets(reading, update, Column.RESPONSE));
  }

  /** The registrar's request, exact octets. */
  public byte[] request(RegistrarUpdate update) {
    return store
        .read(reading -> RegistrarUpdateRow.octets(reading, update, Column.REQUEST))
        .orElseThrow();
  }

  /** Those that a crash left between decision and answer, oldest first. */
  public List<RegistrarUpdate> unfinished() {
    return store.read(RegistrarUpdateRow::unfinished);
  }

  /** The update of a transaction, if there is one. */
  public Optional<RegistrarUpdate> byTransaction(byte[] transactionId) {
    return store.read(reading -> RegistrarUpdateRow.byTransaction(reading, transactionId));
  }

  /** The messages and the certificate of an update, if it was answered with one. */
  public Optional<Enrollments.Answered> answered(RegistrarUpdate update) {
    return store.read(
        reading ->
            RegistrarUpdateRow.successor(reading, update)
                .map(
                    successor ->
                        new Enrollments.Answered(
                            RegistrarUpdateRow.octets(reading, update, Column.REQUEST)
                                .orElseThrow(),
                            RegistrarUpdateRow.octets(reading, update, Column.RESPONSE)
                                .orElseThrow(),
                            Registrars.byId(reading, successor).certificate())));
  }

  /** What came of an earlier certConf in the same update, if there was one. */
  public Optional<Confirmations.Outcome> earlier(RegistrarUpdate update, byte[] certConf) {
    return store.read(reading -> earlier(reading, update, certConf));
  }

  private static Optional<Confirmations.Outcome> earlier(
      Reading reading, RegistrarUpdate update, byte[] certConf) {
    return RegistrarUpdateRow.octets(reading, update, Column.PKI_CONF)
        .map(
            pkiConf ->
                RegistrarUpdateRow.octets(reading, update, Column.CERT_CONF)
                        .filter(octets -> Arrays.equals(octets, certConf))
                        .isPresent()
                    ? new Confirmations.Outcome.Concluded(pkiConf)
                    : new Confirmations.Outcome.AlreadyConcluded());
  }

  /**
   * Makes a certConf and its answer durable, if it is waited for. A credential that the registrar
   * rejects is revoked, and so is one whose certConf comes too late.
   *
   * @param to {@link EnrollmentState.Confirmed} or {@link EnrollmentState.Rejected}
   * @param certConf the registrar's message, exact octets
   * @param pkiConf the answer, made in advance
   */
  public Confirmations.Outcome conclude(
      RegistrarUpdate update, EnrollmentState to, byte[] certConf, byte[] pkiConf) {
    return store.commit(
        transaction -> {
          var current = RegistrarUpdateRow.byId(transaction, update.id());
          var earlier = earlier(transaction, current, certConf);
          if (earlier.isPresent()) {
            return earlier.get();
          }
          var now = clock.instant();
          if (UnconfirmedUpdates.isOver(current, now)) {
            UnconfirmedUpdates.end(transaction, current, now);
            return new Confirmations.Outcome.NotExpected(new EnrollmentState.Unconfirmed());
          }
          if (!(current.state() instanceof EnrollmentState.AwaitingConfirmation)) {
            return new Confirmations.Outcome.NotExpected(current.state());
          }
          RegistrarUpdateRow.conclude(transaction, current, to, certConf, pkiConf, now);
          if (to instanceof EnrollmentState.Rejected) {
            UnconfirmedUpdates.revoke(transaction, current, "the registrar rejected it", now);
          }
          return new Confirmations.Outcome.Concluded(pkiConf);
        });
  }
}
