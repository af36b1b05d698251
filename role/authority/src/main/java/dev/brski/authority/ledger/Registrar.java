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
 */
public record Registrar(
    String id, String name, X509Certificate certificate, Optional<Instant> revoked) {}
