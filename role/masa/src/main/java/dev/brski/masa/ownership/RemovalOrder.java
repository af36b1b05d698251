package dev.brski.masa.ownership;

import java.util.List;

/**
 * A customer is to be removed, or some of what it is known by.
 *
 * @param name its name
 * @param certificates each the PEM text of certificates to take from it; none to remove it whole
 * @param nonceless whether it is to have no vouchers without a nonce any more; then, without
 *     certificates, nothing else changes
 * @param releaseDevices whether the devices of a customer that is removed are released
 * @param reason why
 * @param by the user who wants it
 */
public record RemovalOrder(
    String name,
    List<String> certificates,
    boolean nonceless,
    boolean releaseDevices,
    String reason,
    String by) {

  /** Makes the list immutable. */
  public RemovalOrder {
    certificates = List.copyOf(certificates);
  }

  /** One that leaves it as it is whether the customer has vouchers without a nonce. */
  public RemovalOrder(
      String name, List<String> certificates, boolean releaseDevices, String reason, String by) {
    this(name, certificates, false, releaseDevices, reason, by);
  }

  /** The same for a customer that is to have no vouchers without a nonce any more. */
  public RemovalOrder withNonceless() {
    return new RemovalOrder(name, certificates, true, releaseDevices, reason, by);
  }
}
