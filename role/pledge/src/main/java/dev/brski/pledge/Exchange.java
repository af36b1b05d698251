package dev.brski.pledge;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One request for a voucher: the same octets go out until there is an answer (RFC 8995 section
 * 5.6).
 *
 * @param registrar the registrar as it was given to the pledge
 * @param target where the request goes; elsewhere than the registrar after a redirection
 * @param redirections how often it was sent on; to another web origin at most once
 * @param nonce what the voucher has to repeat
 * @param request the signed voucher-request
 * @param chain SHA-256 of each certificate that the registrar showed, in order
 * @param waited how much of the time that it was told to wait has passed, up to its latest ask; a
 *     timer's reading in its place would end the exchange when the timer is set forward
 * @param next when to ask again, once the registrar has said so
 */
record Exchange(
    URI registrar,
    URI target,
    int redirections,
    String nonce,
    StoredMessage request,
    List<String> chain,
    Duration waited,
    Optional<Appointment> next) {

  Exchange {
    chain = List.copyOf(chain);
  }

  /** The web origin that is being talked to. */
  URI origin() {
    return Origin.ofTarget(target);
  }

  /** The time to ask has come, after so much more waiting, which is counted once. */
  Exchange after(Duration passed) {
    return new Exchange(
        registrar,
        target,
        redirections,
        nonce,
        request,
        chain,
        waited.plus(passed),
        next.map(Appointment::over));
  }

  Exchange askAgain(Appointment appointment) {
    return new Exchange(
        registrar, target, redirections, nonce, request, chain, waited, Optional.of(appointment));
  }

  Exchange sentOnTo(URI other) {
    return new Exchange(registrar, other, redirections + 1, nonce, request, chain, waited, next);
  }
}
