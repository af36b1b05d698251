package dev.brski.cmp;

import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.iana.IANAObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** The algorithms of protection by a shared secret (RFC 9481 section 6, RFC 9810 section 5.1.3). */
final class MacAlgorithms {

  private static final Set<ASN1ObjectIdentifier> ALGORITHMS =
      Set.of(
          CMPObjectIdentifiers.passwordBasedMac,
          CMPObjectIdentifiers.dhBasedMac,
          CMPObjectIdentifiers.kemBasedMac,
          PKCSObjectIdentifiers.id_PBMAC1,
          IANAObjectIdentifiers.hmacSHA1,
          PKCSObjectIdentifiers.id_hmacWithSHA1,
          PKCSObjectIdentifiers.id_hmacWithSHA224,
          PKCSObjectIdentifiers.id_hmacWithSHA256,
          PKCSObjectIdentifiers.id_hmacWithSHA384,
          PKCSObjectIdentifiers.id_hmacWithSHA512);

  private MacAlgorithms() {}

  static boolean contain(AlgorithmIdentifier algorithm) {
    return ALGORITHMS.contains(algorithm.getAlgorithm());
  }
}
