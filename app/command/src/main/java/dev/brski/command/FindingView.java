package dev.brski.command;

import dev.brski.cmp.CmpDescription;
import dev.brski.pledge.Finding;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a domain answered, for people and for programs. */
record FindingView(Finding finding, URI registrar) {

  /** A certificate of an authority; {@code objection} says why it does not lead to the root. */
  record Authority(
      String subject,
      String serial,
      String sha256,
      Instant notAfter,
      boolean trusted,
      Optional<String> objection) {}

  /** The certificates of the authorities. */
  record Authorities(URI registrar, List<Authority> authorities, Optional<String> file) {}

  /** A root that may follow. */
  record Root(
      URI registrar,
      boolean update,
      Optional<String> subject,
      Optional<String> sha256,
      Optional<Instant> notAfter,
      Optional<String> file,
      boolean trusted) {}

  /** What requests should hold. */
  record Template(URI registrar, Optional<Description> template, Optional<String> file) {}

  /** The newest revocation list; {@code revoked} says why the device's certificate is on it. */
  record Revocations(
      URI registrar,
      boolean fresh,
      Optional<String> issuer,
      Optional<Instant> thisUpdate,
      Optional<String> revoked,
      Optional<String> file) {}

  /**
   * The document for programs.
   *
   * @param out where it was written besides
   */
  Object document(Optional<Path> out) {
    return switch (finding) {
      case Finding.Authorities(var all) ->
          new Authorities(
              registrar,
              all.stream().map(FindingView::authority).toList(),
              out.map(Path::toString));
      case Finding.RootUpdate(var next) ->
          new Root(
              registrar,
              next.isPresent(),
              next.map(found -> subject(found.root())),
              next.map(found -> Certificates.fingerprint(found.root())),
              next.map(found -> found.root().getNotAfter().toInstant()),
              next.map(found -> found.file().toString()),
              next.filter(Finding.NextRoot::trusted).isPresent());
      case Finding.RequestTemplate(var template) ->
          new Template(registrar, template.map(CmpDescription::describe), out.map(Path::toString));
      case Finding.Revocations(var list, boolean fresh) ->
          new Revocations(
              registrar,
              fresh,
              list.map(found -> Names.readable(found.list().issuer())),
              list.map(found -> found.list().thisUpdate()),
              list.flatMap(Finding.Listed::own),
              list.map(found -> found.file().toString()));
    };
  }

  /**
   * The lines for people.
   *
   * @param out where it was written besides
   */
  List<String> lines(Optional<Path> out) {
    var lines = new ArrayList<String>();
    switch (finding) {
      case Finding.Authorities(var all) -> {
        lines.add(all.isEmpty() ? "No CA certificates" : "CA certificates from " + registrar);
        all.forEach(one -> lines.addAll(authority(one.certificate(), one.objection())));
        if (!all.isEmpty()) {
          lines.add("  none of them is a trust anchor by being here");
        }
      }
      case Finding.RootUpdate(var next) -> {
        if (next.isEmpty()) {
          lines.add("No root follows on the present one");
        } else {
          lines.add("A new root, for which the present one vouches");
          lines.addAll(certificate(next.get().root()));
          lines.add("  kept in       " + next.get().file());
          lines.add(
              next.get().trusted()
                  ? "  trusted from now on, beside those before it"
                  : "  not trusted before the device is a member and asks again");
        }
      }
      case Finding.RequestTemplate(var template) ->
          lines.addAll(
              template
                  .map(asked -> CmpDescription.describe(asked).toText().lines().toList())
                  .orElse(List.of("No requirements on requests for a certificate")));
      case Finding.Revocations(var list, boolean fresh) ->
          lines.addAll(
              list.map(found -> listed(found, fresh)).orElse(List.of("No revocation list")));
    }
    out.ifPresent(file -> lines.add("  written to    " + file));
    return lines.stream().map(Description::printable).toList();
  }

  /** The octets of what was verified, if there is anything. */
  Optional<byte[]> octets() throws IOException {
    return switch (finding) {
      case Finding.Authorities(var all) ->
          pem(
              all.stream()
                  .filter(one -> one.objection().isEmpty())
                  .map(Finding.Authority::certificate)
                  .toList());
      case Finding.RootUpdate(var next) -> pem(next.stream().map(Finding.NextRoot::root).toList());
      case Finding.RequestTemplate(var template) ->
          template.map(
              asked -> CmpDescription.describe(asked).toText().getBytes(StandardCharsets.UTF_8));
      case Finding.Revocations(var list, boolean _) ->
          list.isPresent() ? Optional.of(Files.readAllBytes(list.get().file())) : Optional.empty();
    };
  }

  private static Optional<byte[]> pem(List<X509Certificate> certificates) {
    return Optional.of(certificates)
        .filter(some -> !some.isEmpty())
        .map(some -> Certificates.toPem(some).getBytes(StandardCharsets.US_ASCII));
  }

  private static List<String> listed(Finding.Listed found, boolean fresh) {
    return List.of(
        "Revocation list of " + Names.readable(found.list().issuer()),
        "  of            "
            + Times.absolute(found.list().thisUpdate())
            + (fresh ? ", new" : ", held before; there is none that is newer"),
        "  kept in       " + found.file(),
        found
            .own()
            .map(reason -> "  own           the device's certificate is REVOKED: " + reason)
            .orElse("  own           the device's certificate is not on it"));
  }

  private static Authority authority(Finding.Authority one) {
    return new Authority(
        subject(one.certificate()),
        Certificates.serialNumber(one.certificate()),
        Certificates.fingerprint(one.certificate()),
        one.certificate().getNotAfter().toInstant(),
        one.objection().isEmpty(),
        one.objection().map(Refusal::cause));
  }

  private static List<String> authority(X509Certificate certificate, Optional<Refusal> objection) {
    var lines = new ArrayList<>(certificate(certificate));
    lines.add(
        objection
            .map(why -> "  root          does not lead to it: " + why.cause())
            .orElse("  root          leads to it"));
    return lines;
  }

  private static List<String> certificate(X509Certificate certificate) {
    return List.of(
        "  subject       " + subject(certificate),
        "  certificate   " + Certificates.serialNumber(certificate),
        "  SHA-256       " + Certificates.fingerprint(certificate),
        "  valid until   " + Times.absolute(certificate.getNotAfter().toInstant()));
  }

  private static String subject(X509Certificate certificate) {
    return Names.readable(certificate.getSubjectX500Principal());
  }
}
