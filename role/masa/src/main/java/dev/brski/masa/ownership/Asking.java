package dev.brski.masa.ownership;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A domain asks for a voucher for a device.
 *
 * @param serialNumber the device's, as its IDevID certifies it
 * @param chain the verified chain of the registrar, its own certificate first
 * @param pin the member of the chain that the voucher would pin if nothing were known of owners
 * @param proximity whether the device has proven that it is near the registrar (RFC 8995 5.5.5); if
 *     not, a voucher without a nonce is asked for (RFC 8995 section 7.4.1)
 * @param from the address that the request came from
 * @param links what came with the chain and says that one root follows on another (RFC 9810 section
 *     4.4); not verified
 */
public record Asking(
    SerialNumber serialNumber,
    List<X509Certificate> chain,
    X509Certificate pin,
    boolean proximity,
    String from,
    List<X509Certificate> links) {

  /** Makes the lists immutable, and demands that the chain has the pin. */
  public Asking {
    chain = List.copyOf(chain);
    links = List.copyOf(links);
    if (!chain.contains(pin)) {
      throw new IllegalArgumentException("what is pinned is of the chain");
    }
  }

  /** A domain whose root follows on no other. */
  public Asking(
      SerialNumber serialNumber,
      List<X509Certificate> chain,
      X509Certificate pin,
      boolean proximity,
      String from) {
    this(serialNumber, chain, pin, proximity, from, List.of());
  }

  /** How far up the chain the pin is; 0 is the registrar's own certificate. */
  int pinPosition() {
    return chain.indexOf(pin);
  }
}
