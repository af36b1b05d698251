package dev.brski.masa;

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

  /** The certificate that signs vouchers, then those above it. */
  public Path voucherSigner() {
    return root.resolve("keys").resolve("voucher-signer.pem");
  }

  /** The key that signs vouchers. */
  public Path voucherSignerKey() {
    return root.resolve("keys").resolve("voucher-signer.key");
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
