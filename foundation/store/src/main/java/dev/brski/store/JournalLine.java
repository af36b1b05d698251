package dev.brski.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** One line of the journal as it is stored, and its hash. */
record JournalLine(long seq, Instant at, String kind, Optional<String> device, String details) {

  static JournalLine of(Row row) {
    return new JournalLine(
        row.number("seq"),
        row.instant("at"),
        row.text("kind"),
        row.optionalText("device"),
        row.text("details"));
  }

  JournalEntry entry(String hash) {
    return new JournalEntry(seq, at, kind, device, Details.read(details), hash);
  }

  /**
   * SHA-256, in lower-case hex, over the previous hash (32 octets), seq and at (8 octets each),
   * kind, device and details. A text is its UTF-8 octets after their count in 4 octets; the device
   * is preceded by one octet, 0 if there is none and 1 if there is. Numbers are big-endian.
   */
  String hash(String previousHash) {
    var encoded = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(encoded)) {
      out.write(HexFormat.of().parseHex(previousHash));
      out.writeLong(seq);
      out.writeLong(at.toEpochMilli());
      text(out, kind);
      out.writeBoolean(device.isPresent());
      if (device.isPresent()) {
        text(out, device.get());
      }
      text(out, details);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sha256(encoded.toByteArray());
  }

  static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(octets.length);
    out.write(octets);
  }
}
