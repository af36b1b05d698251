package dev.brski.authority.setup;

import dev.brski.authority.intake.Manufacturer;
import dev.brski.authority.issuing.DomainRoot;
import dev.brski.authority.issuing.IssuingCa;
import dev.brski.authority.profile.Profile;
import dev.brski.authority.profile.Profiles;
import dev.brski.authority.setup.AuthoritySettings.CredentialFiles;
import dev.brski.settings.Settings;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an authority's folder holds besides its store.
 *
 * @param roots all that the domain has had, oldest first
 * @param issuingCas all that there are, oldest first
 * @param manufacturers whose devices are taken
 * @param profiles what certificates are like
 */
public record Holdings(
    AuthoritySettings settings,
    List<DomainRoot> roots,
    List<IssuingCa> issuingCas,
    Credential responder,
    Credential tls,
    List<Manufacturer> manufacturers,
    Profiles profiles) {

  /** Copies the lists. */
  public Holdings {
    roots = List.copyOf(roots);
    issuingCas = List.copyOf(issuingCas);
    manufacturers = List.copyOf(manufacturers);
  }

  /** The profile of a manufacturer's devices that name none. */
  public Profile usualProfile(String manufacturer) {
    return manufacturers.stream()
        .filter(each -> each.name().equals(manufacturer))
        .findFirst()
        .flatMap(Manufacturer::certificateProfile)
        .or(() -> Optional.of(profiles.usual()))
        .flatMap(profiles::named)
        .orElseThrow();
  }

  /** What the newest issuing CA stands under, or is to. */
  public DomainRoot root() {
    return roots.getLast();
  }

  /** The certificates of all roots, newest first; those that are expired anchor nothing. */
  public List<X509Certificate> rootCertificates() {
    return roots.reversed().stream().map(DomainRoot::certificate).toList();
  }

  /** Where the certificate of a root is, or would be. */
  public Path rootFile(int generation) {
    return Generation.of(new CredentialFiles(settings.root(), settings.root()), generation)
        .files()
        .certificates();
  }

  /** What certificates are issued with: the newest of the issuing CAs. */
  public IssuingCa issuingCa() {
    return issuingCas.getLast();
  }

  /** Where the certificate of an issuing CA is, or would be. */
  public Path issuingCaFile(int generation) {
    return Generation.of(settings.issuingCa(), generation).files().certificates();
  }

  /** What stands between the root and any certificate of the domain, newest first. */
  public List<X509Certificate> issuers() {
    return issuingCas.reversed().stream()
        .flatMap(each -> each.credential().chain().stream())
        .distinct()
        .toList();
  }

  /** The issuing CAs alone, newest first. */
  public List<X509Certificate> issuingCertificates() {
    return issuingCas.reversed().stream().map(IssuingCa::certificate).toList();
  }

  /**
   * The certificates of the authority itself under its issuing CAs: of every responder, and of
   * every TLS credential, that there is.
   *
   * @throws IOException when a file cannot be read
   */
  public List<X509Certificate> own() throws IOException {
    var own = new ArrayList<X509Certificate>();
    for (var first : List.of(settings.responder(), settings.tls())) {
      for (var generation : Generation.all(first)) {
        own.add(Certificates.readPem(generation.files().certificates()).getFirst());
      }
    }
    return List.copyOf(own);
  }

  /** Reads all of it; refused with the file, line or key that is wrong. */
  public static Verdict<Holdings> read(AuthorityFolder folder) {
    return Settings.read(folder.settings(), AuthoritySettings.class)
        .flatMap(
            settings ->
                ManufacturerFile.readAll(folder.manufacturers())
                    .flatMap(
                        manufacturers ->
                            ProfileFile.readAll(folder.profiles(), settings)
                                .flatMap(profiles -> named(profiles, manufacturers))
                                .flatMap(
                                    profiles -> read(folder, settings, manufacturers, profiles))))
        .flatMap(Holdings::acceptingItself);
  }

  private static Verdict<Holdings> acceptingItself(Holdings read) {
    return read.settings
        .algorithms()
        .acceptingOwn(
            Stream.concat(read.rootCertificates().stream(), read.issuingCertificates().stream())
                .toList())
        .map(_ -> read);
  }

  private static Verdict<Profiles> named(Profiles profiles, List<Manufacturer> manufacturers) {
    return manufacturers.stream()
        .filter(
            each ->
                each.certificateProfile()
                    .filter(name -> profiles.named(name).isEmpty())
                    .isPresent())
        .findFirst()
        .map(
            each ->
                ProfileFile.<Profiles>unknown(
                    "certificate-profile of manufacturer " + each.name(),
                    each.certificateProfile().orElseThrow(),
                    profiles.names()))
        .orElseGet(() -> Verdict.accepted(profiles));
  }

  private static Verdict<Holdings> read(
      AuthorityFolder folder,
      AuthoritySettings settings,
      List<Manufacturer> manufacturers,
      Profiles profiles) {
    try {
      return Verdict.accepted(
          new Holdings(
              settings,
              new RootFiles(settings.root(), folder.keys()).read(),
              issuingCas(settings.issuingCa()),
              Generation.newest(settings.responder()).read(),
              Generation.newest(settings.tls()).read(),
              manufacturers,
              profiles));
    } catch (IOException e) {
      return Verdict.refused(
          SetupCheck.FILE,
          String.valueOf(e.getMessage()),
          "Put the file back from a backup; it was made by 'brski authority init'.");
    }
  }

  private static List<IssuingCa> issuingCas(CredentialFiles first) throws IOException {
    var all = new ArrayList<IssuingCa>();
    for (var generation : Generation.all(first)) {
      all.add(new IssuingCa(generation.number(), generation.read()));
    }
    return all;
  }
}
