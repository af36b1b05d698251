package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Role;
import dev.brski.proof.kit.books.Books;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program is killed, and its disk has not kept what it acknowledged: the write-ahead log ends
 * anywhere. Whatever was whole before the tear is there, in a sound ledger, and the device that was
 * on its way comes to its end.
 */
final class TornLogIT {

  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;

  @TempDir private Path folder;
  private Plant plant;
  private Device settled;

  /**
   * A store as a killed program left it: the database, the log with what it holds beyond, and the
   * index of the log, which knows nothing of a tear.
   */
  private record Remains(byte[] database, byte[] log, byte[] index) {

    static Remains of(Path data) throws IOException {
      return new Remains(
          Files.readAllBytes(data.resolve("store.db")),
          Files.readAllBytes(data.resolve("store.db-wal")),
          Files.readAllBytes(data.resolve("store.db-shm")));
    }

    /** Where in the log each commit ends, by SQLite's description of the format. */
    List<Integer> commits() {
      var octets = ByteBuffer.wrap(log);
      int page = octets.getInt(8);
      long salts = octets.getLong(16);
      var ends = new ArrayList<Integer>();
      int at = HEADER;
      while (at + FRAME_HEADER + page <= log.length && octets.getLong(at + 8) == salts) {
        boolean commit = octets.getInt(at + 4) != 0;
        at += FRAME_HEADER + page;
        if (commit) {
          ends.add(at);
        }
      }
      return ends;
    }

    Remains cutAt(int end) {
      return new Remains(database, Arrays.copyOf(log, end), index);
    }

    Remains spoiledFrom(int start) {
      var spoiled = log.clone();
      var garbage = new byte[log.length - start];
      new Random(9733).nextBytes(garbage);
      System.arraycopy(garbage, 0, spoiled, start, garbage.length);
      return new Remains(database, spoiled, index);
    }

    void lay(Path data, boolean withIndex) throws IOException {
      Files.write(data.resolve("store.db"), database);
      Files.write(data.resolve("store.db-wal"), log);
      if (withIndex) {
        Files.write(data.resolve("store.db-shm"), index);
      } else {
        Files.deleteIfExists(data.resolve("store.db-shm"));
      }
    }
  }

  @BeforeEach
  void make() throws Exception {
    plant = Plant.resting(folder.resolve("plant"));
    plant.registrar().configure("answer-within: 2s");
    plant.authority().start();
    plant.registrar().start();
    settled = plant.device("TORN-1");
    settled.onboarded(plant.registrar()).expecting(0);
  }

  @AfterEach
  void end() {
    plant.close();
  }

  @Test
  @Proves({"EN-7", "CMP-E13", "PL-40", "RG-19"})
  void ofARegistrar() throws Exception {
    var registrar = plant.registrar();
    registrar.stop();
    registrar.start();
    plant.authority().stop();
    var device = plant.device("TORN-2");
    try (var pledge = device.onboard(registrar)) {
      pledge.awaitOut("waiting for the certificate");
      assertThat(pledge.kill()).as(pledge.out()).isTrue();
    }
    registrar.kill();
    var remains = Remains.of(data(registrar));
    var commits = remains.commits();
    int requested = commitOf("certificate-requested", remains);

    goesOn(registrar, remains, remains, true);
    goesOn(registrar, remains.cutAt(HEADER / 2), remains.cutAt(0), false);
    int middle = commits.size() / 2;
    goesOn(
        registrar,
        remains.spoiledFrom(commits.get(middle - 1) + FRAME_HEADER + 1),
        remains.cutAt(commits.get(middle - 1)),
        true);
    goesOn(
        registrar,
        remains.cutAt(commits.getLast() - 1),
        remains.cutAt(commits.get(commits.size() - 2)),
        true);

    var before = requested == 0 ? 0 : commits.get(requested - 1);
    remains.cutAt((before + commits.get(requested)) / 2).lay(data(registrar), true);
    registrar.start();
    assertThat(kinds(registrar)).doesNotContain("certificate-requested TORN-2");
    plant.authority().start();
    enroll(device);
    balance(device);
  }

  @Test
  @Proves({"EN-7", "CMP-E13", "PL-40"})
  void ofAnAuthority() throws Exception {
    var authority = plant.authority();
    authority.stop();
    authority.configure("approval: manual");
    authority.start();
    var device = plant.device("TORN-3");
    try (var pledge = device.onboard(plant.registrar())) {
      pledge.awaitOut("waiting for the certificate");
      authority.awaitJournal("enrollment.pending", device.serial());
      assertThat(pledge.kill()).as(pledge.out()).isTrue();
    }
    authority.kill();
    var remains = Remains.of(data(authority));
    var commits = remains.commits();
    int pending = commitOf("enrollment.pending", remains);
    goesOn(
        authority,
        remains.spoiledFrom(commits.getLast() - 1),
        remains.cutAt(commits.size() < 2 ? 0 : commits.get(commits.size() - 2)),
        false);

    remains.cutAt(commits.get(pending) - 1).lay(data(authority), true);
    authority.start();
    assertThat(kinds(authority)).doesNotContain("enrollment.pending TORN-3");
    authority.stop();
    authority.configure("approval: automatic");
    authority.start();
    enroll(device);
    balance(device);
  }

  /**
   * The program starts on torn remains, and its journal is that of the remains that are whole, by
   * the words of a reader of its own.
   *
   * @param index whether the index of the log is left behind, as the killed program had it
   */
  private void goesOn(Role role, Remains torn, Remains whole, boolean index) throws Exception {
    var expected = journal(whole);
    torn.lay(data(role), index);
    role.start();
    assertThat(lines(role)).startsWith(expected.toArray(String[]::new));
    assertThat(kinds(role).stream().filter(line -> line.contains(settled.serial())))
        .as("what was settled before")
        .isNotEmpty();
    role.stop();
    var sound =
        role.equals(plant.registrar())
            ? Books.registrar(role.folder())
            : Books.authority(role.folder());
    assertThat(sound).isEmpty();
  }

  /** The number of the commit with which a line of this kind about the device came. */
  private int commitOf(String kind, Remains remains) throws Exception {
    var commits = remains.commits();
    for (int i = 0; i < commits.size(); i++) {
      var last = journalColumn(remains.cutAt(commits.get(i)), "kind || ' ' || ifnull(device, '')");
      if (last.stream().anyMatch(line -> line.matches(kind + " TORN-[23]"))) {
        return i;
      }
    }
    throw new AssertionError("no commit brought " + kind);
  }

  private List<String> journal(Remains remains) throws Exception {
    return journalColumn(remains, "seq || ' ' || hash");
  }

  private List<String> journalColumn(Remains remains, String column) throws Exception {
    var copy = Files.createTempDirectory(folder, "copy");
    remains.lay(copy, false);
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("store.db"));
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT " + column + " AS line FROM journal ORDER BY seq")) {
      var lines = new ArrayList<String>();
      while (rows.next()) {
        lines.add(rows.getString("line"));
      }
      return lines;
    } catch (SQLException e) {
      throw new IOException(copy.toString(), e);
    }
  }

  private static List<String> lines(Role role) throws IOException {
    return role.journal()
        .valueStream()
        .map(line -> line.required("seq").asLong() + " " + line.required("hash").asString())
        .toList();
  }

  private static List<String> kinds(Role role) throws IOException {
    return role.journal()
        .valueStream()
        .map(line -> line.required("kind").asString() + " " + line.path("device").asString(""))
        .toList();
  }

  private void enroll(Device device) {
    await(device.serial() + " is enrolled")
        .atMost(Program.DEADLINE)
        .pollDelay(Duration.ZERO)
        .until(() -> device.onboarded(plant.registrar()).exit() == 0);
  }

  private void balance(Device device) throws Exception {
    plant.registrar().stop();
    plant.authority().stop();
    plant.masa().stop();
    assertThat(plant.unbalanced(List.of(settled.folder(), device.folder()))).isEmpty();
  }

  private static Path data(Role role) {
    return role.folder().resolve("data");
  }
}
