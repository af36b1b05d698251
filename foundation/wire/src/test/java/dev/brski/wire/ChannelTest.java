package dev.brski.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelTest {

  @Test
  @Proves({"PL-20", "PL-21", "PL-23"})
  void pledgeAndRegistrarSeeEachOthersCertificatesOnOneConnection() throws Exception {
    var registrar = Someone.under(Someone.ca("Domain"), "registrar", 30);
    var pledge = Someone.selfSigned("pledge");
    var routes =
        List.of(
            Route.post(
                "/x",
                "application/pkixcmp",
                10,
                request -> {
                  assertThat(request.peerChain()).isEqualTo(pledge.chain());
                  assertThat(request.localChain()).isEqualTo(registrar.chain());
                  return Response.text(200, request.connection());
                }));
    try (var server =
            HttpsServer.start(
                ServerSettings.on(HostPort.parse("127.0.0.1:0")),
                () -> registrar,
                ClientCertificates.REQUESTED,
                routes);
        var channel =
            Channel.open(
                server.address(),
                new ClientTls(Optional.of(pledge), PeerJudge.provisional(), false),
                ChannelLimits.standard())) {
      assertThat(channel.peerChain()).isEqualTo(registrar.chain());
      var call = Call.post("/x", "application/pkixcmp", new byte[10]);
      var first = channel.exchange(call);
      assertThat(first.status()).isEqualTo(200);
      assertThat(channel.exchange(call).explanation()).isEqualTo(first.explanation());
    }
  }
}
