package dev.brski.voucher.check;

import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.trust.SerialNumberField;
import dev.brski.trust.TrustedPath;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.Loose;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCodec;
import dev.brski.voucher.VoucherDescription;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every rule that an artifact breaks, as far as the artifact itself, anchors and the time can tell;
 * no rule keeps another from being judged.
 */
public final class Inspection implements VoucherDescription.Rules {

  private static final VoucherPolicy ANY_KNOWN_ASSERTION =
      new VoucherPolicy(
          true,
          Set.of(
              Assertion.VERIFIED,
              Assertion.LOGGED,
              Assertion.PROXIMITY,
              new Assertion("agent-proximity")),
          true,
          VoucherPolicy.standard().clockSkew());

  private final CryptoSuite suite;
  private final PathValidator paths;
  private final VoucherCodec codec;
  private final VoucherAnchors voucherAnchors;
  private final Anchors idevidAnchors;
  private final Instant now;

  /**
   * @param voucherAnchors what anchors the signers of vouchers; empty when that is not to be judged
   * @param idevidAnchors what anchors IDevIDs; empty when that is not to be judged
   * @param now the time to judge dates by
   */
  public Inspection(
      CryptoSuite suite, VoucherAnchors voucherAnchors, Anchors idevidAnchors, Instant now) {
    this.suite = suite;
    this.paths = PathValidator.standard(suite);
    this.codec = VoucherCodec.standard();
    this.voucherAnchors = voucherAnchors;
    this.idevidAnchors = idevidAnchors;
    this.now = now;
  }

  @Override
  public List<Refusal> broken(SignedArtifact artifact) {
    var body = artifact.encoded();
    if (codec.isNamedVoucher(artifact)) {
      return all(codec.lookIntoVoucher(body).map(this::ofVoucher));
    }
    return codec.hasPriorRequest(artifact) || isOfRegistrar(artifact)
        ? all(codec.lookIntoRegistrarVoucherRequest(body).map(this::ofRegistrarRequest))
        : all(codec.lookIntoPledgeVoucherRequest(body).map(this::ofPledgeRequest));
  }

  @Override
  public Optional<Verdict<X509Certificate>> anchor(SignedArtifact artifact) {
    if (codec.isNamedVoucher(artifact)) {
      return switch (codec.lookIntoVoucher(artifact.encoded())) {
        case Verdict.Accepted<Loose<Voucher>>(var looked) ->
            anchor(artifact, voucherAnchors.of(looked.signed()), Purpose.VOUCHER_SIGNER);
        case Verdict.Refused<Loose<Voucher>> _ -> Optional.empty();
      };
    }
    return codec.hasPriorRequest(artifact) || isOfRegistrar(artifact)
        ? Optional.empty()
        : anchor(artifact, idevidAnchors, Purpose.IDEVID.ignoringLifetime());
  }

  private Optional<Verdict<X509Certificate>> anchor(
      SignedArtifact artifact, Anchors anchors, Purpose purpose) {
    return artifact
        .signer(anchors.certificates())
        .filter(_ -> !anchors.isEmpty())
        .map(
            signer ->
                paths
                    .validate(
                        signer, artifact.certificates(), anchors, purpose, new Moment.Known(now))
                    .map(TrustedPath::anchor));
  }

  @Override
  public List<X509Certificate> known() {
    return Stream.of(voucherAnchors.nonced(), voucherAnchors.nonceless())
        .flatMap(anchors -> anchors.certificates().stream())
        .distinct()
        .toList();
  }

  /** A request without another inside is a registrar's if a registrar signed it. */
  private static boolean isOfRegistrar(SignedArtifact artifact) {
    return artifact.signer().filter(RegistrarVoucherRequestValidation::isRegistrar).isPresent();
  }

  private static List<Refusal> all(Verdict<List<Refusal>> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<List<Refusal>>(var found) -> found;
      case Verdict.Refused<List<Refusal>>(var refusal) -> List.of(refusal);
    };
  }

  private List<Refusal> ofVoucher(Loose<Voucher> voucher) {
    return new VoucherValidation(suite, paths, voucherAnchors, ANY_KNOWN_ASSERTION)
        .breaches(voucher, new Moment.Known(now));
  }

  private List<Refusal> ofRegistrarRequest(Loose<RegistrarVoucherRequest> request) {
    return new RegistrarVoucherRequestValidation(
            suite,
            paths,
            codec,
            idevidAnchors,
            SerialNumberField::own,
            Duration.between(Instant.EPOCH, now))
        .breaches(request, now);
  }

  private List<Refusal> ofPledgeRequest(Loose<PledgeVoucherRequest> request) {
    return new PledgeVoucherRequestValidation(suite)
        .breaches(request, paths, idevidAnchors, new Moment.Known(now));
  }
}
