package dev.brski.authority.evidence;

import java.util.Optional;

/**
 * Of which certificate an operator wants the evidence.
 *
 * @param device the serial number of the device
 * @param certificate the certificate's serial number in hexadecimal; empty for the one that the
 *     device uses, or else its newest
 */
public record EvidenceOrder(String device, Optional<String> certificate) {}
