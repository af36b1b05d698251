package dev.brski.cmp;

import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extensions;

/** Reads the PKCS #10 request of a p10cr (RFC 2986 section 4.2). */
final class Pkcs10Reader {

  private Pkcs10Reader() {}

  /** Whether a message can carry these octets as the body of a p10cr. */
  static Verdict<byte[]> carried(byte[] certificationRequest) {
    try {
      var _ = read(Der.scan(certificationRequest, CmpLimits.standard()));
      return Verdict.accepted(certificationRequest);
    } catch (MalformedMessage e) {
      return e.check().refused(e.causeText());
    } catch (IOException | RuntimeException e) {
      return CmpCheck.SYNTAX.refused("no PKCS #10: " + e.getMessage());
    }
  }

  static Body.Pkcs10Request read(Der.Element element) throws MalformedMessage, IOException {
    var request = CertificationRequest.getInstance(element.encoded());
    var info = request.getCertificationRequestInfo();
    return new Body.Pkcs10Request(
        info.getVersion().getValue(),
        element.children().getFirst().encoded(),
        new CertReqMsg.Template(
            Optional.empty(),
            false,
            Optional.of(new X500Principal(info.getSubject().getEncoded())),
            Optional.of(info.getSubjectPublicKeyInfo()),
            requestedExtensions(info)),
        new CertReqMsg.Popo.Signature(
            request.getSignatureAlgorithm(), request.getSignature().getOctets(), false));
  }

  private static Optional<Extensions> requestedExtensions(CertificationRequestInfo info)
      throws MalformedMessage {
    if (info.getAttributes() == null) {
      return Optional.empty();
    }
    Optional<Extensions> found = Optional.empty();
    for (var element : info.getAttributes()) {
      var attribute = Attribute.getInstance(element);
      if (attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
        var values = attribute.getAttributeValues();
        if (found.isPresent() || values.length != 1) {
          throw MalformedMessage.syntax("not exactly one extensionRequest");
        }
        found = Optional.of(Extensions.getInstance(values[0]));
      }
    }
    return found;
  }
}
