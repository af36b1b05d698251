package dev.brski.factory;

import dev.brski.trust.Generations;
import java.nio.file.Path;

/**
 * Where everything of a manufacturer is.
 *
 * @param root the folder given on the command line
 */
public record FactoryFolder(Path root) {

  /** The manufacturer's name and what it puts into its devices' certificates. */
  public Path settings() {
    return root.resolve("brski.yaml");
  }

  /** What anchors IDevIDs, and nothing else. */
  public Path anchor() {
    return root.resolve("anchor.pem");
  }

  /** What anchors vouchers, outside the tree of the IDevIDs. */
  public Path voucherAnchor() {
    return root.resolve("voucher-anchor.pem");
  }

  /**
   * What anchors vouchers without a nonce, and nothing else; a manufacturer that was made before
   * there was one has none, and {@link #voucherAnchor} anchors both kinds.
   */
  public Path noncelessAnchor() {
    return root.resolve("voucher-anchor-nonceless.pem");
  }

  /** The devices that were made, a JSON line each. */
  public Path devices() {
    return root.resolve("devices.jsonl");
  }

  Generations keys(String name) {
    return new Generations(root.resolve("keys"), name);
  }
}
