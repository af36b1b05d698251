package dev.brski.ocsp;

import dev.brski.trust.Nesting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;

/** DER, to and fro. */
final class Encoding {

  private static final int DEEPEST = 16;

  private Encoding() {}

  static byte[] der(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one value that the octets are in DER; empty if they are anything else, or too deep. */
  static Optional<ASN1Primitive> read(byte[] octets) {
    if (!Nesting.isWithin(octets, DEEPEST)) {
      return Optional.empty();
    }
    try {
      var value = ASN1Primitive.fromByteArray(octets);
      return Arrays.equals(der(value), octets) ? Optional.of(value) : Optional.empty();
    } catch (IOException | RuntimeException _) {
      return Optional.empty();
    }
  }
}
