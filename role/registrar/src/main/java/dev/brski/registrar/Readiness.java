package dev.brski.registrar;

import dev.brski.registrar.admission.Manufacturer;
import dev.brski.registrar.admission.MasaPlace;
import dev.brski.registrar.admission.MasaRule;
import dev.brski.registrar.carrier.Login;
import dev.brski.registrar.control.RegistrarView;
import dev.brski.registrar.enrollment.Route;
import dev.brski.registrar.imprint.RegistrarRequest;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.time.Clock;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.trust.PathValidator;
import dev.brski.trust.ValidationLimits;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Paths;
import dev.brski.voucher.check.HandOverValidation;
import dev.brski.wire.Call;
import dev.brski.wire.Channel;
import dev.brski.wire.ChannelLimits;
import dev.brski.wire.ClientTls;
import dev.brski.wire.Egress;
import dev.brski.wire.HostPort;
import dev.brski.wire.NameResolver;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.PeerJudge;
import dev.brski.wire.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a device of a manufacturer would enroll now: everything that would stop it is looked at,
 * from beside, and nothing is changed or asked for.
 */
public final class Readiness {

  private static final Duration SOON = Duration.ofDays(14);
  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final ChannelLimits LIMITS =
      ChannelLimits.standard().withExchange(Duration.ofSeconds(10));

  /** How something stands. */
  public enum Standing {
    GOOD,
    /** It stops no device now, but a person should know. */
    NOTE,
    /** It would stop a device. */
    OBSTACLE
  }

  /**
   * Something that was looked at.
   *
   * @param what in a word or two
   * @param standing how it stands
   * @param text what was found
   * @param remedy what to do; empty when it is good
   */
  public record Item(String what, Standing standing, String text, Optional<String> remedy) {}

  /**
   * What was found for one manufacturer.
   *
   * @param ready whether nothing would stop a device
   */
  public record Report(String manufacturer, boolean ready, List<Item> items) {}

  private final RegistrarFolder folder;
  private final InstantSource source;
  private final Holdings holdings;
  private final PathValidator paths;
  private final List<Item> items = new ArrayList<>();

  private Readiness(RegistrarFolder folder, InstantSource source, Holdings holdings) {
    this.folder = folder;
    this.source = source;
    this.holdings = holdings;
    this.paths =
        new PathValidator(
            CryptoSuite.standard(), holdings.settings().algorithms(), ValidationLimits.standard());
  }

  /**
   * Looks at everything that a device of a manufacturer needs.
   *
   * @return refused when the folder is not that of a registrar, or the manufacturer is not taken
   */
  public static Verdict<Report> of(Path dir, String manufacturer, InstantSource clock) {
    var folder = new RegistrarFolder(dir);
    return Holdings.read(folder)
        .flatMap(
            holdings ->
                holdings
                    .manufacturer(manufacturer)
                    .map(taken -> new Readiness(folder, clock, holdings).report(taken)));
  }

  private Report report(Manufacturer manufacturer) {
    running(manufacturer.name());
    disk();
    certificates(manufacturer);
    anchors(manufacturer);
    pin();
    switch (manufacturer.masa()) {
      case MasaRule.Fixed(HostPort address) ->
          masa(manufacturer, address, Optional.empty(), "masa and masa-tls");
      case MasaRule.Named named -> masas(manufacturer, named);
    }
    authority();
    boolean ready = items.stream().noneMatch(item -> item.standing() == Standing.OBSTACLE);
    return new Report(manufacturer.name(), ready, List.copyOf(items));
  }

  private void authority() {
    var way = holdings.way();
    var rules = holdings.settings().upstreamRules();
    if (way.plain()) {
      plainAuthority(way);
    } else {
      peer(
          "authority",
          way.address(),
          Optional.empty(),
          way.access().credential(current()),
          Anchors.of(holdings.authorityTls()),
          way.access().login(CryptoSuite.standard()),
          way.route().path(),
          rules.tlsAnchors().isPresent()
              ? "authority, and tls-anchors under upstream, in brski.yaml"
              : "authority in brski.yaml, and domain-ca.pem");
    }
    if (!rules.answersUnderPin()) {
      note(
          "authority",
          "its answers reach devices under this registrar's protection, and its certificates must"
              + " have been issued under "
              + Description.printable(
                  holdings.domainCa().getFirst().getSubjectX500Principal().getName()),
          "Devices take no others. If it issues under another CA, that CA has to be the domain's:"
              + " domain-ca.pem.");
    }
  }

  private void plainAuthority(AuthorityWay way) {
    try (var channel = Channel.openPlain(way.address(), LIMITS)) {
      var reply = channel.exchange(Call.get(way.route().path()));
      good("authority", way.address() + " answers over HTTP without TLS");
      path("authority", way.route().path(), reply);
    } catch (PeerFailure e) {
      obstacle(
          "authority",
          String.valueOf(e.getMessage()),
          "See whether it runs and can be reached from here, and authority in brski.yaml.");
    }
  }

  /** A path that an operator has written, and that the server does not know. */
  private void path(String what, String path, Reply reply) {
    boolean written = !path.equals(Route.wellKnown().path());
    if (written && reply.status() == 404) {
      note(
          what,
          "it says that nothing is at " + path,
          "See the path of authority in brski.yaml, and operation-labels under upstream. Some"
              + " servers say so of every GET; then this is nothing.");
    }
  }

  /** What can be seen of the MASAs that devices may name: which one each does is not known here. */
  private void masas(Manufacturer manufacturer, MasaRule.Named named) {
    var egress = Carriers.egress(named, manufacturer.file(), NameResolver.system());
    for (var host : named.hosts()) {
      host.place(MasaPlace.USUAL_PORT)
          .ifPresentOrElse(
              place -> masa(manufacturer, place, Optional.of(egress), "masa-hosts and masa-tls"),
              () ->
                  note(
                      "MASA",
                      host + " stands for many hosts, and none of them was tried",
                      "See that masa-tls in " + manufacturer.file() + " anchors all of them."));
    }
  }

  private void masa(
      Manufacturer manufacturer, HostPort address, Optional<Egress> egress, String keys) {
    peer(
        "MASA",
        address,
        egress,
        manufacturer.access().credential(current()),
        manufacturer.masaTls(),
        manufacturer.access().login(CryptoSuite.standard()),
        Paths.REQUEST_VOUCHER,
        keys + " in " + manufacturer.file());
  }

  private Credential current() {
    return holdings.current();
  }

  private void running(String manufacturer) {
    if (new RegistrarView(folder.root(), source).isRunning()) {
      good("registrar", "it runs, for pledges at " + holdings.settings().listen());
    } else {
      obstacle(
          "registrar",
          "it does not run",
          "Start it: brski registrar run --dir " + folder.root() + ".");
    }
    good("manufacturer", manufacturer + " is taken");
  }

  private void disk() {
    var least = holdings.settings().reserve();
    try {
      var looked = Files.exists(folder.data()) ? folder.data() : folder.root();
      long free = Files.getFileStore(looked).getUsableSpace();
      if (least.octets() > 0 && free < least.octets()) {
        obstacle(
            "disk",
            "less than %s are free for data/".formatted(least),
            "Free some space, or lower free-space-at-least in brski.yaml.");
      } else {
        good("disk", "there is room for data/");
      }
    } catch (IOException e) {
      obstacle(
          "disk",
          String.valueOf(e.getMessage()),
          "See whether the folder can be read and written.");
    }
  }

  /** Whether everything that has to be valid is, now and for a while. */
  private void certificates(Manufacturer manufacturer) {
    validity("registrar's certificate", current().chain(), "brski authority registrar");
    validity("domain's CA", roots(), "the authority of the domain");
    holdings
        .authorityChains()
        .forEach(chain -> validity("authority's certificate", chain, "the authority's operator"));
    validity("IDevID anchor", manufacturer.idevid().certificates(), "the manufacturer");
    validity("MASA's TLS anchor", manufacturer.masaTls().certificates(), "the manufacturer");
  }

  /** The newest, and older ones as long as something may hang on them. */
  private List<X509Certificate> roots() {
    var all = holdings.domainCa();
    var now = source.instant();
    return all.stream()
        .filter(root -> root.equals(all.getFirst()) || !now.isAfter(root.getNotAfter().toInstant()))
        .toList();
  }

  private void validity(String what, List<X509Certificate> certificates, String whence) {
    var now = source.instant();
    for (var certificate : certificates) {
      var name = Description.printable(certificate.getSubjectX500Principal().getName());
      var from = certificate.getNotBefore().toInstant();
      var to = certificate.getNotAfter().toInstant();
      if (now.isBefore(from)) {
        obstacle(
            what,
            "%s is valid from %s on, and this clock shows %s".formatted(name, from, now),
            "Set the clock of this machine right.");
      } else if (now.isAfter(to)) {
        obstacle(
            what,
            "%s was valid until %s, and this clock shows %s".formatted(name, to, now),
            "If the clock is right, get a new one: " + whence + ".");
      } else if (now.plus(SOON).isAfter(to)) {
        note(
            what,
            "%s is valid until %s only".formatted(name, to),
            "Get a new one before that: " + whence + ".");
      }
    }
    if (items.stream().noneMatch(item -> item.what().equals(what))) {
      good(what, "valid for a while");
    }
  }

  /** No anchor of devices may be one of this domain: every member would pass for a device. */
  private void anchors(Manufacturer manufacturer) {
    var domain = new ArrayList<>(holdings.domainCa());
    domain.addAll(current().chain());
    boolean shared =
        manufacturer.idevid().certificates().stream()
            .anyMatch(
                anchor ->
                    domain.stream()
                        .anyMatch(own -> own.getPublicKey().equals(anchor.getPublicKey())));
    if (shared) {
      obstacle(
          "IDevID anchor",
          "it is of this domain: every member of it would pass for a new device",
          "Give the anchor that the manufacturer made for its IDevIDs.");
    }
  }

  /** Whether a voucher could work that pins what is offered to the MASA. */
  private void pin() {
    var chain = RegistrarRequest.toBePinned(current(), holdings.domainCa(), CryptoSuite.standard());
    var topmost = chain.stream().filter(Certificates::isRoot).findFirst().orElseGet(chain::getLast);
    var verdict =
        new HandOverValidation(paths)
            .pinned(
                topmost, current().chain(), holdings.authorityChains(), Clock.known(source).now());
    switch (verdict) {
      case Verdict.Accepted<X509Certificate> _ ->
          good(
              "pin",
              "a voucher that pins "
                  + Description.printable(topmost.getSubjectX500Principal().getName())
                  + " vouches for registrar and authority");
      case Verdict.Refused<X509Certificate>(Refusal refusal) ->
          obstacle("pin", refusal.cause() + " [" + refusal.check().id() + "]", refusal.remedy());
    }
    if (holdings.settings().upstreamRules().answersUnderPin()
        && holdings.authorityChains().isEmpty()) {
      note(
          "pin",
          folder.authorityChain()
              + " is missing: whether the authority's answers verify under the"
              + " pin is not known",
          "Let the authority write it: brski authority registrar.");
    }
    owner();
  }

  /** A customer that is known by the root before is another's, or nobody's, when that ends. */
  private void owner() {
    var roots = holdings.domainCa().stream().filter(Certificates::isRoot).toList();
    if (roots.size() > 1) {
      note(
          "pin",
          "the domain has had another root before, until " + roots.get(1).getNotAfter().toInstant(),
          "If the manufacturer knows this domain by its root, give it the newest one before then"
              + " (SHA-256 "
              + Certificates.fingerprint(roots.getFirst())
              + "): brski masa customer add NAME --domain-ca FILE.");
    }
  }

  private void peer(
      String what,
      HostPort address,
      Optional<Egress> egress,
      Optional<Credential> shown,
      Anchors anchors,
      Login login,
      String path,
      String where) {
    var judge = PeerJudge.anchored(paths, anchors, Clock.known(source)::now);
    var tls = new ClientTls(shown, judge, true);
    var plain = Call.get(path);
    try {
      var dressed = login.dressed(plain);
      var first = exchange(address, egress, tls, dressed);
      var again = login.again(plain, dressed, first);
      var reply = again.isPresent() ? exchange(address, egress, tls, again.get()) : first;
      good(what, address + " answers over TLS and is the one that is expected");
      if (what.equals("authority")) {
        path(what, path, reply);
      }
      reply.header("date").flatMap(Readiness::date).ifPresent(date -> clock(what, date));
      if (reply.status() == 401) {
        obstacle(
            what,
            address
                + (isLogin(again.orElse(dressed))
                    ? " does not take this registrar's user and password"
                    : " wants this registrar to authenticate itself"),
            "Ask for access, and write it into the manufacturer's file (masa-access).");
      }
    } catch (PeerFailure e) {
      obstacle(
          what,
          String.valueOf(e.getMessage()),
          e.refusal()
              .map(refusal -> refusal.remedy() + ". See " + where + ".")
              .orElse("See whether it runs and can be reached from here, and " + where + "."));
    }
  }

  private static Reply exchange(HostPort address, Optional<Egress> egress, ClientTls tls, Call call)
      throws PeerFailure {
    try (var channel = Channel.open(address, egress, tls, LIMITS)) {
      return channel.exchange(call);
    }
  }

  private static boolean isLogin(Call call) {
    return call.headers().containsKey("Authorization");
  }

  private void clock(String peer, Instant theirs) {
    var apart = Duration.between(theirs, source.instant()).abs();
    if (apart.compareTo(SKEW) > 0) {
      note(
          "clock",
          "this clock and that of the %s are %d s apart".formatted(peer, apart.toSeconds()),
          "Set the one right that is wrong: certificates and requests are judged by it.");
    }
  }

  private static Optional<Instant> date(String field) {
    try {
      return Optional.of(
          ZonedDateTime.parse(field, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private void good(String what, String text) {
    items.add(new Item(what, Standing.GOOD, text, Optional.empty()));
  }

  private void note(String what, String text, String remedy) {
    items.add(new Item(what, Standing.NOTE, text, Optional.of(remedy)));
  }

  private void obstacle(String what, String text, String remedy) {
    items.add(new Item(what, Standing.OBSTACLE, text, Optional.of(remedy)));
  }
}
