package dev.brski.masa.ownership;

/**
 * A device is to get an owner, or another one.
 *
 * @param serial its serial number
 * @param to the customer's name
 * @param reason why
 * @param by the user who wants it
 */
public record TransferOrder(String serial, String to, String reason, String by) {}
