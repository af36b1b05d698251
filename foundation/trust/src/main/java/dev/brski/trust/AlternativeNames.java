package dev.brski.trust;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;

/** The names of a subjectAltName (RFC 5280 section 4.2.1.6), as persons read them. */
public final class AlternativeNames {

  private AlternativeNames() {}

  /**
   * Each with its kind, such as {@code dns:plc7.example.com}; of an otherName that has no word here
   * the type alone. They say what is written in them, which may be anything.
   */
  public static List<String> words(Collection<GeneralName> names) {
    return names.stream().map(AlternativeNames::word).toList();
  }

  private static String word(GeneralName name) {
    return switch (name.getTagNo()) {
      case GeneralName.dNSName -> "dns:" + text(name.getName());
      case GeneralName.uniformResourceIdentifier -> "uri:" + text(name.getName());
      case GeneralName.rfc822Name -> "email:" + text(name.getName());
      case GeneralName.iPAddress -> "ip:" + address(ASN1OctetString.getInstance(name.getName()));
      case GeneralName.otherName -> other(OtherName.getInstance(name.getName()));
      default -> name.toString();
    };
  }

  private static String address(ASN1OctetString octets) {
    try {
      return octets.getOctetsLength() == 0
          ? ""
          : InetAddress.getByAddress(octets.getOctets()).getHostAddress();
    } catch (UnknownHostException _) {
      return octets.toString();
    }
  }

  private static String other(OtherName name) {
    return name.getTypeID().getId().equals(Oids.ACP_NODE_NAME)
        ? "acp-node-name:" + text(name.getValue())
        : "other:" + name.getTypeID().getId();
  }

  private static String text(ASN1Encodable value) {
    return value instanceof ASN1String text ? text.getString() : value.toString();
  }
}
