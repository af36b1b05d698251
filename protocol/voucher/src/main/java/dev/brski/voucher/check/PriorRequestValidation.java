package dev.brski.voucher.check;

import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Loose;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Tolerance;
import dev.brski.voucher.VoucherCheck;
import dev.brski.voucher.VoucherCodec;
import dev.brski.voucher.check.ConsistentRequest.Nonced;
import dev.brski.voucher.check.ConsistentRequest.Nonceless;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The prior-signed-voucher-request against the request around it (RFC 8995 5.5.5 and 5.5.6). */
final class PriorRequestValidation {

  private static final String PRIOR = "prior-signed-voucher-request";
  private static final String ASK_AGAIN =
      "Ask the registrar's operator for the request; it was put together wrongly.";

  /** Both requests and who signed the inner one, before they were found to agree. */
  private record Both(
      Signed<RegistrarVoucherRequest> request,
      List<X509Certificate> chain,
      Signed<PledgeVoucherRequest> prior,
      X509Certificate idevid) {

    Both tolerating(Tolerance tolerance) {
      return new Both(request.tolerating(tolerance), chain, prior, idevid);
    }

    Nonced of(String serialNumber) {
      return new Nonced(request, chain, prior, idevid, serialNumber);
    }
  }

  private final CryptoSuite suite;
  private final PathValidator paths;
  private final VoucherCodec codec;
  private final Anchors idevidAnchors;
  private final Function<X509Certificate, Verdict<String>> serialNumbers;

  PriorRequestValidation(
      CryptoSuite suite,
      PathValidator paths,
      VoucherCodec codec,
      Anchors idevidAnchors,
      Function<X509Certificate, Verdict<String>> serialNumbers) {
    this.suite = suite;
    this.paths = paths;
    this.codec = codec;
    this.idevidAnchors = idevidAnchors;
    this.serialNumbers = serialNumbers;
  }

  Verdict<ConsistentRequest> validate(
      Signed<RegistrarVoucherRequest> request, List<X509Certificate> chain, Instant now) {
    return request.leaves().nonce().isPresent()
        ? nonced(request, chain, now).map(ConsistentRequest.class::cast)
        : nonceless(request, chain).map(ConsistentRequest.class::cast);
  }

  /** Whatever is inside is told by its top key: a pledge's request has no place there. */
  private Verdict<Nonceless> nonceless(
      Signed<RegistrarVoucherRequest> request, List<X509Certificate> chain) {
    var body = request.leaves().priorSignedVoucherRequest();
    if (body.isEmpty()) {
      return Verdict.accepted(new Nonceless(request, chain, Optional.empty()));
    }
    return codec
        .readArtifact(body.get())
        .mapRefusal(refusal -> refusal.under(VoucherCheck.RVR_PRIOR_FORM))
        .flatMap(
            artifact ->
                codec.isVoucher(artifact)
                    ? renewal(request, chain, body.get())
                    : Verdict.refused(
                        VoucherCheck.RVR_NONCELESS,
                        "the request has no nonce, and a pledge's request inside",
                        "Ask with the nonce of the pledge's request, or without that request."));
  }

  private Verdict<Nonceless> renewal(
      Signed<RegistrarVoucherRequest> request, List<X509Certificate> chain, byte[] old) {
    return codec
        .readVoucher(old)
        .mapRefusal(refusal -> refusal.under(VoucherCheck.RVR_PRIOR_FORM))
        .map(voucher -> new Nonceless(request, chain, Optional.of(voucher)));
  }

  private Verdict<Nonced> nonced(
      Signed<RegistrarVoucherRequest> request, List<X509Certificate> chain, Instant now) {
    return read(request)
        .flatMap(prior -> signedByDevice(request, chain, prior))
        .flatMap(found -> isKnownDevice(found, now))
        .flatMap(this::isConnectedToRegistrar)
        .flatMap(
            both ->
                certified(both)
                    .flatMap(
                        serialNumber ->
                            agreesOnSerial(both, serialNumber)
                                .flatMap(this::agreesOnIssuer)
                                .flatMap(this::agreesOnNonce)
                                .map(same -> same.of(serialNumber))));
  }

  /** The same, each rule for itself. */
  void judge(
      Breaches found,
      Loose<RegistrarVoucherRequest> looked,
      List<X509Certificate> chain,
      Instant now) {
    var request = looked.signed();
    if (request.leaves().nonce().isPresent() || !looked.isJudgeable("nonce")) {
      judgeNonced(found, request, chain, now);
    } else {
      found.judge(nonceless(request, chain));
    }
  }

  private void judgeNonced(
      Breaches found,
      Signed<RegistrarVoucherRequest> request,
      List<X509Certificate> chain,
      Instant now) {
    switch (body(request).flatMap(this::lookInto)) {
      case Verdict.Refused<Loose<PledgeVoucherRequest>> refused -> found.judge(refused, PRIOR);
      case Verdict.Accepted<Loose<PledgeVoucherRequest>>(var looked) -> {
        var inner = looked.signed();
        found.judge(signedByDevice(request, chain, inner));
        inner
            .artifact()
            .signer()
            .ifPresent(
                idevid -> judge(found, new Both(request, chain, inner, idevid), looked, now));
      }
    }
  }

  private void judge(Breaches found, Both both, Loose<PledgeVoucherRequest> inner, Instant now) {
    if (!idevidAnchors.isEmpty()) {
      found.judge(isKnownDevice(both, now));
    }
    if (inner.isJudgeable("proximity-registrar-cert")) {
      found.judge(isConnectedToRegistrar(both));
    }
    switch (certified(both)) {
      case Verdict.Refused<String> refused -> found.judge(refused);
      case Verdict.Accepted<String>(var certified) -> {
        found.judge(
            sameSerial(both, certified, both.request().leaves().serialNumber()), "serial-number");
        if (inner.isJudgeable("serial-number")) {
          found.judge(sameSerial(both, certified, both.prior().leaves().serialNumber()));
        }
      }
    }
    found.judge(agreesOnIssuer(both), "idevid-issuer");
    if (inner.isJudgeable("nonce")) {
      found.judge(agreesOnNonce(both), "nonce");
    }
  }

  private Verdict<Loose<PledgeVoucherRequest>> lookInto(byte[] body) {
    return codec
        .lookIntoPledgeVoucherRequest(body)
        .mapRefusal(refusal -> refusal.under(VoucherCheck.RVR_PRIOR_FORM));
  }

  private Verdict<Signed<PledgeVoucherRequest>> read(Signed<RegistrarVoucherRequest> request) {
    return body(request)
        .flatMap(
            body ->
                codec
                    .readPledgeVoucherRequest(body)
                    .mapRefusal(refusal -> refusal.under(VoucherCheck.RVR_PRIOR_FORM)));
  }

  private static Verdict<byte[]> body(Signed<RegistrarVoucherRequest> request) {
    return request
        .leaves()
        .priorSignedVoucherRequest()
        .map(Verdict::accepted)
        .orElseGet(
            () ->
                Verdict.refused(
                    VoucherCheck.RVR_PRIOR_MISSING,
                    PRIOR + " is absent",
                    "The registrar must pass on the pledge's request whole."));
  }

  private Verdict<Both> signedByDevice(
      Signed<RegistrarVoucherRequest> request,
      List<X509Certificate> chain,
      Signed<PledgeVoucherRequest> prior) {
    return prior
        .artifact()
        .verifySignature(suite)
        .map(idevid -> new Both(request, chain, prior, idevid))
        .mapRefusal(refusal -> refusal.under(VoucherCheck.RVR_PRIOR_SIGNATURE));
  }

  private Verdict<Both> isKnownDevice(Both found, Instant now) {
    return paths
        .validate(
            found.idevid(),
            found.prior().artifact().certificates(),
            idevidAnchors,
            Purpose.IDEVID.ignoringLifetime(),
            new Moment.Known(now))
        .map(_ -> found)
        .mapRefusal(refusal -> refusal.under(VoucherCheck.RVR_DEVICE));
  }

  private Verdict<Both> isConnectedToRegistrar(Both found) {
    var shown = found.prior().leaves().proximityRegistrarCert();
    boolean ours =
        shown
            .map(Certificates::spkiSha256)
            .filter(
                key ->
                    found.chain().stream()
                        .anyMatch(member -> Arrays.equals(key, Certificates.spkiSha256(member))))
            .isPresent();
    return ours
        ? Verdict.accepted(found)
        : Verdict.refused(
            VoucherCheck.RVR_PROXIMITY,
            "the pledge was connected to "
                + shown.map(SignedArtifact::name).orElse("nobody it names")
                + ", the request is signed by "
                + SignedArtifact.name(found.chain().getFirst()),
            "The registrar must sign with the credential it shows to pledges in TLS.");
  }

  private Verdict<String> certified(Both found) {
    return serialNumbers
        .apply(found.idevid())
        .mapRefusal(refusal -> refusal.under(VoucherCheck.RVR_SERIAL));
  }

  private static Verdict<Both> agreesOnSerial(Both found, String certified) {
    return sameSerial(found, certified, found.request().leaves().serialNumber())
        .flatMap(same -> sameSerial(same, certified, same.prior().leaves().serialNumber()));
  }

  private static Verdict<Both> sameSerial(Both found, String certified, String claimed) {
    return switch (SerialNumbers.compare(claimed, certified)) {
      case EXACT -> Verdict.accepted(found);
      case BUT_FOR_CASE -> Verdict.accepted(found.tolerating(Tolerance.SERIAL_NUMBER_CASE));
      case NONE ->
          Verdict.refused(
              VoucherCheck.RVR_SERIAL,
              SerialNumbers.difference(claimed, certified, found.idevid()),
              ASK_AGAIN);
    };
  }

  private Verdict<Both> agreesOnIssuer(Both found) {
    var issuer = found.request().leaves().idevidIssuer();
    return issuer.filter(claimed -> !claimed.matches(found.idevid())).isEmpty()
        ? Verdict.accepted(found)
        : Verdict.refused(
            VoucherCheck.RVR_IDEVID_ISSUER,
            "idevid-issuer is "
                + issuer.map(Object::toString).orElse("")
                + ", the IDevID is "
                + SignedArtifact.name(found.idevid()),
            ASK_AGAIN);
  }

  private Verdict<Both> agreesOnNonce(Both found) {
    var asked = found.request().leaves().nonce();
    var prior = found.prior().leaves().nonce();
    return asked.flatMap(nonce -> prior.filter(nonce::matches)).isPresent()
        ? Verdict.accepted(found)
        : Verdict.refused(
            VoucherCheck.RVR_NONCE,
            "the registrar's nonce is "
                + printed(asked.map(Object::toString))
                + ", the pledge's "
                + printed(prior.map(Object::toString)),
            ASK_AGAIN);
  }

  private static String printed(Optional<String> text) {
    return text.map(Description::printable).orElse("absent");
  }
}
