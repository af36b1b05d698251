package dev.brski.masa.audit;

import dev.brski.masa.intake.KnownRequest;
import dev.brski.time.Moment;
import dev.brski.trust.Certificates;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Whether the TLS client may have a log that a request asks for (RFC 8995 section 5.4). */
public final class LogAccess {

  private final LogClients clients;
  private final PathValidator paths;

  /**
   * @param clients whose connections are taken
   */
  public LogAccess(LogClients clients, PathValidator paths) {
    this.clients = clients;
    this.paths = paths;
  }

  /**
   * Judges what the client showed.
   *
   * @param shown its certificates, its own first; empty if it showed none
   * @return the request
   */
  Verdict<KnownRequest> judge(KnownRequest request, List<X509Certificate> shown, Instant now) {
    if (clients == LogClients.ANY) {
      return Verdict.accepted(request);
    }
    if (shown.isEmpty()) {
      return Verdict.refused(
          AuditCheck.CLIENT,
          "it showed no TLS client certificate",
          "The registrar must show its certificate, or audit-log-clients in brski.yaml be any");
    }
    if (Arrays.equals(Certificates.spkiSha256(shown.getFirst()), request.keys().getFirst())) {
      return Verdict.accepted(request);
    }
    return paths
        .validateAgainstPin(
            shown.getFirst(), shown, request.topmost(), Purpose.TLS_CLIENT, new Moment.Known(now))
        .map(_ -> request)
        .mapRefusal(refusal -> refusal.under(AuditCheck.CLIENT));
  }

  /**
   * Whether the client may fetch a log that was prepared for a domain.
   *
   * @param domain the domain's certificate, whose key or that of one below it the client must show
   * @param shown its certificates, its own first; empty if it showed none
   */
  boolean mayFetch(X509Certificate domain, List<X509Certificate> shown, Instant now) {
    return switch (clients) {
      case ANY -> true;
      case DOMAIN -> !shown.isEmpty() && isOf(domain, shown, now);
    };
  }

  private boolean isOf(X509Certificate domain, List<X509Certificate> shown, Instant now) {
    return paths.validateAgainstPin(
            shown.getFirst(), shown, domain, Purpose.TLS_CLIENT, new Moment.Known(now))
        instanceof Verdict.Accepted<?>;
  }
}
