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
import tools.jackson.databind.JsonNode;

/**
 * Tells a voucher or voucher-request for people: what was signed by whom, every leaf, the request
 * inside a request, what verifies and which rules are broken. All text in it is safe to print.
 */
public final class VoucherDescription {

  private static final int DEEPEST = 4;

  private final CryptoSuite suite;
  private final VoucherLimits limits;
  private final VoucherCodec codec;

  private VoucherDescription(CryptoSuite suite, VoucherLimits limits) {
    this.suite = suite;
    this.limits = limits;
    this.codec = new VoucherCodec(limits);
  }

  /** Describes a body; refused when it is not even CMS around something. */
  public static Verdict<Description> describe(byte[] body, CryptoSuite suite) {
    return new VoucherDescription(suite, VoucherLimits.standard()).describe(body, DEEPEST);
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
    var broken = rules(artifact, body);
    parts.add(new Description("rules broken", broken.isEmpty() ? "none" : "", broken));
    return new Description(
        kind(artifact), "SHA-256 " + HexFormat.of().formatHex(artifact.sha256()), parts);
  }

  private String kind(SignedArtifact artifact) {
    return codec.isVoucher(artifact) ? "voucher" : "voucher-request";
  }

  private Description signature(SignedArtifact artifact) {
    var lines = new ArrayList<Description>();
    lines.add(Description.of("CMS version", String.valueOf(artifact.version())));
    lines.add(Description.of("content type", artifact.contentType()));
    lines.add(Description.of("signer", artifact.signerIdentifier()));
    artifact
        .signingTime()
        .ifPresent(at -> lines.add(Description.of("signing time", at.toString())));
    var verdict =
        switch (artifact.verifySignature(suite)) {
          case Verdict.Accepted<X509Certificate>(var signer) ->
              "verifies with the key of " + SignedArtifact.name(signer);
          case Verdict.Refused<X509Certificate>(Refusal refusal) ->
              "does not verify: " + refusal.cause();
        };
    return new Description("signature", verdict, lines);
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

  private List<Description> rules(SignedArtifact artifact, byte[] body) {
    if (codec.isVoucher(artifact)) {
      return rules(codec.readVoucher(body));
    }
    return codec.hasPriorRequest(artifact)
        ? rules(codec.readRegistrarVoucherRequest(body))
        : rules(codec.readPledgeVoucherRequest(body));
  }

  private static <T> List<Description> rules(Verdict<Signed<T>> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<Signed<T>>(var signed) -> {
        var found = new ArrayList<Description>();
        signed
            .tolerances()
            .forEach(tolerance -> found.add(Description.of("tolerated", tolerance.meaning())));
        signed.ignored().forEach(name -> found.add(Description.of("ignored leaf", name)));
        yield found;
      }
      case Verdict.Refused<Signed<T>>(Refusal refusal) ->
          List.of(Description.of(refusal.check().id(), refusal.cause()));
    };
  }

  private static Optional<X509Certificate> certificate(byte[] der) {
    try {
      return Optional.of(Certificates.parse(der));
    } catch (CertificateException _) {
      return Optional.empty();
    }
  }
}
