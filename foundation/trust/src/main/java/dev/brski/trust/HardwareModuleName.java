package dev.brski.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;

/**
 * The name of a piece of hardware in a subjectAltName (RFC 4108 section 5, IEEE 802.1AR).
 *
 * @param type hwType, in dotted form: the kind of hardware
 * @param serialNumber hwSerialNum: any octets
 */
public record HardwareModuleName(String type, byte[] serialNumber) {

  /** Copies the octets in. */
  public HardwareModuleName {
    serialNumber = serialNumber.clone();
  }

  @Override
  public byte[] serialNumber() {
    return serialNumber.clone();
  }

  /**
   * All that a certificate has, in their order.
   *
   * @throws CertificateParsingException when the subjectAltName or one of them is malformed
   */
  public static List<HardwareModuleName> of(X509Certificate certificate)
      throws CertificateParsingException {
    var value = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
    if (value == null) {
      return List.of();
    }
    try {
      var found = new ArrayList<HardwareModuleName>();
      var names = GeneralNames.getInstance(ASN1OctetString.getInstance(value).getOctets());
      for (var name : names.getNames()) {
        if (name.getTagNo() == GeneralName.otherName) {
          var other = OtherName.getInstance(name.getName());
          if (other.getTypeID().getId().equals(Oids.HARDWARE_MODULE_NAME)) {
            found.add(read(ASN1Sequence.getInstance(other.getValue())));
          }
        }
      }
      return List.copyOf(found);
    } catch (RuntimeException e) {
      throw new CertificateParsingException("the subjectAltName: " + e.getMessage(), e);
    }
  }

  private static HardwareModuleName read(ASN1Sequence module) {
    if (module.size() != 2) {
      throw new IllegalArgumentException("a hardware module name of " + module.size() + " parts");
    }
    return new HardwareModuleName(
        ASN1ObjectIdentifier.getInstance(module.getObjectAt(0)).getId(),
        ASN1OctetString.getInstance(module.getObjectAt(1)).getOctets());
  }

  /** Whether a text is an object identifier in dotted form, and so can be a hwType. */
  public static boolean isType(String text) {
    return ASN1ObjectIdentifier.tryFromID(text) != null;
  }

  /**
   * As it stands in a subjectAltName.
   *
   * @throws IllegalArgumentException when its type is no object identifier
   */
  public GeneralName toGeneralName() {
    return new GeneralName(
        GeneralName.otherName,
        new OtherName(
            new ASN1ObjectIdentifier(Oids.HARDWARE_MODULE_NAME),
            new DERSequence(
                new ASN1Encodable[] {
                  new ASN1ObjectIdentifier(type), new DEROctetString(serialNumber)
                })));
  }
}
