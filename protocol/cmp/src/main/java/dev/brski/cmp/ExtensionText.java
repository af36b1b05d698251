package dev.brski.cmp;

import dev.brski.trust.AlternativeNames;
import dev.brski.trust.Oids;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Extensions that requests hold, in the words of RFC 5280 section 4.2.1; others as octets. */
final class ExtensionText {

  private static final Map<ASN1ObjectIdentifier, String> NAMES =
      Map.of(
          Extension.subjectAlternativeName, "subjectAltName",
          Extension.keyUsage, "keyUsage",
          Extension.extendedKeyUsage, "extKeyUsage",
          Extension.basicConstraints, "basicConstraints",
          Extension.certificatePolicies, "certificatePolicies");

  private static final Map<String, String> PURPOSES =
      Map.of(
          Oids.SERVER_AUTH, "serverAuth",
          Oids.CLIENT_AUTH, "clientAuth",
          Oids.CMC_CA, "cmcCA",
          Oids.CMC_RA, "cmcRA");

  private static final List<String> USAGES =
      List.of(
          "digitalSignature",
          "nonRepudiation",
          "keyEncipherment",
          "dataEncipherment",
          "keyAgreement",
          "keyCertSign",
          "cRLSign",
          "encipherOnly",
          "decipherOnly");

  private ExtensionText() {}

  static String name(ASN1ObjectIdentifier oid) {
    return NAMES.getOrDefault(oid, oid.getId());
  }

  static String value(ASN1ObjectIdentifier oid, byte[] value) {
    try {
      if (oid.equals(Extension.keyUsage)) {
        return usages(ASN1BitString.getInstance(KeyUsage.getInstance(value).toASN1Primitive()));
      }
      if (oid.equals(Extension.extendedKeyUsage)) {
        return Arrays.stream(ExtendedKeyUsage.getInstance(value).getUsages())
            .map(purpose -> PURPOSES.getOrDefault(purpose.getId(), purpose.getId()))
            .collect(Collectors.joining(", "));
      }
      if (oid.equals(Extension.subjectAlternativeName)) {
        return String.join(
            ", ", AlternativeNames.words(List.of(GeneralNames.getInstance(value).getNames())));
      }
    } catch (RuntimeException _) {
      return HexFormat.of().formatHex(value);
    }
    return HexFormat.of().formatHex(value);
  }

  private static String usages(ASN1BitString bits) {
    var octets = bits.getBytes();
    return IntStream.range(0, Math.min(octets.length * 8, USAGES.size()))
        .filter(bit -> (octets[bit / 8] & 0x80 >> bit % 8) != 0)
        .mapToObj(USAGES::get)
        .collect(Collectors.joining(", "));
  }
}
