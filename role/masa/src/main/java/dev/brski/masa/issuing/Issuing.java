package dev.brski.masa.issuing;

import dev.brski.masa.ledger.IssuedVoucher;
import dev.brski.masa.ledger.Ledger;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCodec;
import dev.brski.voucher.check.ConsistentRequest;
import dev.brski.voucher.check.RegistrarVoucherRequestValidation;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Issues vouchers for requests in which registrar, pledge and device agree: with a nonce, asserting
 * proximity (RFC 8995 sections 5.5 and 5.6).
 */
public final class Issuing {

  private static final Logger LOG = LoggerFactory.getLogger(Issuing.class);

  private final VoucherCodec codec;
  private final RegistrarVoucherRequestValidation validation;
  private final PinPolicy pins;
  private final Credential signer;
  private final Ledger ledger;
  private final CryptoSuite suite;
  private final InstantSource clock;

  /**
   * @param signer under the voucher anchor that the devices have; its chain goes into vouchers
   */
  public Issuing(
      VoucherCodec codec,
      RegistrarVoucherRequestValidation validation,
      PinPolicy pins,
      Credential signer,
      Ledger ledger,
      CryptoSuite suite,
      InstantSource clock) {
    this.codec = codec;
    this.validation = validation;
    this.pins = pins;
    this.signer = signer;
    this.ledger = ledger;
    this.suite = suite;
    this.clock = clock;
  }

  /**
   * The voucher for a registrar's request. It is in the audit log, durably, before it is returned;
   * the same octets get the same voucher again, as long as they still deserve one.
   */
  public Verdict<IssuedVoucher> issue(byte[] body) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return codec
        .readRegistrarVoucherRequest(body)
        .flatMap(request -> validation.validate(request, now))
        .map(request -> issue(request, now));
  }

  private IssuedVoucher issue(ConsistentRequest request, Instant now) {
    var requestHash = request.request().artifact().sha256();
    var issued =
        ledger.find(requestHash).orElseGet(() -> ledger.record(requestHash, make(request, now)));
    LOG.info(
        "device {}: voucher {} for the domain {}, registrar {}{}",
        issued.serialNumber(),
        issued.id(),
        issued.domainId(),
        SignedArtifact.name(request.registrar()),
        request.tolerances().isEmpty() ? "" : ", tolerated: " + request.tolerances());
    return issued;
  }

  private IssuedVoucher make(ConsistentRequest request, Instant now) {
    var pin = pins.choose(request.chain());
    var nonce = nonce(request.request());
    var voucher = Voucher.nonced(now, Assertion.PROXIMITY, request.serialNumber(), pin, nonce);
    var signed =
        SignedArtifact.sign(voucher.toJson(), signer, signer.chain(), Optional.of(now), suite);
    return new IssuedVoucher(
        ledger.nextId(),
        request.serialNumber(),
        IdevidIssuer.of(request.idevid()),
        now,
        AuditLog.domainId(pin),
        Optional.of(nonce),
        Assertion.PROXIMITY,
        request.request().artifact().encoded(),
        signed.encoded());
  }

  private static Nonce nonce(Signed<RegistrarVoucherRequest> request) {
    return request
        .leaves()
        .nonce()
        .orElseThrow(() -> new IllegalStateException("the validation demands a nonce"));
  }
}
