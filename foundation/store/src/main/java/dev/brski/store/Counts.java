package dev.brski.store;

/**
 * What the writer has done since the store was opened.
 *
 * @param commits transactions made durable, each at the cost of one sync
 * @param jobs pieces of work that those commits made durable
 * @param refused pieces of work that failed by themselves and were undone alone
 * @param unavailable pieces of work not acknowledged because the disk refused
 */
public record Counts(long commits, long jobs, long refused, long unavailable) {}
