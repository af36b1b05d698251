package dev.brski.inventory;

/**
 * How a file is taken in.
 *
 * @param who the operator
 * @param replace whether devices that the file does not name are removed
 * @param dryRun whether it is only said what would change
 */
public record ImportOrder(String who, boolean replace, boolean dryRun) {}
