package dev.brski.authority.intake;

import dev.brski.authority.ledger.Registrar;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Consent;
import dev.brski.cmp.Expectation;
import dev.brski.cmp.Inquiry;
import dev.brski.cmp.NestedMessage;
import dev.brski.cmp.ReplyTo;
import dev.brski.cmp.RequestedCertificate;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The column of checks that every message passes: its form, then the registrar's layer, then the
 * device's, then what it asks for (RFC 9483 sections 3.5, 5.2.2.1, 5.1.1). Refusals say which layer
 * and which certificate.
 */
public final class Intake {

  private final OuterLayer outer;
  private final Signers signers;
  private final InnerLayer inner;
  private final ReplacedLayer replaced;
  private final EvidenceRule evidence;

  /**
   * An intake.
   *
   * @param pins the certificates of this domain that a voucher may pin
   */
  public Intake(
      OuterLayer outer,
      Signers signers,
      InnerLayer inner,
      ReplacedLayer replaced,
      ConsentPolicy policy,
      List<X509Certificate> pins) {
    this.outer = outer;
    this.signers = signers;
    this.inner = inner;
    this.replaced = replaced;
    this.evidence = new EvidenceRule(policy, pins);
  }

  /** What came. */
  public Received receive(byte[] octets) {
    return switch (CmpMessage.parse(octets, CmpLimits.batch())) {
      case Verdict.Accepted<CmpMessage>(var message) ->
          message.type() == BodyType.nested ? unnest(message) : bare(message);
      case Verdict.Refused<CmpMessage>(var refusal) ->
          refused(CmpMessage.salvage(octets), refusal, Optional.empty());
    };
  }

  private Received bare(CmpMessage message) {
    if (message.type() == BodyType.kur && signers.isOfRegistrar(message)) {
      return update(message);
    }
    if (!message.type().requestsCertificate()) {
      return unapproved(message, Expectation.Layer.MESSAGE, Optional.empty());
    }
    return replaced.takes(message)
        ? represented(message)
        : refused(ReplyTo.of(message), replaced.objection(message), Optional.empty());
  }

  private Received represented(CmpMessage message) {
    return switch (outer.judgeReplaced(message)) {
      case Verdict.Refused<Registrar>(var refusal) ->
          refused(ReplyTo.of(message), Naming.about(message, refusal), Optional.empty());
      case Verdict.Accepted<Registrar>(var registrar) ->
          switch (replaced.read(message, registrar)) {
            case Verdict.Refused<ReplacedLayer.Represented>(var refusal) ->
                refused(ReplyTo.of(message), refusal, Optional.of(registrar));
            case Verdict.Accepted<ReplacedLayer.Represented>(var represented) ->
                new Received.Certification(
                    registrar,
                    Optional.empty(),
                    Optional.empty(),
                    message,
                    represented.device(),
                    represented.requested());
          };
    };
  }

  /** What no registrar's approval is needed for. */
  private Received unapproved(
      CmpMessage message, Expectation.Layer layer, Optional<Registrar> registrar) {
    return switch (message.type()) {
      case certConf -> new Received.Confirmation(message, layer);
      case pollReq -> new Received.Poll(message, layer);
      case rr -> revocation(message, layer, registrar);
      case genm -> support(message, layer, registrar);
      case ir,
          ip,
          cr,
          cp,
          p10cr,
          popdecc,
          popdecr,
          kur,
          kup,
          krr,
          krp,
          rp,
          ccr,
          ccp,
          ckuann,
          cann,
          rann,
          crlann,
          pkiconf,
          nested,
          genp,
          error,
          pollRep ->
          refused(
              ReplyTo.of(message),
              CmpCheck.BODY_TYPE.refusal("a " + message + ", which is not served here"),
              registrar);
    };
  }

  private Received unnest(CmpMessage nested) {
    return switch (NestedMessage.ofRequests(nested)) {
      case Verdict.Refused<NestedMessage>(var refusal) ->
          refused(ReplyTo.of(nested), refusal, Optional.empty());
      case Verdict.Accepted<NestedMessage>(var read) ->
          switch (outer.judge(nested)) {
            case Verdict.Refused<Registrar>(var refusal) ->
                refused(ReplyTo.of(nested), Naming.about(nested, refusal), Optional.empty());
            case Verdict.Accepted<Registrar>(var registrar) ->
                switch (read) {
                  case NestedMessage.Single single -> single(single, registrar);
                  case NestedMessage.Batch(var batch, var members) ->
                      new Received.Batch(batch, members);
                };
          };
    };
  }

  private Received update(CmpMessage message) {
    return switch (signers.ofUpdate(message)) {
      case Verdict.Refused<Registrar>(var refusal) ->
          refused(ReplyTo.of(message), Naming.about(message, refusal), Optional.empty());
      case Verdict.Accepted<Registrar>(var registrar) ->
          switch (inner.readUpdate(message, registrar.certificate())) {
            case Verdict.Refused<RequestedCertificate>(var refusal) ->
                refused(ReplyTo.of(message), refusal, Optional.of(registrar));
            case Verdict.Accepted<RequestedCertificate>(var requested) ->
                new Received.RegistrarUpdate(message, registrar, requested);
          };
    };
  }

  private Received revocation(
      CmpMessage message, Expectation.Layer layer, Optional<Registrar> registrar) {
    return switch (signers.ofRevocation(message, layer)) {
      case Verdict.Refused<Signer>(var refusal) ->
          refused(ReplyTo.of(message), Naming.about(message, refusal), registrar);
      case Verdict.Accepted<Signer>(var signer) ->
          new Received.Revocation(message, signer, registrar);
    };
  }

  private Received support(
      CmpMessage message, Expectation.Layer layer, Optional<Registrar> registrar) {
    return switch (signers.ofInquiry(message, layer)) {
      case Verdict.Refused<Signer>(var refusal) ->
          refused(ReplyTo.of(message), Naming.about(message, refusal), registrar);
      case Verdict.Accepted<Signer>(var signer) ->
          switch (Inquiry.of(message)) {
            case Verdict.Refused<Inquiry>(var refusal) ->
                refused(
                    ReplyTo.of(message),
                    signer.device().map(refusal::withDevice).orElse(refusal),
                    registrar);
            case Verdict.Accepted<Inquiry>(var inquiry) ->
                new Received.Support(message, signer, inquiry, registrar);
          };
    };
  }

  private Received single(NestedMessage.Single nested, Registrar registrar) {
    var message = nested.inner();
    if (!message.type().requestsCertificate()) {
      return unapproved(message, Expectation.Layer.INNER, Optional.of(registrar));
    }
    return switch (signers.ofCertification(message)) {
      case Verdict.Refused<Signer.OfDevice>(var refusal) ->
          refused(ReplyTo.of(message), Naming.about(message, refusal), Optional.of(registrar));
      case Verdict.Accepted<Signer.OfDevice>(var device) ->
          certification(nested, registrar, device);
    };
  }

  private Received certification(
      NestedMessage.Single nested, Registrar registrar, Signer.OfDevice device) {
    var message = nested.inner();
    var consent = consent(nested, device);
    var objection =
        switch (device) {
          case Signer.ByIdevid(var idevid, var _, var serialNumber) ->
              evidence.objection(consent, serialNumber, idevid);
          case Signer.ByLdevid _, Signer.OnBehalf _ -> Optional.<Refusal>empty();
        };
    var verdict =
        objection
            .map(Verdict::<Signer.OfDevice>refused)
            .orElseGet(() -> Verdict.accepted(device))
            .flatMap(known -> inner.read(message, known).mapRefusal(Naming::inner));
    return switch (verdict) {
      case Verdict.Refused<RequestedCertificate>(var refusal) ->
          refused(
              ReplyTo.of(message),
              refusal.withDevice(device.serialNumber()),
              Optional.of(registrar));
      case Verdict.Accepted<RequestedCertificate>(var requested) ->
          new Received.Certification(
              registrar,
              Optional.of(nested.outer().encoded()),
              consent,
              message,
              device,
              requested);
    };
  }

  /** A certificate of ours is the evidence that its device is in this domain; no voucher is. */
  private static Optional<Consent> consent(NestedMessage.Single nested, Signer.OfDevice device) {
    return switch (device) {
      case Signer.ByIdevid _ -> nested.consent();
      case Signer.ByLdevid _, Signer.OnBehalf _ -> Optional.empty();
    };
  }

  private static Received refused(ReplyTo replyTo, Refusal refusal, Optional<Registrar> registrar) {
    return new Received.Refused(replyTo, refusal, registrar);
  }
}
