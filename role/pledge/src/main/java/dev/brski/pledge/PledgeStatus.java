package dev.brski.pledge;

import dev.brski.trust.Certificates;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a pledge is, for reports.
 *
 * @param state where on the way
 * @param serial the device's serial number
 * @param registrar who is being asked, or who enrolled the device
 * @param since the timer's reading when the state was entered
 * @param askAgain when the registrar is to be asked again, or one that failed deserves it
 * @param transactionID of the PKI management operation, in hexadecimal
 * @param certificate the LDevID certificate of a member
 * @param reported of a member: whether the registrar has been told the enroll status
 */
public record PledgeStatus(
    State state,
    String serial,
    Optional<URI> registrar,
    Instant since,
    Optional<Instant> askAgain,
    Optional<String> transactionID,
    Optional<Membership> certificate,
    boolean reported) {

  static PledgeStatus of(String serial, Saved saved, List<X509Certificate> ldevid) {
    var progress = saved.progress();
    return new PledgeStatus(
        progress.state(),
        serial,
        Onboarding.registrarOf(progress),
        saved.since(),
        askAgain(saved, progress),
        transaction(progress).map(Transaction::transactionID),
        ldevid.stream().findFirst().map(Membership::of),
        progress instanceof Progress.Member member && member.reported());
  }

  private static Optional<Instant> askAgain(Saved saved, Progress progress) {
    return switch (progress) {
      case Progress.Idle _ ->
          saved.backoffs().values().stream()
              .map(backoff -> backoff.next().at())
              .min(Comparator.naturalOrder());
      case Progress.Joining(Exchange exchange) -> exchange.next().map(Appointment::at);
      case Progress.Imprinted _, Progress.Enrolling _, Progress.Installing _, Progress.Member _ ->
          transaction(progress).flatMap(Transaction::polling).map(polling -> polling.next().at());
    };
  }

  private static Optional<Transaction> transaction(Progress progress) {
    return switch (progress) {
      case Progress.Idle _, Progress.Joining _, Progress.Imprinted _ -> Optional.empty();
      case Progress.Enrolling(Imprint _, Transaction transaction) -> Optional.of(transaction);
      case Progress.Installing(Imprint _, Transaction transaction) -> Optional.of(transaction);
      case Progress.Member(Imprint _, Transaction transaction, boolean _) ->
          Optional.of(transaction);
    };
  }

  /**
   * The LDevID certificate.
   *
   * @param subject its subject, as in RFC 2253
   * @param serial its serial number, in hexadecimal
   * @param notBefore from when it is valid
   * @param notAfter until when it is valid
   */
  public record Membership(String subject, String serial, Instant notBefore, Instant notAfter) {

    static Membership of(X509Certificate certificate) {
      return new Membership(
          certificate.getSubjectX500Principal().getName(),
          Certificates.serialNumber(certificate),
          certificate.getNotBefore().toInstant(),
          certificate.getNotAfter().toInstant());
    }
  }
}
