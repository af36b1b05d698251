package dev.brski.masa;

import dev.brski.trust.Credential;
import dev.brski.trust.SerialNumberField;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a manufacturer gives to its MASA.
 *
 * @param name the manufacturer's name
 * @param idevidAnchors what its devices' IDevIDs lead to
 * @param serialNumbers where these have the serial number
 * @param voucherAnchors what its devices verify vouchers with
 * @param voucherSigner a signer of vouchers under one of those
 * @param noncelessAnchors what its devices verify vouchers without a nonce with; none if that is
 *     the same
 * @param noncelessSigner a signer of those
 */
public record Manufacturer(
    String name,
    List<X509Certificate> idevidAnchors,
    SerialNumberField serialNumbers,
    List<X509Certificate> voucherAnchors,
    Credential voucherSigner,
    List<X509Certificate> noncelessAnchors,
    Credential noncelessSigner) {

  /** Makes the anchors immutable. */
  public Manufacturer {
    idevidAnchors = List.copyOf(idevidAnchors);
    voucherAnchors = List.copyOf(voucherAnchors);
    noncelessAnchors = List.copyOf(noncelessAnchors);
  }
}
