package dev.brski.authority.setup;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.settings.Settings;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.KeyKind;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * The next issuing CA of a domain, under the same root. Older ones stay where they are: what they
 * issued is good for as long as it lasts, and their keys sign its revocation list.
 */
public final class Rollover {

  private static final String ROOT_REMEDY =
      "Fetch the root's key from where it is kept, and name it: --root-key FILE.";

  /**
   * What was made.
   *
   * @param generation which issuing CA it is
   * @param certificate its certificate
   * @param issuingCa the file with that
   * @param responder the file of what answers are protected with
   * @param tls the file of what the TLS server shows
   */
  public record Made(
      int generation, X509Certificate certificate, Path issuingCa, Path responder, Path tls) {}

  private final AuthorityFolder folder;
  private final InstantSource clock;
  private final CryptoSuite suite = CryptoSuite.standard();

  /** The rollover of the authority in a folder. */
  public Rollover(Path dir, InstantSource clock) {
    this.folder = new AuthorityFolder(dir);
    this.clock = clock;
  }

  /**
   * Makes an issuing CA with another name, then a responder and a TLS credential under it; each key
   * first, its certificate last. Nothing is overwritten, and whatever runs goes on with what it
   * read.
   *
   * @param rootKey where the root's key is; {@code keys/root.key}
   * @return refused when the root cannot sign, or the files of the settings cannot be followed
   * @throws IOException when a file cannot be written
   */
  public Verdict<Made> issuingCa(Optional<Path> rootKey) throws IOException {
    return switch (Settings.read(folder.settings(), AuthoritySettings.class)) {
      case Verdict.Refused<AuthoritySettings>(var refusal) -> Verdict.refused(refusal);
      case Verdict.Accepted<AuthoritySettings>(var settings) -> {
        try (var channel =
            FileChannel.open(
                Files.createDirectories(folder.keys()).resolve(".rollover.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
          channel.lock();
          yield make(settings, rootKey.orElseGet(() -> folder.keys().resolve("root.key")));
        }
      }
    };
  }

  private Verdict<Made> make(AuthoritySettings settings, Path rootKey) throws IOException {
    if (!Generation.canFollow(settings.issuingCa())
        || !Generation.canFollow(settings.responder())
        || !Generation.canFollow(settings.tls())) {
      return Verdict.refused(
          SetupCheck.NAME,
          "the next of a file is named NAME-2.pem, and brski.yaml names one that does not end with"
              + " .pem",
          "Rename the files of certificates so that they do, in brski.yaml, too.");
    }
    return root(settings.root(), rootKey)
        .flatMap(root -> named(settings).map(name -> new Signed(root, name)))
        .flatMap(signed -> written(settings, signed));
  }

  private record Signed(Credential root, String name) {}

  private Verdict<Credential> root(Path certificate, Path key) {
    try {
      var root = Credential.read(certificate, key);
      var end = root.leaf().getNotAfter().toInstant();
      return clock.instant().isAfter(end)
          ? Verdict.refused(
              SetupCheck.FILE,
              "the root is expired since " + end,
              "Make a new authority: there is nothing to go on from.")
          : Verdict.accepted(root);
    } catch (IOException e) {
      return Verdict.refused(SetupCheck.KEY, "the root: " + e.getMessage(), ROOT_REMEDY);
    }
  }

  /** A name that no other issuing CA has, since revocation lists are found by it. */
  private Verdict<String> named(AuthoritySettings settings) {
    try {
      var all = Generation.all(settings.issuingCa());
      var name = settings.domain() + " Issuing CA " + (all.getLast().number() + 1);
      var subject = CertificateProfile.commonName(name);
      for (var generation : all) {
        var taken = generation.read().leaf().getSubjectX500Principal().getEncoded();
        if (subject.equals(X500Name.getInstance(taken))) {
          return Verdict.refused(
              SetupCheck.NAME,
              "issuing CA " + generation.number() + " is named '" + name + "' already",
              "Give the domain another name in brski.yaml.");
        }
      }
      return Verdict.accepted(name);
    } catch (IOException e) {
      return Verdict.refused(
          SetupCheck.FILE,
          String.valueOf(e.getMessage()),
          "Put the file back from a backup; the keys of older issuing CAs are needed, too.");
    }
  }

  private Verdict<Made> written(AuthoritySettings settings, Signed signed) {
    try {
      var now = clock.instant();
      var root = signed.root();
      var issuingCa =
          AuthoritySetup.withoutRoot(
              like(root)
                  .credential(
                      root,
                      CertificateProfile.issuingCa(
                          signed.name(),
                          Validity.years(now, AuthoritySetup.ISSUING_YEARS).within(root.leaf()))),
              root.leaf());
      var generation = Generation.add(settings.issuingCa(), issuingCa);
      return Verdict.accepted(
          new Made(
              generation.number(),
              issuingCa.leaf(),
              generation.files().certificates(),
              responder(settings, issuingCa, now),
              tls(settings, issuingCa, now)));
    } catch (IOException e) {
      return Verdict.refused(
          SetupCheck.FILE,
          String.valueOf(e.getMessage()),
          "Look at the disk. An issuing CA that is complete is used from the next start on.");
    }
  }

  /** Makes keys of the kind that whoever certifies them has. */
  private CertificateIssuer like(Credential authority) {
    return new CertificateIssuer(suite, KeyKind.like(authority.leaf()));
  }

  private Path responder(AuthoritySettings settings, Credential issuingCa, Instant now)
      throws IOException {
    return Generation.add(
            settings.responder(),
            like(issuingCa)
                .credential(
                    issuingCa,
                    CertificateProfile.responder(
                        settings.domain() + " RA", service(issuingCa, now))))
        .files()
        .certificates();
  }

  private Path tls(AuthoritySettings settings, Credential issuingCa, Instant now)
      throws IOException {
    return Generation.add(
            settings.tls(),
            like(issuingCa)
                .credential(
                    issuingCa,
                    CertificateProfile.tlsServer(
                        settings.listen().host(), service(issuingCa, now))))
        .files()
        .certificates();
  }

  private static Validity service(Credential issuingCa, Instant now) {
    return Validity.years(now, AuthoritySetup.SERVICE_YEARS).within(issuingCa.leaf());
  }
}
