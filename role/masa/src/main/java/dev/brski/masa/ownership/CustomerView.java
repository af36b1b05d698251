package dev.brski.masa.ownership;

import java.time.Instant;
import java.util.List;

/**
 * A customer, as operators see it.
 *
 * @param customer its name
 * @param onFirstUse whether it was added to be known by the domain that first asks
 * @param nonceless whether it may have vouchers without a nonce
 * @param since when it was added
 * @param devices how many devices it owns
 * @param knownBy what it is known by, and what vouchers for it may pin
 */
public record CustomerView(
    String customer,
    boolean onFirstUse,
    boolean nonceless,
    Instant since,
    long devices,
    List<KnownBy> knownBy) {

  /**
   * A certificate of a customer.
   *
   * @param kind {@code domain-ca}, {@code registrar}, or {@code issuer}: a CA above a registrar,
   *     which vouchers may pin
   * @param subject its subject
   * @param sha256 its fingerprint in hexadecimal
   * @param learnt whether it became known on first use
   * @param since when
   */
  public record KnownBy(
      String kind, String subject, String sha256, boolean learnt, Instant since) {}

  /** Makes the list immutable. */
  public CustomerView {
    knownBy = List.copyOf(knownBy);
  }
}
