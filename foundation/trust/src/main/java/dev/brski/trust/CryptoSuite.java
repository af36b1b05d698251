package dev.brski.trust;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureNameFinder;

/**
 * The one place where a cryptographic provider is chosen; nothing is registered in the JVM.
 *
 * <p>Instances are immutable and safe for concurrent use.
 */
public final class CryptoSuite {

  private final Provider provider;
  private final SecureRandom random;

  private CryptoSuite(Provider provider, SecureRandom random) {
    this.provider = provider;
    this.random = random;
  }

  /** The suite used everywhere unless a composition root chooses another. */
  public static CryptoSuite standard() {
    return new CryptoSuite(new SuiteProvider(), new SecureRandom());
  }

  /** The provider behind this suite, for libraries that take one as an object. */
  public Provider provider() {
    return provider;
  }

  /** A cryptographically strong source of randomness. */
  public SecureRandom random() {
    return random;
  }

  /** Fresh random octets. */
  public byte[] randomBytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A fresh key pair on the curve P-256. */
  public KeyPair generateKeyPair() {
    return generateKeyPair(KeyKind.P_256);
  }

  /** A fresh key pair of a kind. */
  public KeyPair generateKeyPair(KeyKind kind) {
    try {
      var generator = KeyPairGenerator.getInstance(kind.generator(), provider);
      switch (kind) {
        case P_256, P_384, P_521 ->
            generator.initialize(new ECGenParameterSpec(kind.parameter()), random);
        case RSA_2048, RSA_3072, RSA_4096 ->
            generator.initialize(Integer.parseInt(kind.parameter()), random);
        case RSA_PSS_2048, RSA_PSS_3072, RSA_PSS_4096 ->
            generator.initialize(
                new RSAKeyGenParameterSpec(
                    Integer.parseInt(kind.parameter()),
                    RSAKeyGenParameterSpec.F4,
                    PssParameters.USUAL.spec()),
                random);
        case ED25519, ED448 -> {
          // The name of the generator says all.
        }
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the provider cannot make keys of " + kind.word(), e);
    }
  }

  /**
   * A public key from the DER of its SubjectPublicKeyInfo. What a stranger sends is shown to the
   * {@link AlgorithmPolicy} first.
   *
   * @throws GeneralSecurityException when it is none, or of an algorithm that this suite lacks
   */
  public PublicKey publicKey(byte[] info) throws GeneralSecurityException {
    try {
      var algorithm = SubjectPublicKeyInfo.getInstance(info).getAlgorithm().getAlgorithm();
      return KeyFactory.getInstance(algorithm.getId(), provider)
          .generatePublic(new X509EncodedKeySpec(info));
    } catch (RuntimeException e) {
      throw new InvalidKeySpecException("not a public key: " + e.getMessage(), e);
    }
  }

  /**
   * The signature algorithm that goes with a key (RFC 9481 section 3): ECDSA with the hash of the
   * curve's size, RSA PKCS #1 with SHA-256, RSASSA-PSS for a key that is for it alone, with the
   * parameters that it names or else SHA-256, EdDSA by its curve.
   *
   * @throws IllegalArgumentException when no algorithm is known for the key
   */
  public AlgorithmIdentifier signatureAlgorithm(PublicKey key) {
    return algorithm(key, () -> SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm());
  }

  private static AlgorithmIdentifier signatureAlgorithm(PrivateKey key) {
    return algorithm(
        key, () -> PrivateKeyInfo.getInstance(key.getEncoded()).getPrivateKeyAlgorithm());
  }

  /**
   * Signs data with the algorithm that goes with the key.
   *
   * @throws IllegalArgumentException when the key cannot sign
   */
  public byte[] sign(PrivateKey key, byte[] data) {
    try {
      var signature = signing(key, signatureAlgorithm(key));
      signature.update(data);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the key cannot sign: " + e.getMessage(), e);
    }
  }

  /**
   * Whether the signature over the data verifies. A signature that cannot even be read does not,
   * nor does any under a key that is none, such as a point that is not on its curve.
   *
   * @throws NoSuchAlgorithmException when the algorithm is not one that this suite knows
   */
  public boolean verify(
      PublicKey key, AlgorithmIdentifier algorithm, byte[] data, byte[] signatureValue)
      throws NoSuchAlgorithmException {
    var signature = signature(algorithm);
    try {
      signature.initVerify(key);
      signature.update(data);
      return signature.verify(signatureValue);
    } catch (InvalidKeyException | SignatureException | IllegalArgumentException _) {
      return false;
    }
  }

  /** A signer of certificates, CMS and CMP structures for a key. */
  public ContentSigner contentSigner(PrivateKey key) {
    var algorithm = signatureAlgorithm(key);
    try {
      return new SignatureSigner(algorithm, signing(key, algorithm));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the key cannot sign: " + e.getMessage(), e);
    }
  }

  private Signature signing(PrivateKey key, AlgorithmIdentifier algorithm)
      throws GeneralSecurityException {
    var signature = signature(algorithm);
    signature.initSign(key, random);
    return signature;
  }

  private Signature signature(AlgorithmIdentifier algorithm) throws NoSuchAlgorithmException {
    if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      return Signature.getInstance(
          new DefaultSignatureNameFinder().getAlgorithmName(algorithm), provider);
    }
    var parameters =
        PssParameters.of(algorithm)
            .orElseThrow(
                () -> new NoSuchAlgorithmException("RSASSA-PSS with parameters that do not count"));
    var signature = Signature.getInstance(parameters.signature(), provider);
    try {
      signature.setParameter(parameters.spec());
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("the provider refuses its own parameters", e);
    }
    return signature;
  }

  /** The SHA-256 digest of the data. */
  public static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** HMAC with SHA-256 (RFC 2104). */
  public static byte[] hmacSha256(byte[] key, byte[] data) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /**
   * The algorithm that a key signs with.
   *
   * @param named how the encoded key names its own algorithm
   */
  private static AlgorithmIdentifier algorithm(Key key, Supplier<AlgorithmIdentifier> named) {
    var algorithm = key.getAlgorithm();
    return switch (algorithm) {
      case "EC", "ECDSA" -> find(ecdsaName(key));
      case "RSA" -> find("SHA256withRSA");
      case "RSASSA-PSS" -> PssParameters.signing(named.get()).algorithm();
      case "Ed25519", "Ed448" -> find(algorithm);
      case "EdDSA" ->
          find(key instanceof EdECKey edwards ? edwards.getParams().getName() : "Ed25519");
      default -> throw new IllegalArgumentException("no signature algorithm for " + algorithm);
    };
  }

  private static AlgorithmIdentifier find(String name) {
    return new DefaultSignatureAlgorithmIdentifierFinder().find(name);
  }

  private static String ecdsaName(Key key) {
    if (!(key instanceof ECKey curveKey)) {
      throw new IllegalArgumentException("an EC key without curve parameters");
    }
    int bits = curveKey.getParams().getCurve().getField().getFieldSize();
    if (bits <= 256) {
      return "SHA256withECDSA";
    }
    return bits <= 384 ? "SHA384withECDSA" : "SHA512withECDSA";
  }

  private record SignatureSigner(AlgorithmIdentifier algorithm, Signature signature)
      implements ContentSigner {

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return algorithm;
    }

    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int octet) throws IOException {
          write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
          try {
            signature.update(octets, offset, length);
          } catch (SignatureException e) {
            throw new IOException(e);
          }
        }
      };
    }

    @Override
    public byte[] getSignature() {
      try {
        return signature.sign();
      } catch (SignatureException e) {
        throw new IllegalStateException("signing failed", e);
      }
    }
  }
}
