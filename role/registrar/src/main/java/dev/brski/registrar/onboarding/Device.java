package dev.brski.registrar.onboarding;

import java.time.Instant;

/**
 * A device, which outlives everything that happens to it.
 *
 * @param id this registrar's own sortable id
 * @param manufacturer the configured name of its manufacturer
 * @param serialNumber the serialNumber attribute of its IDevID's subject
 * @param firstSeen when its first acceptable voucher-request came
 */
public record Device(String id, String manufacturer, String serialNumber, Instant firstSeen) {}
