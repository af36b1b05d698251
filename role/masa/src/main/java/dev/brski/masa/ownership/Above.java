package dev.brski.masa.ownership;

import dev.brski.store.Reading;
import dev.brski.time.Moment;
import dev.brski.trust.Certificates;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.trust.TrustedPath;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The customers' CAs that stand above a chain which was sent without its top: a registrar need not
 * send what it does not want pinned (RFC 8995 section 5.5). So does the root before one that was
 * sent, if a link from it to that came along (RFC 9810 section 4.4): a customer need not be made
 * known again when its root is followed by another.
 *
 * <p>A sender of one proven certificate chooses all the others. So the highest that is sent, or the
 * link to it, must itself be the customer's CA's, and stand on the path.
 */
record Above(PathValidator paths) {

  private static final int MOST_NAMED = 64;
  private static final int MOST_TRIED = 4;

  private static final Purpose AUTHORITY =
      new Purpose("certification authority", Set.of(), false, Purpose.Validity.RESPECTED);

  private record Named(Mark mark, X509Certificate ca) {}

  List<Mark> marks(Reading reading, Asking asking, Instant now) {
    var topmost = asking.chain().getLast();
    if (!Certificates.isRoot(topmost)) {
      return marks(reading, asking, topmost, now);
    }
    return asking.links().stream()
        .filter(link -> Certificates.haveSameNameAndKey(link, topmost))
        .limit(MOST_TRIED)
        .flatMap(link -> marks(reading, asking, link, now).stream())
        .distinct()
        .toList();
  }

  private List<Mark> marks(Reading reading, Asking asking, X509Certificate highest, Instant now) {
    return named(reading, highest, asking.chain().size()).stream()
        .filter(named -> mayHaveIssued(named.ca(), highest))
        .limit(MOST_TRIED)
        .filter(named -> hasIssued(named.ca(), highest, now))
        .filter(named -> leadsThrough(asking, highest, named.ca(), now))
        .map(Named::mark)
        .toList();
  }

  /** The CAs given for customers, for vouchers to pin too, that may have issued a certificate. */
  static List<X509Certificate> candidates(Reading reading, X509Certificate certificate) {
    return reading
        .query(
            """
            SELECT DISTINCT certificate FROM customer_certificate
            WHERE subject = ? AND kind IN ('domain-ca', 'issuer') LIMIT ?
            """,
            row -> Customers.certificate(row.bytes("certificate")),
            NewMark.name(certificate.getIssuerX500Principal()),
            MOST_NAMED)
        .stream()
        .filter(ca -> mayHaveIssued(ca, certificate))
        .limit(MOST_TRIED)
        .toList();
  }

  private static List<Named> named(Reading reading, X509Certificate topmost, int position) {
    return reading.query(
        """
        SELECT m.customer, c.name, m.learnt, m.certificate
        FROM customer_certificate m JOIN customer c ON c.id = m.customer
        WHERE m.subject = ? AND m.kind = 'domain-ca' ORDER BY m.added_at LIMIT ?
        """,
        row ->
            new Named(
                new Mark(
                    position,
                    row.text("customer"),
                    row.text("name"),
                    MarkKind.DOMAIN_CA,
                    row.flag("learnt")),
                Customers.certificate(row.bytes("certificate"))),
        NewMark.name(topmost.getIssuerX500Principal()),
        MOST_NAMED);
  }

  private static boolean mayHaveIssued(X509Certificate ca, X509Certificate certificate) {
    var demanded = Certificates.authorityKeyIdentifier(certificate);
    var offered = Certificates.subjectKeyIdentifier(ca);
    return demanded.isEmpty() || offered.isEmpty() || Arrays.equals(demanded.get(), offered.get());
  }

  /**
   * Whether it has signed what says so. This costs one check of a signature and comes first: only
   * what a customer's CA has signed is worth the search for a path.
   */
  private boolean hasIssued(X509Certificate ca, X509Certificate certificate, Instant now) {
    return certificate.getBasicConstraints() >= 0
        && paths.validateAgainstPin(certificate, List.of(), ca, AUTHORITY, new Moment.Known(now))
            instanceof Verdict.Accepted<?>;
  }

  /** A path that goes past the highest proves nothing of it, and the highest may be pinned. */
  private boolean leadsThrough(
      Asking asking, X509Certificate highest, X509Certificate ca, Instant now) {
    var candidates = new ArrayList<>(asking.chain());
    candidates.add(highest);
    return paths.validateAgainstPin(
                asking.chain().getFirst(), candidates, ca, Purpose.REGISTRAR, new Moment.Known(now))
            instanceof Verdict.Accepted<TrustedPath>(var path)
        && path.path().contains(highest);
  }
}
