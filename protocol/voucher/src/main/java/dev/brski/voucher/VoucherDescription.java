package dev.brski.voucher;

import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Tells a voucher or voucher-request for people: what was signed by whom, every leaf, the request
 * inside a request, what verifies and which rules are broken. All text in it is safe to print.
 */
public final class VoucherDescription {

  private static final int DEEPEST = 4;

  /** Leaves of the successor of RFC 8366, draft-ietf-anima-rfc8366bis, which nothing here needs. */
  private static final Set<String> OF_THE_SUCCESSOR =
      Set.of(
          "manufacturer-proprietary",
          "pinned-domain-pubk",
          "pinned-domain-pubk-sha256",
          "est-domain",
          "additional-configuration-url",
          "proximity-registrar-pubk",
          "proximity-registrar-pubk-sha256",
          "agent-signed-data",
          "agent-provided-proximity-registrar-cert",
          "agent-sign-cert");

  /** What an artifact is held against; its form is looked at in any case. */
  public interface Rules {

    /** Every rule that the artifact breaks; what it has inside is asked about by itself. */
    List<Refusal> broken(SignedArtifact artifact);

    /** The anchor that its signer leads to, or why to none; empty where none is given for it. */
    Optional<Verdict<X509Certificate>> anchor(SignedArtifact artifact);

    /** Certificates that may have signed without being included. */
    List<X509Certificate> known();
  }

  private final CryptoSuite suite;
  private final VoucherLimits limits;
  private final VoucherCodec codec;
  private final Rules rules;

  private VoucherDescription(CryptoSuite suite, VoucherLimits limits, Optional<Rules> rules) {
    this.suite = suite;
    this.limits = limits;
    this.codec = new VoucherCodec(limits);
    this.rules = rules.orElseGet(OfForm::new);
  }

  /** Describes a body and its form; refused when it is not even CMS around something. */
  public static Verdict<Description> describe(byte[] body, CryptoSuite suite) {
    return describe(body, suite, Optional.empty());
  }

  /** Describes a body, with the rules that it breaks, and those that a request inside breaks. */
  public static Verdict<Description> describe(byte[] body, CryptoSuite suite, Rules rules) {
    return describe(body, suite, Optional.of(rules));
  }

  private static Verdict<Description> describe(
      byte[] body, CryptoSuite suite, Optional<Rules> rules) {
    return new VoucherDescription(suite, VoucherLimits.standard(), rules).describe(body, DEEPEST);
  }

  private Verdict<Description> describe(byte[] body, int deepest) {
    return SignedArtifact.parse(body, limits).map(artifact -> whole(artifact, body, deepest));
  }

  private Description whole(SignedArtifact artifact, byte[] body, int deepest) {
    var parts = new ArrayList<Description>();
    parts.add(signature(artifact));
    parts.add(
        Description.group(
            "certificates",
            artifact.certificates().stream()
                .map(certificate -> CertificateDescription.of("certificate", certificate))
                .toList()));
    parts.add(content(artifact, deepest));
    var read = read(artifact, body);
    parts.add(listed("tolerances", tolerances(artifact, read)));
    var passedOver = passedOver(read);
    if (!passedOver.isEmpty()) {
      parts.add(Description.group("leaves passed over", passedOver));
    }
    parts.add(listed("rules broken", rules.broken(artifact).stream().map(this::broken).toList()));
    return new Description(
        kind(artifact), "SHA-256 " + HexFormat.of().formatHex(artifact.sha256()), parts);
  }

  private static Description listed(String label, List<Description> children) {
    return new Description(label, children.isEmpty() ? "none" : "", children);
  }

  private Description broken(Refusal refusal) {
    return Description.of(
        refusal.check().id(), VoucherCheck.source(refusal.check()) + ": " + refusal.cause());
  }

  private static List<Description> tolerances(
      SignedArtifact artifact, Verdict<? extends Loose<?>> read) {
    var needed =
        switch (read) {
          case Verdict.Accepted<? extends Loose<?>>(var loose) -> loose.signed().tolerances();
          case Verdict.Refused<? extends Loose<?>> _ -> artifact.tolerances();
        };
    return needed.stream()
        .sorted()
        .map(each -> Description.of(each.toString(), each.from() + ": " + each.meaning()))
        .toList();
  }

  private static List<Description> passedOver(Verdict<? extends Loose<?>> read) {
    return switch (read) {
      case Verdict.Refused<? extends Loose<?>> _ -> List.of();
      case Verdict.Accepted<? extends Loose<?>>(var loose) ->
          loose.signed().ignored().stream()
              .map(
                  name ->
                      Description.of(
                          name,
                          OF_THE_SUCCESSOR.contains(name)
                              ? "a leaf of the successor of RFC 8366"
                              : "not a leaf of this artifact"))
              .toList();
    };
  }

  private String kind(SignedArtifact artifact) {
    return codec.isNamedVoucher(artifact) ? "voucher" : "voucher-request";
  }

  private Description signature(SignedArtifact artifact) {
    var lines = new ArrayList<Description>();
    lines.add(Description.of("CMS version", String.valueOf(artifact.version())));
    lines.add(Description.of("content type", artifact.contentType()));
    lines.add(Description.of("signer", artifact.signerIdentifier()));
    artifact
        .signingTime()
        .ifPresent(at -> lines.add(Description.of("signing time", at.toString())));
    rules.anchor(artifact).ifPresent(anchor -> lines.add(anchored(anchor)));
    var verdict =
        switch (verified(artifact)) {
          case Verdict.Accepted<X509Certificate>(var signer) ->
              "verifies with the key of " + SignedArtifact.name(signer);
          case Verdict.Refused<X509Certificate>(Refusal refusal) ->
              "does not verify: " + refusal.cause();
        };
    return new Description("signature", verdict, lines);
  }

  private Verdict<X509Certificate> verified(SignedArtifact artifact) {
    return artifact
        .signer(rules.known())
        .map(signer -> artifact.verifySignature(suite, signer))
        .orElseGet(() -> artifact.verifySignature(suite));
  }

  private static Description anchored(Verdict<X509Certificate> anchor) {
    return Description.of(
        "anchor",
        switch (anchor) {
          case Verdict.Accepted<X509Certificate>(var found) -> SignedArtifact.name(found);
          case Verdict.Refused<X509Certificate>(Refusal refusal) ->
              "none of those given: " + refusal.cause();
        });
  }

  private Description content(SignedArtifact artifact, int deepest) {
    try {
      return Description.group(
          "content", members(Leaves.tree(artifact.content(), limits), deepest));
    } catch (Broken e) {
      return Description.of("content", "unreadable: " + e.refusal().cause());
    }
  }

  private List<Description> members(JsonNode node, int deepest) {
    return node.properties().stream().map(member -> member(member, deepest)).toList();
  }

  private Description member(Map.Entry<String, JsonNode> member, int deepest) {
    var label = Description.printable(member.getKey());
    var value = member.getValue();
    if (value.isObject()) {
      return Description.group(label, members(value, deepest));
    }
    if (!value.isString()) {
      return Description.of(label, value.toString());
    }
    var octets = Binary.decode(value.stringValue(), EnumSet.noneOf(Tolerance.class));
    if (label.endsWith("-cert")) {
      return octets
          .flatMap(VoucherDescription::certificate)
          .map(certificate -> CertificateDescription.of(label, certificate))
          .orElseGet(() -> Description.of(label, value.stringValue()));
    }
    if (label.equals("prior-signed-voucher-request") && octets.isPresent() && deepest > 1) {
      return switch (describe(octets.get(), deepest - 1)) {
        case Verdict.Accepted<Description>(var inner) -> new Description(label, "", List.of(inner));
        case Verdict.Refused<Description>(Refusal refusal) ->
            Description.of(label, "unreadable: " + refusal.cause());
      };
    }
    if (label.equals("idevid-issuer") && octets.isPresent()) {
      return Description.of(label, HexFormat.of().formatHex(octets.get()));
    }
    return Description.of(label, value.stringValue());
  }

  private Verdict<? extends Loose<?>> read(SignedArtifact artifact, byte[] body) {
    if (codec.isNamedVoucher(artifact)) {
      return codec.lookIntoVoucher(body);
    }
    return codec.hasPriorRequest(artifact)
        ? codec.lookIntoRegistrarVoucherRequest(body)
        : codec.lookIntoPledgeVoucherRequest(body);
  }

  /** Without rules from elsewhere: the leaves that cannot be read. */
  private final class OfForm implements Rules {

    @Override
    public List<Refusal> broken(SignedArtifact artifact) {
      return switch (read(artifact, artifact.encoded())) {
        case Verdict.Accepted<? extends Loose<?>>(var loose) -> loose.faults();
        case Verdict.Refused<? extends Loose<?>>(var refusal) -> List.of(refusal);
      };
    }

    @Override
    public Optional<Verdict<X509Certificate>> anchor(SignedArtifact artifact) {
      return Optional.empty();
    }

    @Override
    public List<X509Certificate> known() {
      return List.of();
    }
  }

  private static Optional<X509Certificate> certificate(byte[] der) {
    try {
      return Optional.of(Certificates.parse(der));
    } catch (CertificateException _) {
      return Optional.empty();
    }
  }
}
