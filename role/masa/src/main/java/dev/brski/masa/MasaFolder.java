package dev.brski.masa;

import dev.brski.trust.Generations;
import java.nio.file.Path;

/**
 * Where everything of a MASA is.
 *
 * @param root the folder given on the command line
 */
public record MasaFolder(Path root) {

  /** The configuration. */
  public Path settings() {
    return root.resolve("brski.yaml");
  }

  /** What anchors the IDevIDs of the manufacturer's devices. */
  public Path idevidAnchor() {
    return root.resolve("idevid-anchor.pem");
  }

  /** What the manufacturer's devices verify vouchers with. */
  public Path voucherAnchor() {
    return root.resolve("voucher-anchor.pem");
  }

  /**
   * What the manufacturer's devices verify vouchers without a nonce with, if that is another than
   * {@link #voucherAnchor}.
   */
  public Path noncelessAnchor() {
    return root.resolve("voucher-anchor-nonceless.pem");
  }

  /** The certificates that sign vouchers with a nonce, each with those above it, and their keys. */
  public Generations voucherSigner() {
    return new Generations(root.resolve("keys"), "voucher-signer");
  }

  /** The same for vouchers without a nonce. */
  public Generations noncelessSigner() {
    return new Generations(root.resolve("keys"), "nonceless-signer");
  }

  /** What registrars verify this MASA's TLS certificate with. */
  public Path tlsAnchor() {
    return root.resolve("tls-anchor.pem");
  }

  /** The TLS certificate, then the one above it. */
  public Path tls() {
    return root.resolve("keys").resolve("tls.pem");
  }

  /** The key of the TLS certificate. */
  public Path tlsKey() {
    return root.resolve("keys").resolve("tls.key");
  }

  /** The certificate that issued the TLS certificate. */
  public Path tlsRoot() {
    return root.resolve("keys").resolve("tls-root.pem");
  }

  /** The key of that. */
  public Path tlsRootKey() {
    return root.resolve("keys").resolve("tls-root.key");
  }

  /** The revocation lists that the operator has put there; it need not exist. */
  public Path revocationLists() {
    return root.resolve("crls");
  }

  /** All durable state. */
  public Path data() {
    return root.resolve("data");
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
