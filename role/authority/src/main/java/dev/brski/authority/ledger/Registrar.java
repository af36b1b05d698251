package dev.brski.authority.ledger;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * A registrar's credential that this authority issued.
 *
 * @param id our own, sortable
 * @param name the name given by the operator
 * @param certificate its certificate
 * @param revoked since when it is revoked, if it is
 * @param confirmBy until when the registrar has to confirm it, if it has to still
 */
public record Registrar(
    String id,
    String name,
    X509Certificate certificate,
    Optional<Instant> revoked,
    Optional<Instant> confirmBy) {

  /** Why nothing is taken that is signed with it, if that is so. */
  Optional<String> objection(Instant now) {
    return revoked
        .map(since -> "registrar " + name + " is revoked since " + since)
        .or(
            () ->
                confirmBy
                    .filter(now::isAfter)
                    .map(
                        until -> "registrar " + name + " did not confirm this one until " + until));
  }
}
