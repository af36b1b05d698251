package dev.brski.cmp;

import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** A protection told for people: whether it verifies with a certificate that came along. */
record ProtectionDescription(CryptoSuite suite) {

  Description tree(
      Optional<CmpHeader> header, MessageStructure parts, List<X509Certificate> certificates) {
    return Description.of("protection", verdict(header, parts, certificates));
  }

  private String verdict(
      Optional<CmpHeader> header, MessageStructure parts, List<X509Certificate> certificates) {
    if (parts.protection().isEmpty()) {
      return "none";
    }
    var algorithm = header.flatMap(CmpHeader::protectionAlg);
    if (header.isEmpty() || algorithm.isEmpty()) {
      return "by an unknown algorithm";
    }
    if (MacAlgorithms.contain(algorithm.get())) {
      return "a MAC, not verified";
    }
    return ProtectionCertificate.find(header.get(), certificates)
        .map(signer -> verdict(signer, algorithm.get(), parts))
        .orElse("a signature, not verified: its certificate is not in extraCerts");
  }

  private String verdict(
      X509Certificate signer, AlgorithmIdentifier algorithm, MessageStructure parts) {
    if (AlgorithmPolicy.standard().accepts(algorithm, signer.getPublicKey())
        instanceof Verdict.Refused<?>(var refusal)) {
      return "a signature, not verified: " + refusal.cause();
    }
    try {
      var verifies =
          suite.verify(
              signer.getPublicKey(),
              algorithm,
              parts.protectedPart(),
              parts.protection().orElseThrow());
      return (verifies ? "verifies with the key of " : "DOES NOT verify with the key of ")
          + Certificates.nameText(signer.getSubjectX500Principal());
    } catch (NoSuchAlgorithmException e) {
      return "by an unknown algorithm: " + e.getMessage();
    }
  }
}
