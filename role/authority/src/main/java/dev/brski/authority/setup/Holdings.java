package dev.brski.authority.setup;

import dev.brski.authority.intake.Manufacturer;
import dev.brski.authority.setup.AuthoritySettings.CredentialFiles;
import dev.brski.settings.Settings;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What an authority's folder holds besides its store.
 *
 * @param root the domain's root
 * @param manufacturers whose devices are taken
 */
public record Holdings(
    AuthoritySettings settings,
    X509Certificate root,
    Credential issuingCa,
    Credential responder,
    Credential tls,
    List<Manufacturer> manufacturers) {

  /** Copies the list. */
  public Holdings {
    manufacturers = List.copyOf(manufacturers);
  }

  /** Reads all of it; refused with the file, line or key that is wrong. */
  public static Verdict<Holdings> read(AuthorityFolder folder) {
    return Settings.read(folder.settings(), AuthoritySettings.class)
        .flatMap(
            settings ->
                ManufacturerFile.readAll(folder.manufacturers())
                    .flatMap(manufacturers -> read(settings, manufacturers)))
        .flatMap(Holdings::acceptingItself);
  }

  private static Verdict<Holdings> acceptingItself(Holdings read) {
    return read.settings
        .algorithms()
        .acceptingOwn(List.of(read.root, read.issuingCa.leaf()))
        .map(_ -> read);
  }

  private static Verdict<Holdings> read(
      AuthoritySettings settings, List<Manufacturer> manufacturers) {
    try {
      return Verdict.accepted(
          new Holdings(
              settings,
              Certificates.readPem(settings.root()).getFirst(),
              credential(settings.issuingCa()),
              credential(settings.responder()),
              credential(settings.tls()),
              manufacturers));
    } catch (IOException e) {
      return Verdict.refused(
          SetupCheck.FILE,
          String.valueOf(e.getMessage()),
          "Put the file back from a backup; it was made by 'brski authority init'.");
    }
  }

  private static Credential credential(CredentialFiles files) throws IOException {
    return Credential.read(files.certificates(), files.key());
  }
}
