package dev.brski.cmp;

import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTNamedCurves;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;

/** Algorithms by the names people know; unknown ones by their object identifier. */
final class AlgorithmName {

  private static final Map<ASN1ObjectIdentifier, String> NAMES =
      Map.of(
          CMPObjectIdentifiers.passwordBasedMac, "PasswordBasedMac",
          CMPObjectIdentifiers.dhBasedMac, "DHBasedMac",
          CMPObjectIdentifiers.kemBasedMac, "KemBasedMac",
          PKCSObjectIdentifiers.id_PBMAC1, "PBMAC1",
          EdECObjectIdentifiers.id_Ed25519, "Ed25519",
          EdECObjectIdentifiers.id_Ed448, "Ed448");

  private AlgorithmName() {}

  static String of(AlgorithmIdentifier algorithm) {
    var oid = algorithm.getAlgorithm();
    if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return "EC " + curve(algorithm);
    }
    var name = NAMES.get(oid);
    return name == null ? new DefaultAlgorithmNameFinder().getAlgorithmName(oid) : name;
  }

  private static String curve(AlgorithmIdentifier algorithm) {
    if (!(algorithm.getParameters() instanceof ASN1ObjectIdentifier curve)) {
      return "without a named curve";
    }
    var name = NISTNamedCurves.getName(curve);
    return name == null ? curve.getId() : name;
  }
}
