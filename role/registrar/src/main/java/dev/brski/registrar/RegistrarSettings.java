package dev.brski.registrar;

import dev.brski.inventory.UnknownDevices;
import dev.brski.registrar.audit.AuditRules;
import dev.brski.registrar.onboarding.Limits;
import dev.brski.store.Reserve;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.KeyKind;
import dev.brski.wire.HostPort;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code brski.yaml} of a registrar says.
 *
 * @param listen where pledges reach it
 * @param domain the name of the domain that devices are put into
 * @param authority the URL of the domain's authority
 * @param upstream what is to be known of an authority that is not ours
 * @param answerWithin how long a pledge waits for an answer before it is told to come back; 5 s
 * @param pollsPerSecond how many polls of all waiting devices together are wanted; 20
 * @param mostInBatch how many messages travel to the authority together; 500, and 1 for an
 *     authority that knows no batches or gets none
 * @param exchangesPerHour how many voucher exchanges and operations one device may begin; 60
 * @param openPerManufacturer how many upstream messages may wait for one manufacturer's devices;
 *     25000
 * @param open how many may wait in all; 50000
 * @param auditLog what is made of the MASAs' audit logs
 * @param storedVouchers when vouchers are used that were fetched in advance; when-masa-is-away
 * @param unknownDevices what happens to devices that nothing names; admit
 * @param renewal whether this registrar renews its own credential; automatic
 * @param acceptedKeys the kinds of key that count, in certificates and signatures; all
 * @param freeSpaceAtLeast how much of the disk is left for what is under way; 32 MiB
 */
public record RegistrarSettings(
    HostPort listen,
    String domain,
    URI authority,
    Optional<UpstreamRules> upstream,
    Optional<Duration> answerWithin,
    Optional<Integer> pollsPerSecond,
    Optional<Integer> mostInBatch,
    Optional<Integer> exchangesPerHour,
    Optional<Integer> openPerManufacturer,
    Optional<Integer> open,
    Optional<AuditRules> auditLog,
    Optional<StoredVoucherPolicy> storedVouchers,
    Optional<UnknownDevices> unknownDevices,
    Optional<RenewalPolicy> renewal,
    Optional<List<KeyKind>> acceptedKeys,
    Optional<Reserve> freeSpaceAtLeast) {

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final int POLLS_PER_SECOND = 20;
  private static final int MOST_IN_BATCH = 500;

  /** Demands that some kind of key counts. */
  public RegistrarSettings {
    if (acceptedKeys.filter(List::isEmpty).isPresent()) {
      throw new IllegalArgumentException("accepted-keys names one or more");
    }
    var rules = upstream.orElseGet(UpstreamRules::usual);
    demandUrl(authority, rules);
    if (!rules.allowsBatches() && mostInBatch.filter(most -> most > 1).isPresent()) {
      throw new IllegalArgumentException(
          "most-in-batch is 1 where upstream says 'resend: never' or another forwarding than"
              + " nested; leave it away");
    }
    if (!rules.allowsRenewal() && renewal.filter(RenewalPolicy.AUTOMATIC::equals).isPresent()) {
      throw new IllegalArgumentException(
          "'renewal: automatic' needs an authority that takes the same request again and answers"
              + " under the domain's CA; write 'renewal: off'");
    }
  }

  private static void demandUrl(URI authority, UpstreamRules rules) {
    boolean plain = "http".equalsIgnoreCase(authority.getScheme());
    if (!plain && !"https".equalsIgnoreCase(authority.getScheme())) {
      throw new IllegalArgumentException("authority begins with https://");
    }
    if (authority.getHost() == null
        || authority.getRawUserInfo() != null
        || authority.getRawQuery() != null
        || authority.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "authority is a URL such as https://ca.example:8443/pkix, without user, query and"
              + " fragment");
    }
    if (plain && !rules.allowsPlainHttp()) {
      throw new IllegalArgumentException(
          "authority is a URL without TLS; write https://, or 'plain-http: allowed' under"
              + " upstream if everybody on the way may see what devices ask for");
    }
    if (plain && (rules.tlsAnchors().isPresent() || rules.access().isPresent())) {
      throw new IllegalArgumentException(
          "tls-anchors and access under upstream need TLS, and the authority's URL is one without;"
              + " leave them away, or write https://");
    }
  }

  /** What is to be known of the authority, ours or another. */
  UpstreamRules upstreamRules() {
    return upstream.orElseGet(UpstreamRules::usual);
  }

  /** Whether the authority is reached without TLS. */
  boolean isPlain() {
    return "http".equalsIgnoreCase(authority.getScheme());
  }

  /** How long a pledge waits for an answer before it is told to come back. */
  public Duration patience() {
    return answerWithin.orElse(ANSWER_WITHIN);
  }

  /** How many polls of all waiting devices together are wanted in a second. */
  public int pollBudget() {
    return pollsPerSecond.orElse(POLLS_PER_SECOND);
  }

  /** How many messages travel to the authority together (RFC 9483 section 5.2.2.2). */
  public int batch() {
    return upstreamRules().allowsBatches()
        ? Math.clamp(mostInBatch.orElse(MOST_IN_BATCH), 1, MOST_IN_BATCH)
        : 1;
  }

  /** How much devices may leave here. */
  public Limits limits() {
    var standard = Limits.standard();
    return new Limits(
        exchangesPerHour.orElse(standard.exchangesPerHour()),
        openPerManufacturer.orElse(standard.openPerManufacturer()),
        open.orElse(standard.open()));
  }

  /** The policy on audit logs, unless a manufacturer's file says otherwise. */
  public AuditRules auditRules() {
    return auditLog.orElseGet(AuditRules::none);
  }

  /** When vouchers are used that were fetched in advance. */
  public StoredVoucherPolicy stored() {
    return storedVouchers.orElse(StoredVoucherPolicy.WHEN_MASA_IS_AWAY);
  }

  /** What happens to devices that nothing names (RFC 8995 section 5.3). */
  public UnknownDevices strangers() {
    return unknownDevices.orElse(UnknownDevices.ADMIT);
  }

  /** Whether this registrar renews its own credential. */
  public boolean renewsItself() {
    return upstreamRules().allowsRenewal()
        && renewal.orElse(RenewalPolicy.AUTOMATIC) == RenewalPolicy.AUTOMATIC;
  }

  /** Which keys and signatures count. */
  public AlgorithmPolicy algorithms() {
    return acceptedKeys.map(AlgorithmPolicy::accepting).orElseGet(AlgorithmPolicy::standard);
  }

  /** How much of the disk is left for what is under way. */
  public Reserve reserve() {
    return freeSpaceAtLeast.orElse(Reserve.standard());
  }

  /** Where the authority is. */
  public HostPort authorityAddress() {
    int usual = isPlain() ? 80 : 443;
    return new HostPort(
        authority.getHost().replaceAll("^\\[|]$", ""),
        authority.getPort() < 0 ? usual : authority.getPort());
  }
}
