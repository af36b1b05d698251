package dev.brski.registrar.admission;

import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.List;

/** Tells members of the domain from devices that come with what their manufacturer gave them. */
public final class Clients {

  private final Admission admission;
  private final Membership membership;

  /** Of both kinds. */
  public Clients(Admission admission, Membership membership) {
    this.admission = admission;
    this.membership = membership;
  }

  /** Who is behind the certificates with which a client authenticated its connection. */
  public Verdict<Client> identify(List<X509Certificate> clientChain) {
    boolean member = !clientChain.isEmpty() && membership.concerns(clientChain);
    return member
        ? membership.identify(clientChain).map(Client.Member::new)
        : admission.identify(clientChain).map(Client.Device::new);
  }
}
