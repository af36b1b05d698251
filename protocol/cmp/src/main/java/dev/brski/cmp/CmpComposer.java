package dev.brski.cmp;

import dev.brski.time.Clock;
import dev.brski.time.Moment;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * Builds and signs messages with one credential (RFC 9483 sections 3 to 5).
 *
 * <p>Sender, senderKID, algorithm and extraCerts are always those of the credential; what an answer
 * copies from its request comes as a {@link ReplyTo}.
 */
public final class CmpComposer {

  private static final int PVNO = 2;

  private final Protection protection;
  private final CryptoSuite suite;
  private final Clock clock;

  /** A composer for a credential; the clock is asked only for a messageTime that is demanded. */
  public CmpComposer(Credential credential, CryptoSuite suite, Clock clock) {
    this.protection = new Protection(credential, suite);
    this.suite = suite;
    this.clock = clock;
  }

  // Messages of an end entity.

  /** An ir, cr or kur with a proof of possession by signature (section 4.1.1). */
  public CmpMessage certificationRequest(CertificationDraft draft) {
    var infos = new ArrayList<InfoTypeAndValue>();
    if (draft.implicitConfirm()) {
      infos.add(implicitConfirm());
    }
    draft.certProfile().map(CmpComposer::certProfile).ifPresent(infos::add);
    return opening(
        draft.transactionId(),
        draft.recipient().map(Protection::name).orElse(Protection.NULL_DN),
        infos,
        draft.type(),
        BodyWriter.certReqMessages(draft, suite));
  }

  /**
   * A p10cr with a PKCS #10 that somebody else has made, asking for implicit confirmation (sections
   * 4.1.4 and 5.3.1). It is refused if it is none that a message can carry.
   *
   * @param certProfile the name of the certificate profile, if one is wanted
   * @param certificationRequest DER
   */
  public Verdict<CmpMessage> pkcs10Request(
      TransactionId transactionId,
      X500Principal recipient,
      Optional<String> certProfile,
      byte[] certificationRequest) {
    var infos = new ArrayList<InfoTypeAndValue>();
    infos.add(implicitConfirm());
    certProfile.map(CmpComposer::certProfile).ifPresent(infos::add);
    return Pkcs10Reader.carried(certificationRequest)
        .map(
            _ ->
                opening(
                    transactionId,
                    Protection.name(recipient),
                    infos,
                    BodyType.p10cr,
                    certificationRequest));
  }

  /** An rr (section 4.2). */
  public CmpMessage revocationRequest(RevocationDraft draft) {
    return opening(
        draft.transactionId(),
        Protection.name(draft.issuer()),
        List.of(),
        BodyType.rr,
        BodyWriter.revocationRequest(draft));
  }

  /**
   * A genm (section 4.3).
   *
   * @param recipient the authority, if its name is known
   * @param certProfile the name of the certificate profile that is meant, if one is
   */
  public CmpMessage inquiry(
      TransactionId transactionId,
      Optional<X500Principal> recipient,
      Optional<String> certProfile,
      Inquiry inquiry) {
    return opening(
        transactionId,
        recipient.map(Protection::name).orElse(Protection.NULL_DN),
        certProfile.map(CmpComposer::certProfile).stream().toList(),
        BodyType.genm,
        BodyWriter.generalMessage(InquiryCoding.write(inquiry)));
  }

  /** A certConf that accepts the certificate of a response (section 4.1.1). */
  public CmpMessage certConfAccepting(CmpMessage response, X509Certificate certificate) {
    return upstream(
        response, BodyType.certConf, BodyWriter.certConf(certificate, Optional.empty(), suite));
  }

  /** A certConf that rejects the certificate of a response (section 4.1.1). */
  public CmpMessage certConfRejecting(
      CmpMessage response, X509Certificate certificate, Set<FailInfo> failInfo, String text) {
    var status = new Body.StatusInfo(PkiStatus.rejection, failInfo, text);
    return upstream(
        response, BodyType.certConf, BodyWriter.certConf(certificate, Optional.of(status), suite));
  }

  /** A pollReq after a response with status waiting, or after a pollRep (section 4.4). */
  public CmpMessage pollReq(CmpMessage response, long certReqId) {
    return upstream(response, BodyType.pollReq, BodyWriter.pollReq(certReqId));
  }

  /** The same for whatever that response was about. */
  public CmpMessage pollReq(CmpMessage response) {
    return pollReq(
        response,
        switch (response.body()) {
          case Body.Response body -> body.only().certReqId();
          case Body.PollResponse body -> body.only().certReqId();
          default -> -1;
        });
  }

  // Messages of a PKI management entity.

  /** A positive ip, cp or kup (section 4.1.1). */
  public CmpMessage granted(ReplyTo request, Grant grant) {
    return downstream(
        request,
        Nonce.fresh(suite),
        switch (grant.confirmation()) {
          case Grant.Confirmation.Until _ -> Optional.of(presentTime());
          case Grant.Confirmation.Implicit _, Grant.Confirmation.Explicit _ -> Optional.empty();
        },
        confirmation(grant.confirmation()),
        certificateAnswer(request),
        BodyWriter.granted(request.certReqId(), grant),
        grant.chain());
  }

  /**
   * The answer that a refusal calls for: ip, cp, kup or rp with status rejection for a fault in the
   * body of a request for a certificate or a revocation, else an error message (section 3.6.2).
   */
  public CmpMessage refused(ReplyTo request, Refusal refusal) {
    if (!(refusal.check() instanceof CmpFault fault)) {
      return error(request, Set.of(FailInfo.notAuthorized), refusal.told());
    }
    return fault.bodyFault() && request.type().filter(BodyType::answersRejection).isPresent()
        ? rejected(request, Set.of(fault.failInfo()), refusal.told())
        : error(request, Set.of(fault.failInfo()), refusal.told());
  }

  /** An ip, cp, kup or rp with status rejection (sections 4.1.1 and 4.2). */
  public CmpMessage rejected(ReplyTo request, Set<FailInfo> failInfo, String text) {
    var status = new Body.StatusInfo(PkiStatus.rejection, failInfo, text);
    return request.type().filter(BodyType.rr::equals).isPresent()
        ? downstream(
            request, BodyType.rp, BodyWriter.revocationResponse(status), Nonce.fresh(suite))
        : downstream(
            request,
            certificateAnswer(request),
            BodyWriter.response(request.certReqId(), status),
            Nonce.fresh(suite));
  }

  /** The rp that a certificate is revoked (section 4.2). */
  public CmpMessage revoked(ReplyTo request) {
    var status = new Body.StatusInfo(PkiStatus.accepted, Set.of(), "");
    return downstream(
        request, BodyType.rp, BodyWriter.revocationResponse(status), Nonce.fresh(suite));
  }

  /** A genp (section 4.3). */
  public CmpMessage information(ReplyTo request, Information information) {
    return downstream(
        request,
        BodyType.genp,
        BodyWriter.generalMessage(InformationCoding.write(information)),
        Nonce.fresh(suite));
  }

  /** An error message with status rejection (section 3.6.4). */
  public CmpMessage error(ReplyTo request, Set<FailInfo> failInfo, String text) {
    var status = new Body.StatusInfo(PkiStatus.rejection, failInfo, text);
    return downstream(request, BodyType.error, BodyWriter.error(status), Nonce.fresh(suite));
  }

  /**
   * The answer with status waiting: ip, cp or kup to a request for a certificate, else an error
   * message (section 4.4).
   *
   * @param senderNonce fresh, or one that can be recognised later without being stored
   */
  public CmpMessage waiting(ReplyTo request, String text, Nonce senderNonce) {
    var status = new Body.StatusInfo(PkiStatus.waiting, Set.of(), text);
    return request.type().filter(BodyType::requestsCertificate).isPresent()
        ? downstream(
            request,
            certificateAnswer(request),
            BodyWriter.response(request.certReqId(), status),
            senderNonce)
        : downstream(request, BodyType.error, BodyWriter.error(status), senderNonce);
  }

  /**
   * A pollRep (section 4.4).
   *
   * @param checkAfter after how many seconds to ask again; parts of a second are dropped
   * @param reason why, or empty
   * @param senderNonce fresh, or one that can be recognised later without being stored
   */
  public CmpMessage pollRep(
      ReplyTo request, Duration checkAfter, String reason, Nonce senderNonce) {
    return downstream(
        request,
        BodyType.pollRep,
        BodyWriter.pollRep(request.certReqId(), checkAfter.toSeconds(), reason),
        senderNonce);
  }

  /**
   * A final response of our own as the answer to a pollReq: the same message but for its recipNonce
   * and its protection (section 5.1.5). Its senderNonce stays, and with it what a certConf refers
   * to.
   *
   * @param recipNonce the senderNonce of the pollReq
   */
  public CmpMessage toPoll(CmpMessage response, Nonce recipNonce) {
    var header = response.header();
    return protection.protect(
        new Protection.Draft(
            header.pvno(),
            header.recipientName(),
            response.transactionId(),
            response.senderNonce().orElseThrow(),
            Optional.of(recipNonce),
            header.messageTime(),
            header.generalInfo(),
            response.type(),
            response.bodyContent(),
            response.extraCerts()));
  }

  /** A pkiConf (section 4.1.1). */
  public CmpMessage pkiConf(ReplyTo request) {
    return downstream(
        request, BodyType.pkiconf, Protection.der(DERNull.INSTANCE), Nonce.fresh(suite));
  }

  /**
   * A nested message around one request, whose octets stay untouched: its approval by this
   * credential (section 5.2.2.1).
   *
   * @param generalInfo what the approval rests on, such as {@link Consent#generalInfo()}
   */
  public CmpMessage nested(CmpMessage request, List<InfoTypeAndValue> generalInfo) {
    var header = request.header();
    return protection.protect(
        new Protection.Draft(
            header.pvno(),
            header.recipientName(),
            request.transactionId(),
            request.senderNonce().orElseGet(() -> Nonce.fresh(suite)),
            Optional.empty(),
            Optional.empty(),
            generalInfo,
            BodyType.nested,
            Der.wrap(Der.SEQUENCE, request.encoded()),
            List.of()));
  }

  /**
   * A message of another entity under the protection of this credential instead of its own, with
   * transactionID, nonces and proof of possession as they came (section 5.2.3.1).
   *
   * @throws IllegalArgumentException for a kur, whose protection is to be preserved
   */
  public CmpMessage replacingProtection(CmpMessage message) {
    demandReplaceable(message);
    return protection.replace(message, message.bodyContent());
  }

  /**
   * An ir or cr under the protection of this credential, which says in place of the proof of
   * possession that it has verified one (section 5.2.3.2).
   *
   * @param request whose proof of possession was verified
   * @throws IllegalArgumentException for any other message
   */
  public CmpMessage vouchingForPossession(CmpMessage request) {
    demandReplaceable(request);
    if (request.type() != BodyType.ir && request.type() != BodyType.cr) {
      throw new IllegalArgumentException("raVerified does not exist in a " + request.type());
    }
    return protection.replace(request, BodyWriter.raVerified(request.bodyContent()));
  }

  private static void demandReplaceable(CmpMessage message) {
    if (message.type() == BodyType.kur) {
      throw new IllegalArgumentException(
          "the protection of a kur is to be preserved (RFC 9483 section 5.2.3)");
    }
  }

  /** A nested message that bundles requests without approving them (section 5.2.2.2). */
  public CmpMessage batch(GeneralName recipient, Collection<CmpMessage> requests) {
    return protection.protect(
        new Protection.Draft(
            PVNO,
            recipient,
            TransactionId.fresh(suite),
            Nonce.fresh(suite),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            BodyType.nested,
            members(requests),
            List.of()));
  }

  /** The nested message that answers a batch (section 5.2.2.2). */
  public CmpMessage batchAnswer(ReplyTo batch, Collection<CmpMessage> responses) {
    return downstream(batch, BodyType.nested, members(responses), Nonce.fresh(suite));
  }

  private CmpMessage opening(
      TransactionId transactionId,
      GeneralName recipient,
      List<InfoTypeAndValue> generalInfo,
      BodyType type,
      byte[] content) {
    return protection.protect(
        new Protection.Draft(
            PVNO,
            recipient,
            transactionId,
            Nonce.fresh(suite),
            Optional.empty(),
            Optional.empty(),
            generalInfo,
            type,
            content,
            List.of()));
  }

  private CmpMessage upstream(CmpMessage response, BodyType type, byte[] content) {
    return protection.protect(
        new Protection.Draft(
            response.pvno(),
            response.header().senderName(),
            response.transactionId(),
            Nonce.fresh(suite),
            response.senderNonce(),
            Optional.empty(),
            List.of(),
            type,
            content,
            List.of()));
  }

  private CmpMessage downstream(ReplyTo request, BodyType type, byte[] content, Nonce senderNonce) {
    return downstream(request, senderNonce, Optional.empty(), List.of(), type, content, List.of());
  }

  private CmpMessage downstream(
      ReplyTo request,
      Nonce senderNonce,
      Optional<Instant> messageTime,
      List<InfoTypeAndValue> generalInfo,
      BodyType type,
      byte[] content,
      List<X509Certificate> extra) {
    return protection.protect(
        new Protection.Draft(
            request.pvno(),
            request.sender().orElse(Protection.NULL_DN),
            request.transactionId().orElseGet(() -> TransactionId.fresh(suite)),
            senderNonce,
            request.senderNonce(),
            messageTime,
            generalInfo,
            type,
            content,
            extra));
  }

  private static BodyType certificateAnswer(ReplyTo request) {
    return request
        .type()
        .filter(BodyType::requestsCertificate)
        .flatMap(BodyType::answer)
        .orElseThrow(() -> new IllegalArgumentException("it did not request a certificate"));
  }

  private static List<InfoTypeAndValue> confirmation(Grant.Confirmation confirmation) {
    return switch (confirmation) {
      case Grant.Confirmation.Implicit() -> List.of(implicitConfirm());
      case Grant.Confirmation.Until(Instant deadline) ->
          List.of(
              new InfoTypeAndValue(
                  CMPObjectIdentifiers.it_confirmWaitTime,
                  new DERGeneralizedTime(java.util.Date.from(deadline))));
      case Grant.Confirmation.Explicit() -> List.of();
    };
  }

  private static InfoTypeAndValue certProfile(String name) {
    return new InfoTypeAndValue(
        CMPObjectIdentifiers.id_it_certProfile, new DERSequence(new DERUTF8String(name)));
  }

  private static InfoTypeAndValue implicitConfirm() {
    return new InfoTypeAndValue(CMPObjectIdentifiers.it_implicitConfirm, DERNull.INSTANCE);
  }

  private static byte[] members(Collection<CmpMessage> messages) {
    return Der.wrap(
        Der.SEQUENCE, messages.stream().map(CmpMessage::encoded).toArray(byte[][]::new));
  }

  private Instant presentTime() {
    return switch (clock.now()) {
      case Moment.Known(Instant at) -> at;
      case Moment.AtLeast _, Moment.Unknown _ ->
          throw new IllegalStateException("confirmWaitTime needs a clock (RFC 9483 section 3.1)");
    };
  }
}
