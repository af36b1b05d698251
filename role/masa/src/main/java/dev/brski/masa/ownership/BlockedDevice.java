package dev.brski.masa.ownership;

import java.time.Instant;
import java.util.Optional;

/**
 * A device that gets no voucher.
 *
 * @param serial its serial number
 * @param since since when
 * @param reason why
 * @param by the user who blocked it
 * @param owner the customer that owns it
 */
public record BlockedDevice(
    String serial, Instant since, String reason, String by, Optional<String> owner) {}
