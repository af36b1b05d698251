package dev.brski.authority.setup;

import dev.brski.authority.issuing.DomainRoot;
import dev.brski.authority.ledger.DomainRoots;
import dev.brski.authority.ledger.IssuingCas;
import dev.brski.authority.ledger.Schema;
import dev.brski.cmp.Information;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.settings.Settings;
import dev.brski.store.SchemaRefused;
import dev.brski.store.Store;
import dev.brski.store.StoreLocked;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.KeyKind;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * The next issuing CA of a domain, under the same root or under the next one. Older ones stay where
 * they are: what they issued is good for as long as it lasts, and their keys sign its revocation
 * list.
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

  /**
   * The next root, and what was made under it.
   *
   * @param generation which root it is
   * @param root its certificate
   * @param file the file with that
   * @param links the file with what links it with the one before
   * @param key the file with its key
   * @param issuing the issuing CA and the rest
   */
  public record MadeRoot(
      int generation, X509Certificate root, Path file, Path links, Path key, Made issuing) {}

  /** For how many years a root is made unless something else is said. */
  public static final int ROOT_YEARS = AuthoritySetup.ROOT_YEARS;

  private static final int MOST_YEARS = 100;

  private final AuthorityFolder folder;
  private final InstantSource clock;
  private final CryptoSuite suite = CryptoSuite.standard();

  /** The rollover of the authority in a folder. */
  public Rollover(Path dir, InstantSource clock) {
    this.folder = new AuthorityFolder(dir);
    this.clock = clock;
  }

  /**
   * Makes an issuing CA with another name under the newest root, then a responder and a TLS
   * credential under it; each key first, its certificate last. Nothing is overwritten, and whatever
   * runs goes on with what it read.
   *
   * @param rootKey where the root's key is; {@code keys/root.key}, or {@code keys/root-2.key} and
   *     so on
   * @return refused when the root cannot sign, or the files of the settings cannot be followed
   * @throws IOException when a file cannot be written
   */
  public Verdict<Made> issuingCa(Optional<Path> rootKey) throws IOException {
    return alone(
        (settings, files) ->
            root(files, rootKey)
                .flatMap(
                    root ->
                        named(settings)
                            .flatMap(name -> written(settings, new Signed(root, name)))));
  }

  /**
   * Makes a root with the name of the one before and another key (RFC 9810 section 4.4.1), the
   * links between both, and under it what {@link #issuingCa} makes. What an earlier run was cut
   * short with after the root was there, is gone on with.
   *
   * @param rootKey where the key of the root before is; {@code keys/root.key}, or {@code
   *     keys/root-2.key} and so on
   * @param years for how long the new one is valid
   * @return refused when the root before cannot sign or lasts longer, or the files of the settings
   *     cannot be followed
   * @throws IOException when a file cannot be written
   */
  public Verdict<MadeRoot> root(Optional<Path> rootKey, int years) throws IOException {
    return years < 1 || years > MOST_YEARS
        ? Verdict.refused(
            SetupCheck.ROOT,
            "a root for " + years + " years",
            "Choose 1 to " + MOST_YEARS + " years: --years N.")
        : alone((settings, files) -> root(settings, files, rootKey, years));
  }

  /** Work in a folder that nobody else makes anything in. */
  private interface Work<T> {
    Verdict<T> on(AuthoritySettings settings, RootFiles roots);
  }

  private <T> Verdict<T> alone(Work<T> work) throws IOException {
    return switch (Settings.read(folder.settings(), AuthoritySettings.class)) {
      case Verdict.Refused<AuthoritySettings>(var refusal) -> Verdict.refused(refusal);
      case Verdict.Accepted<AuthoritySettings>(var settings) -> {
        try (var channel =
            FileChannel.open(
                Files.createDirectories(folder.keys()).resolve(".rollover.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
          channel.lock();
          var roots = new RootFiles(settings.root(), folder.keys());
          yield canFollow(settings, roots)
              .flatMap(_ -> complete())
              .flatMap(_ -> work.on(settings, roots));
        }
      }
    };
  }

  /**
   * What the next would be put in the place of is not there by mistake. A running authority, which
   * has the ledger for itself, has looked at that when it was started.
   */
  private Verdict<Holdings> complete() {
    return Holdings.read(folder)
        .flatMap(
            holdings -> {
              var now = clock.instant();
              if (!Files.exists(folder.data())) {
                return byFilesAlone(holdings, now);
              }
              try (var store = Store.open(folder.data(), Schema.MIGRATIONS, clock)) {
                return held(
                    holdings,
                    Completeness.missing(
                        holdings, DomainRoots.known(store), IssuingCas.known(store), now));
              } catch (StoreLocked e) {
                return byFilesAlone(holdings, now);
              } catch (SchemaRefused e) {
                return Verdict.refused(
                    SetupCheck.FILE,
                    String.valueOf(e.getMessage()),
                    "Use the program that the store belongs to.");
              }
            });
  }

  private static Verdict<Holdings> byFilesAlone(Holdings holdings, Instant now) {
    return held(holdings, Completeness.missing(holdings, new TreeMap<>(), new TreeMap<>(), now));
  }

  private static Verdict<Holdings> held(Holdings holdings, Optional<Refusal> missing) {
    return missing.map(Verdict::<Holdings>refused).orElseGet(() -> Verdict.accepted(holdings));
  }

  private static Verdict<?> canFollow(AuthoritySettings settings, RootFiles roots) {
    return Generation.canFollow(settings.issuingCa())
            && Generation.canFollow(settings.responder())
            && Generation.canFollow(settings.tls())
            && roots.canFollow()
        ? Verdict.accepted(settings)
        : Verdict.refused(
            SetupCheck.NAME,
            "the next of a file is named NAME-2.pem, and brski.yaml names one that does not end"
                + " with .pem",
            "Rename the files of certificates so that they do, in brski.yaml, too.");
  }

  private Verdict<MadeRoot> root(
      AuthoritySettings settings, RootFiles files, Optional<Path> rootKey, int years) {
    try {
      var unfinished = unfinished(settings, files.read());
      if (unfinished.isPresent()) {
        return finished(settings, files, unfinished.get());
      }
    } catch (IOException e) {
      return Verdict.refused(
          SetupCheck.FILE, String.valueOf(e.getMessage()), "Put the file back from a backup.");
    }
    return named(settings)
        .flatMap(
            name ->
                next(settings, files, rootKey, years)
                    .flatMap(
                        root ->
                            written(settings, new Signed(root, name))
                                .map(made -> made(files, root.roots().getLast(), made))));
  }

  /** The newest issuing CA, if it is under the newest root and a service of it is not. */
  private static Optional<Generation> unfinished(AuthoritySettings settings, List<DomainRoot> roots)
      throws IOException {
    var root = roots.getLast().certificate();
    var newest = Generation.newest(settings.issuingCa());
    return roots.size() > 1
            && Completeness.isUnder(newest.read(), root)
            && !(isUnder(settings.responder(), root) && isUnder(settings.tls(), root))
        ? Optional.of(newest)
        : Optional.empty();
  }

  private static boolean isUnder(AuthoritySettings.CredentialFiles first, X509Certificate root)
      throws IOException {
    return Completeness.isUnder(Generation.newest(first).read(), root);
  }

  /** What an earlier run was cut short before, under what it made. */
  private Verdict<MadeRoot> finished(
      AuthoritySettings settings, RootFiles files, Generation generation) throws IOException {
    var newest = files.read().getLast();
    var root = newest.certificate();
    var issuingCa = generation.read();
    var now = clock.instant();
    return Verdict.accepted(
        made(
            files,
            newest,
            new Made(
                generation.number(),
                issuingCa.leaf(),
                generation.files().certificates(),
                isUnder(settings.responder(), root)
                    ? Generation.newest(settings.responder()).files().certificates()
                    : responder(settings, issuingCa, now),
                isUnder(settings.tls(), root)
                    ? Generation.newest(settings.tls()).files().certificates()
                    : tls(settings, issuingCa, now))));
  }

  private static MadeRoot made(RootFiles files, DomainRoot root, Made made) {
    int generation = root.generation();
    return new MadeRoot(
        generation,
        root.certificate(),
        files.certificate(generation),
        files.links(generation),
        files.key(generation),
        made);
  }

  /** The root that is there already with nothing under it, or else a new one. */
  private Verdict<Root> next(
      AuthoritySettings settings, RootFiles files, Optional<Path> rootKey, int years) {
    try {
      return isBare(settings, files.read())
          ? root(files, Optional.empty())
          : root(files, rootKey).flatMap(old -> follow(files, old, years));
    } catch (IOException e) {
      return Verdict.refused(
          SetupCheck.FILE, String.valueOf(e.getMessage()), "Put the file back from a backup.");
    }
  }

  private static boolean isBare(AuthoritySettings settings, List<DomainRoot> roots)
      throws IOException {
    for (var issuingCa : Generation.all(settings.issuingCa())) {
      var chain = Certificates.readPem(issuingCa.files().certificates());
      if (Completeness.isUnder(chain, roots.getLast().certificate())) {
        return false;
      }
    }
    return roots.size() > 1;
  }

  /** The dates are those that RFC 9810 section 4.4.1 demands. */
  private Verdict<Root> follow(RootFiles files, Root before, int years) {
    var old = before.credential();
    int generation = before.roots().getLast().generation() + 1;
    var remains = files.remains(generation);
    if (!remains.isEmpty()) {
      return Verdict.refused(
          SetupCheck.EXISTS,
          remains.getFirst()
              + " is there, but not the certificate of root "
              + generation
              + " in "
              + files.certificate(generation),
          "If that root was ever used, put its certificate back from the backup. If the run that"
              + " made it was cut short, delete "
              + remains.stream().map(Path::toString).collect(Collectors.joining(" and "))
              + ", and do it again.");
    }
    var validity = Validity.years(clock.instant(), years);
    var oldEnd = old.leaf().getNotAfter().toInstant();
    if (!validity.notAfter().isAfter(oldEnd)) {
      return Verdict.refused(
          SetupCheck.ROOT,
          "it would end at " + validity.notAfter() + ", and the one before at " + oldEnd,
          "Choose more years: --years N.");
    }
    var profile = profile(old.leaf(), validity);
    var issuer = like(old);
    var root = issuer.selfSigned(profile);
    var succession =
        new Information.Roots(
            root.leaf(),
            issuer.issue(
                old,
                root.leaf().getPublicKey(),
                profile.withValidity(new Validity(validity.notBefore(), oldEnd))),
            Optional.of(
                issuer.issue(
                    root,
                    old.leaf().getPublicKey(),
                    profile.withValidity(
                        new Validity(old.leaf().getNotBefore().toInstant(), oldEnd)))));
    try {
      var all = new ArrayList<>(before.roots());
      all.add(files.add(generation, root, succession));
      return Verdict.accepted(new Root(root, List.copyOf(all)));
    } catch (IOException e) {
      return Verdict.refused(
          SetupCheck.FILE,
          String.valueOf(e.getMessage()),
          "Look at the disk, then do it again, and delete what it names of the root.");
    }
  }

  private static CertificateProfile profile(X509Certificate old, Validity validity) {
    int below = old.getBasicConstraints();
    return CertificateProfile.of(
            X500Name.getInstance(old.getSubjectX500Principal().getEncoded()), validity)
        .asAuthority(below == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(below));
  }

  /** The newest root, with all that there are, oldest first. */
  private record Root(Credential credential, List<DomainRoot> roots) {}

  private record Signed(Root root, String name) {}

  private Verdict<Root> root(RootFiles files, Optional<Path> key) {
    try {
      var roots = files.read();
      int newest = roots.getLast().generation();
      var root = Credential.read(files.certificate(newest), key.orElseGet(() -> files.key(newest)));
      var end = root.leaf().getNotAfter().toInstant();
      return clock.instant().isAfter(end)
          ? Verdict.refused(
              SetupCheck.FILE,
              "the root is expired since " + end,
              "Make a new authority: there is nothing to go on from.")
          : Verdict.accepted(new Root(root, roots));
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
      var root = signed.root().credential();
      var issuingCa =
          linked(
              AuthoritySetup.withoutRoot(
                  like(root)
                      .credential(
                          root,
                          CertificateProfile.issuingCa(
                              signed.name(),
                              Validity.years(now, AuthoritySetup.ISSUING_YEARS)
                                  .within(root.leaf()))),
                  root.leaf()),
              DomainRoot.waysToNewest(signed.root().roots(), now));
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

  /** What it signs for leads to the roots before, too, for those who know only these. */
  private static Credential linked(Credential issuingCa, List<X509Certificate> links) {
    return new Credential(
        issuingCa.key(), Stream.concat(issuingCa.chain().stream(), links.stream()).toList());
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
