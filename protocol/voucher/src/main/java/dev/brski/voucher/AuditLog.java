package dev.brski.voucher;

import dev.brski.trust.Certificates;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private static final long HIGHEST_COUNT = 1024;
  private static final int LONGEST_IDENTIFIER = 64;

  /**
   * One issued voucher.
   *
   * @param date when it was issued
   * @param domainId the domain it was issued to, see {@link #domainId}
   * @param nonce the nonce in it; empty for a voucher without
   * @param assertion the assertion in it
   * @param truncated how many older events of the same domain, with a nonce or without as this one,
   *     it stands for besides itself
   */
  public record Event(
      Instant date,
      String domainId,
      Optional<Nonce> nonce,
      Assertion assertion,
      Optional<Long> truncated) {

    private Event standingForOthers(long count) {
      return new Event(
          date,
          domainId,
          nonce,
          assertion,
          Optional.of(capped(count)).filter(others -> others > 0));
    }
  }

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
   * An event, and whose it is beyond what it says.
   *
   * @param key tells domains apart that say one domainID: anybody can make a root that says
   *     another's
   */
  public record Issuance(Event event, String key) {

    private Kind kind() {
      return new Kind(event.domainId(), key, event.nonce().isPresent());
    }
  }

  /** What entries may stand for one another: those of a domain, with a nonce or without. */
  private record Kind(String domainId, String key, boolean nonced) {}

  /**
   * The log of these events, abridged as RFC 8995 section 5.8.1 has it: of each domain the newest
   * event with a nonce and the newest without, each with the number of its like that were left out.
   * A domain is one domainID with one key. Counters go no further than 1024.
   *
   * @param all every event, the oldest first
   * @param most how many entries may stay; if there are more all the same, the oldest are left out
   *     and counted as arbitrary
   */
  public static AuditLog abridged(List<Issuance> all, int most) {
    var counts = new HashMap<Kind, Long>();
    var newest = new ArrayList<Issuance>();
    for (var issuance : all.reversed()) {
      if (counts.merge(issuance.kind(), 1L, Long::sum) == 1) {
        newest.add(issuance);
      }
    }
    int stay = Math.min(most, newest.size());
    return new AuditLog(
        1,
        newest.subList(0, stay).reversed().stream()
            .map(
                issuance ->
                    issuance
                        .event()
                        .standingForOthers(counts.getOrDefault(issuance.kind(), 1L) - 1))
            .toList(),
        leftOut(counts, true),
        leftOut(counts, false),
        capped(newest.size() - stay),
        Set.of());
  }

  private static long leftOut(Map<Kind, Long> counts, boolean nonced) {
    return capped(
        counts.entrySet().stream()
            .filter(entry -> entry.getKey().nonced() == nonced)
            .mapToLong(entry -> entry.getValue() - 1)
            .sum());
  }

  private static long capped(long count) {
    return Math.min(count, HIGHEST_COUNT);
  }

  /**
   * The domainID of a pinned certificate (RFC 8995 section 5.8.2): its subject key identifier, or
   * else the SHA-256 of its public key, in base64. An identifier of more than 64 octets, or of
   * none, is as good as none.
   */
  public static String domainId(X509Certificate pin) {
    return Binary.encode(
        Certificates.subjectKeyIdentifier(pin)
            .filter(octets -> octets.length > 0 && octets.length <= LONGEST_IDENTIFIER)
            .orElseGet(() -> Certificates.spkiSha256(pin)));
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

  /**
   * Reads what a MASA sent, of 4096 events at most; a version above 1 is read as far as it is
   * known.
   */
  public static Verdict<AuditLog> parse(byte[] body, VoucherLimits limits) {
    return parse(body, limits, MOST_EVENTS);
  }

  /** The same with another bound on the number of events. */
  public static Verdict<AuditLog> parse(byte[] body, VoucherLimits limits, int most) {
    try {
      var needed = EnumSet.noneOf(Tolerance.class);
      var top = new Leaves(object(Leaves.tree(body, limits), "the audit log"), needed);
      var version = top.number("version").orElseThrow(() -> missing("version"));
      var list = top.find("events").filter(JsonNode::isArray);
      var events = new ArrayList<Event>();
      for (var element : list.orElseThrow(() -> missing("events"))) {
        if (events.size() == most) {
          throw Leaves.malformed("events", "has over " + most + " entries");
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
