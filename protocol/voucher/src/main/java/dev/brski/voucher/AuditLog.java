package dev.brski.voucher;

import dev.brski.trust.Certificates;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a MASA tells of the vouchers it has issued for a device (RFC 8995 section 5.8.1).
 *
 * @param version 1, unless a later specification speaks
 * @param events one for each voucher, the oldest first
 * @param noncedDuplicates how many events with a nonce were left out
 * @param noncelessDuplicates how many events without a nonce were left out
 * @param arbitrary how many events were left out for lack of room
 * @param tolerances the deviations accepted in reading it
 */
public record AuditLog(
    long version,
    List<Event> events,
    long noncedDuplicates,
    long noncelessDuplicates,
    long arbitrary,
    Set<Tolerance> tolerances) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int MOST_EVENTS = 4096;

  /**
   * One issued voucher.
   *
   * @param date when it was issued
   * @param domainId the domain it was issued to, see {@link #domainId}
   * @param nonce the nonce in it; empty for a voucher without
   * @param assertion the assertion in it
   * @param truncated how many events of the same domain this one stands for besides itself
   */
  public record Event(
      Instant date,
      String domainId,
      Optional<Nonce> nonce,
      Assertion assertion,
      Optional<Long> truncated) {}

  /** Makes the collections immutable. */
  public AuditLog {
    events = List.copyOf(events);
    tolerances = Set.copyOf(tolerances);
  }

  /** A log from which nothing was left out. */
  public static AuditLog whole(List<Event> events) {
    return new AuditLog(1, events, 0, 0, 0, Set.of());
  }

  /**
   * The domainID of a pinned certificate (RFC 8995 section 5.8.2): its subject key identifier, or
   * else the SHA-256 of its public key, in base64.
   */
  public static String domainId(X509Certificate pin) {
    return Binary.encode(
        Certificates.subjectKeyIdentifier(pin).orElseGet(() -> Certificates.spkiSha256(pin)));
  }

  /** The JSON text to send, the nonce null where there is none. */
  public byte[] toJson() {
    var top = MAPPER.createObjectNode();
    top.put("version", version);
    var list = top.putArray("events");
    for (var event : events) {
      var object = list.addObject();
      object.put("date", event.date().toString());
      object.put("domainID", event.domainId());
      event
          .nonce()
          .ifPresentOrElse(
              nonce -> object.put("nonce", nonce.text()), () -> object.putNull("nonce"));
      object.put("assertion", event.assertion().name());
      event.truncated().ifPresent(count -> object.put("truncated", count));
    }
    var truncation = top.putObject("truncation");
    truncation.put("nonced duplicates", noncedDuplicates);
    truncation.put("nonceless duplicates", noncelessDuplicates);
    truncation.put("arbitrary", arbitrary);
    return MAPPER.writeValueAsBytes(top);
  }

  /** Reads what a MASA sent; a version above 1 is read as far as it is known. */
  public static Verdict<AuditLog> parse(byte[] body, VoucherLimits limits) {
    try {
      var needed = EnumSet.noneOf(Tolerance.class);
      var top = new Leaves(object(Leaves.tree(body, limits), "the audit log"), needed);
      var version = top.number("version").orElseThrow(() -> missing("version"));
      var list = top.find("events").filter(JsonNode::isArray);
      var events = new ArrayList<Event>();
      for (var element : list.orElseThrow(() -> missing("events"))) {
        if (events.size() == MOST_EVENTS) {
          throw Leaves.malformed("events", "has over " + MOST_EVENTS + " entries");
        }
        events.add(event(new Leaves(object(element, "an event"), needed)));
      }
      var counts = new Leaves(top.find("truncation").orElseGet(MAPPER::createObjectNode), needed);
      return Verdict.accepted(
          new AuditLog(
              version,
              events,
              counts.number("nonced duplicates").orElse(0L),
              counts.number("nonceless duplicates").orElse(0L),
              counts.number("arbitrary").orElse(0L),
              needed));
    } catch (Broken e) {
      return Verdict.refused(e.refusal());
    }
  }

  private static Event event(Leaves leaves) throws Broken {
    return new Event(
        leaves.instant("date").orElseThrow(() -> missing("date")),
        leaves.required("domainID"),
        leaves.text("nonce").map(Nonce::new),
        new Assertion(leaves.required("assertion")),
        leaves.number("truncated"));
  }

  private static JsonNode object(JsonNode node, String what) throws Broken {
    if (!node.isObject()) {
      throw new Broken(VoucherCheck.MODULE, what + " is not a JSON object");
    }
    return node;
  }

  private static Broken missing(String name) {
    return Leaves.malformed(name, "is missing");
  }
}
