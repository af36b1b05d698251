package dev.brski.authority.issuing;

import dev.brski.trust.Oids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * The subject of a certificate: the names configured for the domain, then the serial number that
 * the IDevID vouches for. Nothing of it is taken from the request.
 */
public final class SubjectPolicy {

  private static final ASN1ObjectIdentifier SERIAL_NUMBER =
      new ASN1ObjectIdentifier(Oids.SERIAL_NUMBER_ATTRIBUTE);

  private final List<RDN> configured;

  private SubjectPolicy(List<RDN> configured) {
    this.configured = List.copyOf(configured);
  }

  /**
   * The policy of a configured text such as {@code O=Plant 7,OU=Line 2}, most general name first;
   * an empty text adds nothing to the serial number.
   *
   * @throws IllegalArgumentException when the text is no name, or brings a serialNumber of its own
   */
  public static SubjectPolicy parse(String configured) {
    if (configured.isBlank()) {
      return new SubjectPolicy(List.of());
    }
    var name = new X500Name(configured);
    if (name.getRDNs(SERIAL_NUMBER).length > 0) {
      throw new IllegalArgumentException("the serialNumber comes from the device");
    }
    return new SubjectPolicy(Arrays.asList(name.getRDNs()));
  }

  /** The subject for any device: its serialNumber is empty, to be filled in (RFC 9483 4.3.3). */
  X500Principal template() {
    return subjectOf("");
  }

  /** The subject for a device. */
  public X500Principal subjectOf(String serialNumber) {
    var names = new ArrayList<>(configured);
    names.add(new RDN(SERIAL_NUMBER, text(serialNumber)));
    try {
      return new X500Principal(new X500Name(names.toArray(RDN[]::new)).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException("a name in memory cannot fail to be written", e);
    }
  }

  private static ASN1Encodable text(String serialNumber) {
    return DERPrintableString.isPrintableString(serialNumber)
        ? new DERPrintableString(serialNumber)
        : new DERUTF8String(serialNumber);
  }
}
