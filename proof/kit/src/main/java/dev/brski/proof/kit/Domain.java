package dev.brski.proof.kit;

import java.nio.file.Path;

/**
 * A domain, which is a customer of manufacturers.
 *
 * @param name what its authority is called, and the customer
 * @param authority its RA and CA
 * @param registrar its registrar
 */
public record Domain(String name, Role authority, Role registrar) {

  /** What vouchers for it pin. */
  public Path domainCa() {
    return authority.folder().resolve("domain-ca.pem");
  }
}
