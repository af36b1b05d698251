package dev.brski.cmp;

import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.trust.RevocationReason;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A body told for people.
 *
 * @param members how the messages in a nested one are told
 */
record BodyDescription(Function<NestedMember, Description> members) {

  Description tree(Body body) {
    return new Description("body", body.type().name(), children(body));
  }

  private List<Description> children(Body body) {
    return switch (body) {
      case Body.CertificationRequest(var _, var requests) ->
          requests.stream().map(BodyDescription::request).toList();
      case Body.Pkcs10Request request -> pkcs10(request);
      case Body.Response response -> response(response);
      case Body.PollRequest(var ids) ->
          ids.stream().map(id -> Description.of("certReqId", id.toString())).toList();
      case Body.PollResponse(var answers) ->
          answers.stream().map(BodyDescription::pollAnswer).toList();
      case Body.CertConfirm(var statuses) ->
          statuses.stream().map(BodyDescription::certStatus).toList();
      case Body.PkiConfirm() -> List.of();
      case Body.Nested(var nested) -> nested.stream().map(members).toList();
      case Body.ErrorBody(var status) -> status(status);
      case Body.RevocationRequest(var details) ->
          details.stream().map(BodyDescription::revocation).toList();
      case Body.RevocationResponse(var statuses) ->
          statuses.stream().flatMap(status -> status(status).stream()).toList();
      case Body.GeneralMessage message -> new SupportDescription(message).fields();
      case Body.Other(var _, var content) ->
          List.of(Description.of("content", HexFormat.of().formatHex(content)));
    };
  }

  private static Description request(CertReqMsg request) {
    var fields = new ArrayList<Description>();
    fields.add(Description.of("certReqId", request.certReqId().toString()));
    fields.addAll(template(request.template()));
    request
        .oldCertId()
        .ifPresent(
            old ->
                fields.add(
                    Description.of(
                        "oldCertId",
                        Certificates.serialNumber(old.serialNumber())
                            + " of "
                            + name(old.issuer()))));
    fields.add(Description.of("popo", popo(request.popo())));
    return Description.group("CertReqMsg", fields);
  }

  private static List<Description> pkcs10(Body.Pkcs10Request request) {
    var fields = new ArrayList<Description>();
    fields.add(Description.of("version", request.version().toString()));
    fields.addAll(template(request.template()));
    fields.add(Description.of("signature", popo(request.signature())));
    return List.of(Description.group("CertificationRequest", fields));
  }

  private static List<Description> template(CertReqMsg.Template template) {
    var fields = new ArrayList<Description>();
    template
        .version()
        .ifPresent(version -> fields.add(Description.of("version", version.toString())));
    fields.add(
        Description.of("subject", template.subject().map(BodyDescription::name).orElse("absent")));
    fields.add(
        Description.of(
            "publicKey", template.publicKey().map(BodyDescription::key).orElse("absent")));
    template.extensions().ifPresent(found -> fields.add(extensions(found)));
    if (template.hasProhibitedFields()) {
      fields.add(Description.of("prohibited fields", "present"));
    }
    return fields;
  }

  private static String popo(CertReqMsg.Popo popo) {
    return switch (popo) {
      case CertReqMsg.Popo.Absent() -> "absent";
      case CertReqMsg.Popo.RaVerified() -> "raVerified";
      case CertReqMsg.Popo.Signature(var algorithm, var _, boolean hasInput) ->
          "signature, " + AlgorithmName.of(algorithm) + (hasInput ? ", over poposkInput" : "");
      case CertReqMsg.Popo.OfAnotherKind(int tag) -> "alternative " + tag;
    };
  }

  private static List<Description> response(Body.Response response) {
    var children = new ArrayList<Description>();
    for (var anchor : response.caPubs()) {
      children.add(CertificateDescription.tree("caPubs", anchor));
    }
    for (var answer : response.responses()) {
      var fields = new ArrayList<Description>();
      fields.add(Description.of("certReqId", Long.toString(answer.certReqId())));
      fields.addAll(status(answer.status()));
      answer
          .certificate()
          .ifPresent(
              certificate -> fields.add(CertificateDescription.tree("certificate", certificate)));
      if (answer.hasPrivateKey()) {
        fields.add(Description.of("privateKey", "present"));
      }
      children.add(Description.group("CertResponse", fields));
    }
    return children;
  }

  private static Description revocation(Body.RevocationDetails details) {
    var fields = new ArrayList<Description>();
    fields.add(
        Description.of(
            "certificate",
            details.serialNumber().map(Certificates::serialNumberText).orElse("unnamed")
                + " of "
                + details.issuer().map(BodyDescription::name).orElse("nobody")));
    for (int reason : details.reasons()) {
      fields.add(
          Description.of(
              "reasonCode",
              RevocationReason.ofNumber(reason).map(RevocationReason::word).orElse("" + reason)));
    }
    return Description.group("RevDetails", fields);
  }

  private static Description pollAnswer(Body.PollAnswer answer) {
    var fields = new ArrayList<Description>();
    fields.add(Description.of("certReqId", Long.toString(answer.certReqId())));
    fields.add(Description.of("checkAfter", answer.checkAfter() + " s"));
    if (!answer.reason().isEmpty()) {
      fields.add(Description.of("reason", answer.reason()));
    }
    return Description.group("pollRep", fields);
  }

  private static Description certStatus(Body.CertStatus status) {
    var fields = new ArrayList<Description>();
    fields.add(Description.of("certHash", HexFormat.of().formatHex(status.certHash())));
    fields.add(Description.of("certReqId", Long.toString(status.certReqId())));
    fields.addAll(status(status.status()));
    return Description.group("CertStatus", fields);
  }

  private static List<Description> status(Body.StatusInfo info) {
    var fields = new ArrayList<Description>();
    fields.add(Description.of("status", info.status().name()));
    if (!info.failInfo().isEmpty()) {
      fields.add(
          Description.of(
              "failInfo",
              String.join(", ", info.failInfo().stream().sorted().map(Enum::name).toList())));
    }
    if (!info.text().isEmpty()) {
      fields.add(Description.of("statusString", info.text()));
    }
    return fields;
  }

  static Description extensions(Extensions extensions) {
    var fields = new ArrayList<Description>();
    for (var oid : extensions.getExtensionOIDs()) {
      fields.add(
          Description.of(
              oid.getId(),
              HexFormat.of().formatHex(extensions.getExtension(oid).getExtnValue().getOctets())));
    }
    return Description.group("extensions", fields);
  }

  private static String key(SubjectPublicKeyInfo key) {
    return AlgorithmName.of(key.getAlgorithm())
        + ", "
        + HexFormat.of().formatHex(key.getPublicKeyData().getBytes());
  }

  static String name(X500Principal principal) {
    return principal.getName().isEmpty() ? "NULL-DN" : Certificates.nameText(principal);
  }
}
