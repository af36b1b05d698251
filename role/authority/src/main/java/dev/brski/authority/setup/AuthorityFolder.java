package dev.brski.authority.setup;

import java.nio.file.Path;

/**
 * Where everything of an authority is.
 *
 * @param root the folder given on the command line
 */
public record AuthorityFolder(Path root) {

  /** The configuration. */
  public Path settings() {
    return root.resolve("brski.yaml");
  }

  /** The root of the domain, which is what vouchers pin. */
  public Path domainCa() {
    return root.resolve("domain-ca.pem");
  }

  /** Private keys and the certificates that go with them. */
  public Path keys() {
    return root.resolve("keys");
  }

  /** The manufacturers whose devices are taken, a file each. */
  public Path manufacturers() {
    return root.resolve("manufacturers.d");
  }

  /** What certificates are like, a file for each kind. */
  public Path profiles() {
    return root.resolve("profiles.d");
  }

  /** All durable state. */
  public Path data() {
    return root.resolve("data");
  }

  /**
   * The newest revocation list of an issuing CA, DER, for whatever serves it.
   *
   * @param generation which issuing CA; 1 for the first
   */
  public Path revocationList(int generation) {
    return root.resolve("public")
        .resolve(generation == 1 ? "domain.crl" : "domain-" + generation + ".crl");
  }

  /**
   * The certificate of who signs the OCSP answers of an issuing CA.
   *
   * @param generation which issuing CA; 1 for the first
   */
  public Path ocspSigner(int generation) {
    return keys().resolve(signer(generation) + ".pem");
  }

  /** The key that goes with it. */
  public Path ocspSignerKey(int generation) {
    return keys().resolve(signer(generation) + ".key");
  }

  private static String signer(int generation) {
    return generation == 1 ? "ocsp" : "ocsp-" + generation;
  }

  /** The control socket. */
  public Path control() {
    return root.resolve("run").resolve("control");
  }

  /** The file that holds the URL while it runs. */
  public Path url() {
    return root.resolve("run").resolve("url");
  }
}
