package dev.brski.masa.ownership;

/**
 * What was removed.
 *
 * @param customer the customer's name
 * @param whole whether the customer is gone
 * @param certificates how many certificates it lost
 * @param released how many devices were released
 */
public record Removed(String customer, boolean whole, int certificates, int released) {}
