package dev.brski.registrar.setup;

import java.nio.file.Path;

/**
 * Where everything of a registrar is.
 *
 * @param root the folder given on the command line
 */
public record RegistrarFolder(Path root) {

  /** The configuration. */
  public Path settings() {
    return root.resolve("brski.yaml");
  }

  /** The certificate of the registrar, then its issuing CA, as the authority wrote them. */
  public Path certificates() {
    return root.resolve("registrar.pem");
  }

  /** The private key of the registrar, as the authority wrote it. */
  public Path key() {
    return root.resolve("registrar.key");
  }

  /** The domain's CA that is offered as the pin. */
  public Path domainCa() {
    return root.resolve("domain-ca.pem");
  }

  /** The certificates that protect the authority's answers, as the authority wrote them. */
  public Path authorityChain() {
    return root.resolve("authority.pem");
  }

  /** The URL of the authority, as the authority wrote it. */
  public Path authorityUrl() {
    return root.resolve("authority.url");
  }

  /** The generations of the registrar's credential. */
  public Path keyring() {
    return root.resolve("keys");
  }

  /** The key of a renewal of the registrar's credential until its certificate is here. */
  public Path renewalKey() {
    return keyring().resolve("renewal.key");
  }

  /** The manufacturers that are taken, a file each. */
  public Path manufacturers() {
    return root.resolve("manufacturers.d");
  }

  /** All durable state. */
  public Path data() {
    return root.resolve("data");
  }

  /** What exists only while it runs. */
  public Path run() {
    return root.resolve("run");
  }

  /** The control socket. */
  public Path control() {
    return run().resolve("control");
  }

  /** The file that holds the URL while it runs. */
  public Path url() {
    return run().resolve("url");
  }
}
