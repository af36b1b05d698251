package dev.brski.authority.issuing;

import dev.brski.authority.ledger.RevocationList;

/**
 * A revocation list in force.
 *
 * @param generation of the issuing CA whose it is; 1 for the first
 */
public record PublishedList(int generation, RevocationList list) {}
