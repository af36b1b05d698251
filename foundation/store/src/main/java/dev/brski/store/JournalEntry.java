package dev.brski.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One line of our own history.
 *
 * @param seq its number, counted from 1 without gaps
 * @param at when, in milliseconds
 * @param kind what happened
 * @param device the serial number of the device concerned, where there is one
 * @param details what else is worth knowing, in alphabetical order; never a secret
 * @param hash SHA-256 over the line and the hash of the line before, in lower-case hex
 */
public record JournalEntry(
    long seq,
    Instant at,
    String kind,
    Optional<String> device,
    Map<String, String> details,
    String hash) {}
