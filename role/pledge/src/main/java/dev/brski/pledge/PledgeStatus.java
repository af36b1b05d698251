package dev.brski.pledge;

import dev.brski.trust.Certificates;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * @param renewalDue of a member: from when its certificate should be renewed
 * @param errands what is under way beside the way into the domain
 * @param roots of a member: what it judges everybody by, what its voucher pinned first
 * @param revoked which certificate the device took back, if it is nobody's since
 */
public record PledgeStatus(
    State state,
    String serial,
    Optional<URI> registrar,
    Instant since,
    Optional<Instant> askAgain,
    Optional<String> transactionID,
    Optional<Membership> certificate,
    boolean reported,
    Optional<Instant> renewalDue,
    List<UnderWay> errands,
    Optional<Revocation> revoked,
    List<Root> roots) {

  /** Copies the lists. */
  public PledgeStatus {
    roots = List.copyOf(roots);
    errands = List.copyOf(errands);
  }

  static PledgeStatus of(
      String serial, Saved saved, List<X509Certificate> ldevid, List<X509Certificate> pins) {
    var progress = saved.progress();
    return new PledgeStatus(
        progress.state(),
        serial,
        Onboarding.registrarOf(progress),
        saved.since(),
        askAgain(saved, progress),
        transaction(progress).map(Transaction::transactionID),
        ldevid.stream().findFirst().map(Membership::of),
        progress instanceof Progress.Member member && member.reported(),
        ldevid.stream().findFirst().map(Certificates::renewalDue),
        saved.errands().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(errand -> UnderWay.of(errand.getKey(), errand.getValue()))
            .toList(),
        progress instanceof Progress.Revoked(URI _, String certificate, String reason)
            ? Optional.of(new Revocation(certificate, reason))
            : Optional.empty(),
        pins.stream().map(pin -> Root.of(pin, pin.equals(pins.getFirst()))).toList());
  }

  private static Optional<Instant> askAgain(Saved saved, Progress progress) {
    return switch (progress) {
      case Progress.Revoked _ -> Optional.empty();
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
      case Progress.Idle _, Progress.Joining _, Progress.Imprinted _, Progress.Revoked _ ->
          Optional.empty();
      case Progress.Enrolling(Imprint _, Transaction transaction) -> Optional.of(transaction);
      case Progress.Installing(Imprint _, Transaction transaction) -> Optional.of(transaction);
      case Progress.Member(Imprint _, Transaction transaction, boolean _) ->
          Optional.of(transaction);
    };
  }

  /**
   * An operation beside the way into the domain.
   *
   * @param what {@code renewal}, {@code revocation} or {@code inquiry}
   * @param transactionID in hexadecimal
   * @param askAgain when the registrar is to be asked again, once it has said waiting
   */
  public record UnderWay(String what, String transactionID, Optional<Instant> askAgain) {

    static UnderWay of(Errand.Kind kind, Errand errand) {
      return new UnderWay(
          kind.name().toLowerCase(Locale.ROOT),
          errand.transaction().transactionID(),
          errand.transaction().polling().map(polling -> polling.next().at()));
    }
  }

  /**
   * A certificate that was taken back.
   *
   * @param certificate its serial number, in hexadecimal
   * @param reason the word for why
   */
  public record Revocation(String certificate, String reason) {}

  /**
   * A certificate that everybody in the domain is judged by.
   *
   * @param subject its subject, as in RFC 2253
   * @param notAfter until when it is valid
   * @param fingerprint its SHA-256, lower-case hexadecimal
   * @param from {@code voucher}, or {@code root update} for what has followed on that since
   */
  public record Root(String subject, Instant notAfter, String fingerprint, String from) {

    static Root of(X509Certificate certificate, boolean pinned) {
      return new Root(
          certificate.getSubjectX500Principal().getName(),
          certificate.getNotAfter().toInstant(),
          Certificates.fingerprint(certificate),
          pinned ? "voucher" : "root update");
    }
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
