package dev.brski.registrar.admission;

import dev.brski.time.Clock;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Judges who is at the other end of TLS, by the manufacturers that are taken now. */
public final class Admission {

  /**
   * A device that has shown a good IDevID.
   *
   * @param manufacturer who made it
   * @param serialNumber of the IDevID, in the field that the manufacturer uses
   * @param idevid the certificate itself
   */
  public record Known(Manufacturer manufacturer, String serialNumber, X509Certificate idevid) {

    /** SHA-256 of the IDevID, lower-case hexadecimal: what identifies it across connections. */
    public String fingerprint() {
      return Certificates.fingerprint(idevid);
    }
  }

  private final PathValidator validator;
  private final Clock clock;
  private final AtomicReference<List<Manufacturer>> manufacturers;

  /** With the manufacturers known at the start. */
  public Admission(PathValidator validator, Clock clock, List<Manufacturer> manufacturers) {
    this.validator = validator;
    this.clock = clock;
    this.manufacturers = new AtomicReference<>(List.copyOf(manufacturers));
  }

  /** The manufacturers that are taken now. */
  public List<Manufacturer> manufacturers() {
    return manufacturers.get();
  }

  /** Takes these from now on. */
  public void take(List<Manufacturer> changed) {
    manufacturers.set(List.copyOf(changed));
  }

  /** The manufacturer of a name, if it is taken now. */
  public Optional<Manufacturer> manufacturer(String name) {
    return manufacturers().stream().filter(taken -> taken.name().equals(name)).findFirst();
  }

  /** What anchors any IDevID that is taken now. */
  public Anchors anchors() {
    return Anchors.of(
        manufacturers().stream()
            .flatMap(manufacturer -> manufacturer.idevid().certificates().stream())
            .distinct()
            .toList());
  }

  /** The device behind the certificates with which a client authenticated its connection. */
  public Verdict<Known> identify(List<X509Certificate> clientChain) {
    if (clientChain.isEmpty()) {
      return Verdict.refused(
          AdmissionCheck.CLIENT_CERTIFICATE,
          "the client showed no certificate",
          "Look whether the device has its IDevID and sends it.");
    }
    var leaf = clientChain.getFirst();
    Optional<Refusal> nearest = Optional.empty();
    for (var manufacturer : manufacturers()) {
      var path =
          validator.validate(leaf, clientChain, manufacturer.idevid(), Purpose.IDEVID, clock.now());
      switch (path) {
        case Verdict.Accepted<?> _ -> {
          return manufacturer
              .serialNumberOf(leaf)
              .map(serialNumber -> new Known(manufacturer, serialNumber, leaf));
        }
        case Verdict.Refused<?>(Refusal refusal) -> nearest = Optional.of(refusal);
      }
    }
    var cause =
        nearest.map(Refusal::cause).orElse("no manufacturer is configured")
            + "; the certificate is of "
            + name(leaf)
            + ", issued by "
            + Description.printable(leaf.getIssuerX500Principal().getName());
    var refusal =
        Refusal.of(
            AdmissionCheck.MANUFACTURER,
            cause,
            "If the device may join, add its manufacturer: brski registrar manufacturer add.");
    return Verdict.refused(
        SerialNumberField.own(leaf) instanceof Verdict.Accepted<String>(var serialNumber)
            ? refusal.withDevice(Description.printable(serialNumber))
            : refusal);
  }

  private static String name(X509Certificate certificate) {
    return Description.printable(certificate.getSubjectX500Principal().getName());
  }
}
