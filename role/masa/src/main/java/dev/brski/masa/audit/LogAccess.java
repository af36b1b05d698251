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
import java.util.HexFormat;
import java.util.List;

/** Whether the TLS client may have a log that a request asks for (RFC 8995 section 5.4). */
public final class LogAccess {

  private static final String ANYBODY = "";

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
   * @return for whom a link to the log is made: see {@link #client}
   */
  Verdict<String> judge(KnownRequest request, List<X509Certificate> shown, Instant now) {
    if (clients == LogClients.ANY) {
      return Verdict.accepted(ANYBODY);
    }
    if (shown.isEmpty()) {
      return Verdict.refused(
          AuditCheck.CLIENT,
          "it showed no TLS client certificate",
          "The registrar must show its certificate, or audit-log-clients in brski.yaml be any");
    }
    if (Arrays.equals(Certificates.spkiSha256(shown.getFirst()), request.keys().getFirst())) {
      return Verdict.accepted(client(shown));
    }
    return paths
        .validateAgainstPin(
            shown.getFirst(), shown, request.topmost(), Purpose.TLS_CLIENT, new Moment.Known(now))
        .map(_ -> client(shown))
        .mapRefusal(refusal -> refusal.under(AuditCheck.CLIENT));
  }

  /** The name of a client: its key, where clients have to show one; otherwise all have the same. */
  String client(List<X509Certificate> shown) {
    return switch (clients) {
      case ANY -> ANYBODY;
      case DOMAIN ->
          shown.stream()
              .findFirst()
              .map(own -> HexFormat.of().formatHex(Certificates.spkiSha256(own)))
              .orElse("nobody");
    };
  }
}
