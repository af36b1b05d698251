package dev.brski.authority.ledger;

import dev.brski.authority.ledger.Messages.Kind;
import dev.brski.store.Conflict;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The PKI management operations that were accepted: their answers, and what they consist of. */
public final class Enrollments {

  private final Store store;
  private final InstantSource clock;

  /** The enrollments of one store. */
  public Enrollments(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * The second commit: makes the certificate and the exact answer durable before the answer leaves.
   * Whoever comes second with the same enrollment gets the first one's answer: no transaction has
   * two certificates.
   *
   * @param next the state that follows the answer
   * @return the octets to answer with
   */
  public byte[] settle(
      Enrollment enrollment, X509Certificate certificate, byte[] response, EnrollmentState next) {
    try {
      return store.commit(
          transaction -> settle(transaction, enrollment, certificate, response, next));
    } catch (Conflict _) {
      return response(enrollment).orElseThrow();
    }
  }

  private byte[] settle(
      Transaction transaction,
      Enrollment enrollment,
      X509Certificate certificate,
      byte[] response,
      EnrollmentState next) {
    var now = clock.instant();
    var state = Superseding.answered(transaction, enrollment, next);
    var answered = EnrollmentRow.move(transaction, enrollment, state, Map.of(), now);
    Superseding.byCertificate(transaction, answered, now);
    transaction.updateOne(
        "INSERT INTO certificate (serial_number, enrollment, octets, issued) VALUES (?, ?, ?, ?)",
        Certificates.serialNumber(certificate),
        enrollment.id(),
        Certificates.encoded(certificate),
        now);
    Messages.append(transaction, store.ids().next(), enrollment, Kind.RESPONSE, response, now);
    return response;
  }

  /**
   * Makes an answer durable that grants nothing: the rejection of what is decided against already.
   *
   * @return the octets to answer with, which are those of whoever came first
   */
  public byte[] keepRejection(Enrollment enrollment, byte[] response) {
    return store.commit(
        transaction ->
            Messages.octets(transaction, enrollment, Kind.RESPONSE)
                .orElseGet(
                    () -> {
                      Messages.append(
                          transaction,
                          store.ids().next(),
                          enrollment,
                          Kind.RESPONSE,
                          response,
                          clock.instant());
                      return response;
                    }));
  }

  /** The answer that was made durable, if that point was reached. */
  public Optional<byte[]> response(Enrollment enrollment) {
    return store.read(reading -> Messages.octets(reading, enrollment, Kind.RESPONSE));
  }

  /**
   * What an enrollment that was answered consists of.
   *
   * @param request the device's message, exact octets
   * @param response our answer, exact octets
   * @param certificate what was issued
   */
  public record Answered(byte[] request, byte[] response, X509Certificate certificate) {

    /** Copies the octets in. */
    public Answered {
      request = request.clone();
      response = response.clone();
    }

    @Override
    public byte[] request() {
      return request.clone();
    }

    @Override
    public byte[] response() {
      return response.clone();
    }
  }

  /** The messages and the certificate of an enrollment, if it was answered. */
  public Optional<Answered> answered(Enrollment enrollment) {
    return store.read(
        reading ->
            reading
                .one(
                    "SELECT octets FROM certificate WHERE enrollment = ?",
                    row -> Stored.certificate(row.bytes("octets")),
                    enrollment.id())
                .map(
                    certificate ->
                        new Answered(
                            Messages.octets(reading, enrollment, Kind.REQUEST).orElseThrow(),
                            Messages.octets(reading, enrollment, Kind.RESPONSE).orElseThrow(),
                            certificate)));
  }

  /** The pledge's request, exact octets. */
  public byte[] request(Enrollment enrollment) {
    return store
        .read(reading -> Messages.octets(reading, enrollment, Kind.REQUEST))
        .orElseThrow(() -> new IllegalStateException("enrollment without its request"));
  }

  /** Those that a crash left between decision and answer, oldest first. */
  public List<Enrollment> unfinished() {
    return store.read(reading -> EnrollmentRow.byState(reading, new EnrollmentState.Issuing()));
  }

  /** The enrollment of a transaction, if there is one. */
  public Optional<Enrollment> byTransaction(byte[] transactionId) {
    return store.read(reading -> EnrollmentRow.byTransaction(reading, transactionId));
  }
}
