package dev.brski.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brski.wire.PeerFailure.Step;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a command speaks to a running role. */
@Timeout(120)
class ControlSocketTest {

  private static final String JSON = "application/json";

  /** Short, because a socket's path is. */
  private Path folder;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createTempDirectory("c");
  }

  @AfterEach
  void removeAll() throws IOException {
    try (var all = Files.walk(folder)) {
      for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static ControlServer start(Path control, Route... more) throws IOException {
    var routes = new ArrayList<>(List.of(more));
    routes.add(Route.get("/devices", request -> Response.text(200, "some" + request.query())));
    routes.add(
        Route.post("/echo", JSON, 8 << 20, request -> Response.of(200, JSON, request.body())));
    return ControlServer.start(control, routes);
  }

  @Test
  void whatStrangersChoseHarmsNoTerminalThatShowsTheOctets() throws Exception {
    var control = folder.resolve("run/control");
    var hostile = "{\"serial\":\"a\u202e\u200b\u007f\u009b2J\u00fc\ud83d\ude00\"}";
    try (var _ =
        start(control, Route.get("/hostile", _ -> Response.text(409, "no\u001b[2J\nno\u202e\r")))) {
      assertThat(curl(control, "/echo", "-H", "Content-Type: " + JSON, "--data-binary", hostile))
          .isEqualTo("{\"serial\":\"a\\u202e\\u200b\\u007f\\u009b2J\\u00fc\\ud83d\\ude00\"}");
      assertThat(curl(control, "/hostile")).isEqualTo("no\\u{1b}[2J\nno\\u{202e}\n");
    }
  }

  private static String curl(Path control, String path, String... more) throws Exception {
    var arguments = new ArrayList<>(List.of("-sS", "--unix-socket", control.toString()));
    arguments.addAll(List.of(more));
    arguments.add("http://role" + path);
    return Program.CURL.run("", arguments.toArray(String[]::new));
  }

  @Test
  void answersTheClientAndCurl() throws Exception {
    var control = folder.resolve("run/control");
    try (var _ = start(control)) {
      assertThat(ControlClient.answers(control)).isTrue();
      assertThat(ControlClient.exchange(control, Call.get("/devices?a=b")).explanation())
          .isEqualTo("some{a=b}");
      assertThat(ControlClient.exchange(control, Call.get("/nothing")).status()).isEqualTo(404);
      assertThat(ControlClient.exchange(control, Call.post("/echo", "text/plain", new byte[1])))
          .extracting(Reply::status)
          .isEqualTo(415);
      assertThat(
              Program.CURL.run(
                  "", "-sS", "--unix-socket", control.toString(), "http://role/devices"))
          .isEqualTo("some{}\n");
    }
    assertThat(folder.resolve("run")).isEmptyDirectory();
    assertThat(ControlClient.answers(control)).isFalse();
  }

  @Test
  void carriesLargeContentBothWays() throws Exception {
    var control = folder.resolve("control");
    var large = "x".repeat(5 << 20).getBytes(StandardCharsets.US_ASCII);
    try (var _ = start(control)) {
      var reply = ControlClient.exchange(control, Call.post("/echo", JSON, large));
      assertThat(reply.body()).isEqualTo(large);
      assertThat(reply.mediaType()).contains(JSON);
    }
  }

  @Test
  void isForItsOwnerOnly() throws Exception {
    var control = folder.resolve("control");
    try (var _ = start(control)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(control)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void replacesASocketThatADeadProgramLeftBehind() throws Exception {
    var control = folder.resolve("control");
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(control));
    }
    assertThat(control).exists();
    assertThat(ControlClient.answers(control)).isFalse();
    var failure =
        catchThrowableOfType(
            PeerFailure.class, () -> ControlClient.exchange(control, Call.get("/devices")));
    assertThat(failure.step()).isEqualTo(Step.CONNECT);
    try (var _ = start(control)) {
      assertThat(ControlClient.exchange(control, Call.get("/devices")).status()).isEqualTo(200);
    }
  }

  @Test
  void leavesARunningProgramAlone() throws Exception {
    var control = folder.resolve("control");
    try (var _ = start(control)) {
      assertThatThrownBy(() -> start(control))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another program answers at " + control);
      assertThat(ControlClient.exchange(control, Call.get("/devices")).status()).isEqualTo(200);
    }
  }

  @Test
  void livesElsewhereWhenTheFolderIsTooDeepForASocket() throws Exception {
    var control = folder.resolve("deep".repeat(30)).resolve("run").resolve("control");
    Path socket;
    try (var _ = start(control)) {
      assertThat(control).isRegularFile();
      socket = Path.of(Files.readString(control));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
          .isEqualTo("rwx------");
      assertThat(ControlClient.exchange(control, Call.get("/devices")).status()).isEqualTo(200);
      assertThatThrownBy(() -> start(control)).hasMessageContaining("another program answers");
    }
    assertThat(socket.getParent()).doesNotExist();
    assertThat(control.getParent()).isEmptyDirectory();
  }

  @Test
  void replacesAPointerThatADeadProgramLeftBehind() throws Exception {
    var control = folder.resolve("deep".repeat(30)).resolve("control");
    Files.createDirectories(control.getParent());
    Files.writeString(control, folder.resolve("gone").toString());
    assertThat(ControlClient.answers(control)).isFalse();
    try (var _ = start(control)) {
      assertThat(ControlClient.exchange(control, Call.get("/devices")).status()).isEqualTo(200);
    }
  }

  @Test
  void saysWhatToDoWhenNobodyIsThere() {
    var control = folder.resolve("run/control");
    assertThatThrownBy(() -> ControlClient.exchange(control, Call.get("/devices")))
        .isInstanceOf(PeerFailure.class)
        .hasMessage(control + ": connecting failed: there is no such socket. Is the role running?");
  }

  @Test
  void givesUpOnARoleThatDoesNotAnswer() throws Exception {
    var control = folder.resolve("control");
    var until = new CountDownLatch(1);
    var route =
        Route.get(
            "/wait",
            _ -> {
              until.await();
              return Response.text(200, "late");
            });
    var limits = ChannelLimits.standard().withExchange(Duration.ofMillis(400));
    try (var server = start(control, route)) {
      var failure =
          catchThrowableOfType(
              PeerFailure.class, () -> ControlClient.exchange(control, Call.get("/wait"), limits));
      assertThat(failure.step()).isEqualTo(Step.DEADLINE);
      assertThat(failure.peer()).isEqualTo(control.toString());
      assertThat(server.closing()).isNotDone();
      until.countDown();
      assertThat(ControlClient.exchange(control, Call.get("/wait")).explanation())
          .isEqualTo("late");
    }
  }

  @Test
  void servesManyAtTheSameTime() throws Exception {
    int many = 50;
    var all = new CountDownLatch(many);
    var route =
        Route.get(
            "/wait",
            request -> {
              all.countDown();
              all.await();
              return Response.text(200, request.connection());
            });
    var control = folder.resolve("control");
    try (var _ = start(control, route);
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies = new ArrayList<Future<Reply>>();
      for (int i = 0; i < many; i++) {
        replies.add(clients.submit(() -> ControlClient.exchange(control, Call.get("/wait"))));
      }
      var connections = new HashSet<String>();
      for (var reply : replies) {
        connections.add(reply.get().explanation());
      }
      assertThat(connections).hasSize(many);
    }
  }

  @Test
  void refusesAPointerThatCannotBeOne() throws Exception {
    var control = Files.writeString(folder.resolve("control"), "x".repeat(1000));
    assertThatThrownBy(() -> ControlClient.exchange(control, Call.get("/devices")))
        .isInstanceOf(PeerFailure.class)
        .hasMessageContaining("is no control socket");
    assertThat(ControlClient.answers(control)).isFalse();
  }
}
