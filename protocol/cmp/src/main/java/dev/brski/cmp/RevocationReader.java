package dev.brski.cmp;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;

/** Reads RevReqContent (RFC 9810 section 5.3.9) so that no field is there twice or unseen. */
final class RevocationReader {

  private RevocationReader() {}

  static Body.RevocationRequest request(Der.Element content) throws MalformedMessage, IOException {
    if (content.tag() != Der.SEQUENCE) {
      throw MalformedMessage.syntax("RevReqContent is no SEQUENCE");
    }
    var details = new ArrayList<Body.RevocationDetails>();
    for (var element : content.children()) {
      details.add(details(element));
    }
    return new Body.RevocationRequest(details);
  }

  private static Body.RevocationDetails details(Der.Element element)
      throws MalformedMessage, IOException {
    var fields = element.children();
    if (element.tag() != Der.SEQUENCE || fields.isEmpty() || fields.size() > 2) {
      throw MalformedMessage.syntax("a RevDetails of " + fields.size() + " fields");
    }
    Der.demandAscendingTags(fields.getFirst().children());
    var template = CertTemplate.getInstance(fields.getFirst().encoded());
    return new Body.RevocationDetails(
        template.getIssuer() == null
            ? Optional.empty()
            : Optional.of(new X500Principal(template.getIssuer().getEncoded())),
        template.getSerialNumber() == null ? Optional.empty() : Optional.of(serialNumber(template)),
        fields.size() == 2 ? reasons(fields.get(1)) : List.of());
  }

  private static BigInteger serialNumber(CertTemplate template) {
    return template.getSerialNumber().getValue();
  }

  private static List<Integer> reasons(Der.Element entry) {
    var extensions = Extensions.getInstance(entry.encoded());
    var reason = extensions.getExtension(Extension.reasonCode);
    return reason == null
        ? List.of()
        : List.of(ASN1Enumerated.getInstance(reason.getParsedValue()).getValue().intValueExact());
  }
}
