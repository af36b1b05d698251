package dev.brski.masa.status;

import dev.brski.trust.Certificates;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Whether a certificate of a registrar's chain is revoked (RFC 8995 section 5.5.3), by the lists of
 * its issuer: from the operator's folder, from the place that the certificate names, or out of the
 * request itself. Any of them, of whatever time, says that it is, unless a newer one that is valid
 * now names it no more; only one that is valid now says that it is not. The issuer of the topmost
 * certificate is one that is known of the customers, if the chain was sent without its top.
 */
public final class RegistrarStatus {

  private static final Logger LOG = LoggerFactory.getLogger(RegistrarStatus.class);
  private static final int MOST_PLACES = 2;
  private static final String LIST_IT =
      "List its server under registrar-status.hosts in brski.yaml, or put the list into crls/";

  private static final long PATIENCE = Duration.ofSeconds(10).toNanos();

  private final CryptoSuite suite;
  private final ListFolder folder;
  private final FetchedLists servers;
  private final Function<X509Certificate, List<X509Certificate>> above;
  private final WithoutAnswer withoutAnswer;
  private final LongSupplier nanos;
  private final Complaints complaints;

  /**
   * @param above the authorities that are known to the operator and may have issued a certificate
   * @param withoutAnswer what becomes of a registrar whose status cannot be found out
   * @param nanos a time in nanoseconds that only goes forward
   */
  public RegistrarStatus(
      CryptoSuite suite,
      ListFolder folder,
      FetchedLists servers,
      Function<X509Certificate, List<X509Certificate>> above,
      WithoutAnswer withoutAnswer,
      LongSupplier nanos) {
    this.suite = suite;
    this.folder = folder;
    this.servers = servers;
    this.above = above;
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
   * @param from the network that it came from: a stranger can have as many authorities as he likes,
   *     and makes no more lines in the log with them, nor hides others
   */
  public Verdict<Clearance> judge(
      List<X509Certificate> chain, List<byte[]> brought, String from, Instant now) {
    var atHand = Stream.concat(folder.lists().stream(), readable(brought)).toList();
    long until = nanos.getAsLong() + PATIENCE;
    var unknown = new ArrayList<String>();
    for (int i = 0; i + 1 < chain.size(); i++) {
      var certificate = chain.get(i);
      var issuer = chain.get(i + 1);
      if (!Certificates.isSignedBy(certificate, issuer, suite)) {
        return Verdict.refused(
            StatusCheck.UNKNOWN,
            SignedArtifact.name(certificate)
                + " is not signed by the key of "
                + SignedArtifact.name(issuer)
                + ", which stands above it",
            "The registrar must send its own certificate and those that have issued it");
      }
      var objection = new Inquiry(certificate, issuer, now, until, unknown).objection(atHand);
      if (objection.isPresent()) {
        return Verdict.refused(objection.get());
      }
    }
    return topmost(chain.getLast(), atHand, now, until, unknown)
        .map(Verdict::<Clearance>refused)
        .orElseGet(() -> cleared(from, unknown));
  }

  private Verdict<Clearance> cleared(String from, List<String> unknown) {
    unknown.forEach(
        cause -> complaints.told(from, Level.WARN, from + ": taken for not revoked: " + cause));
    return Verdict.accepted(new Clearance(unknown));
  }

  private Optional<Refusal> topmost(
      X509Certificate topmost,
      List<RevocationList> atHand,
      Instant now,
      long until,
      List<String> unknown) {
    if (Certificates.isSelfIssued(topmost) && Certificates.isSignedBy(topmost, topmost, suite)) {
      return Optional.empty();
    }
    return above.apply(topmost).stream()
        .filter(known -> Certificates.isSignedBy(topmost, known, suite))
        .findFirst()
        .map(issuer -> new Inquiry(topmost, issuer, now, until, unknown).objection(atHand))
        .orElseGet(
            () ->
                unknown(
                    unknown,
                    "who has issued "
                        + SignedArtifact.name(topmost)
                        + " is not known, so no revocation list can be verified",
                    "Have the registrar send the certificates above its own, or know the customer"
                        + " by its CA: brski masa customer add"));
  }

  private Optional<Refusal> unknown(List<String> unknown, String cause, String remedy) {
    return switch (withoutAnswer) {
      case REFUSE -> Optional.of(Refusal.of(StatusCheck.UNKNOWN, cause, remedy));
      case ACCEPT -> {
        unknown.add(cause);
        yield Optional.empty();
      }
    };
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
    private final List<String> unknown;
    private final List<String> why = new ArrayList<>();

    Inquiry(
        X509Certificate certificate,
        X509Certificate issuer,
        Instant now,
        long until,
        List<String> unknown) {
      this.certificate = certificate;
      this.issuer = issuer;
      this.now = now;
      this.until = until;
      this.unknown = unknown;
    }

    Optional<Refusal> objection(List<RevocationList> atHand) {
      var places = StatusPlaces.of(certificate);
      var genuine =
          Stream.concat(atHand.stream(), fetched(places).stream())
              .filter(list -> genuine(list) instanceof Verdict.Accepted<RevocationList>)
              .toList();
      var valid =
          genuine.stream()
              .filter(list -> valid(list) instanceof Verdict.Accepted<RevocationList>)
              .max(RevocationList.byAge());
      var revoking =
          genuine.stream()
              .filter(list -> list.revocation(certificate.getSerialNumber()).isPresent())
              .max(RevocationList.byAge())
              .filter(list -> valid.filter(other -> other.isNewerThan(list)).isEmpty());
      if (revoking.isPresent()) {
        return revoked(revoking.get());
      }
      return valid.isPresent() ? Optional.empty() : unknown(places);
    }

    private Verdict<RevocationList> genuine(RevocationList list) {
      return list.isGenuine(certificate, issuer, suite);
    }

    private Verdict<RevocationList> valid(RevocationList list) {
      return list.about(certificate, issuer, now, suite);
    }

    private List<RevocationList> fetched(StatusPlaces places) {
      var wanted =
          new FetchedLists.Wanted(
              issuer.getSubjectX500Principal().getName()
                  + HexFormat.of().formatHex(Certificates.spkiSha256(issuer)),
              this::genuine,
              list -> list.isCurrent(now) instanceof Verdict.Accepted<RevocationList>);
      var found = new ArrayList<RevocationList>();
      for (var url : toAsk(places)) {
        if (nanos.getAsLong() - until > 0) {
          why.add("the time for asking was up");
          return found;
        }
        var answer = servers.get(url, wanted, until);
        if (answer instanceof Verdict.Accepted<RevocationList>(var list)) {
          found.add(list);
        }
        switch (answer.flatMap(this::valid)) {
          case Verdict.Accepted<RevocationList> _ -> {
            return found;
          }
          case Verdict.Refused<RevocationList>(var refusal) -> why.add(refusal.toString());
        }
      }
      return found;
    }

    /** If none may be asked, one of them, so that it is told why not. */
    private List<String> toAsk(StatusPlaces places) {
      var listed = places.lists().stream().filter(servers::isListed).limit(MOST_PLACES).toList();
      return listed.isEmpty() ? places.lists().stream().limit(1).toList() : listed;
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
      return places.named()
          ? RegistrarStatus.this.unknown(
              unknown,
              "there is no valid revocation list for "
                  + SignedArtifact.name(certificate)
                  + (why.isEmpty() ? "" : " (" + String.join("; ", why) + ")"),
              LIST_IT)
          : Optional.empty();
    }
  }
}
