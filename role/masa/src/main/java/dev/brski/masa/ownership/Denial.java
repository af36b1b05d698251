package dev.brski.masa.ownership;

/**
 * Why a domain gets no voucher, for the operator.
 *
 * @param cause what was found
 * @param remedy what to do if the domain should have one
 */
record Denial(Ground ground, String cause, String remedy) {}
