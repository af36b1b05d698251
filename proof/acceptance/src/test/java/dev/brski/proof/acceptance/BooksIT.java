package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.books.Books;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker of the books can fail: it names whatever is falsified in a copy of good books. */
final class BooksIT {

  private static final String TWIN = "CREATE TEMP TABLE twin AS SELECT * FROM enrollment;";

  @TempDir private static Path folder;
  private static Plant plant;
  private static Device device;

  @BeforeAll
  static void enrollOne() throws Exception {
    try (var running = Plant.running(folder.resolve("plant"))) {
      plant = running;
      device = plant.device("BOOKS-1");
      device.onboarded(plant.registrar(), "--confirm", "explicit").expecting(0);
      plant.registrar().stop();
      plant.authority().stop();
      plant.masa().stop();
    }
  }

  @Test
  void goodBooksBalance() throws Exception {
    assertThat(plant.unbalanced(List.of(device.folder()))).isEmpty();
  }

  static Stream<Arguments> falsified() {
    return Stream.of(
        lie("masa", "DELETE FROM audit_event", "is 0 times in the audit log"),
        lie("masa", "DELETE FROM audit_event; DELETE FROM voucher", "is 0 times in the MASA's"),
        lie("masa", "DELETE FROM audit_event; DELETE FROM voucher", "that the MASA never issued"),
        lie(
            "masa",
            "INSERT INTO voucher (id, device, request_sha256, issued_at, expires_on, request,"
                + " content) SELECT 'twin', device, x'00', issued_at, expires_on, request, content"
                + " FROM voucher",
            "its voucher is 2 times in the MASA's ledger"),
        lie("masa", "DELETE FROM voucher", "the audit log tells of voucher"),
        lie("masa", "DELETE FROM device", "refers to no row of device"),
        lie("masa", "UPDATE journal SET device = 'else' WHERE seq = 1", "line 1 of the journal"),
        lie("registrar", "UPDATE journal SET at = at + 1 WHERE seq = 2", "line 2 of the journal"),
        lie("registrar", "DELETE FROM journal WHERE seq = 2", "has no line 2"),
        lie(
            "authority",
            "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
            "the journal does not end where it should"),
        lie("registrar", "UPDATE imprint SET state = 'REQUESTED'", "is REQUESTED, but 0 messages"),
        lie("registrar", "UPDATE imprint SET voucher = NULL", "but has no voucher"),
        lie("registrar", "UPDATE enrollment SET state = 'SUBMITTED'", "is SUBMITTED, but 0 "),
        lie("registrar", "UPDATE enrollment SET state = 'CONFIRMING'", "is CONFIRMING, but 0 "),
        lie("registrar", "UPDATE enrollment SET response = NULL", "but has no answer"),
        lie("registrar", "UPDATE enrollment SET confirm_response = NULL", "has no answer"),
        lie("registrar", "UPDATE outbox SET state = 'WAITING'", "but 1 messages of it wait"),
        lie("registrar", "UPDATE outbox SET state = 'WAITING'", "still waits for masa:"),
        lie("registrar", "UPDATE enrollment SET enrolled = 0", "to the registrar it is CONFIRMED"),
        lie("registrar", "DELETE FROM enrollment", "was acknowledged, and the registrar has lost"),
        lie("registrar", "UPDATE message SET content = x'00'", "is not what was received or sent"),
        lie(
            "registrar",
            TWIN
                + "UPDATE twin SET id = 'twin', transaction_id = '00';"
                + "INSERT INTO enrollment SELECT * FROM twin",
            "has 2 live enrollments"),
        lie(
            "registrar",
            "UPDATE enrollment SET certificate = '00'",
            "certificate 00 is not in the authority's ledger"),
        lie(
            "registrar",
            "UPDATE enrollment SET id = 'else'",
            "began 0 times by the journal, instead of once"),
        lie(
            "authority",
            TWIN
                + "UPDATE twin SET id = 'twin', ordinal = 9, transaction_id = x'00',"
                + " serial_number = '9';"
                + "INSERT INTO enrollment SELECT * FROM twin",
            "has two live certificates of profile"),
        lie(
            "authority",
            "INSERT INTO certificate SELECT '9', 'twin', octets, issued FROM certificate",
            "is used twice"),
        lie("authority", "UPDATE certificate SET serial_number = '9'", "serial number 9 has "),
        lie("authority", "UPDATE certificate SET octets = x'00'", "cannot be read"),
        lie("authority", "DELETE FROM certificate", "but has no certificate"),
        lie("authority", "DELETE FROM certificate", "its certificate is unknown to the authority"),
        lie("authority", "UPDATE enrollment SET state = 'rejected'", "certificate is rejected"),
        lie("authority", "DELETE FROM message WHERE kind = 'RESPONSE'", "but has no answer"),
        lie("authority", "DELETE FROM message WHERE kind = 'REQUEST'", "has lost its request"),
        lie("authority", "DELETE FROM message WHERE kind = 'PKI_CONF'", "with a pkiConf"),
        lie("authority", "UPDATE message SET octets = x'00'", "is not what was received or sent"));
  }

  private static Arguments lie(String whose, String sql, String words) {
    return Arguments.of(whose, sql, words);
  }

  @ParameterizedTest
  @MethodSource("falsified")
  void whateverIsFalsifiedIsNamed(String whose, String sql, String words) throws Exception {
    try (var copy = Copies.make()) {
      falsify(copy.of(whose), sql);

      assertThat(copy.books().violationsAtTheEnd())
          .as(sql)
          .anySatisfy(line -> assertThat(line).contains(words));
    }
  }

  static Stream<Arguments> pledges() {
    return Stream.of(
        Arguments.of("{\"step\":\"member\",\"reported\":true}", "a member without a certificate"),
        Arguments.of("{\"step\":\"member\",\"reported\":false}", "has not come to its end"),
        Arguments.of(
            "{\"step\":\"joining\",\"exchange\":{\"request\":{\"sha256\":\"00\"},\"next\":{}}}",
            "its voucher-request was acknowledged"),
        Arguments.of(
            "{\"step\":\"enrolling\",\"transaction\":{\"transactionID\":\"00\",\"polling\":{}}}",
            "its transaction was acknowledged"));
  }

  @ParameterizedTest
  @MethodSource("pledges")
  void aPledgeThatTheRolesForgotIsNamed(String progress, String words) throws Exception {
    try (var copy = Copies.make()) {
      var state = Files.createDirectories(copy.of("pledge").resolve("data")).resolve("state.json");
      Files.writeString(state, "{\"progress\":" + progress + "}");
      Files.deleteIfExists(copy.of("pledge").resolve("ldevid.pem"));

      assertThat(copy.books().violationsAtTheEnd())
          .anySatisfy(line -> assertThat(line).contains(words));
    }
  }

  private static void falsify(Path role, String sql) throws Exception {
    var file = role.resolve("data").resolve("store.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA foreign_keys = OFF");
      for (var trigger :
          List.of(
              "journal_lines_stay",
              "journal_lines_stand",
              "message_is_append_only_on_update",
              "message_is_append_only_on_delete")) {
        statement.execute("DROP TRIGGER IF EXISTS " + trigger);
      }
      int changed = statement.executeUpdate(sql);
      assertThat(changed).as("what it changes: " + sql).isNotNegative();
    }
  }

  /** Copies of the books that can be spoiled. */
  private record Copies(Path root) implements AutoCloseable {

    static Copies make() throws IOException {
      var copies = new Copies(Files.createTempDirectory(folder, "copy"));
      copy(plant.masa().folder(), copies.of("masa"));
      copy(plant.registrar().folder(), copies.of("registrar"));
      copy(plant.authority().folder(), copies.of("authority"));
      copy(device.folder(), copies.of("pledge"));
      return copies;
    }

    Path of(String name) {
      return root.resolve(name);
    }

    Books books() {
      return new Books(of("masa"), of("registrar"), of("authority"), List.of(of("pledge")));
    }

    private static void copy(Path from, Path to) throws IOException {
      try (var files = Files.walk(from)) {
        for (var file : files.toList()) {
          if (Files.isDirectory(file) || Files.isRegularFile(file)) {
            Files.copy(file, to.resolve(from.relativize(file)));
          }
        }
      }
    }

    @Override
    public void close() throws IOException {
      try (var files = Files.walk(root)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
