package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** Whether that on which a request rests has been taken back since it was judged. */
final class InForce {

  private InForce() {}

  /**
   * Why it counts no more, if so.
   *
   * @param ofDevice the device's certificate, if there is one
   * @param answering the id of the registrar that answers for the device, if one does
   */
  static Optional<String> objection(
      Reading reading,
      Optional<X509Certificate> ofDevice,
      Optional<String> answering,
      Instant now) {
    return answering
        .flatMap(registrar -> Registrars.byId(reading, registrar).objection(now))
        .or(
            () ->
                ofDevice
                    .flatMap(certificate -> IssuedCertificates.holder(reading, certificate))
                    .flatMap(Holder::objection));
  }
}
