package dev.brski.command;

import dev.brski.factory.Factory;
import dev.brski.masa.SigningKey;
import dev.brski.masa.SigningKey.Kind;
import dev.brski.masa.SigningKeys;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What signs a MASA's vouchers. */
@Command(
    name = "key",
    addMethodSubcommands = false,
    description = "What signs vouchers, generation after generation.")
final class MasaKeyCommand extends Group {

  /** A generation of a signer. */
  record Key(
      String kind,
      int generation,
      boolean signs,
      String subject,
      String issuer,
      String sha256,
      Instant notAfter,
      String file) {

    static Key of(SigningKey key) {
      var certificate = key.certificate();
      return new Key(
          key.kind().name().toLowerCase(Locale.ROOT),
          key.generation(),
          key.signs(),
          Names.readable(certificate.getSubjectX500Principal()),
          Names.readable(certificate.getIssuerX500Principal()),
          Certificates.fingerprint(certificate),
          certificate.getNotAfter().toInstant(),
          key.file().toString());
    }
  }

  /** Where a new signer comes from. */
  static final class Source {

    @Option(
        names = "--factory",
        required = true,
        paramLabel = "FACTORY",
        description = "The manufacturer's folder, which makes the signer.")
    private @Nullable Path factory;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private @Nullable Files files;

    /** A signer that was made elsewhere. */
    static final class Files {

      @Option(
          names = "--signer",
          required = true,
          paramLabel = "FILE.pem",
          description = "The certificate of a signer made elsewhere, then those above it.")
      private Path signer;

      @Option(
          names = "--signer-key",
          required = true,
          paramLabel = "FILE.key",
          description = "Its key, in PEM.")
      private Path key;
    }
  }

  @Command(
      name = "ls",
      description = {
        "List what signs and has signed vouchers: those with a nonce and those without.",
        "The MASA may run or not."
      })
  int ls(@Mixin DirOption dir, @Mixin Output output) throws Failure {
    var keys =
        Failure.unless(
            "Cannot list the keys of " + dir.path(),
            new SigningKeys(dir.existing(), InstantSource.system()).list());
    output.report(keys.stream().map(Key::of).toList(), lines(keys));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "rotate",
      description = {
        "Add a new signer of vouchers under the anchor that devices have; it signs from the next"
            + " start of the MASA on.",
        "Vouchers that were issued stay what they are. The MASA may run or not."
      })
  int rotate(
      @Mixin DirOption dir,
      @ArgGroup(multiplicity = "1") Source source,
      @Option(
              names = "--nonceless",
              description = "The signer of vouchers without a nonce, instead of the other.")
          boolean nonceless,
      @Mixin Output output)
      throws Failure {
    var what = "Cannot add a signer to " + dir.path();
    var keys = new SigningKeys(dir.existing(), InstantSource.system());
    var kind = nonceless ? Kind.NONCELESS : Kind.NONCED;
    var made = made(what, source, kind);
    var key = Failure.unless(what, keys.add(kind, made.signer(), made.anchors()));
    output.report(
        Key.of(key),
        List.of(
            "Signer %d of vouchers %s a nonce in %s"
                .formatted(key.generation(), nonceless ? "without" : "with", dir.path()),
            "  " + key.file() + "  until " + key.certificate().getNotAfter().toInstant(),
            "  next: start the MASA anew"));
    return ExitCode.DONE.number();
  }

  private record Made(Credential signer, List<X509Certificate> anchors) {}

  private static Made made(String what, Source source, Kind kind) throws Failure {
    try {
      var folder = Optional.ofNullable(source.factory);
      var files = Optional.ofNullable(source.files);
      if (folder.isPresent()) {
        var factory =
            Failure.unless(
                what,
                Factory.open(
                    Failure.folder(folder.get()), CryptoSuite.standard(), InstantSource.system()));
        return kind == Kind.NONCELESS
            ? new Made(factory.noncelessSigner(), noncelessAnchors(factory))
            : new Made(factory.voucherSigner(), List.of());
      }
      var given = files.orElseThrow();
      return new Made(Credential.read(given.signer, given.key), List.of());
    } catch (IOException e) {
      throw Failure.usage(
          what, String.valueOf(e.getMessage()), "Name files that are there, in PEM.");
    }
  }

  /** What devices of a manufacturer verify vouchers without a nonce with, if it is another. */
  static List<X509Certificate> noncelessAnchors(Factory factory) throws IOException {
    var file = factory.noncelessAnchor();
    return file.isPresent() ? Certificates.readPem(file.get()) : List.of();
  }

  private static List<String> lines(List<SigningKey> keys) {
    var table = new Table("VOUCHERS", "NO", "SIGNS", "UNTIL", "SHA-256", "FILE");
    for (var key : keys) {
      var told = Key.of(key);
      table.row(
          key.kind() == Kind.NONCED ? "with nonce" : "without",
          Integer.toString(key.generation()),
          key.signs() ? "yes" : "no",
          told.notAfter().toString().substring(0, 10),
          told.sha256().substring(0, 16) + "…",
          told.file());
    }
    return table.lines(Style.ofThisProcess());
  }
}
