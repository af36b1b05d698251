package dev.brski.masa.status;

import dev.brski.trust.CryptoSuite;
import dev.brski.trust.RevocationList;
import dev.brski.trust.StatusPlaces;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.SignedArtifact;
import dev.brski.wire.Complaints;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Whether a certificate of a registrar's chain is revoked (RFC 8995 section 5.5.3), by the newest
 * valid list of its issuer: from the operator's folder, from the place that the certificate names,
 * or out of the request itself. The topmost certificate has no issuer that could say.
 */
public final class RegistrarStatus {

  private static final Logger LOG = LoggerFactory.getLogger(RegistrarStatus.class);
  private static final int MOST_PLACES = 2;

  /** A stranger can have as many authorities as he likes, and makes no more lines with them. */
  private static final String EVERYBODY = "registrars whose status is not known";

  private static final long PATIENCE = Duration.ofSeconds(10).toNanos();

  private final CryptoSuite suite;
  private final ListFolder folder;
  private final FetchedLists servers;
  private final WithoutAnswer withoutAnswer;
  private final LongSupplier nanos;
  private final Complaints complaints;

  /**
   * @param withoutAnswer what becomes of a registrar whose status cannot be found out
   * @param nanos a time in nanoseconds that only goes forward
   */
  public RegistrarStatus(
      CryptoSuite suite,
      ListFolder folder,
      FetchedLists servers,
      WithoutAnswer withoutAnswer,
      LongSupplier nanos) {
    this.suite = suite;
    this.folder = folder;
    this.servers = servers;
    this.withoutAnswer = withoutAnswer;
    this.nanos = nanos;
    this.complaints = new Complaints(LOG, nanos);
  }

  /**
   * Judges a chain whose signatures have been verified. This may wait for servers, 10 s and the
   * time limit of one of them at most.
   *
   * @param chain the registrar's certificate, then each one's issuer
   * @param brought the lists that came with the request, in DER
   * @return the chain
   */
  public Verdict<List<X509Certificate>> judge(
      List<X509Certificate> chain, List<byte[]> brought, Instant now) {
    var atHand = Stream.concat(folder.lists().stream(), readable(brought)).toList();
    long until = nanos.getAsLong() + PATIENCE;
    for (int i = 0; i + 1 < chain.size(); i++) {
      var objection = new Inquiry(chain.get(i), chain.get(i + 1), now, until).objection(atHand);
      if (objection.isPresent()) {
        return Verdict.refused(objection.get());
      }
    }
    return Verdict.accepted(chain);
  }

  private static Stream<RevocationList> readable(List<byte[]> brought) {
    return brought.stream()
        .map(RevocationList::parse)
        .mapMulti(
            (verdict, readable) -> {
              if (verdict instanceof Verdict.Accepted<RevocationList>(var list)) {
                readable.accept(list);
              }
            });
  }

  /** The question about one certificate. */
  private final class Inquiry {

    private final X509Certificate certificate;
    private final X509Certificate issuer;
    private final Instant now;
    private final long until;
    private final List<String> why = new ArrayList<>();

    Inquiry(X509Certificate certificate, X509Certificate issuer, Instant now, long until) {
      this.certificate = certificate;
      this.issuer = issuer;
      this.now = now;
      this.until = until;
    }

    Optional<Refusal> objection(List<RevocationList> atHand) {
      var places = StatusPlaces.of(certificate);
      var newest =
          Stream.concat(
                  atHand.stream().flatMap(list -> valid(list).stream()), fetched(places).stream())
              .max(Comparator.comparing(RevocationList::thisUpdate));
      return newest.isPresent() ? revoked(newest.get()) : unknown(places);
    }

    private Verdict<RevocationList> fits(RevocationList list) {
      return list.about(certificate, issuer, now, suite);
    }

    private Optional<RevocationList> valid(RevocationList list) {
      return fits(list) instanceof Verdict.Accepted<RevocationList>(var fitting)
          ? Optional.of(fitting)
          : Optional.empty();
    }

    private Optional<RevocationList> fetched(StatusPlaces places) {
      for (var url : places.lists().stream().limit(MOST_PLACES).toList()) {
        if (nanos.getAsLong() - until > 0) {
          why.add("the time for asking was up");
          return Optional.empty();
        }
        switch (servers.get(url, this::fits, until)) {
          case Verdict.Accepted<RevocationList>(var list) -> {
            return Optional.of(list);
          }
          case Verdict.Refused<RevocationList>(var refusal) -> why.add(refusal.toString());
        }
      }
      return Optional.empty();
    }

    private Optional<Refusal> revoked(RevocationList list) {
      return list.revocation(certificate.getSerialNumber())
          .map(
              reason ->
                  Refusal.of(
                      StatusCheck.REVOKED,
                      SignedArtifact.name(certificate)
                          + " is revoked: "
                          + reason
                          + ", says the list of "
                          + list.thisUpdate(),
                      "Its domain must use a registrar whose certificate is not revoked"));
    }

    private Optional<Refusal> unknown(StatusPlaces places) {
      if (!places.named()) {
        return Optional.empty();
      }
      var cause =
          "there is no valid revocation list for "
              + SignedArtifact.name(certificate)
              + (why.isEmpty() ? "" : " (" + String.join("; ", why) + ")");
      return switch (withoutAnswer) {
        case REFUSE ->
            Optional.of(
                Refusal.of(
                    StatusCheck.UNKNOWN,
                    cause,
                    "List its server under registrar-status.hosts in brski.yaml, or put the list"
                        + " into crls/"));
        case ACCEPT -> {
          complaints.told(EVERYBODY, Level.WARN, "taken for not revoked: " + cause);
          yield Optional.empty();
        }
      };
    }
  }
}
