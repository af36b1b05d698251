package dev.brski.masa.intake;

import dev.brski.masa.status.Clearance;

/**
 * A request that is right in itself, of a registrar whose certificates are not known to be revoked.
 *
 * @param clearance how much of that is known
 */
public record Cleared<T>(T request, Clearance clearance) {}
