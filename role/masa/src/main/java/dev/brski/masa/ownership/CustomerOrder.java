package dev.brski.masa.ownership;

import java.util.List;

/**
 * A customer is to be added, or to be known by more.
 *
 * @param name its name
 * @param onFirstUse whether it is to be known by the domain that first asks for one of its devices
 * @param nonceless whether it is to have vouchers without a nonce, too
 * @param domainCas each the PEM text of one CA that is the customer's alone
 * @param registrars each the PEM text of a registrar's certificate, then of CAs above it that
 *     vouchers may pin
 * @param by the user who wants it
 */
public record CustomerOrder(
    String name,
    boolean onFirstUse,
    boolean nonceless,
    List<String> domainCas,
    List<String> registrars,
    String by) {

  /** Makes the lists immutable. */
  public CustomerOrder {
    domainCas = List.copyOf(domainCas);
    registrars = List.copyOf(registrars);
  }

  /** One that leaves it as it is whether the customer has vouchers without a nonce. */
  public CustomerOrder(
      String name, boolean onFirstUse, List<String> domainCas, List<String> registrars, String by) {
    this(name, onFirstUse, false, domainCas, registrars, by);
  }

  /** The same for a customer that is to have vouchers without a nonce, too. */
  public CustomerOrder withNonceless() {
    return new CustomerOrder(name, onFirstUse, true, domainCas, registrars, by);
  }
}
