package dev.brski.proof.acceptance;

import static dev.brski.proof.kit.ScriptedHttp.ascii;
import static dev.brski.proof.kit.ScriptedHttp.response;

import dev.brski.proof.kit.Manufacturer;
import dev.brski.proof.kit.ScriptedHttp;
import dev.brski.proof.kit.ScriptedHttp.Request;
import dev.brski.proof.kit.ScriptedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** A MASA and a registrar whose vouchers are what a test wants. */
final class ScriptedPeers {

  /** Makes the voucher that answers a request. */
  @FunctionalInterface
  interface Vouchers {
    byte[] answering(Request request) throws IOException, InterruptedException;
  }

  private ScriptedPeers() {}

  /** A server that shows the credential of a MASA's folder, where that MASA would listen. */
  static ScriptedServer masa(Manufacturer maker, ScriptedServer.Script script)
      throws IOException, GeneralSecurityException {
    var keys = maker.masa().folder().resolve("keys");
    return ScriptedServer.tls(
        maker.masa().url().getPort(), keys.resolve("tls.pem"), keys.resolve("tls.key"), script);
  }

  /** A server with a credential of a registrar, or of whoever poses as one. */
  static ScriptedServer registrar(Path chain, Path key, ScriptedServer.Script script)
      throws IOException, GeneralSecurityException {
    return ScriptedServer.tls(0, chain, key, script);
  }

  /** Gives vouchers, hears telemetry, and knows nothing else. */
  static ScriptedHttp giving(Vouchers vouchers) {
    return new ScriptedHttp(
        (request, out) ->
            out.write(
                switch (request.path()) {
                  case HandMadePledge.VOUCHER_REQUEST ->
                      response(200, HandMadePledge.VOUCHER_CMS_JSON, vouchers.answering(request));
                  case HandMadePledge.VOUCHER_STATUS -> response(200, "text/plain", new byte[0]);
                  default -> response(404, "text/plain", ascii("nothing is here"));
                }));
  }
}
