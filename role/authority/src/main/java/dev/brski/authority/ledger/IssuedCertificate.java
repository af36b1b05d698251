package dev.brski.authority.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A line of the list of certificates.
 *
 * @param serial the certificate's serial number, lower-case hexadecimal
 * @param subject its subject, RFC 2253 text
 * @param device the serial number of the device
 * @param profile the name of the certificate profile
 * @param issued when it was issued
 * @param notAfter until when it is valid
 * @param revoked since when it is revoked, if it is
 * @param assurance how far back the protection of its request goes: {@link Assurance#word()}
 * @param state the state of the enrollment, as {@link EnrollmentState#word()} says it
 */
public record IssuedCertificate(
    String serial,
    String subject,
    String device,
    String profile,
    Instant issued,
    Instant notAfter,
    Optional<Instant> revoked,
    String assurance,
    String state) {}
