package dev.brski.masa.issuing;

import dev.brski.masa.ledger.Occasion;
import dev.brski.masa.ownership.Entitlement;
import dev.brski.masa.ownership.SerialNumber;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCheck;
import dev.brski.voucher.check.ConsistentRequest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a request becomes a voucher, if its domain may have one. */
sealed interface Draft {

  /** What is asked. */
  ConsistentRequest request();

  /** What would sign it. */
  Credential signer();

  /** What would be pinned if nothing were known of owners. */
  X509Certificate proposedPin();

  /** Whether the device has proven that it is near the registrar (RFC 8995 section 5.5.5). */
  boolean proximity();

  /** Whose serial number it is, as the ledger keeps it. */
  IdevidIssuer issuer();

  /** The nonce to repeat. */
  Optional<Nonce> nonce();

  /** Whether the request fits what the domain is entitled to. */
  Verdict<X509Certificate> fits(Entitlement entitlement, Instant now);

  /** What the voucher is issued for. */
  Occasion occasion(Entitlement entitlement, Instant now);

  /** The voucher, not signed yet. */
  Voucher voucher(Entitlement entitlement, Instant now);

  /** For a pledge that is there. */
  record WithNonce(ConsistentRequest.Nonced request, PinPolicy pins, Credential signer)
      implements Draft {

    @Override
    public X509Certificate proposedPin() {
      return pins.choose(request.chain());
    }

    @Override
    public boolean proximity() {
      return true;
    }

    @Override
    public IdevidIssuer issuer() {
      return IdevidIssuer.of(request.idevid());
    }

    @Override
    public Optional<Nonce> nonce() {
      return request.request().leaves().nonce();
    }

    @Override
    public Verdict<X509Certificate> fits(Entitlement entitlement, Instant now) {
      return Verdict.accepted(entitlement.pin());
    }

    @Override
    public Occasion occasion(Entitlement entitlement, Instant now) {
      return new Occasion(
          request.request().artifact().sha256(),
          request.serialNumber(),
          issuer(),
          Optional.empty(),
          CryptoSuite.sha256(request.prior().artifact().content()),
          CryptoSuite.sha256(Certificates.encoded(entitlement.pin())),
          CryptoSuite.sha256(Certificates.encoded(signer.leaf())),
          Optional.empty());
    }

    @Override
    public Voucher voucher(Entitlement entitlement, Instant now) {
      return Voucher.nonced(
          now,
          entitlement.assertion(),
          request.serialNumber(),
          entitlement.pin(),
          nonce().orElseThrow());
    }
  }

  /** For a pledge that is not there. */
  record WithoutNonce(
      ConsistentRequest.Nonceless request,
      NoncelessPolicy policy,
      Renewals renewals,
      Credential signer)
      implements Draft {

    /** The highest that the registrar sent, as far as its owner is known by it. */
    @Override
    public X509Certificate proposedPin() {
      return request.topmost();
    }

    @Override
    public boolean proximity() {
      return false;
    }

    /** No device has said whose it is. */
    @Override
    public IdevidIssuer issuer() {
      return Occasion.UNPROVEN;
    }

    @Override
    public Optional<Nonce> nonce() {
      return Optional.empty();
    }

    @Override
    public Verdict<X509Certificate> fits(Entitlement entitlement, Instant now) {
      return expiry(entitlement, now).filter(expiry -> !expiry.isAfter(now)).isPresent()
          ? Verdict.refused(
              VoucherCheck.RVR_NONCELESS,
              "a certificate that the voucher would rest on has expired",
              "Look at the signer (brski masa check) and at the customer's certificates.")
          : renewals.check(request, entitlement.pin(), now);
    }

    /** Who asks with the old voucher wants another; who asks without takes one that lasts. */
    @Override
    public Occasion occasion(Entitlement entitlement, Instant now) {
      return new Occasion(
          request.request().artifact().sha256(),
          request.serialNumber(),
          issuer(),
          Optional.of(new SerialNumber(request.serialNumber()).key()),
          CryptoSuite.sha256(request.request().artifact().content()),
          CryptoSuite.sha256(Certificates.encoded(entitlement.pin())),
          CryptoSuite.sha256(Certificates.encoded(signer.leaf())),
          request.old().isPresent()
              ? Optional.empty()
              : Optional.of(
                  new Occasion.Lasting(
                      expiry(entitlement, now)
                          .map(expiry -> NoncelessPolicy.renewalOf(expiry, now)))));
    }

    @Override
    public Voucher voucher(Entitlement entitlement, Instant now) {
      return Voucher.nonceless(
          now,
          expiry(entitlement, now),
          entitlement.assertion(),
          request.serialNumber(),
          entitlement.pin());
    }

    private Optional<Instant> expiry(Entitlement entitlement, Instant now) {
      return policy.expiry(
          request.serialNumber(),
          List.of(request.registrar(), entitlement.pin(), signer.leaf()),
          now);
    }
  }
}
