package dev.brski.voucher;

import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/** Reads voucher artifacts: CMS around JSON, within limits, refusing whatever is malformed. */
public final class VoucherCodec {

  private static final String PIN = "pinned-domain-cert";
  private static final String PRIOR = "prior-signed-voucher-request";
  private static final String REVOCATION = "domain-cert-revocation-checks";
  private static final int LONGEST_SERIAL_NUMBER = 64;
  private static final int LONGEST_ASSERTION = 32;
  private static final List<String> CREATED_AND_ASSERTED = List.of("created-on", "assertion");

  private final VoucherLimits limits;

  /** A codec with limits of its own. */
  public VoucherCodec(VoucherLimits limits) {
    this.limits = limits;
  }

  /** A codec with {@link VoucherLimits#standard()}. */
  public static VoucherCodec standard() {
    return new VoucherCodec(VoucherLimits.standard());
  }

  /** Reads a pledge's voucher-request (RFC 8995 section 5.2); no signature is verified. */
  public Verdict<Signed<PledgeVoucherRequest>> readPledgeVoucherRequest(byte[] body) {
    return read(body, Modules.REQUEST, VoucherCodec::pledgeRequest);
  }

  /** Reads a registrar's voucher-request (RFC 8995 section 5.5); no signature is verified. */
  public Verdict<Signed<RegistrarVoucherRequest>> readRegistrarVoucherRequest(byte[] body) {
    return read(body, Modules.REQUEST, VoucherCodec::registrarRequest);
  }

  /** Reads a voucher (RFC 8366 section 5); no signature is verified. */
  public Verdict<Signed<Voucher>> readVoucher(byte[] body) {
    return read(body, Modules.VOUCHER, VoucherCodec::voucher);
  }

  /** Reads a pledge's voucher-request as far as it can be, for people to look at. */
  public Verdict<Loose<PledgeVoucherRequest>> lookIntoPledgeVoucherRequest(byte[] body) {
    return lookInto(body, Modules.REQUEST, VoucherCodec::pledgeRequest);
  }

  /** Reads a registrar's voucher-request as far as it can be, for people to look at. */
  public Verdict<Loose<RegistrarVoucherRequest>> lookIntoRegistrarVoucherRequest(byte[] body) {
    return lookInto(body, Modules.REQUEST, VoucherCodec::registrarRequest);
  }

  /** Reads a voucher as far as it can be, for people to look at. */
  public Verdict<Loose<Voucher>> lookIntoVoucher(byte[] body) {
    return lookInto(body, Modules.VOUCHER, VoucherCodec::voucher);
  }

  private static PledgeVoucherRequest pledgeRequest(Leaves leaves, Set<Tolerance> needed)
      throws Broken {
    return new PledgeVoucherRequest(
        instant(leaves, "created-on"),
        assertion(leaves),
        serialNumber(leaves),
        nonce(leaves, needed),
        idevidIssuer(leaves, needed),
        certificate(leaves, "proximity-registrar-cert"));
  }

  private static RegistrarVoucherRequest registrarRequest(Leaves leaves, Set<Tolerance> needed)
      throws Broken {
    return new RegistrarVoucherRequest(
        instant(leaves, "created-on"),
        assertion(leaves),
        serialNumber(leaves),
        idevidIssuer(leaves, needed),
        nonce(leaves, needed),
        leaves.leaf(PRIOR, () -> leaves.binary(PRIOR)),
        certificate(leaves, "proximity-registrar-cert"));
  }

  private static Voucher voucher(Leaves leaves, Set<Tolerance> needed) throws Broken {
    var voucher =
        new Voucher(
            instant(leaves, "created-on"),
            instant(leaves, "expires-on"),
            assertion(leaves),
            serialNumber(leaves),
            idevidIssuer(leaves, needed),
            certificate(leaves, PIN),
            leaves.leaf(REVOCATION, () -> leaves.truth(REVOCATION)),
            nonce(leaves, needed),
            instant(leaves, "last-renewal-date"));
    if (!CREATED_AND_ASSERTED.stream().allMatch(leaves::has)) {
      needed.add(Tolerance.VOUCHER_LEAF_MISSING);
    }
    if (voucher.nonce().isPresent() && voucher.expiresOn().isPresent()) {
      needed.add(Tolerance.NONCE_AND_EXPIRY);
    }
    return voucher;
  }

  /** Reads the signed structure alone; neither its content nor its signature is looked at. */
  public Verdict<SignedArtifact> readArtifact(byte[] body) {
    return SignedArtifact.parse(body, limits);
  }

  /** Whether the signed content is a voucher rather than a request. */
  public boolean isVoucher(SignedArtifact artifact) {
    return member(artifact, Modules.VOUCHER).filter(found -> found.has(PIN)).isPresent();
  }

  /**
   * Whether the signed content passes for a voucher: it is named one, and has none of the leaves
   * that only requests have.
   */
  public boolean isNamedVoucher(SignedArtifact artifact) {
    return member(artifact, Modules.VOUCHER)
        .filter(found -> !found.has(PRIOR) && !found.has("proximity-registrar-cert"))
        .isPresent();
  }

  /** Whether the signed content is a request with another inside: a registrar's. */
  public boolean hasPriorRequest(SignedArtifact artifact) {
    return member(artifact, Modules.REQUEST)
        .or(() -> member(artifact, Modules.VOUCHER))
        .filter(found -> found.has(PRIOR))
        .isPresent();
  }

  private Optional<JsonNode> member(SignedArtifact artifact, String module) {
    try {
      return Optional.ofNullable(Leaves.tree(artifact.content(), limits).get(module));
    } catch (Broken _) {
      return Optional.empty();
    }
  }

  private interface LeafReader<T> {
    T read(Leaves leaves, Set<Tolerance> needed) throws Broken;
  }

  private <T> Verdict<Signed<T>> read(byte[] body, String module, LeafReader<T> reader) {
    return SignedArtifact.parse(body, limits)
        .flatMap(artifact -> read(artifact, module, Leaves::new, reader));
  }

  private <T> Verdict<Loose<T>> lookInto(byte[] body, String module, LeafReader<T> reader) {
    var unreadable = new HashMap<String, Refusal>();
    return SignedArtifact.parse(body, limits)
        .flatMap(
            artifact ->
                read(
                    artifact,
                    module,
                    (object, needed) -> Leaves.loosely(object, needed, unreadable),
                    reader))
        .map(signed -> new Loose<>(signed, unreadable));
  }

  private <T> Verdict<Signed<T>> read(
      SignedArtifact artifact,
      String module,
      BiFunction<JsonNode, Set<Tolerance>, Leaves> way,
      LeafReader<T> reader) {
    try {
      var needed = EnumSet.noneOf(Tolerance.class);
      needed.addAll(artifact.tolerances());
      var tree = Leaves.tree(artifact.content(), limits);
      var leaves = way.apply(object(tree, module, needed), needed);
      var read = reader.read(leaves, needed);
      return Verdict.accepted(new Signed<>(read, artifact, needed, leaves.unread()));
    } catch (Broken e) {
      return Verdict.refused(e.refusal());
    }
  }

  private JsonNode object(JsonNode tree, String module, Set<Tolerance> needed) throws Broken {
    if (!tree.isObject() || tree.size() != 1) {
      throw new Broken(VoucherCheck.MODULE, "the JSON is not an object with one member");
    }
    var found = tree.path(module);
    if (found.isMissingNode() && module.equals(Modules.REQUEST)) {
      found = tree.path(Modules.VOUCHER);
      if (found.isObject() && !found.has(PIN)) {
        needed.add(Tolerance.VOUCHER_KEY_IN_REQUEST);
      } else {
        found = tree.path(module);
      }
    }
    if (!found.isObject()) {
      throw new Broken(VoucherCheck.MODULE, "the JSON has no object " + module);
    }
    if (found.size() > limits.mostLeaves()) {
      throw new Broken(VoucherCheck.LEAF, "over " + limits.mostLeaves() + " leaves");
    }
    return found;
  }

  private static Optional<Instant> instant(Leaves leaves, String name) throws Broken {
    return leaves.leaf(name, () -> leaves.instant(name));
  }

  private static Optional<X509Certificate> certificate(Leaves leaves, String name) throws Broken {
    return leaves.leaf(name, () -> leaves.certificate(name));
  }

  private static Optional<Assertion> assertion(Leaves leaves) throws Broken {
    return leaves.leaf(
        "assertion",
        () -> {
          var name = leaves.text("assertion");
          if (name.filter(text -> text.length() > LONGEST_ASSERTION).isPresent()) {
            throw Leaves.malformed("assertion", "is over " + LONGEST_ASSERTION + " characters");
          }
          return name.map(Assertion::new);
        });
  }

  private static String serialNumber(Leaves leaves) throws Broken {
    return leaves
        .leaf("serial-number", () -> Optional.of(usable(leaves.required("serial-number"))))
        .orElse("");
  }

  private static String usable(String serialNumber) throws Broken {
    if (serialNumber.isBlank() || serialNumber.length() > LONGEST_SERIAL_NUMBER) {
      throw Leaves.malformed(
          "serial-number", "is not 1 to " + LONGEST_SERIAL_NUMBER + " characters");
    }
    if (serialNumber.codePoints().anyMatch(Character::isISOControl)) {
      throw Leaves.malformed("serial-number", "has control characters");
    }
    return serialNumber;
  }

  private static Optional<Nonce> nonce(Leaves leaves, Set<Tolerance> needed) throws Broken {
    return leaves.leaf(
        "nonce",
        () -> {
          var nonce = leaves.text("nonce").map(Nonce::new);
          if (nonce.isPresent() && !nonce.get().isUsable()) {
            throw Leaves.malformed("nonce", "is not 8 to 128 printable characters");
          }
          if (nonce.isPresent() && !nonce.get().isRegular()) {
            needed.add(Tolerance.NONCE_FORM);
          }
          return nonce;
        });
  }

  private static Optional<IdevidIssuer> idevidIssuer(Leaves leaves, Set<Tolerance> needed)
      throws Broken {
    return leaves.leaf(
        "idevid-issuer",
        () -> leaves.text("idevid-issuer").map(value -> IdevidIssuer.read(value, needed)));
  }
}
