package dev.brski.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.store.Store;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Check;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Call;
import dev.brski.wire.ControlClient;
import dev.brski.wire.ControlServer;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.type.TypeReference;

/** A command finds the role that runs, or the store of one that rests. */
@Timeout(120)
class BesideTest {

  private enum Rule implements Check {
    KNOWN,
    FORGOTTEN,
    MISSING,
    UNANSWERED;

    @Override
    public String id() {
      return "rule-" + name();
    }

    @Override
    public String told() {
      return "";
    }
  }

  private record Order(String what, Optional<String> why) {}

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2030-01-01T00:00:00Z"));
  private static final TypeReference<String> TEXT = new TypeReference<>() {};
  private static final List<String> TABLES = List.of("CREATE TABLE thing (id INTEGER PRIMARY KEY)");

  /** Short, because a socket's path is. */
  private Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void make() throws IOException {
    folder = Files.createTempDirectory("b");
    Files.writeString(folder.resolve("settings"), "");
  }

  @AfterEach
  void removeAll() throws Exception {
    for (var each : open) {
      each.close();
    }
    try (var all = Files.walk(folder)) {
      for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Beside beside() {
    return new Beside(
        new RunningRole(
            "the role", folder, folder.resolve("control"), List.of(Rule.KNOWN), Rule.UNANSWERED),
        new Beside.Rest(
            "a role", folder.resolve("settings"), folder.resolve("data"), TABLES, Rule.MISSING),
        CLOCK);
  }

  private void runs(Route... routes) throws IOException {
    open.add(ControlServer.start(folder.resolve("control"), List.of(routes)));
  }

  private Store store() throws Exception {
    var store = Store.open(folder.resolve("data"), TABLES, CLOCK);
    open.add(store);
    return store;
  }

  private Verdict<String> order(String what) throws Exception {
    return beside()
        .order(
            "/order",
            new Order(what, Optional.empty()),
            TEXT,
            _ -> Verdict.accepted(what + ", at rest"));
  }

  private static Refusal refusal(Verdict<?> verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused<?>) verdict).refusal();
  }

  @Test
  void theRunningRoleIsGivenTheOrder() throws Exception {
    runs(
        Orders.route(
            "/order",
            Order.class,
            order -> Verdict.accepted(order.what() + order.why().orElse(", for no reason"))));
    assertThat(order("this")).isEqualTo(Verdict.accepted("this, for no reason"));
  }

  @Test
  void atRestTheSameIsDoneOnTheStore() throws Exception {
    assertThat(order("this")).isEqualTo(Verdict.accepted("this, at rest"));
    assertThat(folder.resolve("data")).isNotEmptyDirectory();
  }

  @Test
  void whatIsRefusedIsRefusedUnderTheSameCheck() throws Exception {
    runs(Orders.route("/order", Order.class, _ -> Verdict.refused(Rule.KNOWN, "why", "what now")));
    assertThat(order("this")).isEqualTo(Verdict.refused(Rule.KNOWN, "why", "what now"));
  }

  @Test
  void aCheckOfAnotherVersionIsStillARefusal() throws Exception {
    runs(
        Orders.route(
            "/order", Order.class, _ -> Verdict.refused(Rule.FORGOTTEN, "why", "what now")));
    assertThat(order("this")).isEqualTo(Verdict.refused(Rule.UNANSWERED, "why", "what now"));
  }

  @Test
  void whatIsNoOrderIsNotCarriedOut() throws Exception {
    var done = new ArrayList<Order>();
    runs(
        Orders.route(
            "/order",
            Order.class,
            order -> {
              done.add(order);
              return Verdict.accepted("");
            }));
    for (var text : List.of("", "{", "[]", "{\"why\":\"x\"}", "{\"what\":null,\"why\":null}")) {
      var reply =
          ControlClient.exchange(
              folder.resolve("control"),
              Call.post("/order", Orders.JSON_TYPE, text.getBytes(StandardCharsets.UTF_8)));
      assertThat(reply.status()).as(text).isEqualTo(400);
    }
    assertThat(done).isEmpty();
  }

  @Test
  void aFileThatCannotBeWrittenIsTold() throws Exception {
    runs(
        Orders.route(
            "/order",
            Order.class,
            _ -> {
              throw new IOException("no room left");
            }));
    assertThat(refusal(order("this")))
        .satisfies(
            refusal -> {
              assertThat(refusal.check()).isEqualTo(Rule.UNANSWERED);
              assertThat(refusal.cause()).contains("the role of " + folder, "500", "no room left");
            });
  }

  @Test
  void anAnswerOfAnotherVersionIsNotTakenForOne() throws Exception {
    runs(Route.post("/order", Orders.JSON_TYPE, 100, _ -> Response.text(200, "done")));
    assertThat(refusal(order("this")).remedy()).contains("same version");
    open.removeLast().close();
    runs(Route.post("/order", Orders.JSON_TYPE, 100, _ -> Response.text(409, "no")));
    assertThat(refusal(order("this")).remedy()).contains("same version");
  }

  @Test
  void aFolderOfNothingIsNotMadeOne() throws Exception {
    Files.delete(folder.resolve("settings"));
    assertThat(refusal(order("this")).check()).isEqualTo(Rule.MISSING);
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void aRoleThatIsJustStartingIsNotDisturbed() throws Exception {
    store();
    assertThatThrownBy(() -> order("this")).isInstanceOf(StoreLocked.class);
  }

  @Test
  void aRoleThatBreaksOffHasNotAnswered() throws Exception {
    runs(
        Route.post(
            "/order",
            Orders.JSON_TYPE,
            100,
            _ -> {
              throw new IllegalStateException("a fault");
            }));
    assertThat(refusal(order("this")).cause()).contains("500");
    assertThatThrownBy(
            () ->
                new RunningRole(
                        "the role", folder, folder.resolve("nowhere"), List.of(), Rule.UNANSWERED)
                    .ask("/order", TEXT))
        .isInstanceOf(PeerFailure.class);
  }

  @Test
  void theJournalIsReadLineByLine() throws Exception {
    var store = store();
    for (var kind : List.of("first", "second")) {
      store.change(transaction -> transaction.journal(kind, Optional.of("d"), Map.of()));
    }
    runs(JournalRoute.of(store));
    var all = journal("/journal");
    assertThat(all).contains("\"first\"", "\"second\"");
    assertThat(journal("/journal?after=1")).doesNotContain("\"first\"").contains("\"second\"");
    assertThat(journal("/journal?after=2")).isEqualTo("[]");
    assertThat(journal("/journal?after=anything")).isEqualTo(all);
  }

  private String journal(String path) throws PeerFailure {
    var reply = ControlClient.exchange(folder.resolve("control"), Call.get(path));
    return new String(reply.body(), StandardCharsets.UTF_8);
  }
}
