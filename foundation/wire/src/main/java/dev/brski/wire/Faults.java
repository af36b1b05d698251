package dev.brski.wire;

import dev.brski.trust.CryptoSuite;
import java.util.HexFormat;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where an exception becomes an answer. */
final class Faults {

  static final String RETRY_SECONDS = "5";

  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  private final CryptoSuite suite;

  Faults(CryptoSuite suite) {
    this.suite = suite;
  }

  Response answer(Throwable fault, String what) {
    return switch (fault) {
      case Rejected rejected -> rejected.response();
      case Unavailable unavailable -> {
        LOG.debug("{}: not available: {}", what, unavailable.getMessage(), unavailable.getCause());
        yield Response.text(503, String.valueOf(unavailable.getMessage()))
            .withHeader("Retry-After", RETRY_SECONDS);
      }
      case InterruptedException _ ->
          Response.text(503, "The server is stopping; try again later.")
              .withHeader("Retry-After", RETRY_SECONDS)
              .closing();
      case EofException _ -> {
        LOG.debug("{}: the peer has gone", what);
        yield Response.text(400, "The request ended too early.").closing();
      }
      case HttpException http -> Response.text(http.getCode(), reason(http)).closing();
      default -> {
        var id = HexFormat.of().formatHex(suite.randomBytes(6));
        LOG.error("{}: fault {}", what, id, fault);
        yield Response.text(500, "A fault of this server; its log has it under " + id + ".");
      }
    };
  }

  private static String reason(HttpException http) {
    var reason = http.getReason();
    return reason == null || reason.isBlank() ? "The request is not valid HTTP." : reason;
  }
}
