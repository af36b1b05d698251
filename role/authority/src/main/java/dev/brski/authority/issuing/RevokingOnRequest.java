package dev.brski.authority.issuing;

import dev.brski.authority.intake.Received;
import dev.brski.authority.intake.Signer;
import dev.brski.authority.ledger.Registrar;
import dev.brski.authority.ledger.RevocationRequest;
import dev.brski.authority.ledger.RevocationRequest.Asker;
import dev.brski.authority.ledger.RevocationRequests;
import dev.brski.cmp.Body;
import dev.brski.cmp.CmpCheck;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.ReplyTo;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;

/** What follows on an rr (RFC 9483 section 5.1.3). */
public final class RevokingOnRequest {

  private final RevocationRequests requests;
  private final Revoking revoking;
  private final CmpComposer responder;

  /** Revocations on request, published as those of an operator are. */
  public RevokingOnRequest(RevocationRequests requests, Revoking revoking, CmpComposer responder) {
    this.requests = requests;
    this.revoking = revoking;
    this.responder = responder;
  }

  /** The octets of the rp, durable with the revocation; or the reason why there is none. */
  public Verdict<byte[]> answer(Received.Revocation received) {
    return request(received)
        .flatMap(
            request ->
                requests.grant(
                    request, responder.revoked(ReplyTo.of(received.message())).encoded()))
        .map(this::published)
        .mapRefusal(refusal -> withDevice(refusal, received.signer()));
  }

  private static Refusal withDevice(Refusal refusal, Signer signer) {
    return refusal.device().isPresent()
        ? refusal
        : signer.device().map(refusal::withDevice).orElse(refusal);
  }

  private static Verdict<RevocationRequest> request(Received.Revocation received) {
    var message = received.message();
    var details = ((Body.RevocationRequest) message.body()).only();
    int reasonCode = details.reasons().getFirst();
    return RevocationReason.ofNumber(reasonCode)
        .map(
            reason ->
                Verdict.accepted(
                    new RevocationRequest(
                        message.transactionId().octets(),
                        message.encoded(),
                        asker(received.signer()),
                        received.registrar().map(Registrar::name),
                        details.issuer().orElseThrow(),
                        details.serialNumber().orElseThrow(),
                        reason)))
        .orElseGet(() -> CmpCheck.REVOCATION_REASON.refused("reasonCode " + reasonCode));
  }

  private static Asker asker(Signer signer) {
    return switch (signer) {
      case Signer.OfDevice device -> new Asker.OfDevice(device.certificate());
      case Signer.ByRegistrar(var registrar) -> new Asker.OfRegistrar(registrar);
    };
  }

  private byte[] published(RevocationRequests.Granted granted) {
    if (granted.isNew()) {
      revoking.publish();
    }
    return granted.response();
  }
}
