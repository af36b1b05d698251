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
  record Place(HostPort server, String path) {}

  private final Egress egress;
  private final ChannelLimits limits;

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

  /** Where a URL leads: scheme http, a host, and neither a user nor a fragment. */
  static Verdict<Place> place(String url) {
    try {
      var uri = new URI(url);
      var host = Optional.ofNullable(uri.getHost());
      if ("http".equalsIgnoreCase(uri.getScheme())
          && host.isPresent()
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null) {
        int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
        var name = host.get().replaceAll("^\\[|]$", "");
        return Verdict.accepted(new Place(new HostPort(name, port), target(uri)));
      }
    } catch (URISyntaxException | IllegalArgumentException _) {
      // It is refused below like any other that leads nowhere.
    }
    return Verdict.refused(
        ListCheck.URL,
        "'" + Description.printable(url, 200) + "' leads to no server",
        "Have the certificate issued again with the http URL of a list, or put the list into"
            + " crls/");
  }

  private static String target(URI uri) {
    var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
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

  private static Verdict<RevocationList> list(Place place, Reply reply) {
    return reply.status() == 200
        ? RevocationList.parse(reply.body()).mapRefusal(refusal -> refusal.under(ListCheck.ANSWER))
        : Verdict.refused(
            ListCheck.ANSWER,
            place.server() + " has answered " + reply.status() + ", not with a list",
            REMEDY);
  }
}
