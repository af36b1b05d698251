package dev.brski.masa.ownership;

import java.util.List;

/**
 * A customer is to be removed, or some of what it is known by.
 *
 * @param name its name
 * @param certificates each the PEM text of certificates to take from it; none to remove it whole
 * @param releaseDevices whether the devices of a customer that is removed are released
 * @param reason why
 * @param by the user who wants it
 */
public record RemovalOrder(
    String name, List<String> certificates, boolean releaseDevices, String reason, String by) {

  /** Makes the list immutable. */
  public RemovalOrder {
    certificates = List.copyOf(certificates);
  }
}
