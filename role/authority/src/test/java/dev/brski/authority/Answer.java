package dev.brski.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.trust.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.CertResponse;
import org.bouncycastle.asn1.cmp.ErrorMsgContent;
import org.bouncycastle.asn1.cmp.GenRepContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cmp.PollRepContent;
import org.bouncycastle.asn1.cmp.ProtectedPart;
import org.bouncycastle.asn1.cmp.RevRepContent;
import org.bouncycastle.asn1.x509.Certificate;

/** What the authority answered, read by another library than the one that wrote it. */
record Answer(byte[] octets) {

  private PKIMessage message() {
    return PKIMessage.getInstance(octets);
  }

  PKIHeader header() {
    return message().getHeader();
  }

  int type() {
    return message().getBody().getType();
  }

  private ASN1Encodable content() {
    return message().getBody().getContent();
  }

  List<Answer> nested() {
    assertThat(type()).isEqualTo(PKIBody.TYPE_NESTED);
    var answers = new ArrayList<Answer>();
    for (var element : ASN1Sequence.getInstance(content())) {
      answers.add(new Answer(TestMessage.der(PKIMessage.getInstance(element))));
    }
    return answers;
  }

  private CertResponse response() {
    var responses = CertRepMessage.getInstance(content()).getResponse();
    assertThat(responses).hasSize(1);
    return responses[0];
  }

  PKIStatusInfo status() {
    return switch (type()) {
      case PKIBody.TYPE_ERROR -> ErrorMsgContent.getInstance(content()).getPKIStatusInfo();
      case PKIBody.TYPE_REVOCATION_REP -> revocation();
      default -> response().getStatus();
    };
  }

  private PKIStatusInfo revocation() {
    var statuses = RevRepContent.getInstance(content()).getStatus();
    assertThat(statuses).hasSize(1);
    return statuses[0];
  }

  InfoTypeAndValue information() {
    assertThat(type()).isEqualTo(PKIBody.TYPE_GEN_REP);
    var infos = GenRepContent.getInstance(content()).toInfoTypeAndValueArray();
    assertThat(infos).hasSize(1);
    return infos[0];
  }

  int certReqId() {
    return response().getCertReqId().intValueExact();
  }

  PollRepContent pollRep() {
    return PollRepContent.getInstance(content());
  }

  int statusNumber() {
    return status().getStatus().intValueExact();
  }

  int failInfo() {
    var bits = status().getFailInfo();
    return bits == null ? 0 : bits.intValue();
  }

  String text() {
    return status().getStatusString().getStringAtUTF8(0).getString();
  }

  boolean hasCaPubs() {
    return CertRepMessage.getInstance(content()).getCaPubs() != null;
  }

  Optional<X509Certificate> certificate() {
    var pair = response().getCertifiedKeyPair();
    return pair == null
        ? Optional.empty()
        : Optional.of(parsed(pair.getCertOrEncCert().getCertificate().getX509v3PKCert()));
  }

  List<X509Certificate> extraCerts() {
    return Arrays.stream(message().getExtraCerts())
        .map(certificate -> parsed(certificate.getX509v3PKCert()))
        .toList();
  }

  Optional<ASN1Encodable> info(ASN1ObjectIdentifier type) {
    var infos = header().getGeneralInfo();
    return infos == null
        ? Optional.empty()
        : Arrays.stream(infos)
            .filter(info -> info.getInfoType().equals(type))
            .map(InfoTypeAndValue::getInfoValue)
            .findFirst();
  }

  boolean grantsImplicitConfirm() {
    return info(CMPObjectIdentifiers.it_implicitConfirm).isPresent();
  }

  byte[] senderNonce() {
    return header().getSenderNonce().getOctets();
  }

  byte[] recipNonce() {
    return header().getRecipNonce().getOctets();
  }

  byte[] transactionId() {
    return ASN1OctetString.getInstance(header().getTransactionID()).getOctets();
  }

  /** Whether the first of its extraCerts made the protection. */
  boolean verifies() {
    try {
      return TestDevice.SUITE.verify(
          extraCerts().getFirst().getPublicKey(),
          header().getProtectionAlg(),
          TestMessage.der(new ProtectedPart(header(), message().getBody())),
          message().getProtection().getOctets());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate parsed(Certificate certificate) {
    try {
      return Certificates.parse(certificate.getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
