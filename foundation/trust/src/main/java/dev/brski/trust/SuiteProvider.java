package dev.brski.trust;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.List;
import org.bouncycastle.jcajce.provider.asymmetric.ec.KeyPairGeneratorSpi;
import org.bouncycastle.jcajce.provider.asymmetric.ec.SignatureSpi;
import org.bouncycastle.jcajce.provider.asymmetric.rsa.DigestSignatureSpi;
import org.bouncycastle.jcajce.provider.asymmetric.rsa.PSSSignatureSpi;
import org.bouncycastle.jcajce.provider.digest.SHA3;

/**
 * What the {@link AlgorithmPolicy} accepts, and nothing else: ECDSA and RSA as Bouncy Castle
 * computes them, EdDSA and SHA-2 as the platform does, which also makes RSA keys. Bouncy Castle's
 * own provider knows thousands of names, and takes a quarter of a second to learn them.
 */
final class SuiteProvider extends Provider {

  private static final long serialVersionUID = 1L;

  private static final String SIGNATURE = "Signature";
  private static final String KEY_FACTORY = "KeyFactory";
  private static final String KEY_PAIR_GENERATOR = "KeyPairGenerator";
  private static final String DIGEST = "MessageDigest";

  SuiteProvider() {
    super("brski", "1", "the algorithms of RFC 9481 that count here");
    ecdsa();
    rsa();
    edwards("Ed25519", "1.3.101.112");
    edwards("Ed448", "1.3.101.113");
    digest("SHA-256", "2.16.840.1.101.3.4.2.1");
    digest("SHA-384", "2.16.840.1.101.3.4.2.2");
    digest("SHA-512", "2.16.840.1.101.3.4.2.3");
    add(DIGEST, "SHAKE256-512", SHA3.DigestShake256_512::new, "2.16.840.1.101.3.4.2.18");
  }

  private void ecdsa() {
    add(KEY_PAIR_GENERATOR, "EC", KeyPairGeneratorSpi.EC::new);
    add(
        KEY_FACTORY,
        "EC",
        org.bouncycastle.jcajce.provider.asymmetric.ec.KeyFactorySpi.EC::new,
        "1.2.840.10045.2.1");
    add(SIGNATURE, "SHA256withECDSA", SignatureSpi.ecDSA256::new);
    add(SIGNATURE, "SHA384withECDSA", SignatureSpi.ecDSA384::new);
    add(SIGNATURE, "SHA512withECDSA", SignatureSpi.ecDSA512::new);
  }

  private void rsa() {
    add(KEY_PAIR_GENERATOR, "RSA", () -> KeyPairGenerator.getInstance("RSA"));
    add(KEY_PAIR_GENERATOR, "RSASSA-PSS", () -> KeyPairGenerator.getInstance("RSASSA-PSS"));
    add(
        KEY_FACTORY,
        "RSA",
        org.bouncycastle.jcajce.provider.asymmetric.rsa.KeyFactorySpi::new,
        "1.2.840.113549.1.1.1",
        "1.2.840.113549.1.1.10");
    add(SIGNATURE, "SHA256withRSA", DigestSignatureSpi.SHA256::new);
    add(SIGNATURE, "SHA384withRSA", DigestSignatureSpi.SHA384::new);
    add(SIGNATURE, "SHA512withRSA", DigestSignatureSpi.SHA512::new);
    add(SIGNATURE, "SHA256withRSAandMGF1", PSSSignatureSpi.SHA256withRSA::new);
    add(SIGNATURE, "SHA384withRSAandMGF1", PSSSignatureSpi.SHA384withRSA::new);
    add(SIGNATURE, "SHA512withRSAandMGF1", PSSSignatureSpi.SHA512withRSA::new);
  }

  private void edwards(String curve, String identifier) {
    add(KEY_PAIR_GENERATOR, curve, () -> KeyPairGenerator.getInstance(curve));
    add(KEY_FACTORY, curve, () -> new PlatformKeys(KeyFactory.getInstance(curve)), identifier);
    add(SIGNATURE, curve, () -> Signature.getInstance(curve));
  }

  private void digest(String name, String identifier) {
    add(DIGEST, name, () -> MessageDigest.getInstance(name), identifier);
  }

  private interface Maker {
    Object make() throws NoSuchAlgorithmException;
  }

  private void add(String type, String name, Maker maker, String... aliases) {
    putService(
        new Service(this, type, name, maker.getClass().getName(), List.of(aliases), null) {
          @Override
          public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return maker.make();
          }
        });
  }

  /** The platform's key factory, as a provider has to offer one. */
  private static final class PlatformKeys extends KeyFactorySpi {

    private final KeyFactory factory;

    PlatformKeys(KeyFactory factory) {
      this.factory = factory;
    }

    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
      return factory.generatePublic(spec);
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
      return factory.generatePrivate(spec);
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> kind)
        throws InvalidKeySpecException {
      return factory.getKeySpec(key, kind);
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
      return factory.translateKey(key);
    }
  }
}
