package dev.brski.ocsp;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Which certificate is meant (RFC 6960 section 4.1.1): its issuer by two hashes, and its serial
 * number.
 *
 * @param encoded the CertID as it came, DER; an answer repeats it
 * @param hashAlgorithm the algorithm of the hashes, an object identifier in dotted form
 * @param issuerNameHash over the DER of the issuer's name
 * @param issuerKeyHash over the bits of the issuer's key
 */
public record CertId(
    byte[] encoded,
    String hashAlgorithm,
    byte[] issuerNameHash,
    byte[] issuerKeyHash,
    BigInteger serialNumber) {

  /** Copies the octets in. */
  public CertId {
    encoded = encoded.clone();
    issuerNameHash = issuerNameHash.clone();
    issuerKeyHash = issuerKeyHash.clone();
  }

  @Override
  public byte[] encoded() {
    return encoded.clone();
  }

  @Override
  public byte[] issuerNameHash() {
    return issuerNameHash.clone();
  }

  @Override
  public byte[] issuerKeyHash() {
    return issuerKeyHash.clone();
  }

  /** Whether the octets are the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof CertId id && Arrays.equals(encoded, id.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  /** The serial number, for a log. */
  @Override
  public String toString() {
    return "certificate " + serialNumber.toString(16);
  }
}
