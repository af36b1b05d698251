package dev.brski.masa;

import dev.brski.masa.audit.LogClients;
import dev.brski.masa.audit.LogForm;
import dev.brski.masa.issuing.PinPolicy;
import dev.brski.masa.ownership.FirstUse;
import dev.brski.masa.ownership.OwnershipPolicy;
import dev.brski.masa.ownership.Unsold;
import dev.brski.store.Reserve;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.KeyKind;
import dev.brski.trust.SerialNumberField;
import dev.brski.wire.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code brski.yaml} of a MASA says.
 *
 * @param listen where registrars reach it
 * @param serialNumber where the manufacturer's IDevIDs have the serial number; in the subject
 * @param pin which certificate of a registrar's chain vouchers pin; the topmost
 * @param requestLifetime the age from which a request counts as stale; 7 days
 * @param vouchersPerDay how many vouchers one device may get within 24 hours; 20
 * @param unsold who may have a device that no sales record names; any domain
 * @param firstUse whether customers may become known on first use; they may not
 * @param nonceless vouchers without a nonce; none
 * @param registrarStatus how it is found out whether a registrar's certificates are revoked; no
 *     server is asked
 * @param registrarRequestsPerHour how many requests of one registrar are taken; 60 000
 * @param addressRequestsPerHour how many requests from one network address are taken; 120 000
 * @param auditLog how audit logs are handed out; in the answer
 * @param auditLogLinkLifetime how long a prepared audit log can be fetched; a day
 * @param auditLogClients whose connections may carry requests for audit logs; anybody's
 * @param acceptedKeys the kinds of key that count, in certificates and signatures; all
 * @param freeSpaceAtLeast how much of the disk is left free; 32 MiB
 */
public record MasaSettings(
    HostPort listen,
    Optional<SerialNumberField> serialNumber,
    Optional<PinPolicy> pin,
    Optional<Duration> requestLifetime,
    Optional<Integer> vouchersPerDay,
    Optional<Unsold> unsold,
    Optional<FirstUse> firstUse,
    Optional<NoncelessSettings> nonceless,
    Optional<RegistrarStatusSettings> registrarStatus,
    Optional<Integer> registrarRequestsPerHour,
    Optional<Integer> addressRequestsPerHour,
    Optional<LogForm> auditLog,
    Optional<Duration> auditLogLinkLifetime,
    Optional<LogClients> auditLogClients,
    Optional<List<KeyKind>> acceptedKeys,
    Optional<Reserve> freeSpaceAtLeast) {

  private static final Duration REQUEST_LIFETIME = Duration.ofDays(7);
  private static final int VOUCHERS_PER_DAY = 20;
  private static final int REGISTRAR_REQUESTS_PER_HOUR = 60_000;
  private static final int ADDRESS_REQUESTS_PER_HOUR = 120_000;
  private static final Duration LINK_LIFETIME = Duration.ofDays(1);
  private static final Duration LONGEST_LINK = Duration.ofDays(366);

  /** Demands budgets that let a device in, and a lifetime that has an end. */
  public MasaSettings {
    if (acceptedKeys.filter(List::isEmpty).isPresent()) {
      throw new IllegalArgumentException("accepted-keys names one or more");
    }
    demandSome("vouchers-per-day", vouchersPerDay);
    demandSome("registrar-requests-per-hour", registrarRequestsPerHour);
    demandSome("address-requests-per-hour", addressRequestsPerHour);
    if (auditLogLinkLifetime
        .filter(life -> life.toSeconds() < 1 || life.compareTo(LONGEST_LINK) > 0)
        .isPresent()) {
      throw new IllegalArgumentException("audit-log-link-lifetime must be 1s to 366d");
    }
  }

  private static void demandSome(String key, Optional<Integer> most) {
    if (most.filter(number -> number < 1).isPresent()) {
      throw new IllegalArgumentException(key + " must be at least 1");
    }
  }

  /** Which keys and signatures of others count. */
  public AlgorithmPolicy algorithms() {
    return acceptedKeys.map(AlgorithmPolicy::accepting).orElseGet(AlgorithmPolicy::standard);
  }

  /** Where the manufacturer's IDevIDs have the serial number. */
  public SerialNumberField serialNumbers() {
    return serialNumber.orElse(SerialNumberField.SUBJECT);
  }

  /** Which certificate of a registrar's chain vouchers pin. */
  public PinPolicy pinned() {
    return pin.orElse(PinPolicy.TOPMOST);
  }

  /** The age from which a request counts as stale. */
  public Duration oldestRequest() {
    return requestLifetime.orElse(REQUEST_LIFETIME);
  }

  /** Who may have which device, as far as that is not a matter of records. */
  public OwnershipPolicy ownership() {
    var standard = OwnershipPolicy.standard();
    return new OwnershipPolicy(
        unsold.orElse(standard.unsold()), firstUse.orElse(standard.firstUse()));
  }

  /** Vouchers without a nonce. */
  public NoncelessSettings withoutNonce() {
    return nonceless.orElseGet(NoncelessSettings::standard);
  }

  /** How it is found out whether a registrar's certificates are revoked. */
  RegistrarStatusSettings statusOfRegistrars() {
    return registrarStatus.orElseGet(RegistrarStatusSettings::standard);
  }

  /** How much of the disk is left free. */
  public Reserve reserve() {
    return freeSpaceAtLeast.orElse(Reserve.standard());
  }

  /** How many vouchers one device may get within 24 hours. */
  public int voucherBudget() {
    return vouchersPerDay.orElse(VOUCHERS_PER_DAY);
  }

  /** How many requests of one registrar are taken within an hour. */
  public int registrarQuota() {
    return registrarRequestsPerHour.orElse(REGISTRAR_REQUESTS_PER_HOUR);
  }

  /** How many requests from one network address are taken within an hour. */
  public int addressQuota() {
    return addressRequestsPerHour.orElse(ADDRESS_REQUESTS_PER_HOUR);
  }

  /** How audit logs are handed out. */
  public LogForm logForm() {
    return auditLog.orElse(LogForm.INLINE);
  }

  /** How long a prepared audit log can be fetched. */
  public Duration logLinkLife() {
    return auditLogLinkLifetime.orElse(LINK_LIFETIME);
  }

  /** Whose connections may carry requests for audit logs. */
  public LogClients logClients() {
    return auditLogClients.orElse(LogClients.ANY);
  }
}
