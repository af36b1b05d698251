package dev.brski.factory;

import dev.brski.issuance.CertificateProfile;
import dev.brski.trust.HardwareModuleName;
import dev.brski.verdict.Verdict;
import java.time.Instant;

/** Where an IDevID has the serial number of its device (RFC 8995 section 2.3.1). */
public sealed interface SerialNumberPlace {

  /** In the attribute serialNumber of the subject. */
  record Subject() implements SerialNumberPlace {}

  /**
   * In a hardware module name (RFC 4108 section 5), and not in the subject.
   *
   * @param type hwType: the kind of hardware, an object identifier
   */
  record HardwareModule(String type) implements SerialNumberPlace {

    /** A type of hardware that says nothing of it, under the arc of UUIDs (ITU-T X.667). */
    public static final String NO_KIND = "2.25.164903991348712630864264810569505974849";

    /** Of no particular kind: {@link #NO_KIND}. */
    public static HardwareModule ofNoKind() {
      return new HardwareModule(NO_KIND);
    }
  }

  /** The birth certificate of a device, as it is to be made; the place must be usable. */
  default CertificateProfile idevid(String serialNumber, String manufacturer, Instant from) {
    return switch (this) {
      case Subject() -> CertificateProfile.idevid(serialNumber, manufacturer, from);
      case HardwareModule(String type) ->
          CertificateProfile.idevidOfHardware(serialNumber, type, manufacturer, from);
    };
  }

  /** The place, unless its hwType is no object identifier. */
  default Verdict<SerialNumberPlace> usable() {
    return switch (this) {
      case Subject() -> Verdict.accepted(this);
      case HardwareModule(String type) ->
          HardwareModuleName.isType(type)
              ? Verdict.accepted(this)
              : Verdict.refused(
                  FactoryCheck.HARDWARE_TYPE,
                  "'" + type + "' is no object identifier",
                  "Give one in dotted form, such as 1.3.6.1.4.1.99999.1.");
    };
  }
}
