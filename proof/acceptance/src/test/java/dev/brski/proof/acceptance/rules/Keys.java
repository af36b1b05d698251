package dev.brski.proof.acceptance.rules;

import dev.brski.proof.kit.cmp.Tlv;
import java.math.BigInteger;
import java.util.Arrays;

/** Public keys that nobody should work with. */
final class Keys {

  private static final String EC = "1.2.840.10045.2.1";
  private static final String P256 = "1.2.840.10045.3.1.7";
  private static final String RSA = "1.2.840.113549.1.1.1";
  private static final int COORDINATES = 64;

  private Keys() {}

  /** An EC key that the authority should make. */
  static Tlv toBeMade() {
    return ec(Tlv.oid(P256), new byte[0]);
  }

  /** A point that is not on P-256. */
  static Tlv offTheCurve() {
    var point = new byte[1 + COORDINATES];
    Arrays.fill(point, (byte) 5);
    point[0] = 4;
    return ec(Tlv.oid(P256), point);
  }

  /** The point at infinity. */
  static Tlv infinity() {
    return ec(Tlv.oid(P256), new byte[1]);
  }

  /** A curve of one's own, by its parameters. */
  static Tlv explicitCurve() {
    var field =
        Tlv.sequence(
            Tlv.oid("1.2.840.10045.1.1"),
            Tlv.integer(BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19))));
    var coefficients = Tlv.octets(new byte[32]);
    var parameters =
        Tlv.sequence(
            Tlv.integer(1),
            field,
            Tlv.sequence(coefficients, coefficients),
            Tlv.octets(new byte[65]),
            Tlv.integer(BigInteger.ONE.shiftLeft(255)));
    var point = new byte[1 + COORDINATES];
    point[0] = 4;
    return ec(parameters, point);
  }

  /** An RSA key. */
  static Tlv rsa(BigInteger modulus, BigInteger exponent) {
    var key = Tlv.sequence(Tlv.integer(modulus), Tlv.integer(exponent));
    return Tlv.sequence(Tlv.sequence(Tlv.oid(RSA), Tlv.nothing()), Tlv.bits(key.encoded()));
  }

  private static Tlv ec(Tlv parameters, byte[] point) {
    return Tlv.sequence(Tlv.sequence(Tlv.oid(EC), parameters), Tlv.bits(point));
  }
}
