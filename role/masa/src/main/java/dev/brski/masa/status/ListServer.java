package dev.brski.masa.status;

import dev.brski.trust.Description;
import dev.brski.trust.RevocationList;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Call;
import dev.brski.wire.ChannelLimits;
import dev.brski.wire.CheckedPlace;
import dev.brski.wire.Egress;
import dev.brski.wire.HostPort;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.PlainHttp;
import dev.brski.wire.Reply;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks a server for a revocation list by one HTTP GET (RFC 5280 section 4.2.1.13), if the server is
 * one that may be asked; what else it names is not gone to.
 */
public final class ListServer {

  private static final int USUAL_PORT = 80;
  private static final String REMEDY =
      "Ask whoever runs the domain's authority, or put the list into crls/ by hand";

  /** 3 s to the connection, 5 s for the answer, 4 MiB. */
  public static final ChannelLimits LIMITS =
      ChannelLimits.standard()
          .withOpening(Duration.ofSeconds(3))
          .withExchange(Duration.ofSeconds(5))
          .withReplyBytes(RevocationList.MOST_OCTETS);

  /** A list's place, taken apart. */
  record Place(HostPort server, String path) {

    @Override
    public String toString() {
      return server + path;
    }
  }

  private final Egress egress;
  private final ChannelLimits limits;
  private final ReentrantLock reading = new ReentrantLock();

  /**
   * @param egress which servers may be asked
   */
  public ListServer(Egress egress, ChannelLimits limits) {
    this.egress = egress;
    this.limits = limits;
  }

  /** The list that is at a URL, as far as it can be read. */
  public Verdict<RevocationList> get(String url) {
    return place(url)
        .flatMap(place -> egress.check(place.server()).flatMap(checked -> get(place, checked)));
  }

  /**
   * Where a URL leads: scheme http, a host, a path, and neither a user nor a fragment; nor a query,
   * for a server mostly has one list under all of them.
   */
  static Verdict<Place> place(String url) {
    try {
      var uri = new URI(url);
      var server = HostPort.of(uri, USUAL_PORT);
      if ("http".equalsIgnoreCase(uri.getScheme())
          && server.isPresent()
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return Verdict.accepted(new Place(server.get(), path(uri)));
      }
    } catch (URISyntaxException _) {
      // It is refused below like any other that leads nowhere.
    }
    return Verdict.refused(
        ListCheck.URL,
        "'" + Description.printable(url, 200) + "' is not the plain http URL of a file",
        "Have the certificate issued again with the http URL of a list, or put the list into"
            + " crls/");
  }

  private static String path(URI uri) {
    return uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
  }

  private Verdict<RevocationList> get(Place place, CheckedPlace checked) {
    try {
      var call =
          new Call(
              "GET",
              place.path(),
              Optional.empty(),
              new byte[0],
              List.of("application/pkix-crl"),
              Map.of("Connection", "close"));
      return list(place, PlainHttp.exchange(checked, call, limits));
    } catch (PeerFailure e) {
      return Verdict.refused(ListCheck.ANSWER, String.valueOf(e.getMessage()), REMEDY);
    } catch (IllegalArgumentException e) {
      return Verdict.refused(
          ListCheck.URL, Description.printable(String.valueOf(e.getMessage()), 200), REMEDY);
    }
  }

  private Verdict<RevocationList> list(Place place, Reply reply) {
    return reply.status() == 200
        ? read(reply.body()).mapRefusal(refusal -> refusal.under(ListCheck.ANSWER))
        : Verdict.refused(
            ListCheck.ANSWER,
            place.server() + " has answered " + reply.status() + ", not with a list",
            REMEDY);
  }

  /** One at a time: reading takes many times the memory that the list itself has. */
  private Verdict<RevocationList> read(byte[] der) {
    reading.lock();
    try {
      return RevocationList.parse(der);
    } finally {
      reading.unlock();
    }
  }
}
