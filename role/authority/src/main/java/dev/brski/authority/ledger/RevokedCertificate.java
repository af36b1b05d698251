package dev.brski.authority.ledger;

import dev.brski.trust.RevocationReason;
import java.time.Instant;

/**
 * A certificate that is good no more.
 *
 * @param serial its serial number, lower-case hexadecimal
 * @param holder the serial number of the device, or the registrar's name
 * @param at since when
 * @param reason as {@link RevocationReason#word()} says it
 */
public record RevokedCertificate(String serial, String holder, Instant at, String reason) {}
