package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Transaction;
import dev.brski.trust.CryptoSuite;
import java.time.Instant;
import java.util.Optional;

/** The exact octets of what came and went, append-only; at most one of a kind per enrollment. */
final class Messages {

  /** Whose octets they are. */
  enum Kind {
    REQUEST,
    NESTED,
    RESPONSE,
    CERT_CONF,
    PKI_CONF
  }

  private Messages() {}

  static void append(
      Transaction transaction,
      String id,
      Enrollment enrollment,
      Kind kind,
      byte[] octets,
      Instant at) {
    transaction.updateOne(
        "INSERT INTO message (id, enrollment, kind, at, sha256, octets) VALUES (?, ?, ?, ?, ?, ?)",
        id,
        enrollment.id(),
        kind.name(),
        at,
        CryptoSuite.sha256(octets),
        octets);
  }

  static Optional<byte[]> octets(Reading reading, Enrollment enrollment, Kind kind) {
    return reading.one(
        "SELECT octets FROM message WHERE enrollment = ? AND kind = ?",
        row -> row.bytes("octets"),
        enrollment.id(),
        kind.name());
  }

  static boolean isStored(Reading reading, Enrollment enrollment, Kind kind, byte[] octets) {
    return reading
        .one(
            "SELECT id FROM message WHERE enrollment = ? AND kind = ? AND sha256 = ?",
            row -> row.text("id"),
            enrollment.id(),
            kind.name(),
            CryptoSuite.sha256(octets))
        .isPresent();
  }
}
