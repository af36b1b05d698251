package dev.brski.authority.ledger;

import java.math.BigInteger;
import java.time.Instant;

/**
 * What is set aside for a certificate at the moment at which it is decided to make it, durable
 * before anything is signed: with the {@link Decision} it is every field that is not the profile's
 * or the issuing CA's, so that signing again after a crash signs the same octets.
 *
 * @param serialNumber the certificate serial number, 128 random bits
 * @param notBefore the start of the validity
 * @param notAfter the end of the validity
 */
public record Reservation(BigInteger serialNumber, Instant notBefore, Instant notAfter) {}
