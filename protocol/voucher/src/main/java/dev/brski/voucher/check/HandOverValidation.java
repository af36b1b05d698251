package dev.brski.voucher.check;

import dev.brski.time.Moment;
import dev.brski.trust.Description;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Tolerance;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCheck;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a registrar demands of a voucher before it hands it on: that it can work (RFC 8995 section
 * 5.6.2, RFC 9733 section 5.1). Whether it is genuine only the pledge can tell.
 */
public final class HandOverValidation {

  /** What a voucher has to answer. */
  public sealed interface Asked {

    /** The device's serial number. */
    String serialNumber();

    /** A pledge asked. */
    record ByPledge(PledgeVoucherRequest request) implements Asked {

      @Override
      public String serialNumber() {
        return request.serialNumber();
      }
    }

    /**
     * The registrar asked without the pledge (RFC 8995 section 3.1): the voucher has no nonce, and
     * must not have expired when it is used.
     *
     * @param idevid the pledge's certificate, once it is known
     */
    record InAdvance(String serialNumber, Optional<X509Certificate> idevid) implements Asked {}
  }

  private final PathValidator paths;

  /** Validates paths from the pin. */
  public HandOverValidation(PathValidator paths) {
    this.paths = paths;
  }

  /**
   * Holds a voucher against the request it answers and the certificates it must vouch for.
   *
   * @param asked what it has to answer
   * @param registrar the chain shown to this pledge in TLS, end entity first
   * @param authorities for each certificate that protects the authority's CMP answers, its chain,
   *     end entity first
   */
  public Verdict<Signed<Voucher>> validate(
      Signed<Voucher> voucher,
      Asked asked,
      List<X509Certificate> registrar,
      List<List<X509Certificate>> authorities,
      Moment now) {
    return answers(voucher, asked, now)
        .flatMap(
            answer ->
                pin(answer)
                    .flatMap(pin -> pinned(pin, registrar, authorities, now))
                    .map(_ -> answer))
        .mapRefusal(refusal -> refusal.withDevice(Description.printable(asked.serialNumber())));
  }

  /**
   * Whether a voucher that pins this certificate can work: what the pin has to vouch for.
   *
   * @param registrar the chain shown in TLS, end entity first
   * @param authorities as for {@link #validate}
   */
  public Verdict<X509Certificate> pinned(
      X509Certificate pin,
      List<X509Certificate> registrar,
      List<List<X509Certificate>> authorities,
      Moment now) {
    return vouchesFor(registrar, pin, Purpose.REGISTRAR, VoucherCheck.HANDOVER_REGISTRAR, now)
        .flatMap(_ -> vouchesForAll(authorities, pin, now));
  }

  private static Verdict<Signed<Voucher>> answers(
      Signed<Voucher> voucher, Asked asked, Moment now) {
    var match = SerialNumbers.compare(voucher.leaves().serialNumber(), asked.serialNumber());
    return switch (asked) {
      case Asked.ByPledge(PledgeVoucherRequest request) ->
          switch (match) {
            case EXACT -> repeatsNonce(voucher, request);
            case BUT_FOR_CASE ->
                repeatsNonce(voucher.tolerating(Tolerance.SERIAL_NUMBER_CASE), request);
            case NONE -> ofAnother(voucher);
          };
      case Asked.InAdvance(String _, Optional<X509Certificate> idevid) ->
          match == SerialNumbers.Match.EXACT
              ? withoutNonce(voucher)
                  .flatMap(found -> isOfIssuer(found, idevid))
                  .flatMap(found -> isCurrent(found, now))
              : ofAnother(voucher);
    };
  }

  private static Verdict<Signed<Voucher>> ofAnother(Signed<Voucher> voucher) {
    return Verdict.refused(
        VoucherCheck.VOUCHER_SERIAL,
        "the voucher is for " + Description.printable(voucher.leaves().serialNumber()),
        "Ask the manufacturer: its MASA answered for another device.");
  }

  private static Verdict<Signed<Voucher>> withoutNonce(Signed<Voucher> voucher) {
    return voucher.leaves().nonce().isEmpty()
        ? Verdict.accepted(voucher)
        : Verdict.refused(
            VoucherCheck.VOUCHER_NONCE,
            "the voucher has a nonce, though no pledge sent one",
            "Ask the manufacturer: its MASA answered another request.");
  }

  private static Verdict<Signed<Voucher>> isOfIssuer(
      Signed<Voucher> voucher, Optional<X509Certificate> idevid) {
    var issuer = voucher.leaves().idevidIssuer();
    return idevid
        .filter(shown -> issuer.filter(named -> !named.matches(shown)).isPresent())
        .map(
            _ ->
                Verdict.<Signed<Voucher>>refused(
                    VoucherCheck.VOUCHER_IDEVID_ISSUER,
                    "the voucher is for a device of the same serial number and another issuer",
                    "Fetch one with the device's own certificate."))
        .orElseGet(() -> Verdict.accepted(voucher));
  }

  private static Verdict<Signed<Voucher>> isCurrent(Signed<Voucher> voucher, Moment now) {
    return voucher
        .leaves()
        .expiresOn()
        .filter(expiry -> !now.isBefore(expiry))
        .map(
            expiry ->
                Verdict.<Signed<Voucher>>refused(
                    VoucherCheck.VOUCHER_EXPIRED,
                    "the voucher expired on " + expiry,
                    "If the clocks are right, fetch another."))
        .orElseGet(() -> Verdict.accepted(voucher));
  }

  private static Verdict<Signed<Voucher>> repeatsNonce(
      Signed<Voucher> voucher, PledgeVoucherRequest asked) {
    var leaves = voucher.leaves();
    return leaves.nonce().isEmpty()
            || asked.nonce().filter(leaves.nonce().get()::matches).isPresent()
        ? Verdict.accepted(voucher)
        : Verdict.refused(
            VoucherCheck.VOUCHER_NONCE,
            "the voucher repeats another nonce than the pledge's",
            "Ask the manufacturer: its MASA answered another request.");
  }

  private static Verdict<X509Certificate> pin(Signed<Voucher> voucher) {
    return voucher
        .leaves()
        .pinnedDomainCert()
        .map(Verdict::accepted)
        .orElseGet(
            () ->
                Verdict.refused(
                    VoucherCheck.VOUCHER_PIN,
                    "the voucher has no pinned-domain-cert",
                    "Ask the manufacturer: its MASA did not assign the device to this domain."));
  }

  private Verdict<X509Certificate> vouchesForAll(
      List<List<X509Certificate>> authorities, X509Certificate pin, Moment now) {
    var verdict = Verdict.accepted(pin);
    for (var authority : authorities) {
      verdict =
          verdict.flatMap(
              _ ->
                  vouchesFor(
                      authority, pin, Purpose.CMP_SIGNER, VoucherCheck.HANDOVER_AUTHORITY, now));
    }
    return verdict;
  }

  private Verdict<X509Certificate> vouchesFor(
      List<X509Certificate> chain,
      X509Certificate pin,
      Purpose purpose,
      VoucherCheck check,
      Moment now) {
    return paths
        .validateAgainstPin(chain.getFirst(), chain, pin, purpose, now)
        .map(_ -> pin)
        .mapRefusal(
            refusal ->
                Refusal.of(
                    check,
                    "the voucher pins "
                        + SignedArtifact.name(pin)
                        + ", from which "
                        + SignedArtifact.name(chain.getFirst())
                        + " cannot be validated: "
                        + refusal.cause()
                        + (isAuthority(pin) ? "" : "; an end-entity pin vouches for itself alone"),
                    "Let the registrar include the domain's CA in its voucher-requests, and the"
                        + " MASA pin it; registrar and authority must stand under it."));
  }

  private static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }
}
