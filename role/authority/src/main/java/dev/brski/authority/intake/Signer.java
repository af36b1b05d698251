package dev.brski.authority.intake;

import dev.brski.authority.ledger.Device;
import dev.brski.authority.ledger.Registrar;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Who has proven to have signed a message. */
public sealed interface Signer {

  /** What it is signed with. */
  X509Certificate certificate();

  /** The serial number of the device, if it is one. */
  Optional<String> device();

  /** A device. */
  sealed interface OfDevice extends Signer {

    /** The operator's name for who made it. */
    String manufacturer();

    /** The device's. */
    String serialNumber();

    @Override
    default Optional<String> device() {
      return Optional.of(serialNumber());
    }
  }

  /** A device of a known manufacturer, by its birth certificate. */
  record ByIdevid(X509Certificate certificate, String manufacturer, String serialNumber)
      implements OfDevice {}

  /**
   * A device with a certificate that this authority issued.
   *
   * @param profile the name of that certificate's profile
   */
  record ByLdevid(X509Certificate certificate, Device of, String profile) implements OfDevice {

    @Override
    public String manufacturer() {
      return of.manufacturer();
    }

    @Override
    public String serialNumber() {
      return of.serialNumber();
    }
  }

  /**
   * A device for which a registrar answers: the registrar's protection is there, the device's is
   * not (RFC 9483 sections 5.2.3 and 5.3.1).
   *
   * @param registrar who signed
   * @param shown the device's certificate that the registrar sent along, if it did
   */
  record OnBehalf(
      Registrar registrar,
      String manufacturer,
      String serialNumber,
      Optional<X509Certificate> shown)
      implements OfDevice {

    @Override
    public X509Certificate certificate() {
      return registrar.certificate();
    }
  }

  /** A registrar that this authority made and has not revoked. */
  record ByRegistrar(Registrar registrar) implements Signer {

    @Override
    public X509Certificate certificate() {
      return registrar.certificate();
    }

    @Override
    public Optional<String> device() {
      return Optional.empty();
    }
  }
}
