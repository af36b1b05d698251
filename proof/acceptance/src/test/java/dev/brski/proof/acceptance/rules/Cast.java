package dev.brski.proof.acceptance.rules;

import dev.brski.proof.kit.cmp.Identity;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/**
 * Who can sign what is sent to a server.
 *
 * @param device a device with its IDevID, which may enroll
 * @param another another such device
 * @param member a device with a certificate of the domain
 * @param leaving another such device, whose certificate may be renewed and revoked
 * @param registrar the registration authority that nests, where one must
 * @param maker the CA of the devices
 * @param domain the issuing CA of the domain
 */
public record Cast(
    Identity device,
    Identity another,
    Identity member,
    Identity leaving,
    Optional<Identity> registrar,
    Optional<Identity> maker,
    Optional<Identity> domain) {

  /** The registration authority; a test that needs it is skipped without. */
  public Identity ra() {
    return demand(registrar, "a registration authority");
  }

  /** The CA of the devices. */
  public Identity makersCa() {
    return demand(maker, "the CA of the devices");
  }

  /** The issuing CA of the domain. */
  public Identity domainsCa() {
    return demand(domain, "the CA of the domain");
  }

  private static Identity demand(Optional<Identity> identity, String name) {
    return identity.orElseThrow(() -> new TestAbortedException("this needs the key of " + name));
  }
}
