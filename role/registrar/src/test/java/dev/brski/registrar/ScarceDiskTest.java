package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.wire.Reply;
import dev.brski.wire.Response;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** A registrar that is to leave more of the disk free than there is. */
class ScarceDiskTest extends InWorld {

  private static final String RESERVE = "\nfree-space-at-least: 9999999 GiB\n";

  private void scarce(boolean wanted) throws Exception {
    world.registrar.close();
    var settings = folder.resolve("brski.yaml");
    var text = Files.readString(settings).replace(RESERVE, "");
    Files.writeString(settings, wanted ? text + RESERVE : text);
    world.start();
  }

  private static void assertSentAway(Reply reply) {
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("retry-after")).hasValue("5");
    assertThat(reply.explanation()).doesNotContain("GiB").doesNotContain("/");
  }

  @Test
  void noVoucherExchangeIsBegunAndOneThatIsUnderWayComesToItsEnd() throws Exception {
    world.masa.script(_ -> Response.text(503, "away"));
    try (var device = world.device("4711");
        var other = world.device("4712")) {
      var request = device.voucherRequest();
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);

      scarce(true);
      world.masa.script(world::voucher);
      try (var before = device.anew();
          var now = other.anew()) {
        assertSentAway(now.askForVoucher(now.voucherRequest()));
        var reply = before.askForVoucher(request);
        for (int asked = 1; reply.status() == 202 && asked < 20; asked++) {
          reply = before.askForVoucher(request);
        }
        assertThat(reply.status()).isEqualTo(200);
        var said = before.status("voucher_status", "{\"version\":1,\"status\":true}");
        assertThat(said.status()).isEqualTo(200);
      }

      scarce(false);
      try (var again = other.anew()) {
        again.imprint();
      }
    }
  }

  @Test
  void noOperationIsBegunAndOneThatIsUnderWayComesToItsEnd() throws Exception {
    try (var device = world.device("4711");
        var other = world.device("4712")) {
      device.imprint();
      other.imprint();
      var ip = device.cmp(device.ir(false));
      var certificate = ((Body.Response) ip.body()).only().certificate().orElseThrow();
      var ir = other.ir(true);

      scarce(true);
      try (var before = device.anew();
          var now = other.anew()) {
        assertSentAway(now.post(ir.encoded()));
        var confirmed = before.cmp(before.composer().certConfAccepting(ip, certificate));
        assertThat(confirmed.type()).isEqualTo(BodyType.pkiconf);
      }

      scarce(false);
      try (var again = other.anew()) {
        assertThat(again.cmp(ir).type()).isEqualTo(BodyType.ip);
      }
    }
  }
}
