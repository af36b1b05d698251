package dev.brski.store;

import dev.brski.verdict.Verdict;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The journal as its one writer sees it: where it ends, and how a line is added. */
final class Journal {

  private static final int PAGE = 1000;
  private static final String LINES =
      "SELECT seq, at, kind, device, details, previous_hash, hash FROM journal"
          + " WHERE seq > ? ORDER BY seq LIMIT ?";

  private final InstantSource clock;
  private JournalHead head = JournalHead.EMPTY;
  private JournalHead saved = JournalHead.EMPTY;

  Journal(InstantSource clock) {
    this.clock = clock;
  }

  /** Where the journal ends for the work done so far, durable or not. */
  JournalHead head() {
    return head;
  }

  /** Takes up the journal where the database says it ends. */
  void resume(Session session) {
    head = saved = stored(session);
  }

  /** Undoes the lines that were added after a head. */
  void returnTo(JournalHead earlier) {
    head = earlier;
  }

  long append(Session session, String kind, Optional<String> device, Map<String, String> details) {
    var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var line = new JournalLine(head.seq() + 1, at, kind, device, Details.write(details));
    var hash = line.hash(head.hash());
    session.update(
        "INSERT INTO journal (seq, at, kind, device, details, previous_hash, hash)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        line.seq(),
        line.at(),
        line.kind(),
        line.device(),
        line.details(),
        head.hash(),
        hash);
    head = new JournalHead(line.seq(), hash);
    return line.seq();
  }

  /** Writes down where the journal ends, once for all work of a commit. */
  void save(Session session) {
    if (!head.equals(saved)) {
      session.update(
          "INSERT INTO journal_head (id, seq, hash) VALUES (1, ?, ?)"
              + " ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
          head.seq(),
          head.hash());
      saved = head;
    }
  }

  static List<JournalEntry> after(Reading reading, long seq, int limit) {
    return reading.query(LINES, row -> JournalLine.of(row).entry(row.text("hash")), seq, limit);
  }

  /** Computes every hash again; a line known to have been durable must be there as it was. */
  static Verdict<JournalHead> verify(Reading reading, JournalHead known) {
    var head = JournalHead.EMPTY;
    for (var page = page(reading, head); !page.isEmpty(); page = page(reading, head)) {
      for (var chained : page) {
        if (!chained.continues(head)) {
          return altered("line %d is not what was written after line %d", chained, head);
        }
        head = new JournalHead(chained.line().seq(), chained.hash());
        if (head.seq() == known.seq() && !head.equals(known)) {
          return altered("line %d is not the one that was written after line %d", chained, head);
        }
      }
    }
    var expected = stored(reading.session());
    if (!head.equals(expected) || head.seq() < known.seq()) {
      return altered(
          "it ends with line %d, but line %d was written"
              .formatted(head.seq(), Math.max(expected.seq(), known.seq())));
    }
    return Verdict.accepted(head);
  }

  private record Chained(JournalLine line, String previousHash, String hash) {

    boolean continues(JournalHead head) {
      return line.seq() == head.seq() + 1
          && previousHash.equals(head.hash())
          && line.hash(previousHash).equals(hash);
    }
  }

  private static List<Chained> page(Reading reading, JournalHead head) {
    return reading.query(
        LINES,
        row -> new Chained(JournalLine.of(row), row.text("previous_hash"), row.text("hash")),
        head.seq(),
        PAGE);
  }

  private static JournalHead stored(Session session) {
    return session
        .query(
            "SELECT seq, hash FROM journal_head",
            row -> new JournalHead(row.number("seq"), row.text("hash")))
        .stream()
        .findFirst()
        .orElse(JournalHead.EMPTY);
  }

  private static Verdict<JournalHead> altered(String found, Chained chained, JournalHead before) {
    return altered(found.formatted(chained.line().seq(), before.seq()));
  }

  private static Verdict<JournalHead> altered(String found) {
    return Verdict.refused(
        StoreCheck.JOURNAL,
        "the journal was altered outside this program: " + found,
        "Compare it with a backup to see what changed, and find out who had access to the file");
  }
}
