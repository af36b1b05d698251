package dev.brski.cmp;

import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cmp.CertStatus;
import org.bouncycastle.asn1.cmp.ErrorMsgContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIFreeText;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cmp.PollReqContent;
import org.jspecify.annotations.Nullable;

/** Reads the body alternatives; the structure has been scanned, so all depths are bounded. */
record BodyReader(CmpLimits limits, int nesting) {

  Body read(Der.Element element) throws MalformedMessage {
    int tag = element.tag();
    var type =
        (tag & 0xffffffe0) == Der.CONTEXT ? BodyType.ofTag(tag & 0x1f) : Optional.<BodyType>empty();
    if (type.isEmpty()) {
      throw MalformedMessage.syntax("the body is none of the known alternatives");
    }
    var content = MessageStructure.only(element);
    try {
      return read(type.get(), content);
    } catch (IOException | RuntimeException e) {
      throw MalformedMessage.syntax("the " + type.get() + " body: " + e.getMessage());
    }
  }

  private Body read(BodyType type, Der.Element content) throws MalformedMessage, IOException {
    return switch (type) {
      case ir, cr, kur -> new Body.CertificationRequest(type, CertReqMsgReader.readAll(content));
      case p10cr -> Pkcs10Reader.read(content);
      case ip, cp, kup -> response(type, content);
      case certConf -> certConfirm(content);
      case pollReq -> pollRequest(content);
      case pollRep -> pollResponse(content);
      case pkiconf -> {
        var _ = ASN1Null.getInstance(content.encoded());
        yield new Body.PkiConfirm();
      }
      case nested -> nested(content);
      case error ->
          new Body.ErrorBody(
              status(ErrorMsgContent.getInstance(content.encoded()).getPKIStatusInfo()));
      case rr -> RevocationReader.request(content);
      case rp -> revocationResponse(content);
      case genm, genp -> generalMessage(type, content);
      case popdecc, popdecr, krr, krp, ccr, ccp, ckuann, cann, rann, crlann ->
          new Body.Other(type, content.encoded());
    };
  }

  private Body response(BodyType type, Der.Element content) throws MalformedMessage {
    var fields = content.children();
    List<X509Certificate> caPubs = List.of();
    if (fields.size() == 2 && fields.getFirst().isContext(1)) {
      caPubs =
          CmpMessage.certificates(
              MessageStructure.sequence(fields.getFirst()).children(), limits, "caPubs");
    } else if (fields.size() != 1) {
      throw MalformedMessage.syntax("a CertRepMessage of " + fields.size() + " fields");
    }
    var responses = new ArrayList<Body.CertResponse>();
    for (var response : fields.getLast().children()) {
      responses.add(certResponse(response));
    }
    return new Body.Response(type, caPubs, responses);
  }

  private Body.CertResponse certResponse(Der.Element element) throws MalformedMessage {
    var response = org.bouncycastle.asn1.cmp.CertResponse.getInstance(element.encoded());
    var pair = response.getCertifiedKeyPair();
    Optional<X509Certificate> certificate = Optional.empty();
    if (pair != null && !pair.getCertOrEncCert().hasEncryptedCertificate()) {
      var keyPair = element.children().get(2);
      var choice = MessageStructure.only(keyPair.children().getFirst());
      certificate =
          Optional.of(CmpMessage.certificates(List.of(choice), limits, "certOrEncCert").getFirst());
    }
    return new Body.CertResponse(
        longValue(response.getCertReqId()),
        status(response.getStatus()),
        certificate,
        pair != null,
        pair != null && pair.getPrivateKey() != null);
  }

  private static Body certConfirm(Der.Element content) {
    var statuses = new ArrayList<Body.CertStatus>();
    for (var element : ASN1Sequence.getInstance(content.encoded())) {
      var status = CertStatus.getInstance(element);
      var info = status.getStatusInfo();
      statuses.add(
          new Body.CertStatus(
              status.getCertHash().getOctets(),
              longValue(status.getCertReqId()),
              info == null ? new Body.StatusInfo(PkiStatus.accepted, Set.of(), "") : status(info),
              Optional.ofNullable(status.getHashAlg())));
    }
    return new Body.CertConfirm(statuses);
  }

  private static Body revocationResponse(Der.Element content) throws MalformedMessage {
    var fields = content.children();
    if (content.tag() != Der.SEQUENCE || fields.isEmpty() || fields.size() > 3) {
      throw MalformedMessage.syntax("a RevRepContent of " + fields.size() + " fields");
    }
    Der.demandAscendingTags(fields.subList(1, fields.size()));
    var statuses = new ArrayList<Body.StatusInfo>();
    for (var status : ASN1Sequence.getInstance(fields.getFirst().encoded())) {
      statuses.add(status(PKIStatusInfo.getInstance(status)));
    }
    return new Body.RevocationResponse(statuses);
  }

  private static Body generalMessage(BodyType type, Der.Element content) {
    var infos = new ArrayList<InfoTypeAndValue>();
    for (var element : ASN1Sequence.getInstance(content.encoded())) {
      int fields = ASN1Sequence.getInstance(element).size();
      if (fields < 1 || fields > 2) {
        throw new IllegalArgumentException("an InfoTypeAndValue of " + fields + " fields");
      }
      infos.add(InfoTypeAndValue.getInstance(element));
    }
    return new Body.GeneralMessage(type, infos);
  }

  private static Body pollRequest(Der.Element content) {
    var ids = new ArrayList<Long>();
    for (BigInteger id : PollReqContent.getInstance(content.encoded()).getCertReqIdValues()) {
      ids.add(id.longValueExact());
    }
    return new Body.PollRequest(ids);
  }

  private static Body pollResponse(Der.Element content) {
    var answers = new ArrayList<Body.PollAnswer>();
    for (var element : ASN1Sequence.getInstance(content.encoded())) {
      var answer = ASN1Sequence.getInstance(element);
      if (answer.size() < 2 || answer.size() > 3) {
        throw new IllegalArgumentException(answer.size() + " fields in an element");
      }
      answers.add(
          new Body.PollAnswer(
              longValue(ASN1Integer.getInstance(answer.getObjectAt(0))),
              longValue(ASN1Integer.getInstance(answer.getObjectAt(1))),
              answer.size() == 3 ? text(PKIFreeText.getInstance(answer.getObjectAt(2))) : ""));
    }
    return new Body.PollResponse(answers);
  }

  private Body nested(Der.Element content) throws MalformedMessage {
    var elements = content.children();
    if (nesting == limits.nesting()) {
      throw new MalformedMessage(
          CmpCheck.NESTED_KIND, "nested messages in over " + limits.nesting() + " levels");
    }
    if (elements.size() > limits.members()) {
      throw new MalformedMessage(
          CmpCheck.LIMITS, elements.size() + " nested messages, over " + limits.members());
    }
    var members = new ArrayList<NestedMember>();
    for (var element : elements) {
      members.add(new NestedMember(element.encoded(), member(element)));
    }
    return new Body.Nested(members);
  }

  private Verdict<CmpMessage> member(Der.Element element) {
    try {
      return Verdict.accepted(CmpMessage.read(element, limits, nesting + 1));
    } catch (MalformedMessage e) {
      return e.check().refused(e.causeText());
    }
  }

  private static Body.StatusInfo status(PKIStatusInfo info) {
    int number = info.getStatus().intValueExact();
    var bits = info.getFailInfo();
    return new Body.StatusInfo(
        PkiStatus.ofNumber(number)
            .orElseThrow(() -> new IllegalArgumentException("PKIStatus " + number)),
        bits == null ? Set.of() : FailInfo.read(bits),
        text(info.getStatusString()));
  }

  private static String text(@Nullable PKIFreeText text) {
    return text == null
        ? ""
        : IntStream.range(0, text.size())
            .mapToObj(i -> text.getStringAtUTF8(i).getString())
            .collect(Collectors.joining("\n"));
  }

  private static long longValue(ASN1Integer integer) {
    return integer.getValue().longValueExact();
  }

  static ASN1Primitive primitive(Der.Element element) throws IOException {
    return ASN1Primitive.fromByteArray(element.encoded());
  }
}
