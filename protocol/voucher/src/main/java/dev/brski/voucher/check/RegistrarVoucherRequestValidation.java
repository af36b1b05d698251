package dev.brski.voucher.check;

import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.trust.Oids;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.trust.SerialNumberField;
import dev.brski.trust.TrustedPath;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Loose;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.VoucherCheck;
import dev.brski.voucher.VoucherCodec;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a MASA demands of a registrar's voucher-request (RFC 8995 sections 5.5.2 to 5.5.6):
 * consistency, for the registrar may be unknown to it. Whether a request without a nonce is
 * answered at all, and whose registrar it is, is another question.
 */
public final class RegistrarVoucherRequestValidation {

  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private final CryptoSuite suite;
  private final PathValidator paths;
  private final Duration oldest;
  private final PriorRequestValidation prior;

  /**
   * Validates against the IDevID anchors of the MASA's own manufacturer.
   *
   * @param serialNumbers where its IDevIDs have the serial number
   * @param oldest the age from which a request counts as stale
   */
  public RegistrarVoucherRequestValidation(
      CryptoSuite suite,
      PathValidator paths,
      VoucherCodec codec,
      Anchors idevidAnchors,
      SerialNumberField serialNumbers,
      Duration oldest) {
    this(suite, paths, codec, idevidAnchors, serialNumbers::read, oldest);
  }

  /**
   * The same for devices of whatever manufacturer.
   *
   * @param serialNumbers how the serial number is read from an IDevID
   */
  RegistrarVoucherRequestValidation(
      CryptoSuite suite,
      PathValidator paths,
      VoucherCodec codec,
      Anchors idevidAnchors,
      Function<X509Certificate, Verdict<String>> serialNumbers,
      Duration oldest) {
    this.suite = suite;
    this.paths = paths;
    this.oldest = oldest;
    this.prior = new PriorRequestValidation(suite, paths, codec, idevidAnchors, serialNumbers);
  }

  /** Holds the request against itself, the pledge's request in it, and the known anchors. */
  public Verdict<ConsistentRequest> validate(Signed<RegistrarVoucherRequest> request, Instant now) {
    return validate(request, now, oldest);
  }

  /**
   * The same of a request that comes again for the audit log (RFC 8995 section 5.8), however long
   * ago it was signed; the signer's certificate must be valid now all the same.
   */
  public Verdict<ConsistentRequest> validateOfAnyAge(
      Signed<RegistrarVoucherRequest> request, Instant now) {
    return validate(request, now, Duration.between(Instant.EPOCH, now));
  }

  /**
   * Every rule that a request breaks, however old it is and whether or not vouchers without a nonce
   * are issued; without anchors, nothing is said about whose device it is.
   */
  List<Refusal> breaches(Loose<RegistrarVoucherRequest> looked, Instant now) {
    var request = looked.signed();
    var found = new Breaches(looked);
    switch (chain(request)) {
      case Verdict.Refused<List<X509Certificate>> refused -> found.judge(refused);
      case Verdict.Accepted<List<X509Certificate>>(var chain) -> {
        found
            .judge(isSignedBy(request, chain))
            .judge(isRegistrar(chain))
            .judge(isValid(chain, now))
            .judge(claimsNoProximity(request, chain), "proximity-registrar-cert")
            .judge(namesIssuer(request), "idevid-issuer");
        prior.judge(found, looked, chain, now);
      }
    }
    return found.all();
  }

  private static Verdict<Signed<RegistrarVoucherRequest>> namesIssuer(
      Signed<RegistrarVoucherRequest> request) {
    return request.leaves().idevidIssuer().isPresent()
        ? Verdict.accepted(request)
        : Verdict.refused(
            FormCheck.IDEVID_ISSUER,
            "idevid-issuer is absent",
            "Let the registrar say whose serial number it is.");
  }

  private Verdict<ConsistentRequest> validate(
      Signed<RegistrarVoucherRequest> request, Instant now, Duration mostAge) {
    return chain(request)
        .flatMap(chain -> isSignedBy(request, chain))
        .flatMap(chain -> isFresh(request, chain, now, mostAge))
        .flatMap(this::isRegistrar)
        .flatMap(chain -> isValid(chain, now))
        .flatMap(chain -> claimsNoProximity(request, chain))
        .flatMap(chain -> prior.validate(request, chain, now))
        .mapRefusal(
            refusal -> refusal.withDevice(Description.printable(request.leaves().serialNumber())));
  }

  private Verdict<List<X509Certificate>> chain(Signed<RegistrarVoucherRequest> request) {
    return request
        .artifact()
        .signer()
        .map(
            signer ->
                Verdict.accepted(RegistrarChain.from(signer, request.artifact().certificates())))
        .orElseGet(
            () ->
                Verdict.refused(
                    VoucherCheck.RVR_CHAIN,
                    "the signer is named as "
                        + request.artifact().signerIdentifier()
                        + ", which is not among the included certificates",
                    "The registrar must include the chain it wants pinned."));
  }

  private Verdict<List<X509Certificate>> isSignedBy(
      Signed<RegistrarVoucherRequest> request, List<X509Certificate> chain) {
    return request
        .artifact()
        .verifySignature(suite, chain.getFirst())
        .map(_ -> chain)
        .mapRefusal(refusal -> refusal.under(VoucherCheck.RVR_SIGNATURE));
  }

  private Verdict<List<X509Certificate>> isFresh(
      Signed<RegistrarVoucherRequest> request,
      List<X509Certificate> chain,
      Instant now,
      Duration mostAge) {
    var created = request.leaves().createdOn();
    boolean fresh =
        created.filter(now.minus(mostAge)::isAfter).isEmpty()
            && (request.leaves().nonce().isPresent() || isDatedNow(created, now));
    return fresh
        ? Verdict.accepted(chain)
        : Verdict.refused(
            VoucherCheck.RVR_STALE,
            "the request is dated "
                + created.map(Instant::toString).orElse("not at all")
                + ", it is "
                + now,
            "The registrar must sign a new request, with its clock set.");
  }

  /** Without a nonce, nothing but its date says that a request was not signed long before. */
  private static boolean isDatedNow(Optional<Instant> created, Instant now) {
    return created.filter(date -> !date.isAfter(now.plus(CLOCK_SKEW))).isPresent();
  }

  /** Whether a certificate is a registrar's (RFC 8995 section 5.5.4). */
  static boolean isRegistrar(X509Certificate signer) {
    return Certificates.hasExtendedKeyUsage(signer, Oids.CMC_RA);
  }

  private Verdict<List<X509Certificate>> isRegistrar(List<X509Certificate> chain) {
    return isRegistrar(chain.getFirst())
        ? Verdict.accepted(chain)
        : Verdict.refused(
            VoucherCheck.RVR_REGISTRAR,
            "the signer " + SignedArtifact.name(chain.getFirst()) + " lacks id-kp-cmcRA",
            "The registrar needs a certificate with the extended key usage id-kp-cmcRA.");
  }

  /**
   * The path that was verified from the signer to the topmost certificate, which must at least be
   * what its own key has signed. What merely stands between them by name is not part of it.
   */
  private Verdict<List<X509Certificate>> isValid(List<X509Certificate> chain, Instant now) {
    var topmost = chain.getLast();
    return paths
        .internallyConsistent(List.of(topmost))
        .flatMap(
            _ ->
                paths.validateAgainstPin(
                    chain.getFirst(), chain, topmost, Purpose.REGISTRAR, new Moment.Known(now)))
        .map(path -> verified(path, topmost))
        .mapRefusal(refusal -> refusal.under(VoucherCheck.RVR_CHAIN));
  }

  private static List<X509Certificate> verified(TrustedPath path, X509Certificate topmost) {
    var chain = new ArrayList<>(path.path());
    if (!chain.contains(topmost)) {
      chain.add(topmost);
    }
    return List.copyOf(chain);
  }

  private Verdict<List<X509Certificate>> claimsNoProximity(
      Signed<RegistrarVoucherRequest> request, List<X509Certificate> chain) {
    return request.leaves().proximityRegistrarCert().isEmpty()
        ? Verdict.accepted(chain)
        : Verdict.refused(
            VoucherCheck.RVR_PROXIMITY_PRESENT,
            "the request has proximity-registrar-cert",
            "Only a pledge's request has this leaf: the registrar must sign one of its own.");
  }
}
