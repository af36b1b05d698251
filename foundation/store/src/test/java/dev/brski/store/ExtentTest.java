package dev.brski.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExtentTest {

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE device (serial TEXT PRIMARY KEY); CREATE TABLE \"a\"\"b\" (id INTEGER);");

  @TempDir private Path folder;

  @Test
  void countsWhatTheOwnerHasCommittedAndWhatItLeaves() throws Exception {
    Extent meanwhile;
    try (var store = Store.open(folder, TABLES, InstantSource.system())) {
      store.change(
          tx -> {
            tx.updateOne("INSERT INTO device VALUES ('a')");
            tx.updateOne("INSERT INTO device VALUES ('b')");
            tx.journal("arrived", Optional.of("b"), Map.of());
          });
      meanwhile = Extent.of(folder);
    }

    var afterwards = Extent.of(folder);

    assertThat(meanwhile.rows())
        .containsEntry("device", 2L)
        .containsEntry("a\"b", 0L)
        .containsEntry("journal", 1L);
    assertThat(afterwards.rows()).isEqualTo(meanwhile.rows());
    assertThat(meanwhile.octets()).isGreaterThan(afterwards.octets()).isGreaterThan(0);
  }

  @Test
  void makesNoStoreWhereThereIsNone() {
    assertThatThrownBy(() -> Extent.of(folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("store.db");
    assertThat(folder).isEmptyDirectory();
  }
}
