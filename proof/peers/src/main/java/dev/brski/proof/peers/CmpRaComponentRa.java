package dev.brski.proof.peers;

import com.siemens.pki.cmpracomponent.configuration.CkgContext;
import com.siemens.pki.cmpracomponent.configuration.CmpMessageInterface;
import com.siemens.pki.cmpracomponent.configuration.Configuration;
import com.siemens.pki.cmpracomponent.configuration.InventoryInterface;
import com.siemens.pki.cmpracomponent.configuration.SupportMessageHandlerInterface;
import com.siemens.pki.cmpracomponent.configuration.VerificationContext;
import com.siemens.pki.cmpracomponent.main.CmpRaComponent;
import com.siemens.pki.cmpracomponent.main.CmpRaComponent.CmpRaInterface;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * CmpRaComponent as an RA between a registrar and an authority. As {@code nesting} it unpacks what
 * the registrar nests, and nests what was in it for the authority; inner messages and answers pass
 * as they are. As {@code replacing} it takes what the registrar has protected instead of the
 * device, raVerified too, and puts its own protection in place of that; answers pass as they are.
 *
 * <p>Arguments: the URL of the authority's CMP endpoint; a folder with {@code ra.pem} and {@code
 * ra.key}, and {@code tls.pem} and {@code tls.key} for its server; the file with the domain's
 * anchor; the file with the anchor of the devices' IDevIDs; {@code nesting} or {@code replacing}.
 * {@code ready URL} is printed, then a line for each message.
 */
public final class CmpRaComponentRa implements Configuration {

  private static final String PATH = "/.well-known/cmp";
  private static final String MEDIA_TYPE = "application/pkixcmp";
  private static final int MOST_OCTETS = 1 << 20;
  private static final int SECONDS_BETWEEN_POLLS = 1;
  private static final int DOWNSTREAM_SECONDS = 30;

  private final Side downstream;
  private final Side upstream;
  private final Trust domain;

  private final boolean raVerified;

  private CmpRaComponentRa(Side downstream, Side upstream, Trust domain, boolean raVerified) {
    this.downstream = downstream;
    this.upstream = upstream;
    this.domain = domain;
    this.raVerified = raVerified;
  }

  private static CmpRaComponentRa of(String how, Signer signer, Trust domain, Trust everyone) {
    return switch (how) {
      case "nesting" ->
          new CmpRaComponentRa(
              Side.nesting(signer, everyone, domain),
              Side.nesting(signer, domain, domain),
              domain,
              false);
      case "replacing" ->
          new CmpRaComponentRa(
              Side.plain(signer, domain), Side.replacing(signer, domain), domain, true);
      default -> throw new IllegalArgumentException("neither nesting nor replacing: " + how);
    };
  }

  /** Serves until it is ended. */
  public static void main(String[] arguments) throws Exception {
    var authority = URI.create(arguments[0]);
    var folder = Path.of(arguments[1]);
    var root = Pem.certificates(Path.of(arguments[2])).getFirst();
    var manufacturers = Pem.certificates(Path.of(arguments[3]));
    var chain = Pem.certificates(folder.resolve("ra.pem"));
    var key = Pem.key(folder.resolve("ra.key"));

    var ra =
        CmpRaComponent.instantiateCmpRaComponent(
            of(
                arguments[4],
                new Signer(chain, key),
                new Trust(List.of(root)),
                new Trust(Stream.concat(Stream.of(root), manufacturers.stream()).toList())),
            new Line(authority, chain, key, root, System.out));

    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(
            Line.context(
                Pem.certificates(folder.resolve("tls.pem")),
                Pem.key(folder.resolve("tls.key")),
                root)));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(PATH, exchange -> serve(exchange, ra));
    server.start();
    System.out.println("ready https://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void serve(HttpExchange exchange, CmpRaInterface ra) throws IOException {
    try (exchange) {
      var request = exchange.getRequestBody().readNBytes(MOST_OCTETS);
      System.out.println("takes " + Line.type(request) + " at " + exchange.getRequestURI());
      var answer = ra.processRequest(request);
      System.out.println("gives " + Line.type(answer));
      exchange.getResponseHeaders().set("Content-Type", MEDIA_TYPE);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (Exception e) {
      e.printStackTrace();
      throw new IOException(e);
    }
  }

  @Override
  public CmpMessageInterface getDownstreamConfiguration(String profile, int bodyType) {
    return downstream;
  }

  @Override
  public CmpMessageInterface getUpstreamConfiguration(String profile, int bodyType) {
    return upstream;
  }

  @Override
  public VerificationContext getEnrollmentTrust(String profile, int bodyType) {
    return domain;
  }

  @Override
  public int getDownstreamTimeout(String profile, int bodyType) {
    return DOWNSTREAM_SECONDS;
  }

  @Override
  public int getRetryAfterTimeInSeconds(String profile, int bodyType) {
    return SECONDS_BETWEEN_POLLS;
  }

  @Override
  public boolean getForceRaVerifyOnUpstream(String profile, int bodyType) {
    return false;
  }

  @Override
  public boolean isRaVerifiedAcceptable(String profile, int bodyType) {
    return raVerified;
  }

  @Override
  public @Nullable CkgContext getCkgConfiguration(String profile, int bodyType) {
    return null;
  }

  @Override
  public @Nullable InventoryInterface getInventory(String profile, int bodyType) {
    return null;
  }

  @Override
  public @Nullable SupportMessageHandlerInterface getSupportMessageHandler(
      String profile, String infoType) {
    return null;
  }
}
