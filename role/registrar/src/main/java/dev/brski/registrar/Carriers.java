package dev.brski.registrar;

import dev.brski.registrar.access.MasaAccess;
import dev.brski.registrar.admission.Admission;
import dev.brski.registrar.admission.Manufacturer;
import dev.brski.registrar.admission.MasaPlace;
import dev.brski.registrar.admission.MasaRule;
import dev.brski.registrar.audit.AuditLogLoad;
import dev.brski.registrar.carrier.Carrier;
import dev.brski.registrar.carrier.HttpsCarrier;
import dev.brski.registrar.carrier.HttpsLine;
import dev.brski.registrar.carrier.OneByOne;
import dev.brski.registrar.carrier.Packing;
import dev.brski.registrar.carrier.Upstream;
import dev.brski.registrar.enrollment.Batches;
import dev.brski.registrar.enrollment.Route;
import dev.brski.registrar.onboarding.Message;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.registrar.onboarding.Parcel.Destination;
import dev.brski.time.Clock;
import dev.brski.trust.Anchors;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.trust.ValidationLimits;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.VoucherLimits;
import dev.brski.wire.Call;
import dev.brski.wire.ChannelLimits;
import dev.brski.wire.ClientTls;
import dev.brski.wire.Egress;
import dev.brski.wire.HostPort;
import dev.brski.wire.NameResolver;
import dev.brski.wire.PeerJudge;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The ways upstream: one for each MASA, and one to the authority. */
final class Carriers implements AutoCloseable {

  /**
   * Where a MASA is, how it is verified and what it is shown; two manufacturers may share it.
   *
   * @param hosts where it must be, if its place was found in a device's certificate
   * @param file where that stands, for messages
   */
  private record Way(
      MasaPlace masa,
      Optional<MasaRule.Named> hosts,
      String file,
      List<X509Certificate> anchors,
      MasaAccess access) {}

  private static final int MOST_AT_ONCE = 16;
  private static final ChannelLimits WITH_BATCHES =
      ChannelLimits.standard().withReplyBytes(8 << 20).withExchange(Duration.ofSeconds(60));

  private static final ChannelLimits WITH_LOGS =
      ChannelLimits.standard().withReplyBytes(2 * VoucherLimits.auditLog().mostOctets());

  private final Holdings holdings;
  private final Admission admission;
  private final PathValidator paths;
  private final Clock clock;
  private final NameResolver resolver;
  private final HttpsLine polls;
  private final Route route;
  private final Carrier authority;
  private final ConcurrentHashMap<Way, Carrier> masas = new ConcurrentHashMap<>();

  /**
   * @param batches how messages travel to the authority together
   * @param departures asked before something leaves for an authority that gets nothing twice
   * @param resolver finds the addresses of those MASAs that certificates name
   */
  Carriers(
      Holdings holdings,
      Admission admission,
      PathValidator paths,
      Clock clock,
      Packing batches,
      HttpsCarrier.Departures departures,
      NameResolver resolver) {
    this.holdings = holdings;
    this.admission = admission;
    this.paths = paths;
    this.clock = clock;
    this.resolver = resolver;
    this.polls = toAuthority(holdings, paths, clock);
    this.route = holdings.way().route();
    this.authority =
        holdings.settings().upstreamRules().isOnceOnly()
            ? new HttpsCarrier(
                toAuthority(holdings, paths, clock).keepingNone(), batches, departures)
            : new HttpsCarrier(toAuthority(holdings, paths, clock), batches);
  }

  Optional<Carrier> to(Destination destination) {
    return switch (destination) {
      case Destination.Authority _ -> Optional.of(authority);
      case Destination.Masa(String manufacturer, Optional<String> at) ->
          admission.manufacturer(manufacturer).flatMap(taken -> way(taken, at)).map(this::toMasa);
    };
  }

  /** Asks the authority while a pledge waits, as one operation with its earlier messages. */
  Upstream authority() {
    return over(polls, route);
  }

  /** One message and its answer at a time. */
  static Upstream over(HttpsLine line, Route route) {
    return (label, message) -> Batches.unpacked(line.exchange(route.call(label, message)));
  }

  /** The MASA that is fixed now counts, also for what was to go where a certificate said. */
  private static Optional<Way> way(Manufacturer manufacturer, Optional<String> at) {
    return switch (manufacturer.masa()) {
      case MasaRule.Fixed(HostPort address) ->
          Optional.of(way(manufacturer, MasaPlace.at(address), Optional.empty()));
      case MasaRule.Named named ->
          at.map(place -> way(manufacturer, MasaPlace.parse(place), Optional.of(named)));
    };
  }

  private static Way way(
      Manufacturer manufacturer, MasaPlace masa, Optional<MasaRule.Named> hosts) {
    return new Way(
        masa,
        hosts,
        manufacturer.file(),
        manufacturer.masaTls().certificates(),
        manufacturer.access());
  }

  private Carrier toMasa(Way way) {
    return masas.computeIfAbsent(way, this::masa);
  }

  private Carrier masa(Way way) {
    return new HttpsCarrier(
        lineTo(
            way.masa().address(),
            way.hosts().map(named -> egress(named, way.file(), resolver)),
            tls(
                () -> way.access().credential(holdings.current()),
                PeerJudge.anchored(paths, Anchors.of(way.anchors()), clock::now)),
            way.access(),
            MOST_AT_ONCE),
        new OneByOne(parcel -> toMasa(parcel, way.masa())));
  }

  /**
   * Where MASAs may be that certificates name.
   *
   * @param file where that stands, for messages
   */
  static Egress egress(MasaRule.Named named, String file, NameResolver resolver) {
    return new Egress(
        named.hosts(),
        MasaPlace.USUAL_PORT,
        "masa-hosts in " + file,
        resolver,
        WITH_LOGS.opening());
  }

  /**
   * The connections to a MASA.
   *
   * @param tls how this registrar shows itself
   * @param egress whether it may be connected to; empty if an operator has named it
   * @param mostAtOnce how many exchanges may be under way together
   */
  static HttpsLine lineTo(
      HostPort masa,
      Optional<Egress> egress,
      Supplier<ClientTls> tls,
      MasaAccess access,
      int mostAtOnce) {
    return new HttpsLine(
        masa, egress, tls, WITH_LOGS, access.login(CryptoSuite.standard()), mostAtOnce);
  }

  /** The request for a voucher (RFC 8995 section 5.5). */
  static Call voucherRequest(MasaPlace masa, byte[] content) {
    return Call.post(
        masa.requestVoucher(), MediaTypes.VOUCHER_CMS_JSON, content, MediaTypes.VOUCHER_CMS_JSON);
  }

  /** The same for a registrar at rest. */
  static HttpsLine toAuthority(Holdings holdings, Clock clock) {
    return toAuthority(
        holdings,
        new PathValidator(
            CryptoSuite.standard(), holdings.settings().algorithms(), ValidationLimits.standard()),
        clock);
  }

  /** The connections to the authority, which are shown the newest credential. */
  private static HttpsLine toAuthority(Holdings holdings, PathValidator paths, Clock clock) {
    var way = holdings.way();
    if (way.plain()) {
      return HttpsLine.plain(way.address(), WITH_BATCHES, MOST_AT_ONCE);
    }
    return new HttpsLine(
        way.address(),
        Optional.empty(),
        tls(
            () -> way.access().credential(holdings.current()),
            (chain, host) ->
                PeerJudge.anchored(paths, Anchors.of(holdings.authorityTls()), clock::now)
                    .judge(chain, host)),
        WITH_BATCHES,
        way.access().login(CryptoSuite.standard()),
        MOST_AT_ONCE);
  }

  private static Supplier<ClientTls> tls(Supplier<Optional<Credential>> shown, PeerJudge judge) {
    return () -> new ClientTls(shown.get(), judge, true);
  }

  private static Packing.Load toMasa(Parcel parcel, MasaPlace masa) {
    return parcel.kind() == Message.Kind.AUDIT_LOG_REQUEST
        ? new AuditLogLoad(parcel, masa)
        : new OneByOne.Alone(voucherRequest(masa, parcel.content()));
  }

  @Override
  public void close() {
    polls.close();
    authority.close();
    masas.values().forEach(Carrier::close);
  }
}
