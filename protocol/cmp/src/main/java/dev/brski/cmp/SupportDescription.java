package dev.brski.cmp;

import dev.brski.trust.Description;
import dev.brski.trust.RevocationList;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.x509.Extensions;

/** A genm or genp told for people; what is no support message of RFC 9483 as its octets. */
record SupportDescription(Body.GeneralMessage message) {

  private static final String TO_BE_FILLED_IN = "to be filled in";

  List<Description> fields() {
    return message.infos().stream()
        .map(info -> message.type() == BodyType.genm ? asked(info) : told(info))
        .toList();
  }

  private static Description asked(InfoTypeAndValue info) {
    return switch (InquiryCoding.read(info)) {
      case Verdict.Accepted<Inquiry>(var inquiry) ->
          new Description("question", inquiry.operationLabel(), details(inquiry));
      case Verdict.Refused<Inquiry>(var refusal) -> unknown(info, refusal.cause());
    };
  }

  private static List<Description> details(Inquiry inquiry) {
    return switch (inquiry) {
      case Inquiry.CaCertificates(), Inquiry.RequestTemplate() -> List.of();
      case Inquiry.RootUpdate(var root) -> certificates("root", root.stream().toList());
      case Inquiry.RevocationList(var source, var thisUpdate) -> {
        var fields = new ArrayList<Description>();
        fields.add(
            switch (source) {
              case Inquiry.Source.Issuer(var name) ->
                  Description.of("issuer", BodyDescription.name(name));
              case Inquiry.Source.DistributionPoint(var uris) ->
                  Description.of("distribution point", String.join(", ", uris));
            });
        thisUpdate.ifPresent(at -> fields.add(Description.of("thisUpdate", at.toString())));
        yield fields;
      }
    };
  }

  private static Description told(InfoTypeAndValue info) {
    return switch (InformationCoding.read(info)) {
      case Verdict.Accepted<Information>(var information) -> told(information);
      case Verdict.Refused<Information>(var refusal) -> unknown(info, refusal.cause());
    };
  }

  private static Description told(Information information) {
    return switch (information) {
      case Information.CaCertificates(var authorities) ->
          Description.group("CA certificates", certificates("certificate", authorities));
      case Information.RootUpdate(var roots) ->
          roots
              .map(SupportDescription::roots)
              .orElseGet(() -> Description.of("root update", "none"));
      case Information.RequestTemplate(var template) ->
          template
              .map(SupportDescription::template)
              .orElseGet(() -> Description.of("request template", "none"));
      case Information.RevocationList(var der) ->
          der.map(SupportDescription::list)
              .orElseGet(() -> Description.of("revocation list", "none that is newer"));
    };
  }

  private static Description roots(Information.Roots roots) {
    var fields = new ArrayList<Description>();
    fields.add(CertificateDescription.tree("newWithNew", roots.newWithNew()));
    fields.add(CertificateDescription.tree("newWithOld", roots.newWithOld()));
    fields.addAll(certificates("oldWithNew", roots.oldWithNew().stream().toList()));
    return Description.group("root update", fields);
  }

  /** What a template asks for; what is empty in it is to be filled in by whoever asks. */
  static Description template(Information.Template template) {
    var fields = new ArrayList<Description>();
    template
        .subject()
        .ifPresent(
            name ->
                fields.add(
                    Description.of(
                        "subject",
                        name.getName().isEmpty() ? TO_BE_FILLED_IN : BodyDescription.name(name))));
    template.extensions().ifPresent(extensions -> fields.add(extensions(extensions)));
    for (var key : template.keys()) {
      fields.add(
          Description.of(
              "key",
              switch (key) {
                case Information.KeySpec.Algorithm(var algorithm) -> AlgorithmName.of(algorithm);
                case Information.KeySpec.RsaKeyLength(int bits) -> "RSA, " + bits + " bits";
              }));
    }
    return Description.group("request template", fields);
  }

  private static Description extensions(Extensions extensions) {
    return Description.group(
        "extensions",
        Stream.of(extensions.getExtensionOIDs())
            .map(
                oid -> {
                  var value = extensions.getExtension(oid).getExtnValue().getOctets();
                  return Description.of(
                      ExtensionText.name(oid),
                      value.length == 0 ? TO_BE_FILLED_IN : ExtensionText.value(oid, value));
                })
            .toList());
  }

  private static Description list(byte[] der) {
    return switch (RevocationList.parse(der)) {
      case Verdict.Accepted<RevocationList>(var list) ->
          Description.group(
              "revocation list",
              List.of(
                  Description.of("issuer", BodyDescription.name(list.issuer())),
                  Description.of("thisUpdate", list.thisUpdate().toString()),
                  Description.of("octets", Integer.toString(list.octets()))));
      case Verdict.Refused<RevocationList>(var refusal) ->
          Description.of("revocation list", "unreadable: " + refusal.cause());
    };
  }

  private static List<Description> certificates(
      String label, Collection<X509Certificate> certificates) {
    return certificates.stream()
        .map(certificate -> CertificateDescription.tree(label, certificate))
        .toList();
  }

  private static Description unknown(InfoTypeAndValue info, String why) {
    return new Description(
        "infoType",
        why,
        Optional.ofNullable(info.getInfoValue())
            .map(value -> HexFormat.of().formatHex(Protection.der(value)))
            .map(octets -> Description.of("infoValue", octets))
            .stream()
            .toList());
  }
}
