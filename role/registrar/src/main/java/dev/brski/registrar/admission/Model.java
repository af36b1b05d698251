package dev.brski.registrar.admission;

import dev.brski.trust.HardwareModuleName;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * A kind of device, as its IDevID tells it (RFC 8995 section 5.3): a name in the subject, or the
 * type of the hardware (RFC 4108 section 5, IEEE 802.1AR).
 *
 * @param attribute {@code CN}, {@code OU}, {@code T} or {@code hwType}
 * @param value what it must be, exactly; of {@code hwType} an object identifier
 */
public record Model(String attribute, String value) {

  private static final String HARDWARE_TYPE = "hwType";
  private static final Set<String> ATTRIBUTES = Set.of("CN", "OU", "T", HARDWARE_TYPE);

  /**
   * Reads a text such as {@code OU=Pump 3} or {@code hwType=1.3.6.1.4.1.99999.1}.
   *
   * @throws IllegalArgumentException if it is anything else; the message says what is wanted
   */
  public static Model parse(String text) {
    int at = text.indexOf('=');
    if (at < 0 || at == text.length() - 1 || !ATTRIBUTES.contains(text.substring(0, at))) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a model such as OU=Pump, CN=Pump, T=Pump or hwType=1.2.3.4");
    }
    return new Model(text.substring(0, at), text.substring(at + 1));
  }

  /**
   * Whether an IDevID that was found good is one of a device of this kind; one that is malformed is
   * not.
   */
  public boolean isOf(X509Certificate idevid) {
    try {
      return attribute.equals(HARDWARE_TYPE)
          ? HardwareModuleName.of(idevid).stream()
              .map(HardwareModuleName::type)
              .anyMatch(value::equals)
          : names(idevid).anyMatch(value::equals);
    } catch (CertificateParsingException | IllegalArgumentException _) {
      return false;
    }
  }

  private Stream<String> names(X509Certificate idevid) {
    var subject = X500Name.getInstance(idevid.getSubjectX500Principal().getEncoded());
    return Stream.of(subject.getRDNs(BCStyle.INSTANCE.attrNameToOID(attribute)))
        .flatMap(rdn -> Stream.of(rdn.getTypesAndValues()))
        .map(pair -> pair.getValue())
        .flatMap(
            found -> found instanceof ASN1String text ? Stream.of(text.getString()) : Stream.of());
  }

  @Override
  public String toString() {
    return attribute + "=" + value;
  }
}
