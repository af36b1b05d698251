package dev.brski.authority.setup;

import dev.brski.authority.issuing.DomainRoot;
import dev.brski.cmp.Information;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The roots of a domain: what the settings name is the first, {@code domain-ca-2.pem} beside it the
 * second, with its links to the first in {@code domain-ca-2-links.pem}. A root counts when its
 * certificate is there, which is written last.
 *
 * @param first the file that the settings name
 * @param keys the folder of keys
 */
record RootFiles(Path first, Path keys) {

  private static final CryptoSuite SUITE = CryptoSuite.standard();

  /** The certificate of a root. */
  Path certificate(int generation) {
    return beside(generation).files().certificates();
  }

  /** Its links to the one before. */
  Path links(int generation) {
    var name = String.valueOf(certificate(generation).getFileName());
    return certificate(generation)
        .resolveSibling(name.substring(0, name.length() - ".pem".length()) + "-links.pem");
  }

  /** Where its key is, as long as nobody has put it into a safe place. */
  Path key(int generation) {
    return keys.resolve(generation == 1 ? "root.key" : "root-" + generation + ".key");
  }

  /** Whether the name of the first has a place for a number. */
  boolean canFollow() {
    return Generation.canFollow(files());
  }

  /**
   * All that there are, oldest first.
   *
   * @throws IOException when one is missing or damaged, or does not follow on the one before; the
   *     message names the file
   */
  List<DomainRoot> read() throws IOException {
    var roots = new ArrayList<DomainRoot>();
    for (var generation : Generation.all(files())) {
      var certificate = Certificates.readPem(generation.files().certificates()).getFirst();
      roots.add(
          roots.isEmpty()
              ? new DomainRoot(generation.number(), certificate, Optional.empty())
              : following(roots.getLast().certificate(), generation.number(), certificate));
    }
    return List.copyOf(roots);
  }

  private DomainRoot following(X509Certificate old, int generation, X509Certificate root)
      throws IOException {
    var links = Certificates.readPem(links(generation));
    return new DomainRoot(
        generation,
        root,
        Optional.of(
            new Information.Roots(
                root,
                link(generation, links, root, old),
                Optional.of(link(generation, links, old, root)))));
  }

  private X509Certificate link(
      int generation, List<X509Certificate> links, X509Certificate of, X509Certificate by)
      throws IOException {
    for (var link : links) {
      if (Certificates.haveSameNameAndKey(link, of) && Certificates.isSignedBy(link, by, SUITE)) {
        return link;
      }
    }
    throw new IOException(
        links(generation)
            + " does not link "
            + certificate(generation)
            + " with the root before it");
  }

  /**
   * Adds the one that follows: its key, its links, its certificate.
   *
   * @param root its chain is itself alone
   * @throws IOException when one cannot be written
   */
  DomainRoot add(int generation, Credential root, Information.Roots succession) throws IOException {
    DurableFile.write(key(generation), Credential.keyPem(root.key()), true);
    var links = new ArrayList<>(List.of(succession.newWithOld()));
    succession.oldWithNew().ifPresent(links::add);
    write(links(generation), links);
    write(certificate(generation), List.of(root.leaf()));
    return new DomainRoot(generation, root.leaf(), Optional.of(succession));
  }

  /** What is there of a root, its certificate or not, that {@link #add} would overwrite. */
  List<Path> remains(int generation) {
    return Stream.of(key(generation), links(generation)).filter(Files::exists).toList();
  }

  private static void write(Path file, List<X509Certificate> certificates) throws IOException {
    DurableFile.write(
        file, Certificates.toPem(certificates).getBytes(StandardCharsets.US_ASCII), false);
  }

  private Generation beside(int generation) {
    return Generation.of(files(), generation);
  }

  private AuthoritySettings.CredentialFiles files() {
    return new AuthoritySettings.CredentialFiles(first, keys.resolve("root.key"));
  }
}
