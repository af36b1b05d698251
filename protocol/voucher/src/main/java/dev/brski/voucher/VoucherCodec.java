package dev.brski.voucher;

import dev.brski.verdict.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads voucher artifacts: CMS around JSON, within limits, refusing whatever is malformed. */
public final class VoucherCodec {

  private static final String PIN = "pinned-domain-cert";
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
    return read(
        body,
        Modules.REQUEST,
        (leaves, needed) ->
            new PledgeVoucherRequest(
                leaves.instant("created-on"),
                assertion(leaves),
                serialNumber(leaves),
                nonce(leaves, needed),
                idevidIssuer(leaves, needed),
                leaves.certificate("proximity-registrar-cert")));
  }

  /** Reads a registrar's voucher-request (RFC 8995 section 5.5); no signature is verified. */
  public Verdict<Signed<RegistrarVoucherRequest>> readRegistrarVoucherRequest(byte[] body) {
    return read(
        body,
        Modules.REQUEST,
        (leaves, needed) ->
            new RegistrarVoucherRequest(
                leaves.instant("created-on"),
                assertion(leaves),
                serialNumber(leaves),
                idevidIssuer(leaves, needed),
                nonce(leaves, needed),
                leaves.binary("prior-signed-voucher-request"),
                leaves.certificate("proximity-registrar-cert")));
  }

  /** Reads a voucher (RFC 8366 section 5); no signature is verified. */
  public Verdict<Signed<Voucher>> readVoucher(byte[] body) {
    return read(
        body,
        Modules.VOUCHER,
        (leaves, needed) -> {
          var voucher =
              new Voucher(
                  leaves.instant("created-on"),
                  leaves.instant("expires-on"),
                  assertion(leaves),
                  serialNumber(leaves),
                  idevidIssuer(leaves, needed),
                  leaves.certificate(PIN),
                  leaves.truth("domain-cert-revocation-checks"),
                  nonce(leaves, needed),
                  leaves.instant("last-renewal-date"));
          if (!CREATED_AND_ASSERTED.stream().allMatch(leaves::has)) {
            needed.add(Tolerance.VOUCHER_LEAF_MISSING);
          }
          if (voucher.nonce().isPresent() && voucher.expiresOn().isPresent()) {
            needed.add(Tolerance.NONCE_AND_EXPIRY);
          }
          return voucher;
        });
  }

  /** Reads the signed structure alone; neither its content nor its signature is looked at. */
  public Verdict<SignedArtifact> readArtifact(byte[] body) {
    return SignedArtifact.parse(body, limits);
  }

  /** Whether the signed content is a voucher rather than a request. */
  public boolean isVoucher(SignedArtifact artifact) {
    return member(artifact, Modules.VOUCHER).filter(found -> found.has(PIN)).isPresent();
  }

  /** Whether the signed content is a request with another inside: a registrar's. */
  boolean hasPriorRequest(SignedArtifact artifact) {
    return member(artifact, Modules.REQUEST)
        .or(() -> member(artifact, Modules.VOUCHER))
        .filter(found -> found.has("prior-signed-voucher-request"))
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
        .flatMap(
            artifact -> {
              try {
                var needed = EnumSet.noneOf(Tolerance.class);
                needed.addAll(artifact.tolerances());
                var leaves =
                    new Leaves(
                        object(Leaves.tree(artifact.content(), limits), module, needed), needed);
                var read = reader.read(leaves, needed);
                return Verdict.accepted(new Signed<>(read, artifact, needed, leaves.unread()));
              } catch (Broken e) {
                return Verdict.refused(e.refusal());
              }
            });
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

  private static Optional<Assertion> assertion(Leaves leaves) throws Broken {
    var name = leaves.text("assertion");
    if (name.filter(text -> text.length() > LONGEST_ASSERTION).isPresent()) {
      throw Leaves.malformed("assertion", "is over " + LONGEST_ASSERTION + " characters");
    }
    return name.map(Assertion::new);
  }

  private static String serialNumber(Leaves leaves) throws Broken {
    var text = leaves.required("serial-number");
    if (text.isBlank() || text.length() > LONGEST_SERIAL_NUMBER) {
      throw Leaves.malformed(
          "serial-number", "is not 1 to " + LONGEST_SERIAL_NUMBER + " characters");
    }
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      throw Leaves.malformed("serial-number", "has control characters");
    }
    return text;
  }

  private static Optional<Nonce> nonce(Leaves leaves, Set<Tolerance> needed) throws Broken {
    var nonce = leaves.text("nonce").map(Nonce::new);
    if (nonce.isPresent() && !nonce.get().isUsable()) {
      throw Leaves.malformed("nonce", "is not 8 to 128 printable characters");
    }
    if (nonce.isPresent() && !nonce.get().isRegular()) {
      needed.add(Tolerance.NONCE_FORM);
    }
    return nonce;
  }

  private static Optional<IdevidIssuer> idevidIssuer(Leaves leaves, Set<Tolerance> needed)
      throws Broken {
    var text = leaves.text("idevid-issuer");
    return text.map(value -> IdevidIssuer.read(value, needed));
  }
}
