package dev.brski.voucher.check;

import dev.brski.time.Moment;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.voucher.Loose;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.Signed;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCheck;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pledge demands of a voucher (RFC 8995 section 5.6.1, RFC 8366 section 5.3). */
public final class VoucherValidation {

  private static final String NEW_ATTEMPT =
      "Try the next registrar; with this one, start again with a new nonce.";

  private final CryptoSuite suite;
  private final PathValidator paths;
  private final VoucherAnchors voucherAnchors;
  private final VoucherPolicy policy;

  /** Validates against the voucher anchors that the manufacturer installed, and nothing else. */
  public VoucherValidation(
      CryptoSuite suite, PathValidator paths, VoucherAnchors voucherAnchors, VoucherPolicy policy) {
    this.suite = suite;
    this.paths = paths;
    this.voucherAnchors = voucherAnchors;
    this.policy = policy;
  }

  /**
   * Holds a voucher against the device it should be for.
   *
   * @param idevid the pledge's own certificate
   * @param serialNumber the pledge's own, of that certificate
   * @param sent the nonce of the request that it answers
   * @param now what the pledge knows of the time
   */
  public Verdict<VerifiedVoucher> validate(
      Signed<Voucher> voucher,
      X509Certificate idevid,
      String serialNumber,
      Nonce sent,
      Moment now) {
    return signer(voucher, now)
        .flatMap(
            signer ->
                isFor(voucher, serialNumber)
                    .flatMap(found -> isOfIssuer(found, idevid))
                    .flatMap(found -> answers(found, sent))
                    .flatMap(found -> isCurrent(found, now))
                    .flatMap(found -> isNotFuture(found, now))
                    .flatMap(this::isAsserted)
                    .flatMap(this::asksNoRevocation)
                    .flatMap(
                        found -> pins(found).map(pin -> new VerifiedVoucher(found, signer, pin))));
  }

  /** Every rule that a voucher breaks, whatever device it is for; without anchors, no trust. */
  List<Refusal> breaches(Loose<Voucher> looked, Moment.Known now) {
    var voucher = looked.signed();
    var leaves = voucher.leaves();
    var pin = leaves.pinnedDomainCert();
    return new Breaches(looked)
        .judge(
            voucherAnchors.of(voucher).isEmpty()
                ? voucher.artifact().verifySignature(suite)
                : signer(voucher, now))
        .judge(
            holds(leaves.createdOn().isPresent(), FormCheck.CREATED_ON, "created-on is missing"),
            "created-on")
        .judge(isNotFuture(voucher, now))
        .judge(isCurrent(voucher, now))
        .judge(
            holds(
                leaves.expiresOn().isEmpty() || leaves.nonce().isEmpty(),
                FormCheck.EXPIRES_ON,
                "expires-on stands beside a nonce"))
        .judge(
            holds(
                leaves.lastRenewalDate().isEmpty() || leaves.expiresOn().isPresent(),
                FormCheck.LAST_RENEWAL,
                "last-renewal-date is there and expires-on is not"),
            "expires-on")
        .judge(isAsserted(voucher), "assertion")
        .judge(pins(voucher), "pinned-domain-cert")
        .judge(outlives(pin, leaves.expiresOn()))
        .judge(isValid(pin, now))
        .all();
  }

  private static Verdict<Boolean> holds(boolean condition, FormCheck check, String cause) {
    return condition
        ? Verdict.accepted(true)
        : Verdict.refused(check, cause, "Ask the manufacturer: its MASA made the voucher so.");
  }

  private static Verdict<Boolean> outlives(Optional<X509Certificate> pin, Optional<Instant> end) {
    var last = pin.map(pinned -> pinned.getNotAfter().toInstant());
    return holds(
        end.flatMap(expiry -> last.filter(expiry::isAfter)).isEmpty(),
        FormCheck.EXPIRY_OF_PIN,
        "the voucher expires on "
            + end.map(Instant::toString).orElse("no day")
            + ", pinned-domain-cert on "
            + last.map(Instant::toString).orElse("no day"));
  }

  private static Verdict<Boolean> isValid(Optional<X509Certificate> pin, Moment.Known now) {
    return holds(
        pin.filter(
                pinned ->
                    now.isAfter(pinned.getNotAfter().toInstant())
                        || now.isBefore(pinned.getNotBefore().toInstant()))
            .isEmpty(),
        FormCheck.PIN_VALIDITY,
        pin.map(
                pinned ->
                    SignedArtifact.name(pinned)
                        + " is valid from "
                        + pinned.getNotBefore().toInstant()
                        + " to "
                        + pinned.getNotAfter().toInstant())
            .orElse("there is none"));
  }

  private Verdict<X509Certificate> signer(Signed<Voucher> voucher, Moment now) {
    var artifact = voucher.artifact();
    var anchors = voucherAnchors.of(voucher);
    return artifact
        .signer(anchors.certificates())
        .map(Verdict::accepted)
        .orElseGet(
            () ->
                Verdict.refused(
                    VoucherCheck.VOUCHER_SIGNER,
                    "the signer is named as "
                        + artifact.signerIdentifier()
                        + ", whose certificate is neither included nor installed",
                    NEW_ATTEMPT))
        .flatMap(
            signer ->
                paths
                    .validate(signer, artifact.certificates(), anchors, Purpose.VOUCHER_SIGNER, now)
                    .mapRefusal(refusal -> refusal.under(VoucherCheck.VOUCHER_SIGNER)))
        .flatMap(
            path ->
                artifact
                    .verifySignature(suite, path.target())
                    .mapRefusal(refusal -> refusal.under(VoucherCheck.VOUCHER_SIGNATURE)));
  }

  private Verdict<Signed<Voucher>> isFor(Signed<Voucher> voucher, String serialNumber) {
    return switch (SerialNumbers.compare(voucher.leaves().serialNumber(), serialNumber)) {
      case EXACT -> Verdict.accepted(voucher);
      case BUT_FOR_CASE, NONE ->
          Verdict.refused(
              VoucherCheck.VOUCHER_SERIAL,
              "the voucher is for " + Description.printable(voucher.leaves().serialNumber()),
              NEW_ATTEMPT);
    };
  }

  private Verdict<Signed<Voucher>> isOfIssuer(Signed<Voucher> voucher, X509Certificate idevid) {
    var issuer = voucher.leaves().idevidIssuer();
    return issuer.filter(named -> !named.matches(idevid)).isEmpty()
        ? Verdict.accepted(voucher)
        : Verdict.refused(
            VoucherCheck.VOUCHER_IDEVID_ISSUER,
            "the voucher's idevid-issuer is " + issuer.map(IdevidIssuer::toString).orElse("absent"),
            NEW_ATTEMPT);
  }

  private Verdict<Signed<Voucher>> answers(Signed<Voucher> voucher, Nonce sent) {
    var nonce = voucher.leaves().nonce();
    if (nonce.isEmpty()) {
      return policy.acceptNonceless()
          ? Verdict.accepted(voucher)
          : Verdict.refused(
              VoucherCheck.VOUCHER_NONCELESS, "the voucher has no nonce", NEW_ATTEMPT);
    }
    return nonce.get().matches(sent)
        ? Verdict.accepted(voucher)
        : Verdict.refused(
            VoucherCheck.VOUCHER_NONCE,
            "the voucher repeats "
                + Description.printable(nonce.get().text())
                + ", sent was "
                + sent,
            NEW_ATTEMPT);
  }

  private Verdict<Signed<Voucher>> isCurrent(Signed<Voucher> voucher, Moment now) {
    var expiry = voucher.leaves().expiresOn();
    if (expiry.isEmpty()) {
      return Verdict.accepted(voucher);
    }
    if (now.isAfter(expiry.get())) {
      return Verdict.refused(
          VoucherCheck.VOUCHER_EXPIRED, "the voucher expired on " + expiry.get(), NEW_ATTEMPT);
    }
    return now instanceof Moment.Known || policy.acceptExpiryWithoutClock()
        ? Verdict.accepted(voucher)
        : Verdict.refused(
            VoucherCheck.VOUCHER_EXPIRY_UNKNOWABLE,
            "the voucher expires on " + expiry.get() + " and this device has no clock",
            "Let the MASA issue vouchers with a nonce, or without expiry, for such devices.");
  }

  private Verdict<Signed<Voucher>> isNotFuture(Signed<Voucher> voucher, Moment now) {
    var dates =
        Stream.concat(
            voucher.leaves().createdOn().stream(), voucher.artifact().signingTime().stream());
    return dates
        .filter(date -> now.isBefore(date.minus(policy.clockSkew())))
        .findFirst()
        .map(
            date ->
                Verdict.<Signed<Voucher>>refused(
                    VoucherCheck.VOUCHER_NOT_YET,
                    "the voucher is dated " + date + ", it is " + now,
                    "Set the clocks of MASA and device."))
        .orElseGet(() -> Verdict.accepted(voucher));
  }

  private Verdict<Signed<Voucher>> isAsserted(Signed<Voucher> voucher) {
    var assertion = voucher.leaves().assertion();
    return assertion.filter(policy.assertions()::contains).isPresent()
        ? Verdict.accepted(voucher)
        : Verdict.refused(
            VoucherCheck.VOUCHER_ASSERTION,
            "the assertion is "
                + assertion.map(named -> Description.printable(named.name())).orElse("absent"),
            "Accept it by policy, or let the MASA make a stronger one.");
  }

  /** A revocation check that is demanded must be made, and this device has no way to make it. */
  private Verdict<Signed<Voucher>> asksNoRevocation(Signed<Voucher> voucher) {
    return voucher.leaves().domainCertRevocationChecks().orElse(false)
        ? Verdict.refused(
            VoucherCheck.VOUCHER_REVOCATION,
            "domain-cert-revocation-checks is true",
            "Let the MASA leave the leaf out or set it to false for such devices.")
        : Verdict.accepted(voucher);
  }

  private static Verdict<X509Certificate> pins(Signed<Voucher> voucher) {
    return voucher
        .leaves()
        .pinnedDomainCert()
        .map(Verdict::accepted)
        .orElseGet(
            () ->
                Verdict.refused(
                    VoucherCheck.VOUCHER_PIN,
                    "the voucher has no pinned-domain-cert",
                    NEW_ATTEMPT));
  }
}
