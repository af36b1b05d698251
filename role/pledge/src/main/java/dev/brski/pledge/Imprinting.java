package dev.brski.pledge;

import dev.brski.trust.Certificates;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.Paths;
import dev.brski.voucher.Signed;
import dev.brski.voucher.StatusTelemetry;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCodec;
import dev.brski.voucher.check.VerifiedVoucher;
import dev.brski.voucher.check.VoucherPolicy;
import dev.brski.voucher.check.VoucherValidation;
import dev.brski.wire.Call;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Imprint (RFC 8995 sections 5.6.1, 5.6.2 and 5.7): the voucher is verified, the registrar is
 * authenticated by it, and told so.
 */
final class Imprinting {

  private static final String STATUS = "voucher_status";

  private final Journey journey;
  private final Domain domain;
  private final VoucherCodec codec = VoucherCodec.standard();
  private final VoucherValidation validation;

  Imprinting(Journey journey, Domain domain) {
    this.journey = journey;
    this.domain = domain;
    this.validation =
        new VoucherValidation(
            journey.tools().suite(),
            journey.tools().paths(),
            journey.birth().voucherAnchors(),
            VoucherPolicy.standard());
  }

  /** Judges the voucher, then whoever handed it over over this connection. */
  Optional<Outcome> imprint(Exchange exchange, byte[] body, Contact contact) throws IOException {
    var verdict =
        codec
            .readVoucher(body)
            .flatMap(voucher -> acceptable(voucher, exchange))
            .mapRefusal(refusal -> refusal.under(PledgeCheck.VOUCHER).withTold(refusal.told()))
            .flatMap(verified -> vouchesFor(verified, contact.chain()));
    return switch (verdict) {
      case Verdict.Refused<VerifiedVoucher>(Refusal refusal) -> {
        reject(exchange, contact, refusal);
        yield journey.rejected(exchange.registrar(), refusal);
      }
      case Verdict.Accepted<VerifiedVoucher>(VerifiedVoucher verified) -> {
        var tolerated = verified.voucher().tolerances();
        if (!tolerated.isEmpty()) {
          journey.tell(new Event.Tolerated(exchange.registrar(), tolerated));
        }
        var messages = journey.folder().messages();
        journey.moveTo(
            new Progress.Imprinted(
                new Imprint(
                    exchange.registrar(),
                    exchange.origin(),
                    messages.keep("voucher", "vcj", body),
                    messages.keep("pin", "cer", Certificates.encoded(verified.pin())))));
        yield Optional.empty();
      }
    };
  }

  private Verdict<VerifiedVoucher> acceptable(Signed<Voucher> voucher, Exchange exchange) {
    return validation.validate(
        voucher,
        journey.birth().idevid().leaf(),
        journey.birth().serialNumber(),
        new Nonce(exchange.nonce()),
        journey.options().clock().now());
  }

  private Verdict<VerifiedVoucher> vouchesFor(
      VerifiedVoucher verified, List<X509Certificate> chain) {
    return domain.vouchesFor(List.of(verified.pin()), chain).map(_ -> verified);
  }

  /** Says which rule was broken and nothing of what was found, over the connection given up. */
  private void reject(Exchange exchange, Contact contact, Refusal refusal) {
    var body = StatusTelemetry.failure(refusal.told()).toJson();
    journey.tell(new Event.Sent(exchange.registrar(), STATUS, body.length));
    try {
      contact.exchange(Call.post(Paths.VOUCHER_STATUS, MediaTypes.JSON, body));
    } catch (PeerFailure failure) {
      journey.tell(
          new Event.Failed(exchange.registrar(), STATUS, String.valueOf(failure.getMessage())));
    }
  }

  /** Tells the registrar that its voucher was accepted; whatever it answers means nothing. */
  Optional<Outcome> report(Imprint imprint) throws IOException, InterruptedException {
    var body = StatusTelemetry.success().toJson();
    try {
      var reply =
          journey
              .line()
              .send(
                  imprint.registrar(),
                  STATUS,
                  Call.post(Paths.VOUCHER_STATUS, MediaTypes.JSON, body),
                  domain.opening(imprint, domain.pin(imprint)));
      journey.tell(
          new Event.Received(imprint.registrar(), STATUS, reply.status(), reply.body().length));
    } catch (PeerFailure failure) {
      return journey.troubled(imprint.registrar(), STATUS, failure, true);
    }
    return Optional.empty();
  }
}
