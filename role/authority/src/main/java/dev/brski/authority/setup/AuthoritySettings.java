package dev.brski.authority.setup;

import dev.brski.authority.intake.ConsentPolicy;
import dev.brski.authority.intake.ReplacedProtection;
import dev.brski.authority.issuing.ApprovalPolicy;
import dev.brski.authority.issuing.ConfirmationPolicy;
import dev.brski.authority.issuing.IssuingPolicy;
import dev.brski.authority.issuing.KeyUpdatePolicy;
import dev.brski.authority.issuing.RegistrarUpdatePolicy;
import dev.brski.authority.issuing.StrongerKeys;
import dev.brski.authority.profile.SubjectPolicy;
import dev.brski.inventory.UnknownDevices;
import dev.brski.store.Reserve;
import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.KeyKind;
import dev.brski.wire.HostPort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code brski.yaml} of an authority says.
 *
 * @param listen where registrars reach it
 * @param domain the name of the domain
 * @param subject what the subjects of certificates begin with
 * @param validity how long certificates are valid
 * @param defaultProfile the profile that counts when no other is named; ldevid
 * @param approval whether a person decides on each request; automatic
 * @param keyUpdates whether that person decides on key updates too; automatic, so that none does
 * @param registrarUpdates whether registrars get their next credential by asking for it; automatic
 * @param unknownDevices what happens to devices that the inventory does not name; admit
 * @param acceptedKeys the kinds of key that count, in certificates and in requests; all
 * @param strongerKeys what happens to requests for a key that is stronger than what signs them;
 *     refuse
 * @param confirmation whether implicitConfirm is granted
 * @param confirmWait how long a certConf is waited for where one is needed
 * @param pollsPerSecond how many polls of all waiting devices together are wanted; 20
 * @param certificatesPerDay how many requests of one device, or registrar, are accepted within 24
 *     hours; 10
 * @param freeSpaceAtLeast how much of the disk is left for what is under way; 32 MiB
 * @param crlLifetime how long a revocation list is valid; 7 days
 * @param crlUrl where that list can be had, for the certificates; they do not say
 * @param ocsp where the status of certificates is told (RFC 6960); nowhere
 * @param consent what a registrar's consent must consist of
 * @param replacedProtection whether requests are taken that a registrar answers for, without the
 *     device's own protection; refuse
 * @param root the certificate of the root, which is what vouchers pin
 * @param issuingCa what certificates are issued with
 * @param responder what CMP answers are protected with
 * @param tls what the TLS server shows
 */
public record AuthoritySettings(
    HostPort listen,
    String domain,
    SubjectPolicy subject,
    Duration validity,
    Optional<String> defaultProfile,
    Optional<ApprovalPolicy> approval,
    Optional<KeyUpdatePolicy> keyUpdates,
    Optional<RegistrarUpdatePolicy> registrarUpdates,
    Optional<UnknownDevices> unknownDevices,
    Optional<List<KeyKind>> acceptedKeys,
    Optional<StrongerKeys> strongerKeys,
    ConfirmationPolicy confirmation,
    Duration confirmWait,
    Optional<Integer> pollsPerSecond,
    Optional<Integer> certificatesPerDay,
    Optional<Reserve> freeSpaceAtLeast,
    Optional<Duration> crlLifetime,
    Optional<URI> crlUrl,
    Optional<OcspSettings> ocsp,
    ConsentPolicy consent,
    Optional<ReplacedProtection> replacedProtection,
    Path root,
    CredentialFiles issuingCa,
    CredentialFiles responder,
    CredentialFiles tls) {

  private static final int POLLS_PER_SECOND = 20;
  private static final int CERTIFICATES_PER_DAY = 10;
  private static final Duration CRL_LIFETIME = Duration.ofDays(7);
  private static final Duration SHORTEST_CRL = Duration.ofHours(2);
  private static final Duration LONGEST_CRL = Duration.ofDays(366);

  /**
   * Where a credential is.
   *
   * @param certificates its certificate, then its issuers
   * @param key its private key
   */
  public record CredentialFiles(Path certificates, Path key) {}

  /** Demands durations that leave room for something. */
  public AuthoritySettings {
    if (!validity.isPositive() || !confirmWait.isPositive()) {
      throw new IllegalArgumentException("validity and confirm-wait are longer than 0");
    }
    if (acceptedKeys.filter(List::isEmpty).isPresent()) {
      throw new IllegalArgumentException("accepted-keys names one or more");
    }
    if (pollsPerSecond.filter(polls -> polls < 1).isPresent()) {
      throw new IllegalArgumentException("polls-per-second is 1 or more");
    }
    if (certificatesPerDay.filter(most -> most < 1).isPresent()) {
      throw new IllegalArgumentException("certificates-per-day is 1 or more");
    }
    if (crlLifetime
        .filter(life -> life.compareTo(SHORTEST_CRL) < 0 || life.compareTo(LONGEST_CRL) > 0)
        .isPresent()) {
      throw new IllegalArgumentException("crl-lifetime is 2h to 366d");
    }
    if (crlUrl
        .filter(url -> !"http".equalsIgnoreCase(url.getScheme()) || url.getHost() == null)
        .isPresent()) {
      throw new IllegalArgumentException("crl-url is http://HOST/PATH");
    }
  }

  /** What the operator decided about certificates. */
  public IssuingPolicy issuingPolicy() {
    return new IssuingPolicy(
        approval.orElse(ApprovalPolicy.AUTOMATIC),
        keyUpdates.orElse(KeyUpdatePolicy.AUTOMATIC),
        registrarUpdates.orElse(RegistrarUpdatePolicy.AUTOMATIC),
        unknownDevices.orElse(UnknownDevices.ADMIT),
        strongerKeys.orElse(StrongerKeys.REFUSE),
        confirmation,
        confirmWait);
  }

  /** Which requests are taken without the device's own protection. */
  public ReplacedProtection replaced() {
    return replacedProtection.orElse(ReplacedProtection.REFUSE);
  }

  /** Which keys and signatures count. */
  public AlgorithmPolicy algorithms() {
    return acceptedKeys.map(AlgorithmPolicy::accepting).orElseGet(AlgorithmPolicy::standard);
  }

  /** How many requests of one device, or registrar, are accepted within 24 hours. */
  public int certificateBudget() {
    return certificatesPerDay.orElse(CERTIFICATES_PER_DAY);
  }

  /** How much of the disk is left for what is under way. */
  public Reserve reserve() {
    return freeSpaceAtLeast.orElse(Reserve.standard());
  }

  /** From a revocation list's thisUpdate to its nextUpdate. */
  public Duration listLifetime() {
    return crlLifetime.orElse(CRL_LIFETIME);
  }

  /** Where certificates say that their status is told, if they do. */
  public Optional<URI> ocspUrl() {
    return ocsp.flatMap(OcspSettings::url);
  }

  /** How many polls of all waiting devices together are wanted in a second. */
  public int pollBudget() {
    return pollsPerSecond.orElse(POLLS_PER_SECOND);
  }
}
