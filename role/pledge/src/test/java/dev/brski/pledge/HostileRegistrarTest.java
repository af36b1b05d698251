package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.wire.ChannelLimits;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that lie about lengths, dribble, flood, or say nothing: the next registrar gets its turn.
 */
final class HostileRegistrarTest {

  private static final ChannelLimits SHORT =
      new ChannelLimits(Duration.ofSeconds(2), Duration.ofSeconds(2), 64 << 10, 32, 1024);

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void build() {
    world = new World(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** What a server does once it has the request. */
  interface Reaction {
    void to(HostileServer server, OutputStream out) throws Exception;
  }

  record Hostility(String what, Reaction reaction) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Hostility says(String what, String text) {
    return new Hostility(
        what,
        (server, out) -> {
          out.write(ascii(text));
          out.flush();
        });
  }

  static Stream<Hostility> hostilities() {
    var head = "HTTP/1.1 200 OK\r\nContent-Type: application/voucher-cms+json\r\n";
    return Stream.of(
        says("hangs up", ""),
        says("does not speak HTTP", "SSH-2.0-OpenSSH_9.6\r\n"),
        says("sends half a head", head),
        says("sends less than it promised", head + "Content-Length: 100\r\n\r\n0123456789"),
        says("promises gigabytes", head + "Content-Length: 99999999999\r\n\r\n"),
        says("promises less than nothing", head + "Content-Length: -5\r\n\r\n"),
        says("sends broken chunks", head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"),
        says("sends a huge field", head + "X: " + "y".repeat(100_000) + "\r\n\r\n"),
        says("sends many fields", head + "X: y\r\n".repeat(10_000) + "\r\n"),
        new Hostility("says nothing", (server, out) -> server.hold()),
        new Hostility(
            "dribbles its head",
            (server, out) -> {
              out.write(ascii(head));
              server.repeat(out, ascii("X"), 50);
            }),
        new Hostility(
            "dribbles its body",
            (server, out) -> {
              out.write(ascii(head + "Content-Length: 5000\r\n\r\n"));
              server.repeat(out, ascii("x"), 50);
            }),
        new Hostility(
            "never ends its body",
            (server, out) -> {
              out.write(ascii(head + "Transfer-Encoding: chunked\r\n\r\n"));
              server.repeat(out, ascii("400\r\n" + "x".repeat(0x400) + "\r\n"), 0);
            }),
        new Hostility(
            "says continue for ever",
            (server, out) -> server.repeat(out, ascii("HTTP/1.1 100 Continue\r\n\r\n"), 0)));
  }

  @ParameterizedTest
  @MethodSource("hostilities")
  @Proves({"PL-10", "PL-14", "PL-22"})
  void theNextRegistrarGetsItsTurn(Hostility hostility) throws Exception {
    var self = new AtomicReference<HostileServer>();
    try (var hostile =
        HostileServer.tls(
            world.registrar,
            socket -> hostility.reaction().to(self.get(), HostileServer.afterRequest(socket)))) {
      self.set(hostile);
      var good = world.registrar();

      var outcome = onboard(List.of(hostile.url(), good.url()));

      assertThat(((Outcome.Enrolled) outcome).registrar()).isEqualTo(good.url());
      assertThat(world.events.stream().filter(Event.Failed.class::isInstance).findFirst())
          .hasValueSatisfying(
              event -> assertThat(((Event.Failed) event).registrar()).isEqualTo(hostile.url()));
    }
  }

  private Outcome onboard(List<java.net.URI> registrars) throws Exception {
    return Onboarding.within(SHORT, world.time, world.events::add)
        .onboard(world.options(Optional.empty(), registrars));
  }

  @Test
  @Proves({"PL-14", "PL-22"})
  void aServerWithoutTlsIsLeft() throws Exception {
    try (var silent =
            HostileServer.plain(
                socket -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()));
        var talkative =
            HostileServer.plain(
                socket -> socket.getOutputStream().write(ascii("220 mail\r\n".repeat(100))))) {
      var good = world.registrar();

      var outcome = onboard(List.of(silent.url(), talkative.url(), good.url()));

      assertThat(((Outcome.Enrolled) outcome).registrar()).isEqualTo(good.url());
    }
  }

  @Test
  void aloneItIsReportedAsOutOfOrder() throws Exception {
    try (var hostile =
        HostileServer.tls(
            world.registrar, socket -> HostileServer.afterRequest(socket).write(ascii("?\r\n")))) {
      var outcome = (Outcome.Unreachable) onboard(List.of(hostile.url()));

      assertThat(outcome.registrar()).isEqualTo(hostile.url());
      assertThat(outcome.step()).isEqualTo("requestvoucher");
      assertThat(outcome.cause()).isNotBlank();
      assertThat(outcome.remedy()).isNotBlank();
      assertThat(world.status().state()).isEqualTo(State.REQUEST_JOIN);
    }
  }
}
