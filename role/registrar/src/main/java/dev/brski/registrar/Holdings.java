package dev.brski.registrar;

import dev.brski.registrar.admission.Manufacturer;
import dev.brski.registrar.admission.Terms;
import dev.brski.registrar.audit.DomainId;
import dev.brski.registrar.setup.DomainRoots;
import dev.brski.registrar.setup.ManufacturerFile;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.settings.Settings;
import dev.brski.trust.Credential;
import dev.brski.trust.Keyring;
import dev.brski.trust.Keyring.Generation;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.AuditLog;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a registrar's folder holds besides its store, read and found usable.
 *
 * @param settings of {@code brski.yaml}
 * @param keyring the generations of the registrar's credential
 * @param roots the domain's roots, as far as known
 * @param way how the authority is reached and believed
 * @param manufacturers whose devices are taken
 */
record Holdings(
    RegistrarSettings settings,
    Keyring keyring,
    DomainRoots roots,
    AuthorityWay way,
    List<Manufacturer> manufacturers) {

  private static final String REMEDY =
      "Set the folder up again: brski authority registrar, then brski registrar init.";

  static Verdict<Holdings> read(RegistrarFolder folder) {
    return Settings.read(folder.settings(), RegistrarSettings.class)
        .flatMap(settings -> manufacturers(folder).flatMap(taken -> read(folder, settings, taken)))
        .flatMap(Holdings::acceptingItself);
  }

  private static Verdict<Holdings> acceptingItself(Holdings read) {
    return read.settings
        .algorithms()
        .acceptingOwn(
            Stream.concat(
                    read.domainCa().stream(), read.keyring.current().credential().chain().stream())
                .toList())
        .map(_ -> read);
  }

  static Verdict<List<Manufacturer>> manufacturers(RegistrarFolder folder) {
    return ManufacturerFile.readAll(folder.manufacturers());
  }

  /**
   * What the domain's certificates are verified with now, the newest root first; which of them is
   * offered as the pin, the credential says.
   */
  List<X509Certificate> domainCa() {
    return roots.certificates();
  }

  /**
   * The chains that protect the authority's answers to pledges now, as far as known; none where
   * this registrar protects them.
   */
  List<List<X509Certificate>> authorityChains() {
    return settings.upstreamRules().answersUnderPin() ? roots.authorityChains() : List.of();
  }

  /** What the authority's TLS certificate is verified with now. */
  List<X509Certificate> authorityTls() {
    return way.tlsAnchors().orElseGet(this::domainCa);
  }

  /** The domainIDs that a voucher for this registrar can pin now (RFC 8995 section 5.8.2). */
  Set<DomainId> domainIds() {
    return Stream.concat(
            domainCa().stream(),
            keyring.generations().stream()
                .flatMap(generation -> generation.credential().chain().stream()))
        .map(certificate -> DomainId.parse(AuditLog.domainId(certificate)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What stands between the domain's CA and those that it certified, as far as it is known. */
  List<X509Certificate> issuers() {
    return Stream.concat(
            authorityChains().stream(),
            keyring.generations().stream().map(generation -> generation.credential().chain()))
        .flatMap(List::stream)
        .filter(certificate -> certificate.getBasicConstraints() >= 0)
        .distinct()
        .toList();
  }

  /** The manufacturer of a name, if its devices are taken. */
  Verdict<Manufacturer> manufacturer(String name) {
    return manufacturers.stream()
        .filter(taken -> taken.name().equals(name))
        .findFirst()
        .map(Verdict::accepted)
        .orElseGet(() -> unknown(name));
  }

  /** What is accepted of a manufacturer; the usual, if its devices are not taken. */
  Terms terms(String name) {
    return switch (manufacturer(name)) {
      case Verdict.Accepted<Manufacturer>(Manufacturer taken) -> taken.terms();
      case Verdict.Refused<Manufacturer> _ -> Terms.usual();
    };
  }

  private Verdict<Manufacturer> unknown(String name) {
    return Verdict.refused(
        SetupCheck.NAME,
        "no manufacturer "
            + name
            + " is taken; there "
            + (manufacturers.isEmpty()
                ? "is none"
                : manufacturers.stream()
                    .map(Manufacturer::name)
                    .collect(Collectors.joining(", ", "is: ", ""))),
        "Name one of them, or add it: brski registrar manufacturer add.");
  }

  /** The newest credential. */
  Credential current() {
    return keyring.current().credential();
  }

  Generation generation(int number) {
    return keyring
        .generation(number)
        .orElseThrow(() -> new IllegalStateException("generation " + number + " is gone"));
  }

  private static Verdict<Holdings> read(
      RegistrarFolder folder, RegistrarSettings settings, List<Manufacturer> manufacturers) {
    try {
      return Verdict.accepted(
          new Holdings(
              settings,
              Keyring.open(folder.keyring()),
              DomainRoots.open(folder),
              AuthorityWay.read(settings),
              manufacturers));
    } catch (IOException e) {
      return Verdict.refused(SetupCheck.FILE, String.valueOf(e.getMessage()), REMEDY);
    }
  }
}
