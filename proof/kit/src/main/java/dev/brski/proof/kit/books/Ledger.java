package dev.brski.proof.kit.books;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What every ledger has to fulfil: a sound file, and a journal whose lines are chained. */
final class Ledger {

  private static final String NOTHING = "0".repeat(64);

  private Ledger() {}

  static List<String> violations(String whose, LedgerCopy ledger) throws IOException {
    var found = new ArrayList<String>();
    for (var row : ledger.rows("SELECT integrity_check AS said FROM pragma_integrity_check")) {
      if (!row.text("said").equals("ok")) {
        found.add(whose + ": the file is damaged: " + row.text("said"));
      }
    }
    for (var row : ledger.rows("SELECT \"table\" AS t, parent FROM pragma_foreign_key_check")) {
      found.add(
          "%s: a row of %s refers to no row of %s"
              .formatted(whose, row.text("t"), row.text("parent")));
    }
    found.addAll(journal(whose, ledger));
    return found;
  }

  private static List<String> journal(String whose, LedgerCopy ledger) throws IOException {
    long seq = 0;
    var hash = NOTHING;
    for (var line : ledger.rows("SELECT * FROM journal ORDER BY seq")) {
      if (line.number("seq") != seq + 1) {
        return List.of(whose + ": the journal has no line " + (seq + 1));
      }
      seq++;
      if (!line.text("previous_hash").equals(hash) || !line.text("hash").equals(hash(line, hash))) {
        return List.of(whose + ": line " + seq + " of the journal is not what was written");
      }
      hash = line.text("hash");
    }
    var head = ledger.rows("SELECT seq, hash FROM journal_head");
    boolean ends =
        head.isEmpty()
            ? seq == 0
            : head.getFirst().number("seq") == seq && head.getFirst().text("hash").equals(hash);
    return ends ? List.of() : List.of(whose + ": the journal does not end where it should");
  }

  /** As the journal's documentation has it. */
  private static String hash(Row line, String previous) throws IOException {
    var encoded = new ByteArrayOutputStream();
    var out = new DataOutputStream(encoded);
    out.write(HexFormat.of().parseHex(previous));
    out.writeLong(line.number("seq"));
    out.writeLong(line.number("at"));
    text(out, line.text("kind"));
    out.writeBoolean(line.optional("device").isPresent());
    if (line.optional("device").isPresent()) {
      text(out, line.text("device"));
    }
    text(out, line.text("details"));
    return Digest.of(encoded.toByteArray());
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(octets.length);
    out.write(octets);
  }
}
