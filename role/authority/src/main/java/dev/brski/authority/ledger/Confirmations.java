package dev.brski.authority.ledger;

import dev.brski.authority.ledger.Messages.Kind;
import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** What devices say of the certificates they were given (RFC 9483 section 5.1.2). */
public final class Confirmations {

  /** What came of handing a certConf to the ledger. */
  public sealed interface Outcome {

    /** It is durable, now or since it came first; this is the pkiConf to answer with. */
    record Concluded(byte[] pkiConf) implements Outcome {}

    /** Another certConf was answered by a pkiConf before. */
    record AlreadyConcluded() implements Outcome {}

    /** The enrollment is in a state in which none is expected. */
    record NotExpected(EnrollmentState state) implements Outcome {}
  }

  private final Store store;
  private final InstantSource clock;

  /** The confirmations of one store. */
  public Confirmations(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What came of an earlier certConf in the same enrollment, if there was one. */
  public Optional<Outcome> earlier(Enrollment enrollment, byte[] certConf) {
    return store.read(reading -> earlier(reading, enrollment, certConf));
  }

  private static Optional<Outcome> earlier(
      Reading reading, Enrollment enrollment, byte[] certConf) {
    return Messages.octets(reading, enrollment, Kind.PKI_CONF)
        .map(
            pkiConf ->
                Messages.isStored(reading, enrollment, Kind.CERT_CONF, certConf)
                    ? new Outcome.Concluded(pkiConf)
                    : new Outcome.AlreadyConcluded());
  }

  /**
   * Makes a certConf and its answer durable, if it is waited for. One that comes late is taken too:
   * the device, or a party between, was away. Only a newer request of the device makes it void,
   * since then the device has given up what it would confirm.
   *
   * @param to {@link EnrollmentState.Confirmed} or {@link EnrollmentState.Rejected}
   * @param certConf the device's message, exact octets
   * @param pkiConf the answer, made in advance
   */
  public Outcome conclude(
      Enrollment enrollment, EnrollmentState to, byte[] certConf, byte[] pkiConf) {
    return store.commit(
        transaction -> conclude(transaction, enrollment.id(), to, certConf, pkiConf));
  }

  private Outcome conclude(
      Transaction transaction, String id, EnrollmentState to, byte[] certConf, byte[] pkiConf) {
    var enrollment = EnrollmentRow.byId(transaction, id).orElseThrow();
    var earlier = earlier(transaction, enrollment, certConf);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    var current = expireIfOverdue(transaction, enrollment);
    if (!isExpected(transaction, current)) {
      return new Outcome.NotExpected(current.state());
    }
    var now = clock.instant();
    var moved = EnrollmentRow.move(transaction, current, to, Map.of(), now);
    Superseding.byCertificate(transaction, moved, now);
    Messages.append(transaction, store.ids().next(), current, Kind.CERT_CONF, certConf, now);
    Messages.append(transaction, store.ids().next(), current, Kind.PKI_CONF, pkiConf, now);
    return new Outcome.Concluded(pkiConf);
  }

  private static boolean isExpected(Reading reading, Enrollment enrollment) {
    return switch (enrollment.state().stage()) {
      case AWAITING_CONFIRMATION -> true;
      case UNCONFIRMED -> !EnrollmentRow.hasNewer(reading, enrollment);
      case PENDING, ISSUING, ISSUED, CONFIRMED, REJECTED, DENIED, SUPERSEDED -> false;
    };
  }

  /** Judges every wait that is over by the clock now, and says how many there were. */
  public int expireOverdue() {
    var now = clock.instant();
    if (store.read(reading -> EnrollmentRow.overdue(reading, now)).isEmpty()) {
      return 0;
    }
    return store.commit(
        transaction -> {
          var overdue = EnrollmentRow.overdue(transaction, now);
          overdue.forEach(enrollment -> expireIfOverdue(transaction, enrollment));
          return overdue.size();
        });
  }

  private Enrollment expireIfOverdue(Transaction transaction, Enrollment enrollment) {
    var now = clock.instant();
    return enrollment.state().until().filter(now::isAfter).isPresent()
        ? EnrollmentRow.move(
            transaction, enrollment, new EnrollmentState.Unconfirmed(), Map.of(), now)
        : enrollment;
  }
}
