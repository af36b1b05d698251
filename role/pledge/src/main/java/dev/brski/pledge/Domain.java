package dev.brski.pledge;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.Purpose;
import dev.brski.trust.TrustedPath;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who may speak as registrar once a voucher has pinned a domain (RFC 8995 section 5.6.2): the
 * holder of the pinned key itself, or one whose certificate leads to it and names id-kp-cmcRA.
 * Without that usage every member of the domain could pose as its registrar. No host name and no
 * TLS usage is asked for.
 */
final class Domain {

  private final Journey journey;

  Domain(Journey journey) {
    this.journey = journey;
  }

  /** The certificate that the voucher pinned. */
  X509Certificate pin(Imprint imprint) throws IOException {
    try {
      return Certificates.parse(journey.folder().messages().read(imprint.pin()));
    } catch (CertificateException e) {
      throw new IOException("the pinned certificate that was kept is unsound", e);
    }
  }

  /** The path from a registrar's certificate to what is pinned. */
  Verdict<TrustedPath> vouchesFor(List<X509Certificate> pins, List<X509Certificate> chain) {
    return journey
        .tools()
        .paths()
        .validateAgainstPins(
            chain.getFirst(),
            chain.subList(1, chain.size()),
            pins,
            Purpose.REGISTRAR,
            journey.options().clock().now())
        .mapRefusal(refusal -> refusal.under(PledgeCheck.REGISTRAR));
  }

  /** Opens a connection that is not provisional: whoever is not of the domain ends it. */
  Contact open(URI registrar, URI origin, List<X509Certificate> pins, Credential credential)
      throws PeerFailure {
    var contact =
        Contact.open(
            origin,
            credential,
            (chain, _) -> vouchesFor(pins, chain).map(_ -> true),
            journey.tools().limits());
    journey.tell(new Event.Connected(registrar, contact.chain().getFirst(), false));
    return contact;
  }

  /** The connection of the device that is still to be enrolled. */
  Line.Opening opening(Imprint imprint, X509Certificate pin) {
    return () ->
        open(imprint.registrar(), imprint.origin(), List.of(pin), journey.birth().idevid());
  }
}
