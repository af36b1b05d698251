package dev.brski.authority.ledger;

import dev.brski.store.Store;
import dev.brski.trust.CryptoSuite;

/** What the authority keeps to itself and must find again after a restart. */
public final class Secrets {

  private static final int OCTETS = 32;

  private final Store store;
  private final CryptoSuite suite;

  /** The secrets of one store. */
  public Secrets(Store store, CryptoSuite suite) {
    this.store = store;
    this.suite = suite;
  }

  /** The key under which poll nonces are recognised: made at the first call, then the same. */
  public byte[] pollNonceKey() {
    return secret("poll-nonce-key");
  }

  private byte[] secret(String name) {
    var known =
        store.read(
            reading ->
                reading.one(
                    "SELECT content FROM secret WHERE name = ?",
                    row -> row.bytes("content"),
                    name));
    return known.orElseGet(
        () ->
            store.commit(
                transaction -> {
                  transaction.update(
                      "INSERT INTO secret (name, content) VALUES (?, ?)"
                          + " ON CONFLICT (name) DO NOTHING",
                      name,
                      suite.randomBytes(OCTETS));
                  return transaction
                      .one(
                          "SELECT content FROM secret WHERE name = ?",
                          row -> row.bytes("content"),
                          name)
                      .orElseThrow();
                }));
  }
}
