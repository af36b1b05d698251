package dev.brski.authority.setup;

import dev.brski.authority.issuing.IssuingCa;
import dev.brski.authority.issuing.RegistrarCertificates;
import dev.brski.authority.profile.Profile;
import dev.brski.issuance.Validity;
import dev.brski.verdict.Refusal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What of an authority's credentials ends soon, or is needed for longer than it may seem. */
public final class Outlook {

  private static final Duration SOON = Duration.ofDays(30);
  private static final String ROLL =
      "Make the next one: brski authority roll issuing-ca --dir DIR.";

  private Outlook() {}

  /** All that an operator should know now, most urgent first. */
  public static List<Refusal> of(Holdings holdings, Instant now) {
    var findings = new ArrayList<Refusal>();
    newest(holdings, now, findings);
    service("the responder", holdings.responder().leaf(), now, findings);
    service("the TLS credential", holdings.tls().leaf(), now, findings);
    older(holdings.issuingCas(), now, findings);
    return List.copyOf(findings);
  }

  private static void newest(Holdings holdings, Instant now, List<Refusal> findings) {
    var newest = holdings.issuingCa();
    var longest = longest(holdings);
    var validity = longest.validity();
    if (newest.end().isBefore(now.plus(SOON))) {
      findings.add(ends(newest, now));
    } else if (newest.end().isBefore(now.plus(validity))) {
      findings.add(
          Refusal.of(
              SetupCheck.ISSUING_CA_ENDS,
              named(newest)
                  + " ends at "
                  + newest.end()
                  + ", so that certificates are not valid for the "
                  + validity.toDays()
                  + " days of profile "
                  + longest.name()
                  + " any more",
              ROLL));
    } else if (newest.end().isBefore(Validity.years(now, RegistrarCertificates.YEARS).notAfter())) {
      findings.add(
          Refusal.of(
              SetupCheck.ISSUING_CA_ENDS,
              named(newest)
                  + " ends at "
                  + newest.end()
                  + ", so that credentials of registrars are not valid for "
                  + RegistrarCertificates.YEARS
                  + " years any more",
              ROLL));
    }
  }

  private static Profile longest(Holdings holdings) {
    return holdings.profiles().all().stream()
        .max(Comparator.comparing(Profile::validity))
        .orElseThrow();
  }

  private static Refusal ends(IssuingCa issuingCa, Instant now) {
    return Refusal.of(
        SetupCheck.ISSUING_CA_ENDS,
        named(issuingCa)
            + (now.isAfter(issuingCa.end()) ? " is expired since " : " ends at ")
            + issuingCa.end(),
        ROLL);
  }

  private static void service(
      String what, X509Certificate certificate, Instant now, List<Refusal> findings) {
    var end = certificate.getNotAfter().toInstant();
    if (end.isBefore(now.plus(SOON))) {
      findings.add(
          Refusal.of(
              SetupCheck.SERVICE_ENDS,
              what + (now.isAfter(end) ? " is expired since " : " ends at ") + end,
              "Make the next one with the next issuing CA: brski authority roll issuing-ca --dir"
                  + " DIR."));
    }
  }

  private static void older(List<IssuingCa> all, Instant now, List<Refusal> findings) {
    for (var each : all.subList(0, all.size() - 1)) {
      if (!now.isAfter(each.end())) {
        findings.add(
            Refusal.of(
                SetupCheck.OLDER_KEYS,
                named(each) + " has certificates until " + each.end() + " at the latest",
                "Keep its key until then: it signs their revocation list."));
      }
    }
  }

  private static String named(IssuingCa issuingCa) {
    return "issuing CA " + issuingCa.generation();
  }
}
