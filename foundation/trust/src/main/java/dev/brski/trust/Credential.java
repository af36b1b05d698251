package dev.brski.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A private key with the certificate that speaks for it.
 *
 * @param key the private key
 * @param chain the certificate of the key first, then each one's issuer as far as known
 */
public record Credential(PrivateKey key, List<X509Certificate> chain) {

  /** Demands at least the key's own certificate. */
  public Credential {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a credential has a certificate");
    }
  }

  /** The certificate of the key. */
  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /**
   * Reads a credential from PEM files.
   *
   * @throws IOException when a file is missing, malformed, or the key is not the certificate's; the
   *     message names the file
   */
  public static Credential read(Path certificates, Path keyFile) throws IOException {
    return read(certificates, keyFile, CryptoSuite.standard());
  }

  /**
   * The same with a suite that is there already: making one costs more than all else here.
   *
   * @throws IOException when a file is missing, malformed, or the key is not the certificate's; the
   *     message names the file
   */
  public static Credential read(Path certificates, Path keyFile, CryptoSuite suite)
      throws IOException {
    var chain = Certificates.readPem(certificates);
    var key = readKey(keyFile);
    if (!belongTogether(key, chain.getFirst(), suite)) {
      throw new IOException(
          "the key in " + keyFile + " is not that of the first certificate in " + certificates);
    }
    return new Credential(key, chain);
  }

  /**
   * Writes both files durably, the key first and readable by its owner only.
   *
   * @throws IOException when a file cannot be written
   */
  public void write(Path certificates, Path keyFile) throws IOException {
    DurableFile.write(keyFile, keyPem(key), true);
    DurableFile.write(
        certificates, Certificates.toPem(chain).getBytes(StandardCharsets.US_ASCII), false);
  }

  /** A private key as PKCS #8 in PEM. */
  public static byte[] keyPem(PrivateKey key) {
    return Pem.write(List.of(new Pem.Block("PRIVATE KEY", key.getEncoded())))
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads an unencrypted private key: PKCS #8, or SEC 1 for elliptic curves.
   *
   * @throws IOException when there is none, or one for RSASSA-PSS with parameters that do not count
   *     here; the message names the file
   */
  public static PrivateKey readKey(Path file) throws IOException {
    for (var block : Pem.read(Files.readString(file, StandardCharsets.US_ASCII))) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return decode(file, block.der());
        }
        case "EC PRIVATE KEY" -> {
          var curve = ECPrivateKey.getInstance(block.der());
          return decode(
              file,
              new PrivateKeyInfo(
                      new AlgorithmIdentifier(
                          X9ObjectIdentifiers.id_ecPublicKey, curve.getParametersObject()),
                      curve)
                  .getEncoded());
        }
        default -> {}
      }
    }
    throw new IOException(file + " holds no unencrypted private key");
  }

  private static PrivateKey decode(Path file, byte[] pkcs8) throws IOException {
    try {
      var algorithm = PrivateKeyInfo.getInstance(pkcs8).getPrivateKeyAlgorithm();
      return KeyFactory.getInstance(keyAlgorithm(algorithm))
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " holds no usable private key: " + e.getMessage(), e);
    }
  }

  private static String keyAlgorithm(AlgorithmIdentifier of) {
    var algorithm = of.getAlgorithm();
    if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return "EC";
    }
    if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return "RSA";
    }
    if (algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      demandThatWeObey(of);
      return "RSASSA-PSS";
    }
    if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)
        || algorithm.equals(EdECObjectIdentifiers.id_Ed448)) {
      return "EdDSA";
    }
    throw new IllegalArgumentException("key algorithm " + algorithm);
  }

  /** Whoever brings a key learns it when that is read, not when it is to sign. */
  private static void demandThatWeObey(AlgorithmIdentifier key) {
    PssParameters.signing(key);
  }

  private static boolean belongTogether(
      PrivateKey key, X509Certificate certificate, CryptoSuite suite) {
    var probe = suite.randomBytes(32);
    try {
      return suite.verify(
          certificate.getPublicKey(),
          suite.signatureAlgorithm(certificate.getPublicKey()),
          probe,
          suite.sign(key, probe));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return false;
    }
  }
}
