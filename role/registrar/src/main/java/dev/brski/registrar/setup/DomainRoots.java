package dev.brski.registrar.setup;

import dev.brski.trust.Certificates;
import dev.brski.trust.DurableFile;
import dev.brski.trust.Generations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a registrar knows of its domain's roots, one following on the other (RFC 9810 section 4.4):
 * {@code domain-ca.pem} as the authority wrote it, {@code domain-ca-2.pem} and so on as the
 * authority told of them later, and with each the chain that protects the authority's answers.
 *
 * <p>Safe for concurrent use within the one process that owns the folder.
 */
public final class DomainRoots {

  private record Known(
      List<X509Certificate> roots, Optional<List<X509Certificate>> authorityChain) {}

  private final RegistrarFolder folder;
  private volatile Known known;

  private DomainRoots(RegistrarFolder folder, Known known) {
    this.folder = folder;
    this.known = known;
  }

  /**
   * Reads those of a folder.
   *
   * @throws IOException when a file is missing or damaged; the message names it
   */
  public static DomainRoots open(RegistrarFolder folder) throws IOException {
    var roots = new LinkedHashSet<X509Certificate>();
    int newest = Math.max(1, files(folder, "domain-ca").newest());
    for (int number = newest; number > 1; number--) {
      var file = files(folder, "domain-ca").certificates(number);
      if (Files.exists(file)) {
        roots.addAll(Certificates.readPem(file));
      }
    }
    roots.addAll(Certificates.readPem(folder.domainCa()));
    return new DomainRoots(folder, new Known(List.copyOf(roots), authorityChain(folder, newest)));
  }

  /** What was written with the newest root, or with one before if that is all there is. */
  private static Optional<List<X509Certificate>> authorityChain(RegistrarFolder folder, int newest)
      throws IOException {
    for (int number = newest; number > 0; number--) {
      var file = files(folder, "authority").certificates(number);
      if (Files.exists(file)) {
        return Optional.of(Certificates.readPem(file));
      }
    }
    return Optional.empty();
  }

  private static Generations files(RegistrarFolder folder, String name) {
    return new Generations(folder.root(), name);
  }

  /**
   * What the domain's certificates are verified with, the newest first; one that is expired anchors
   * nothing.
   */
  public List<X509Certificate> certificates() {
    return known.roots();
  }

  /** The chains that protect the authority's answers, as far as known. */
  public List<List<X509Certificate>> authorityChains() {
    return known.authorityChain().stream().toList();
  }

  /**
   * Takes a root that follows on one that is known, durably.
   *
   * @param authorityChain what protects the authority's answers by now
   * @throws IOException when a file cannot be written; nothing is taken then
   */
  public synchronized void take(X509Certificate root, List<X509Certificate> authorityChain)
      throws IOException {
    int number = Math.max(1, files(folder, "domain-ca").newest()) + 1;
    write(number, "authority", authorityChain);
    write(number, "domain-ca", List.of(root));
    var roots = new ArrayList<>(List.of(root));
    roots.addAll(known.roots());
    known = new Known(List.copyOf(roots), Optional.of(List.copyOf(authorityChain)));
  }

  private void write(int number, String name, List<X509Certificate> certificates)
      throws IOException {
    DurableFile.write(
        files(folder, name).certificates(number),
        Certificates.toPem(certificates).getBytes(StandardCharsets.US_ASCII),
        false);
  }
}
