package dev.brski.authority;

import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A device as its maker ships it.
 *
 * @param idevid what it signs with: its birth certificate with the key, and the chain below the
 *     anchor; or, of a member, the certificate of the domain
 * @param newKeys the key pair that it wants certified
 */
record TestDevice(String serialNumber, Credential idevid, KeyPair newKeys) {

  static final CryptoSuite SUITE = CryptoSuite.standard();

  /** The device with a certificate for its new keys, and again new ones. */
  TestDevice member(X509Certificate certificate, X509Certificate issuer) {
    return new TestDevice(
        serialNumber,
        new Credential(newKeys.getPrivate(), List.of(certificate, issuer)),
        SUITE.generateKeyPair());
  }

  X509Certificate certificate() {
    return idevid.leaf();
  }

  TestDevice withNewKeys(KeyPair keys) {
    return new TestDevice(serialNumber, idevid, keys);
  }

  DeviceRequest request() {
    return new DeviceRequest(this);
  }
}
