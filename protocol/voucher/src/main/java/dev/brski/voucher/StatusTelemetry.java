package dev.brski.voucher;

import dev.brski.verdict.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a pledge reports of its voucher or of its enrollment (RFC 8995 sections 5.7 and 5.9.4).
 *
 * @param version 1, unless a later specification speaks
 * @param status whether it went well
 * @param reason why not, in words that are of no use to an attacker
 * @param reasonContext anything else the pledge says, as JSON text
 * @param tolerances the deviations accepted in reading it
 * @param ignored names of members that are not of version 1, to be logged
 */
public record StatusTelemetry(
    long version,
    boolean status,
    Optional<String> reason,
    Optional<String> reasonContext,
    Set<Tolerance> tolerances,
    List<String> ignored) {

  private static final int LONGEST_REASON = 1024;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Makes the collections immutable. */
  public StatusTelemetry {
    tolerances = Set.copyOf(tolerances);
    ignored = List.copyOf(ignored);
  }

  /** It went well. */
  public static StatusTelemetry success() {
    return new StatusTelemetry(1, true, Optional.empty(), Optional.empty(), Set.of(), List.of());
  }

  /** It did not go well. */
  public static StatusTelemetry failure(String reason) {
    return new StatusTelemetry(
        1, false, Optional.of(reason), Optional.empty(), Set.of(), List.of());
  }

  /** The JSON text to send. */
  public byte[] toJson() {
    var object = MAPPER.createObjectNode();
    object.put("version", version);
    object.put("status", status);
    reason.ifPresent(text -> object.put("reason", text));
    reasonContext.ifPresent(context -> object.set("reason-context", MAPPER.readTree(context)));
    return MAPPER.writeValueAsBytes(object);
  }

  /** Reads what a pledge sent; a version above 1 is read as far as it is known. */
  public static Verdict<StatusTelemetry> parse(byte[] body, VoucherLimits limits) {
    try {
      if (body.length > limits.mostOctets()) {
        throw new Broken(VoucherCheck.SIZE, body.length + " octets of telemetry");
      }
      var tree = Leaves.tree(body, limits);
      if (!tree.isObject()) {
        throw new Broken(VoucherCheck.MODULE, "the telemetry is not a JSON object");
      }
      var needed = EnumSet.noneOf(Tolerance.class);
      var leaves = new Leaves(tree, needed);
      var version =
          leaves.number("version").orElseThrow(() -> Leaves.malformed("version", "is missing"));
      var status =
          leaves.truth("status").orElseThrow(() -> Leaves.malformed("status", "is missing"));
      var reason = leaves.text("reason").map(StatusTelemetry::shortened);
      var context = leaves.find("reason-context").map(JsonNode::toString);
      return Verdict.accepted(
          new StatusTelemetry(version, status, reason, context, needed, leaves.unread()));
    } catch (Broken e) {
      return Verdict.refused(e.refusal());
    }
  }

  private static String shortened(String text) {
    return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text;
  }
}
