package dev.brski.cmp;

import dev.brski.trust.Certificates;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.CRLSource;
import org.bouncycastle.asn1.cmp.CRLStatus;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.Time;

/** The infoType and infoValue of each genm (RFC 9483 section 4.3), read and written. */
final class InquiryCoding {

  private static final int DISTRIBUTION_POINT = 0;
  private static final int ISSUER = 1;

  private InquiryCoding() {}

  static Verdict<Inquiry> read(InfoTypeAndValue info) {
    var type = info.getInfoType();
    var value = Optional.ofNullable(info.getInfoValue());
    try {
      if (type.equals(CMPObjectIdentifiers.id_it_caCerts)) {
        return without(value, type, new Inquiry.CaCertificates());
      }
      if (type.equals(CMPObjectIdentifiers.id_it_certReqTemplate)) {
        return without(value, type, new Inquiry.RequestTemplate());
      }
      if (type.equals(CMPObjectIdentifiers.id_it_rootCaCert)) {
        return Verdict.accepted(
            new Inquiry.RootUpdate(
                value.isPresent() ? Optional.of(certificate(value.get())) : Optional.empty()));
      }
      if (type.equals(CMPObjectIdentifiers.id_it_crlStatusList)) {
        return revocationList(value);
      }
    } catch (IOException | CertificateException | RuntimeException e) {
      return CmpCheck.INFO_VALUE.refused(
          type + " with an infoValue that is none: " + e.getMessage());
    }
    return CmpCheck.INFO_TYPE.refused(type + " is no question of RFC 9483 section 4.3");
  }

  static InfoTypeAndValue write(Inquiry inquiry) {
    return switch (inquiry) {
      case Inquiry.CaCertificates() -> new InfoTypeAndValue(CMPObjectIdentifiers.id_it_caCerts);
      case Inquiry.RequestTemplate() ->
          new InfoTypeAndValue(CMPObjectIdentifiers.id_it_certReqTemplate);
      case Inquiry.RootUpdate(var root) ->
          new InfoTypeAndValue(
              CMPObjectIdentifiers.id_it_rootCaCert,
              root.map(InquiryCoding::certificate).orElse(null));
      case Inquiry.RevocationList list ->
          new InfoTypeAndValue(
              CMPObjectIdentifiers.id_it_crlStatusList, new DERSequence(status(list)));
    };
  }

  private static Verdict<Inquiry> without(
      Optional<ASN1Encodable> value, ASN1ObjectIdentifier type, Inquiry inquiry) {
    return value.isPresent()
        ? CmpCheck.INFO_VALUE.refused(type + " with an infoValue where there must be none")
        : Verdict.accepted(inquiry);
  }

  private static Verdict<Inquiry> revocationList(Optional<ASN1Encodable> value) {
    var statuses = value.map(ASN1Sequence::getInstance).filter(sequence -> sequence.size() == 1);
    if (statuses.isEmpty()) {
      return CmpCheck.INFO_VALUE.refused(
          CMPObjectIdentifiers.id_it_crlStatusList + " without exactly one CRLStatus");
    }
    var status = CRLStatus.getInstance(statuses.get().getObjectAt(0));
    return Verdict.accepted(
        new Inquiry.RevocationList(
            source(status.getSource()),
            Optional.ofNullable(status.getThisUpdate()).map(time -> time.getDate().toInstant())));
  }

  private static Inquiry.Source source(CRLSource source) {
    return Optional.ofNullable(source.getDpn())
        .<Inquiry.Source>map(point -> new Inquiry.Source.DistributionPoint(uris(point)))
        .orElseGet(
            () ->
                names(source.getIssuer(), GeneralName.directoryName)
                    .findFirst()
                    .flatMap(HeaderName::directoryName)
                    .map(Inquiry.Source.Issuer::new)
                    .orElseThrow(() -> new IllegalArgumentException("no directoryName")));
  }

  private static Set<String> uris(DistributionPointName point) {
    return point.getType() == DistributionPointName.FULL_NAME
        ? names(GeneralNames.getInstance(point.getName()), GeneralName.uniformResourceIdentifier)
            .map(name -> ASN1IA5String.getInstance(name.getName()).getString())
            .collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }

  private static Stream<GeneralName> names(GeneralNames names, int kind) {
    return Arrays.stream(names.getNames()).filter(name -> name.getTagNo() == kind);
  }

  private static DERSequence status(Inquiry.RevocationList list) {
    var fields = new ASN1EncodableVector();
    fields.add(
        switch (list.source()) {
          case Inquiry.Source.Issuer(var name) ->
              new DERTaggedObject(true, ISSUER, new GeneralNames(Protection.name(name)));
          case Inquiry.Source.DistributionPoint(var uris) ->
              new DERTaggedObject(true, DISTRIBUTION_POINT, point(uris));
        });
    list.thisUpdate().ifPresent(at -> fields.add(new Time(Date.from(at))));
    return new DERSequence(fields);
  }

  private static DistributionPointName point(Set<String> uris) {
    return new DistributionPointName(
        new GeneralNames(
            uris.stream()
                .sorted()
                .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                .toArray(GeneralName[]::new)));
  }

  static X509Certificate certificate(ASN1Encodable value) throws IOException, CertificateException {
    return Certificates.parse(value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
  }

  static ASN1Encodable certificate(X509Certificate certificate) {
    return org.bouncycastle.asn1.x509.Certificate.getInstance(Certificates.encoded(certificate));
  }
}
