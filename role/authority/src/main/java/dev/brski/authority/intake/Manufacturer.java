package dev.brski.authority.intake;

import dev.brski.trust.Anchors;

/**
 * A manufacturer whose devices are taken.
 *
 * @param name the operator's name for it, which is part of the identity of its devices
 * @param anchors what its IDevIDs are anchored in
 */
public record Manufacturer(String name, Anchors anchors) {}
