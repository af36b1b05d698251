package dev.brski.pledge;

import dev.brski.time.Clock;
import dev.brski.trust.KeyKind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an onboarding is to do.
 *
 * @param folder the pledge's folder
 * @param registrars where to look, in order; if empty, the one that enrolled the device or that it
 *     was sent to last
 * @param patience how long to wait for answers that are not ready: zero to return at the first
 *     "waiting", empty to wait until there is an answer or a deadline of the pledge's own
 * @param confirmation whether to ask to be spared the certificate confirmation
 * @param key the kind of the key that is to be certified; if empty, P-256 at first, and afterwards
 *     the kind of the one before
 * @param profile the name of the certificate profile (RFC 9483 section 3.1); if empty, the one that
 *     the domain has for it, and for a renewal that of the certificate before
 * @param clock what the device knows of the date; it judges dates by nothing else
 * @param voucherDeadline how long a registrar may take for a voucher (RFC 8995 section 5.6: 4 days)
 * @param redirectable whether a registrar may send the device on to another web origin (RFC 8995
 *     section 5.6)
 */
public record OnboardOptions(
    Path folder,
    List<URI> registrars,
    Optional<Duration> patience,
    Confirmation confirmation,
    Optional<KeyKind> key,
    Optional<String> profile,
    Clock clock,
    Duration voucherDeadline,
    boolean redirectable) {

  /** Longer than a long weekend (RFC 8995 section 5.6). */
  public static final Duration FOUR_DAYS = Duration.ofDays(4);

  /**
   * Checks what was given.
   *
   * @throws IllegalArgumentException when a registrar is not {@code https://HOST[:PORT]}, a
   *     duration is negative or a profile has no name of 1 to 64 characters
   */
  public OnboardOptions {
    registrars = registrars.stream().map(Origin::of).distinct().toList();
    if (patience.filter(Duration::isNegative).isPresent() || voucherDeadline.isNegative()) {
      throw new IllegalArgumentException("a duration cannot be negative");
    }
    ProfileName.demand(profile);
  }

  /** The usual: implicit confirmation asked for, and the deadline of RFC 8995. */
  public static OnboardOptions of(
      Path folder, List<URI> registrars, Optional<Duration> patience, Clock clock) {
    return new OnboardOptions(
        folder,
        registrars,
        patience,
        Confirmation.IMPLICIT,
        Optional.empty(),
        Optional.empty(),
        clock,
        FOUR_DAYS,
        true);
  }

  /** The same with another way of confirming the certificate. */
  public OnboardOptions confirming(Confirmation other) {
    return new OnboardOptions(
        folder, registrars, patience, other, key, profile, clock, voucherDeadline, redirectable);
  }

  /** The same for a key of a kind, or of the usual one. */
  public OnboardOptions withKey(Optional<KeyKind> other) {
    return new OnboardOptions(
        folder,
        registrars,
        patience,
        confirmation,
        other,
        profile,
        clock,
        voucherDeadline,
        redirectable);
  }

  /** The same for a certificate of a profile, or of the one that the domain has for it. */
  public OnboardOptions withProfile(Optional<String> other) {
    return new OnboardOptions(
        folder,
        registrars,
        patience,
        confirmation,
        key,
        other,
        clock,
        voucherDeadline,
        redirectable);
  }

  /** The same for a device that talks to the registrars it was given and to nobody else. */
  public OnboardOptions staying() {
    return new OnboardOptions(
        folder, registrars, patience, confirmation, key, profile, clock, voucherDeadline, false);
  }
}
