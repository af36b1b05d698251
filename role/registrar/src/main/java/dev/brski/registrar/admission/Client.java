package dev.brski.registrar.admission;

import java.security.cert.X509Certificate;

/** Who has authenticated a connection. */
public sealed interface Client {

  /** The device's serial number. */
  String serialNumber();

  /** What it has shown, and signs its messages with. */
  X509Certificate certificate();

  /** SHA-256 of that, lower-case hexadecimal. */
  String fingerprint();

  /** A device with its IDevID. */
  record Device(Admission.Known known) implements Client {

    @Override
    public String serialNumber() {
      return known.serialNumber();
    }

    @Override
    public X509Certificate certificate() {
      return known.idevid();
    }

    @Override
    public String fingerprint() {
      return known.fingerprint();
    }
  }

  /** A device with its LDevID of this domain. */
  record Member(Membership.Known known) implements Client {

    @Override
    public String serialNumber() {
      return known.serialNumber();
    }

    @Override
    public X509Certificate certificate() {
      return known.ldevid();
    }

    @Override
    public String fingerprint() {
      return known.fingerprint();
    }
  }
}
