package dev.brski.masa;

import dev.brski.verdict.Refusal;

/**
 * Something about a MASA's folder that its operator should know.
 *
 * @param stops whether it would keep a device from its voucher now
 * @param refusal what it is, and what to do
 */
public record Finding(boolean stops, Refusal refusal) {}
