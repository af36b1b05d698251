package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.MovedClock;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.books.Custody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A year of a manufacturer with two customers. Devices are sold and join; some come to the wrong
 * door first; the MASA is away while others arrive, of a new batch, and comes back with another
 * key; some are stolen, on the way or later; some are resold. What comes of it is judged from the
 * parties' own ledgers alone.
 *
 * <p>{@code -Dbrski.year} says how many devices.
 */
final class ManufacturersYearIT {

  @TempDir private static Path folder;
  private static Plant plant;
  private static Year year;
  private static Map<String, Set<String>> logs = Map.of();

  @BeforeAll
  static void live() throws Exception {
    int devices = Integer.getInteger("brski.year", 20);
    try (var clock = MovedClock.demand();
        var running = Plant.resting(folder.resolve("plant"))) {
      plant = running;
      year = new Year(plant, clock, devices);
      year.open();
      year.sell();
      year.spring();
      year.summer();
      year.autumn();
      year.questions();
      var questions = Questions.of(plant, year, folder);
      questions.vouchersThatWereDueOnce();
      logs = questions.auditLogs();
      plant.masa().stop();
      System.out.println(year.line() + ", " + questions.line());
    }
  }

  private static Custody custody(Path masa, Map<String, Path> registrars) {
    return new Custody(masa, registrars);
  }

  private static Custody custody() {
    return custody(
        plant.masa().folder(),
        Map.of(
            year.plant7().name(),
            year.plant7().registrar().folder(),
            year.mill().name(),
            year.mill().registrar().folder()));
  }

  @Test
  @Proves({"MA-12", "MA-18"})
  void everyVoucherIsInTheAuditLogAndWentToWhoWasTheOwnerThen() throws Exception {
    assertThat(custody().violations()).isEmpty();
  }

  @Test
  @Proves("MA-18")
  void whoWasNotTheOwnerOrHadAStolenDeviceAskedInVain() throws Exception {
    var denied = custody().denied();

    assertThat(denied.getOrDefault("blocked", Set.of()))
        .containsExactlyInAnyOrderElementsOf(year.stolen());
    assertThat(denied.getOrDefault("sold to another", Set.of()))
        .containsAll(year.strays())
        .containsAll(year.resold());
  }

  @Test
  @Proves("MA-15")
  void noDomainSawTheLogOfADeviceThatItNeverOwned() throws Exception {
    var owned = custody().everOwned();

    assertThat(logs).hasSize(2);
    logs.forEach((domain, seen) -> assertThat(owned.get(domain)).as(domain).containsAll(seen));
  }

  @Test
  @Proves({"MA-1", "PL-50"})
  void bothBatchesJoinAndEachVoucherIsSignedByTheKeyOfItsDay() throws Exception {
    assertThat(issuers(year.ofTheOldKeys())).hasSize(1);
    assertThat(issuers(year.ofTheNewKeys()))
        .hasSize(1)
        .doesNotContainAnyElementsOf(issuers(year.ofTheOldKeys()));

    assertThat(signers(year.ofTheOldKeys())).hasSize(1);
    assertThat(signers(year.ofTheNewKeys()))
        .hasSize(1)
        .doesNotContainAnyElementsOf(signers(year.ofTheOldKeys()))
        .isEqualTo(signers(year.ofTheOldBatchWithTheNewKey()));
  }

  private static Set<String> issuers(List<Device> devices) throws Exception {
    var issuers = new HashSet<String>();
    for (var device : devices) {
      issuers.add(
          openssl(
              "x509",
              "-in",
              device.file("idevid.pem").toString(),
              "-noout",
              "-ext",
              "authorityKeyIdentifier"));
    }
    return issuers;
  }

  /** The SHA-256 of the certificates that openssl verifies the vouchers with. */
  private static Set<String> signers(List<Device> devices) throws Exception {
    var signers = new HashSet<String>();
    for (var device : devices) {
      var signer = Files.createTempFile(folder, "signer", ".pem").toString();
      OpensslVoucher.verified(
              Foreign.demand("openssl", folder, "version"),
              device.file("voucher.vcj"),
              plant.voucherAnchor(),
              folder.resolve("voucher.json"),
              "-attime",
              Long.toString(Year.end().getEpochSecond()),
              "-signer",
              signer)
          .expecting(0);
      signers.add(openssl("x509", "-in", signer, "-noout", "-fingerprint", "-sha256"));
    }
    return signers;
  }

  private static String openssl(String... arguments) throws Exception {
    return Foreign.demand("openssl", folder, "version").run(arguments).expecting(0).out();
  }

  @Test
  void theBooksOfBothDomainsBalance() throws Exception {
    for (var domain : List.of(year.plant7(), year.mill())) {
      assertThat(plant.unbalanced(domain, year.members(domain))).as(domain.name()).isEmpty();
    }
  }

  static Stream<Arguments> lies() {
    var first = "(SELECT min(serial_number) FROM ownership_event)";
    return Stream.of(
        Arguments.of("masa", "DELETE FROM audit_event", "not in the audit log"),
        Arguments.of(
            "masa",
            "UPDATE ownership_event SET next = 'Else' WHERE kind = 'sold'",
            "when its owner was Else"),
        Arguments.of(
            "masa",
            "INSERT INTO ownership_event (id, serial_key, serial_number, at, kind, reason, who)"
                + " SELECT '0', lower(e.serial_number), e.serial_number, e.at, 'blocked', '', ''"
                + " FROM ownership_event e WHERE e.serial_number = "
                + first
                + " AND e.kind = 'sold'",
            "was issued after the device was blocked"),
        Arguments.of(
            "masa",
            "UPDATE device SET serial_number = serial_number || '!'",
            "was taken for one for"),
        Arguments.of(
            "registrar",
            "DELETE FROM journal WHERE kind = 'voucher-received'",
            "is in the journals of 0 registrars"));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void whateverIsFalsifiedIsNamed(String whose, String sql, String words) throws Exception {
    var copies = Files.createTempDirectory(folder, "lie");
    var masa = copied(plant.masa().folder(), copies.resolve("masa"));
    var registrar = copied(year.plant7().registrar().folder(), copies.resolve("registrar"));
    var mill = year.mill().registrar().folder();
    falsify(copies.resolve(whose), sql);

    assertThat(
            custody(masa, Map.of(year.plant7().name(), registrar, year.mill().name(), mill))
                .violations())
        .anySatisfy(line -> assertThat(line).contains(words));
  }

  private static Path copied(Path role, Path copy) throws IOException {
    var data = Files.createDirectories(copy.resolve("data"));
    for (var name : List.of("store.db", "store.db-wal")) {
      var part = role.resolve("data").resolve(name);
      if (Files.exists(part)) {
        Files.copy(part, data.resolve(name));
      }
    }
    return copy;
  }

  private static void falsify(Path role, String sql) throws Exception {
    var file = role.resolve("data").resolve("store.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA foreign_keys = OFF");
      for (var trigger : List.of("journal_lines_stay", "journal_lines_stand")) {
        statement.execute("DROP TRIGGER IF EXISTS " + trigger);
      }
      assertThat(statement.executeUpdate(sql)).as("what it changes: " + sql).isPositive();
    }
  }
}
