package dev.brski.authority.profile;

import dev.brski.trust.Oids;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;

/** The subjectAltNames of profiles, as persons read them. */
public final class AlternativeNames {

  private AlternativeNames() {}

  /** Each with its kind, such as {@code dns:plc7.example.com}. */
  public static List<String> words(List<GeneralName> names) {
    return names.stream().map(AlternativeNames::word).toList();
  }

  private static String word(GeneralName name) {
    return switch (name.getTagNo()) {
      case GeneralName.dNSName -> "dns:" + name.getName();
      case GeneralName.uniformResourceIdentifier -> "uri:" + name.getName();
      case GeneralName.rfc822Name -> "email:" + name.getName();
      case GeneralName.iPAddress -> "ip:" + address(ASN1OctetString.getInstance(name.getName()));
      case GeneralName.otherName -> other(OtherName.getInstance(name.getName()));
      default -> name.toString();
    };
  }

  private static String address(ASN1OctetString octets) {
    try {
      return InetAddress.getByAddress(octets.getOctets()).getHostAddress();
    } catch (UnknownHostException _) {
      return octets.toString();
    }
  }

  private static String other(OtherName name) {
    return (name.getTypeID().getId().equals(Oids.ACP_NODE_NAME)
            ? "acp-node-name"
            : name.getTypeID().getId())
        + ":"
        + name.getValue();
  }
}
