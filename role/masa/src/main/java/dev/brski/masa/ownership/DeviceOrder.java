package dev.brski.masa.ownership;

/**
 * Something is to be done to a device.
 *
 * @param serial its serial number
 * @param reason why
 * @param by the user who wants it
 */
public record DeviceOrder(String serial, String reason, String by) {}
