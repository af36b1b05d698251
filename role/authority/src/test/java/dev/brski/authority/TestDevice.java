package dev.brski.authority;

import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.security.KeyPair;

/**
 * A device as its maker ships it.
 *
 * @param idevid its birth certificate with the key, and the chain below the anchor
 * @param newKeys the key pair that it wants certified
 */
record TestDevice(String serialNumber, Credential idevid, KeyPair newKeys) {

  static final CryptoSuite SUITE = CryptoSuite.standard();

  TestDevice withNewKeys(KeyPair keys) {
    return new TestDevice(serialNumber, idevid, keys);
  }

  DeviceRequest request() {
    return new DeviceRequest(this);
  }
}
