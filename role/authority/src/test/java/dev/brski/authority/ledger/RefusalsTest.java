package dev.brski.authority.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.store.JournalEntry;
import dev.brski.verdict.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registrar that brings nothing but what is refused does not fill the disk. */
class RefusalsTest {

  private static final Refusal REFUSAL =
      Refusal.of(LedgerCheck.KEY_IN_USE, "the key is another device's", "let it make a key");

  @TempDir private Path folder;

  @Test
  void ofOneRegistrarSoManyLinesAnHourAreWrittenAndThenHowManyWereNot() throws Exception {
    try (var ledger = new LedgerAtWork(folder)) {
      var refusals = new Refusals(ledger.store, ledger::now, 10);
      for (int i = 0; i < 1_000; i++) {
        refusals.note(ledger.registrar(), new byte[] {1}, REFUSAL);
      }
      assertThat(lines(ledger)).hasSize(10);

      ledger.advance(Duration.ofHours(1));
      refusals.note(ledger.registrar(), new byte[] {2}, REFUSAL);
      var lines = lines(ledger);
      assertThat(lines).hasSize(12);
      assertThat(lines.get(10).kind()).isEqualTo("requests.refused");
      assertThat(lines.get(10).details()).containsEntry("unwritten", "990");
      assertThat(lines.get(11).details()).containsEntry("transactionID", "02");
    }
  }

  private static List<JournalEntry> lines(LedgerAtWork ledger) {
    return ledger.store.journalAfter(0, 2_000).stream()
        .filter(line -> line.kind().endsWith(".refused"))
        .toList();
  }
}
