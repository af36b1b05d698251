package dev.brski.demo.story;

import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpDescription;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Expectation;
import dev.brski.cmp.MessageValidation;
import dev.brski.cmp.NestedMessage;
import dev.brski.cmp.SignerTrust;
import dev.brski.time.Moment;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.VoucherCodec;
import dev.brski.voucher.VoucherDescription;
import dev.brski.voucher.VoucherLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads the messages of one device and judges them anew: whoever tells a story should know. */
final class Narrator {

  private final CryptoSuite suite;
  private final PathValidator paths;
  private final MessageValidation validation;
  private final KnownKeys keys;
  private final List<byte[]> pledgeHas;

  /**
   * @param pledgeHas what lies in the pledge's folder: octets that were handed on to it
   */
  Narrator(CryptoSuite suite, KnownKeys keys, List<byte[]> pledgeHas) {
    this.suite = suite;
    this.paths = PathValidator.standard(suite);
    this.validation = new MessageValidation(suite, AlgorithmPolicy.standard());
    this.keys = keys;
    this.pledgeHas = List.copyOf(pledgeHas);
  }

  /** The messages in their order, each understood in the light of those before. */
  List<Told> tell(List<StoryMessage> messages) {
    var told = new ArrayList<Told>();
    for (var message : messages) {
      told.add(told(message, List.copyOf(told)));
    }
    return List.copyOf(told);
  }

  private Told told(StoryMessage message, List<Told> before) {
    var kind = Kind.titled(message.kind());
    var content = message.content();
    var now = new Moment.Known(message.at());
    boolean handedOn = pledgeHas.stream().anyMatch(octets -> Arrays.equals(octets, content));
    return new Told(
        before.size() + 1,
        kind,
        message.at(),
        stops(message, handedOn),
        content,
        sha256(content),
        seal(kind, content, now),
        decoded(kind, content),
        inner(kind, content, before, now),
        handedOn);
  }

  private static List<Party> stops(StoryMessage message, boolean handedOn) {
    var sender = Party.named(message.sender());
    var receiver = Party.named(message.receiver());
    boolean overTheRegistrar = sender == Party.AUTHORITY || sender == Party.MASA;
    if (overTheRegistrar && (receiver == Party.PLEDGE || handedOn)) {
      return List.of(sender, Party.REGISTRAR, Party.PLEDGE);
    }
    return List.of(sender, receiver);
  }

  private Seal seal(Kind kind, byte[] content, Moment now) {
    if (kind.isStatus()) {
      return new Seal.None();
    }
    return kind.isVoucherArtifact()
        ? sealOfArtifact(content, now)
        : of(CmpMessage.parse(content, CmpLimits.batch()).flatMap(found -> judge(found, now)));
  }

  private Seal sealOfArtifact(byte[] content, Moment now) {
    return of(
        SignedArtifact.parse(content, VoucherLimits.standard())
            .flatMap(
                artifact ->
                    artifact
                        .verifySignature(suite)
                        .flatMap(signer -> keys.path(paths, signer, artifact.certificates(), now)))
            .map(path -> new Seal.Good(keys.owner(path), path)));
  }

  private Verdict<Seal.Good> judge(CmpMessage message, Moment now) {
    var expected =
        Expectation.of(
            EnumSet.allOf(BodyType.class),
            new Expectation.RecipNonce.Ignored(),
            SignerTrust.anchored(paths, keys.cmp(), Purpose.CMP_SIGNER));
    return validation
        .validate(message, expected, now)
        .map(authentic -> new Seal.Good(keys.owner(authentic.path()), authentic.path()));
  }

  private static Seal of(Verdict<Seal.Good> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<Seal.Good>(Seal.Good good) -> good;
      case Verdict.Refused<Seal.Good>(Refusal refusal) -> new Seal.Bad(refusal.cause());
    };
  }

  private Description decoded(Kind kind, byte[] content) {
    if (kind.isStatus()) {
      return Description.of("JSON", new String(content, StandardCharsets.UTF_8));
    }
    if (!kind.isVoucherArtifact()) {
      return new CmpDescription(suite).describe(content);
    }
    return switch (VoucherDescription.describe(content, suite)) {
      case Verdict.Accepted<Description>(Description tree) -> tree;
      case Verdict.Refused<Description>(Refusal refusal) ->
          Description.of("unreadable", refusal.cause());
    };
  }

  private Optional<Told.Inner> inner(Kind kind, byte[] content, List<Told> before, Moment now) {
    Optional<byte[]> inside =
        kind == Kind.REGISTRAR_VOUCHER_REQUEST
            ? priorRequest(content)
            : kind.isNested() ? nested(content) : Optional.empty();
    return inside.map(
        octets -> {
          var original =
              before.stream()
                  .filter(told -> told.sender() == Party.PLEDGE)
                  .filter(told -> Arrays.equals(told.content(), octets))
                  .findFirst();
          var seal =
              kind.isNested()
                  ? seal(Kind.CERTIFICATION_REQUEST, octets, now)
                  : sealOfArtifact(octets, now);
          return new Told.Inner(
              original.map(Told::number).orElse(0), sha256(octets), seal, original.isPresent());
        });
  }

  private static Optional<byte[]> priorRequest(byte[] content) {
    return switch (VoucherCodec.standard().readRegistrarVoucherRequest(content)) {
      case Verdict.Accepted<Signed<RegistrarVoucherRequest>>(var signed) ->
          signed.leaves().priorSignedVoucherRequest();
      case Verdict.Refused<Signed<RegistrarVoucherRequest>> _ -> Optional.empty();
    };
  }

  private static Optional<byte[]> nested(byte[] content) {
    return CmpMessage.parse(content, CmpLimits.batch()).flatMap(NestedMessage::ofRequests)
            instanceof Verdict.Accepted<NestedMessage>(NestedMessage.Single single)
        ? Optional.of(single.inner().encoded())
        : Optional.empty();
  }

  private static String sha256(byte[] octets) {
    return HexFormat.of().formatHex(CryptoSuite.sha256(octets));
  }
}
