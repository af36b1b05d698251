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
import java.util.Optional;

/** What of an authority's credentials ends soon, or is needed for longer than it may seem. */
public final class Outlook {

  private static final Duration SOON = Duration.ofDays(30);
  private static final String ROLL =
      "Make the next one: brski authority roll issuing-ca --dir DIR.";
  private static final String ROLL_ROOT =
      "Make the next root, with an issuing CA under it: brski authority roll root --dir DIR."
          + " Devices learn of it when they renew their certificates, so leave them the time.";

  private Outlook() {}

  /** All that an operator should know now, most urgent first. */
  public static List<Refusal> of(Holdings holdings, Instant now) {
    var findings = new ArrayList<Refusal>();
    root(holdings, now).ifPresent(findings::add);
    newest(holdings, now).ifPresent(findings::add);
    service("the responder", holdings.responder().leaf(), now, findings);
    service("the TLS credential", holdings.tls().leaf(), now, findings);
    older(holdings.issuingCas(), now, findings);
    olderRoots(holdings, now, findings);
    return List.copyOf(findings);
  }

  private static Profile longest(Holdings holdings) {
    return holdings.profiles().all().stream()
        .max(Comparator.comparing(Profile::validity))
        .orElseThrow();
  }

  private static Optional<Refusal> root(Holdings holdings, Instant now) {
    var root = holdings.root();
    return shortened("root " + root.generation(), root.end(), holdings, now)
        .map(cause -> Refusal.of(SetupCheck.ROOT_ENDS, cause, ROLL_ROOT));
  }

  /** Where the root ends no later, another issuing CA under it would be no better. */
  private static Optional<Refusal> newest(Holdings holdings, Instant now) {
    var newest = holdings.issuingCa();
    return shortened(named(newest), newest.end(), holdings, now)
        .map(
            cause ->
                Refusal.of(
                    SetupCheck.ISSUING_CA_ENDS,
                    cause,
                    newest.end().isBefore(holdings.root().end()) ? ROLL : ROLL_ROOT));
  }

  /** Whether something ends soon, or sooner than what hangs on it should. */
  private static Optional<String> shortened(
      String what, Instant end, Holdings holdings, Instant now) {
    var longest = longest(holdings);
    var validity = longest.validity();
    if (end.isBefore(now.plus(SOON))) {
      return Optional.of(what + (now.isAfter(end) ? " is expired since " : " ends at ") + end);
    }
    if (end.isBefore(now.plus(validity))) {
      return Optional.of(
          what
              + " ends at "
              + end
              + ", so that certificates are not valid for the "
              + validity.toDays()
              + " days of profile "
              + longest.name()
              + " any more");
    }
    return end.isBefore(Validity.years(now, RegistrarCertificates.YEARS).notAfter())
        ? Optional.of(
            what
                + " ends at "
                + end
                + ", so that credentials of registrars are not valid for "
                + RegistrarCertificates.YEARS
                + " years any more")
        : Optional.empty();
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

  private static void olderRoots(Holdings holdings, Instant now, List<Refusal> findings) {
    var all = holdings.roots();
    for (var each : all.subList(0, all.size() - 1)) {
      if (!now.isAfter(each.end())) {
        findings.add(
            Refusal.of(
                SetupCheck.OLDER_ROOT,
                "root " + each.generation() + " is what devices go by until " + each.end(),
                "Let every device that pinned it renew its certificate before then, which tells it"
                    + " of the next one; see brski authority certificates. Without that it has to"
                    + " be onboarded anew."));
      }
    }
  }

  private static String named(IssuingCa issuingCa) {
    return "issuing CA " + issuingCa.generation();
  }
}
